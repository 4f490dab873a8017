"""The store: open it (made and brought to the newest schema on the way), read and write rows, keep conversations.

`store.rows(sql, parameters)` reads; `with store.write(): …` is one transaction, and what is written inside it by the
methods here belongs to it. A connection is a thread's own. `seeding.seed` puts the documents in.
"""

import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import Any

from data.address import Address, Connection, Row, StoreProblem
from data.connection import FAULTS, address, connect, no_table, problem, usable
from data.migrations import revisions as migrations

__all__ = ["Store", "StoreProblem", "moment", "open_store"]

_RECALL = "SELECT at, state FROM context WHERE sender = ? AND chat = ?"
_REMEMBER = """INSERT INTO context (sender, chat, at, state) VALUES (?, ?, ?, ?)
ON CONFLICT (sender, chat) DO UPDATE SET at = excluded.at, state = excluded.state"""
_FORGET = "DELETE FROM context WHERE sender = ? AND chat = ?"
_REPLIED = "SELECT reply FROM exchange WHERE sender = ? AND chat = ? AND message_id = ?"
_KEEP = """INSERT INTO exchange (sender, chat, message_id, reply, at) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (sender, chat, message_id) DO NOTHING"""
_FORGET_REPLIES = "DELETE FROM exchange WHERE sender = ? AND chat = ? AND at < ?"


def open_store(url: str, at: datetime | None = None) -> "Store":
    """The store at this URL, its schema the newest; with a moment, what must be migrated of an SQLite file is backed up
    first. Raises StoreProblem."""
    store = Store(address(url))
    version = store.version()
    if version != migrations.HEAD:
        _refuse_newer(version, store.where)
        from data.seeding import migrate

        migrate(store.where, at)
    return store


def moment(at: datetime) -> str:
    """As the store writes a moment: ISO in UTC, microseconds always. Raises ValueError without an offset."""
    if at.tzinfo is None:
        raise ValueError("a moment needs its offset")
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _refuse_newer(version: str | None, where: Address) -> None:
    if version is not None and version not in migrations.REVISIONS:
        raise StoreProblem(
            f"数据库 {where.name} 的结构版本是 {version},比本程序(到 {migrations.HEAD})新:请升级程序,或用升级前的备份。"
        )


class Store:
    """One database, through a connection a thread. All methods raise StoreProblem where it cannot be used."""

    def __init__(self, where: Address) -> None:
        self.where = where
        self._local = threading.local()

    @property
    def dialect(self) -> str:
        """The dialect of its SQL, as sqlglot calls it."""
        return self.where.dialect

    @property
    def writing(self) -> bool:
        """Whether this thread is within a transaction."""
        return self._session().writing

    def version(self) -> str | None:
        """The schema's version; None where the database is new."""
        try:
            found = self._session().connection.cursor().execute(migrations.CURRENT).fetchall()
        except FAULTS as error:
            if no_table(error):
                return None
            raise problem(error, self.where) from error
        return str(found[0][0]) if found else None

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[Row]:
        """Run one statement with its parameters bound; the rows it gives. Outside `write` it commits by itself."""
        cursor = self._session().connection.cursor()
        try:
            cursor.execute(sql, parameters)
            return cursor.fetchall()
        except FAULTS as error:
            raise problem(error, self.where) from error

    @contextmanager
    def write(self, durable: bool = False) -> Iterator[None]:
        """One transaction, begun as a writer; within one that is open, part of it. `durable` waits for the disk."""
        if self.writing:
            yield
            return
        lasting = durable and bool(self.where.durability(full=True))
        if lasting:
            self.rows(self.where.durability(full=True))
        try:
            with self._transaction(self.where.begin if durable else self.where.begin_lightly):
                yield
        finally:
            if lasting:
                self.rows(self.where.durability(full=False))

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[None]:
        session = self._session()
        session.writing = True
        try:
            self.rows(begin)
            yield
            self.rows("COMMIT")
        except BaseException:
            self._undo()
            raise
        finally:
            session.writing = False

    def _undo(self) -> None:
        """Roll back; it may be done already (SQLite with a full disk), or the connection lost."""
        with suppress(StoreProblem):
            self.rows("ROLLBACK")

    def recall(self, sender: str, chat: str) -> tuple[datetime, str] | None:
        """When and what this sender's conversation in this chat was about last."""
        found = self.rows(_RECALL, (sender, chat))
        return (datetime.fromisoformat(found[0][0]), found[0][1]) if found else None

    def remember(self, sender: str, chat: str, at: datetime, state: str) -> None:
        """Keep what the conversation is about now, in place of what it was about before."""
        self.rows(_REMEMBER, (sender, chat, moment(at), state))

    def forget(self, sender: str, chat: str) -> None:
        """Drop what the conversation was about."""
        self.rows(_FORGET, (sender, chat))

    def replied(self, sender: str, chat: str, message_id: str) -> str | None:
        """The reply that this message got, if it came before."""
        found = self.rows(_REPLIED, (sender, chat, message_id))
        return found[0][0] if found else None

    def keep_reply(self, sender: str, chat: str, message_id: str, reply: str, at: datetime) -> None:
        """Keep the reply of a message; the first one kept stays."""
        self.rows(_KEEP, (sender, chat, message_id, reply, moment(at)))

    def forget_replies(self, sender: str, chat: str, before: datetime) -> None:
        """Drop what this sender was told in this chat before that moment."""
        self.rows(_FORGET_REPLIES, (sender, chat, moment(before)))

    def close(self) -> None:
        """Close this thread's connection; another thread's closes as the thread ends."""
        self._local.__dict__.pop("session", None)

    def _session(self) -> "_Session":
        """This thread's session, in this process: one carried over a fork is never used, and one whose server was
        restarted only to the end of its transaction."""
        session: _Session | None = getattr(self._local, "session", None)
        if session is None or session.process != os.getpid() or not (session.writing or usable(session.connection)):
            session = self._local.session = _Session(self.where)
        return session


class _Session:
    """One thread's connection, and whether it is within a transaction; closed when it is let go."""

    __slots__ = ("connection", "process", "writing")

    def __init__(self, where: Address) -> None:
        self.connection: Connection = connect(where)
        self.process = os.getpid()
        self.writing = False

    def __del__(self) -> None:
        if hasattr(self, "connection") and self.process == os.getpid():
            self.connection.close()
