"""The small pieces of a date: years, months, days, quarters, and the words between them."""

import re
import tomllib
from pathlib import Path
from typing import Any, NamedTuple

from intents.mentions.numeral import DIGITS, Numeral, find_numerals
from intents.mentions.words import UNIT_STARTS, either

WORDS: dict[str, Any] = tomllib.loads(Path(__file__).with_name("periods.toml").read_text("utf-8"))
_KINDS = {
    word: (kind, int(value))
    for kind in ("year", "month", "quarter", "day", "half")
    for value, words in WORDS[kind].items()
    for word in words
}
_FIXED = {word: (kind, 0) for table in ("fixed", "between") for kind, words in WORDS[table].items() for word in words}
_SHIFTED = {word: (kind if kind == "half" else f"{kind}_shift", value) for word, (kind, value) in _KINDS.items()}
_MEANING = _FIXED | _SHIFTED

_ANY = re.compile(r"[年月日号季天]|(?:19|20)\d\d|[Qq][1-4]")  # 5月, 2012-05: whether there is anything to read
_WORD = re.compile(either(_MEANING))  # 去年, 上半年, 截至
# 上一年, 前一天: words with a numeral
_COUNTING = re.compile(either(word for word in _MEANING if set(word) & set(DIGITS)))
_NO_UNIT = r"(?!\d| ?[万亿%元美个只家项多余几成]| ?以[上下内])"
_ISO = re.compile(  # 2012-05-31, 2012/5, 2012.5
    r"(?<![\d.])((?:19|20)\d\d)([-/.])(\d{1,2})(?:\2(\d{1,2}))?(?:月份?|日)?(?!\2\d|\.\d)" + _NO_UNIT
)
_PACKED = re.compile(  # 201205, 20120531
    r"(?<![\d.,A-Za-z])((?:19|20)\d\d)()(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])?(?![.,]\d)" + _NO_UNIT
)
# 2012 before 外资: a year that opens the message
_OPENING = re.compile(f" *((?:19|20)\\d\\d)(?= *[^\\W\\d_年月号{UNIT_STARTS}])")
_DOCUMENT = re.compile(r"[〔\[(](?:19|20)\d\d[〕\])]")  # 〔2012〕 of a document number
_BARE_DAY = re.compile(  # the 15 of 5月15 where the date opens the message or 到 goes before; the 十五 of 八月十五
    r"(?:(?:^|[到至从自在])(?:[^\W_]{2,5}年)?[^\W_]{1,2}月(\d{1,2})|月([一二三四五六七八九十]{1,3}))"
    r"(?=$|[ ,。、;:!?)到至~—-])"
)
# 年 after 2012; not 10年来, 10年内; but 12年|内资
_YEAR = re.compile(r" ?年度?(?![来间期]|内(?![资需外贸销地陆河部])|以[内下])")
_IN_YEAR = re.compile(r" ?年度?内")  # 2013年内
_NOT_YEAR = re.compile(r"[近满第过约这前后头每] ?$")  # 近 before 10年
_MONTH = re.compile(r" ?月份?(?![季饼嫂])")  # 月 after 5
_DAY = re.compile(r" ?(?:日(?![元圆均常内游]|之(?![前后间]))|号(?![楼线机文院公馆井店令地]))")  # 日 after 15
_QUARTER = re.compile(r" ?个?季(?:度|(?=[末底完进])|$)")  # 季度 after 一
_MONTHS = re.compile(r" ?个?月份?")  # 个月 after 前5
_FIRSTS = re.compile(r"[前头] ?$")  # 前 before 三季度
_Q = re.compile(r"[Qq] ?$")  # q before 1
# what stands before a bare 15日
_DAY_ALONE = re.compile(r"(?:^|[\s,。、;:!?(]|[到至从自在于底]|截止|[-~—])$")
_NUMBERED = re.compile(r"\S +$")  # 撤回 3号: no day


class Piece(NamedTuple):
    """A piece: its place, its kind, and its number (a year, a month, how far from now, or 0)."""

    start: int
    end: int
    kind: str
    value: int = 0


def find_pieces(text: str) -> list[Piece]:
    """The pieces of dates in the text, left to right, none over another."""
    if not _ANY.search(text):
        return []
    opening = opening_year(text)
    found = [_iso(match) for pattern in (_ISO, _PACKED) for match in pattern.finditer(text)]
    found = _beside(found + ([opening] if opening else []), [_word(match) for match in _COUNTING.finditer(text)])
    found = _beside(found, [piece for numeral in find_numerals(text) if (piece := _numbered(text, numeral))])
    days = bare_days(text)
    found = [piece._replace(kind="date_day") if (piece.start, piece.end) in days else piece for piece in found]
    return _with_words(text, sorted(found))


def dates_in_figures(text: str) -> list[tuple[int, int]]:
    """Where figures are a date, or part of one, though no 年, 月 or 日 follows them."""
    found = [match.span() for pattern in (_ISO, _PACKED, _DOCUMENT) for match in pattern.finditer(text)]
    opening = opening_year(text)
    return found + bare_days(text) + ([(opening.start, opening.end)] if opening else [])


def bare_days(text: str) -> list[tuple[int, int]]:
    """Where a number after a month is a day though no 日 follows."""
    return [match.span(match.lastindex or 0) for match in _BARE_DAY.finditer(text)]


def opening_year(text: str) -> Piece | None:
    """The year that opens a message without 年: 2012 诸暨外资."""
    match = _OPENING.match(text)
    return Piece(match.start(1), match.end(1), "year", int(match[1])) if match else None


def _beside(found: list[Piece], more: list[Piece]) -> list[Piece]:
    """Both, but of `more` only what lies over none of `found`."""
    return found + [
        piece for piece in more if not any(piece.start < one.end and one.start < piece.end for one in found)
    ]


def _with_words(text: str, found: list[Piece]) -> list[Piece]:
    """The words between the pieces found so far, in order with them."""
    pieces, at = list[Piece](), 0
    for piece in found:
        pieces += [*(_word(match) for match in _WORD.finditer(text, at, piece.start)), piece]
        at = piece.end
    return pieces + [_word(match) for match in _WORD.finditer(text, at)]


def _word(match: re.Match[str]) -> Piece:
    return Piece(match.start(), match.end(), *_MEANING[match[0]])


def _iso(match: re.Match[str]) -> Piece:
    value = int(match[1]) * 10000 + int(match[3]) * 100 + int(match[4] or 0)
    return Piece(match.start(), match.end(), "iso", value)


def _numbered(text: str, numeral: Numeral) -> Piece | None:
    """A numeral with 年, 月, 日 or 季度 after it; a bare one as a number."""
    if numeral.scale > 1 or numeral.value % 1 or numeral.implied or numeral.upto is not None:
        return None
    value, start, before = int(numeral.value), numeral.start, text[: numeral.start]
    first = _FIRSTS.search(before)
    if first and value <= 12:
        return _firsts(text, numeral.end, first.start(), value)
    if match := _YEAR.match(text, numeral.end) or _in_year(text, numeral.end, value):
        written = text[start : numeral.end]
        return Piece(start, match.end(), "year", value) if _is_year(written, value, before) else None
    if (match := _QUARTER.match(text, numeral.end)) and 1 <= value <= 4:
        return Piece(start - (before[-1:] in ("第", "Q", "q")), match.end(), "quarter", value)
    return _small(text, numeral, value, before)


def _small(text: str, numeral: Numeral, value: int, before: str) -> Piece | None:
    if (match := _MONTH.match(text, numeral.end)) and 1 <= value <= 12:
        return Piece(numeral.start, match.end(), "month", value)
    if (match := _DAY.match(text, numeral.end)) and 1 <= value <= 31:
        alone = _DAY_ALONE.search(before) and not (match[0].endswith("号") and _NUMBERED.search(before))
        return Piece(numeral.start, match.end(), "day" if alone else "date_day", value)
    if _Q.search(before) and 1 <= value <= 4:
        return Piece(numeral.start - 1, numeral.end, "quarter", value)
    return Piece(numeral.start, numeral.end, "number", value)


def _firsts(text: str, end: int, start: int, value: int) -> Piece | None:
    """前三季度, 前5个月: how many months from January on."""
    if value == 1:
        return None
    if match := _QUARTER.match(text, end):
        return Piece(start, match.end(), "firsts", 3 * value) if value <= 4 else None
    match = _MONTHS.match(text, end)
    return Piece(start, match.end(), "firsts", value) if match else Piece(start, end, "none")


def _in_year(text: str, end: int, value: int) -> re.Match[str] | None:
    """The 年内 of 2013年内, which is that year; 10年内 counts years."""
    return _IN_YEAR.match(text, end) if 1900 <= value <= 2100 else None


def _is_year(written: str, value: int, before: str) -> bool:
    """Whether a number before 年 names a year (2012, 12, 一二, 两千零五) and not how many (十二年, 近10年)."""
    if _NOT_YEAR.search(before):
        return False
    if 1900 <= value <= 2100:
        return True
    return len(written) == 2 and (written.isdecimal() or all(char in DIGITS and char != "两" for char in written))
