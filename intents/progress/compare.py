"""Progress of a few held against each other: who is further (谁快), by how much, and what they come to together."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from data import progress
from data.amount import show
from intents.progress.case import Case, Row
from intents.progress.field import by_level, field
from intents.progress.figures import figures, missing
from intents.progress.sentence import Told
from intents.progress.wording import computed, day_text, figure, period_of
from intents.reply import Fact, Reply
from intents.wording import amount, listed

REDUCED = ("sum", "mean", "share", "ratio", "difference", "compare")
_NOT_ONE_DAY = "各地上报的截止日不同，不能相加，分别列出："
_NOT = {"mean": "平均", "share": "占比", "ratio": "倍数"}


def reduced(case: Case) -> Reply:
    """The figures side by side, and what was asked of them."""
    operation = case.asked.question.operation
    if operation.reduce in _NOT or operation.against == "mean":
        what = "和平均的差" if operation.against == "mean" else _NOT[operation.reduce]
        why = f"上报的完成数不算{what}，下面分别列出："
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
    """What they have achieved together, and lack together where that was asked."""
    rows = rows_of(case, metric)
    if len(rows) < 2 or rows[0].is_ratio:
        return Told(f"{metric}是比重，不能相加。" if rows and rows[0].is_ratio else "")
    wanted = set(case.asked.measures)
    told = [_achieved(case, metric, rows[0].unit)] if wanted != {"gap"} else []
    told += [_lacking(case, metric)] if "gap" in wanted else []
    return Told("".join(each.text for each in told), tuple(fact for each in told for fact in each.facts))


def _lacking(case: Case, metric: str) -> Told:
    """The sum of the gaps to one day; who has not reported to it is named."""
    rows = rows_of(case, metric)
    if len({row.day for row in rows}) > 1:
        common = field(case, metric, case.asked.question.districts)
        rows = list(common.rows) if common else []
    if len(rows) < 2:
        return Told(_NOT_ONE_DAY)
    day, unit = day_text(rows[0].day), rows[0].unit
    value = sum((row.gap for row in rows if row.gap is not None), Decimal(0))
    names = [row.district for row in rows]
    silent = [d for d in case.asked.question.districts if d not in names]
    lacking = f"（不完整，{listed(silent)}没有报到{day}的数，没有算在内）" if silent else ""
    done = f"{'合计还差' if value >= 0 else '合计超额'}{amount(abs(value), unit, case.asked.question.unit)}"
    fact = Fact("sum", value, unit, None, metric, period_of(rows[0].day))
    return Told(f"{listed(names)}{metric}到{day}{done}{lacking}。", (fact,))


def _achieved(case: Case, metric: str, unit: str) -> Told:
    """The sum to one day, by the rule of the city's total: who has not reported to it is named with the last figure."""
    named = [d for d in case.asked.question.districts if d != case.city]
    standings = [each for d in named for each in case.of(d, metric)]
    owed = [d for d in case.expected(metric) if d in named]
    found = progress.total(standings, owed, unit, case.period)
    if found is None or len(found.parts) < 2:
        return Told(_NOT_ONE_DAY)
    shown = amount(found.value, found.unit, case.asked.question.unit)
    marks = [
        *(["含待审核"] if not all(p.approved for p in found.parts) else []),
        *(["不完整"] if found.missing else []),
    ]
    names = listed([part.item.district for part in found.parts])
    mark = f"（{'，'.join(marks)}）" if marks else ""
    head = f"{names}{metric}到{day_text(found.period)}合计完成{shown}{mark}。"
    lacking = missing(case, found) if found.missing else Told("")
    fact = Fact("sum", found.value, found.unit, None, metric, period_of(found.period))
    return Told(head + lacking.text, (fact, *lacking.facts))


def _between(case: Case, metric: str) -> Told:
    """Of two who is ahead, by rate where rates were asked, else by amount."""
    rows = rows_of(case, metric)
    if len(rows) != 2 or len({row.day for row in rows}) > 1:
        return Told("两地上报的截止日不同，不好直接比。" if len(rows) == 2 else "")
    rated = {"rate", "lead", "light"} & set(case.asked.measures) and all(row.rate is not None for row in rows)
    if set(case.asked.measures) == {"gap"}:
        return _gaps(rows, case)
    return _rates(rows, case) if rated else _amounts(rows, case)


def _gaps(rows: Sequence[Row], case: Case) -> Told:
    """Who is further from the target, by amount."""
    by = {row.district: row.gap for row in rows if row.gap is not None and row.gap >= 0 and not row.is_ratio}
    if len(by) < 2 or len(set(by.values())) == 1:
        return Told("")
    high, low = sorted(by, key=lambda name: by[name], reverse=True)
    between = by[high] - by[low]
    shown = amount(between, rows[0].unit, case.asked.question.unit)
    text = f"{high}{rows[0].metric}离年度目标的缺口比{low}大{shown}。"
    return Told(text, (_fact(between, rows[0].unit, rows[0]),))


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
