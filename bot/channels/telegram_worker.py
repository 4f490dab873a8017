"""Calls that take the interpreter's time are done in a process of their own, so that the event loop keeps its own.

Two of them run: one answers and keeps mail, one makes files. They are reached through a pair of sockets, which the
event loop reads by itself: an executor's threads would cost several times as much as sending a turn and its reply.
"""

import asyncio
import logging
import pickle
import signal
import socket
from collections.abc import Callable
from contextlib import suppress
from itertools import count
from multiprocessing import get_context
from multiprocessing.context import SpawnProcess
from typing import Any, ParamSpec, TypeVar

from bot import metrics

LENGTH = 8  # bytes before each message that tell how long it is
PATIENCE = 10.0  # seconds that a process may take to end

P = ParamSpec("P")
T = TypeVar("T")

log = logging.getLogger(__name__)


class BrokenWorkerError(Exception):
    """The process ended while it was at work, twice with the same call; or it was closed."""


def _nothing() -> None:
    """Nothing has to be readied."""


class Worker:
    """The process, started with the first call, and again where it broke down; `begin` readies it. It does one call
    after another, and ends with its parent, however that ends."""

    def __init__(self, begin: Callable[[], object] = _nothing) -> None:
        self._begin = begin
        self._line: _Line | None = None
        self._opening, self._closed = asyncio.Lock(), False

    async def do(self, act: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
        """What the call gives, done in that process, to which it must be sendable. Raises what the call raises,
        BrokenWorkerError where the process ended in it twice, or is closed."""
        try:
            return await self._done(act, args, named)
        except BrokenWorkerError:
            if self._closed:
                raise
            log.warning("a worker process ended; it is started again")
            return await self._done(act, args, named)

    async def close(self) -> None:
        """Ends the process, for good."""
        self._closed = True
        async with self._opening:
            if self._line:
                await self._line.close()

    async def _done(self, act: Callable[..., T], args: tuple[object, ...], named: dict[str, object]) -> T:
        line = self._line
        if line is None or line.broken:
            line = await self._opened()
        result: T = await line.ask(act, args, named)
        return result

    async def _opened(self) -> "_Line":
        async with self._opening:
            if self._closed:
                raise BrokenWorkerError
            if self._line is None or self._line.broken:
                if self._line:
                    await self._line.close()
                ours, theirs = socket.socketpair()
                process = get_context("spawn").Process(target=_serve, args=(theirs, self._begin), name="worker")
                with theirs:
                    process.start()
                line = _Line(process)
                await asyncio.get_running_loop().create_connection(lambda: line, sock=ours)
                self._line = line
            return self._line


class _Line(asyncio.Protocol):
    """The parent's end: what was asked under a number, and the answers as they come in."""

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
        """What will be answered."""
        number, answer = next(self._numbers), asyncio.get_running_loop().create_future()
        self._transport.write(_framed((number, act, args, named)))
        self._asked[number] = answer
        return answer

    def data_received(self, data: bytes) -> None:
        """Takes the answers that are whole."""
        self._come += data
        while len(self._come) >= LENGTH:
            end = LENGTH + int.from_bytes(self._come[:LENGTH])
            if len(self._come) < end:
                return
            number, value, error, counted = pickle.loads(self._come[LENGTH:end])
            del self._come[:end]
            metrics.add(counted)
            answer = self._asked.pop(number)
            if not answer.done():  # nobody waits any more
                answer.set_exception(error) if error else answer.set_result(value)

    def connection_lost(self, _error: Exception | None) -> None:
        """The process is gone."""
        self.broken = True
        for answer in self._asked.values():
            if not answer.done():
                answer.set_exception(BrokenWorkerError())
        self._asked.clear()

    async def close(self) -> None:
        """Ends the process: it sees that nothing more will come."""
        self._transport.close()
        await asyncio.to_thread(self._process.join, PATIENCE)
        if self._process.is_alive():
            self._process.kill()


def _framed(message: object) -> bytes:
    body = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    return len(body).to_bytes(LENGTH) + body


def _serve(line: socket.socket, begin: Callable[[], object]) -> None:
    """Does what it is asked, until its parent says so or is gone; not when a service manager tells the whole group to
    stop."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    begin()
    with suppress(OSError), line, line.makefile("rb") as asked:  # a parent that is gone is no fault
        while len(length := asked.read(LENGTH)) == LENGTH:
            line.sendall(_answered(*pickle.loads(asked.read(int.from_bytes(length)))))


def _answered(number: int, act: Callable[..., Any], args: tuple[Any, ...], named: dict[str, Any]) -> bytes:
    try:
        return _framed((number, act(*args, **named), None, metrics.taken()))
    except Exception as error:
        log.exception("a call failed")  # its place is known here only
        return _framed((number, None, _sendable(error), metrics.taken()))


def _sendable(error: Exception) -> Exception:
    """The same, or where it cannot be sent, one that names it."""
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        log.debug("a fault that cannot be sent", exc_info=True)
        return RuntimeError(type(error).__name__)
    return error
