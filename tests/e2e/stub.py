"""A bot with a stub for a desk: it echoes, offers choices, shows tables, is slow, or fails."""

import logging
import os
import sys
import time
from pathlib import Path
from types import SimpleNamespace
from typing import cast
from zoneinfo import ZoneInfo

from bot import clerk
from bot.channels import telegram, telegram_inbox, telegram_show, telegram_watch
from bot.desk import Desk
from data.store import open_store
from data.table import Progress
from intents.reply import Attachment, File, Reply, Table
from intents.turn import Turn

LONG = "2012年诸暨市实际引进外资力争目标比新昌县实际引进外资力争目标多多少万美元?"
COUNTIES = tuple((name, "2.1亿美元") for name in ("诸暨市", "上虞市", "嵊州市", "绍兴县", "新昌县"))
TABLE = File("汇总.csv", "text/csv", "县市,目标".encode())
REPLIES = {
    "选": Reply("choose", ("您问哪一个?",), choices=("诸暨市外资目标", "诸暨市内资目标")),
    "长选": Reply("choose", ("您问哪一个?", "1. 不是选项"), choices=("诸暨市外资目标", LONG)),
    "表": Reply("answer", ("各县市:",), Table(("县市", "目标"), COUNTIES), ("依据:绍政办发〔2012〕43号 附件4",)),
    "长": Reply("answer", tuple(f"第{number}行:{'字' * 90}" for number in range(100))),
    "文件": Reply("summary", ("汇总见附件。",), choices=("按县市",), files=(TABLE,)),
    "图": Reply("summary", ("字" * 1025,), files=(File("图.png", "image/png", b"png"), TABLE)),
    "慢图": Reply("summary", ("图在做。",), attach=(Attachment("chart", "图", "图", Progress("绍兴市", 2012, ())),)),
    "可确认": Reply("preview", ("请核对:",), choices=("确认", "再想")),
    "可通过": Reply("answer", ("待审核:",), choices=("通过 1", "通过 2", "通过 3")),
    **dict.fromkeys(("确认", "通过 2", "通过 3"), Reply("receipt", ("已办。",))),
}


def respond(turn: Turn) -> Reply:
    """The reply of that name, or the turn itself."""
    time.sleep({"慢": 1, "很慢": 1.5}.get(turn.text, 0))
    if turn.text == "错":
        raise RuntimeError("no luck")
    if turn.file:
        return Reply("answer", (turn.text, f"{Path(turn.file).name} {Path(turn.file).stat().st_size}字节"))
    about = " ".join(
        f"{name}={getattr(turn, name)}" for name in ("sender", "chat", "id", "edits", "group", "button", "key")
    )
    return REPLIES.get(turn.text) or Reply("answer", (turn.text, about, turn.at.isoformat()))


def made(reply: Reply) -> Reply:
    """The files of a reply, made slowly."""
    time.sleep(1.5)
    return Reply("summary", reply.lines, files=(TABLE,))


def begin() -> None:
    """Opens the database of the mail, where one is named."""
    if url := os.environ.get("MUBIAO_DATABASE_URL"):
        clerk.take(cast(Desk, SimpleNamespace(store=open_store(url))))


def service() -> telegram.Service:
    """The stub, with its mail in a database where one is named."""
    if not os.environ.get("MUBIAO_DATABASE_URL"):
        return telegram.Service(respond)
    mail = telegram.Mail(
        clerk.due,
        clerk.sent,
        clerk.failed,
        clerk.put,
        clerk.unfinished,
        clerk.finish,
        clerk.moved,
        lambda _: None,
    )
    return telegram.Service(respond, made, mail=mail, begin=begin)


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO)
    telegram.LONG_POLL = 1
    telegram_show.WAITS = (0.1, 0.2)
    telegram_inbox.FIRST = 0.3
    telegram_watch.STANDSTILL = float(os.environ.get("STUB_STANDSTILL", telegram_watch.STANDSTILL))
    telegram_watch.GRACE = 2.0
    hook = os.environ.get("MUBIAO_WEBHOOK_URL")
    connection = telegram.Connection(
        os.environ["MUBIAO_TELEGRAM_TOKEN"],
        ZoneInfo("Asia/Shanghai"),
        os.environ["MUBIAO_TELEGRAM_API"],
        os.environ.get("MUBIAO_TELEGRAM_PROXY"),
        telegram.Hook(hook, port=int(os.environ["STUB_PORT"]), secret="geheim_geheim_12") if hook else None,
    )
    sys.exit(telegram.run(connection, service()))
