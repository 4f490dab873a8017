"""Where the store is, and what all databases have in common. No driver is loaded here."""

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, Protocol

Row = tuple[Any, ...]
PATIENCE = 5  # seconds until a writer gives up
_TURN = "SELECT id FROM ledger_head WHERE id = 1 FOR UPDATE"  # one row, so that writers take turns


class StoreProblem(Exception):
    """The store cannot be used; the message is one sentence for a person."""


class Fault(Exception):
    """What a driver that is loaded late raised: its cause is the driver's own error."""


class Cursor(Protocol):
    """What is used of a DBAPI cursor."""

    def execute(self, sql: str, parameters: Sequence[Any] = ..., /) -> Any: ...
    def fetchall(self) -> list[Any]: ...


class Connection(Protocol):
    """What is used of a DBAPI connection in autocommit."""

    def cursor(self) -> Cursor: ...
    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Address:
    """Where the store is: the URL (it may hold a password), the dialect as sqlglot calls it, the file of an SQLite one
    or a name in the user's data directory: beside it the ledger's key and head lie. `name` is for sentences."""

    url: str = field(repr=False)
    dialect: Literal["sqlite", "postgres"]
    path: Path
    name: str

    @property
    def begin(self) -> str:
        """How a transaction that writes begins: one at a time, so that numbers have no gaps and nobody is refused
        half-way."""
        if self.dialect == "postgres":
            return f"BEGIN; {_TURN}"
        return "BEGIN IMMEDIATE"

    @property
    def begin_lightly(self) -> str:
        """The same for what a server may forget when it crashes at once: its commit waits for no disk."""
        if self.dialect == "postgres":
            return f"BEGIN; SET LOCAL synchronous_commit = off; {_TURN}"
        return "BEGIN IMMEDIATE"

    @property
    def begin_migration(self) -> str:
        """How a transaction begins that may find no table of ours yet: one at a time too."""
        if self.dialect == "postgres":
            return "BEGIN; SET LOCAL lock_timeout = '60s'; SELECT pg_advisory_xact_lock(7823459)"
        return "BEGIN IMMEDIATE"

    def durability(self, full: bool) -> str:
        """Whether a commit waits for the disk from now on: a power cut then loses nothing that was committed. '' where
        `begin` says it."""
        return f"PRAGMA synchronous={'FULL' if full else 'NORMAL'}" if self.dialect == "sqlite" else ""


def data_directory() -> Path:
    """Where this user's data lives: XDG on Linux, Library on macOS, AppData on Windows."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local")) / "mubiao"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "mubiao"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "mubiao"
