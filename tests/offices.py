"""An office for tests of reporting: a desk on a database of its own, its members, and a clock that goes on a minute a
message."""

import itertools
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

from openpyxl import Workbook, load_workbook

from bot.desk import Desk, open_desk
from bot.render.text import plain
from data import audit, members
from data.report import Item, Member, Report
from data.reports import all_reports
from data.standing import standing
from data.store import Store
from intents.reply import Reply
from intents.turn import Turn
from tests import servers

NOW = datetime(2012, 6, 4, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
CITY, ZHUJI, SHANGYU = "绍兴市", "诸暨市", "上虞市"
FOREIGN, DOMESTIC, PROJECTS = "实际引进外资", "实际引进内资", "外资1000万美元以上项目数"
MEMBERS = (
    Member("t:zj", "张敏", "staff", (ZHUJI,)),
    Member("t:zj2", "陈东", "staff", (ZHUJI,)),
    Member("t:sy", "徐军", "staff", (SHANGYU,)),
    Member("t:two", "王二", "staff", (ZHUJI, SHANGYU)),
    Member("t:talent", "钱才", "staff", (), ("市人才办",)),
    Member("t:works", "孙经", "staff", (), ("市经信委",)),
    Member("t:trade", "李审", "reviewer", (), ("市商务局",)),
    Member("t:farm", "周农", "reviewer", (), ("市农业局",)),
    Member("t:official", "吴员", "official"),
    Member("t:leader", "王市长", "leader"),
    Member("t:admin", "管理", "admin"),
)
_FOLDER = TemporaryDirectory(prefix="mubiao-offices-")
_numbers = itertools.count()


@cache
def _template() -> Path:
    """A database with the shipped documents and the members."""
    store = _filled(f"sqlite:///{Path(_FOLDER.name) / 'template.db'}")
    store.rows("PRAGMA wal_checkpoint(TRUNCATE)")
    store.close()
    return store.where.path


@cache
def _server_template() -> str:
    """The same on a server."""
    store = _filled(servers.empty())
    store.close()
    return servers.database_of(store.where.url)


def _filled(url: str) -> Store:
    desk = open_desk(url, CITY, NOW)
    for member in MEMBERS:
        members.add(desk.store, member, NOW)
    return desk.store


class Office:
    """A desk, where everybody writes in a chat of one's own unless another is named."""

    def __init__(self, at: datetime = NOW, kind: str = "sqlite") -> None:
        self.folder = Path(_FOLDER.name) / str(next(_numbers))
        self.folder.mkdir()
        self.desk: Desk = open_desk(self._database(kind), CITY, NOW)
        self.at = at

    def _database(self, kind: str) -> str:
        if kind == "postgresql":
            return servers.copied(_server_template())
        shutil.copy(_template(), self.folder / "office.db")
        return f"sqlite:///{self.folder / 'office.db'}"

    def say(self, who: str, text: str = "", chat: str = "", **more: Any) -> Reply:
        """What the desk replies to somebody, a minute later."""
        self.at += timedelta(minutes=1)
        turn = Turn(text, f"t:{who}", chat or f"chat-{who}", self.at)
        return self.desk.respond(replace(turn, **more))

    def send(self, who: str, content: bytes, name: str = "报表.xlsx", text: str = "") -> Reply:
        """A file sent along."""
        path = self.folder / name
        path.write_bytes(content)
        return self.say(who, text, file=str(path))

    def report(self, who: str, text: str) -> Reply:
        """A report, confirmed."""
        assert self.say(who, text).kind == "preview"
        return self.say(who, "确认")

    def wait(self, **time: float) -> None:
        self.at += timedelta(**time)

    @property
    def reports(self) -> tuple[Report, ...]:
        return all_reports(self.desk.store)

    @property
    def items(self) -> list[Item]:
        return [item for report in self.reports for item in report.items]

    def value(self, district: str = ZHUJI, metric: str = FOREIGN) -> str | None:
        """What counts now, the newest period's."""
        found = standing(self.desk.store, CITY, (metric,), (district,))
        return str(found[0].item.value) if found else None

    def posted(self) -> list[tuple[str, str]]:
        """What is sent to others by now."""
        with self.desk.outgoing(self.at) as sent:
            return [(message["to"].removeprefix("t:"), message["text"]) for message in sent]

    def sound(self) -> None:
        """The ledger verifies."""
        assert list(audit.findings(self.desk.store)) == []


def said(reply: Reply, kind: str, *words: str) -> str:
    """The reply's text, which is of this kind and has these words."""
    text = plain(reply)
    assert reply.kind == kind, f"{reply.kind}: {text}"
    assert all(word in text for word in words), text
    assert "程序出错" not in text
    return text


def template(office: Office, who: str = "zj", text: str = "填报模板") -> Any:
    """The workbook of a template."""
    return load_workbook(BytesIO(office.say(who, text).files[0].content))


def filled(book: Any, **values: Any) -> bytes:
    """The workbook with these metrics filled in (underlines stand for nothing: names are given as keywords)."""
    page = book.active
    for row in page.iter_rows(min_row=2):
        if row[2].value in values:
            row[-1].value = values[row[2].value]
    return saved(book)


def sheet(*rows: tuple[Any, ...]) -> Any:
    """A workbook with these rows."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    return book


def saved(book: Any) -> bytes:
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def offices() -> Iterator[Office]:
    """A fixture's body: an office that is sound in the end."""
    office = Office()
    yield office
    office.sound()
