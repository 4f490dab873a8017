"""The move from one database to another, both ways: all of it or nothing, the ledger with its key."""

import subprocess
import sys
from pathlib import Path

import pytest

from data import audit, ledger, measurestate, members, outbox, seal
from data.check import findings
from data.library import load_documents
from data.move import move
from data.report import Member
from data.seeding import seed
from data.store import Store, StoreProblem, open_store
from tests import servers
from tests.books import DOMESTIC, NOW, item, later, new_store, submit

ROOT = Path(__file__).parent.parent
OTHER = {"sqlite": "postgresql", "postgresql": "sqlite"}


@pytest.fixture
def full(kind: str) -> Store:
    """Some of everything."""
    made = new_store(kind)
    seed(made, load_documents(), NOW)
    members.add(made, Member("local:zhao", "赵军", "staff", ("诸暨市",)), NOW)
    submit(made, item("9800.50"), item("12", DOMESTIC))
    ledger.approve(made, 1, [DOMESTIC], "local:meng", later(1), [("local:zhao", "通过 ? 100% 🙂")])
    measurestate.add_proof(made, 1, "local:zhao", "表.pdf", "application/pdf", bytes(range(256)), later(2))
    made.remember("local:zhao", "c", NOW, "{}")
    return made


def empty(kind: str, folder: Path) -> str:
    return servers.empty() if kind == "postgresql" else f"sqlite:///{folder / 'new' / '目标.db'}"


def content(store: Store) -> list[list[tuple[object, ...]]]:
    tables = ("figure", "member", "entry", "report", "item", "mark", "proof", "outbox", "context", "ledger_head")
    return [sorted(store.rows(f"SELECT * FROM {table}"), key=repr) for table in tables]


def test_moved_whole_and_back(full: Store, kind: str, tmp_path: Path) -> None:
    url, told = empty(OTHER[kind], tmp_path), dict[str, int]()
    assert move(full, url, told.__setitem__) == ()
    moved = open_store(url)
    assert moved.dialect != full.dialect
    assert content(moved) == content(full)
    assert (told["report"], told["item"], told["proof"], told["member"], told["entry"]) == (1, 2, 1, 1, 3)
    assert list(findings(moved)) == [] and ledger.receipt(moved) == ledger.receipt(full)
    assert seal.key(moved.where) == seal.key(full.where)
    assert submit(moved, item("7"), minutes=5).number == 2, "the ledger goes on there"
    assert outbox.enqueue(moved, "k", "local:a", "二", NOW), "and so do numbers given by the database"
    back = empty(kind, tmp_path / "back")
    assert move(moved, back, told.__setitem__) == ()
    assert content(open_store(back)) == content(moved)


def test_what_is_not_empty_is_refused(full: Store, kind: str, tmp_path: Path) -> None:
    other = new_store(OTHER[kind])
    members.add(other, Member("local:qian", "钱", "official"), NOW)
    before = content(other)
    with pytest.raises(StoreProblem, match="已有数据，没有搬"):
        move(full, other.where.url, lambda *_: None)
    assert content(other) == before and seal.key(other.where) is None
    with pytest.raises(StoreProblem, match="同一个数据库"):
        move(full, full.where.url, lambda *_: None)


def test_all_or_nothing(full: Store, kind: str, tmp_path: Path) -> None:
    url = empty(OTHER[kind], tmp_path)

    def stop(table: str, _: int) -> None:
        if table == "proof":
            raise StoreProblem("stopped")

    with pytest.raises(StoreProblem, match="stopped"):
        move(full, url, stop)
    other = open_store(url)
    assert other.rows("SELECT count(*) FROM entry") == [(0,)] and seal.key(other.where) is None
    assert move(full, url, lambda *_: None) == ()
    assert list(audit.findings(full)) == [], "the old one is as it was"


def test_another_ledgers_key_is_not_overwritten(full: Store, kind: str, tmp_path: Path) -> None:
    other = open_store(empty(OTHER[kind], tmp_path))
    seal.made_key(other.where, fresh=True)
    before = seal.key(other.where)
    with pytest.raises(StoreProblem, match="另一本台账的密钥"):
        move(full, other.where.url, lambda *_: None)
    assert seal.key(other.where) == before


def test_nobody_writes_meanwhile(full: Store, kind: str, tmp_path: Path) -> None:
    late = open_store(full.where.url)
    late.rows({"sqlite": "PRAGMA busy_timeout=10", "postgres": "SET lock_timeout = '10ms'"}[late.dialect])

    def write(table: str, _: int) -> None:
        with pytest.raises(StoreProblem, match="占用"):
            submit(late, item("1"))

    assert move(full, empty(OTHER[kind], tmp_path), write) == ()


def test_what_was_tampered_with_stays_found(full: Store, kind: str, tmp_path: Path) -> None:
    full.rows("UPDATE item SET published = '9801' WHERE line = 0")
    assert any("与台账不符" in each for each in move(full, empty(OTHER[kind], tmp_path), lambda *_: None))


def run(*arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "bot", "move", *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )


def test_on_the_command_line(tmp_path: Path) -> None:
    store, url = new_store(), servers.empty()
    submit(store)
    done = run(url, "--database-url", store.where.url)
    assert (done.returncode, done.stdout.count("\n")) == (0, 1) and "MUBIAO_DATABASE_URL" in done.stdout
    assert "report：1行\n" in done.stderr
    assert list(audit.findings(open_store(url))) == []
    again = run(url, "--database-url", store.where.url)
    assert again.returncode == 2 and "已有数据" in again.stderr
    store.rows("DELETE FROM item")
    found = run(f"sqlite:///{tmp_path / 'x.db'}", "--database-url", store.where.url)
    assert found.returncode == 1 and "被删除" in found.stdout
    for secret in (servers.PASSWORD, servers.QUOTED):
        assert secret not in "".join(each.stdout + each.stderr for each in (done, again, found))
