"""Many chats at a time, one message of a chat after another."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable
from typing import Any

from telegram import Update
from telegram.ext import BaseUpdateProcessor


class PerChat(BaseUpdateProcessor):
    """Handles so many chats' updates at once; `finished` hears of each that was handled."""

    def __init__(self, at_once: int, finished: Callable[[Update], Awaitable[None]] | None = None) -> None:
        super().__init__(at_once)
        self._finished = finished
        self._locks: defaultdict[int | None, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._inside: Counter[int | None] = Counter()

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Waits for its chat's turn (a lock is first come, first served), then handles the update."""
        chat = update.effective_chat.id if isinstance(update, Update) and update.effective_chat else None
        self._inside[chat] += 1
        try:
            async with self._locks[chat]:
                await coroutine
                if self._finished and isinstance(update, Update):
                    await self._finished(update)
        finally:
            self._inside[chat] -= 1
            if not self._inside[chat]:
                del self._inside[chat], self._locks[chat]

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""
