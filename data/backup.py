"""A backup: one ZIP file that holds an exact copy of the database, the key and head of its ledger as they belong to it,
and a manifest that tells what is in it. `restore` reads it back.

Whoever has the file has the key: only its owner may read it (mode 0600).
"""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NoReturn

from data import backup_file, seal
from data.backup_file import DATABASE, HEAD, KEY, BackupProblem, Manifest, digest
from data.connection import FAULTS, Address, connect, problem
from data.migrations import revisions

_WORKPLACE = ".mubiao-"
_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
_LAST = "SELECT seq, hash FROM entry ORDER BY seq DESC LIMIT 1"


def stamp(at: datetime) -> str:
    """A moment as it stands in names of files: 20261122T081500."""
    return at.strftime("%Y%m%dT%H%M%S")


def write(where: Address, file: Path, at: datetime, force: bool = False, locked: bool = False) -> Manifest:
    """Write a backup of this store, whole or not at all, while others go on writing. An existing file is overwritten
    only by `force`. `locked`: the caller holds the right to write, so nothing is compressed: others wait. Raises
    BackupProblem, StoreProblem."""
    try:
        if not where.path.is_file():
            raise BackupProblem(f"没有数据库 {where.path}，没有可备份的内容：请核对 MUBIAO_DATABASE_URL。")
        if file.exists() and not force:
            _refuse_existing(file)
        with workplace(file.parent, at) as folder:
            copy(where, folder, locked)
            manifest = _manifest(folder, at)
            part = folder / "backup"
            backup_file.pack(folder, manifest, part, compressed=not locked)
            _place(part, file, force)
    except OSError as error:
        raise BackupProblem(f"备份写不到 {file}：{error.strerror or error}。") from error
    return manifest


@contextmanager
def workplace(beside: Path, at: datetime) -> Iterator[Path]:
    """A folder that goes away, for its owner only; what a power cut left of earlier ones goes too. Raises OSError."""
    for left in beside.glob(f"{_WORKPLACE}*"):
        with suppress(OSError):
            if left.stat().st_mtime < (at - timedelta(days=1)).timestamp():
                shutil.rmtree(left)
    with TemporaryDirectory(prefix=_WORKPLACE, dir=beside) as made:
        yield Path(made)


def copy(where: Address, folder: Path, locked: bool = False) -> None:
    """The database as of one moment, with its key and head, in this folder. Raises StoreProblem, OSError."""
    try:
        with closing(opened(where)) as source, closing(sqlite3.connect(folder / DATABASE)) as target:
            with _held(where, locked):  # nothing is committed meanwhile: what is read here belongs together
                source.execute("BEGIN")
                source.execute(_TABLES).fetchall()
                for path, name in ((seal.key_path(where), KEY), (seal.head_path(where), HEAD)):
                    if path.exists():
                        shutil.copyfile(path, folder / name)
            source.backup(target)
    except FAULTS as error:
        raise problem(error, where) from error


def opened(where: Address) -> sqlite3.Connection:
    """A connection to an SQLite store. Raises StoreProblem."""
    connection: Any = connect(where)
    raw: sqlite3.Connection = connection
    return raw


@contextmanager
def _held(where: Address, locked: bool) -> Iterator[None]:
    if locked:
        yield
        return
    with closing(opened(where)) as writer:
        writer.execute(where.begin)
        yield
        writer.execute("ROLLBACK")


def _manifest(folder: Path, at: datetime) -> Manifest:
    schema, counts, last = "", {}, (0, "")
    with closing(sqlite3.connect(folder / DATABASE)) as read:
        try:
            schema = str(read.execute(revisions.CURRENT).fetchone()[0])
            counts = {name: read.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in _names(read)}
            last = read.execute(_LAST).fetchone() or last if "entry" in counts else last
        except (*FAULTS, TypeError):
            pass  # damaged or foreign: it is kept as it is
    there = [path for name in (DATABASE, KEY, HEAD) if (path := folder / name).exists()]
    files = {path.name: (path.stat().st_size, digest(path)) for path in there}
    return Manifest(at.isoformat(), version("mubiao"), schema, last[0], last[1], counts, files)


def _names(read: sqlite3.Connection) -> list[str]:
    return [row[0] for row in read.execute(_TABLES)]


def _place(part: Path, file: Path, force: bool) -> None:
    """Under its name at last; another that came there meanwhile is left alone, unless by force."""
    if not force:
        try:
            file.hardlink_to(part)
            return
        except FileExistsError:
            _refuse_existing(file)
        except OSError:  # a disk without such links
            if file.exists():
                _refuse_existing(file)
    part.replace(file)


def _refuse_existing(file: Path) -> NoReturn:
    raise BackupProblem(f"{file} 已经存在，没有覆盖：请换一个文件名，或加 --force。")
