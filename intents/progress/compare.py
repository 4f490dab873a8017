"""Progress of a few held against each other: who is further (谁快), by how much, and what they come to together."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from data import progress
from data.amount import convert, show
from intents.progress.case import Case, Row
from intents.progress.field import by_level
from intents.progress.figures import figures
from intents.progress.sentence import Told
from intents.progress.wording import computed, figure, period_of
from intents.reply import Fact, Reply
from intents.wording import amount, listed

REDUCED = ("sum", "mean", "share", "ratio", "difference", "compare")
_NOT = {"mean": "平均", "share": "占比", "ratio": "倍数"}


def reduced(case: Case) -> Reply:
    """The figures side by side, and what was asked of them."""
    operation = case.asked.question.operation
    if operation.reduce in _NOT:
        why = f"上报的完成数不算{_NOT[operation.reduce]}，下面分别列出："
        return replace(_side_by_side(case), kind="decline", lines=(why, *_side_by_side(case).lines))
    reply = _side_by_side(case)
    if reply.kind == "decline":
        return reply
    told = [_sum(case, m) if operation.reduce == "sum" else _between(case, m) for m in case.asked.question.metrics]
    told = [each for each in told if each.text]
    lines = (*(each.text for each in told), *reply.lines)
    return replace(reply, lines=lines, facts=(*(f for each in told for f in each.facts), *reply.facts))


def _side_by_side(case: Case) -> Reply:
    return figures(case)


def rows_of(case: Case, metric: str) -> list[Row]:
    """The rows of the districts named."""
    return [row for d in case.asked.question.districts if (row := case.row(d, metric))]


def _sum(case: Case, metric: str) -> Told:
    rows = rows_of(case, metric)
    if len(rows) < 2 or rows[0].is_ratio:
        return Told(f"{metric}是比重，不能相加。" if rows and rows[0].is_ratio else "")
    if len({row.day for row in rows}) > 1:
        return Told("各地上报的截止日不同，不能相加，分别列出：")
    value = sum((convert(row.value, row.unit, rows[0].unit) for row in rows), Decimal(0))
    shown = amount(value, rows[0].unit, case.asked.question.unit)
    names = listed([row.district for row in rows])
    lacking = len(case.asked.question.districts) > len(rows)
    fact = Fact("sum", value, rows[0].unit, None, metric, period_of(rows[0].day))
    return Told(f"{names}{metric}合计完成{shown}{'（不完整，有未报的）' if lacking else ''}。", (fact,))


def _between(case: Case, metric: str) -> Told:
    """Of two who is ahead, by rate where rates were asked, else by amount."""
    rows = rows_of(case, metric)
    if len(rows) != 2 or len({row.day for row in rows}) > 1:
        return Told("两地上报的截止日不同，不好直接比。" if len(rows) == 2 else "")
    rated = {"rate", "lead", "light"} & set(case.asked.measures) and all(row.rate is not None for row in rows)
    return _rates(rows, case) if rated else _amounts(rows, case)


def _rates(rows: Sequence[Row], case: Case) -> Told:
    by = {row.district: row.rate or Fraction(0) for row in rows}
    high, low = sorted(by, key=lambda name: by[name], reverse=True)
    between = (by[high] - by[low]) * 100
    if not between:
        return Told(f"{listed(list(by))}{rows[0].metric}完成率相同。")
    text = f"{high}{rows[0].metric}{by_level(case, rows)}完成率比{low}高{figure(between)}个百分点。"
    return Told(text, (_fact(progress.decimal(between), "百分点", rows[0]),))


def _amounts(rows: Sequence[Row], case: Case) -> Told:
    high, low = sorted(rows, key=lambda row: row.value, reverse=True)
    between = high.value - low.value
    if not between:
        return Told(f"{listed([row.district for row in rows])}{high.metric}完成数相同。")
    unit = "个百分点" if high.is_ratio else ""
    shown = f"{show(between)}{unit}" if unit else amount(between, high.unit, case.asked.question.unit)
    text = f"{high.district}{high.metric}比{low.district}多{shown}。"
    return Told(text, (_fact(between, "百分点" if unit else high.unit, high),))


def _fact(value: Decimal, unit: str, row: Row) -> Fact:
    return replace(computed("difference", Fraction(value), unit, row), district=None)
