"""Until when a value runs: the last day of a period, from 1 January on; the last full month where none is said."""

from dataclasses import dataclass
from datetime import date, timedelta

from data import period_problem
from data.problem import Problem
from intents.mentions.period import Period, in_year
from intents.submission.names import Named

_WHOLE_YEAR = ("全年", "整年", "年底", "年末", "年终", "12月")


@dataclass(frozen=True, slots=True)
class Until:
    """The last day, and whether it was not said but taken from the day of sending."""

    day: date
    assumed: bool = False


def until(said: Named, today: date) -> Until | Problem:
    """The day to which a value runs."""
    if said.period is None:
        return Until(today) if said.today else Until(last_month_end(today), assumed=True)
    period = said.period if said.period.explicit_year else in_year(said.period, today.year)
    if period.last is None:
        return period_problem.open_period(said.period_text)
    if _is_bare_year(period, said.period_text):
        return _of_year(period.last, said, today)
    if said.monthly and not said.cumulative and period.grain == "month" and is_relative(said.period_text):
        return Until(last_month_end(today), assumed=True)
    if period.last > today:
        return period_problem.not_yet(period.last, said.period_text, period.explicit_year)
    if said.single and not said.cumulative and period.grain != "month":
        return period_problem.not_a_month(said.period_text)
    if not _cumulative(period) or (said.monthly and period.grain in ("quarter", "half") and period.last.month != 3):
        return period_problem.not_cumulative(said.period_text)
    return Until(period.last)


def is_month(said: Named) -> bool:
    """Whether the value of one month can be meant: 5月, not 1-5月."""
    return said.period is None or said.period.grain == "month"


def last_month_end(day: date) -> date:
    """The last day of the last full month before a day; the month before another's last day."""
    return day.replace(day=1) - timedelta(1)


def is_relative(written: str) -> bool:
    """Whether it says 当月 or 本月, which goes with the month that another word names."""
    return "当月" in written or "本月" in written


def _is_bare_year(period: Period, written: str) -> bool:
    return period.grain == "year" and not any(word in written for word in _WHOLE_YEAR)


def _of_year(end: date, said: Named, today: date) -> Until | Problem:
    """A year alone: up to its end once it is over, else up to the last full month."""
    if end <= today:
        return Until(end)
    if end.year == today.year and today.month > 1:
        return Until(last_month_end(today), assumed=True)
    return period_problem.not_yet(end, said.period_text, year_said=True)


def _cumulative(period: Period) -> bool:
    """Whether it runs from 1 January, or is a calendar unit up to whose end a cumulative value runs."""
    return period.grain != "span" or period.first is None or (period.first.month, period.first.day) == (1, 1)
