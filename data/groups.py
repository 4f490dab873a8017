"""Groups that an admin has opened: in these, and in no other, progress is told. Closed ones stay, as they were."""

from datetime import datetime

from data.store import Store, moment

_OPENED = "SELECT 1 FROM group_chat WHERE chat = ? AND closed_at = ''"
_OPEN = """INSERT INTO group_chat (chat, opened_by, opened_at) VALUES (?, ?, ?) ON CONFLICT (chat) DO UPDATE
SET opened_by = excluded.opened_by, opened_at = excluded.opened_at, closed_at = ''"""
_CLOSE = "UPDATE group_chat SET closed_at = ? WHERE chat = ? AND closed_at = ''"
_MOVE = (
    """INSERT INTO group_chat (chat, opened_by, opened_at, closed_at) SELECT ?, opened_by, opened_at, closed_at
    FROM group_chat WHERE chat = ? ON CONFLICT (chat) DO NOTHING""",
    """INSERT INTO context (sender, chat, at, state) SELECT sender, ?, at, state
    FROM context WHERE chat = ? ON CONFLICT (sender, chat) DO NOTHING""",
    "UPDATE outbox SET recipient = ?, next_at = '' WHERE recipient = ? AND sent_at = ''",
)
_GONE = ("DELETE FROM group_chat WHERE chat = ?", "DELETE FROM context WHERE chat = ?")


def is_open(store: Store, chat: str) -> bool:
    """Whether progress may be told in this group. Raises StoreProblem."""
    return bool(store.rows(_OPENED, (chat,)))


def open_group(store: Store, chat: str, by: str, at: datetime) -> bool:
    """Let progress be told in this group from now on; False where it was already. Raises StoreProblem."""
    with store.write():
        if is_open(store, chat):
            return False
        store.rows(_OPEN, (chat, by, moment(at)))
    return True


def close_group(store: Store, chat: str, at: datetime) -> bool:
    """Let nothing internal be told in this group any more; False where it was closed. Raises StoreProblem."""
    with store.write():
        was = is_open(store, chat)
        store.rows(_CLOSE, (moment(at), chat))
    return was


def moved(store: Store, old: str, new: str) -> None:
    """A group goes on under another id: what was opened, what was talked of and what is to be sent goes along; where
    the new one has its own already, that stays. Raises StoreProblem."""
    with store.write(durable=True):
        for sql in _MOVE:
            store.rows(sql, (new, old))
        for sql in _GONE:
            store.rows(sql, (old,))
