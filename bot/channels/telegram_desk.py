"""What the channel is given: the desk's answers, where mail is kept, and the threads in which both are used."""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any, Protocol, TypeVar

from bot.channels.telegram_maker import Maker
from intents.reply import Reply
from intents.turn import Turn

OURS = "telegram:"

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
    In: `put` keeps updates under their keys and tells which are new; `unfinished` tells those of a beginning of a key.
    `moved` takes what belongs to a group along to its new id; `tick` puts out what is due by the clock."""

    due: Callable[[datetime], Sequence[Waiting]]
    sent: Callable[[int, datetime], None]
    failed: Callable[[int, datetime, str, bool], None]
    put: Callable[[Sequence[tuple[str, str]], datetime], Sequence[str]]
    unfinished: Callable[[str, datetime], Sequence[str]]
    finish: Callable[[Sequence[str], datetime], None]
    moved: Callable[[str, str], None]
    tick: Callable[[datetime], None]


@dataclass(frozen=True, slots=True)
class Service:
    """The desk as the channel knows it. `respond` answers a turn; what its reply still wants made (`attach`) `made`
    makes in another process and `keep` remembers; `warm` readies that process. `published` answers what may be told
    anywhere, or nothing; `roles` tells who has which role."""

    respond: Callable[[Turn], Reply]
    made: Callable[[Reply], Reply] = lambda reply: reply
    keep: Callable[[Turn, Reply], None] = lambda _turn, _reply: None
    published: Callable[[Turn], Reply | None] = lambda _turn: None
    roles: Callable[[], Sequence[tuple[str, str]]] = tuple
    warm: Callable[[], None] | None = None
    mail: Mail | None = None


class Desk:
    """The one thread in which the store is used, the process in which files are made, and the time there."""

    def __init__(self, worker: Executor, zone: tzinfo, maker: Maker | None = None) -> None:
        self._worker, self._maker, self.zone = worker, maker or Maker(), zone

    async def do(self, act: Callable[[], T]) -> T:
        """What the call gives, made where the store is used."""
        return await asyncio.get_running_loop().run_in_executor(self._worker, act)

    async def make(self, act: Callable[[], T]) -> T:
        """What the call gives, made where files are; it must be sendable to another process."""
        return await self._maker.do(act)

    def now(self) -> datetime:
        """This moment."""
        return datetime.now(self.zone)
