"""What a message names, laid open: its numbers, shares, sums, ranges, periods, places, districts and metrics."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from typing import Any

from data.places import Places
from intents.mentions.amount import find_money, find_percents
from intents.mentions.bound import find_bounds
from intents.mentions.number import find_numbers
from intents.mentions.period import as_read
from intents.mentions.place import PlaceMention, find_places
from intents.mentions.within import whole_place
from intents.normal import Normal, normalise
from intents.reading import Reading, read

_WORDS = ("district", "group", "ambiguous", "total", "metric", "sector", "level", "measure")
_WHOLE = (*_WORDS, "percent", "money", "range", "period", "place")


@dataclass(frozen=True, slots=True)
class Where:
    """A place: what of province, city and county is known."""

    province: str | None
    city: str | None
    county: str | None


@dataclass(frozen=True, slots=True)
class Named:
    """typed[start:end] names `value`.

    Kinds: number (value: a Number), percent (Amount), money (Money), range (Bound), period (Period), place (Where);
    district, group, ambiguous, total, sector, level, measure (its name), metric (the names it may be).
    """

    start: int
    end: int
    kind: str
    value: Any


@dataclass(frozen=True, slots=True)
class Naming:
    """What a text names, each kind by itself and so one over another (a sum's number), and the words left over."""

    named: tuple[Named, ...]
    leftover: tuple[str, ...]

    @property
    def apart(self) -> tuple[Named, ...]:
        """Without the numbers that are a part of something else: the 12 of 12%."""
        whole = [(one.start, one.end) for one in self.named if one.kind in _WHOLE]
        return tuple(
            one
            for one in self.named
            if one.kind != "number" or not any(start <= one.start and one.end <= end for start, end in whole)
        )


def name(
    typed: str, day: date, places: Places, home: str, within: str | None = None, province: str | None = None
) -> Naming:
    """What a message names on a day, for somebody in the city `home`; `within`: the city that its places lie in."""
    normal = normalise(typed)
    reading = read(typed, day, home)
    where = tuple(_places(normal, places, within, province))
    named = (*_quantities(normal, day), *where, *_words(normal, reading))
    known = [typed[one.start : one.end] for one in where]
    leftover = tuple(word for word in reading.leftover if not any(word in place for place in known))
    return Naming(tuple(sorted(named, key=lambda one: (one.start, -one.end))), leftover)


def _quantities(normal: Normal, day: date) -> Iterator[Named]:
    found = (
        ("number", find_numbers(normal.text)),
        ("percent", find_percents(normal.text)),
        ("money", find_money(normal.text)),
        ("range", find_bounds(normal.text)),
        ("period", as_read(normal.text, day)),
    )
    for kind, ones in found:
        for one in ones:
            yield Named(*normal.span(one.start, one.end), kind, one)


def _places(normal: Normal, places: Places, city: str | None, province: str | None) -> Iterator[Named]:
    """The places, each once. A text that is one short name is one county, whatever else it may mean."""
    if whole := whole_place(normal.text, places, city, province):
        yield Named(*normal.span(0, len(normal.text)), "place", Where(whole.province, whole.city or None, whole.name))
        return
    seen: set[Where] = set()
    for one in find_places(normal.text, places):
        where = _inside(one, city, province)
        if where not in seen:
            seen.add(where)
            yield Named(*normal.span(one.start, one.end), "place", where)


def _inside(one: PlaceMention, city: str | None, province: str | None) -> Where:
    """Where a place is: of several of that name the one in `city`."""
    there = [p for p in one.places if city and p.city == city and province in (None, p.province)]
    if len(one.places) > 1 and len(there) == 1:
        return Where(there[0].province, there[0].city, there[0].name)
    return Where(one.province, one.city, one.county)


def _words(normal: Normal, reading: Reading) -> Iterator[Named]:
    """What the catalog knows, also where it was misspelt."""
    for one in reading.of(*_WORDS):
        start, end = _as_typed(normal.text, reading.text, one.start, one.end)
        yield Named(*normal.span(start, end), one.kind, one.value)


def _as_typed(text: str, read_as: str, start: int, end: int) -> tuple[int, int]:
    """The place in the text of read_as[start:end], where words of the text were read as others."""
    if text == read_as:
        return start, end
    first, last = len(text), 0
    for tag, i, j, k, m in SequenceMatcher(None, text, read_as, autojunk=False).get_opcodes():
        if k < end and start < m:
            same = tag == "equal"
            first = min(first, i + max(0, start - k) if same else i)
            last = max(last, i + min(end, m) - k if same else j)
    return first, last
