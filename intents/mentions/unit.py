"""The units a text names without an amount: 多少亿美元, 折合多少万元, 工业投资(万元)."""

import re
from dataclasses import dataclass
from decimal import Decimal

from intents.mentions.amounts import find_amounts
from intents.mentions.bound import find_bounds
from intents.mentions.words import WORDS, either, lookup

_NAMES = lookup(WORDS["money"]) | lookup(WORDS["shares"])
_SCALES = {"百万": 10**6, "千万": 10**7, "百亿": 10**10, "千亿": 10**11, "万": 10**4, "亿": 10**8, "千": 10**3, "": 1}
_UNIT = re.compile(f"({either(word for word in _SCALES if word)})?({either(_NAMES)})")  # 亿美元, 万元, %
_SCALE = re.compile(r"(?<=多少)(?:个)?([万亿])|(?<=几)个([万亿])|(?<=[(位:])([万亿])(?=\))")  # 亿 after 多少
_ASKED = re.compile(r"(?:多少|几|按|用|以|成|为|合|是|位|[(:]) ?$")  # 多少 before 元: what makes a bare word a unit


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit alone: its base (元, 美元, %, 百分点; None for a bare 万 or 亿) and how many of them it is."""

    start: int
    end: int
    unit: str | None
    scale: Decimal


def find_units(text: str) -> tuple[Unit, ...]:
    """The units of the text that belong to no amount, left to right."""
    named = [
        Unit(*match.span(), _NAMES[match[2]], Decimal(_SCALES[match[1] or ""]))
        for match in _UNIT.finditer(text)
        if match[1] or _ASKED.search(text, 0, match.start())
    ]
    bare = [
        Unit(match.end() - 1, match.end(), None, Decimal(_SCALES[match[match.lastindex or 0]]))
        for match in _SCALE.finditer(text)
    ]
    if not named and not bare:
        return ()
    taken = [(one.start, one.end) for one in find_amounts(text)] + [(one.start, one.end) for one in find_bounds(text)]
    units = [*named, *(unit for unit in bare if not _covered(unit, [(one.start, one.end) for one in named]))]
    return tuple(sorted((unit for unit in units if not _covered(unit, taken)), key=lambda unit: unit.start))


def _covered(unit: Unit, taken: list[tuple[int, int]]) -> bool:
    return any(start <= unit.start and unit.end <= end for start, end in taken)
