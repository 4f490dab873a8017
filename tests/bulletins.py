"""Months of reports made from a seed, in a desk of its own, and the same figures reckoned again by pandas alone."""

import random
from collections.abc import Iterator
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd

from bot.desk import Desk, open_desk
from data import ledger, members
from data.catalog.load import load_catalog
from data.progress import month_end
from data.report import Item, Member
from intents.reply import File, Reply
from intents.turn import Turn
from tests.desks import SHAOXING, new_chat, published

MONTHS = 5
NOW = datetime.fromisoformat("2012-06-18T09:00:00+08:00")
LEADER, OFFICIAL = Member("test:ld", "林导", "leader"), Member("test:gz", "龚作", "official")
_FOLDER = TemporaryDirectory(prefix="mubiao-bulletin-")


@cache
def desk() -> Desk:
    """A desk with the reports, a leader and an official."""
    made = open_desk(
        f"sqlite:///{Path(_FOLDER.name) / 'desk.db'}", SHAOXING, datetime.fromisoformat("2012-03-30T09:00+08:00")
    )
    for member in (LEADER, OFFICIAL):
        members.add(made.store, member, NOW)
    by = frame()[["district", "month"]].drop_duplicates().itertuples(index=False)
    for district, month in by:
        _report(made, str(district), int(month))
    return made


@cache
def frame() -> pd.DataFrame:
    """What is reported: a row a district, metric and month, with target and cumulative actual; some are left out."""
    rows = pd.DataFrame(_rows(), columns=["district", "metric", "unit", "month", "target", "actual"])
    return rows[rows.actual.notna()].reset_index(drop=True)


def reckoned(month: int = MONTHS) -> pd.DataFrame:
    """Rate and lead of each row of a month and of the city's totals, rounded half up to two decimals."""
    rows: Any = frame()[frame().month == month].copy()
    parts = rows[(rows.unit != "%") & (rows.district != SHAOXING)]
    total: Any = parts.groupby("metric", sort=False).agg(unit=("unit", "first"), actual=("actual", "sum")).reset_index()
    total["district"], total["target"] = SHAOXING, [_target(SHAOXING, m) for m in total.metric]
    every: Any = pd.concat([rows, total], ignore_index=True)
    whole: Any = every[(every.unit != "%") & (every.target != 0)].copy()
    shares = [Fraction(a) / Fraction(t) for a, t in zip(whole.actual, whole.target, strict=True)]
    whole["rate"] = [_rounded(share * 100) for share in shares]
    whole["lead"] = [_rounded((share - Fraction(month, 12)) * 100) for share in shares]
    whole["light"] = [
        "绿灯" if 12 * s >= month else "红灯" if s - Fraction(month, 12) < Fraction(-1, 10) else "黄灯" for s in shares
    ]
    whole["share"] = shares
    found: pd.DataFrame = whole.set_index(["district", "metric"])
    return found


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


def _rows() -> Iterator[tuple[str, str, str, int, Decimal, Decimal | None]]:
    chance = random.Random(43)
    for district in (SHAOXING, *(d.name for d in load_catalog().of_city(SHAOXING))):
        for metric in (m for m in load_catalog().metrics if m.city == SHAOXING):
            target = _target(district, metric.name)
            if target is not None and (district == SHAOXING) == metric.city_only:
                yield from _course(chance, district, metric.name, metric.unit, target)


def _course(
    chance: random.Random, district: str, metric: str, unit: str, target: Decimal
) -> Iterator[tuple[str, str, str, int, Decimal, Decimal | None]]:
    actual = Decimal(0)
    places = Decimal("0.01") if unit in ("亿元", "%") else Decimal(1)
    for month in range(1, MONTHS + 1):
        step = target * chance.randint(60, 130) / 1200
        actual = (target + chance.randint(-4, 4) if unit == "%" else actual + step).quantize(places)
        yield district, metric, unit, month, target, None if chance.random() < 0.05 else actual


def _target(district: str, metric: str) -> Decimal | None:
    figures = published().get((district, metric), ())
    return next((f.value for f in figures if f.level in ("必保", None) and f.year == 2012), None)


def _report(made: Desk, district: str, month: int) -> None:
    rows: Any = frame()[(frame().district == district) & (frame().month == month)]
    day = month_end(date(2012, month, 1))
    items = [Item(SHAOXING, district, r.metric, day, r.actual, r.unit) for r in rows.itertuples()]
    sent = datetime.fromisoformat(f"2012-{month + 1:02}-03T09:00:00+08:00")
    found = ledger.submit(made.store, items, "test:sb", "上报", "", False, sent)
    if (month + len(district)) % 3:
        ledger.approve(made.store, found.number, [i.metric for i in items], "test:sh", sent)


def _rounded(value: Fraction) -> Decimal:
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(Decimal("0.01"), ROUND_HALF_UP)
