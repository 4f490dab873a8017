"""A message read: what it names, in order, and which of its words are left over."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from intents.mentions.candidates import path_of
from intents.mentions.circumstance import circumstances, harmless
from intents.mentions.cover import Segment
from intents.mentions.lexicon import Lexicon, load_lexicon
from intents.mentions.nearest import GUESS
from intents.mentions.repairing import best_repairs, is_unknown, left_over, replaced
from intents.normal import Normal, normalise

LONGEST = 600
_MEANING = (
    "district",
    "group",
    "total",
    "ambiguous",
    "metric",
    "sector",
    "facet",
    "level",
    "stage",
    "programme",
    "annex",
    "unit",
    "who_of",
    "count_of",
    "group_less",
    "fraction",
)  # kinds of words on which a figure can depend


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
    which a space or the like was dropped, `asides` clauses that only tell why or for whom it is asked."""

    typed: str
    text: str
    city: str
    mentions: tuple[Mention, ...]
    leftover: tuple[str, ...] = ()
    read_as: tuple[tuple[str, str], ...] = ()
    options: tuple[str, ...] = ()
    breaks: frozenset[int] = frozenset()
    asides: tuple[str, ...] = ()

    def of(self, *kinds: str) -> tuple[Mention, ...]:
        """The mentions of these kinds, in order."""
        return tuple(m for m in self.mentions if m.kind in kinds)

    def cue(self, *values: str) -> bool:
        """Whether any cue of these values is there."""
        if ("who" in values and self.of("who_of")) or ("count" in values and self.of("count_of")):
            return True
        return any(m.kind in ("cue", "measure") and m.value in values for m in self.mentions)


def read(typed: str, today: date, home: str, lexicon: Lexicon | None = None) -> Reading:
    """The reading of a message on a day, for somebody whose city is `home`."""
    lexicon = lexicon or load_lexicon()
    normal = whole = normalise(typed)
    read_as: list[tuple[str, str]] = []
    options: tuple[str, ...] = ()
    path = path_of(normal.text, today, lexicon)
    if aside := _asides(normal, path):
        normal = _without(normal, aside)
        path = path_of(normal.text, today, lexicon)
    for _ in range(4):
        left = left_over(normal.text, path)
        if not left or not (repairs := best_repairs(normal.text, left, path, today, lexicon)):
            break
        if len(repairs) > 1 or repairs[0].cost >= GUESS:
            options = tuple(dict.fromkeys(replaced(normal, r).text for r in repairs))
            break
        read_as.append((normal.text[repairs[0].start : repairs[0].end], repairs[0].word))
        normal = replaced(normal, repairs[0])
        path = path_of(normal.text, today, lexicon)
    city = _city(path, home)
    leftover = _words(normal, typed, left_over(normal.text, path))
    mentions = tuple(_mentions(normal.text, path, city))
    told = tuple(typed[slice(*whole.span(start, end))] for start, end in aside)
    return Reading(typed, normal.text, city, mentions, leftover, tuple(read_as), options, _breaks(normal), told)


def _asides(normal: Normal, path: list[Segment]) -> list[tuple[int, int]]:
    """Clauses of circumstance that hold something not understood, where another clause names what is asked. One that is
    a known word and nothing else (填报模板 5月) is none: it says what is asked for."""
    text, soft = normal.text, harmless(normal.text)
    meaning = [(s.start, s.end) for s in path if _names(s) and not _within(s, soft)]
    unknown = [(s.start, s.end) for s in path if is_unknown(s)]
    left = left_over(text, path)
    doubts = {*left, *(s.start for s in path if _is(s, "measure", "office") or _within(s, soft))}
    spaces = _breaks(normal) if left else ()  # 填报模板 5月 is one request
    clauses = circumstances(text, meaning, unknown, spaces) if meaning and doubts else ()
    words = {(s.start, s.end) for s in path if s.what}
    return [clause for clause in clauses if clause not in words and doubts & {*range(*clause)}]


def _within(segment: Segment, soft: list[tuple[int, int]]) -> bool:
    """Whether a period or an amount is only part of what is said of the circumstances: 半年总结, 三点前."""
    plain = not isinstance(segment.what, tuple) and segment.what not in (None, "")
    return plain and any(start <= segment.start and segment.end <= end for start, end in soft)


def _names(segment: Segment) -> bool:
    """Whether a piece of text names what a figure can depend on."""
    if not isinstance(segment.what, tuple):
        return segment.what not in (None, "")
    return any(meaning.kind in _MEANING for meaning in segment.what)


def _is(segment: Segment, kind: str, value: str) -> bool:
    return isinstance(segment.what, tuple) and any((m.kind, m.value) == (kind, value) for m in segment.what)


def _without(normal: Normal, spans: list[tuple[int, int]]) -> Normal:
    kept = [i for i in range(len(normal.text)) if not any(start <= i < end for start, end in spans)]
    return Normal("".join(normal.text[i] for i in kept), tuple(normal.places[i] for i in kept))


def _breaks(normal: Normal) -> frozenset[int]:
    places = normal.places
    return frozenset(i for i in range(1, len(places)) if places[i] - places[i - 1] > 1)


def _words(normal: Normal, typed: str, left: list[int]) -> tuple[str, ...]:
    """The places left over as words, neighbours joined, as they were typed."""
    runs: list[list[int]] = []
    for i in left:
        if runs and i == runs[-1][1]:
            runs[-1][1] = i + 1
        else:
            runs.append([i, i + 1])
    return tuple(typed[slice(*normal.span(start, end))] for start, end in runs)


def _city(path: list[Segment], home: str) -> str:
    """The city spoken of: one that is named, or the only one that has all of what is named, or home."""
    telling = [m for s in path if isinstance(s.what, tuple) for m in s.what if m.kind in _TELLING]
    named = [m.city for m in telling if m.city]
    if named:
        return home if home in named else named[0]
    named_by = [s.what for s in path if isinstance(s.what, tuple) and any(m.kind == "metric" for m in s.what)]
    sets = [{m.city for m in meanings} for meanings in named_by]
    common = set.intersection(*sets) if sets else {home}
    return home if home in common or "" in common or not common else min(common)


def _mentions(text: str, path: list[Segment], city: str) -> Iterator[Mention]:
    for s in path:
        if s.what:
            kind, value = _named(s, city)
            if kind not in ("filler", "unknown"):
                yield Mention(s.start, s.end, text[s.start : s.end], kind, value)


_TELLING = ("district", "document", "annex")
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
