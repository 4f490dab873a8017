"""A message read: what it names, in order, and which of its words are left over."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from data.catalog.load import load_catalog
from data.places import Places
from intents.mentions.amount import find_amounts, find_bounds
from intents.mentions.cover import Segment, cover, doubtful
from intents.mentions.courtesy import find_courtesy
from intents.mentions.lexicon import Lexicon, Meaning, load_lexicon
from intents.mentions.nearest import GUESS, Repair, nearest
from intents.mentions.period import find_periods
from intents.mentions.place import PlaceMention, find_places
from intents.mentions.rank import find_ranks
from intents.normal import Normal, normalise

LONGEST = 600
_ITEM = re.compile(r"(?:^|[,;:。、\s]|(?<=[一-鿿]))([0-9]{1,2}[.、)])(?=[一-鿿])")  # 1. 2、
_ALIKE = 1.5  # repairs whose costs differ by less are equally near


@dataclass(frozen=True, slots=True)
class Mention:
    """text[start:end] of the normalised text names something: `kind` says what, `value` which.

    Kinds: district group ambiguous total metric sector facet level measure cue unit (value: its name, a metric's value:
    the names it may be), bound amount period rank (value: the reading of them), elsewhere (value: a PlaceMention).
    """

    start: int
    end: int
    text: str
    kind: str
    value: Any


@dataclass(frozen=True, slots=True)
class Reading:
    """What a message names. `leftover` are words that nothing explains, `read_as` those read as another word,
    `options` the message rewritten for each thing that a word may equally be, `breaks` the places in the text before
    which a space or the like was dropped."""

    typed: str
    text: str
    city: str
    mentions: tuple[Mention, ...]
    leftover: tuple[str, ...] = ()
    read_as: tuple[tuple[str, str], ...] = ()
    options: tuple[str, ...] = ()
    breaks: frozenset[int] = frozenset()

    def of(self, *kinds: str) -> tuple[Mention, ...]:
        """The mentions of these kinds, in order."""
        return tuple(m for m in self.mentions if m.kind in kinds)

    def cue(self, *values: str) -> bool:
        """Whether any cue of these values is there."""
        return any(m.kind in ("cue", "measure") and m.value in values for m in self.mentions)


def read(typed: str, today: date, home: str, lexicon: Lexicon | None = None) -> Reading:
    """The reading of a message on a day, for somebody whose city is `home`."""
    lexicon = lexicon or load_lexicon()
    normal = normalise(typed)
    read_as: list[tuple[str, str]] = []
    options: tuple[str, ...] = ()
    path = _path(normal.text, today, lexicon)
    for _ in range(4):
        left = _left(normal.text, path)
        if not left or not (repairs := _best(normal.text, left, path, today, lexicon)):
            break
        if len(repairs) > 1 or repairs[0].cost >= GUESS:
            options = tuple(dict.fromkeys(_replaced(normal, r).text for r in repairs))
            break
        read_as.append((normal.text[repairs[0].start : repairs[0].end], repairs[0].word))
        normal = _replaced(normal, repairs[0])
        path = _path(normal.text, today, lexicon)
    city = _city(path, home)
    leftover = _words(normal, typed, _left(normal.text, path))
    mentions = tuple(_mentions(normal.text, path, city))
    return Reading(typed, normal.text, city, mentions, leftover, tuple(read_as), options, _breaks(normal))


def _breaks(normal: Normal) -> frozenset[int]:
    places = normal.places
    return frozenset(i for i in range(1, len(places)) if places[i] - places[i - 1] > 1)


def _path(text: str, today: date, lexicon: Lexicon) -> list[Segment]:
    return cover(text, _candidates(text, today, lexicon))[1]


def _candidates(text: str, today: date, lexicon: Lexicon) -> Iterator[Segment]:
    for start, end, meanings in lexicon.found(text):
        if not _inside_latin(text, start, end):
            single = end - start == 1
            yield Segment(start, end, 1.4 if single else 1.2 if meanings[0].kind == "filler" else 1.0, meanings)
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


def _left(text: str, path: list[Segment]) -> list[int]:
    """Places in the text that nothing explains."""
    unsure = doubtful(text, path)
    return [
        i
        for n, segment in enumerate(path)
        if segment.what is None or n in unsure or _is_unknown(segment)
        for i in range(segment.start, segment.end)
    ]


def _is_unknown(segment: Segment) -> bool:
    """Whether a word is known to name what no table has."""
    return isinstance(segment.what, tuple) and segment.what[0].kind == "unknown"


def _words(normal: Normal, typed: str, left: list[int]) -> tuple[str, ...]:
    """The places left over as words, neighbours joined, as they were typed."""
    runs: list[list[int]] = []
    for i in left:
        if runs and i == runs[-1][1]:
            runs[-1][1] = i + 1
        else:
            runs.append([i, i + 1])
    return tuple(typed[slice(*normal.span(start, end))] for start, end in runs)


def _best(text: str, left: list[int], path: list[Segment], today: date, lexicon: Lexicon) -> list[Repair]:
    """The repair that explains most, with those about equally near that mean something else; none if none helps."""
    if len(left) > 40:
        return []
    now = _score(text, path)
    scored = []
    for repair in nearest(lexicon).repairs(text, left):
        if not _may_be_place(text, repair, path):
            changed = text[: repair.start] + repair.word + text[repair.end :]
            score = repair.cost + _score(changed, _path(changed, today, lexicon))
            if score < now - 5:
                scored.append((score, repair))
    if not scored:
        return []
    scored.sort()
    best = scored[0]
    alike = [best[1]]
    for score, repair in scored[1:]:
        if score - best[0] < _ALIKE and not any(_same(lexicon, text, repair, other) for other in alike):
            alike.append(repair)
    return alike


def _score(text: str, path: list[Segment]) -> float:
    unsure = doubtful(text, path)
    return sum(10.0 * (s.end - s.start) if n in unsure else s.cost for n, s in enumerate(path))


def _may_be_place(text: str, repair: Repair, path: list[Segment]) -> bool:
    """A real place's name is never a misspelling of another's."""
    window = text[repair.start : repair.end]
    return Places.load().is_name(window) or any(
        isinstance(s.what, PlaceMention) and s.start < repair.end and repair.start < s.end for s in path
    )


def _same(lexicon: Lexicon, text: str, one: Repair, other: Repair) -> bool:
    """Whether two repairs come to the same, or do not contradict each other."""
    def meant(repair: Repair) -> set[tuple[str, str]]:
        return {(m.kind, m.value) for m in lexicon.words[repair.word]}

    def made(repair: Repair) -> str:
        return text[: repair.start] + repair.word + text[repair.end :]

    overlapping = one.start < other.end and other.start < one.end
    return bool(meant(one) & meant(other)) or not overlapping or made(one) == made(other)


def _replaced(normal: Normal, repair: Repair) -> Normal:
    first, last = normal.places[repair.start], normal.places[repair.end - 1]
    places = [min(first + i, last) for i in range(len(repair.word) - 1)] + [last]
    return Normal(
        normal.text[: repair.start] + repair.word + normal.text[repair.end :],
        (*normal.places[: repair.start], *places, *normal.places[repair.end :]),
    )


def _city(path: list[Segment], home: str) -> str:
    """The city spoken of: one that is named, or the only one that has all of what is named, or home."""
    named = [m.city for s in path if isinstance(s.what, tuple) for m in s.what if m.kind == "district"]
    if named:
        return home if home in named else named[0]
    named_by = [s.what for s in path if isinstance(s.what, tuple) and any(m.kind == "metric" for m in s.what)]
    sets = [{m.city for m in meanings} for meanings in named_by]
    common = set.intersection(*sets) if sets else {home}
    return home if home in common or "" in common or not common else sorted(common)[0]


def _mentions(text: str, path: list[Segment], city: str) -> Iterator[Mention]:
    for s in path:
        if s.what:
            kind, value = _named(s, city)
            if kind not in ("filler", "unknown"):
                yield Mention(s.start, s.end, text[s.start : s.end], kind, value)


_KINDS = {"Bound": "bound", "Amount": "amount", "Period": "period", "Rank": "rank", "PlaceMention": "elsewhere"}


def _named(segment: Segment, city: str) -> tuple[str, Any]:
    """Kind and value of what a segment names, in a city."""
    if not isinstance(segment.what, tuple):
        return _KINDS[type(segment.what).__name__], segment.what
    here = [m for m in segment.what if m.city in ("", city)]
    if not here:
        return "other_city", segment.what[0]
    first = here[0]
    if first.kind == "metric":
        return "metric", tuple(m.value for m in here if m.kind == "metric")
    return first.kind, first.value

