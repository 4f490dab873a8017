"""What is to be sent to people: written in the transaction that causes it, sent after the commit, then marked.

A kill between sending and marking sends once more, nothing else does; none is lost. One process sends.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from data.connection import Row
from data.store import Store, moment

FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=1)
_COLUMNS = "id, key, recipient, text, files, at, attempts"
_PUT = """INSERT INTO outbox (key, recipient, text, files, at) VALUES (?, ?, ?, ?, ?) ON CONFLICT (key) DO NOTHING
RETURNING id"""
_DUE = f"SELECT {_COLUMNS} FROM outbox WHERE sent_at = '' AND next_at <= ? AND {{}} ORDER BY id LIMIT ?"
_TO, _BUT = "recipient LIKE ?", "recipient NOT LIKE ?"
_SENT = "UPDATE outbox SET sent_at = ? WHERE id = ? AND sent_at = ''"
_ATTEMPTS = "SELECT attempts FROM outbox WHERE id = ?"
_FAILED = "UPDATE outbox SET attempts = attempts + 1, next_at = ?, why = ? WHERE id = ?"
_NEVER = "9999"


@dataclass(frozen=True, slots=True)
class Message:
    """One message that waits: to whom (CHANNEL:ID), what, the files it takes along, how often sending it failed."""

    id: int
    key: str
    to: str
    text: str
    files: tuple[str, ...]
    at: datetime
    attempts: int


def enqueue(store: Store, key: str, to: str, text: str, files: Sequence[str], at: datetime) -> bool:
    """Have this sent once, as part of the caller's transaction; False where the key is there. Raises StoreProblem."""
    return bool(store.rows(_PUT, (key, to, text, json.dumps(list(files), ensure_ascii=False), moment(at))))


def due(store: Store, at: datetime | None = None, limit: int = 100, to: str = "", but: str = "") -> tuple[Message, ...]:
    """What waits, the oldest first; with `at`, without what failed and is to wait longer; of one channel (`to`
    telegram:), or of all but one (`but`). Raises StoreProblem."""
    until = moment(at) if at else _NEVER
    which, channel = (_BUT, but) if but else (_TO, to)
    return tuple(map(_message, store.rows(_DUE.format(which), (until, f"{channel}%", limit))))


def mark_sent(store: Store, id: int, at: datetime) -> None:  # noqa: A002
    """It was sent. Raises StoreProblem."""
    with store.write(durable=True):
        store.rows(_SENT, (moment(at), id))


def failed(store: Store, id: int, at: datetime, why: str, final: bool = False) -> None:  # noqa: A002
    """It could not be sent: tried again after a wait that doubles; `final` (the person blocked the bot): never, but it
    stays with the reason. Raises StoreProblem."""
    with store.write():
        attempts = store.rows(_ATTEMPTS, (id,))[0][0]
        wait = min(FIRST_WAIT * 2 ** min(attempts, 20), LONGEST_WAIT)
        store.rows(_FAILED, (f"{_NEVER}:" if final else moment(at + wait), why, id))


def _message(row: Row) -> Message:
    number, key, to, text, files, at, attempts = row
    return Message(number, key, to, text, tuple(json.loads(files)), datetime.fromisoformat(at), attempts)
