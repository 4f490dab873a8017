"""The running bot looked after: its health, its log, and backup and restore under its hands."""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

from data.store import open_store
from tests.e2e.bots import REAL, ROOT, Bot
from tests.e2e.offices import NOW
from tests.e2e.tgserver import TOKEN, serving


def free_port() -> int:
    with socket.socket() as any_one:
        any_one.bind(("127.0.0.1", 0))
        return int(any_one.getsockname()[1])


def run(url: str, *command: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "MUBIAO_DATABASE_URL": url, "PYTHONUTF8": "1"}
    command = (sys.executable, "-m", "bot", *command)
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=60, check=False)


def test_looked_after(tmp_path: Path) -> None:
    url, port = f"sqlite:///{tmp_path}/mubiao.db", free_port()
    settings = {
        "MUBIAO_DATABASE_URL": url,
        "MUBIAO_HEALTH_PORT": str(port),
        "MUBIAO_LOG_FORMAT": "json",
        "MUBIAO_LOG_LEVEL": "DEBUG",
    }
    with serving() as tg:
        bot = Bot(tg, *REAL, **settings)
        try:
            user = tg.user(11)
            assert "21000" in user.say("诸暨市外资目标多少?", timeout=20)[0]["text"]
            assert run(url, "backup", str(tmp_path / "a.zip")).returncode == 0
            with urlopen(f"http://127.0.0.1:{port}/health", timeout=10) as answer:
                assert answer.status == 200
            with urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as answer:
                told = answer.read().decode()
            assert 'mubiao_replies_total{kind="answer"} 1.0' in told and "mubiao_last_poll_age_seconds" in told
            seen = run(url, "status", "--json")
            assert seen.returncode == 0, seen.stdout
            assert json.loads(seen.stdout)["pulse"]["version"]
            open_store(url).remember("someone", "else", NOW, "{}")
            assert run(url, "restore", str(tmp_path / "a.zip")).returncode == 0
            assert "23000" in user.say("那上虞呢", timeout=20)[0]["text"], "the conversation goes on"
        finally:
            printed = bot.stop()
    assert open_store(url).recall("someone", "else") is None, "the backup's content is there"
    lines = [json.loads(line) for line in printed.splitlines() if line.startswith("{")]
    assert [each["kind"] for each in lines if each["message"] == "replied"] == ["answer", "answer"]
    assert not [each for each in lines if each["level"] != "INFO" and each["logger"].startswith("bot")], printed
    assert TOKEN.split(":")[1] not in printed and "诸暨" not in printed and "21000" not in printed
    assert bot.process.returncode == 0
