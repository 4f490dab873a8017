"""Numbers are read exactly, in whatever style, and words with numerals in them are none."""

import tomllib
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intents.mentions.number import find_numbers
from tests.numerals import ROUND, styles

EXAMPLES = tomllib.loads(
    (Path(__file__).parent.parent / "intents/mentions/quantities.examples.toml").read_text("utf-8")
)["number"]
AMOUNTS = st.decimals(min_value=0, max_value=10**12, places=2, allow_nan=False).map(lambda value: value.normalize() + 0)
WHOLE = st.integers(min_value=0, max_value=10**12).map(Decimal)
PIECES = st.text("一二三四五六七八九十百千万亿零〇两半点负几多余来第壹拾陆0123456789.,- 元只月", max_size=14)


@pytest.mark.parametrize("text", EXAMPLES)
def test_examples(text: str) -> None:
    assert [f"{number.value.normalize():f}" for number in find_numbers(text)] == EXAMPLES[text]


@given(AMOUNTS | WHOLE, st.data())
def test_every_style_reads_back(value: Decimal, data: st.DataObject) -> None:
    written = data.draw(st.sampled_from(styles(value)))
    assert [number.value for number in find_numbers(written)] == [value]


@given(AMOUNTS | WHOLE, st.data())
def test_minus(value: Decimal, data: st.DataObject) -> None:
    written = data.draw(st.sampled_from(styles(value)))
    assert [number.value for number in find_numbers(f"负{written}")] == [-value]
    if written[0].isdigit():
        assert [number.value for number in find_numbers(f"外资 -{written}")] == [-value]


@given(st.integers(min_value=1000, max_value=9999))
def test_digit_by_digit(year: int) -> None:
    words = "".join(ROUND[int(digit)] for digit in str(year))
    assert [number.value for number in find_numbers(words)] == [year]


@given(
    AMOUNTS | WHOLE,
    st.sampled_from(["外资", "内资 ", "完成", "目标是", "的", ""]),
    st.sampled_from(["", "元", "美元的", "。", ",", "\n"]),
)
def test_place_in_the_text(value: Decimal, before: str, after: str) -> None:
    for written in styles(value):
        text = before + written + after
        (number,) = find_numbers(text)
        assert (number.value, text[number.start : number.end]) == (value, written)


@given(PIECES)
def test_anything_is_read_in_order(text: str) -> None:
    at = 0
    for number in find_numbers(text):
        assert at <= number.start < number.end <= len(text)
        at = number.end


def test_ordinals_are_marked() -> None:
    assert [number.ordinal for number in find_numbers("第二个比3个多")] == [True, False]
