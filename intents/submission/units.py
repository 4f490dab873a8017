"""A value as written, exactly in the metric's published unit."""

from dataclasses import dataclass
from decimal import Decimal

from data.amount import AmountProblem, TooFine, convert, currency_of, kind_of, same_kind, scaled, show, unit
from data.model import Metric
from intents.mentions.quantity import Amount
from intents.submission.values import Value

_NAMES = {"圆": "元", "美金": "美元", "人民币": "元"}
_SCALES = {Decimal(1): "", Decimal(10**4): "万", Decimal(10**8): "亿"}


@dataclass(frozen=True, slots=True)
class Published:
    """A value in the metric's unit, how its unit was understood (`note`), or why that cannot be (`fault`)."""

    value: Decimal = Decimal(0)
    note: str = ""
    fault: str = ""


def published(value: Value, beside: str, metric: Metric) -> Published:
    """The value in the published unit. `beside`: a unit in brackets or in a cell of its own, or one for all."""
    if value.amount is None:
        return Published()
    source, number, note = _source(value.amount, _named(beside, metric), metric)
    if not source:
        return Published(fault=note)
    if not same_kind(source, metric.unit):
        return Published(fault=_other_kind(source, metric))
    try:
        found = convert(number, source, metric.unit)
        scaled(found, metric.unit)
    except TooFine as problem:
        return Published(fault=f"{metric.name}：{problem}")
    return Published(Decimal(show(found)), note)


def _named(written: str, metric: Metric) -> str:
    """The name of a unit as written beside a value; 万 and 亿 alone take the metric's currency."""
    for word, name in _NAMES.items():
        written = written.replace(word, name)
    if written in ("万", "亿") and currency_of(metric.unit):
        return written + _currency(metric)
    return written


def _source(amount: Amount, beside: str, metric: Metric) -> tuple[str, Decimal, str]:
    """The unit in which the number stands, the number, and what is to be said of it; without a unit, why."""
    if amount.unit is not None:
        if beside and not _is_unit_like(beside, amount.unit):
            return "", amount.value, f"{metric.name}写了两个不同的单位（{beside}和{amount.unit}）。"
        return amount.unit, amount.value, ""
    if amount.scaled:
        return _scaled(amount, beside, metric)
    if beside:
        return beside, amount.value, ""
    return metric.unit, amount.value, f"{metric.name}没有写单位，按公布的单位{metric.unit}计。"


def _scaled(amount: Amount, beside: str, metric: Metric) -> tuple[str, Decimal, str]:
    """亿 or 万 without 元: the metric's currency, or that beside it, once where it repeats the 万."""
    if not beside:
        if kind_of(metric.unit) != "money":
            return (
                "",
                amount.value,
                f"{metric.name}的单位是{metric.unit}，不能用“{_SCALES.get(amount.scale, '万')}”上报。",
            )
        return _currency(metric), amount.value, ""
    if unit(beside).power and unit(beside).power != amount.scale.adjusted():
        return (
            "",
            amount.value,
            f"{metric.name}的数里写了“{_SCALES.get(amount.scale, '万')}”，单位又写{beside}，请只写一个。",
        )
    return unit(beside).base, amount.value, ""


def _currency(metric: Metric) -> str:
    return unit(metric.unit).base


def _is_unit_like(beside: str, written: str) -> bool:
    try:
        return same_kind(beside, written)
    except AmountProblem:
        return False


def _other_kind(source: str, metric: Metric) -> str:
    return f"{metric.name}的单位是{metric.unit}，不能用“{source}”上报。"
