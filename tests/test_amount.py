"""Amounts, bounds, sums of money and units: the examples, and what must hold for any amount."""

import tomllib
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intents.mentions.amount import Money, find_money, find_percents
from intents.mentions.amounts import find_amounts
from intents.mentions.bound import Bound, find_bounds
from intents.mentions.quantity import Amount
from intents.mentions.unit import find_units
from tests.numerals import styles

EXAMPLES = tomllib.loads(
    (Path(__file__).parent.parent / "intents/mentions/quantities.examples.toml").read_text("utf-8")
)
VALUES = (  # 2012.05 would be a month
    st.decimals(min_value=Decimal("0.01"), max_value=10**6, places=2, allow_nan=False)
    .filter(lambda value: not 1900 <= value < 2100)
    .map(lambda value: value.normalize() + 0)
)
UNITS = {
    "元": ("元", 1),
    "万元": ("元", 10**4),
    "亿元": ("元", 10**8),
    "美元": ("美元", 1),
    "万美元": ("美元", 10**4),
    "亿美金": ("美元", 10**8),
    "%": ("%", 1),
    "个百分点": ("百分点", 1),
    "只": ("只", 1),
    "万亩": ("亩", 10**4),
    "": (None, 1),
}
ABOVE = {
    "{}以上": True,
    "至少{}": True,
    "不少于{}": True,
    "不低于{}": True,
    "超过{}": False,
    "高于{}": False,
    "大于{}": False,
}
BELOW = {
    "{}以下": True,
    "{}以内": True,
    "不超过{}": True,
    "低于{}": False,
    "不到{}": False,
    "不足{}": False,
    "少于{}": False,
}
WORDS = st.lists(
    st.sampled_from(
        [
            "12",
            "三",
            "亿",
            "万",
            "元",
            "美元",
            "%",
            "以上",
            "以下",
            "超过",
            "不",
            "到",
            "-",
            "、",
            "比",
            "多",
            "成",
            "百分之",
            "之间",
            "约",
            "个",
            "只",
            "月",
            "年",
            "5",
            "半",
            "块",
            "角",
            " ",
            "$",
            "(",
            ")",
            "外资",
        ]
    ),
    max_size=10,
)


def plain(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():f}"


def amount(text: str, one: Amount) -> str:
    return " ".join(
        filter(None, [f"{text[one.start : one.end]} = {plain(one.value)}", one.unit, "~" if one.inexact else ""])
    )


def bound(one: Bound) -> str:
    interval = f"{'[' if one.low_incl else '('}{plain(one.low)}, {plain(one.high)}{']' if one.high_incl else ')'}"
    return " ".join(filter(None, [interval, one.unit]))


def money(one: Money) -> str:
    return " ".join(filter(None, [plain(one.value), plain(one.value_max), one.currency, one.op]))


@pytest.mark.parametrize("text", EXAMPLES["amount"])
def test_amount_examples(text: str) -> None:
    assert [amount(text, one) for one in find_amounts(text)] == EXAMPLES["amount"][text]


@pytest.mark.parametrize("text", EXAMPLES["bound"])
def test_bound_examples(text: str) -> None:
    assert [bound(one) for one in find_bounds(text)] == EXAMPLES["bound"][text]


@pytest.mark.parametrize("text", EXAMPLES["money"])
def test_money_examples(text: str) -> None:
    assert [money(one) for one in find_money(text)] == EXAMPLES["money"][text]


@pytest.mark.parametrize("text", EXAMPLES["unit"])
def test_unit_examples(text: str) -> None:
    found = [
        " ".join(filter(None, [f"{text[one.start : one.end]} = {plain(one.scale)}", one.unit]))
        for one in find_units(text)
    ]
    assert found == EXAMPLES["unit"][text]


@given(VALUES, st.sampled_from(sorted(UNITS)))
def test_value_and_unit(value: Decimal, unit: str) -> None:
    base, scale = UNITS[unit]
    text = f"诸暨外资{value:f}{unit}"
    (one,) = find_amounts(text)
    assert (one.value, one.unit, one.written, one.scale) == (value * scale, base, value, Decimal(scale))
    assert (text[one.start : one.end], one.scaled, one.inexact) == (f"{value:f}{unit}", scale > 1, False)


@given(
    VALUES, st.sampled_from(["约{}万元", "{}万元左右", "近{}万元", "超{}万元", "预计{}万元", "{}多万元", "{}万元上下"])
)
def test_inexact(value: Decimal, form: str) -> None:
    assert [one.inexact for one in find_amounts("外资" + form.format(f"{value:f}"))] == [True]


@given(VALUES, st.data())
def test_bounds_include_or_not(value: Decimal, data: st.DataObject) -> None:
    written = data.draw(st.sampled_from(styles(value)))
    for form, includes in (*ABOVE.items(), *BELOW.items()):
        (one,) = find_bounds(f"外资{form.format(written)}的有哪些")
        below = form in BELOW
        assert (one.low, one.high) == ((None, value) if below else (value, None))
        assert (one.high_incl if below else one.low_incl) == includes


@given(
    VALUES,
    VALUES,
    st.sampled_from(sorted(ABOVE)),
    st.sampled_from(sorted(BELOW)),
    st.sampled_from([" ", "、", ",", "且", "并且"]),
)
def test_two_bounds_are_one(one: Decimal, other: Decimal, above: str, below: str, between: str) -> None:
    low, high = min(one, other), max(one, other) + 1
    text = f"任务{above.format(f'{low:f}亿')}{between}{below.format(f'{high:f}亿')}的"
    assert [(bound.low, bound.high) for bound in find_bounds(text)] == [(low * 10**8, high * 10**8)]


@given(WORDS)
def test_anything_is_read_in_order(words: list[str]) -> None:
    text, at = "".join(words), 0
    for one in find_amounts(text):
        assert at <= one.start < one.end <= len(text)
        at = one.end
    for find in (find_bounds, find_money, find_percents, find_units):
        assert all(0 <= found.start < found.end <= len(text) for found in find(text))


@given(st.text("绍兴市诸暨外资目标任务是多少呢工业投资进度完成哪些高低 ,?", max_size=30))
def test_nothing_where_nothing_is(text: str) -> None:
    assert (find_amounts(text), find_bounds(text), find_money(text)) == ((), (), ())
