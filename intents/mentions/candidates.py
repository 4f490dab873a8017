"""Every way to read every piece of a text, and the cheapest reading of the whole."""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from data.catalog.load import load_catalog
from data.places import Places
from intents.mentions.amounts import find_amounts
from intents.mentions.asked import find_asked_units
from intents.mentions.bound import find_bounds
from intents.mentions.courtesy import find_courtesy
from intents.mentions.cover import Segment, cover
from intents.mentions.lexicon import Lexicon, Meaning
from intents.mentions.paper import find_papers
from intents.mentions.period import find_periods
from intents.mentions.place import PlaceMention, find_places
from intents.mentions.rank import find_ranks

_OURS = re.compile("(?:我们|咱们|俺们|我|咱)(?:这边|这里|这儿|这)?的?$")  # (咱们)越城区
_ITEM = re.compile(r"(?:^|[,;:。、\s]|(?<=[一-鿿]))([0-9]{1,2}[.、)])(?=[一-鿿])")  # 1. 2、


def path_of(text: str, today: date, lexicon: Lexicon) -> list[Segment]:
    """The cheapest reading of a whole text on a day, piece by piece."""
    return cover(text, _candidates(text, today, lexicon))[1]


def _candidates(text: str, today: date, lexicon: Lexicon) -> Iterator[Segment]:
    for start, end, meanings in lexicon.found(text):
        if not _inside_latin(text, start, end):
            single = end - start == 1
            if meanings[0].kind == "district" and (ours := _OURS.search(text[:start])):
                yield Segment(ours.start(), start, 1.2, (Meaning("filler", ""),))
            yield Segment(start, end, 1.4 if single else 1.2 if meanings[0].kind == "filler" else 1.0, meanings)
    for start, end, unit in find_asked_units(text):
        yield Segment(start, end, 0.9, (Meaning("unit", unit),))
    for start, end, paper in find_papers(text):
        yield Segment(start, end, 0.9, (paper,))
    for start, end in find_courtesy(text):
        yield Segment(start, end, 1.3, (Meaning("filler", ""),))
    for item in _ITEM.finditer(text):
        yield Segment(item.start(1), item.end(), 0.5, (Meaning("filler", ""),))
    for period in find_periods(text, today):
        yield Segment(period.start, period.end, 1.0, period)
    for rank in find_ranks(text):
        yield Segment(rank.start, rank.end, 0.9, rank)
    for bound in find_bounds(text):
        yield Segment(bound.start, bound.end, 1.0, bound)
    for amount in find_amounts(text):
        yield Segment(amount.start, amount.end, 1.1, amount)
    for place in find_places(text, Places.load()):
        covered = _covered(place)
        if covered or not _is_zone_here(place):
            yield Segment(place.start, place.end, 1.05, covered or place)


def _inside_latin(text: str, start: int, end: int) -> bool:
    """Whether a word of letters is only a piece of a longer one: ok in token."""
    if not text[start].isascii() or not text[start].isalpha():
        return False
    return (start > 0 and text[start - 1].isascii() and text[start - 1].isalpha()) or (
        end < len(text) and text[end].isascii() and text[end].isalpha()
    )


def _covered(place: PlaceMention) -> tuple[Meaning, ...] | None:
    """The district that a place is, where the documents cover it: 浙江绍兴诸暨."""
    name = _covered_names().get((place.city or "", place.county or ""))
    return (Meaning("district", *name),) if name else None


def _is_zone_here(place: PlaceMention) -> bool:
    """Whether it is only a zone-like word behind a covered city: 绍兴市(农业园区)."""
    here = any(city == place.city for city, _ in _covered_names())
    return here and place.county not in {p.name for p in place.places}


@cache
def _covered_names() -> dict[tuple[str, str], tuple[str, str]]:
    """City and county, as the directory has them -> district and its city."""
    found = {}
    for district in load_catalog().districts:
        for name in (district.name, *district.later):
            found[district.city, "" if district.kind == "city" else name] = (district.name, district.city)
    return found
