"""Files kept as they were shown, so that a message sends the very same: under a key, in order."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from data.store import Store, moment

KEPT = timedelta(days=30)
_PUT = """INSERT INTO kept_file (key, place, name, type, at, content) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (key, place) DO NOTHING"""
_GET = "SELECT name, type, content FROM kept_file WHERE key = ? ORDER BY place"
_THERE = "SELECT 1 FROM kept_file WHERE key = ? LIMIT 1"
_FORGET = """DELETE FROM kept_file WHERE at < ? AND NOT EXISTS
(SELECT 1 FROM outbox WHERE outbox.files = kept_file.key AND outbox.sent_at = '')"""


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file kept: its name, media type and bytes."""

    name: str
    type: str
    content: bytes


def put(store: Store, key: str, files: Iterable[KeptFile], at: datetime) -> None:
    """Keep these under a key; what is there stays as it is. Older than `KEPT` goes, unless a message has still to take
    it along. Raises StoreProblem."""
    with store.write():
        store.rows(_FORGET, (moment(at - KEPT),))
        for place, file in enumerate(files):
            store.rows(_PUT, (key, place, file.name, file.type, moment(at), file.content))


def there(store: Store, key: str) -> bool:
    """Whether files are kept under this key. Raises StoreProblem."""
    return bool(store.rows(_THERE, (key,)))


@lru_cache(maxsize=8)
def load(store: Store, key: str) -> tuple[KeptFile, ...]:
    """The files of a key. Raises StoreProblem."""
    return tuple(KeptFile(name, kind, bytes(content)) for name, kind, content in store.rows(_GET, (key,)))
