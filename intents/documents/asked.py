"""What a message asks of the documents, as a noun: the things it names and what is wanted of them."""

from dataclasses import dataclass
from functools import cached_property

from data import narrative
from data.document import Measure, Section
from intents.mentions.topic import Topic, cities


@dataclass(frozen=True)
class Asked:
    """What is asked. `phrases` are the noun phrases, each a tuple of words with the topics they can mean; `asks` what
    is wanted; `places` sections and measures by number; `group` an enterprise group; `spoken` whether the city is said.

    As questions for figures would have it: `figures` whether it reads as one, `counting` for comparing or counting,
    `amount` whether it asks for any number at all, `plain` whether they know every word of it.
    """

    city: str
    text: str
    asks: frozenset[str]
    phrases: tuple[tuple[tuple[Topic, ...], ...], ...] = ()
    places: tuple[str, ...] = ()
    annexes: tuple[int, ...] = ()
    group: str = ""
    leftover: tuple[str, ...] = ()
    figures: bool = False
    counting: bool = False
    amount: bool = False
    plain: bool = False
    spoken: bool = False
    districts: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    metrics: tuple[str, ...] = ()

    @cached_property
    def topics(self) -> tuple[Topic, ...]:
        """Every topic named, in order."""
        return tuple(dict.fromkeys(t for phrase in self.phrases for word in phrase for t in word))

    def of(self, kind: str) -> tuple[str, ...]:
        """What is named of a kind; that by general words only where no other word is there."""
        found = [t for t in self.topics if t.kind == kind]
        special = [t for t in found if not t.general]
        return tuple(dict.fromkeys(t.value for t in special or found))

    def wants(self, *asks: str) -> bool:
        """Whether any of these is wanted."""
        return not self.asks.isdisjoint(asks)

    @property
    def departments(self) -> tuple[str, ...]:
        """The departments of the document that are named."""
        return self.of("department")

    @property
    def vague(self) -> bool:
        """Whether every measure is named by general words only."""
        return all(t.general for t in self.topics if t.kind == "measure")

    @property
    def named(self) -> bool:
        """Whether it names anything that stands in a document."""
        kinds = ("measure", "section", "programme", "project", "group", "cluster", "statement", "award")
        return bool(self.places) or any(t.kind in kinds for t in self.topics)

    @cached_property
    def measures(self) -> tuple[Measure, ...]:
        """The measures that are meant, in the documents' order."""
        meant = set(self.places)
        plain = self.vague
        for phrase in self.phrases:
            meant |= _common(phrase, plain)
        for programme in narrative.programmes():
            if (
                programme.name in self.of("programme")
                and cities()[programme.document] == self.city
                and programme.lead_at
            ):
                meant |= {programme.lead_at} if not meant else set()
        return tuple(m for m in narrative.measures() if m.place in meant and cities()[m.document] == self.city)

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The sections that are named."""
        named = {*self.of("section"), *self.places}
        return tuple(s for s in narrative.sections() if s.place in named and cities()[s.document] == self.city)


def _common(phrase: tuple[tuple[Topic, ...], ...], general: bool) -> set[str]:
    """The places that all words of a phrase share, or those of the word with the fewest."""
    options = [{t.value for t in word if t.kind == "measure" and (general or not t.general)} for word in phrase]
    options = [option for option in options if option]
    if not options:
        return set()
    return set.intersection(*options) or min(options, key=len)
