"""What must not be lost on its way: updates are kept before they are acknowledged, messages until they are sent.

Where they are kept is the store's affair, handed in as `Mail`; every call of it is made in the desk's one thread.
Commit, send, mark: none is lost, and one goes out twice only where a kill fell between the sending and the mark.
"""

import asyncio
import json
import logging
from collections import defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Any, Protocol, TypeVar

from telegram import Bot, Update
from telegram.error import Forbidden, RetryAfter, TelegramError

from bot.channels.telegram_show import Place, show
from intents.reply import File, Reply

EVERY = 1.0  # seconds between two looks at what is due
AT_ONCE = 16  # recipients written to at a time
OURS = "telegram:"

log = logging.getLogger(__name__)
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


@dataclass(frozen=True, slots=True)
class Mail:
    """Where mail is kept. Out: what is `due` at a moment; `sent` or `failed` (why, never to be tried again?) marks it.
    In: `put` keeps an update under its key unless it is known; `unfinished` tells those of a beginning of a key. `tick`
    puts out what is due by the clock."""

    due: Callable[[datetime], Sequence[Waiting]]
    sent: Callable[[int, datetime], None]
    failed: Callable[[int, datetime, str, bool], None]
    put: Callable[[str, str, datetime], bool]
    unfinished: Callable[[str, datetime], Sequence[str]]
    finish: Callable[[str, datetime], None]
    tick: Callable[[datetime], None]


class Desk:
    """The one thread in which the store is used, and the time there."""

    def __init__(self, worker: Executor, zone: tzinfo) -> None:
        self._worker, self.zone = worker, zone

    async def do(self, act: Callable[[], T]) -> T:
        """What the call gives, made in that thread."""
        return await asyncio.get_running_loop().run_in_executor(self._worker, act)

    def now(self) -> datetime:
        """This moment."""
        return datetime.now(self.zone)


class Inbox(asyncio.Queue[object]):
    """The library's queue, which it fills before it acknowledges: an update is kept first, and taken once."""

    def __init__(self, mail: Mail, desk: Desk, owner: str) -> None:
        super().__init__()
        self._mail, self._desk, self._owner = mail, desk, f"{OURS}{owner}:"
        self._undone: set[int] = set()

    async def put(self, item: object) -> None:
        """Keeps an update and queues it, if it was not here before. Raises TelegramError where it cannot be kept: the
        library then asks for it again."""
        if not isinstance(item, Update) or await self._is_new(item):
            await super().put(item)

    async def _is_new(self, update: Update) -> bool:
        body, now = update.to_json(), self._desk.now()
        try:
            return await self._desk.do(lambda: self._mail.put(self._key(update), body, now))
        except Exception as error:
            log.exception("update %s could not be kept", update.update_id)
            raise TelegramError("the inbox cannot be written") from error

    async def replay(self, bot: Bot) -> None:
        """Queues what an earlier life of the program left unfinished."""
        now = self._desk.now()
        for body in await self._desk.do(lambda: self._mail.unfinished(self._owner, now)):
            await super().put(Update.de_json(json.loads(body), bot))

    def leave(self, update: Update) -> None:
        """Lets an update be unfinished: its answer could not be sent, the next start tries again."""
        self._undone.add(update.update_id)

    async def finish(self, update: Update) -> None:
        """It was handled."""
        if update.update_id in self._undone:
            self._undone.discard(update.update_id)
            return
        now = self._desk.now()
        try:
            await self._desk.do(lambda: self._mail.finish(self._key(update), now))
        except Exception:
            log.exception("update %s could not be marked", update.update_id)  # it comes again, and is answered again

    def _key(self, update: Update) -> str:
        return f"{self._owner}{update.update_id}"


class Outbox:
    """Sends what is due: every second, and when it is woken."""

    def __init__(self, mail: Mail, desk: Desk) -> None:
        self._mail, self._desk = mail, desk
        self._awake, self._slots, self._stopping = asyncio.Event(), asyncio.Semaphore(AT_ONCE), False
        self._unmarked: set[int] = set()  # sent, but the store could not be told: not to be sent again
        self._task: asyncio.Task[None] | None = None

    def wake(self) -> None:
        """Something may be due."""
        self._awake.set()

    def start(self, bot: Bot) -> None:
        """Begins to send."""
        self._task = asyncio.get_running_loop().create_task(self._run(bot))

    async def stop(self) -> None:
        """Sends what is due once more, and ends."""
        self._stopping = True
        self.wake()
        if self._task:
            await self._task

    async def _run(self, bot: Bot) -> None:
        last = False
        while not last:
            last = self._stopping
            self._awake.clear()
            try:
                await self._look(bot)
            except Exception:
                log.exception("the outbox could not be read")
            if not self._stopping:
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._awake.wait(), EVERY)

    async def _look(self, bot: Bot) -> None:
        """Sends all that is due, to many at a time, to each in order."""
        now = self._desk.now()
        waiting: defaultdict[str, list[Waiting]] = defaultdict(list)
        for message in await self._desk.do(lambda: self._mail.due(now)):
            if message.to.startswith(OURS):
                waiting[message.to].append(message)
        await asyncio.gather(*(self._send_all(bot, messages) for messages in waiting.values()))

    async def _send_all(self, bot: Bot, messages: Sequence[Waiting]) -> None:
        async with self._slots:
            for message in messages:
                if not await self._sent(bot, message):
                    return

    async def _sent(self, bot: Bot, message: Waiting) -> bool:
        """Sends and marks one; whether the next may follow."""
        try:
            if message.id not in self._unmarked:
                await _send(bot, message)
                self._unmarked.add(message.id)
            await self._desk.do(lambda: self._mail.sent(message.id, self._desk.now()))
            self._unmarked.discard(message.id)
        except (TelegramError, OSError, ValueError) as error:
            await self._failed(message, error)
            return False
        return True

    async def _failed(self, message: Waiting, error: Exception) -> None:
        """It waits and is tried again, but not where the person has stopped the bot."""
        log.warning("message %s to %s: %s", message.id, message.to, type(error).__name__)
        over = isinstance(error, Forbidden)
        at = self._desk.now() + (_wait(error) if isinstance(error, RetryAfter) else timedelta(0))
        await self._desk.do(lambda: self._mail.failed(message.id, at, str(error), over))


def _wait(error: RetryAfter) -> timedelta:
    given = error.retry_after
    return given if isinstance(given, timedelta) else timedelta(seconds=given)


async def _send(bot: Bot, message: Waiting) -> None:
    files = tuple(File(each.name, each.type, each.content) for each in message.files)
    await show(Reply("receipt", (message.text,), files=files), Place(bot, int(message.to.removeprefix(OURS))), "")
