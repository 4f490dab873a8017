"""The arithmetic of progress: exact, and the same as an independent way of computing it."""

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.progress import (
    USUAL,
    Thresholds,
    ahead,
    decimal,
    due,
    gap,
    lead,
    light,
    month_before,
    month_end,
    months_left,
    needed,
    newest,
    pace,
    percent,
    period_of,
    ranks,
    rate,
    total,
)
from data.report import Item, Standing

DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))
AMOUNTS = st.decimals(0, 10**9, places=4)
TARGETS = st.decimals("0.0001", 10**9, places=4)
LEADS = st.fractions(-200, 200)


def standing(district: str, day: date, value: str = "1", unit: str = "亿元", report: int = 1) -> Standing:
    item = Item("绍兴市", district, "工业投资完成投资额", day, Decimal(value), unit)
    return Standing(item, report, "local:x", datetime(2012, 6, 1, tzinfo=UTC), True)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2012, 1, 31), Fraction(1, 12)),
        (date(2012, 2, 29), Fraction(2, 12)),
        (date(2013, 2, 28), Fraction(2, 12)),
        (date(2012, 5, 31), Fraction(5, 12)),
        (date(2012, 12, 31), Fraction(1)),
        (date(2012, 5, 15), Fraction(9, 24)),
        (date(2012, 2, 15), Fraction(3, 24)),
        (date(2012, 6, 10), (5 + Fraction(1, 3)) / 12),
        (date(2012, 5, 16), (4 + Fraction(1, 2) + Fraction(1, 32)) / 12),
        (date(2012, 2, 22), (1 + Fraction(3, 4)) / 12),
    ],
)
def test_pace(day: date, expected: Fraction) -> None:
    assert pace(day) == expected


@given(DAYS)
def test_pace_at_ends_and_middles(day: date) -> None:
    assert pace(month_end(day)) == Fraction(day.month, 12)
    assert pace(day.replace(day=15)) == (day.month - Fraction(1, 2)) / 12


@given(DAYS)
def test_pace_grows_day_by_day_within_a_year(day: date) -> None:
    after = day + timedelta(1)
    assert 0 < pace(day) <= 1
    assert after.year > day.year or pace(after) > pace(day)


@given(AMOUNTS, TARGETS, DAYS)
def test_rate_lead_and_gap_agree(actual: Decimal, target: Decimal, day: date) -> None:
    share, points = rate(actual, target), lead(actual, target, day)
    assert share is not None and points is not None
    assert share * Fraction(target) == Fraction(actual)
    assert points / 100 + pace(day) == share
    assert ahead(actual, target, day) == points / 100 * Fraction(target)
    assert due(target, day) + ahead(actual, target, day) == Fraction(actual)
    assert gap(actual, target) + actual == target


@given(AMOUNTS, TARGETS, DAYS)
def test_what_is_needed_each_month_closes_the_gap(actual: Decimal, target: Decimal, day: date) -> None:
    each = needed(actual, target, day)
    if pace(day) == 1:
        assert each is None
    else:
        assert each is not None
        assert each * months_left(day) == max(0, Fraction(target) - Fraction(actual))


def test_months_left() -> None:
    assert months_left(date(2012, 5, 31)) == 7
    assert months_left(date(2012, 5, 15)) == Fraction(15, 2)
    assert months_left(date(2012, 12, 31)) == 0


def test_a_target_of_zero_has_no_rate() -> None:
    assert rate(Decimal(3), Decimal(0)) is None
    assert lead(Decimal(3), Decimal(0), date(2012, 5, 31)) is None


def test_lights_at_their_bounds() -> None:
    assert light(Fraction(0)) == "green"
    assert light(Fraction(-1, 10**9)) == "yellow"
    assert light(Fraction(-10)) == "yellow"
    assert light(Fraction(-10) - Fraction(1, 10**9)) == "red"


def test_exactly_ten_points_behind_is_yellow() -> None:
    points = lead(Decimal(1000), Decimal(2500), date(2012, 6, 30))
    assert points == -10 and light(points) == "yellow"
    thirds = lead(Decimal(95), Decimal(300), date(2012, 5, 31))
    assert thirds == -10 and light(thirds) == "yellow"  # 31.666… − 41.666…: a float would make it red


@given(LEADS, LEADS)
def test_lights_follow_the_lead(one: Fraction, other: Fraction) -> None:
    order = ("red", "yellow", "green")
    low, high = sorted((one, other))
    assert order.index(light(low)) <= order.index(light(high))


@given(LEADS, st.fractions(0, 20), st.fractions(-20, 0))
def test_thresholds_are_parameters(points: Fraction, green: Fraction, red: Fraction) -> None:
    found = light(points, Thresholds(green, red))
    assert found == ("green" if points >= green else "red" if points < red else "yellow")
    assert Thresholds(Fraction(0), Fraction(-10)) == USUAL


@given(st.decimals(-(10**9), 10**9, places=9), st.integers(0, 6))
def test_rounding_is_half_up(value: Decimal, places: int) -> None:
    expected = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    assert decimal(Fraction(value), places) == expected


def test_rounding_of_what_no_decimal_holds() -> None:
    assert percent(Fraction(1, 3)) == Decimal("33.3333")
    assert percent(Fraction(2, 3), 2) == Decimal("66.67")
    assert str(decimal(Fraction(-4, 3))) == "-1.3333"
    assert str(decimal(Fraction(20000))) in ("2E+4", "20000")
    assert decimal(Fraction(-1, 10**6)) == 0 and not decimal(Fraction(-1, 10**6)).is_signed()


@given(st.dictionaries(st.integers(), st.fractions(0, 3), max_size=12))
def test_ranks(values: dict[int, Fraction]) -> None:
    found = ranks(values)
    assert sorted(key for _, key in found) == sorted(values)
    for rank, key in found:
        assert rank == 1 + sum(other > values[key] for other in values.values())
    assert [rank for rank, _ in found] == sorted(rank for rank, _ in found)


def test_ties_share_a_rank() -> None:
    values = {"甲": Fraction(1, 2), "乙": Fraction(2, 3), "丙": Fraction(1, 2), "丁": Fraction(1, 3)}
    assert ranks(values) == ((1, "乙"), (2, "甲"), (2, "丙"), (4, "丁"))


@given(DAYS)
def test_ends_of_months(day: date) -> None:
    assert month_end(day).day == monthrange(day.year, day.month)[1]
    assert (month_before(day) + timedelta(1)).day == 1 and month_before(day) < day


MAY, APRIL, MID_JUNE = date(2012, 5, 31), date(2012, 4, 30), date(2012, 6, 15)
FOUR = ("甲", "乙", "丙", "丁")


def test_a_total_without_a_period_is_of_the_last_month_that_half_reported() -> None:
    found = [standing(d, APRIL) for d in FOUR] + [standing("甲", MAY), standing("乙", MAY), standing("丙", MID_JUNE)]
    assert period_of(found, FOUR) == MAY
    assert period_of([*found[:4], found[4]], FOUR) == APRIL
    assert period_of([found[4]], FOUR) == MAY
    assert period_of([found[6]], FOUR) == MID_JUNE
    assert period_of([], FOUR) is None


def test_half_of_an_odd_number_is_rounded_up() -> None:
    three = ("甲", "乙", "丙")
    found = [standing("甲", MAY), standing("甲", APRIL), standing("乙", APRIL)]
    assert period_of(found, three) == APRIL


def test_a_total_names_who_is_missing_with_the_last_earlier_value() -> None:
    found = [standing("乙", MAY, "2.5"), standing("甲", MAY, "15000", "万元"), standing("丙", APRIL, "1")]
    found += [standing("丙", MID_JUNE, "3")]
    whole = total(found, FOUR, "亿元")
    assert whole is not None
    assert (whole.period, whole.value, whole.partial) == (MAY, Decimal(4), True)
    assert [part.item.district for part in whole.parts] == ["甲", "乙"]
    assert whole.missing == (("丙", found[2]), ("丁", None))
    assert (whole.later, whole.begun) == (MID_JUNE, ("丙",))


def test_a_total_of_all_is_whole_and_one_of_nobody_is_none() -> None:
    everybody = [standing(d, MAY, "0.1") for d in FOUR]
    whole = total(everybody, FOUR, "亿元")
    assert whole is not None and not whole.partial and whole.value == Decimal("0.4") and whole.later is None
    assert total(everybody, FOUR, "亿元", APRIL) is None
    assert total([], FOUR, "亿元") is None


@given(st.lists(st.tuples(st.sampled_from(FOUR), st.dates(date(2012, 1, 1), date(2012, 12, 31)))))
def test_newest(cells: list[tuple[str, date]]) -> None:
    found = newest([standing(*cell) for cell in cells])
    assert (found.item.period if found else None) == max((day for _, day in cells), default=None)
    upto = newest([standing(*cell) for cell in cells], MAY)
    assert upto is None or upto.item.period <= MAY
