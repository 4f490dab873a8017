"""Calls that are done in a process of their own."""

import asyncio
import os
import signal
import time
from threading import Lock
from typing import NoReturn

import pytest

from bot import metrics
from bot.channels.telegram_worker import BrokenWorkerError, Worker

READY: list[str] = []


class PeculiarError(Exception):
    """A fault that cannot be made again from what it holds."""

    def __init__(self, one: str, other: str) -> None:
        super().__init__(one + other)


def begin() -> None:
    READY.append("begun")


def ready() -> tuple[str, ...]:
    return tuple(READY)


def fails() -> NoReturn:
    raise PeculiarError("a", "b")


def counts() -> None:
    metrics.count_refused("worker")


def alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_calls_are_done_there_and_their_faults_come_back() -> None:
    async def play() -> None:
        worker = Worker(begin)
        try:
            first = await worker.do(os.getpid)
            assert first != os.getpid() and await worker.do(os.getpid) == first
            assert await worker.do(ready) == ("begun",) and not READY
            assert await worker.do(bytes, 3_000_000) == bytes(3_000_000)
            with pytest.raises(ValueError, match="invalid literal"):
                await worker.do(int, "x")
            with pytest.raises(RuntimeError, match="PeculiarError"):
                await worker.do(fails)
            with pytest.raises(TypeError, match="pickle"):
                await worker.do(Lock)  # nothing that can be sent
            assert await asyncio.gather(*(worker.do(int, str(n)) for n in range(50))) == [*range(50)]
            before = metrics.counted().refused.get("worker", 0)
            await worker.do(counts)
            assert metrics.counted().refused["worker"] == before + 1, "what it counts is counted here"
        finally:
            await worker.close()
        assert not alive(first)

    asyncio.run(play())


def test_a_process_that_ends_is_started_again() -> None:
    async def play() -> None:
        worker = Worker()
        try:
            first = await worker.do(os.getpid)
            os.kill(first, signal.SIGTERM)  # as a service manager does with the whole group
            assert await worker.do(os.getpid) == first
            slow = [asyncio.create_task(worker.do(_after, 0.3, n)) for n in range(3)]
            await asyncio.sleep(0.1)
            os.kill(first, signal.SIGKILL)
            assert await asyncio.gather(*slow) == [0, 1, 2], "what it had not answered is asked again"
            assert await worker.do(os.getpid) not in (first, os.getpid())
            with pytest.raises(BrokenWorkerError):
                await worker.do(os._exit, 1)
            assert await worker.do(int, "7") == 7
        finally:
            await worker.close()

    asyncio.run(play())


def _after(seconds: float, value: int) -> int:
    time.sleep(seconds)
    return value
