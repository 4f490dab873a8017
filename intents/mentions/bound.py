"""Bounds: 以上, 不超过, 介于…之间, and what number they bound on which side."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from intents.mentions.amounts import all_amounts
from intents.mentions.numeral import find_numerals
from intents.mentions.quantity import Amount
from intents.mentions.words import WORDS, either

_KINDS = ("ge", "gt", "le", "lt", "eq")
_BEFORE_WORDS = {word: kind for kind in _KINDS for word in WORDS["bounds_before"].get(kind, [])}
_AFTER_WORDS = {word: kind for kind in _KINDS for word in WORDS["bounds_after"].get(kind, [])}
_THAN_WORDS = {word: kind for kind in _KINDS for word in WORDS["bounds_than"].get(kind, [])}

_BEFORE = re.compile(f"({either(_BEFORE_WORDS)})(?:了|是|为|有|在|到|出)* *$")  # 超过了, 至少有
_AFTER = re.compile(f" ?(?:的|\\(含\\)|含|(\\(?不含\\)?))? ?({either(_AFTER_WORDS)})")  # 以上, (含)以上, (不含)以上
_THAN = re.compile(f" ?(?:还|要|更)?({either(_THAN_WORDS)})")  # 大一些, after 比 30
_COMPARED = re.compile(r"比 ?$")  # 比 before 30
_OPENING = re.compile(r"(?:介于|位于|处于|在|从) ?$")  # 介于 before 10
_TO = re.compile(r" ?(?:到|至|~|-{1,2}|—{1,2}|–) ?$")  # 到, between two amounts
_AND = re.compile(r" ?(?:和|与|跟|、|及) ?$")  # 和, between two amounts that 之间 follows
_BETWEEN = re.compile(r" ?(?:之间|间(?!接)|中间|的?区间|这个区间|范围)")  # 之间
_JOIN = re.compile(f"(?:{either(WORDS['bounds_join']['words'])}|[\\s,、;])*")  # 的同时, 且, between two bounds
_NO_BOUND = re.compile(f"(?:{either(WORDS['bounds_before']['not'])})$")  # 通过, 经过
_BARE = re.compile(r"\d+ ?- ?\d+")  # 1-5: without a unit and 之间 this is no range


@dataclass(frozen=True, slots=True)
class Bound:
    """A lower bound, an upper bound or both, in the base unit `unit`.

    `low_incl` and `high_incl` say whether the bound itself is within; `amount_low` and `amount_high` are as written.
    """

    start: int
    end: int
    low: Decimal | None = None
    high: Decimal | None = None
    low_incl: bool = False
    high_incl: bool = False
    unit: str | None = None
    amount_low: Amount | None = None
    amount_high: Amount | None = None


def find_bounds(text: str) -> tuple[Bound, ...]:
    """The bounds of the text from left to right; two on one value are one."""
    return tuple(_joined(text, _singles(text, all_amounts(text))))


def _singles(text: str, amounts: list[Amount]) -> list[Bound]:
    found: list[Bound] = []
    skip = False
    for at, amount in enumerate(amounts):
        if skip:
            skip = False
            continue
        pair = _pair(text, amount, amounts[at + 1]) if at + 1 < len(amounts) else None
        bound = pair or _single(text, amount, found[-1].end if found else 0)
        skip = pair is not None
        if bound:
            found.append(bound)
    return found


def _pair(text: str, low: Amount, high: Amount) -> Bound | None:
    """A到B, A和B之间, or 介于A和B."""
    gap, closing = text[low.end : high.start], _BETWEEN.match(text, high.end)
    opening = _OPENING.search(text, max(0, low.start - 4), low.start)
    around = closing or (opening and opening[0].startswith("介于"))
    if not (_TO.fullmatch(gap) or (around and _AND.fullmatch(gap))):
        return None
    low, high = _tenths(text, low, high), _percent(low, high)
    low = same_unit(low, high)
    if low.value >= high.value or low.unit != high.unit or low.implied:
        return None
    if _BARE.fullmatch(text, low.start, high.end) and high.unit is None and not around and not high.scaled:
        return None
    start, end = opening.start() if opening and around else low.start, closing.end() if closing else high.end
    return Bound(start, end, low.value, high.value, True, True, high.unit, low, high)


def _tenths(text: str, low: Amount, high: Amount) -> Amount:
    """The 两 of 两到三成."""
    tenths = low.unit is None and high.unit == "%" and "成" in text[high.start : high.end]
    return replace(low, value=low.value * 10, unit="%") if tenths else low


def _percent(low: Amount, high: Amount) -> Amount:
    """The 十 of 百分之五到十."""
    return replace(high, unit="%") if low.unit == "%" and high.unit is None and not high.scaled else high


def same_unit(low: Amount, high: Amount) -> Amount:
    """The lower amount with the unit, and the 万 or 亿, that only the higher one has written: 100到200亿元."""
    if low.unit is None:
        low = replace(low, unit=high.unit)
        if not low.scaled and high.scaled and low.value * high.scale <= high.value:
            low = replace(low, value=low.value * high.scale, scale=high.scale)
    return low


def _single(text: str, amount: Amount, floor: int) -> Bound | None:
    """An amount with a cue before it, after it, or around it."""
    if than := _than(text, amount, floor):
        return than
    before, after = _cue_before(text, amount, floor), _AFTER.match(text, amount.end)
    kind = _BEFORE_WORDS[before[1]] if before else ""
    if not after or (after[2] == "不到" and find_numerals(text[after.end() : after.end() + 2])):
        return _bound(kind, amount, before.start(), amount.end) if before else None
    other = _AFTER_WORDS[after[2]]
    start = before.start() if before and kind[0] == other[0] else amount.start
    return _bound(other.replace("e", "t") if after[1] else other, amount, start, after.end())


def _than(text: str, amount: Amount, floor: int) -> Bound | None:
    """比 30 大."""
    compared = _COMPARED.search(text, floor, amount.start)
    than = _THAN.match(text, amount.end) or _THAN.match(text, amount.end - 1)
    return _bound(_THAN_WORDS[than[1]], amount, compared.start(), than.end()) if compared and than else None


def _cue_before(text: str, amount: Amount, floor: int) -> re.Match[str] | None:
    cue = _BEFORE.search(text, max(floor, amount.start - 12), amount.start)
    if cue and cue[1].startswith("没") and text.endswith("有", 0, cue.start()):  # 有没有|超过
        cue = _BEFORE.search(text, cue.start() + len("没有" if cue[1].startswith("没有") else "没"), amount.start)
    if not cue or _NO_BOUND.search(text, 0, cue.end(1)) or (cue[1] == "上" and not amount.implied):
        return None
    year = amount.unit is None and not amount.scaled and 1949 <= amount.value <= 2100
    return None if year and cue[1] == "=" else cue  # 年度=2012


def _bound(kind: str, amount: Amount, start: int, end: int) -> Bound:
    low = amount if kind in ("ge", "gt", "eq") else None
    high = amount if kind in ("le", "lt", "eq") else None
    return Bound(
        start,
        end,
        low.value if low else None,
        high.value if high else None,
        kind in ("ge", "eq"),
        kind in ("le", "eq"),
        amount.unit,
        low,
        high,
    )


def _joined(text: str, bounds: list[Bound]) -> list[Bound]:
    """Neighbours that bound one value from both sides made one: 50亿以上、100亿以下."""
    found: list[Bound] = []
    for bound in bounds:
        both = _both(found[-1], bound) if found and _JOIN.fullmatch(text, found[-1].end, bound.start) else None
        if both:
            found[-1] = both
        else:
            found.append(bound)
    return found


def _both(one: Bound, other: Bound) -> Bound | None:
    lower, upper = (one, other) if one.high is None else (other, one)
    low, high = lower.amount_low, upper.amount_high
    if lower.high is not None or upper.low is not None or low is None or high is None:
        return None
    low = same_unit(low, high)
    if low.value > high.value or low.unit != (high.unit or low.unit):
        return None
    return Bound(one.start, other.end, low.value, high.value, lower.low_incl, upper.high_incl, low.unit, low, high)
