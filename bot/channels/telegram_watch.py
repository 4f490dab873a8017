"""A watch over polling: where nothing was heard of Telegram for too long, the program ends, to be started again.

A refusal or a broken connection is a sign of life: polling goes on, and is heard of again. Silence is none: a request
that hangs, a connection that is waited for and never comes, an event loop that stands still."""

import os
import sys
import threading
import time
from collections.abc import Callable

from telegram.error import TimedOut

from bot import metrics

STANDSTILL = 60.0  # seconds without a sign of life
GRACE = 20.0  # seconds that an orderly end may take
STATUS = 3  # the exit status

SENTENCE = "{seconds:.0f}秒没有收到 Telegram 的任何回应,程序退出,等服务管理器重新启动;收到的消息都在收件箱里,不会丢。"


class Watch:
    """Told of each request for updates and its outcome; `fired` once it has ended the program."""

    def __init__(self) -> None:
        self.fired = False
        self._heard: float | None = None
        self._over = threading.Event()

    def begun(self) -> None:
        """A request for updates begins: from the first one on it is watched."""
        metrics.polling()
        if self._heard is None:
            self._heard = time.monotonic()

    def outcome(self, error: Exception | None) -> None:
        """How a request ended."""
        if error is None:
            metrics.polled()
        if not isinstance(error, TimedOut):
            self._heard = time.monotonic()

    def start(self, stop: Callable[[], object]) -> None:
        """Watches from a thread of its own; `stop` asks for an orderly end."""
        threading.Thread(target=self._run, args=(stop,), name="watch", daemon=True).start()

    def end(self) -> None:
        """Watches no more."""
        self._over.set()

    def _run(self, stop: Callable[[], object]) -> None:
        while not self._over.wait(min(1.0, STANDSTILL / 10)):
            if self._heard is not None and time.monotonic() - self._heard > STANDSTILL:
                self.fired = True
                print(SENTENCE.format(seconds=STANDSTILL), file=sys.stderr, flush=True)
                stop()
                if not self._over.wait(GRACE):
                    os._exit(STATUS)
                return
