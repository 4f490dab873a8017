"""What was shown and waits for 确认: one a sender and chat. A newer one takes its place; how long it lasts is the
caller's rule, and so is what else was said in between."""

from dataclasses import dataclass
from datetime import datetime

from data.store import Store, moment

_DROP = "DELETE FROM preview WHERE sender = ? AND chat = ?"
_PUT = "INSERT INTO preview (key, sender, chat, at, body) VALUES (?, ?, ?, ?, ?)"
_LATEST = "SELECT key, sender, chat, at, body FROM preview WHERE sender = ? AND chat = ?"
_END = "DELETE FROM preview WHERE key = ? RETURNING key"


@dataclass(frozen=True, slots=True)
class Preview:
    """One that waits: its key (a button carries it), whose, where, since when, and what (JSON)."""

    key: str
    sender: str
    chat: str
    at: datetime
    body: str


def put(store: Store, sender: str, chat: str, key: str, at: datetime, body: str) -> None:
    """Let this wait, in place of what waited before. Raises StoreProblem."""
    with store.write():
        store.rows(_DROP, (sender, chat))
        store.rows(_PUT, (key, sender, chat, moment(at), body))


def latest(store: Store, sender: str, chat: str) -> Preview | None:
    """What waits for this sender in this chat. Raises StoreProblem."""
    for key, _, _, at, body in store.rows(_LATEST, (sender, chat)):
        return Preview(key, sender, chat, datetime.fromisoformat(at), body)
    return None


def end(store: Store, key: str) -> bool:
    """It waits no more; False where it did not wait (confirmed, dropped or replaced before). In one transaction with
    what it confirms, nothing is done twice. Raises StoreProblem."""
    return bool(store.rows(_END, (key,)))
