"""Calls that are done in a process of their own."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from threading import Lock
from typing import NoReturn

import pytest

from bot import metrics
from bot.logs import told
from bot.worker import BrokenWorkerError, Worker
from data import inbox
from data.store import open_store

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


def stops() -> NoReturn:
    raise StopIteration


def after(seconds: float, value: int) -> int:
    time.sleep(seconds)
    return value


def refuses() -> NoReturn:
    raise ValueError("no such database")


def nothing() -> None:
    pass


def test_calls_are_done_there_and_their_faults_come_back() -> None:
    async def play() -> None:
        async with Worker(begin) as worker:
            first = await worker.do(os.getpid)
            assert first != os.getpid() and await worker.do(os.getpid) == first
            assert await worker.do(ready) == ("begun",) and not READY
            assert await worker.do(bytes, 3_000_000) == bytes(3_000_000)
            with pytest.raises(ValueError, match="invalid literal") as fault:
                await worker.do(int, "x")
            assert any("worker.py" in line for line in told(fault.value)), "where it fell there"
            with pytest.raises(RuntimeError, match="PeculiarError"):
                await worker.do(fails)
            with pytest.raises(RuntimeError, match="StopIteration"):
                await worker.do(stops)
            with pytest.raises(TypeError, match="pickle"):
                await worker.do(Lock)  # nothing that can be sent
            assert await asyncio.gather(*(worker.do(int, str(n)) for n in range(50))) == [*range(50)]
            before = metrics.counted().refused.get("worker", 0)
            await worker.do(counts)
            assert metrics.counted().refused["worker"] == before + 1, "what it counts is counted here"
        assert not alive(first)
        with pytest.raises(BrokenWorkerError):
            await worker.do(os.getpid)

    asyncio.run(play())


def test_a_process_that_ends_is_started_again() -> None:
    async def play() -> None:
        async with Worker(nothing) as worker:
            first = await worker.do(os.getpid)
            os.kill(first, signal.SIGTERM)  # as a service manager does with the whole group
            assert await worker.do(os.getpid) == first
            slow = [asyncio.create_task(worker.do(after, 0.3, n)) for n in range(3)]
            await asyncio.sleep(0.1)
            os.kill(first, signal.SIGKILL)
            assert await asyncio.gather(*slow) == [0, 1, 2], "what it had not answered is asked again"
            assert await worker.do(os.getpid) not in (first, os.getpid())

    asyncio.run(play())


def test_a_call_that_ends_the_process_costs_only_itself() -> None:
    async def play() -> None:
        async with Worker(nothing) as worker:
            calls = [worker.do(os._exit, 1), *(worker.do(int, str(n)) for n in range(5))]
            fault, *rest = await asyncio.gather(*calls, return_exceptions=True)
            assert isinstance(fault, BrokenWorkerError) and rest == [*range(5)]

    asyncio.run(play())


def test_why_it_cannot_begin_is_told_to_who_calls() -> None:
    async def play() -> None:
        async with Worker(refuses) as worker:
            with pytest.raises(ValueError, match="no such database"):
                await worker.do(int)

    asyncio.run(play())


PARENT = """
import asyncio, os, sys
from bot.worker import Worker
from tests.test_worker import after, nothing

async def play():
    async with Worker(nothing) as worker:
        print(await worker.do(os.getpid), flush=True)
        await worker.do(after, 60, 0)

if __name__ == "__main__":
    asyncio.run(play())
"""


def test_it_ends_with_its_parent_also_at_work(tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(PARENT, encoding="utf-8")
    root = str(Path(__file__).parents[1])
    with subprocess.Popen(
        [sys.executable, str(script)], stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": root}
    ) as parent:
        assert parent.stdout
        worker = int(parent.stdout.readline())
        time.sleep(0.2)
        parent.kill()
    end = time.monotonic() + 10
    while alive(worker) and time.monotonic() < end:
        time.sleep(0.05)
    assert not alive(worker)


def put_and_die(url: str, mark: str, updates: Sequence[tuple[str, str]], at: datetime) -> Sequence[str]:
    """Keeps updates; the first time nobody learns of it."""
    kept = inbox.put(open_store(url), updates, at)
    if not Path(mark).exists():
        Path(mark).touch()
        os._exit(1)
    return kept


def test_what_was_kept_as_the_process_ended_is_handled_once(tmp_path: Path) -> None:
    url, now = f"sqlite:///{tmp_path}/x.db", datetime(2012, 6, 18, 9, tzinfo=UTC)
    updates = [("telegram:1:1", "a"), ("telegram:1:2", "b")]

    async def play() -> None:
        async with Worker(partial(open_store, url)) as worker:
            put = partial(put_and_die, url, str(tmp_path / "died"))
            assert await worker.do(put, updates, now) == ("telegram:1:1", "telegram:1:2")
            await worker.do(partial(_finish, url), ["telegram:1:1"], now)
            assert await worker.do(put, updates, now + timedelta(seconds=5)) == ("telegram:1:2",), "delivered again"

    asyncio.run(play())


def _finish(url: str, keys: Sequence[str], at: datetime) -> None:
    inbox.finish(open_store(url), keys, at)
