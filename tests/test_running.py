"""Keeping it running, from the command line: mubiao backup, restore and status."""

import json
from datetime import UTC, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot import pulse, status
from data import inbox, members, outbox, seal
from data.report import Member
from data.store import Store, open_store
from tests.books import NOW, item, submit
from tests.test_cli import Program, refused


@pytest.fixture
def program(tmp_path: Path) -> Program:
    return Program(tmp_path)


@pytest.fixture
def store(program: Program) -> Store:
    """The program's store, with two reports, of which one waits for a reviewer, and members."""
    made = open_store(program.url)
    submit(made, item("1"), item("2", district="上虞市"))
    submit(made, item("3"))
    members.add(made, Member("local:zhao", "赵", "staff", ("诸暨市",)), NOW)
    return made


def said(program: Program) -> tuple[int, Any]:
    done = program.run("status", "--json")
    assert done.stderr == ""
    return done.returncode, json.loads(done.stdout)


def test_back_and_forth(program: Program, store: Store) -> None:
    done = program.run("backup", "a.zip")
    assert (done.returncode, done.stderr) == (0, "")
    assert f"上报2份，台账2条，末尾 2-{store.rows('SELECT hash FROM ledger_head')[0][0][:8]}" in done.stdout
    submit(store, item("4"))
    done = program.run("restore", "a.zip")
    assert (done.returncode, done.stderr) == (0, "")
    kept = next(program.folder.glob("mubiao.db.before-restore-*.bak"))
    assert str(kept) in done.stdout
    assert store.rows("SELECT COUNT(*) FROM report") == [(2,)]
    assert program.run("check").returncode == 0
    assert "上报3份" in program.run("restore", str(kept)).stdout
    assert program.run("check").returncode == 0


def test_refused_in_a_sentence(program: Program, store: Store) -> None:
    assert program.run("backup", "a.zip").returncode == 0
    refused(program.run("backup", "a.zip"), "a.zip", "--force")
    assert program.run("backup", "a.zip", "--force").returncode == 0
    refused(program.run("backup", "none/a.zip"), "none/a.zip")
    refused(program.run("backup", "b.zip", database_url="sqlite:///none.db"), "none.db", "没有数据库")
    refused(program.run("backup", "b.zip", database_url="postgresql://u:geheim@h/d"), "pg_dump")
    refused(program.run("restore", "a.zip", database_url="postgresql://u:geheim@h/d"), "pg_dump")
    refused(program.run("restore", "none.zip"), "none.zip", "没有改动")
    (program.folder / "a.zip").write_bytes(b"PK\x03\x04")
    refused(program.run("restore", "a.zip"), "a.zip", "没有改动")
    assert not (program.folder / "none.db").exists(), "nothing is made by a backup"
    assert store.rows("SELECT COUNT(*) FROM report") == [(2,)]


def test_only_the_last_few_are_kept(program: Program, store: Store) -> None:
    folder = program.folder / "backups"
    folder.mkdir()
    for number in range(3):
        (folder / f"mubiao-2026010{number + 1}T000000.zip").touch()
    (folder / "mubiao-mine.zip").touch()
    assert program.run("backup", "backups", "--keep", "2").returncode == 0
    left = sorted(path.name for path in folder.iterdir())
    assert left[0] == "mubiao-20260103T000000.zip" and left[2] == "mubiao-mine.zip" and len(left) == 3
    assert (folder / left[1]).stat().st_size > 1000


def test_a_changed_database_is_backed_up_and_said(program: Program, store: Store) -> None:
    """It is written, but rotates nothing away and is not noted as a good one."""
    store.rows("UPDATE item SET published = '9' WHERE report = 1")
    (program.folder / "backups").mkdir()
    good = program.folder / "backups" / "mubiao-20260101T000000.zip"
    good.touch()
    done = program.run("backup", "backups", "--keep", "1")
    assert done.returncode == 1 and "核对有问题" in done.stderr and "已备份" in done.stdout
    assert good.exists() and status.last_backup(store.where.path) is None


def test_status_of_a_sound_office(program: Program, store: Store) -> None:
    assert program.run("backup", "a.zip").returncode == 0
    code, found = said(program)
    assert (code, found["off"]) == (0, [])
    assert found["state"]["members"] == {"staff": 1}
    assert (found["state"]["reports"], found["state"]["reviews"], found["state"]["head"]["count"]) == (2, 2, 2)
    assert found["backup"]["file"] == str(program.folder / "a.zip") and found["size"] > 0 < found["free"]
    shown = program.run("status")
    assert shown.returncode == 0 and "填报员1人" in shown.stdout and "一切正常" in shown.stdout


def test_status_makes_nothing(program: Program) -> None:
    code, found = said(program)
    assert code == 1 and "没有数据库" in found["off"][0]
    assert [path.name for path in program.folder.iterdir()] == []


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ("UPDATE schema_version SET version_num = '0003'", "要升级到"),
        ("UPDATE schema_version SET version_num = '0999'", "0999"),
        ("UPDATE ledger_head SET entries = 1, hash = 'x'", "mubiao check"),
    ],
)
def test_status_says_what_is_off(program: Program, store: Store, wrong: str, words: str) -> None:
    program.run("backup", "a.zip")
    store.rows(wrong)
    code, found = said(program)
    assert code == 1 and len(found["off"]) == 1 and words in found["off"][0]


def test_status_of_a_database_that_is_none(program: Program) -> None:
    (program.folder / "mubiao.db").write_bytes(b"no database " * 1000)
    code, found = said(program)
    assert code == 1 and "已损坏" in found["off"][0]


def test_what_waits_for_long(store: Store, program: Program) -> None:
    """Mail that is stuck, a lost key, no backup, a disk that is full, a bot that fell silent."""
    outbox.enqueue(store, "1", "telegram:1", "x", NOW)
    outbox.enqueue(store, "2", "telegram:2", "x", NOW)
    outbox.failed(store, 2, NOW, "blocked", final=True)
    inbox.put(store, [("telegram:1:1", "{}")], NOW)
    pulse._beat(pulse.place(store.where.path), pulse.Pulse(NOW, "1", None))

    def off(minutes: int) -> str:
        return "\n".join(status.look(program.url, NOW + timedelta(minutes=minutes)).off)

    assert off(0) == "还没有备份过：请运行 mubiao backup。"
    late = off(30)
    assert "收件箱里有1条" in late and "发件箱里有1条" in late and "没有在运行" in late
    seal.key_path(store.where).unlink()
    assert "密钥" in off(0)
    status.note_backup(store.where.path, Path("a.zip"), NOW)
    assert "备份" not in off(60) and "太久了" in off(60 * 24 * 4)


def test_what_is_to_wait_for_the_morning_is_not_late(store: Store, program: Program) -> None:
    outbox.enqueue(store, "1", "telegram:1", "x", NOW, not_before=NOW + timedelta(days=2))

    def late(minutes: int) -> bool:
        return "发件箱里有1条" in "\n".join(status.look(program.url, NOW + timedelta(minutes=minutes)).off)

    assert [late(30), late(2 * 24 * 60 + 5), late(2 * 24 * 60 + 15)] == [False, False, True]
    outbox.failed(store, 1, NOW + timedelta(days=2), "no network")
    assert late(2 * 24 * 60 + 1), "what failed waits since it was written"


def test_a_full_disk(store: Store, program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(status, "LEAST", 10**18)
    assert "磁盘只剩" in "\n".join(status.look(program.url, NOW).off)


# The sign of life


def test_a_look_is_a_beat_now_and_then(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "alive"
    looked = pulse.beating(file, UTC)
    looked()
    first = pulse.last(file)
    assert first and first.at.tzinfo
    looked()
    assert pulse.last(file) == first, "not every second"
    monkeypatch.setattr(pulse, "EVERY", 0.0)
    looked()
    assert pulse.last(file) != first
    assert [path.name for path in tmp_path.iterdir()] == ["alive"]


def test_systemd_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(tmp_path / "notify"))
        systemd.settimeout(5)
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        pulse.beating(tmp_path / "alive", UTC)()
        assert systemd.recv(100) == b"READY=1\nWATCHDOG=1"


def test_a_file_that_is_no_sign_of_life(tmp_path: Path) -> None:
    (tmp_path / "alive").write_text("[]")
    assert pulse.last(tmp_path / "alive") is None and pulse.last(tmp_path / "none") is None
