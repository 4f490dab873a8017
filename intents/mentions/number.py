"""The numbers a text names."""

import re
from dataclasses import dataclass
from decimal import Decimal

from intents.mentions.numeral import Numeral, find_numerals
from intents.mentions.words import WORDS, either

_NOT_NUMBERS = re.compile(either(WORDS["not_numbers"]["words"]))  # 四川, 一下, 收拾
_WEAK = set(WORDS["not_numbers"]["weak"])
_AFTER_WEAK = re.compile(r"[万亿元圆块角分%美]")  # 伍元: what makes a lone everyday capital a number
# 负三, 外资-300, not 1-5月
_MINUS = re.compile(
    r"负的? ?$|(?:^|(?<=[^\w%]|[^\W\d_a-zA-Z]))"
    r"(?<![一二三四五六七八九十百千万亿年月日号季度时点元块圆币金只个家项次名户亩吨套件倍人半])[-−]$"
)


@dataclass(frozen=True, slots=True)
class Number:
    """A number: its place in the text and its value, with sign. `ordinal`: 第 stands before it."""

    start: int
    end: int
    value: Decimal
    ordinal: bool = False


def find_numbers(text: str) -> tuple[Number, ...]:
    """The numbers of the text from left to right."""
    return tuple(_number(text, numeral) for numeral in plain_numerals(text) if is_said(numeral))


def plain_numerals(text: str) -> list[Numeral]:
    """The numerals that are numbers: not those inside words (四川), nor everyday characters (陆, 伍)."""
    numerals = find_numerals(text)
    if not any(_is_han(text, numeral) for numeral in numerals):
        return numerals
    words = [match.span() for match in _NOT_NUMBERS.finditer(text)]
    return [numeral for numeral in numerals if not _is_word(text, numeral, words)]


def is_said(numeral: Numeral) -> bool:
    """Whether it names a number: 百万 does, 万 alone is only a unit, 半 only half of something."""
    return not numeral.implied or (numeral.scale > 1 and numeral.end - numeral.start > 1)


def sign_start(text: str, start: int) -> int:
    """Where the minus of a numeral that starts at `start` begins, or `start` when there is none."""
    match = _MINUS.search(text, max(0, start - 4), start)
    return match.start() if match else start


def _number(text: str, numeral: Numeral) -> Number:
    start = sign_start(text, numeral.start)
    value = -numeral.value if start < numeral.start else numeral.value
    return Number(start, numeral.end, value, text[: numeral.start].endswith("第"))


def _is_han(text: str, numeral: Numeral) -> bool:
    return not text[numeral.start].isdigit() and text[numeral.start] != "."


def _is_word(text: str, numeral: Numeral, words: list[tuple[int, int]]) -> bool:
    written = text[numeral.start : numeral.end]
    if written in _WEAK:
        return not _AFTER_WEAK.match(text, numeral.end)
    return _is_han(text, numeral) and any(start <= numeral.start and numeral.end <= end for start, end in words)
