"""From targets and standing reports to rate, pace, lead, gap, light and rank: exact, never a float.

Shares are fractions (1/4 is 25 %) until `percent` or `decimal` makes them figures to show; amounts stay decimals.
The calendar's pace and the lights are those of the offices' own bulletins: a month has two halves.
"""

from calendar import monthrange
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Literal, TypeVar

from data.amount import convert
from data.report import Standing

Light = Literal["green", "yellow", "red"]
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where lights change, in 百分点: green from `green` on, red below `red`, yellow between."""

    green: Fraction = Fraction(0)
    red: Fraction = Fraction(-10)


USUAL = Thresholds()


@lru_cache(maxsize=1024)
def pace(day: date) -> Fraction:
    """序时进度: (month − 1 + p) ÷ 12 with p = day ÷ 30 up to the 15th, then ½ + (day − 15) ÷ 2(days of the month − 15):
    a month's end is month ÷ 12, a 15th (month − ½) ÷ 12."""
    days = monthrange(day.year, day.month)[1]
    part = Fraction(day.day, 30) if day.day <= 15 else Fraction(1, 2) + Fraction(day.day - 15, 2 * (days - 15))
    return (day.month - 1 + part) / 12


@lru_cache(maxsize=8192)  # a summary asks for each several times, and fractions are slow
def rate(actual: Decimal, target: Decimal) -> Fraction | None:
    """完成率: actual ÷ target; None where the target is 0."""
    return Fraction(actual) / Fraction(target) if target else None


@lru_cache(maxsize=8192)
def lead(actual: Decimal, target: Decimal, day: date) -> Fraction | None:
    """快于序时进度: rate − pace at the day that the actual runs to, in 百分点; None where there is no rate."""
    share = rate(actual, target)
    return None if share is None else (share - pace(day)) * 100


def gap(actual: Decimal, target: Decimal) -> Decimal:
    """还差: target − actual, below 0 where the target is surpassed."""
    return target - actual


def due(target: Decimal, day: date) -> Fraction:
    """What the pace asks for by that day: target × pace."""
    return Fraction(target) * pace(day)


def ahead(actual: Decimal, target: Decimal, day: date) -> Fraction:
    """The lead in the metric's own unit: actual − target × pace."""
    return Fraction(actual) - due(target, day)


def months_left(day: date) -> Fraction:
    """How many months of the year are left after that day: 7 after a 31 May, 7½ after a 15 May."""
    return (1 - pace(day)) * 12


def needed(actual: Decimal, target: Decimal, day: date) -> Fraction | None:
    """每月还要完成: what is still to do ÷ the months left; None after the year's last day."""
    left = months_left(day)
    return max(Fraction(0), Fraction(gap(actual, target))) / left if left else None


def light(points: Fraction, thresholds: Thresholds = USUAL) -> Light:
    """The light of a lead in 百分点: exactly −10 is still yellow."""
    return "green" if points >= thresholds.green else "red" if points < thresholds.red else "yellow"


def decimal(value: Fraction, places: int = 4) -> Decimal:
    """Rounded half up (away from zero) to that many decimals, without trailing zeros."""
    scaled = abs(value) * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    number = Decimal(whole if value >= 0 else -whole).scaleb(-places)
    return number.normalize() + 0 if number else Decimal(0)


def percent(share: Fraction, places: int = 4) -> Decimal:
    """A share in %: percent(Fraction(1, 3)) -> Decimal("33.3333")."""
    return decimal(share * 100, places)


def ranks(values: Mapping[Key, Fraction]) -> tuple[tuple[int, Key], ...]:
    """The keys by value, the highest first, with their ranks; equal values share one (1, 2, 2, 4)."""
    order = sorted(values, key=lambda key: values[key], reverse=True)
    return tuple((1 + sum(other > values[key] for other in values.values()), key) for key in order)


def month_end(day: date) -> date:
    """The last day of the month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def month_before(day: date) -> date:
    """The last day of the month before."""
    return day.replace(day=1) - timedelta(1)


def newest(standings: Iterable[Standing], upto: date | None = None) -> Standing | None:
    """The one that runs the furthest (no further than `upto`)."""
    found = [each for each in standings if upto is None or each.item.period <= upto]
    return max(found, key=lambda each: each.item.period, default=None)


@dataclass(frozen=True, slots=True)
class Total:
    """A city's actual at the end of a period: the sum of what its districts reported to that very day. `missing` are
    those expected without such a report, each with its last earlier one; `later` is the end of a newer period begun and
    `begun` who has reported for it."""

    period: date
    unit: str
    value: Decimal
    parts: tuple[Standing, ...]
    missing: tuple[tuple[str, Standing | None], ...]
    later: date | None = None
    begun: tuple[str, ...] = ()

    @property
    def partial(self) -> bool:
        """Whether somebody is missing from the sum."""
        return bool(self.missing)


def period_of(standings: Iterable[Standing], expected: Sequence[str]) -> date | None:
    """The period of a city's total when none is asked for: the last month-end for which at least half of those expected
    have reported, else the newest."""
    by_day: dict[date, set[str]] = {}
    for each in standings:
        by_day.setdefault(each.item.period, set()).add(each.item.district)
    wanted = set(expected)
    full = [day for day, who in by_day.items() if day == month_end(day) and 2 * len(who & wanted) >= len(wanted) > 0]
    return max(full or by_day, default=None)


def total(
    standings: Sequence[Standing], expected: Sequence[str], unit: str, period: date | None = None
) -> Total | None:
    """The city's total of one metric to the end of a period (None: as `period_of` has it); None where nobody reported
    for it. `expected` are the districts with a target, in their order."""
    day = period or period_of(standings, expected)
    parts = tuple(each for each in standings if each.item.period == day)
    if day is None or not parts:
        return None
    have = {each.item.district for each in parts}
    missing = tuple((name, _earlier(standings, name, day)) for name in expected if name not in have)
    later = max((each.item.period for each in standings if each.item.period > day), default=None)
    begun = tuple(each.item.district for each in standings if each.item.period == later)
    order = {name: place for place, name in enumerate(expected)}
    parts = tuple(sorted(parts, key=lambda each: order.get(each.item.district, len(order))))
    value = sum((convert(each.item.value, each.item.unit, unit) for each in parts), Decimal(0))
    return Total(day, unit, value, parts, missing, later, begun)


def _earlier(standings: Iterable[Standing], district: str, day: date) -> Standing | None:
    return newest((each for each in standings if each.item.district == district), day)
