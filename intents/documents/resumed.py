"""A question about the documents that goes on from the one before: 那股权转让呢, 配合的呢, 农业局呢."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from data import narrative
from intents.documents.asked import Asked
from intents.documents.asking import ask
from intents.mentions.topic import Topic, cities
from intents.reading import Reading

ASKS = frozenset(
    {
        "lead",
        "join",
        "carry",
        "duties",
        "office",
        "verb",
        "plan",
        "how",
        "contents",
        "where",
        "meaning",
        "stage",
        "which",
        "unwritten",
        "purpose",
    }
)
TOGETHER = ("和", "跟", "与", "一起", "共同")


def remember(asked: Asked) -> dict[str, Any]:
    """What the next message may leave out, as JSON can hold it."""
    phrases = [[[list(topic) for topic in word] for word in phrase] for phrase in asked.phrases]
    return {
        "city": asked.city,
        "asks": sorted(asked.asks),
        "phrases": phrases,
        "places": list(asked.places),
        "annexes": list(asked.annexes),
    }


def about_metrics(city: str, metrics: Iterable[str]) -> dict[str, Any]:
    """The same after a question for figures: the measures that set its metrics."""
    wanted = set(metrics)
    places = [m.place for m in narrative.measures() if wanted & set(m.metrics) and cities()[m.document] == city]
    phrases = [[[["measure", place, city, False]]] for place in places]
    return {"city": city, "asks": [], "phrases": phrases, "places": [], "annexes": []}


def resumed(reading: Reading, before: dict[str, Any], home: str) -> Asked | None:
    """A short message with what it leaves out taken from the one before; None where it is whole or of another kind."""
    asked = ask(reading, home, before=True)
    if asked is None or asked.figures or asked.amount or (asked.spoken and asked.city != before["city"]):
        return None
    wanted, subject = asked.asks & ASKS, bool(asked.topics or asked.places)
    phrases = _phrases(before)
    if wanted and not subject and not asked.leftover:
        return replace(asked, city=before["city"], phrases=phrases, places=tuple(before["places"]))
    if subject and not wanted and before["asks"] and not asked.annexes:
        return replace(asked, city=_city(asked, before), asks=frozenset(before["asks"]) | asked.asks)
    return _together(asked, phrases)


def _phrases(before: dict[str, Any]) -> tuple[tuple[tuple[Topic, ...], ...], ...]:
    return tuple(tuple(tuple(Topic(*topic) for topic in word) for word in phrase) for phrase in before["phrases"])


def _city(asked: Asked, before: dict[str, Any]) -> str:
    """The city before, unless what is named now stands only in another."""
    known = {topic.city for topic in asked.topics}
    return str(before["city"]) if before["city"] in known or "" in known else asked.city


def _together(asked: Asked, phrases: tuple[tuple[tuple[Topic, ...], ...], ...]) -> Asked | None:
    """其中和国土局一起牵头的: the department before and the one named now."""
    others = tuple(p for p in phrases if any(t.kind == "department" for word in p for t in word))
    if len(asked.departments) == 1 and not asked.measures and others and any(word in asked.text for word in TOGETHER):
        return replace(asked, phrases=(*others, *asked.phrases))
    return None
