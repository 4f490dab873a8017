"""What answers about the documents have in common: the document itself, citations, figures as facts, declines."""

from collections.abc import Iterable
from functools import cache

from data import query
from data.document import Document, Measure
from data.library import load_documents
from data.model import Figure
from data.selection import Selection
from intents.reply import Fact, Reply
from intents.sources import Sources


@cache
def document_of(city: str) -> Document:
    """The newest document of a city. Raises IndexError for a city without one."""
    return [document for document in load_documents() if document.city == city][-1]


def cited(city: str, *places: str) -> str:
    """依据：绍政办发〔2012〕43号 三(三)4、三(五)2."""
    return f"依据：{document_of(city).number} {'、'.join(dict.fromkeys(places))}"


def facts_of(metrics: Iterable[str], city: str, place: str, sources: Sources) -> tuple[Fact, ...]:
    """The city's figures of metrics as facts, those of this place before those of another."""
    names = tuple(dict.fromkeys(metrics))
    found = query.figures(sources.store, Selection(city, document_of(city).year, names, (city,))) if names else ()
    return tuple(fact for name in names for fact in _facts([f for f in found if f.metric == name], place))


def _facts(found: list[Figure], place: str) -> list[Fact]:
    here = [f for f in found if f.citation.place == place] or found[:1]
    return [Fact("target", f.value, f.unit, f.district, f.metric, str(f.year), f.level, str(f.citation)) for f in here]


def joined(names: Iterable[str]) -> str:
    """Names as a list in a sentence."""
    return "、".join(names)


def named(measure: Measure) -> str:
    """三(三)4 大力发展股权转让."""
    return f"{measure.place} {measure.title}"


def declined(why: str, *more: str, choices: tuple[str, ...] = (), unknown: tuple[str, ...] = ()) -> Reply:
    """Understood, but the documents do not hold it; `unknown` are words for which nothing else is known."""
    return Reply("decline", (why, *more), choices=choices, unknown=unknown)


def unread(words: Iterable[str]) -> tuple[str, ...]:
    """A note on words that nothing explains."""
    said = "、".join(f"“{word}”" for word in words)
    return (f"（{said}没看懂，未计入。）",) if said else ()
