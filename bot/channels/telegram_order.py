"""Many chats at a time, one message of a chat after another."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from telegram import Update
from telegram.ext import BaseUpdateProcessor

Key = int | str | None


class PerChat(BaseUpdateProcessor):
    """Handles so many chats' updates at once; `finished` hears of each that was handled. One that `waits` takes over
    is not handled now."""

    def __init__(
        self,
        at_once: int,
        finished: Callable[[Update], Awaitable[None]] | None = None,
        waits: Callable[[Update], bool] = lambda _update: False,
    ) -> None:
        super().__init__(at_once)
        self._finished, self._waits = finished, waits
        self._locks: defaultdict[Key, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._inside: defaultdict[Key, list[int]] = defaultdict(list)
        self._crowded: set[int] = set()

    def crowded(self, update: Update) -> bool:
        """Whether others of its chat came in before it was answered: its answer had better say to what it is one."""
        return update.update_id in self._crowded

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Waits for its chat's turn (a lock is first come, first served), then handles the update."""
        if not isinstance(update, Update):
            await coroutine
            return
        chat, inside = _key(update), self._inside[_key(update)]
        inside.append(update.update_id)
        if len(inside) > 1:
            self._crowded.update(inside)
        try:
            async with self._locks[chat]:
                await self._handled(update, coroutine)
        finally:
            self._crowded.discard(update.update_id)
            inside.remove(update.update_id)
            if not inside:
                del self._inside[chat], self._locks[chat]

    async def _handled(self, update: Update, coroutine: Awaitable[Any]) -> None:
        if self._waits(update):
            if isinstance(coroutine, Coroutine):
                coroutine.close()
            return
        await coroutine
        if self._finished:
            await self._finished(update)

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""


def _key(update: Update) -> Key:
    """What is kept in order: a chat; the queries that a person types into others."""
    if update.inline_query:
        return f"inline:{update.inline_query.from_user.id}"
    return update.effective_chat.id if update.effective_chat else None
