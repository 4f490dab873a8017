"""A made-up document with targets and rules of assessment for Shaoxing's counties and zones, in an office of its own:
the year 2013, with reports of 2012 to compare with."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from bot.desk import Desk, open_desk
from data import ledger, library, members
from data.report import Item, Member
from data.seeding import seed
from intents.reply import Reply
from intents.turn import Turn

CITY, METRIC = "绍兴市", "工业投资完成投资额"
NUMBER, HONOUR = "虚政发〔2013〕9号", "虚构的先进单位"
COUNTIES = ("绍兴县", "诸暨市", "上虞市", "嵊州市", "新昌县", "越城区")
ZONES = ("绍兴高新技术开发区", "袍江经济技术开发区", "镜湖新区", "滨海新城")
NOW = datetime.fromisoformat("2014-01-15T09:00:00+08:00")
LEADER, GUEST = Member("test:ld", "林导", "leader"), "test:guest"

DOCUMENT = f"""
number = "{NUMBER}"
title = "虚构的2013年投资考核通知"
short_title = "虚构的通知"
city = "{CITY}"
year = 2013
kind = "通知"
issuer = "虚构的办公室"
signed = 2013-02-01

[[annex]]
place = "附件1"
title = "虚构的任务表"
about = "任务"
published = true
file = "annex-1.csv"
total = "全市"

[[annex.column]]
header = "完成投资额(亿元)"
metric = "{METRIC}"
unit = "亿元"
"""

STATEMENTS = f"""
[[award]]
kind = "授予称号"
place = "五"
who = "县（市、区）"
by = "投资总量"
top = 2
met = true
honour = "{HONOUR}"
what = "完成任务且投资总量前2名的县（市、区）"

[[award]]
kind = "授予称号"
place = "五"
who = "县（市、区）"
by = "投资增幅"
top = 2
met = true
honour = "{HONOUR}"
what = "完成任务且投资增幅前2名的县（市、区）"

[[award]]
kind = "授予称号"
place = "五"
who = "开发区"
by = "投资总量"
top = 1
met = true
honour = "{HONOUR}"
what = "完成任务且投资总量第1名的开发区"

[[award]]
kind = "通报表扬"
place = "五"
who = "其他"
met = true
what = "其他完成任务的"

[[award]]
kind = "通报批评"
place = "五"
who = "其他"
met = false
judged = ["措施不力", "数据失真"]
what = "措施不力、未完成任务、数据失真的"
"""

ASSESSMENT = f"""
place = "五"

[[contest]]
who = "县（市、区）"
kinds = ["county", "district"]
metric = "{METRIC}"
annex = "附件1"
total = "投资总量"
growth = "投资增幅"

[[contest]]
who = "开发区"
kinds = ["zone"]
metric = "{METRIC}"
annex = "附件1"
total = "投资总量"
"""

TARGETS = {
    "绍兴县": "100",
    "诸暨市": "100",
    "上虞市": "90",
    "嵊州市": "50",
    "新昌县": "40",
    "越城区": "30",
    "绍兴高新技术开发区": "20",
    "袍江经济技术开发区": "60",
    "镜湖新区": "10",
    "滨海新城": "50",
}


def folder(root: Path, targets: Mapping[str, str] | None = None) -> Path:
    """The folder of the made-up document."""
    made = root / "made-up"
    made.mkdir()
    targets = TARGETS if targets is None else targets
    rows = [f"{name},{value}" for name, value in targets.items()]
    total = sum((Decimal(value) for value in targets.values() if value), Decimal(0))
    annex = "\n".join(["考核对象,完成投资额(亿元)", *rows, f"全市,{total}"])
    files = {"document.toml": DOCUMENT, "statements.toml": STATEMENTS, "assessment.toml": ASSESSMENT}
    for name, text in (files | {"annex-1.csv": annex}).items():
        (made / name).write_text(text, encoding="utf-8")
    return made


class Contests:
    """A desk on the documents, whose leader and guests ask."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch, targets: Mapping[str, str] | None = None) -> None:
        made = folder(root, targets)
        monkeypatch.setattr("data.assessment.folders", lambda: [*library.folders(), made])
        self.desk: Desk = open_desk(f"sqlite:///{root / 'desk.db'}", CITY, NOW)
        seed(self.desk.store, (library.load_document(made),), NOW)
        members.add(self.desk.store, LEADER, NOW)
        self._said = 0

    def report(self, year: int, values: Mapping[str, str], month: int = 12, approved: bool = True) -> None:
        """What districts report to the end of a month, in 亿元."""
        day = date(year, month, 31 if month == 12 else 30)
        for district, value in values.items():
            item = Item(CITY, district, METRIC, day, Decimal(value), "亿元")
            found = ledger.submit(self.desk.store, [item], f"test:{district}", "上报", "", False, NOW)
            if approved:
                ledger.approve(self.desk.store, found.number, [METRIC], "test:sh", NOW)

    def ask(self, text: str, sender: str = LEADER.id, chat: str = "", at: datetime = NOW) -> Reply:
        """The reply to a message, in a chat of its own unless one is named."""
        self._said += 1
        return self.desk.respond(Turn(text, sender, chat or f"chat-{self._said}", at))
