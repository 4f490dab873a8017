"""Numerals, Arabic and Chinese and mixed: small tokens first, then one value from as many of them as fit together."""

import re
from dataclasses import dataclass
from decimal import Decimal

from intents.mentions.tally import Tally, Token

DIGITS = {
    char: Decimal(value)
    for value, chars in enumerate(["零〇", "一壹幺", "二贰两", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖"])
    for char in chars
}
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_BIG = {"万": 10**4, "亿": 10**8}
_KINDS = (
    {char: ("digit", value) for char, value in DIGITS.items()}
    | {char: ("small", Decimal(value)) for char, value in _UNITS.items()}
    | {char: ("big", Decimal(value)) for char, value in _BIG.items()}
    | {"廿": ("score", Decimal(20)), "卅": ("score", Decimal(30)), "半": ("half", Decimal("0.5"))}
)
_OTHERS = {"点": ("point", Decimal(0))} | {char: ("filler", Decimal(0)) for char in "多余来几"}
_HAN = _KINDS | _OTHERS
NUMERAL_CHARS = "".join(_KINDS)

_ANY = re.compile(f"[0-9{NUMERAL_CHARS}]")  # 3, 三: whether there is anything to read at all
_TOKEN = re.compile(
    r"(?P<chain>\d+(?:\.\d+){2,})"  # 192.168.1.1, 2012.5.15: no number
    r"|(?P<arabic>\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?"  # 1,200,000.5
    r"|\d+(?:\.\d+)?|(?<![\d.])\.\d+)"  # 3600, 2.5, .77
    f"|(?P<han>[{''.join(_HAN)}])"  # 三, 千, 万, 点
)
_VAGUE = re.compile(r"[几数]$")  # 几 before 十, 千万: no number


@dataclass(frozen=True, slots=True)
class Numeral:
    """A numeral as written. `scale` is the last 万 or 亿 in it, or 1; `upto` the other end of 三四百.

    `implied` says that no digit was written (千万, 百万, 亿); `inexact` that a 多, 余 or 几 stands inside (一千多万).
    """

    start: int
    end: int
    value: Decimal
    scale: Decimal = Decimal(1)
    implied: bool = False
    inexact: bool = False
    upto: Decimal | None = None


def find_numerals(text: str) -> list[Numeral]:
    """All numerals of the text from left to right, signs and meaning left aside."""
    if not _ANY.search(text):
        return []
    tokens = [_token(match) for match in _TOKEN.finditer(text)]
    found, at = [], 0
    while at < len(tokens):
        numeral, at = _take(text, tokens, at)
        if numeral:
            found.append(numeral)
    return found


def _token(match: re.Match[str]) -> Token:
    word, kind = match[0], match.lastgroup or ""
    if kind == "han":
        return Token(match.start(), match.end(), *_HAN[word])
    return Token(match.start(), match.end(), kind, Decimal(word.replace(",", "")) if kind == "arabic" else Decimal(0))


def _take(text: str, tokens: list[Token], at: int) -> tuple[Numeral | None, int]:
    """One numeral from the tokens at `at` on, and where the next one may begin."""
    begin, tally = at, Tally(text)
    while at < len(tokens):
        after = tokens[at + 1] if at + 1 < len(tokens) else None
        if (at > begin and not _joined(text, tokens[at - 1], tokens[at], after)) or not tally.feed(tokens[at], after):
            break
        at += 1
    if at < len(tokens) and tokens[at].kind == "big" and (mark := _last_big(tokens, begin, at - 1)) > begin:
        return _take(text, tokens[:mark], begin)
    if at == begin:
        return None, at + 1
    vague = tokens[begin].kind == "small" and _VAGUE.search(text, 0, tokens[begin].start)
    return None if vague else _numeral(tally, tokens[begin].start, tokens[at - 1].end), at


def _last_big(tokens: list[Token], begin: int, at: int) -> int:
    """Just after the last 万 or 亿, where 5亿3亿 falls into two; `begin` where digits follow none."""
    while at > begin and tokens[at].kind != "big":
        at -= 1
    return at + 1 if at > begin else begin


def _numeral(tally: Tally, start: int, end: int) -> Numeral:
    upto = tally.value() + tally.gap if tally.gap else None
    return Numeral(start, end, tally.value(), tally.big or Decimal(1), not tally.digits, tally.inexact, upto)


def _joined(text: str, last: Token, token: Token, after: Token | None) -> bool:
    """Whether nothing, or spaces that mean nothing, stand between two pieces (7 万5 千, 三千 八百; not 9800 3600)."""
    if last.end == token.start:
        return True
    if token.start - last.end > 2 or text[last.end : token.start].strip(" "):
        return False
    if token.kind in ("big", "small", "point", "filler"):
        return True
    follows = after is not None and after.kind in ("small", "big") and after.start == token.end
    return token.kind == "digit" and (last.kind == "point" or (last.kind in ("small", "big") and follows))
