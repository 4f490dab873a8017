"""What a text says of quantities: amounts, bounds, shares and money. Behind this door: amounts and bound."""

from dataclasses import dataclass
from decimal import Decimal

from intents.mentions.amounts import find_amounts
from intents.mentions.bound import Bound, find_bounds
from intents.mentions.quantity import Amount

__all__ = ["Amount", "Bound", "Money", "find_amounts", "find_bounds", "find_money", "find_percents"]

_CURRENCIES = {"元": "CNY", "美元": "USD"}


@dataclass(frozen=True, slots=True)
class Money:
    """A sum of money in the base unit, or a span of sums.

    `op` is ge (以上, 超过 …), le or None; `currency` CNY, USD, or None where none is written.
    """

    start: int
    end: int
    value: Decimal
    value_max: Decimal | None
    currency: str | None
    op: str | None


def find_percents(text: str) -> tuple[Amount, ...]:
    """The shares and percentage points of the text."""
    return tuple(amount for amount in find_amounts(text) if amount.unit in ("%", "百分点"))


def find_money(text: str) -> tuple[Money, ...]:
    """The sums of money of the text; a 万 or 亿 without a unit counts as one."""
    bounds = find_bounds(text)
    spans = [_of_bound(bound) for bound in bounds if _is_money(bound.amount_low or bound.amount_high)]
    alone = [
        _of_amount(amount)
        for amount in find_amounts(text)
        if _is_money(amount) and not any(b.start <= amount.start < b.end for b in bounds)
    ]
    return tuple(sorted(spans + alone, key=lambda money: money.start))


def _is_money(amount: Amount | None) -> bool:
    return amount is not None and (amount.unit in _CURRENCIES or (amount.unit is None and amount.scaled))


def _of_amount(amount: Amount) -> Money:
    return Money(amount.start, amount.end, amount.value, amount.upto, _CURRENCIES.get(amount.unit or ""), None)


def _of_bound(bound: Bound) -> Money:
    first, last = (bound.low, bound.high) if bound.low is not None else (bound.high, None)
    op = None if last is not None else "ge" if bound.low is not None else "le"
    return Money(
        bound.start,
        bound.end,
        first or Decimal(0),
        last if last != first else None,
        _CURRENCIES.get(bound.unit or ""),
        op,
    )
