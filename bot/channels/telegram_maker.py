"""Files are made in a process of their own: drawing keeps the interpreter busy, and others would wait for it."""

import asyncio
import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from multiprocessing import get_context, parent_process
from typing import TypeVar

T = TypeVar("T")


class Maker:
    """The process, started with the first thing to make, and once more where it broke down."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None

    async def do(self, act: Callable[[], T]) -> T:
        """What the call gives, made in that process, to which it must be sendable. Raises what the call raises,
        BrokenExecutor where the process ended in it twice."""
        pool = self._open()
        try:
            return await self._tried(act)
        except BrokenExecutor:
            if self._pool is pool:
                self.close()
            return await self._tried(act)

    def close(self) -> None:
        """Ends the process."""
        if self._pool:
            self._pool.shutdown(cancel_futures=True)
        self._pool = None

    async def _tried(self, act: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._open(), act)

    def _open(self) -> ProcessPoolExecutor:
        self._pool = self._pool or ProcessPoolExecutor(1, get_context("spawn"), initializer=_begin)
        return self._pool


def _begin() -> None:
    """It ends when its parent says so, or is gone; not when a service manager tells the whole group to stop."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    threading.Thread(target=_follow, name="parent", daemon=True).start()


def _follow() -> None:
    parent = parent_process()
    if parent:
        parent.join()
    os._exit(0)
