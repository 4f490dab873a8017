"""What is to be sent to people: written in the transaction that causes it, sent after the commit, then marked.

A kill between sending and marking sends once more, nothing else does; none is lost. One process sends.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from data import kept_files
from data.connection import Row
from data.kept_files import KeptFile
from data.store import Store, moment

FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=1)
_COLUMNS = "id, key, recipient, text, files, at, attempts, reply"
_PUT = """INSERT INTO outbox (key, recipient, text, files, at, next_at, reply) VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (key) DO NOTHING RETURNING id"""
_DUE = f"SELECT {_COLUMNS} FROM outbox WHERE sent_at = '' AND next_at <= ? AND {{}} ORDER BY id LIMIT ?"
_TO, _BUT = "recipient LIKE ?", "recipient NOT LIKE ?"
_EACH = f"""SELECT {_COLUMNS} FROM (SELECT {_COLUMNS}, row_number() OVER (PARTITION BY recipient ORDER BY id) AS place
FROM outbox WHERE sent_at = '' AND next_at <= ? AND recipient LIKE ?) AS waiting WHERE place <= ? ORDER BY id"""
_SENT = "UPDATE outbox SET sent_at = ? WHERE id = ? AND sent_at = ''"
_ATTEMPTS = "SELECT attempts FROM outbox WHERE id = ?"
_FAILED = "UPDATE outbox SET attempts = attempts + 1, next_at = ?, why = ? WHERE id = ?"
_DROP = "DELETE FROM outbox WHERE recipient = ? AND sent_at = ''"
_NEVER = "9999"


@dataclass(frozen=True, slots=True)
class Message:
    """One message that waits: to whom (CHANNEL:ID), what, the files it takes along, how often sending it failed; the
    whole of it as it was given, where it is more than text and files."""

    id: int
    key: str
    to: str
    text: str
    files: tuple[KeptFile, ...]
    at: datetime
    attempts: int
    reply: str = ""


def enqueue(
    store: Store,
    key: str,
    to: str,
    text: str,
    at: datetime,
    files: str = "",
    not_before: datetime | None = None,
    reply: str = "",
) -> bool:
    """Have this sent once, as part of the caller's transaction, with the files kept under that key; False where the
    message is there already. Raises StoreProblem."""
    waits = moment(not_before) if not_before else ""
    return bool(store.rows(_PUT, (key, to, text, files, moment(at), waits, reply)))


def due(store: Store, at: datetime | None = None, limit: int = 100, to: str = "", but: str = "") -> tuple[Message, ...]:
    """What waits, the oldest first; with `at`, without what is to wait longer (until the offices open, or since it
    failed); of one channel (`to` telegram:), or of all but one (`but`). Raises StoreProblem."""
    until = moment(at) if at else _NEVER
    which, channel = (_BUT, but) if but else (_TO, to)
    return tuple(_message(store, row) for row in store.rows(_DUE.format(which), (until, f"{channel}%", limit)))


def due_each(store: Store, at: datetime, to: str, limit: int = 20) -> tuple[Message, ...]:
    """What waits by then for those whose id begins so, the oldest of each: one with many does not keep others waiting.
    Raises StoreProblem."""
    return tuple(_message(store, row) for row in store.rows(_EACH, (moment(at), f"{to}%", limit)))


def mark_sent(store: Store, id: int, at: datetime) -> None:  # noqa: A002
    """It was sent. Raises StoreProblem."""
    with store.write(durable=True):
        store.rows(_SENT, (moment(at), id))


def drop(store: Store, to: str) -> None:
    """What waits for them is not sent: they are to learn no more. Raises StoreProblem."""
    store.rows(_DROP, (to,))


def failed(store: Store, id: int, at: datetime, why: str, final: bool = False) -> None:  # noqa: A002
    """It could not be sent: tried again after a wait that doubles; `final` (the person blocked the bot): never, but it
    stays with the reason. Raises StoreProblem."""
    with store.write():
        attempts = store.rows(_ATTEMPTS, (id,))[0][0]
        wait = min(FIRST_WAIT * 2 ** min(attempts, 20), LONGEST_WAIT)
        store.rows(_FAILED, (f"{_NEVER}:" if final else moment(at + wait), why, id))


def _message(store: Store, row: Row) -> Message:
    number, key, to, text, files, at, attempts, reply = row
    kept = kept_files.load(store, files) if files else ()
    return Message(number, key, to, text, kept, datetime.fromisoformat(at), attempts, reply)
