"""A backup: one ZIP file that holds an exact copy of the database, the key and head of its ledger as they belong to it,
and a manifest that tells what is in it. `restore` reads it back.

Whoever has the file has the key: only its owner may read it (mode 0600).
"""

import json
import os
import shutil
import sqlite3
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from hashlib import file_digest, sha256
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NoReturn

from data import seal
from data.connection import FAULTS, Address, StoreProblem, connect, problem
from data.migrations import revisions

FORMAT = 1
MANIFEST, DATABASE = "manifest.json", "mubiao.db"
KEY, HEAD = f"{DATABASE}.ledger.key", f"{DATABASE}.ledger.head"
PART = 1024 * 1024  # bytes read at a time
_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
_LAST = "SELECT seq, hash FROM entry ORDER BY seq DESC LIMIT 1"
_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    ValueError,
    KeyError,
    TypeError,
    RuntimeError,
    zipfile.LargeZipFile,
)


class BackupProblem(StoreProblem):
    """A backup cannot be written or used; the message is one sentence for a person."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself: rows by table, the ledger's end, bytes and SHA-256 of each file."""

    made_at: str
    program: str
    schema: str
    entries: int
    head: str
    counts: dict[str, int] = field(default_factory=dict)
    files: dict[str, tuple[int, str]] = field(default_factory=dict)
    format: int = FORMAT


def stamp(at: datetime) -> str:
    """A moment as it stands in names of files: 20261122T081500."""
    return at.strftime("%Y%m%dT%H%M%S")


def write(where: Address, file: Path, at: datetime, force: bool = False, locked: bool = False) -> Manifest:
    """Write a backup of this store, whole or not at all, while others go on writing. An existing file is overwritten
    only by `force`. `locked`: the caller holds the right to write. Raises BackupProblem, StoreProblem."""
    if not where.path.is_file():
        raise BackupProblem(f"没有数据库 {where.path}，没有可备份的内容：请核对 MUBIAO_DATABASE_URL。")
    if file.exists() and not force:
        _refuse_existing(file)
    try:
        with TemporaryDirectory(prefix=".mubiao-", dir=file.parent) as made:
            folder = Path(made)
            copy(where, folder, locked)
            manifest = _manifest(folder, at)
            part = folder / "backup"
            _pack(folder, manifest, part)
            _place(part, file, force)
    except OSError as error:
        raise BackupProblem(f"备份写不到 {file}：{error.strerror or error}。") from error
    return manifest


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
    files = {path.name: (path.stat().st_size, _digest(path)) for path in there}
    return Manifest(at.isoformat(), version("mubiao"), schema, last[0], last[1], counts, files)


def _names(read: sqlite3.Connection) -> list[str]:
    return [row[0] for row in read.execute(_TABLES)]


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _pack(folder: Path, manifest: Manifest, part: Path) -> None:
    descriptor = os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
    with os.fdopen(descriptor, "w+b") as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as packed:
            packed.writestr(MANIFEST, json.dumps(asdict(manifest), ensure_ascii=False, indent=1))
            for name in manifest.files:
                packed.write(folder / name, name)
        file.flush()
        os.fsync(file.fileno())


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


def read(file: Path, folder: Path) -> Manifest:
    """Unpack a backup into this folder; what it says of itself. Raises BackupProblem where it is none, was cut or
    changed, or does not fit on the disk."""
    try:
        with zipfile.ZipFile(file) as packed:
            if packed.getinfo(MANIFEST).file_size > PART:
                raise ValueError("no manifest is that long")
            manifest = _told(json.loads(packed.read(MANIFEST)))
            if sorted(packed.namelist()) != sorted([MANIFEST, *manifest.files]) or DATABASE not in manifest.files:
                raise ValueError("other files than the manifest has")
            need = sum(size for size, _ in manifest.files.values())
            if need > shutil.disk_usage(folder).free:
                raise BackupProblem(
                    f"磁盘空间不够：检查备份要{need // PART + 1}MB，{folder} 没有这么多。没有改动任何内容。"
                )
            for name, (size, digest) in manifest.files.items():
                _unpack(packed, name, size, digest, folder / name)
    except OSError as error:
        raise BackupProblem(f"备份文件 {file} 读不出来：{error.strerror or error}。没有改动任何内容。") from error
    except _UNREADABLE as error:
        raise BackupProblem(f"{file} 不是本程序的备份，或已经损坏、不完整。没有改动任何内容。") from error
    return manifest


def _told(said: Any) -> Manifest:
    """The manifest of a backup of this form. Raises ValueError, TypeError, KeyError."""
    if said["format"] != FORMAT or not {*said["files"]} <= {DATABASE, KEY, HEAD}:
        raise ValueError("not of this form")
    files = {name: (int(size), str(digest)) for name, (size, digest) in said["files"].items()}
    return Manifest(**said | {"files": files})


def _unpack(packed: zipfile.ZipFile, name: str, size: int, digest: str, path: Path) -> None:
    """One file of it, no longer than it is said to be. Raises ValueError where it is another one."""
    hashed, left = sha256(), size
    with packed.open(name) as source, path.open("wb") as target:
        while part := source.read(PART):
            left -= len(part)
            if left < 0:
                break
            hashed.update(part)
            target.write(part)
    if left or hashed.hexdigest() != digest:
        raise ValueError(name)
