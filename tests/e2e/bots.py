"""Bots in processes of their own: started against the test server, stopped as an administrator would."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

from tests.e2e.tgserver import TOKEN, TgServer

ROOT = Path(__file__).parents[2]
STUB = ("-m", "tests.e2e.stub")
REAL = ("-m", "bot", "telegram")


class Bot:
    """A running bot. It speaks once the server has seen it take over polling."""

    def __init__(self, tg: TgServer, *command: str, **settings: str) -> None:
        after = tg.mark()
        self.process = launch(*command, api=tg.url, **settings)
        for _ in range(60):
            ready = "setWebhook" if "MUBIAO_WEBHOOK_URL" in settings else "deleteWebhook"
            if tg.calls(after, ready, timeout=0.5) or self.process.poll() is not None:
                break
        if self.process.poll() is not None:
            raise RuntimeError(f"the bot did not come up: {self.stop()}")

    def stop(self) -> str:
        """Asks it to stop and gives all that it printed."""
        self.process.send_signal(signal.SIGTERM)
        return self.ended()

    def kill(self) -> None:
        """Ends it as a power cut would."""
        self.process.send_signal(signal.SIGKILL)
        self.ended()

    def children(self) -> list[str]:
        """The processes that it has started, where the system tells."""
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return listed.read_text(encoding="ascii").split() if listed.exists() else []

    def ended(self, timeout: float = 30) -> str:
        """Waits for its end and gives all that it printed; it does not outlive a test."""
        try:
            out, err = self.process.communicate(timeout=timeout)
        except subprocess.TimeoutExpired:
            self.process.kill()
            out, err = self.process.communicate()
        return out + err


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def launch(*command: str, api: str, token: str = TOKEN, **settings: str) -> subprocess.Popen[str]:
    """Starts a bot; what is set in the tester's own environment does not reach it."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("MUBIAO_")}
    env = {**own, "MUBIAO_TELEGRAM_API": api, "MUBIAO_TELEGRAM_TOKEN": token, "PYTHONUTF8": "1", **settings}
    pipe = subprocess.PIPE
    return subprocess.Popen([sys.executable, *command], cwd=ROOT, env=env, stdout=pipe, stderr=pipe, text=True)
