"""The clock of the Telegram channel: looks at once and again, goes on after a fault, ends after the look under way."""

import asyncio
import time
from datetime import UTC, datetime
from unittest.mock import patch

import pytest

from bot.channels import telegram_clock
from bot.channels.telegram_clock import Clock

NOW = datetime(2012, 6, 5, 9, tzinfo=UTC)


def test_it_looks_again_and_again_though_one_look_fails(caplog: pytest.LogCaptureFixture) -> None:
    looks, woken = list[datetime](), list[int]()

    def tick(at: datetime) -> None:
        looks.append(at)
        if len(looks) == 1:
            raise RuntimeError("no disk")

    async def run() -> None:
        clock = Clock(tick, lambda: NOW, lambda: woken.append(1))
        clock.start()
        while len(looks) < 3:
            await asyncio.sleep(0.01)
        await clock.stop()

    with patch.object(telegram_clock, "EVERY", 0.01):
        asyncio.run(run())
    assert set(looks) == {NOW} and len(woken) == len(looks) and "no disk" in caplog.text


def test_others_go_on_while_it_looks_and_it_ends_what_it_began() -> None:
    ended = list[str]()

    def tick(_at: datetime) -> None:
        time.sleep(0.3)
        ended.append("look")

    async def run() -> None:
        clock = Clock(tick, lambda: NOW, lambda: None)
        clock.start()
        await asyncio.sleep(0.05)
        ended.append("another chat")
        await clock.stop()

    asyncio.run(run())
    assert ended == ["another chat", "look"]
