"""Which measure of the documents, or which point of it, a message means: by its place, by its words, or both."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from data import narrative
from data.document import Measure, Point
from intents.mentions.section import PLACE, place_of
from intents.mentions.topic import cities
from intents.normal import normalise

_FILL = re.compile(r"[\s,。、:;!?()《》〈〉的]")


@dataclass(frozen=True, slots=True)
class Meant:
    """A measure, or a point of it; `rest` what of the message names neither. `rivals`: what else it may be."""

    measure: Measure
    point: Point | None = None
    rest: str = ""
    rivals: tuple["Meant", ...] = ()

    @property
    def key(self) -> str:
        """The point as the ledger has it; '' for all of the measure."""
        return self.point.words[0] if self.point and self.point.words else ""

    def __str__(self) -> str:
        whole = f"{self.measure.place} {self.measure.title}"
        return f"{whole}——{self.key}" if self.key else whole


def meant(text: str, city: str) -> Meant | None:
    """What a message means, the longest word deciding; None where it names no measure."""
    said = normalise(text).text
    placed = PLACE.search(said)
    if placed:
        found = [m for m in _measures(city) if m.place == place_of(placed)]
        return _placed(found[0], said, placed) if found else None
    hits = sorted(_hits(said, city), key=lambda hit: -len(hit[0]))
    if not hits:
        return None
    best = [hit for hit in hits if len(hit[0]) == len(hits[0][0])]
    first, *others = dict.fromkeys((measure.place, point) for _, measure, point in best)
    named = {m.place: m for m in _measures(city)}
    rivals = tuple(Meant(named[place], point) for place, point in others)
    return Meant(named[first[0]], first[1], _rest(said, best[0][0]), rivals)


def _placed(measure: Measure, said: str, placed: re.Match[str]) -> Meant:
    """What is meant of the measure whose place is given; the 项 after it may begin a word: 三(二)1 项目开工."""
    head, tail = said[: placed.start()], said[placed.end() :]
    found = _within(measure, f"{head} {placed[0][-1]}{tail}") if placed[0][-1] in "条点项款" else None
    return found if found and found.point else _within(measure, f"{head} {tail}")


def _within(measure: Measure, rest: str) -> Meant:
    """The point of a measure that the rest of the message names."""
    words = [(word, p) for p in measure.points for word in _words(p) if word in rest]
    if not words:
        title = next((word for word in _own(measure) if word in rest), "")
        return Meant(measure, None, _rest(rest, title))
    word, point = max(words, key=lambda found: len(found[0]))
    return Meant(measure, point, _rest(rest, word))


def _rest(said: str, word: str) -> str:
    return _FILL.sub("", said.replace(word, "", 1) if word else said)


def _hits(said: str, city: str) -> Iterator[tuple[str, Measure, Point | None]]:
    """Each word of a measure or a point that is in the message; those of points first."""
    for measure in _measures(city):
        for point in measure.points:
            yield from ((word, measure, point) for word in _words(point) if word in said)
    for measure in _measures(city):
        points = {word for point in measure.points for word in _words(point)}
        yield from ((word, measure, None) for word in _own(measure) if word in said and word not in points)


@cache
def _measures(city: str) -> tuple[Measure, ...]:
    return tuple(m for m in narrative.measures() if cities()[m.document] == city)


@cache
def _words(point: Point) -> tuple[str, ...]:
    """The words that name a point, as they are read, the longest first."""
    return tuple(sorted((normalise(word).text for word in (*point.words, point.what)), key=len, reverse=True))


@cache
def _own(measure: Measure) -> tuple[str, ...]:
    words = (*measure.words, measure.title)
    return tuple(sorted((normalise(word).text for word in words), key=len, reverse=True))
