"""A worker process from within (`worker.py`): it does one call after another, and tells what each gave."""

import os
import pickle
import signal
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from logging import getLogger
from multiprocessing import parent_process
from typing import Any

from bot import metrics
from bot.logs import told

LENGTH = 8  # bytes before each message that tell how long it is
STOPS = (signal.SIGINT, signal.SIGTERM)

log = getLogger(__name__)


def framed(message: object) -> bytes:
    """A message with its length before it. Raises what pickle raises where it cannot be sent."""
    body = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    return len(body).to_bytes(LENGTH) + body


def serve(line: socket.socket) -> None:
    """Does what it is asked, until its parent says so or is gone; not when a service manager tells the whole group to
    stop."""
    for number in STOPS:
        signal.signal(number, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPS)
    threading.Thread(target=_follow, name="parent", daemon=True).start()
    with suppress(OSError), line, line.makefile("rb") as asked:
        while len(length := asked.read(LENGTH)) == LENGTH and (call := asked.read(int.from_bytes(length))):
            line.sendall(_answered(*pickle.loads(call)))


def begun(begin: Callable[[], object]) -> None:
    """Begins; what that gives stays here."""
    begin()


def _follow() -> None:
    """Ends with the parent, also in the middle of a call."""
    if parent := parent_process():
        parent.join()
    os._exit(0)


def _answered(number: int, act: Callable[..., Any], args: tuple[Any, ...], named: dict[str, Any]) -> bytes:
    try:
        return framed((number, act(*args, **named), None, (), metrics.taken()))
    except Exception as error:  # noqa: BLE001  who asked logs it
        return framed((number, None, _sendable(error), told(error), metrics.taken()))


def _sendable(error: Exception) -> Exception:
    """The same, or where it cannot be sent (or be a future's outcome), one that names it."""
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        log.debug("a fault that cannot be sent", exc_info=True)
    else:
        if not isinstance(error, StopIteration):
            return error
    return RuntimeError(type(error).__name__)
