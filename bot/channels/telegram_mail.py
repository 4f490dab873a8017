"""What is to be sent goes out: commit, send, mark. None is lost, and one goes out twice only where a kill fell between
the sending and the mark. Where it is kept is the store's affair, handed in as `Mail`.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

from telegram import Bot
from telegram.error import ChatMigrated, Forbidden, RetryAfter, TelegramError

from bot.channels.telegram_desk import OURS, Desk, Mail, Waiting
from bot.channels.telegram_pace import Pace
from bot.channels.telegram_show import Place, seconds, show
from bot.wire import from_json
from intents.reply import File, Reply

EVERY = 1.0  # seconds between two looks at what is due
AT_ONCE = 16  # recipients written to at a time

log = logging.getLogger(__name__)


class Outbox:
    """Sends what is due: every second, and when it is woken."""

    def __init__(self, mail: Mail, desk: Desk) -> None:
        self._mail, self._desk, self._pace = mail, desk, Pace()
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
        due = await self._desk.do(self._mail.due, now)
        self._mail.looked()
        for message in due:
            if message.to.startswith(OURS):
                waiting[message.to].append(message)
        sending = (self._send_all(bot, messages) for messages in waiting.values())
        for fault in await asyncio.gather(*sending, return_exceptions=True):  # none is still sending after this look
            if isinstance(fault, BaseException):
                log.error("a message could not be marked", exc_info=fault)

    async def _send_all(self, bot: Bot, messages: Sequence[Waiting]) -> None:
        async with self._slots:
            for message in messages:
                if not self._pace.ready(_chat(message)) or not await self._sent(bot, message):
                    return  # the rest with a later look

    async def _sent(self, bot: Bot, message: Waiting) -> bool:
        """Sends and marks one; whether the next may follow."""
        try:
            if message.id not in self._unmarked:
                await self._pace.turn(_chat(message))
                await _send(bot, message)
                self._unmarked.add(message.id)
            await self._desk.do(self._mail.sent, message.id, self._desk.now())
            self._unmarked.discard(message.id)
        except ChatMigrated as error:
            new = f"{OURS}{error.new_chat_id}"
            await self._desk.do(self._mail.moved, message.to, new)
            return False  # it goes to the new one with the next look
        except (TelegramError, OSError, ValueError, KeyError, TypeError) as error:  # or a reply of another version
            await self._failed(message, error)
            return False
        return True

    async def _failed(self, message: Waiting, error: Exception) -> None:
        """It waits and is tried again, but not where the person has stopped the bot."""
        log.warning("message %s to %s: %s", message.id, message.to, type(error).__name__)
        over = isinstance(error, Forbidden)
        at = self._desk.now() + (timedelta(seconds=seconds(error)) if isinstance(error, RetryAfter) else timedelta(0))
        await self._desk.do(self._mail.failed, message.id, at, str(error), over)


def _chat(message: Waiting) -> int:
    return int(message.to.removeprefix(OURS))


async def _send(bot: Bot, message: Waiting) -> None:
    files = tuple(File(each.name, each.type, each.content) for each in message.files)
    said = from_json(message.reply) if message.reply else Reply("receipt", (message.text,))
    await show(replace(said, files=files), Place(bot, _chat(message)), "")
