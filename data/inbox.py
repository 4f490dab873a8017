"""What came in and is to be handled: committed before the channel acknowledges it, so that a kill loses none, and
under a key of the channel's, so that what is delivered twice is taken once. Once handled, only the key stays a while.
"""

from collections.abc import Sequence
from datetime import datetime

from data.forgetting import forget
from data.store import Store, moment

_PUT = """INSERT INTO inbox (key, body, at) VALUES (?, ?, ?)
ON CONFLICT (key) DO UPDATE SET body = excluded.body WHERE inbox.finished_at = '' RETURNING id"""
_UNFINISHED = "SELECT key, body FROM inbox WHERE finished_at = '' ORDER BY id"
_FINISH = "UPDATE inbox SET finished_at = ?, body = '' WHERE key = ?"
_SELDOM = 1000  # updates after which what is old is forgotten


def put(store: Store, updates: Sequence[tuple[str, str]], at: datetime) -> tuple[str, ...]:
    """Keep these (key and body) until they are finished, in one transaction; the keys of those that are not finished,
    so that it can be called again where nobody learnt what it did. Raises StoreProblem."""
    with store.write(durable=True):
        found = [(key, store.rows(_PUT, (key, body, moment(at)))) for key, body in updates]
        if any(kept and kept[0][0] % _SELDOM == 0 for _, kept in found):
            forget(store, at)
    return tuple(dict.fromkeys(key for key, kept in found if kept))


def unfinished(store: Store, begins: str, at: datetime) -> tuple[str, ...]:
    """What is kept under keys that begin so, in the order in which it came; what is old is forgotten. Raises
    StoreProblem."""
    with store.write():
        forget(store, at)
        return tuple(body for key, body in store.rows(_UNFINISHED) if key.startswith(begins))


def finish(store: Store, keys: Sequence[str], at: datetime) -> None:
    """They were handled. Raises StoreProblem."""
    with store.write():
        for key in keys:
            store.rows(_FINISH, (moment(at), key))
