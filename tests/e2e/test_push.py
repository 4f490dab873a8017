"""What is due by the clock goes out through the program itself, with its files, once, also after a kill."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from data import kept_files, members, outbox, subscriptions
from data.kept_files import KeptFile
from data.report import Member
from data.store import open_store
from tests.e2e.bots import REAL, Bot
from tests.e2e.offices import Office
from tests.e2e.tgserver import serving

LEADER = 31


def zone_at_noon() -> str:
    """A time zone in which it is about noon, so that the offices are open."""
    ahead = (12 - datetime.now(UTC).hour + 11) % 24 - 11
    return f"Etc/GMT{-ahead:+d}" if ahead else "Etc/GMT"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with serving() as tg:
        found = Office(tg, tmp_path, {})
        found.bot.stop()
        tg.server.known.add(LEADER)
        yield found


def test_a_subscription_is_served_once(office: Office, tmp_path: Path) -> None:
    now = datetime.now(UTC)
    days = tmp_path / "days.csv"
    days.write_text("".join(f"{(now + timedelta(n)).date()},班\n" for n in (-1, 0, 1)), encoding="utf-8")
    store = open_store(office.url)
    members.add(store, Member(f"telegram:{LEADER}", "王市长", "leader"), now)
    subscriptions.subscribe(store, f"telegram:{LEADER}", "inspection", now - timedelta(20))
    kept_files.put(store, "k", [KeptFile("5月通报.docx", "application/octet-stream", b"PK")], now)
    outbox.enqueue(store, "published", f"telegram:{LEADER}", "《5月通报》", now, "k")
    store.close()
    settings = {"MUBIAO_HOLIDAYS": str(days), "MUBIAO_TIMEZONE": zone_at_noon(), "MUBIAO_DATABASE_URL": office.url}
    for _ in range(2):
        office.bot = Bot(office.tg, *REAL, **settings)
        assert len(office.told(LEADER, words="【半月督查】")) == 1
        while office.rows("SELECT COUNT(*) FROM outbox WHERE sent_at = ''") != [(0,)]:
            time.sleep(0.05)
        office.kill()
    (document,) = office.tg.calls(0, "sendDocument", 1, 5, chat_id=LEADER)
    assert document["ok"] and document["result"]["caption"] == "《5月通报》"
