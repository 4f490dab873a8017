"""Which of one district's own metrics is the furthest or the least far: 新昌哪项最差, 完成率最低的三项, 短板是哪项."""

import re
from fractions import Fraction

from data import progress
from intents.mentions.numeral import find_numerals
from intents.progress.case import Case, Row
from intents.progress.overview import nothing, whole
from intents.progress.sentence import sentence
from intents.progress.wording import because, day_text
from intents.progress.words import Spoken
from intents.reply import Reply
from intents.targets.operation import Operation
from intents.wording import listed

_ITEM = re.compile("[项板肋]|指标|方面")  # 哪项, 短板, 哪个指标
_COUNTED = re.compile(
    "(?:最.{1,3}|倒数|最后|[前后哪])(?P<nth>第)?(?P<n>[一二两三四五六七八九十]|[0-9]{1,2})个?(?:项|指标)"
)
_LOW, _HIGH = ("bottom", "nth_bottom", "low_nth"), ("top", "nth")
MEASURES = ("rate", "lead", "light")


def order_of(words: Spoken, text: str) -> Operation | None:
    """Which end of a district's metrics a message asks for; None where it asks for none."""
    ranks = words.rest.of("rank")
    low = words.says("bottom", "least", "weak") or words.rest.cue("min")
    low = low or any(r.value.which in _LOW for r in ranks)
    high = words.says("top", "most", "strong") or words.rest.cue("max") or any(r.value.which in _HIGH for r in ranks)
    if bool(low) == bool(high) or not _ITEM.search(text):
        return None
    said, order = _COUNTED.search(text), "asc" if low else "desc"
    number = int(find_numerals(said["n"])[0].value) if said else ranks[0].value.n if ranks else 1
    nth = (said and said["nth"]) or any("nth" in r.value.which for r in ranks)
    return Operation(order, 0, number) if nth else Operation(order, number)


def own(case: Case) -> Reply:
    """Of the metrics that have a rate the first few from one end, with all that tie at the cut."""
    who = case.asked.question.districts[0]
    rows = [r for m in case.asked.question.metrics if (r := _row(case, who, m)) and r.rate is not None]
    if not rows:
        return nothing(case)
    kept = _kept(rows, case)
    if not kept:
        return Reply("decline", (f"{who}有完成率的指标只有{len(rows)}项，没有这个名次。",))
    told = [sentence(row, case, MEASURES) for row in kept]
    lines = (_head(case, who, rows, kept), *(each.text for each in told))
    facts = tuple(fact for each in told for fact in each.facts)
    working = tuple(dict.fromkeys(line for each in told for line in each.working))
    return Reply("summary", lines, None, (*_left_out(case, who, rows), because(kept)), facts, working=working)


def _row(case: Case, who: str, metric: str) -> Row | None:
    return whole(case, metric)[0] if who == case.city else case.row(who, metric)


def _by(case: Case, row: Row) -> Fraction:
    """By rate where that was asked, else by how far ahead of the pace, which metrics of different days share."""
    return (row.rate if "rate" in case.asked.measures else row.lead) or Fraction(0)


def _kept(rows: list[Row], case: Case) -> list[Row]:
    operation = case.asked.question.operation
    sign = 1 if operation.order == "desc" else -1
    ranked = progress.ranks({row.metric: sign * _by(case, row) for row in rows})
    by = {row.metric: row for row in rows}
    if operation.nth:
        return [by[metric] for rank, metric in ranked if rank == operation.nth]
    return [by[metric] for rank, metric in ranked if rank <= operation.n]


def _head(case: Case, who: str, rows: list[Row], kept: list[Row]) -> str:
    operation, days = case.asked.question.operation, {row.day for row in rows}
    when = f"到{day_text(rows[0].day)}" if len(days) == 1 else "按最新上报"
    what = "完成率" if "rate" in case.asked.measures or len(days) == 1 else "与序时进度相比"
    end = (
        ("最低" if what == "完成率" else "最慢")
        if operation.order == "asc"
        else ("最高" if what == "完成率" else "最快")
    )
    place = f"{'倒数' if operation.order == 'asc' else ''}第{operation.nth}" if operation.nth else end
    tied = "（并列）" if len(kept) > (1 if operation.nth else operation.n) else ""
    return f"{who}{when}有完成率的{len(rows)}项指标中，{what}{place}的是{listed([row.metric for row in kept])}{tied}："


def _left_out(case: Case, who: str, rows: list[Row]) -> tuple[str, ...]:
    """How many metrics with a target have not been reported, so that they are not among these."""
    have = {row.metric for row in rows}
    asked = [m for m in case.asked.question.metrics if m not in have and (t := case.target(who, m)) and t.value]
    silent = [m for m in asked if _row(case, who, m) is None and case.source.catalog.metric(m).unit != "%"]
    return (f"还有{len(silent)}项有目标的指标未报，没有算在内。",) if silent else ()
