"""Units: every conversion is exact or refused, and what the store keeps comes back as it was."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from data.amount import (
    LARGEST,
    OtherKind,
    TooFine,
    UnknownUnit,
    convert,
    currency_of,
    from_base,
    kind_of,
    nearest,
    same_kind,
    scaled,
    show,
    to_base,
    unscaled,
)

MONEY = ["元", "千元", "万元", "百万元", "千万元", "亿元", "万亿元"]
DOLLARS = ["美元", "千美元", "万美元", "百万美元", "亿美元"]
COUNTS = ["只", "个", "家", "次", "名", "项", "户", "件", "条", "万户"]
UNITS = [*MONEY, *DOLLARS, *COUNTS, "%", "吨", "万吨", "亩"]
values = st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9), max_value=10**9)


@pytest.mark.parametrize(
    ("value", "source", "target", "expected"),
    [
        ("2.1", "亿美元", "万美元", "21000"),
        ("21000", "万美元", "亿美元", "2.1"),
        ("1.15", "亿元", "元", "115000000"),
        ("3500", "万元", "亿元", "0.35"),
        ("12", "千万元", "万元", "12000"),
        ("14", "只", "个", "14"),
        ("3.6", "万吨", "吨", "36000"),
        ("98000", "万美元", "亿美元", "9.8"),
    ],
)
def test_converts(value: str, source: str, target: str, expected: str) -> None:
    assert show(convert(Decimal(value), source, target)) == expected


@pytest.mark.parametrize(
    ("source", "target"),
    [("元", "美元"), ("亿元", "亿美元"), ("只", "万元"), ("%", "个"), ("%", "百分点"), ("吨", "亩"), ("万元", "吨")],
)
def test_refuses_another_kind(source: str, target: str) -> None:
    assert not same_kind(source, target)
    with pytest.raises(OtherKind, match="不能换算"):
        convert(Decimal(1), source, target)


@pytest.mark.parametrize("name", ["", "万", "亿"])
def test_refuses_no_unit(name: str) -> None:
    with pytest.raises(UnknownUnit):
        to_base(Decimal(1), name)


def test_kinds_and_currencies() -> None:
    assert [kind_of(name) for name in ("亿元", "美元", "%", "只", "万户", "吨", "千米")] == [
        *("money", "money", "ratio", "count", "count", "other", "other")
    ]
    assert [currency_of(name) for name in ("万元", "亿美元", "%", "个")] == ["CNY", "USD", None, None]


@given(values, st.sampled_from(UNITS), st.sampled_from(UNITS))
def test_there_and_back(value: Decimal, source: str, target: str) -> None:
    assume(same_kind(source, target))
    assert convert(convert(value, source, target), target, source) == value
    assert to_base(convert(value, source, target), target) == to_base(value, source)
    assert from_base(to_base(value, source), source) == value


@given(values, st.sampled_from(["元", "万元", "亿美元", "只", "%"]))
def test_scaled_round_trip(value: Decimal, name: str) -> None:
    assume(abs(to_base(value, name)) * 10**4 <= LARGEST)
    kept = scaled(value, name)
    assert -LARGEST <= kept <= LARGEST
    assert unscaled(kept, name) == value


@pytest.mark.parametrize(
    ("value", "name"),
    [("0.00001", "元"), ("1E+30", "元"), ("9999999999", "亿元"), ("NaN", "元"), ("Infinity", "只"), ("1" * 90, "万元")],
)
def test_refuses_what_is_not_exact(value: str, name: str) -> None:
    with pytest.raises(TooFine):
        scaled(Decimal(value), name)


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12), st.booleans())
def test_nearest_bounds(value: Decimal, above: bool) -> None:
    bound, exact = nearest(value, above), Fraction(value) * 10**4
    assert (exact <= bound < exact + 1) if above else (exact - 1 < bound <= exact)


@pytest.mark.parametrize("value", ["1E+40", "9" * 10_000])
def test_nearest_stays_in_64_bits(value: str) -> None:
    assert nearest(Decimal(value), above=True) == LARGEST
    assert nearest(-Decimal(value), above=False) == -LARGEST


@given(values)
def test_show_is_plain_and_exact(value: Decimal) -> None:
    text = show(value)
    assert Decimal(text) == value
    assert "E" not in text and text != "-0"
    assert "." not in text or not text.endswith(("0", "."))


@pytest.mark.parametrize(
    ("value", "text"),
    [("2.10E+4", "21000"), ("0.00", "0"), ("-0", "0"), ("100", "100"), ("0.430", "0.43"), ("1E-4", "0.0001")],
)
def test_shows(value: str, text: str) -> None:
    assert show(Decimal(value)) == text
