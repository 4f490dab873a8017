"""The periods a text names. Government usage: 1-5月, 截至5月底, 年初以来 and 前三季度 run from 1 January."""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from intents.mentions.moment import WORDS
from intents.mentions.point import Days
from intents.mentions.span import Span, find_spans, month_end
from intents.mentions.words import either

_EACH = re.compile(either(WORDS["each"]["plain"]))  # 每个月
_TOGETHER = re.compile(either(WORDS["each"]["together"]))  # 分别
_STRETCH = re.compile(either(WORDS["each"]["stretch"]))  # 这段时间
_THIS_MONTH = re.compile(r"[本当]月")  # 当月, which after 5月 means that month


@dataclass(frozen=True, slots=True)
class Period:
    """Days `first` to `last`, both included (None: open). `grain` is day, month, quarter, half, year or span.

    `any_of` has every reading where the year was not said: the last one and the coming one. `first` and `last` are
    those of the last one (for quarters and halves from April on: of this year's). `explicit_year`: the year was said
    (2012年, 今年); `relative`: it depends on the day of asking.
    """

    start: int
    end: int
    first: date | None
    last: date | None
    any_of: tuple[Days, ...]
    grain: str
    explicit_year: bool
    relative: bool


def find_periods(text: str, today: date) -> tuple[Period, ...]:
    """The periods of the text from left to right, as seen on `today`."""
    spans = _one_month(text, find_spans(text, today))
    return tuple(period for span in spans if (period := _period(span, today)))


def is_year(period: Period) -> bool:
    """Whether the period is one whole calendar year."""
    return (
        period.first is not None
        and period.last is not None
        and period.first.year == period.last.year
        and (period.first.month, period.first.day, period.last.month, period.last.day) == (1, 1, 12, 31)
    )


def in_year(period: Period, year: int) -> Period:
    """The reading of the period that ends in `year`, where its year was not said."""
    for days in period.any_of:
        if (days[1] or days[0] or date.min).year == year:
            return replace(period, first=days[0], last=days[1])
    return period


def as_read(text: str, today: date) -> tuple[Period, ...]:
    """The periods in this calendar year where no year was said; month by month where each month is asked for."""
    periods = [_this_year(period, today) for period in find_periods(text, today)]
    if not _EACH.search(text) and not (_TOGETHER.search(text) and _STRETCH.search(text)):
        return tuple(periods)
    return tuple(month for period in periods for month in months(period))


def months(period: Period) -> tuple[Period, ...]:
    """A span of whole months as its months; anything else as it is."""
    first, last = period.first, period.last
    if period.grain != "span" or first is None or last is None or first.day != 1 or (last + timedelta(1)).day != 1:
        return (period,)
    starts = [
        date(month // 12, month % 12 + 1, 1)
        for month in range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    ]
    ends = [month_end(start) for start in starts]
    return tuple(
        replace(period, first=a, last=b, any_of=((a, b),), grain="month") for a, b in zip(starts, ends, strict=True)
    )


def _one_month(text: str, spans: list[Span]) -> list[Span]:
    """Without the 当月 or 本月 that only repeats a month said elsewhere (5月 本月新增)."""
    repeats = [span for span in spans if _THIS_MONTH.fullmatch(text, span.start, span.end)]
    others = any(span.high.grain in ("month", "day") for span in spans if span not in repeats)
    return [span for span in spans if span not in repeats] if others else spans


def _period(span: Span, today: date) -> Period | None:
    known = span.low.fixed or span.low.year or span.high.year
    choices = [span.days(today.year, today.month, today)] if known else _choices(span, today)
    readings = tuple(days for days in choices if days)
    if not readings:
        return None
    return Period(
        span.start, span.end, *readings[0], readings, span.grain, span.low.said or span.high.said, span.relative
    )


def _choices(span: Span, today: date) -> list[Days]:
    """The last and the coming one of a period whose year, or month, is not said."""
    around = range(-24, 25, 12) if span.low.low else range(-3, 4)
    at = today.year * 12 + today.month - 1
    found = [days for shift in around if (days := span.days(*_month_of(at + shift), today))]
    limit = _limit(span, today)
    past = [days for days in found if (days[1] or days[0] or today) <= limit]
    return past[-1:] + [days for days in found if days not in past][:1]


def _limit(span: Span, today: date) -> date:
    """The last day that the last one may have: this month's for months, this year's for quarters once it is April."""
    if not span.low.low:
        return today
    if span.low.grain == "month" or span.low.day:
        return month_end(today)
    return date(today.year, 12, 31) if today.month > 3 else date(today.year, 6, 30)


def _month_of(number: int) -> tuple[int, int]:
    return number // 12, number % 12 + 1


def _this_year(period: Period, today: date) -> Period:
    """The reading in today's month, else in today's year, else the coming one."""

    def distance(days: Days) -> tuple[bool, bool]:
        day = days[0] or days[1] or today
        return day.year != today.year, (day.year, day.month) != (today.year, today.month)

    first, last = min(reversed(period.any_of), key=distance)
    return replace(period, first=first, last=last)
