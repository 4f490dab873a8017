"""A backup put in the place of what is there: checked before anything is touched, exchanged in one transaction, so that
a program that runs goes on with it through its open connections. What was there is kept beside it as a backup."""

import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from data import backup, check, seal
from data.backup_file import DATABASE, BackupProblem, Manifest, read
from data.connection import FAULTS, Address, StoreProblem, address, problem
from data.library import load_documents
from data.migrations import revisions
from data.seeding import migrate, seed
from data.store import Store

PATIENCE = 30.0  # seconds to wait for others that write


@dataclass(frozen=True, slots=True)
class Examined:
    """A backup unpacked, its schema and documents brought up to date, and what is off in it."""

    manifest: Manifest
    copy: Address
    findings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put in, and where that is which was there before (None: nothing was there)."""

    manifest: Manifest
    kept: Path | None


@contextmanager
def examined(file: Path, beside: Path, at: datetime) -> Iterator[Examined]:
    """A backup unpacked into a folder that goes away. Raises BackupProblem where it is none, or newer than the
    program; StoreProblem."""
    with backup.workplace(beside, at) as folder:
        manifest = read(file, folder)
        copy = address(f"sqlite:///{folder.resolve() / DATABASE}")
        if trouble := _unsound(copy, manifest, file):
            yield Examined(manifest, copy, (trouble,))
            return
        migrate(copy)
        store = Store(copy)
        try:
            seed(store, load_documents(), at)
            yield Examined(manifest, copy, tuple(check.findings(store)))
        finally:
            store.close()


def _unsound(copy: Address, manifest: Manifest, file: Path) -> str:
    """What forbids to look further: '' if nothing does. Raises BackupProblem for what this program cannot read."""
    try:
        with closing(backup.opened(copy)) as connection:
            found = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
            schema = str(connection.execute(revisions.CURRENT).fetchone()[0])
    except (*FAULTS, StoreProblem, TypeError):
        return "数据库内容已损坏（integrity_check 不能通过）。"
    if schema not in revisions.REVISIONS:
        raise BackupProblem(
            f"备份 {file} 的结构版本是 {schema}（程序 {manifest.program}），比本程序（到 {revisions.HEAD}）新：请先升级程序。"
            "没有改动任何内容。"
        )
    return "" if found == "ok" else f"数据库内容已损坏（integrity_check：{found}）。"


def restore(file: Path, where: Address, at: datetime) -> Restored:
    """Put a backup in the place of this store. Raises BackupProblem, StoreProblem; nothing is changed then."""
    try:
        where.path.parent.mkdir(parents=True, exist_ok=True)
        with examined(file, where.path.parent, at) as found:
            if found.findings:
                raise BackupProblem(f"备份 {file} 核对有问题：{found.findings[0]}没有改动任何内容。")
            return Restored(found.manifest, _exchanged(found.copy, where, at))
    except OSError as error:
        raise BackupProblem(
            f"恢复时写不了 {where.path.parent}：{error.strerror or error}。没有改动任何内容。"
        ) from error


def _exchanged(copy: Address, where: Address, at: datetime) -> Path | None:
    """The content of the copy in the place of the store's; what was there is in the file given back."""
    if not where.path.exists():
        _put(copy, where, None, at)
        return None
    kept = where.path.with_name(f"{where.path.name}.before-restore-{backup.stamp(at)}.bak")
    try:
        _put(copy, where, kept, at)
    except StoreProblem as error:
        if not _is_damaged(error):
            raise
        return _put_for_damaged(copy, where, at)
    return kept


def _is_damaged(error: StoreProblem) -> bool:
    name = str(getattr(error.__cause__, "sqlite_errorname", ""))
    return name.startswith(("SQLITE_NOTADB", "SQLITE_CORRUPT"))


def _put_for_damaged(copy: Address, where: Address, at: datetime) -> Path:
    """What cannot be read is set aside as it is, with copies of its key and head; it is back where this fails."""
    kept = where.path.with_name(f"{where.path.name}.damaged-{backup.stamp(at)}")
    for path in (seal.key_path(where), seal.head_path(where)):
        if path.exists():
            shutil.copy2(path, path.with_name(path.name.replace(where.path.name, kept.name, 1)))
    _rename(where.path, kept)
    try:
        _put(copy, where, None, at)
    except BaseException:
        _rename(kept, where.path)
        raise
    return kept


def _rename(database: Path, to: Path) -> None:
    for end in ("", "-wal", "-shm"):
        path = database.with_name(database.name + end)
        if path.exists():
            path.replace(to.with_name(to.name + end))


def _put(copy: Address, where: Address, kept: Path | None, at: datetime) -> None:
    """All pages but one go into a transaction of the store's; then, while nobody else can write, what is there is
    kept and the seal exchanged; the last page ends the transaction. A fault before that undoes all of it."""
    deadline, held = time.monotonic() + PATIENCE, ExitStack()
    done: list[bool] = []

    def step(status: int, _left: int, _all: int) -> None:
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            if time.monotonic() > deadline:
                raise BackupProblem(f"数据库 {where.path} 一直被其他程序占用：请稍后再试。没有改动任何内容。")
        elif not done:
            if kept is not None:
                backup.write(where, kept, at, locked=True)
            held.enter_context(seal.exchanged(where, copy))
            done.append(True)

    try:
        with closing(backup.opened(copy)) as source, closing(backup.opened(where)) as target, held:
            target.execute(where.durability(full=True))
            pages = source.execute("PRAGMA page_count").fetchone()[0]
            source.backup(target, pages=max(pages - 1, 1), progress=step, sleep=0.05)
    except FAULTS as error:
        raise problem(error, where) from error
