"""The file of a backup: a ZIP of the database, the key and head of its ledger, and a manifest that tells of them."""

import json
import os
import shutil
import zipfile
import zlib
from dataclasses import asdict, dataclass, field
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Any

from data.connection import StoreProblem

FORMAT = 1
MANIFEST, DATABASE = "manifest.json", "mubiao.db"
KEY, HEAD = f"{DATABASE}.ledger.key", f"{DATABASE}.ledger.head"
PART = 1024 * 1024  # bytes read at a time
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


def pack(folder: Path, manifest: Manifest, part: Path, compressed: bool) -> None:
    """Write what the manifest has into this new file, on the disk, for its owner only. Raises OSError."""
    way = zipfile.ZIP_DEFLATED if compressed else zipfile.ZIP_STORED
    descriptor = os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
    with os.fdopen(descriptor, "w+b") as file:
        with zipfile.ZipFile(file, "w", way, compresslevel=1) as packed:
            packed.writestr(MANIFEST, json.dumps(asdict(manifest), ensure_ascii=False, indent=1))
            for name in manifest.files:
                packed.write(folder / name, name)
        file.flush()
        os.fsync(file.fileno())


def digest(path: Path) -> str:
    """The SHA-256 of a file. Raises OSError."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


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
            for name, (size, hash_) in manifest.files.items():
                _unpack(packed, name, size, hash_, folder / name)
    except OSError as error:
        raise BackupProblem(f"备份文件 {file} 读不出来：{error.strerror or error}。没有改动任何内容。") from error
    except _UNREADABLE as error:
        raise BackupProblem(f"{file} 不是本程序的备份，或已经损坏、不完整。没有改动任何内容。") from error
    return manifest


def _told(said: Any) -> Manifest:
    """The manifest of a backup of this form. Raises ValueError, TypeError, KeyError."""
    if said["format"] != FORMAT or not {*said["files"]} <= {DATABASE, KEY, HEAD}:
        raise ValueError("not of this form")
    files = {name: (int(size), str(hash_)) for name, (size, hash_) in said["files"].items()}
    return Manifest(**said | {"files": files})


def _unpack(packed: zipfile.ZipFile, name: str, size: int, hash_: str, path: Path) -> None:
    """One file of it, no longer than it is said to be. Raises ValueError where it is another one."""
    hashed, left = sha256(), size
    with packed.open(name) as source, path.open("wb") as target:
        while part := source.read(PART):
            left -= len(part)
            if left < 0:
                break
            hashed.update(part)
            target.write(part)
    if left or hashed.hexdigest() != hash_:
        raise ValueError(name)
