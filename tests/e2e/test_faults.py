"""What goes wrong between the bot and Telegram: nothing is lost, and nothing is said twice that need not be."""

import json
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.bots import STUB, Bot, free_port
from tests.e2e.tgserver import Object, TgServer, serving

SECRET = {"X-Telegram-Bot-Api-Secret-Token": "geheim_geheim_12"}
Rig = tuple[TgServer, Bot]


def settings(folder: Path) -> dict[str, str]:
    """A stub that keeps its mail."""
    return {"MUBIAO_DATABASE_URL": f"sqlite:///{folder}/mail.db"}


@pytest.fixture(scope="module")
def rig(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rig]:
    """A server and a stub with mail, which must stop cleanly."""
    with serving() as tg:
        bot = Bot(tg, *STUB, **settings(tmp_path_factory.mktemp("rig")))
        yield tg, bot
        printed = bot.stop()
        assert bot.process.returncode == 0 and "Traceback" not in printed, printed


def said(tg: TgServer, after: int, n: int, timeout: float = 10, **fields: int) -> list[str]:
    """The first lines of what was sent."""
    calls = tg.calls(after, "sendMessage", 0, 0, **fields)
    end = time.monotonic() + timeout
    while len([call for call in calls if call["ok"]]) < n and time.monotonic() < end:
        time.sleep(0.05)
        calls = tg.calls(after, "sendMessage", 0, 0, **fields)
    return [call["result"]["text"].split("\n")[0] for call in calls if call["ok"]]


@pytest.mark.parametrize("fault", [500, 502, 429, "drop"])
def test_an_outage_delays_and_loses_nothing(rig: Rig, fault: int | str) -> None:
    tg, _ = rig
    one, other, after = tg.user(tg.number()), tg.user(tg.number()), tg.mark()
    tg.server.faults["sendMessage"] = [fault] * (3 if fault == 429 else 14)
    for text in ("甲", "乙", "丙"):
        tg.push({"message": one.message(text=text)})
    tg.push({"message": other.message(text="丁")})
    assert said(tg, after, 3, 20, chat_id=one.chat) == ["甲", "乙", "丙"], "in order, each once"
    assert said(tg, after, 1, 20, chat_id=other.chat) == ["丁"]
    assert not tg.server.faults["sendMessage"]


def test_a_lost_answer_is_better_said_twice_than_never(rig: Rig) -> None:
    tg, _ = rig
    tg.server.faults["sendMessage"] = ["lost"]
    user, after = tg.user(tg.number()), tg.mark()
    tg.push({"message": user.message(text="在吗")})
    time.sleep(1)
    assert said(tg, after, 2, chat_id=user.chat) == ["在吗", "在吗"]


def test_pages_that_were_sent_are_not_sent_again(rig: Rig) -> None:
    tg, _ = rig
    user, after = tg.user(tg.number()), tg.mark()
    tg.server.faults["sendMessage"] = [0, *[500] * 5]  # 0: this one passes
    pages = user.say("长", 3, 15)
    assert len(pages) == 3 and len({page["text"] for page in pages}) == 3
    assert len([call for call in tg.calls(after, "sendMessage", 8) if not call["ok"]]) == 5


def test_a_slow_file_keeps_no_other_chat_waiting(rig: Rig) -> None:
    tg, _ = rig
    slow, quick, after = tg.user(tg.number()), tg.user(tg.number()), tg.mark()
    tg.push({"message": slow.message(text="慢图")})
    tg.push({"message": slow.message(text="然后")})
    began = time.monotonic()
    assert quick.say("好") and time.monotonic() - began < 1
    assert tg.calls(after, "sendDocument", 1, 10, chat_id=slow.chat)[0]["fields"]["reply_parameters"], "several came"
    assert said(tg, after, 1, chat_id=slow.chat) == ["然后"]


def test_two_pollers_are_told_of(tmp_path: Path) -> None:
    with serving() as tg:
        bot = Bot(tg, *STUB, **settings(tmp_path))
        tg.server.faults["getUpdates"] = [409, 500]
        assert tg.user(11).say("还在", timeout=20)
        assert "同一个令牌" in bot.stop() and bot.process.returncode == 0


def test_killed_in_an_outage(tmp_path: Path) -> None:
    with serving() as tg:
        bot = Bot(tg, *STUB, **settings(tmp_path))
        user, after = tg.user(11), tg.mark()
        tg.server.faults["sendMessage"] = [500] * 1000
        tg.push({"message": user.message(text="甲")})
        tg.calls(after, "sendMessage")
        bot.kill()
        tg.server.faults.clear()
        bot = Bot(tg, *STUB, **settings(tmp_path))
        assert said(tg, after, 1) == ["甲"]
        bot.stop()


@pytest.mark.parametrize("how", ["hang", "none"])
def test_a_standstill_ends_the_program(tmp_path: Path, how: str) -> None:
    with serving() as tg:
        bot = Bot(tg, *STUB, STUB_STANDSTILL="3", **settings(tmp_path))
        assert tg.user(11).say("好")
        if how == "none":
            time.sleep(4)
            assert tg.user(11).say("还好"), "long polls without updates are signs of life"
            bot.stop()
            return
        tg.server.faults["getUpdates"] = ["hang"] * 100
        printed = bot.ended(20)
        assert bot.process.returncode == 3 and "没有收到 Telegram 的任何回应" in printed and "Traceback" not in printed


@pytest.fixture
def hooked(tmp_path: Path) -> Iterator[tuple[TgServer, Bot, str]]:
    """A server, a stub to which it delivers, and where."""
    port = free_port()
    url = f"http://127.0.0.1:{port}/hook"
    with serving() as tg:
        bot = Bot(tg, *STUB, MUBIAO_WEBHOOK_URL=url, STUB_PORT=str(port), **settings(tmp_path))
        yield tg, bot, url
        printed = bot.stop()
        assert bot.process.returncode == 0 and "Traceback" not in printed, printed
        assert "geheim" not in printed


def deliver(url: str, update: Object | bytes, headers: dict[str, str]) -> int:
    """The status that a delivery gets."""
    body = update if isinstance(update, bytes) else json.dumps(update).encode()
    asked = urllib.request.Request(url, body, {"Content-Type": "application/json", **headers})
    try:
        with urllib.request.urlopen(asked, timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code


def test_deliveries(hooked: tuple[TgServer, Bot, str]) -> None:
    tg, _, url = hooked
    user, after = tg.user(11), tg.mark()
    assert user.say("好")[0]["text"].startswith("好")
    forged = {"update_id": 900, "message": user.message(text="伪造")}
    wrong = {"X-Telegram-Bot-Api-Secret-Token": "falsch"}
    assert [deliver(url, forged, headers) for headers in ({}, wrong)] == [403, 403]
    assert deliver(url, b"x" * (1024 * 1024 + 1), SECRET) == 413
    assert [deliver(url, body, SECRET) for body in (b"{", b"[]", b"\xff", b"1")] == [400] * 4
    assert deliver(url + "x", forged, SECRET) == 404
    own = {"update_id": 901, "message": user.message(text="一次")}
    assert [deliver(url, own, SECRET) for _ in range(3)] == [200, 200, 200]
    assert said(tg, after, 2) == ["好", "一次"]
    time.sleep(0.5)
    assert said(tg, after, 2) == ["好", "一次"], "delivered again, answered once"


def test_what_was_delivered_while_it_was_down(tmp_path: Path) -> None:
    port = free_port()
    hook = {"MUBIAO_WEBHOOK_URL": f"http://127.0.0.1:{port}/hook", "STUB_PORT": str(port), **settings(tmp_path)}
    with serving() as tg:
        bot = Bot(tg, *STUB, **hook)
        user, after = tg.user(11), tg.mark()
        bot.kill()
        tg.push({"message": user.message(text="离线")})
        bot = Bot(tg, *STUB, **hook)
        assert said(tg, after, 1) == ["离线"]
        bot.stop()
