"""One way to write: half width, simplified characters, lower case, no spaces inside Chinese, no quotes or emoji."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Protocol

_WIDE: dict[int, int | str] = {**{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}, 0x3000: 0x20, 0xA0: 0x20}
_WIDE |= dict.fromkeys((0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F), 0x20)  # @目标通 with U+2005
_WIDE |= dict.fromkeys(range(0x2460, 0x2474), "、")  # ① … ⑳
_DROPPED = frozenset("“”\"'‘’「」『』`*_~\ufeff\u200b\u200c\u200d\u2060")
_SPACE = frozenset(" \t\r\n\v\f")
_SPAN = re.compile(  # 1~5月, 5亿~10亿: the ~ that is a "to"
    r"[0-9零〇一二两三四五六七八九十百千半万亿元%年月日号](?:\s*)(~)[~\s]*(?=[0-9零〇一二两三四五六七八九十百千半])"
)
_SHORT = re.compile(r"(?<=[0-9])([we])(?![a-z0-9+\-])")  # 1200w, 8.2e: 万 and 亿 as people type them
_MEANT = {"w": "万", "e": "亿"}


class _Converter(Protocol):
    def convert(self, text: str) -> str: ...


@dataclass(frozen=True, slots=True)
class Normal:
    """The text as it is read, and for each of its characters its place in the text as typed."""

    text: str
    places: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The place, in the text as typed, of text[start:end]."""
        return (self.places[start], self.places[end - 1] + 1) if start < end else (0, 0)


@lru_cache(64)  # one message is looked at by many, each of which wants it so
def normalise(typed: str) -> Normal:
    """The text as it is read. Line breaks and other spaces are one space, but none between two Chinese characters."""
    kept: list[tuple[str, int]] = []
    text = _simplified(typed.translate(_WIDE))
    spans = {match.start(1) for match in _SPAN.finditer(text)}
    for place, char in enumerate(_SHORT.sub(lambda match: _MEANT[match[1]], _lower(text))):
        if char in _SPACE:
            if kept and kept[-1][0] != " ":
                kept.append((" ", place))
        elif place in spans or not _invisible(char):
            kept.append((char, place))
    closed = [pair for i, pair in enumerate(kept) if not (pair[0] == " " and _inside_chinese(kept, i))]
    return Normal("".join(char for char, _ in closed), tuple(place for _, place in closed))


def _lower(text: str) -> str:
    """Lower case, one for one: İ would become two characters, and every place behind it be wrong."""
    lower = text.lower()
    return lower if len(lower) == len(text) else "".join(char.lower()[0] for char in text)


def _inside_chinese(kept: list[tuple[str, int]], i: int) -> bool:
    before, after = kept[i - 1][0] if i else " ", kept[i + 1][0] if i + 1 < len(kept) else " "
    return not (before.isascii() and after.isascii() and before != " " and after != " ")


def _invisible(char: str) -> bool:
    if char.isascii():
        return char in _DROPPED or not char.isprintable()
    return char in _DROPPED or unicodedata.category(char) in ("Cc", "Cf", "Co", "Cs", "Cn", "So", "Sk", "Mn", "Me")


def _simplified(text: str) -> str:
    """Traditional characters as simplified ones, one for one; what GB 2312 can write needs no conversion."""
    try:
        text.encode("gb2312")
        return text
    except UnicodeEncodeError:
        return "".join(map(_simple, text))


@cache
def _converter() -> _Converter:
    from opencc import OpenCC

    converter: _Converter = OpenCC("t2s")
    return converter


def _simple(char: str) -> str:
    if char.isascii() or unicodedata.category(char) != "Lo":
        return char
    converted = _converter().convert(char)
    return converted if len(converted) == 1 else char
