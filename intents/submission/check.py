"""A report checked as a whole: month's figures added to the month before, what is impossible, what is doubtful."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from data import believe, period_problem, report_problem
from data.model import Figure
from data.problem import Problem
from data.query import Selection, figures
from data.report import Item, Standing
from data.standing import replaced, standing
from intents.sources import Sources
from intents.submission.make import ReadItem
from intents.submission.period import last_month_end
from intents.submission.report import Submission

Key = tuple[str, str, date]


@dataclass(frozen=True, slots=True)
class Checked:
    """A report that may be confirmed: its items, cumulative and each once, what is doubtful about them, and what was
    said of how they were read."""

    items: tuple[Item, ...]
    warnings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def check_now(submission: Submission, year: int, sources: Sources) -> Checked | Problem:
    """The report as it may be confirmed by what stands now; `year`: this one, where it has no items. Raises
    StoreProblem."""
    districts = tuple(dict.fromkeys(item.district for item in submission.items))
    years = {item.period.year for item in submission.items} or {year}
    stands = tuple(s for y in years for s in standing(sources.store, submission.city, None, districts, year=y))
    return check(submission, stands, sources)


def check_again(submission: Submission, year: int, sources: Sources) -> Checked | Problem:
    """The same of a report read a while ago: 零报告 for all leaves alone what is reported since. Raises StoreProblem."""
    there = replaced(sources.store, [_plain(item) for item in submission.items])
    left = tuple(item for item, old in zip(submission.items, there, strict=True) if not (item.rest and old))
    return check_now(replace(submission, items=left), year, sources) if left else report_problem.changed()


def _plain(item: ReadItem) -> Item:
    return Item(item.city, item.district, item.metric, item.period, item.value, item.unit)


def check(submission: Submission, stands: Sequence[Standing], sources: Sources) -> Checked | Problem:
    """The report as it may be confirmed, or why it cannot be. `stands`: what stands for its districts in its year,
    every period of it. Raises StoreProblem."""
    stored = {(s.item.district, s.item.metric, s.item.period): s.item.value for s in stands}
    added = added_up(submission.items, stored)
    if isinstance(added, Problem):
        return added
    items, notes = added
    targets = targets_of(submission.city, items, sources)
    found = (*submission.faults, *believe.faults(items, targets, sources.catalog, stands))
    if found:
        return report_problem.impossible(found)
    once = tuple({(i.district, i.metric, i.period): i for i in items}.values())
    if not once:
        return (
            _nothing_before(submission.items[0]) if submission.items else report_problem.unreadable(submission.unread)
        )
    doubts = believe.warnings(once, targets, sources.catalog, stands)
    return Checked(once, doubts, (*submission.notes, *notes))


def added_up(
    items: Sequence[ReadItem], stored: Mapping[Key, Decimal]
) -> tuple[tuple[Item, ...], tuple[str, ...]] | Problem:
    """The items as cumulative values, with a note for each month's figure that was added; a Problem where the month
    before is not there."""
    sent = {(i.district, i.metric, i.period): i.value for i in items if not i.monthly}
    known = {**stored, **sent}
    made: list[Item] = []
    notes: list[str] = []
    for item in sorted(items, key=lambda i: i.period) if any(i.monthly for i in items) else items:
        if (
            item.monthly
            and not item.rest
            and (whole := sent.get((item.district, item.metric, item.period))) is not None
        ):
            beside = _beside(item, whole, _total(item, known))
            if isinstance(beside, Problem):
                return beside
            notes.append(beside)
            continue
        value = _total(item, known)
        if value is None and not item.rest:
            return _nothing_before(item)
        if value is not None:
            known = {**known, (item.district, item.metric, item.period): value} if item.monthly else known
            made.append(replace(_plain(item), value=value))
            notes += [_sum_note(item, value)] if item.monthly else []
    return tuple(made), tuple(notes)


def _total(item: ReadItem, known: Mapping[Key, Decimal]) -> Decimal | None:
    if not item.monthly or item.period.month == 1:
        return item.value
    before = known.get((item.district, item.metric, last_month_end(item.period)))
    return None if before is None else before + item.value


def _beside(item: ReadItem, whole: Decimal, total: Decimal | None) -> str | Problem:
    """What a month's own value says beside the cumulative one: that they agree, or that it could not be compared."""
    name, before = f"{item.district}{item.metric}", last_month_end(item.period)
    if total is None:
        return f"{name}的当月数没有核对（{before.month}月底的累计数还没有上报），按累计数上报。"
    if total == whole:
        return f"{name}的当月数与累计数相符，按累计数上报。"
    start = f"加上{before.month}月底的累计是" if item.period.month > 1 else "从0起是"
    own = f"{name}：{item.period.month}月当月{item.value:f}{item.unit}，{start}{total:f}{item.unit}"
    return period_problem.month_disagrees(f"{own}，与报的累计{whole:f}{item.unit}不符")


def _nothing_before(item: ReadItem) -> Problem:
    before = last_month_end(item.period)
    return period_problem.nothing_before(f"{item.district}{item.metric}", before.month, before.year)


def _sum_note(item: ReadItem, value: Decimal) -> str:
    before = last_month_end(item.period)
    start = "从0起" if item.period.month == 1 else f"加上{before.month}月底的累计{value - item.value:f}{item.unit}"
    own = f"{item.district}{item.metric}：{item.period.month}月当月{item.value:f}{item.unit}"
    return f"{own}，{start}，累计{value:f}{item.unit}。"


def targets_of(city: str, items: Sequence[Item], sources: Sources) -> dict[tuple[str, str], tuple[Figure, ...]]:
    """The year's targets of the items, by district and metric. Raises StoreProblem."""
    found: dict[tuple[str, str], tuple[Figure, ...]] = {}
    for year in dict.fromkeys(item.period.year for item in items):
        metrics = tuple(dict.fromkeys(i.metric for i in items if i.period.year == year))
        districts = tuple(dict.fromkeys(i.district for i in items if i.period.year == year))
        for figure in figures(sources.store, Selection(city, year, metrics, districts)):
            cell = figure.district, figure.metric
            found[cell] = (*found.get(cell, ()), figure)
    return found
