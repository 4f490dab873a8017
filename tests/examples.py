"""Examples with facts: how a fact is written in them, and what is wrong with a reply to one."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime, time
from pathlib import Path
from tomllib import loads
from typing import Any

import intents
from bot.render.text import plain
from data.catalog.load import load_catalog
from intents.reply import Fact, Reply
from intents.wording import rounded
from tests.desks import NOW, ask

INTENTS = Path(str(intents.__file__)).parent
ASIDE = ("rank", "count")
DISTRICTS = frozenset(district.name for district in load_catalog().districts if district.kind != "city")


@dataclass(frozen=True)
class Example:
    """A message and what it means; the head of question.examples.toml says what the fields are."""

    text: str
    kind: str
    at: date | None = None
    facts: tuple[str, ...] = ()
    only: bool = False
    order: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    unsaid: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()

    def reply(self) -> Reply:
        """What the desk replies, as to the first message of a conversation."""
        return ask(self.text, at=datetime.combine(self.at, time(9), NOW.tzinfo) if self.at else NOW)

    def faults(self) -> list[str]:
        """What is wrong with that reply."""
        return faults_of(self, self.reply())


def faults_of(wanted: Example, reply: Reply) -> list[str]:
    """What is wrong with a reply, where that is what was wanted."""
    return [*_kind(wanted, reply), *_facts(wanted, reply), *_words(wanted, reply)]


def examples() -> Iterator[Example]:
    """The examples beside the intents, of every file in this form; other forms have tests of their own."""
    for path in sorted(INTENTS.rglob("*.examples.toml")):
        tables = loads(path.read_text(encoding="utf-8")).get("example", [])
        if all({"text", "kind"} <= table.keys() <= FIELDS for table in tables):
            yield from map(example, tables)


FIELDS = {field.name for field in fields(Example)}


def example(table: dict[str, Any]) -> Example:
    """One table of the file."""
    given: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in table.items()}
    return Example(**given)


def known_gaps() -> dict[str, str]:
    """The texts of examples that do not work yet, with the reason."""
    listed = loads((INTENTS / "known_gaps.toml").read_text(encoding="utf-8"))
    return {gap["text"]: gap["why"] for gap in listed.get("gap", ())}


def spoken(fact: Fact) -> str:
    """A fact as examples write it: 诸暨市 实际引进外资 21000万美元, share 23.4694%."""
    figure = amount(fact)
    if fact.measure != "target":
        return f"{fact.measure} {figure}"
    return " ".join(part for part in (fact.district, fact.metric, fact.level, figure) if part)


def amount(fact: Fact) -> str:
    """The figure with its unit, written in one way."""
    value = fact.value if fact.measure == "target" else rounded(fact.value)
    return f"{value.normalize():f}{fact.unit}"


def _kind(wanted: Example, reply: Reply) -> Iterator[str]:
    if reply.kind != wanted.kind:
        yield f"kind {reply.kind}, not {wanted.kind}"
    if not all(any(word in choice for choice in reply.choices) for word in wanted.offers):
        yield f"choices {reply.choices}"


def _facts(wanted: Example, reply: Reply) -> Iterator[str]:
    stated = [spoken(fact) for fact in reply.facts]
    yield from (f"lacks {fact}" for fact in wanted.facts if fact not in stated)
    if wanted.only:
        others = (spoken(fact) for fact in reply.facts if fact.measure not in ASIDE)
        yield from (f"too much: {fact}" for fact in others if fact not in wanted.facts)
    order = [district for district in dict.fromkeys(fact.district for fact in reply.facts) if district in DISTRICTS]
    if order[: len(wanted.order)] != list(wanted.order):
        yield f"order {order}"
    for fact in reply.facts:
        if {fact.measure, fact.district, amount(fact)} & set(wanted.never):
            yield f"must not state {spoken(fact)}"


def _words(wanted: Example, reply: Reply) -> Iterator[str]:
    text = plain(reply)
    yield from (f"does not say {word}" for word in wanted.says if word not in text)
    yield from (f"says {word}" for word in wanted.unsaid if word in text)
