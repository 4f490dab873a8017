"""An office for end-to-end tests: the program itself on a database of its own, with its members."""

import sqlite3
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.desk import open_desk
from data import audit, members
from data.report import Member
from data.store import open_store
from tests.e2e.bots import REAL, Bot
from tests.e2e.tgserver import Object, TgServer, User

NOW = datetime(2012, 6, 18, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
REVIEWER, LEADER, ADMIN = 21, 31, 41


class Office:
    """Members, a database, and the bot, which can be killed and started again."""

    def __init__(self, tg: TgServer, folder: Path, staff: dict[int, str], **settings: str) -> None:
        self.tg, self.path, self.settings = tg, folder / "mubiao.db", settings
        self.url = f"sqlite:///{self.path}"
        store = open_desk(self.url, "绍兴市", NOW).store
        for number, district in staff.items():
            members.add(store, Member(f"telegram:{number}", f"填报{number}", "staff", (district,)), NOW)
        members.add(store, Member(f"telegram:{REVIEWER}", "审核", "reviewer"), NOW)
        members.add(store, Member(f"telegram:{LEADER}", "领导", "leader"), NOW)
        members.add(store, Member(f"telegram:{ADMIN}", "管理", "admin"), NOW)
        store.close()
        self.people = {number: tg.user(number) for number in (*staff, REVIEWER, LEADER, ADMIN)}
        self.tg.server.known |= set(self.people)
        self.start()

    def start(self) -> None:
        """Starts the bot."""
        self.bot = Bot(self.tg, *REAL, MUBIAO_DATABASE_URL=self.url, **self.settings)

    def kill(self) -> None:
        """Ends the bot as a power cut would."""
        self.bot.kill()

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """What the database has."""
        with sqlite3.connect(self.path) as connection:
            return connection.execute(sql).fetchall()

    def findings(self) -> list[str]:
        """What is wrong with the ledger."""
        return [str(finding) for finding in audit.findings(open_store(self.url))]

    def told(self, number: int, after: int = 0, n: int = 1, timeout: float = 10, words: str = "") -> list[Object]:
        """The messages to a person that have these words, waited for until there are n."""

        def found() -> list[Object]:
            calls = self.tg.calls(after, "sendMessage", 0, 0, chat_id=number)
            return [call["result"] for call in calls if call["ok"] and words in call["result"]["text"]]

        with self.tg.server.called:
            self.tg.server.called.wait_for(lambda: len(found()) >= n, timeout)
            return found()


def reported(user: User, value: str, district: str = "诸暨市") -> Object:
    """The preview of a report."""
    return user.say(f"进度 {district} 2012年5月 外资 {value}万美元", timeout=20)[0]
