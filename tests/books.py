"""Stores for the tests of reporting: empty ones made quickly, and items to report."""

import itertools
import shutil
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from data import ledger
from data.report import Item, Report
from data.store import Store, open_store
from tests import servers

NOW = datetime(2012, 6, 18, 1, tzinfo=UTC)
CITY = "绍兴市"
FOREIGN, DOMESTIC = "实际引进外资", "实际引进市外境内资金"
MAY = date(2012, 5, 31)
_FOLDER = TemporaryDirectory(prefix="mubiao-books-")
_numbers = itertools.count()


@cache
def _template() -> Path:
    """An empty store's file, migrated once."""
    store = open_store(f"sqlite:///{Path(_FOLDER.name) / 'template.db'}")
    store.rows("PRAGMA wal_checkpoint(TRUNCATE)")
    store.close()
    return store.where.path


def new_store(kind: str = "sqlite") -> Store:
    """An empty store of its own, of this kind."""
    if kind == "postgresql":
        return open_store(servers.migrated())
    path = Path(_FOLDER.name) / f"{next(_numbers)}.db"
    shutil.copy(_template(), path)
    return open_store(f"sqlite:///{path}")


def item(value: str = "9800", metric: str = FOREIGN, district: str = "诸暨市", period: date = MAY) -> Item:
    """One figure to report."""
    return Item(CITY, district, metric, period, Decimal(value), "万美元")


def submit(store: Store, *items: Item, sender: str = "local:zhao", minutes: int = 0) -> Report:
    """Report these, so many minutes after NOW."""
    words = " ".join(f"{each.metric} {each.value}" for each in items)
    return ledger.submit(store, items or (item(),), sender, words, "", False, NOW + timedelta(minutes=minutes))


def later(minutes: int) -> datetime:
    """So many minutes after NOW."""
    return NOW + timedelta(minutes=minutes)


def numbers(reports: Sequence[Report]) -> list[int]:
    """The reports' numbers."""
    return [report.number for report in reports]
