"""What is due by the clock: looked for now and then, in a thread of its own, so that no chat waits for a bulletin."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

EVERY = 30.0  # seconds between two looks

log = logging.getLogger(__name__)


class Clock:
    """Calls `tick` with the moment (`now`), and `wake` after it."""

    def __init__(self, tick: Callable[[datetime], None], now: Callable[[], datetime], wake: Callable[[], None]) -> None:
        self._tick, self._now, self._wake = tick, now, wake
        self._stopping = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begins to look."""
        self._task = asyncio.get_running_loop().create_task(self._run())

    async def stop(self) -> None:
        """Ends once the look that is under way has ended."""
        self._stopping.set()
        if self._task:
            await self._task

    async def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                await asyncio.to_thread(self._tick, self._now())
            except Exception:
                log.exception("what is due could not be looked for")
            self._wake()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), EVERY)
