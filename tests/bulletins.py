"""A desk to which reports have been sent from January on, up to a day in June, and its May reckoned again by pandas."""

from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd

from benchmarks.year import CITY, LEADER, OFFICIAL, START, Year
from bot.desk import Desk, open_desk
from data.report import Member
from intents.reply import File, Reply
from intents.turn import Turn
from tests import reckoning
from tests.desks import new_chat

NOW = datetime.fromisoformat("2012-06-18T09:00:00+08:00")
MAY = date(2012, 5, 31)
_FOLDER = TemporaryDirectory(prefix="mubiao-bulletin-")

__all__ = ["LEADER", "MAY", "NOW", "OFFICIAL", "ask", "desk", "file", "number", "reckoned", "shown"]


@cache
def desk() -> Desk:
    """A desk with the reports, a leader and an official."""
    made = open_desk(f"sqlite:///{Path(_FOLDER.name) / 'desk.db'}", CITY, START)
    Year(made, seed=43).play(NOW)
    return made


@cache
def reckoned() -> pd.DataFrame:
    """Rate and lead of each line of May that has them, as they are to be shown, with the exact share."""
    lines = [
        line
        for line in reckoning.month(desk().store.where.path, MAY)
        if line.rate is not None and line.lead is not None
    ]
    rows: list[dict[str, Any]] = [
        {
            "district": line.district,
            "metric": line.metric,
            "target": Decimal(line.target_text),
            "actual": Decimal(line.actual_text),
            "rate": Decimal(number(line.rate_text)),
            "lead": Decimal(number(line.lead_text)),
            "light": line.light,
            "share": line.rate,
        }
        for line in lines
    ]
    return pd.DataFrame(rows, dtype=object).set_index(["district", "metric"])


def ask(text: str, sender: Member = LEADER, id_: str | None = None, chat: str = "") -> Reply:
    """The reply to a message of a member."""
    return desk().respond(Turn(text, sender.id, chat or new_chat(), NOW, id=id_))


def file(reply: Reply, end: str) -> File:
    """The one file with that ending."""
    found = [each for each in reply.files if each.name.endswith(end)]
    assert len(found) == 1, [each.name for each in reply.files]
    return found[0]


def number(text: str) -> str:
    """快8.75 and 50.41% as figures: 8.75, 50.41; 慢7.67 is -7.67, 持平 0."""
    sign = "-" if text.startswith("慢") else ""
    return "0" if text == "持平" else sign + text.strip("快慢%")


def shown(value: Decimal) -> str:
    """A figure without trailing zeros."""
    return f"{value.normalize():f}"
