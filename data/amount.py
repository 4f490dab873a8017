"""Units and exact conversion. Every factor is a power of ten, so nothing is ever rounded here.

AmountProblem(Exception)
  UnknownUnit      an empty unit
  OtherKind        money into a count, 元 into 美元, 吨 into 亩
  TooFine          more than four decimals of the base unit, too large for the store, or no number at all
"""

import re
from dataclasses import dataclass
from decimal import (
    ROUND_CEILING,
    ROUND_FLOOR,
    Context,
    Decimal,
    DecimalException,
    Inexact,
    InvalidOperation,
    Overflow,
    Subnormal,
)
from functools import lru_cache
from typing import Literal

Kind = Literal["money", "ratio", "count", "other"]

PLACES = 4
LARGEST = 2**63 - 1
COUNTING = frozenset("只个家次名项户件条人场所处座台套批宗笔例起类支篇辆")
_EXACT = Context(prec=80, traps=[Inexact, InvalidOperation, Overflow, Subnormal])
_POWERS = {
    "": 0,
    "千": 3,
    "万": 4,
    "十万": 5,
    "百万": 6,
    "千万": 7,
    "亿": 8,
    "十亿": 9,
    "百亿": 10,
    "千亿": 11,
    "万亿": 12,
}
_MONEY = re.compile(f"({'|'.join(sorted(_POWERS, key=len, reverse=True))})(元|美元)")
_CURRENCIES = {"元": "CNY", "美元": "USD"}


class AmountProblem(Exception):
    """An amount or a unit that cannot be taken; the message is one sentence for a person."""


class UnknownUnit(AmountProblem):
    """There is no unit."""


class OtherKind(AmountProblem):
    """The two units measure different things."""


class TooFine(AmountProblem):
    """The amount cannot be kept exactly."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as published: one of it is 10 to the `power` of `base` (元, 美元, %, 个, or a base of its own, 吨)."""

    name: str
    base: str
    power: int
    kind: Kind

    @property
    def currency(self) -> str | None:
        """CNY, USD, or None for what is not money."""
        return _CURRENCIES.get(self.base)


@lru_cache(maxsize=512)
def unit(name: str) -> Unit:
    """The unit of this name: unit("万美元") -> Unit("万美元", "美元", 4, "money"). An unlisted one (万吨) is of its own
    kind, 万 and 亿 before it apart; counting words are one kind. Raises UnknownUnit where there is none."""
    if money := _MONEY.fullmatch(name):
        return Unit(name, money[2], _POWERS[money[1]], "money")
    if name in ("%", "％"):
        return Unit(name, "%", 0, "ratio")
    bare = name[1:] if name[:1] in ("万", "亿") else name
    if not bare:
        raise UnknownUnit(f"没有这样的单位:“{name}”。")
    power = _POWERS[name[: len(name) - len(bare)]]
    return Unit(name, "个", power, "count") if bare in COUNTING else Unit(name, bare, power, "other")


def kind_of(name: str) -> Kind:
    """money, ratio, count, or other; raises UnknownUnit."""
    return unit(name).kind


def currency_of(name: str) -> str | None:
    """CNY, USD, or None for what is not money; raises UnknownUnit."""
    return unit(name).currency


def same_kind(one: str, other: str) -> bool:
    """Whether an amount in one unit can be told in the other: 亿元 in 万元, 只 in 个, never 元 in 美元."""
    return unit(one).base == unit(other).base


def to_base(value: Decimal, name: str) -> Decimal:
    """In the base unit: to_base(Decimal("2.1"), "亿美元") -> Decimal("2.1E+8"). Raises UnknownUnit, TooFine."""
    return _shift(value, unit(name).power)


def from_base(value: Decimal, name: str) -> Decimal:
    """From the base unit into this one. Raises UnknownUnit, TooFine."""
    return _shift(value, -unit(name).power)


def convert(value: Decimal, source: str, target: str) -> Decimal:
    """The same amount in another unit, exactly. Raises OtherKind across kinds and currencies, UnknownUnit, TooFine."""
    if not same_kind(source, target):
        raise OtherKind(f"{source}和{target}不是同一种量,不能换算。")
    return _shift(value, unit(source).power - unit(target).power)


def scaled(value: Decimal, name: str) -> int:
    """As the store keeps it: base unit x 10^4, whole. Raises TooFine where that is not exact or not 64 bits."""
    moved = _shift(value, unit(name).power + PLACES)
    if moved.adjusted() > len(str(LARGEST)) or abs(moved) > LARGEST or moved != int(moved):
        raise TooFine(f"这个{name}数太大或小数位太多,无法精确保存。")
    return int(moved)


def nearest(value: Decimal, above: bool) -> int:
    """The stored number that bounds this amount in its base unit: the least not below it, or the greatest not above;
    beyond 64 bits their end. Raises TooFine where it is no number."""
    if not value.is_finite():
        raise TooFine("这不是一个数。")
    if abs(value) > LARGEST:
        return LARGEST if value > 0 else -LARGEST
    places = Context(prec=len(value.as_tuple().digits) + 2 * len(str(LARGEST)))
    whole = value.scaleb(PLACES, places).to_integral_value(ROUND_CEILING if above else ROUND_FLOOR, places)
    return max(-LARGEST, min(LARGEST, int(whole)))


def unscaled(stored: int, name: str) -> Decimal:
    """Back from the store, in this unit. Raises UnknownUnit."""
    return _shift(Decimal(stored), -unit(name).power - PLACES)


def show(value: Decimal) -> str:
    """A plain decimal string: no exponent, no trailing zeros, no negative zero: show(Decimal("2.10E+4")) -> "21000"."""
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def _shift(value: Decimal, power: int) -> Decimal:
    """The value times 10 to the power, exactly or not at all."""
    if not value.is_finite():
        raise TooFine("这不是一个数。")
    try:
        return _EXACT.scaleb(value, power)
    except DecimalException as error:
        raise TooFine("数字太长,无法精确换算。") from error
