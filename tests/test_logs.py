"""The log: one object a line; neither secrets nor what people wrote, wherever they come from."""

import json
import logging
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import logs
from bot.desk import open_desk
from data.store import StoreProblem
from intents.turn import Turn
from tests.desks import NOW

ROOT = Path(__file__).parent.parent
TOKEN = "123456:AAbb-CCdd_eeffgg"
HIDDEN = logs.secrets_of(
    {
        "telegram_token": TOKEN,
        "webhook_secret": "hook-secret",
        "database_url": "postgresql://mubiao:p%40ss%20wort@db/x",
        "telegram_api": "https://api.example",
        "telegram_proxy": "socks5://u:proxypass@h:1",
        "health_port": 0,
    }
)
SAID = "诸暨市外资9876万美元"


@pytest.fixture
def log(request: pytest.FixtureRequest) -> Iterator[logging.Logger]:
    """A logger below `bot`; the log is as it was afterwards."""
    root, hooks = logging.getLogger(), (sys.excepthook, threading.excepthook, logging.raiseExceptions)
    level, handlers = root.level, list(root.handlers)
    yield logging.getLogger("bot.test")
    root.setLevel(level)
    root.handlers[:] = handlers
    sys.excepthook, threading.excepthook, logging.raiseExceptions = hooks
    for room in logs.ROOMS:
        logging.getLogger(room).setLevel(logging.NOTSET)


def thrown(error: BaseException) -> BaseException:
    with pytest.raises(type(error)) as caught:
        raise error
    return caught.value


@pytest.mark.parametrize("as_json", [True, False])
def test_secrets_are_masked_wherever_they_are(
    log: logging.Logger, capsys: pytest.CaptureFixture[str], as_json: bool
) -> None:
    logs.begin(as_json, "DEBUG", HIDDEN)
    cause = thrown(OSError(f"https://api.telegram.org/bot{TOKEN}/getMe and p@ss wort"))
    error = thrown(StoreProblem(f"login p%40ss%20wort {TOKEN.split(':')[1]} hook-secret"))
    error.__cause__ = cause
    log.error("to %s as %s", f"bot{TOKEN}", "socks5://u:proxypass@h:1", exc_info=error, extra={"address": TOKEN})
    logging.getLogger("elsewhere").error("postgresql://someone:other@host/x", exc_info=cause)
    shown = capsys.readouterr().err
    for secret in (TOKEN, "AAbb", "p@ss", "p%40ss", "proxypass", "hook-s", "other@"):
        assert secret not in shown, shown
    assert "***" in shown and "StoreProblem" in shown and "OSError" in shown


def test_one_object_a_line(log: logging.Logger, capsys: pytest.CaptureFixture[str]) -> None:
    logs.begin(True, "INFO", HIDDEN)
    log.info("第一\n行 %s", "二", extra={"kind": "answer", "milliseconds": 12})
    log.debug("not shown")
    log.error("fault", exc_info=thrown(ValueError("x")))
    first, second = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert first.pop("time").endswith("+00:00")
    assert first == {
        "level": "INFO",
        "logger": "bot.test",
        "message": "第一\n行 二",
        "kind": "answer",
        "milliseconds": 12,
    }
    assert second["fault"][-1] == "builtins.ValueError" and any("test_logs.py" in line for line in second["fault"])


@pytest.mark.parametrize("as_json", [True, False])
def test_what_a_person_wrote_is_not_logged(
    tmp_path: Path,
    log: logging.Logger,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    as_json: bool,
) -> None:
    from bot import desk as desks

    logs.begin(as_json, "DEBUG", HIDDEN)
    desk = open_desk(f"sqlite:///{tmp_path}/x.db", "绍兴市", NOW)
    desk.respond(Turn(SAID, "local:a", "c", NOW))

    def broken(turn: Turn, *_rest: object) -> object:
        raise KeyError(turn.text) from ValueError(f"could not convert {turn.text}")

    monkeypatch.setattr(desks, "understand", broken)
    number = re.search(r"编号(\w+)", desk.respond(Turn(SAID, "local:a", "c", NOW)).lines[0])
    shown = capsys.readouterr().err
    assert "KeyError" in shown and "ValueError" in shown and number and number[1] in shown
    assert "诸暨" not in shown and "9876" not in shown, shown


def test_other_libraries_say_no_details(log: logging.Logger, capsys: pytest.CaptureFixture[str]) -> None:
    logs.begin(True, "DEBUG")
    logging.getLogger("telegram.ext.ExtBot").debug("Calling Bot API endpoint with %s", SAID)
    logging.getLogger("httpx").info("HTTP Request: POST %s", SAID)
    assert capsys.readouterr().err == ""


def test_a_record_that_cannot_be_made_is_not_shown_whole(
    log: logging.Logger, capsys: pytest.CaptureFixture[str]
) -> None:
    logs.begin(True, "INFO")
    log.info("%d items", SAID)
    assert json.loads(capsys.readouterr().err)["message"] == "%d items"


def test_a_database_says_only_its_first_line(log: logging.Logger, capsys: pytest.CaptureFixture[str]) -> None:
    logs.begin(True, "INFO")
    log.error("x", exc_info=thrown(StoreProblem(f"duplicate key\nDETAIL: Key (words)=({SAID})")))
    assert json.loads(capsys.readouterr().err)["fault"][-1] == "data.address.StoreProblem: duplicate key"


@pytest.mark.parametrize("thread", [False, True])
def test_what_ends_the_program(thread: bool) -> None:
    code = f"""
import threading
from bot import logs
logs.begin(True, "WARNING", logs.secrets_of({{"a_token": "{TOKEN}"}}))
def end():
    raise OSError("https://api/bot{TOKEN}/x")
threading.Thread(target=end).start() if {thread} else end()
"""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False, timeout=30
    )
    told = json.loads(done.stderr)
    assert told["level"] == "CRITICAL" and told["fault"][-1] == "builtins.OSError: https://api/bot***/x"
    assert "AAbb" not in done.stderr and done.returncode == (0 if thread else 1)
