"""The program itself on Telegram: `python -m bot telegram`, a question, its figure and its source."""

import os
import signal
from pathlib import Path

from tests.e2e.bots import REAL, Bot
from tests.e2e.tgserver import serving


def test_a_question_gets_its_figure_and_source(tmp_path: Path) -> None:
    with serving() as tg:
        bot = Bot(tg, *REAL, MUBIAO_DATABASE_URL=f"sqlite:///{tmp_path}/mubiao.db")
        answer = tg.user(11).say("诸暨市外资目标多少?", timeout=20)
        printed = bot.stop()
    assert answer and bot.process.returncode == 0, printed
    assert "21000" in answer[0]["text"] or "2.1亿美元" in answer[0]["text"]
    assert "附件4" in answer[0]["text"]
    assert "Traceback" not in printed


def test_a_process_that_is_killed_costs_no_answer(tmp_path: Path) -> None:
    with serving() as tg:
        bot = Bot(tg, *REAL, MUBIAO_DATABASE_URL=f"sqlite:///{tmp_path}/mubiao.db")
        first = tg.user(11).say("诸暨市外资目标多少?", timeout=20)
        for worker in bot.children():
            os.kill(int(worker), signal.SIGKILL)
        again = tg.user(11).say("内资呢", timeout=20)
        printed = bot.stop()
    assert first and again and "253000万元" not in first[0]["text"] and "万元" in again[0]["text"], printed
    assert bot.process.returncode == 0 and "Traceback" not in printed
