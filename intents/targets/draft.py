"""What one message says of figures, before what it leaves open is taken from the question before."""

import re
from dataclasses import dataclass, replace
from typing import Any

from intents.mentions.metric import Metrics, find_metrics
from intents.mentions.quantity import Amount
from intents.mentions.where import Where, find_where
from intents.reading import Reading
from intents.sources import Sources
from intents.targets.besides import besides
from intents.targets.operation import PAIRED, Operation, find_operation
from intents.targets.portion import of_this_year, portion
from intents.targets.question import MEANS, Condition, Question
from intents.targets.relative import relative

HOW_MANY = {"两": 2, "俩": 2, "双": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6}
_OPENS = re.compile("(?:那么?|它|这|这个|再)?(?:比|较|和|跟|与|同|是|相当于|加上|加)(?!较|比)")  # (比)技改多多少


@dataclass(frozen=True, slots=True)
class Draft:
    """What one message says, before what it leaves open is taken from the question before."""

    reading: Reading
    where: Where
    metrics: Metrics
    operation: Operation | None
    levels: tuple[str, ...]
    unit: str
    conditions: tuple[Condition, ...]
    all_metrics: bool
    plain: bool

    @property
    def says_nothing(self) -> bool:
        """Whether it has neither district, metric, operation, level nor unit."""
        named = self.where.said or self.metrics.names or self.metrics.rivals or self.metrics.unknown
        more = self.operation or self.levels or self.unit or self.all_metrics or self.where.without or self.conditions
        return not (named or more)

    @property
    def whole(self) -> bool:
        """Whether it names both a metric and whom it is about."""
        return bool(self.metrics.names and self.where.said)

    @property
    def compares(self) -> bool:
        """Whether it begins with what it holds against something said before: 比技改多多少."""
        paired = self.operation is not None and self.operation.reduce in (*PAIRED, "sum")
        return paired and bool(_OPENS.match(self.reading.text))

    @property
    def them(self) -> int:
        """How many of those spoken of before are meant: 两家 2, 它们 all (9); 0 where none."""
        words = [m.text for m in self.reading.of("cue") if m.value == "them"]
        return next(
            (HOW_MANY.get(c, 9) for word in words for c in word if c in HOW_MANY or word in ("它们", "他们")), 0
        )

    def compares_to(self, name: str) -> bool:
        """Whether something is held against a district and is not named itself: 内资比嵊州多多少."""
        ends = {m.end for m in self.reading.of("cue") if m.value == "compare" and m.text in ("比", "较", "比起")}
        return self.where.names == (name,) and any(m.start in ends for m in self.reading.of("district"))


def draft(reading: Reading, sources: Sources, before: Question | None) -> Draft:
    """What a message says of figures."""
    reading, others = besides(reading, sources.catalog)
    where = find_where(reading, sources.catalog)
    spoken = before.metrics if before else ()
    metrics = find_metrics(reading, sources.catalog, spoken, len(where.names) == 1 and not where.groups)
    metrics = replace(metrics, names=others) if others else metrics
    metrics = of_this_year(metrics, reading, sources.catalog)
    metrics, where = portion(reading, metrics, where, sources.catalog)
    levels = tuple(dict.fromkeys(level for m in reading.of("level") for level in m.value.split()))
    said = ((b, metrics.names if _of_all(b, reading) else names) for b, names in metrics.conditions)
    conditions = tuple(condition(bound, names, reading) for bound, names in said)
    conditions += _equalities(reading, metrics) + relative(reading, where, metrics, before)
    if bounds := {c.than or c.beside for c in conditions} - {""}:
        named = tuple(n for n in where.names if n not in bounds)
        where = replace(where, names=named, order=tuple(n for n in where.order if n not in bounds))
        settled = ("more", "less", "compare", *(("mean",) if bounds & set(MEANS) else ()))
        reading = replace(reading, mentions=tuple(m for m in reading.mentions if m.value not in settled))
    paired = len(where.order) > 1 or len(metrics.names) > 1 or len(levels) > 1
    against = len(where.names) == 1 or (metrics.names and not where.said and _OPENS.match(reading.text))
    paired = paired or (before is not None and bool(against) and reading.cue("compare"))
    filtered = bool(conditions) or bool(before and before.conditions and not metrics.names and not where.said)
    operation = find_operation(reading, where, filtered, paired)
    unit = _unit(reading)
    plain = reading.cue("target") and operation is None and not where.said and not metrics.names and not levels
    return Draft(reading, where, metrics, operation, levels, unit, conditions, reading.cue("all_metrics"), plain)


def _unit(reading: Reading) -> str:
    """The unit wanted in the text; 折合人民币多少亿 is 亿元."""
    unit = next((m.value for m in reading.of("unit") if m.value not in ("count", "money")), "")
    if reading.cue("convert") and "人民币" in reading.text:
        return {"亿": "亿元", "万": "万元", "": "元"}.get(unit, unit)
    return unit


def _equalities(reading: Reading, metrics: Metrics) -> tuple[Condition, ...]:
    """An amount in a question for districts is one they are to equal: 在建项目19只的是哪几家."""
    if not reading.cue("who", "count", "count?"):
        return ()
    return tuple(
        Condition(metrics.names, a.value, a.value, True, True, a.unit or "", reading.text[a.start : a.end], a.scaled)
        for a in metrics.amounts
        if not _counts_districts(a, reading)
    )


def _counts_districts(amount: Amount, reading: Reading) -> bool:
    """Whether an amount only says how many districts were named: 诸暨上虞嵊州新昌四家."""
    return amount.unit in ("家", "个", "地", "县", "市", "区") and amount.value == len(reading.of("district"))


def _of_all(bound: Any, reading: Reading) -> bool:
    """Whether a bound holds for every metric named: 工业投资和服务业投资都超过20亿."""
    return reading.text.endswith(("都", "均", "都要", "都在", "都是", "同时"), 0, bound.start)


def condition(bound: Any, metrics: tuple[str, ...], reading: Reading) -> Condition:
    """A bound as a condition on metrics."""
    amount = bound.amount_low or bound.amount_high
    return Condition(
        metrics,
        bound.low,
        bound.high,
        bound.low_incl,
        bound.high_incl,
        bound.unit or "",
        reading.text[bound.start : bound.end],
        amount is not None and amount.scaled,
    )


def is_bare_year(amount: Amount) -> bool:
    """Whether an amount without a unit can only be a year."""
    return amount.unit is None and not amount.scaled and amount.value in range(1949, 2101)
