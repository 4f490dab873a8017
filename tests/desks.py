"""The real desk for tests, in process on a temporary database with the shipped documents, and what these publish."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from functools import cache
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from bot.desk import Desk, open_desk
from data.library import load_documents
from data.model import Figure
from intents.reply import Fact, Reply
from intents.turn import Turn

NOW = datetime(2012, 6, 18, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
SHAOXING = "绍兴市"
_FOLDER = TemporaryDirectory(prefix="mubiao-test-")
_chats = count()

Stated = tuple[str, str | None, str | None, str | None, str | None, str, str, str | None]


@cache
def desk() -> Desk:
    """One desk for the whole run: chats are kept apart by themselves."""
    return open_desk(f"sqlite:///{Path(_FOLDER.name) / 'desk.db'}", SHAOXING, NOW)


def new_chat() -> str:
    """A chat in which nothing has been said."""
    return f"chat-{next(_chats)}"


def ask(text: str, chat: str = "", at: datetime = NOW) -> Reply:
    """The reply to a message; without a chat, as the first of a new one."""
    return desk().respond(Turn(text, "test:someone", chat or new_chat(), at))


def converse(texts: Iterable[str], minutes: int = 1) -> Iterator[Reply]:
    """The replies to a conversation, a message every so many minutes."""
    chat = new_chat()
    for number, text in enumerate(texts):
        yield ask(text, chat, NOW + timedelta(minutes=minutes * number))


@cache
def published() -> dict[tuple[str, str], tuple[Figure, ...]]:
    """The published figures by district and metric, one a level: of two places the first, which is the annex."""
    found: dict[tuple[str, str], dict[str | None, Figure]] = {}
    for document in load_documents():
        for figure in document.figures:
            found.setdefault((figure.district, figure.metric), {}).setdefault(figure.level, figure)
    return {cell: tuple(levels.values()) for cell, levels in found.items()}


@cache
def everything() -> frozenset[Stated]:
    """Every published figure as a fact would state it, each of the places that publish it."""
    return frozenset(as_stated(figure) for document in load_documents() for figure in document.figures)


def as_stated(figure: Figure) -> Stated:
    """A figure as a fact would state it, with its source."""
    value = format(figure.value.normalize(), "f")
    return (
        "target",
        figure.district,
        figure.metric,
        str(figure.year),
        figure.level,
        value,
        figure.unit,
        str(figure.citation),
    )


def stated(fact: Fact) -> Stated:
    """All that a fact says, its value written in one way."""
    value = format(fact.value.normalize(), "f")
    return fact.measure, fact.district, fact.metric, fact.period, fact.level, value, fact.unit, fact.source


def targets(reply: Reply) -> list[Stated]:
    """The targets that a reply states."""
    return [stated(fact) for fact in reply.facts if fact.measure == "target"]
