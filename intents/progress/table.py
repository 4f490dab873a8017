"""A question for progress answered as one table of lines, from which its files are made."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from data import progress
from data.amount import show
from data.table import UNREPORTED, Line, Progress
from intents.progress.case import Case, Row
from intents.progress.course import rows_of
from intents.progress.field import field
from intents.progress.wording import NOTHING, day_text, lead_cell, light_text, percent_text, rate_cell, short_day


def own_lines(case: Case) -> tuple[Line, ...]:
    """The lines of what was asked: a ranking's districts, a course's months, else those named or the city."""
    asked = case.asked
    if "course" in asked.measures:
        return tuple(
            line for d in asked.question.districts for m in asked.question.metrics for line in _course(case, d, m)
        )
    if asked.kind == "figures" and asked.needs == "summary":
        return tuple(line for m in asked.question.metrics for line in ranked(case, m))
    if asked.question.districts == (case.city,):
        return tuple(line for m in asked.question.metrics if (line := whole(case, m)))
    return tuple(
        _of(case, d, m) for d in asked.question.districts for m in asked.question.metrics if _concerns(case, d, m)
    )


def all_lines(case: Case) -> tuple[Line, ...]:
    """With those of all districts, where everything across them was asked."""
    own = own_lines(case)
    if case.asked.needs != "summary" or any(line.district != case.city for line in own):
        return own
    return (*own, *(line for m in case.asked.question.metrics for line in ranked(case, m)))


def table(case: Case, lines: Iterable[Line]) -> Progress:
    """The lines as a table, with the day that all of them run to, if it is one."""
    lines = tuple(lines)
    days = {line.day for line in lines if line.reported} or {line.day for line in lines}
    day = days.pop() if len(days) == 1 else None
    said = (day_text(day), percent_text(progress.pace(day))) if day else ("", "")
    return Progress(case.city, case.year, lines, *said)


def ranked(case: Case, metric: str) -> tuple[Line, ...]:
    """The districts by rank, those without a rate, and then those who have not reported."""
    found = field(case, metric, case.districts)
    day = found.day if found else _day(case)
    missing = found.missing if found else tuple(d for d in case.expected(metric) if d in case.districts)
    rows = [*(found.ranks(case) if found else ()), *((None, row) for row in (found.unranked if found else ()))]
    return (*(_line(row, case, rank) for rank, row in rows), *(_unreported(case, d, metric, day) for d in missing))


def whole(case: Case, metric: str) -> Line | None:
    """The city's line: its own report, or the sum of the districts; None where there is neither target nor report, and
    for a ratio of the districts, which has no sum."""
    row, catalogued = case.row(case.city, metric), case.source.catalog.metric(metric)
    if row is None and not catalogued.is_ratio and (found := case.total(metric)):
        row = case.row_of_total(metric, found)
    if row:
        return _line(row, case, None)
    owed = case.target(case.city, metric) and (not catalogued.is_ratio or catalogued.city_only)
    return _unreported(case, case.city, metric, _day(case)) if owed else None


def _concerns(case: Case, district: str, metric: str) -> bool:
    return case.target(district, metric) is not None or case.row(district, metric) is not None


def _of(case: Case, district: str, metric: str) -> Line:
    if district == case.city and (line := whole(case, metric)):
        return line
    row = case.row(district, metric)
    return _line(row, case, None) if row else _unreported(case, district, metric, _day(case))


def _course(case: Case, district: str, metric: str) -> list[Line]:
    return [_line(row, case, None) for row in rows_of(case, district, metric)]


def _day(case: Case) -> date:
    """The day to which reports are owed: asked for, or the end of the last full month."""
    return case.period or progress.month_before(case.at.date())


def _line(row: Row, case: Case, rank: int | None) -> Line:
    light = light_text(row, case)
    return Line(
        row.district,
        row.metric,
        row.unit,
        row.day,
        progress.pace(row.day),
        row.aim,
        (row.target.level or "") if row.target else "",
        row.value,
        row.rate,
        row.lead,
        "" if light == NOTHING else light,
        rank,
        _status(row),
        rate_cell(row),
        lead_cell(row.lead),
        f"{show(row.value)}{row.unit}",
        _target_text(row.aim, row.unit),
        short_day(row.day),
        row.source or "各地上报合计",
        str(row.target.citation) if row.target else "",
    )


def _status(row: Row) -> tuple[str, ...]:
    marks = {"待审核" if row.source else "含待审核": not row.approved, "迟报": row.late, "不完整": row.partial}
    return tuple(word for word, there in marks.items() if there)


def _unreported(case: Case, district: str, metric: str, day: date) -> Line:
    """A target without a report: not 0."""
    target = case.target(district, metric)
    value, unit = (target.value, target.unit) if target else (None, case.source.catalog.metric(metric).unit)
    return Line(
        district,
        metric,
        unit,
        day,
        progress.pace(day),
        value,
        (target.level or "") if target else "",
        status=(UNREPORTED,),
        rate_text=UNREPORTED,
        lead_text=NOTHING,
        actual_text=UNREPORTED,
        target_text=_target_text(value, unit),
        day_text=short_day(day),
        citation=str(target.citation) if target else "",
    )


def _target_text(value: Decimal | None, unit: str) -> str:
    return "未设目标" if value is None else f"{show(value)}{unit}"
