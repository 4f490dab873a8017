"""Updates are kept before they are acknowledged, taken once, and stay until they were answered."""

import asyncio
import json
import logging
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import cast

from telegram import Bot, Update
from telegram.error import TelegramError

from bot.channels.telegram_desk import OURS, Desk, Mail

FIRST, LONGEST = 5.0, 60.0  # seconds until a chat's answers are tried again, doubled each time

log = logging.getLogger(__name__)


class _Batch(asyncio.Event):
    """Set once all that came together is kept, or could not be."""

    error: Exception | None = None


class Inbox(asyncio.Queue[object]):
    """The library's queue, which it fills before it acknowledges: an update is kept first, and taken once.

    Where an answer could not be sent, its chat waits: what comes in there lines up behind it, and all of it is tried
    again, in order, after a while that doubles. A kill or a stop leaves it to the next start."""

    def __init__(self, mail: Mail, desk: Desk, owner: str) -> None:
        super().__init__()
        self._mail, self._desk, self._owner = mail, desk, f"{OURS}{owner}:"
        self._coming: list[Update] = []
        self._kept, self._keeping = _Batch(), cast(asyncio.Task[None] | None, None)
        self._new: set[int] = set()
        self._held: set[int] = set()
        self._left: dict[int, float] = {}
        self._behind: dict[int | None, list[Update]] = {}
        self._tries: Counter[int | None] = Counter()
        self._sent_parts: defaultdict[int, set[int]] = defaultdict(set)
        self._handled: list[str] = []
        self._marking: asyncio.Task[None] | None = None

    async def keep(self, updates: Sequence[Update]) -> None:
        """Keeps updates before they are put; what comes in meanwhile is kept together, since the disk takes its time.
        Raises TelegramError where they cannot be kept: then they are asked for, or delivered, again."""
        if not (coming := [update for update in updates if not update.inline_query]):
            return  # nothing to keep, and nobody would say that it is kept
        self._coming.extend(coming)
        kept = self._kept
        if self._keeping is None or self._keeping.done():
            self._keeping = asyncio.get_running_loop().create_task(self._keep())
        await kept.wait()
        if kept.error:
            raise TelegramError("the inbox cannot be written") from kept.error

    async def _keep(self) -> None:
        """Keeps what has come, again and again until nothing more has."""
        while self._coming:
            updates, batch, now = self._coming, self._kept, self._desk.now()
            self._coming, self._kept = [], _Batch()
            try:
                bodies = {self._key(update): update.to_json() for update in updates}
                unfinished = set(await self._desk.do(self._mail.put, [*bodies.items()], now))
                self._new |= {each.update_id for each in updates if self._key(each) in unfinished} - self._held
            except Exception as error:
                log.exception("%s updates could not be kept", len(updates))
                batch.error = error
            batch.set()

    async def put(self, item: object) -> None:
        """Queues an update that was kept, if it is not held already; one of an inline query is not kept at all."""
        if not isinstance(item, Update) or item.inline_query:
            await super().put(item)
        elif item.update_id in self._new:
            self._new.discard(item.update_id)
            self._held.add(item.update_id)
            await super().put(item)

    async def replay(self, bot: Bot) -> None:
        """Queues what an earlier life of the program left unfinished."""
        now = self._desk.now()
        for body in await self._desk.do(self._mail.unfinished, self._owner, now):
            update = Update.de_json(json.loads(body), bot)
            self._held.add(update.update_id)
            await super().put(update)

    def parts(self, update: Update) -> set[int]:
        """Which parts of this update's answer were sent already."""
        return self._sent_parts[update.update_id]

    def leave(self, update: Update, wait: float = 0) -> None:
        """Its answer could not be sent: it is tried again, not before so many seconds."""
        self._left[update.update_id] = wait

    def waits(self, update: Update) -> bool:
        """Whether the update lines up behind another of its chat."""
        if (chat := _chat(update)) not in self._behind:
            return False
        self._behind[chat].append(update)
        return True

    async def finish(self, update: Update) -> None:
        """It was handled, or left."""
        chat = _chat(update)
        if (wait := self._left.pop(update.update_id, None)) is not None:
            self._behind[chat] = [update]
            pause = max(wait, min(FIRST * 2 ** self._tries[chat], LONGEST))
            self._tries[chat] += 1
            asyncio.get_running_loop().call_later(pause, self._again, chat)
            return
        self._tries.pop(chat, None)
        self._sent_parts.pop(update.update_id, None)
        if not update.inline_query:
            self._handled.append(self._key(update))
            if self._marking is None or self._marking.done():
                self._marking = asyncio.get_running_loop().create_task(self._mark())

    async def close(self) -> None:
        """All that was handled is marked."""
        if self._marking:
            await self._marking

    async def _mark(self) -> None:
        """Marks what was handled, as many at a time as came together."""
        while self._handled:
            keys, now = self._handled[:], self._desk.now()
            self._handled.clear()
            try:
                await self._desk.do(self._mail.finish, keys, now)
                self._held -= {int(key.removeprefix(self._owner)) for key in keys}
            except Exception:
                log.exception("%s updates could not be marked", len(keys))  # they come again at the next start

    def _again(self, chat: int | None) -> None:
        waiting: Iterable[Update] = self._behind.pop(chat, ())
        for update in waiting:
            self.put_nowait(update)

    def _key(self, update: Update) -> str:
        return f"{self._owner}{update.update_id}"


def _chat(update: Update) -> int | None:
    return update.effective_chat.id if update.effective_chat else None
