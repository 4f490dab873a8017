"""What guards the ledger from outside the database: the key of its chain, and the head (how many entries, the last
one's hash), in two files beside the database: NAME.ledger.key (only its owner may read it) and NAME.ledger.head.

The head is written after each commit, so a crash may leave it behind the chain, never ahead. It moves only from an
entry that the chain still has: what was cut or rewritten stays to be found.
"""

import hmac
import logging
import os
import secrets
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data.address import Address, Row, StoreProblem

_LAST = "SELECT seq, hash FROM entry ORDER BY seq DESC LIMIT 1"
_AT = "SELECT hash FROM entry WHERE seq = ?"
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the chain: how many entries it has and the hash of the last ('' for none)."""

    count: int
    hash: str

    def __str__(self) -> str:
        return f"{self.count}-{self.hash[:8]}"


def key_path(where: Address) -> Path:
    """Where the key of this store lies."""
    return where.path.with_name(f"{where.path.name}.ledger.key")


def head_path(where: Address) -> Path:
    """Where the head of this store lies."""
    return where.path.with_name(f"{where.path.name}.ledger.head")


def link(key: bytes, previous: str, text: str) -> str:
    """The hash that chains a text to the hash before it."""
    return hmac.new(key, f"{previous}\n{text}".encode(), "sha256").hexdigest()


def key(where: Address) -> bytes | None:
    """The key, if there is one. Raises StoreProblem where it cannot be read."""
    try:
        return bytes.fromhex(key_path(where).read_text(encoding="ascii"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise StoreProblem(f"台账密钥 {key_path(where)} 读不出来：请检查权限，或从备份恢复。") from error


def made_key(where: Address, fresh: bool) -> bytes:
    """The key; made, with the head of an empty chain, for a `fresh` ledger. Called within a transaction that writes,
    so once. Raises StoreProblem where a ledger that has entries has lost its key, or the folder cannot be written."""
    found = key(where)
    if found is None and not fresh:
        raise StoreProblem(f"找不到台账密钥 {key_path(where)}：请从备份恢复（它与数据库一起备份，分开保管）。")
    return found or _make(where)


def head(where: Address) -> Head | None:
    """The head as its file has it; None without a file, or with one that nobody can read as a head."""
    try:
        count, _, last = head_path(where).read_text(encoding="ascii").strip().partition(" ")
        return Head(int(count), last)
    except (OSError, ValueError):
        return None


def renew(where: Address, rows: Callable[[str, Sequence[Any]], list[Row]]) -> None:
    """Bring the head up to the last entry that is committed, told by `rows` outside a transaction. Where that fails the
    log has it: the commit is done."""
    if not key_path(where).exists():
        return
    try:
        with _alone(where):
            last = [Head(*row) for row in rows(_LAST, ())]
            old = head(where)
            if last and old and old.count < last[0].count:
                kept = rows(_AT, (old.count,))
                if old.count == 0 or kept == [(old.hash,)]:
                    _write(head_path(where), f"{last[0].count} {last[0].hash}\n")
    except (OSError, StoreProblem):
        log.warning("台账头 %s 没有写成", head_path(where), exc_info=True)


@contextmanager
def exchanged(where: Address, other: Address) -> Iterator[None]:
    """The key and head of another store in the place of this one's, and nobody renews the head before the block around
    the exchange of the databases ends; where it ends with a fault, the old ones are back. Raises OSError."""
    old = {path: _text(path) for path in (key_path(where), head_path(where))}
    with ExitStack() as held:
        if old[key_path(where)] is not None:
            held.enter_context(_alone(where))
        try:
            if new := _text(key_path(other)):
                _write(key_path(where), new)
                held.enter_context(_alone(where))
            if new or old[key_path(where)]:
                _write(head_path(where), _text(head_path(other)) or "0 \n")
            yield
        except BaseException:
            for path, text in old.items():
                _write(path, text) if text is not None else path.unlink(missing_ok=True)
            raise


def _text(path: Path) -> str | None:
    return path.read_text(encoding="ascii", errors="replace") if path.exists() else None


def hand_on(where: Address, other: Address) -> None:
    """Give another store the key and head of this one, if there are any. Called within a transaction that writes to
    this one, so that the head stands still. Raises StoreProblem."""
    if key(where) is None:
        return
    try:
        key_path(other).parent.mkdir(parents=True, exist_ok=True)
        with _alone(where):
            for path in (head_path, key_path):
                if path(where).exists():  # a head that is gone stays to be found
                    _write(path(other), path(where).read_text(encoding="ascii"))
    except (OSError, ValueError) as error:
        raise StoreProblem(f"台账密钥 {key_path(other)} 写不了：请检查文件夹的权限和磁盘空间。") from error


def _make(where: Address) -> bytes:
    made = secrets.token_bytes(32)
    try:
        key_path(where).parent.mkdir(parents=True, exist_ok=True)
        if not head_path(where).exists():
            _write(head_path(where), "0 \n")
        _write(key_path(where), made.hex())
    except OSError as error:
        raise StoreProblem(f"台账密钥 {key_path(where)} 写不了：请检查文件夹的权限和磁盘空间。") from error
    return made


def _write(path: Path, text: str) -> None:
    """The file as a whole or not at all, on the disk, for its owner only."""
    part = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    try:
        descriptor = os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError:
        with suppress(OSError):
            part.unlink()
        raise


@contextmanager
def _alone(where: Address) -> Iterator[None]:
    """One at a time over threads and processes; on Windows the head may stay an entry behind instead."""
    if sys.platform == "win32":
        yield
        return
    from fcntl import LOCK_EX, flock

    with key_path(where).open("rb") as file:
        flock(file, LOCK_EX)
        yield
