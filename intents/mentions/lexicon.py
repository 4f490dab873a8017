"""All words that mean something: names from the catalog, cue words and fillers from the files beside this module, and
other names given while the program runs."""

import tomllib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache, lru_cache
from heapq import merge
from pathlib import Path
from typing import NamedTuple

import ahocorasick

from data.aliases import Alias
from data.catalog.load import Catalog, load_catalog
from data.library import load_documents
from data.narrative import programmes
from intents.normal import normalise

HERE = Path(__file__).parent


class Meaning(NamedTuple):
    """What a word can mean: a kind (district, metric, sector, cue …), the thing named, and in which city ("" any)."""

    kind: str
    value: str
    city: str = ""


@dataclass(frozen=True, eq=False)
class Lexicon:
    """Words with their meanings, and automata that find all of them in a text at once. `shipped` is the lexicon that
    others were added to (None: itself): only its words are looked for in what was misspelt."""

    words: dict[str, tuple[Meaning, ...]]
    automata: tuple[ahocorasick.Automaton, ...]
    shipped: "Lexicon | None" = None

    def found(self, text: str) -> Iterator[tuple[int, int, tuple[Meaning, ...]]]:
        """Every occurrence of every word: start, end, meanings; overlapping ones too."""
        hits = (automaton.iter(text) for automaton in self.automata)
        for last, word in next(hits) if len(self.automata) == 1 else merge(*hits):
            yield last + 1 - len(word), last + 1, self.words[word]


_spoken: ContextVar[Lexicon | None] = ContextVar("spoken", default=None)


@contextmanager
def speaking(aliases: tuple[Alias, ...]) -> Iterator[None]:
    """These other names are known while the block runs, on this thread."""
    before = _spoken.set(_with(aliases) if aliases else None)
    try:
        yield
    finally:
        _spoken.reset(before)


def load_lexicon() -> Lexicon:
    """The lexicon of the shipped catalog, with the other names that are in force."""
    return _spoken.get() or shipped_lexicon()


@cache
def shipped_lexicon() -> Lexicon:
    """The lexicon of the shipped catalog alone."""
    return build_lexicon(load_catalog())


@lru_cache(maxsize=8)
def _with(aliases: tuple[Alias, ...]) -> Lexicon:
    """The shipped lexicon with more words: its automaton stays, a small one joins it. What is shipped goes first, but
    for words that only say that no table has them."""
    shipped, catalog = shipped_lexicon(), load_catalog()
    new: dict[str, tuple[Meaning, ...]] = {}
    for alias in aliases:
        named = catalog.districts if alias.kind == "district" else catalog.metrics
        city = next((each.city for each in named if each.name == alias.name), None)
        if city and all(meaning.kind == "unknown" for meaning in shipped.words.get(alias.word, ())):
            new[alias.word] = (Meaning(alias.kind, alias.name, city),)
    if not new:
        return shipped
    return Lexicon(shipped.words | new, (*shipped.automata, _automaton(new)), shipped)


def build_lexicon(catalog: Catalog) -> Lexicon:
    """The lexicon of a catalog: the earlier meaning of a word comes first."""
    words: dict[str, list[Meaning]] = {}
    for word, meaning in (*_names(catalog), *_cues(), *_fillers()):
        meanings = words.setdefault(word, [])
        if meaning not in meanings:
            meanings.append(meaning)
    return Lexicon({word: tuple(meanings) for word, meanings in words.items()}, (_automaton(words),))


def _automaton(words: Iterable[str]) -> ahocorasick.Automaton:
    automaton = ahocorasick.Automaton()
    for word in words:
        automaton.add_word(word, word)
    automaton.make_automaton()
    return automaton


def _names(catalog: Catalog) -> Iterator[tuple[str, Meaning]]:
    for district in catalog.districts:
        for name in (district.name, *district.aliases, *district.later):
            yield name.lower(), Meaning("district", district.name, district.city)
    for group in catalog.groups:
        for name in (group.name, *group.aliases):
            yield name, Meaning("group", group.name, group.city)
    for ambiguous in catalog.ambiguous:
        yield ambiguous.name, Meaning("ambiguous", ambiguous.name, ambiguous.city)
    for city in catalog.cities:
        for word in city.total:
            yield word, Meaning("total", city.name, city.name)
    yield from _metrics(catalog)
    city_of = {document.number: document.city for document in load_documents()}
    for programme in programmes():
        home = city_of[programme.document]
        for word in (programme.name, *programme.aliases):
            yield _bare(word), Meaning("programme", programme.name, home)


def _metrics(catalog: Catalog) -> Iterator[tuple[str, Meaning]]:
    for metric in catalog.metrics:
        for name in (metric.name, *metric.also, *metric.aliases):
            yield _bare(name), Meaning("metric", metric.name, metric.city)


def _bare(name: str) -> str:
    """A name as a normalised text holds it: no quotes, lower case."""
    return normalise(name).text


def _cues() -> Iterator[tuple[str, Meaning]]:
    for kind, table in tomllib.loads((HERE / "words.toml").read_text(encoding="utf-8")).items():
        for value, words in table.items():
            for word in words:
                yield word.lower(), Meaning(kind, value)


def _fillers() -> Iterator[tuple[str, Meaning]]:
    for line in (HERE / "fillers.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("# "):
            for word in line.lower().split():
                yield word, Meaning("filler", "")
