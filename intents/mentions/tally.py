"""The running value of one numeral while its tokens come in."""

import re
from decimal import Decimal
from typing import NamedTuple

# 5亿|三季度, 三百|一家: the 三 is not 3000万
_NO_TAIL = re.compile(r"\s*[季月日号年天周度个家项只名位县市区镇村条件户届期批次种类点]")
_COUNTED = re.compile(r"[个只家项次户名人亩件元块倍成天种条位万亿]")  # 个 after 三四: about three
_STOP = re.compile(r"\s*(?:$|[,。、;!?)])")  # the end of 一千零
_ZERO = Decimal(0)


class Token(NamedTuple):
    """A piece of a numeral: its place, its kind and its value.

    Kinds: arabic, digit (三), small (十, 百, 千), big (万, 亿), score (廿), point, half, filler (多, 几) and chain.
    """

    start: int
    end: int
    kind: str
    value: Decimal


class Tally:
    """The sum so far: `total` up to the last 万 or 亿, `section` after it, `pending` digits that have no unit yet."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.total = self.section = _ZERO
        self.pending: Decimal | None = None
        self.run = 0  # how many Chinese digits the pending digits have
        self.unit = _ZERO  # the last unit written: 10 … 1000, 10000, 100000000
        self.big = _ZERO  # the last 万 or 亿
        self.gap = _ZERO  # how far 三四百 goes beyond 300
        self.places: str | None = None  # digits after the point
        self.zero = self.digits = self.inexact = self.begun = self.fractional = False

    def feed(self, token: Token, after: Token | None) -> bool:
        """Take one token if it fits, and say whether it did; `after` is the token that follows, if any is near."""
        after = after if after and after.start - token.end <= 2 else None
        match token.kind:
            case "arabic":
                taken = self._arabic(token, after)
            case "digit":
                taken = self._digit(token, after)
            case "small":
                taken = self._small(token)
            case "big":
                taken = self._big(token)
            case _:
                taken = self._other(token, after)
        self.begun = self.begun or taken
        return taken

    def value(self) -> Decimal:
        """The value so far."""
        return self.total + self.section + self._tail() + self._fraction()

    def _arabic(self, token: Token, after: Token | None) -> bool:
        written = self.text[token.start : token.end]
        if self.places == "":
            self.places = written if written.isdigit() else None
            return self.places is not None
        if self.pending is not None or self.places is not None:
            return False
        fits = token.value < self.unit and self._may_follow(written, after) and self._continues(token, after)
        if self.unit and not fits:
            return False
        self.pending, self.run, self.digits = token.value, 0, True
        self.fractional = "." in written
        return True

    def _may_follow(self, written: str, after: Token | None) -> bool:
        """Whether figures after 万 or 亿 belong to it: 1万600, 3万5, 5万4千; not 98.5亿 12, written close."""
        if self.fractional or "." in written:
            return False
        unit = after is not None and after.kind in ("small", "big")
        return unit or len(written) == 1 or (len(written) in (3, 4) and self.unit == 10**4)

    def _digit(self, token: Token, after: Token | None) -> bool:
        if self.places is not None:
            self.places += str(token.value)
            return True
        if self.pending is not None:
            return self._another(token, after)
        if token.value == 0 and self.unit:
            self.zero = bool(after and after.kind in ("digit", "small", "arabic", "filler"))
            return self.zero or bool(_STOP.match(self.text, token.end))
        if self.unit > 10 and not self.zero and not self._continues(token, after):
            return False
        self.pending, self.run, self.digits = token.value, 1, True
        return True

    def _another(self, token: Token, after: Token | None) -> bool:
        """A digit after a digit: 一七二零 is 1720, 三四百 is 300 to 400, 十五六 is 15 to 16."""
        if not self.run or self.pending is None:
            return False
        counted = bool(after and after.kind in ("small", "big")) or bool(_COUNTED.match(self.text, token.end))
        about = counted or self.unit == 10 or self.text[token.start - 1] == "两"
        if self.run == 1 and not self.gap and token.value == self.pending + 1 > 1 and about:
            self.gap, self.inexact = Decimal(1), True
            return True
        if self.unit or self.gap:
            return False
        self.pending, self.run = self.pending * 10 + token.value, self.run + 1
        return True

    def _continues(self, token: Token, after: Token | None) -> bool:
        """Whether a digit after a unit goes on with the numeral (三百一), not with the next word (5亿三季度)."""
        if after and after.start == token.end and after.kind == "digit":
            return token.kind == "digit" and after.value == token.value + 1
        if after and after.start == token.end:
            return True
        return (after is not None and after.kind in ("small", "big")) or not _NO_TAIL.match(self.text, token.end)

    def _small(self, token: Token) -> bool:
        if self.text.startswith("分点", token.end):
            return False
        if self.places is not None or (self.unit and self.unit <= token.value and self.unit < 10000) or self.run > 1:
            return False
        if self.pending is None and self.unit and not self.zero and token.value != 10:
            return False
        self.digits = self.digits or token.value == 10
        self.section += (1 if self.pending is None else self.pending) * token.value
        self.pending, self.run, self.zero = None, 0, False
        self.unit, self.gap = token.value, self.gap * token.value
        return True

    def _big(self, token: Token) -> bool:
        value = self.section + (self.pending or 0) + self._fraction() if self.begun else Decimal(1)
        if self.big and token.value > self.big:
            self.total = (self.total + value) * token.value
        elif self.big == token.value and not value:
            self.total *= token.value
        elif not self.big or token.value < self.big:
            self.total += value * token.value
        else:
            return False
        self.section, self.pending, self.run, self.places, self.zero = _ZERO, None, 0, None, False
        self.unit, self.big, self.gap = token.value, token.value, self.gap * token.value
        return True

    def _other(self, token: Token, after: Token | None) -> bool:
        """点, 廿, 半 and the 多, 余, 几 before a unit (一千多万, 二十几万)."""
        if token.kind == "point":
            return self._point(after)
        if token.kind == "score" and not self.begun:
            self.section, self.unit, self.digits = token.value, Decimal(10), True
            return True
        if token.kind == "half":
            return self._half(token, after)
        unit = token.kind == "filler" and self.begun and after is not None and after.kind in ("small", "big")
        self.inexact = self.inexact or unit
        return unit

    def _point(self, after: Token | None) -> bool:
        if after is None or after.kind not in ("digit", "arabic") or self.places is not None or not self.digits:
            return False
        self.places = ""
        return True

    def _half(self, token: Token, after: Token | None) -> bool:
        """半 alone, or after 万 and 亿: 两亿半."""
        if self.begun and (self.unit != self.big or self.pending is not None):
            return False
        self.section = self.big / 2 if self.big else token.value
        return self.begun or not after or after.start > token.end

    def _fraction(self) -> Decimal:
        return Decimal(f"0.{self.places}") if self.places else _ZERO

    def _tail(self) -> Decimal:
        """What the last digits are worth: 三百一 and 一万三 leave out their last unit."""
        if self.pending is None:
            return _ZERO
        short = self.unit > 10 and not self.zero and (self.run == 1 or (self.run == 0 and self.pending < 10))
        return self.pending * self.unit / 10 if short else self.pending
