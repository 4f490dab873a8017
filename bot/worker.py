"""Calls are done in a process of their own, so that the event loop has this one to itself.

The process is reached through a pair of sockets, which the event loop reads by itself: an executor's threads would cost
several times as much as sending a turn and its reply.
"""

import asyncio
import pickle
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from logging import getLogger
from multiprocessing import get_context
from multiprocessing.context import SpawnProcess
from typing import Any, ParamSpec, TypeVar

from bot import metrics
from bot.logs import ElsewhereError
from bot.worker_process import LENGTH, STOPS, begun, framed, serve

TRIES = 2  # of a call in which the process ends
STARTING, ENDING = 60.0, 5.0  # seconds that a process may take for it

P = ParamSpec("P")
T = TypeVar("T")

log = getLogger(__name__)


class BrokenWorkerError(Exception):
    """The process is gone; `begun`: perhaps because of this call."""

    def __init__(self, begun: bool = False) -> None:
        super().__init__()
        self.begun = begun


class Worker:
    """The process, there while the block around it runs; `begin` is called in it first. It does one call after another,
    is started again where it ended, and ends with its parent, however that ends."""

    def __init__(self, begin: Callable[[], object]) -> None:
        self._begin = begin
        self._line: _Line | None = None
        self._opening, self._closed = asyncio.Lock(), False

    async def __aenter__(self) -> "Worker":
        """Starts the process, and waits for nothing; why it did not start the first call will tell."""
        self._starting = asyncio.create_task(self._opened())
        self._starting.add_done_callback(lambda task: task.cancelled() or task.exception())
        return self

    async def __aexit__(self, *_ended: object) -> None:
        """Ends the process, for good."""
        self._closed = True
        self._starting.cancel()
        async with self._opening:
            if self._line:
                await self._line.close()

    async def do(self, act: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
        """What the call gives, done in the process, to which it must be sendable. It is done again where the process
        ended meanwhile. Raises what the call and `begin` raise, BrokenWorkerError where the process ends in it again or
        cannot be started."""
        broken = 0
        while True:
            line = self._line
            if line is None or line.broken:
                line = await self._opened()
            try:
                result: T = await line.ask(act, args, named)
            except BrokenWorkerError as error:
                broken += error.begun
                if self._closed or broken == TRIES:
                    raise
            else:
                return result

    async def _opened(self) -> "_Line":
        async with self._opening:
            if self._closed:
                raise BrokenWorkerError
            if self._line is None or self._line.broken:
                if self._line:
                    log.warning("a worker process ended (status %s) and is started again", await self._line.close())
                self._line = None
                self._line = await _started(self._begin)
            return self._line


async def _started(begin: Callable[[], object]) -> "_Line":
    """A new process, readied. Raises what `begin` raises, BrokenWorkerError."""
    ours, theirs = socket.socketpair()
    process = get_context("spawn").Process(target=serve, args=(theirs,), name="worker")
    with theirs, _deaf():
        try:
            process.start()
        except OSError as error:
            ours.close()
            raise BrokenWorkerError from error
    _, line = await asyncio.get_running_loop().create_connection(lambda: _Line(process), sock=ours)
    try:
        await asyncio.wait_for(line.ask(begun, (begin,), {}), STARTING)
    except BaseException as error:
        await line.close()
        if isinstance(error, TimeoutError):
            raise BrokenWorkerError from error
        raise
    return line


@contextmanager
def _deaf() -> Iterator[None]:
    """What is started in the block hears of no signal to stop before it can ignore it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class _Line(asyncio.Protocol):
    """The parent's end: what was asked, under a number each, and the answers as they come in."""

    def __init__(self, process: SpawnProcess) -> None:
        self.broken = False
        self._process, self._numbers = process, count()
        self._asked: dict[int, asyncio.Future[Any]] = {}
        self._come = bytearray()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """It can be written to."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def ask(self, act: Callable[..., Any], args: tuple[object, ...], named: dict[str, object]) -> asyncio.Future[Any]:
        """Sends a call; the future holds what it gives or raises. Raises what pickle raises where it cannot be sent."""
        number, answer = next(self._numbers), asyncio.get_running_loop().create_future()
        self._transport.write(framed((number, act, args, named)))
        self._asked[number] = answer
        return answer

    def data_received(self, data: bytes) -> None:
        """Takes the answers that are whole."""
        self._come += data
        while len(self._come) >= LENGTH:
            end = LENGTH + int.from_bytes(self._come[:LENGTH])
            if len(self._come) < end:
                return
            number, value, error, lines, counted = pickle.loads(self._come[LENGTH:end])
            del self._come[:end]
            metrics.add(counted)
            answer = self._asked.pop(number)
            if answer.done():
                continue  # nobody waits any more
            if error is None:
                answer.set_result(value)
            else:
                error.__cause__ = ElsewhereError(lines)
                answer.set_exception(error)

    def connection_lost(self, _error: Exception | None) -> None:
        """The process is gone; of what was asked only the first can have been under way."""
        self.broken = True
        for place, answer in enumerate(self._asked.values()):
            if not answer.done():
                answer.set_exception(BrokenWorkerError(begun=place == 0))
        self._asked.clear()

    async def close(self) -> int | None:
        """Ends the process, which sees that nothing more will come; its exit status."""
        self._transport.close()
        await asyncio.to_thread(self._process.join, ENDING)
        if self._process.is_alive():
            self._process.kill()
            await asyncio.to_thread(self._process.join, ENDING)
        return self._process.exitcode
