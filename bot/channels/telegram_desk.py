"""What the channel is given: the desk's answers, where mail is kept, and the processes in which both are used."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any, ParamSpec, Protocol, TypeVar

from intents.reply import Reply
from intents.turn import Turn

OURS = "telegram:"

P = ParamSpec("P")
T = TypeVar("T")


class Waiting(Protocol):
    """A message that waits: its number, to whom (CHANNEL:ID), what, and the files that go along."""

    @property
    def id(self) -> int:
        """Its number."""
        ...

    @property
    def to(self) -> str:
        """CHANNEL:ID."""
        ...

    @property
    def text(self) -> str:
        """What it says."""
        ...

    @property
    def files(self) -> Sequence[Any]:
        """The files that go along, each with name, type and content."""
        ...

    @property
    def reply(self) -> str:
        """The whole of it, as bot.wire keeps replies, where it is more than text and files."""
        ...


@dataclass(frozen=True, slots=True)
class Mail:
    """Where mail is kept. Out: what is `due` at a moment; `sent` or `failed` (why, never to be tried again?) marks it.
    In: `put` keeps updates under their keys and tells which are not finished, however often they are put; `unfinished`
    tells those of a beginning of a key. `moved` takes what belongs to a group along to its new id. Those are called in
    the desk's process; here, `tick` puts out what is due by the clock, `looked` hears of each look at what is due."""

    due: Callable[[datetime], Sequence[Waiting]]
    sent: Callable[[int, datetime], None]
    failed: Callable[[int, datetime, str, bool], None]
    put: Callable[[Sequence[tuple[str, str]], datetime], Sequence[str]]
    unfinished: Callable[[str, datetime], Sequence[str]]
    finish: Callable[[Sequence[str], datetime], None]
    moved: Callable[[str, str], None]
    tick: Callable[[datetime], None]
    looked: Callable[[], None] = lambda: None


def _nothing() -> None:
    """Nothing has to be readied."""


def _no_roles() -> Sequence[tuple[str, str]]:
    return ()


def _not_published(_turn: Turn) -> Reply | None:
    return None


def _same(reply: Reply) -> Reply:
    return reply


def _kept(_turn: Turn, _reply: Reply) -> None:
    """Nothing is remembered."""


@dataclass(frozen=True, slots=True)
class Service:
    """The desk as the channel knows it; what is called in another process can be sent there. In the desk's process,
    which `begin` readies, `respond` answers a turn, and `keep` remembers what its reply still wanted made (`attach`);
    `published` answers what may be told anywhere, or nothing; `roles` tells who has which role. In the process where
    files are made, which `begin_making` readies, `made` makes them."""

    respond: Callable[[Turn], Reply]
    made: Callable[[Reply], Reply] = _same
    keep: Callable[[Turn, Reply], object] = _kept
    published: Callable[[Turn], Reply | None] = _not_published
    roles: Callable[[], Sequence[tuple[str, str]]] = _no_roles
    mail: Mail | None = None
    begin: Callable[[], None] = _nothing
    begin_making: Callable[[], None] = _nothing


class Process(Protocol):
    """Where calls are done (`bot.worker.Worker`)."""

    async def do(self, act: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
        """What the call gives, done there."""
        ...


class Desk:
    """The one process in which the store is used, the one in which files are made, and the time there."""

    def __init__(self, desk: Process, maker: Process, zone: tzinfo) -> None:
        self.do, self.make, self.zone = desk.do, maker.do, zone

    def now(self) -> datetime:
        """This moment."""
        return datetime.now(self.zone)
