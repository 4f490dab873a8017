"""Backups: exact while others write, refused where they are not whole, put back under a program that runs."""

import json
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.desk import open_desk
from data import audit, backup, backup_file, check, members, restore, seal
from data.backup_file import DATABASE, KEY, BackupProblem, digest
from data.connection import address
from data.library import load_documents
from data.migrations import revisions
from data.report import Member
from data.seeding import seed
from data.standing import all_reports
from data.store import Store, StoreProblem, open_store
from intents.turn import Turn
from tests.books import NOW, item, new_store, submit

ROOT = Path(__file__).parent.parent
AT = datetime(2026, 11, 22, 8, 15, tzinfo=UTC)


def store_with(*values: str) -> Store:
    """A store with a report a value."""
    store = new_store()
    for value in values:
        submit(store, item(value))
    return store


def values(store: Store) -> list[str]:
    return [str(each.items[0].value) for each in all_reports(store)]


def content(store: Store) -> dict[str, object]:
    """All that makes a store: each table's rows, its key and head, and what lies beside it."""
    names = [name for (name,) in store.rows(backup._TABLES)]
    beside = sorted(path.name for path in store.where.path.parent.glob(f"{store.where.path.name}.*"))
    files = {path.name: path.read_bytes() for path in (seal.key_path(store.where), seal.head_path(store.where))}
    return {"rows": {name: store.rows(f"SELECT * FROM {name}") for name in names}, "files": files, "beside": beside}


def changed(file: Path, name: str, change: Callable[[bytes], bytes], told: bool = False) -> None:
    """Another content of one file of a backup; `told`: the manifest is made to fit."""
    with zipfile.ZipFile(file) as packed:
        parts = {each: packed.read(each) for each in packed.namelist()}
    parts[name] = change(parts[name])
    if told:
        manifest = json.loads(parts["manifest.json"])
        path = file.with_name("part")
        path.write_bytes(parts[name])
        manifest["files"][name] = [len(parts[name]), digest(path)]
        parts["manifest.json"] = json.dumps(manifest).encode()
    with zipfile.ZipFile(file, "w") as packed:
        for each, data in parts.items():
            packed.writestr(each, data)


def run_on(path: Path, *statements: str) -> None:
    with sqlite3.connect(path) as connection:
        for statement in statements:
            connection.execute(statement)
    connection.close()


# Written


def test_a_backup_tells_what_is_in_it(tmp_path: Path) -> None:
    store, file = store_with("1", "2"), tmp_path / "a.zip"
    manifest = backup.write(store.where, file, AT)
    assert (manifest.schema, manifest.entries, manifest.counts["report"]) == (revisions.HEAD, 2, 2)
    assert manifest.head == store.rows("SELECT hash FROM ledger_head")[0][0]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [file], "nothing is left beside it"
    with zipfile.ZipFile(file) as packed:
        assert packed.read(KEY) == seal.key_path(store.where).read_bytes()


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    store, file = store_with("1"), tmp_path / "a.zip"
    file.write_text("mine")
    with pytest.raises(BackupProblem, match="--force"):
        backup.write(store.where, file, AT)
    assert file.read_text() == "mine"
    backup.write(store.where, file, AT, force=True)
    assert zipfile.is_zipfile(file)


def test_not_even_what_came_meanwhile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store, file = store_with("1"), tmp_path / "a.zip"
    pack = backup_file.pack
    monkeypatch.setattr(backup_file, "pack", lambda *given, **named: (pack(*given, **named), file.write_text("mine")))
    with pytest.raises(BackupProblem, match="--force"):
        backup.write(store.where, file, AT)
    assert file.read_text() == "mine"


def test_where_nothing_can_be_written(tmp_path: Path) -> None:
    with pytest.raises(BackupProblem, match="备份写不到"):
        backup.write(store_with("1").where, tmp_path / "none" / "a.zip", AT)


def test_where_one_may_not_look(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(path: Path) -> bool:
        raise PermissionError(13, "Permission denied", str(path))

    store = store_with("1")
    monkeypatch.setattr(Path, "exists", forbidden)
    with pytest.raises(BackupProblem, match="备份写不到"):
        backup.write(store.where, tmp_path / "a.zip", AT)


def test_a_backup_among_writers(tmp_path: Path) -> None:
    """Each backup taken while two processes report is whole: chain, key and head belong together."""
    store = store_with("0")
    code = "import sys; from tests.test_crash import submit_on_and_on; submit_on_and_on(sys.argv[1])"
    command = [sys.executable, "-c", code, store.where.url]
    pipe = subprocess.PIPE
    writers = [subprocess.Popen(command, stdout=pipe, text=True, cwd=ROOT) for _ in range(2)]
    try:
        for writer in writers:
            assert writer.stdout and writer.stdout.readline()
        sizes = []
        for number in range(4):
            file = tmp_path / f"{number}.zip"
            sizes.append(backup.write(store.where, file, AT).entries)
            with restore.examined(file, tmp_path, AT) as found:
                assert found.findings == ()
                assert Store(found.copy).rows("SELECT count(*) FROM entry") == [(sizes[-1],)]
    finally:
        for writer in writers:
            writer.kill()
            writer.communicate()
    assert sizes == sorted(sizes) and sizes[0] < sizes[-1], sizes


def test_rows_key_and_head_are_of_one_moment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody reports just as the key and the head are read: it waits."""
    store, copyfile, writers = store_with("1"), shutil.copyfile, list[threading.Thread]()

    def meanwhile(source: Path, to: Path) -> Path:
        if not writers:
            writers.append(threading.Thread(target=lambda: submit(store, item("2"))))
            writers[0].start()
            writers[0].join(0.5)
        return copyfile(source, to)

    monkeypatch.setattr(shutil, "copyfile", meanwhile)
    assert backup.write(store.where, tmp_path / "a.zip", AT).entries == 1
    writers[0].join()
    assert values(store) == ["1", "2"]
    with restore.examined(tmp_path / "a.zip", tmp_path, AT) as found:
        assert found.findings == ()


# Put back


def test_restored_on_another_machine(tmp_path: Path) -> None:
    store, file = store_with("1", "2"), tmp_path / "a.zip"
    backup.write(store.where, file, AT)
    new = Store(address(f"sqlite:///{tmp_path}/n/x.db"))
    found = restore.restore(file, new.where, AT)
    assert found.kept is None and found.manifest.entries == 2
    assert values(new) == ["1", "2"] and list(audit.findings(new)) == []
    assert stat.S_IMODE(seal.key_path(new.where).stat().st_mode) == 0o600
    submit(new, item("3"))
    assert list(check.findings(new)) == []


@pytest.mark.parametrize("other", [False, True])
def test_what_was_there_is_kept(tmp_path: Path, other: bool) -> None:
    """Restored over a later state of the same ledger, or over another one with a key of its own; and back again."""
    store, file = store_with("1", "2"), tmp_path / "a.zip"
    backup.write(store.where, file, AT)
    target = store_with("7", "8", "9") if other else store
    if not other:
        submit(store, item("3"))
    seed(target, load_documents(), AT)
    before = content(target)
    found = restore.restore(file, target.where, AT)
    assert values(target) == ["1", "2"] and list(check.findings(target)) == []
    submit(target, item("5"))
    assert list(check.findings(target)) == []
    assert found.kept and found.kept.name.endswith(
        ".before-restore-20260101T000000.bak".replace("0101T0000", "1122T0815")
    )
    restore.restore(found.kept, target.where, AT.replace(hour=9))
    after = content(target)
    assert (after["rows"], after["files"]) == (before["rows"], before["files"])


def test_a_ledger_without_entries(tmp_path: Path) -> None:
    """A backup from before the first report has no key: the head goes back to the beginning."""
    store, file = new_store(), tmp_path / "a.zip"
    backup.write(store.where, file, AT)
    submit(store, item("1"))
    restore.restore(file, store.where, AT)
    assert values(store) == [] and list(check.findings(store)) == []
    submit(store, item("2"))
    assert values(store) == ["2"] and list(check.findings(store)) == []


def test_a_program_that_runs_goes_on(tmp_path: Path) -> None:
    """Another process answers and reports all the while: no fault, and afterwards it has the restored content."""
    url = f"sqlite:///{tmp_path}/x.db"
    desk = open_desk(url, "绍兴市", NOW)
    members.add(desk.store, Member("local:zhao", "赵", "staff", ("诸暨市",), ()), NOW)
    for text in ("进度 诸暨市 2012年5月 外资 9800万美元", "确认"):
        desk.respond(Turn(text, "local:zhao", "c", NOW))
    file = tmp_path / "a.zip"
    backup.write(desk.store.where, file, AT)
    command = [sys.executable, "-m", "bot", "replay", "--database-url", url]
    env = {**os.environ, "PYTHONUTF8": "1"}
    pipe = subprocess.PIPE
    process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True, cwd=ROOT, env=env)

    def say(text: str) -> str:
        assert process.stdin and process.stdout
        line = {"from": "local:zhao", "chat": "d", "text": text, "at": NOW.isoformat()}
        process.stdin.write(json.dumps(line, ensure_ascii=False) + "\n")
        process.stdin.flush()
        return str(json.loads(process.stdout.readline())["text"])

    try:
        say("进度 诸暨市 2012年5月 外资 9900万美元")
        assert "上报2号" in say("确认")
        going = threading.Event()
        said: list[str] = []

        def on_and_on() -> None:
            while not going.is_set():
                said.append(say("诸暨外资完成多少"))

        talk = threading.Thread(target=on_and_on)
        talk.start()
        restore.restore(file, desk.store.where, AT)
        going.set()
        talk.join()
        assert said and all("9900" in each or "9800" in each for each in said), said
        assert "9800万美元（上报1号" in say("诸暨外资完成多少")
        say("进度 诸暨市 2012年5月 外资 9950万美元")
        assert "上报2号" in say("确认"), "numbers go on from the restored content"
    finally:
        _, trouble = process.communicate(timeout=30)
    assert trouble == "" and list(check.findings(desk.store)) == []


def test_killed_at_any_moment(tmp_path: Path) -> None:
    """What is there then is the old content or the restored one, whole by its ledger; the next one tidies up."""
    store, file = store_with("1", "2"), tmp_path / "a.zip"
    backup.write(store.where, file, AT)
    submit(store, item("3"))
    folder = tmp_path / "office"
    folder.mkdir()
    target = Store(address(f"sqlite:///{folder}/x.db"))
    restore.restore(file, target.where, AT)
    submit(target, item("3"))
    code = "import sys; from tests.test_backup import restore_now; restore_now(*sys.argv[1:])"
    found = set()
    for wait in (0.0, 0.1, 0.15, 0.2, 0.3):
        command = [sys.executable, "-c", code, str(file), target.where.url]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
            assert process.stdout and process.stdout.readline()
            time.sleep(wait)
            process.kill()
        found.add(len(values(target)))
        assert list(audit.findings(target)) == []
    assert found <= {2, 3}
    for left in folder.glob(".mubiao-*"):
        os.utime(left, (0, 0))
    restore.restore(file, target.where, AT.replace(hour=10))
    assert not list(folder.glob(".mubiao-*")) and values(target) == ["1", "2"]


def restore_now(file: str, url: str) -> None:
    print("begun", flush=True)
    restore.restore(Path(file), address(url), datetime.now(UTC))


def test_a_damaged_database_is_set_aside(tmp_path: Path) -> None:
    store, file = store_with("1"), tmp_path / "a.zip"
    backup.write(store.where, file, AT)
    store.close()
    store.where.path.write_bytes(b"no database" * 1000)
    found = restore.restore(file, store.where, AT)
    assert found.kept and found.kept.read_bytes().startswith(b"no database")
    assert found.kept.with_name(f"{found.kept.name}.ledger.key").exists()
    assert values(store) == ["1"] and list(check.findings(store)) == []


def test_damaged_pages_are_set_aside(tmp_path: Path) -> None:
    store, file = store_with("1"), tmp_path / "a.zip"
    backup.write(store.where, file, AT)
    store.rows("PRAGMA wal_checkpoint(TRUNCATE)")
    store.close()
    with store.where.path.open("r+b") as database:
        database.seek(100)
        database.write(b"\xff" * 3996)
    found = restore.restore(file, store.where, AT)
    assert found.kept and found.kept.exists()
    assert values(store) == ["1"] and list(check.findings(store)) == []


# Refused, and nothing changed


def forget_the_end(path: Path) -> None:
    run_on(path, "DELETE FROM mark", "DELETE FROM item WHERE report = 2", "DELETE FROM report WHERE number = 2")
    run_on(path, "DELETE FROM entry WHERE seq = 2", "UPDATE ledger_head SET entries = 1, reports = 1")


def tampered(statements: Callable[[Path], None]) -> Callable[[Path], None]:
    def change(file: Path) -> None:
        def within(data: bytes) -> bytes:
            path = file.with_name("within.db")
            path.write_bytes(data)
            statements(path)
            run_on(path, "PRAGMA wal_checkpoint(TRUNCATE)")
            return path.read_bytes()

        changed(file, DATABASE, within, told=True)

    return change


def flipped(data: bytes) -> bytes:
    return data[: len(data) // 2] + bytes([data[len(data) // 2] ^ 1]) + data[len(data) // 2 + 1 :]


REFUSED: dict[str, tuple[Callable[[Path], object], str]] = {
    "cut": (lambda file: file.write_bytes(file.read_bytes()[:-500]), "不完整"),
    "cut short": (lambda file: file.write_bytes(file.read_bytes()[:300]), "不完整"),
    "empty": (lambda file: file.write_bytes(b""), "不完整"),
    "one bit": (lambda file: file.write_bytes(flipped(file.read_bytes())), "损坏"),
    "another content": (lambda file: changed(file, DATABASE, flipped), "损坏"),
    "longer": (lambda file: changed(file, DATABASE, lambda data: data + b"more"), "损坏"),
    "another key": (lambda file: changed(file, KEY, lambda data: b"0" * len(data)), "损坏"),
    "another key, told": (lambda file: changed(file, KEY, lambda data: b"0" * len(data), True), "核对有问题"),
    "no manifest": (lambda file: changed(file, "manifest.json", lambda _: b"[]"), "损坏"),
    "another form": (
        lambda file: changed(file, "manifest.json", lambda d: d.replace(b'"format": 1', b'"format": 9')),
        "损坏",
    ),
    "a database": (lambda file: shutil.copy(store_with("1").where.path, file), "不是本程序的备份"),
    "a workbook": (lambda file: zipfile.ZipFile(file, "w").writestr("xl/workbook.xml", "<x/>"), "不是本程序的备份"),
    "a folder": (lambda file: file.rename(file.with_name("b.zip")).with_name("a.zip").mkdir(), "读不出来"),
    "gone": (lambda file: file.unlink(), "读不出来"),
    "garbage inside": (lambda file: changed(file, DATABASE, lambda data: b"x" * len(data), True), "核对有问题"),
    "a changed figure": (tampered(lambda path: run_on(path, "UPDATE item SET published = '9'")), "核对有问题"),
    "a cut ledger": (tampered(forget_the_end), "核对有问题"),
    "newer": (tampered(lambda path: run_on(path, "UPDATE schema_version SET version_num = '0999'")), "请先升级程序"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused_and_nothing_changed(tmp_path: Path, name: str) -> None:
    damage, sentence = REFUSED[name]
    store, file = store_with("1", "2"), tmp_path / "a.zip"
    backup.write(store.where, file, AT)
    submit(store, item("3"))
    damage(file)
    before = content(store)
    with pytest.raises(BackupProblem, match=sentence) as problem:
        restore.restore(file, store.where, AT)
    assert "没有改动任何内容" in str(problem.value)
    assert content(store) == before and list(audit.findings(store)) == []


def test_a_fault_in_the_middle_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The seal is exchanged already when the disk is found full."""
    store, file = store_with("7", "8"), tmp_path / "a.zip"
    backup.write(store_with("1").where, file, AT)
    before = content(store)

    def full(path: Path, text: str, write: Callable[[Path, str], None] = seal._write) -> None:
        if path == seal.head_path(store.where) and not failed:
            failed.append(path)
            raise OSError(28, "No space left on device")
        write(path, text)

    failed: list[Path] = []
    monkeypatch.setattr(seal, "_write", full)
    with pytest.raises(BackupProblem, match="恢复时写不了"):
        restore.restore(file, store.where, AT)
    after = content(store)
    assert failed and (after["rows"], after["files"]) == (before["rows"], before["files"])
    assert list(audit.findings(store)) == []


def test_busy_for_too_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store, file = store_with("1"), tmp_path / "a.zip"
    backup.write(store.where, file, AT)
    monkeypatch.setattr(restore, "PATIENCE", 0.2)
    with store.write(), pytest.raises(StoreProblem, match="占用"):
        restore.restore(file, store.where, AT)
    assert values(store) == ["1"]


# Older schemas


def older(path: Path, revision: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """A database as the program of that revision left it, with something in it."""
    url = f"sqlite:///{path}"
    from alembic.script import ScriptDirectory

    upgrade = ScriptDirectory._upgrade_revs
    with monkeypatch.context() as then:
        then.setattr(ScriptDirectory, "_upgrade_revs", lambda self, _to, now: upgrade(self, revision, now))
        then.setattr(revisions, "HEAD", revision)
        store = open_store(url)
        assert store.version() == revision
        seed(store, load_documents(), NOW)
        store.remember("a", "b", NOW, "{}")
        if revision >= "0002":
            submit(store, item("1"))
        store.close()
    return url


@pytest.mark.parametrize("revision", revisions.REVISIONS[:-1])
def test_a_backup_comes_before_a_migration(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, revision: str
) -> None:
    path = tmp_path / "x.db"
    url = older(path, revision, monkeypatch)
    desk = open_desk(url, "绍兴市", AT)
    assert desk.store.version() == revisions.HEAD and desk.store.recall("a", "b")
    kept = tmp_path / f"x.db.v{revision}-20261122T081500.bak"
    assert str(kept) in caplog.text
    assert values(desk.store) == (["1"] if revision >= "0002" else [])
    with zipfile.ZipFile(kept) as packed:
        assert json.loads(packed.read("manifest.json"))["schema"] == revision
    ledger_before = values(desk.store)
    submit(desk.store, item("2"))
    restore.restore(kept, desk.store.where, AT)
    assert desk.store.version() == revisions.HEAD and values(desk.store) == ledger_before
    assert list(check.findings(desk.store)) == []


def test_a_new_database_needs_no_backup(tmp_path: Path) -> None:
    open_desk(f"sqlite:///{tmp_path}/x.db", "绍兴市", AT)
    open_desk(f"sqlite:///{tmp_path}/x.db", "绍兴市", AT)
    assert not list(tmp_path.glob("*.bak"))


@pytest.mark.parametrize("revision", revisions.REVISIONS[:-1])
def test_a_failed_migration_leaves_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, revision: str) -> None:
    from alembic import op

    path = tmp_path / "x.db"
    url = older(path, revision, monkeypatch)
    with sqlite3.connect(path) as connection:
        before = list(connection.iterdump())
    make, made = op.create_table, []

    def fail_on_the_second(name: str, *rest: object, **more: object) -> object:
        made.append(name)
        if len(made) > 1:
            raise RuntimeError("no")
        return make(name, *rest, **more)  # type: ignore[arg-type]

    with monkeypatch.context() as broken:
        broken.setattr(op, "create_table", fail_on_the_second)
        for minute in (1, 2):
            made.clear()
            with pytest.raises(RuntimeError):
                open_store(url, AT.replace(minute=minute))
            assert len(made) == 2
    with sqlite3.connect(path) as connection:
        assert list(connection.iterdump()) == before
    assert [each.name[-19:] for each in tmp_path.glob("x.db.v*.bak")] == ["20261122T080100.bak"], "one is enough"
    assert open_store(url, AT.replace(hour=9)).version() == revisions.HEAD


def test_no_backup_no_migration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = older(tmp_path / "x.db", "0003", monkeypatch)
    monkeypatch.setattr(
        backup_file, "pack", lambda *_, **__: (_ for _ in ()).throw(OSError(28, "No space left on device"))
    )
    with pytest.raises(BackupProblem, match="备份写不到"):
        open_store(url, AT)
    assert Store(address(url)).version() == "0003"
