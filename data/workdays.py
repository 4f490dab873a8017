"""Working days and hours: China's holidays and the days worked in their stead (调休), as the State Council has them.

Where the library's calendar ends, an office's own file of days says more; without one, Monday to Friday are worked.
"""

import csv
import logging
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path

OPENS, CLOSES = time(8, 30), time(17, 30)
WORKED, OFF = "班", "休"
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Days:
    """An office's own days: those worked and those off, whatever the published calendar says."""

    worked: frozenset[date] = frozenset()
    off: frozenset[date] = frozenset()


NO_DAYS = Days()


class CalendarProblem(Exception):
    """A file of days cannot be used; the message is one sentence for a person."""


def is_workday(day: date, own: Days = NO_DAYS) -> bool:
    """Whether that day is worked; what the office's own days say comes first."""
    return day in own.worked or (day not in own.off and _published(day))


@cache
def _published(day: date) -> bool:
    import chinese_calendar

    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        _warn(day.year)
        return day.weekday() < 5


@cache
def _warn(year: int) -> None:
    log.warning("没有%s年的放假安排，按周一至周五上班计算（可用 MUBIAO_HOLIDAYS 指定日历文件）", year)


def workday(day: date, own: Days = NO_DAYS, forward: bool = True) -> date:
    """The working day on or next to that day: after it, or before."""
    while not is_workday(day, own):
        day += timedelta(1 if forward else -1)
    return day


def working(at: datetime, own: Days = NO_DAYS) -> datetime:
    """The first moment from `at` on at which the offices are open."""
    local = at.timetz().replace(tzinfo=None)
    if is_workday(at.date(), own) and local < CLOSES:
        return at if local >= OPENS else opening(at.date(), at)
    return opening(workday(at.date() + timedelta(1), own), at)


def opening(day: date, like: datetime) -> datetime:
    """When the offices open that day, in the time zone of `like`."""
    return datetime.combine(day, OPENS, like.tzinfo)


def load_days(path: Path) -> Days:
    """The days of a CSV file, a line each: 2027-01-01,休 or 2027-01-03,班. Raises CalendarProblem."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "不是 UTF-8 文本"
        raise CalendarProblem(f"日历文件 {path} 读不了：{why}。") from error
    found = [each for line, row in enumerate(csv.reader(lines), 1) for each in _day(line, row)]
    return Days(*(frozenset(day for day, is_worked in found if is_worked is kind) for kind in (True, False)))


def _day(line: int, row: list[str]) -> list[tuple[date, bool]]:
    """The day of a line; none where the line is empty."""
    cells = [cell.strip() for cell in row if cell.strip()]
    if not cells:
        return []
    try:
        day, kind = date.fromisoformat(cells[0]), cells[1]
        return [(day, {WORKED: True, OFF: False}[kind])]
    except (ValueError, IndexError, KeyError) as error:
        raise CalendarProblem(f"日历文件第{line}行看不懂：应写作“2027-01-01,{OFF}”或“2027-01-03,{WORKED}”。") from error
