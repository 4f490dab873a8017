"""The desk in a process of its own: what the channel has done there, each call sent by its name, `begin` first. And how
the process begins in which files are made (`begin_making`)."""

from collections.abc import Sequence
from datetime import datetime

from bot import inline
from bot.cli_options import begin_log, open_desk_of
from bot.desk import Desk
from bot.render.files import warm
from bot.settings import Settings
from data import groups, inbox, members, outbox
from intents.reply import Reply
from intents.turn import Turn

_desks: list[Desk] = []


def begin(settings: Settings) -> None:
    """Opens the desk of these settings. Raises StoreProblem."""
    take(open_desk_of(settings))


def begin_making(settings: Settings) -> None:
    """Loads what files are made with, so that no first chart waits for it."""
    begin_log(settings)
    warm()


def take(desk: Desk) -> None:
    """Answers from this desk from now on."""
    _desks[:] = [desk]


def respond(turn: Turn) -> Reply:
    """The reply to a turn. Never raises."""
    return _desks[0].begin(turn)


def keep(turn: Turn, reply: Reply) -> None:
    """Remembers a reply once its files are made."""
    _desks[0].keep(turn, reply)


def published(turn: Turn) -> Reply | None:
    """What may be told anywhere, or nothing. Never raises."""
    return inline.published(_desks[0].source, turn)


def roles() -> Sequence[tuple[str, str]]:
    """Who has which role. Raises StoreProblem, as all below."""
    return [(member.id, member.role) for member in members.everyone(_desks[0].store)]


def due(at: datetime) -> Sequence[outbox.Message]:
    """What is to be sent through Telegram by then, the first to each."""
    return outbox.due_each(_desks[0].store, at, to="telegram:")


def sent(message: int, at: datetime) -> None:
    """A message went out."""
    outbox.mark_sent(_desks[0].store, message, at)


def failed(message: int, at: datetime, why: str, final: bool) -> None:
    """A message could not be sent."""
    outbox.failed(_desks[0].store, message, at, why, final)


def put(updates: Sequence[tuple[str, str]], at: datetime) -> Sequence[str]:
    """Keeps updates; which of them are new."""
    return inbox.put(_desks[0].store, updates, at)


def unfinished(begins: str, at: datetime) -> Sequence[str]:
    """The updates that were not handled."""
    return inbox.unfinished(_desks[0].store, begins, at)


def finish(keys: Sequence[str], at: datetime) -> None:
    """Updates were handled."""
    inbox.finish(_desks[0].store, keys, at)


def moved(old: str, new: str) -> None:
    """A group became another one."""
    groups.moved(_desks[0].store, old, new)
