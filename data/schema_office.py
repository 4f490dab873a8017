"""The tables of people, mail, and of what the office sets at run time; `schema` has the others, and what they share."""

from sqlalchemy import (
    Column,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)

from data.schema import later, metadata, texts

__all__ = ["metadata"]  # whole once this module is loaded

# Who may do what; one that left keeps the row, so that the history can name it. Lists are JSON.
member = Table(
    "member",
    metadata,
    Column("id", Text, primary_key=True),
    *texts("name", "role", "districts", "departments", "added_at"),
    *later("removed_at"),
)

# One-time codes, of which only a keyed hash is kept, and the wrong ones tried.
invitation = Table(
    "invitation",
    metadata,
    Column("hash", Text, primary_key=True),
    *texts("name", "role", "districts", "departments", "made_at", "expires_at"),
    *later("used_at", "used_by"),
)
attempt = Table(
    "attempt",
    metadata,
    Column("id", Integer, primary_key=True),
    *texts("sender", "at"),
    Index("attempt_of_sender", "sender", "at"),
)

# What waits for 确认: one a sender and chat.
preview = Table(
    "preview",
    metadata,
    Column("key", Text, primary_key=True),
    *texts("sender", "chat", "at", "body"),
    UniqueConstraint("sender", "chat", name="preview_one"),
)

# What is to be sent, written in the transaction that causes it: commit, send, mark. `files` is the key of kept files,
# `reply` the whole of it (JSON) where it has more than its text.
outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    *texts("key", "recipient", "text", "files", "at"),
    Column("attempts", Integer, nullable=False, server_default="0"),
    *later("sent_at", "next_at", "why", "reply"),
    UniqueConstraint("key", name="outbox_once"),
)
Index("outbox_due", outbox.c.id, sqlite_where=outbox.c.sent_at == "", postgresql_where=outbox.c.sent_at == "")

# What came in through a channel (JSON), kept before it is acknowledged; '' once it was handled.
inbox = Table(
    "inbox",
    metadata,
    Column("id", Integer, primary_key=True),
    *texts("key", "body", "at"),
    *later("finished_at"),
    UniqueConstraint("key", name="inbox_once"),
)
Index("inbox_waiting", inbox.c.id, sqlite_where=inbox.c.finished_at == "", postgresql_where=inbox.c.finished_at == "")

# What a member has sent to them when it is due (`subscriptions`); `done` is up to where it was sent. Ended ones stay.
subscription = Table(
    "subscription",
    metadata,
    Column("id", Integer, primary_key=True),
    *texts("member", "kind", "at"),
    *later("done", "ended_at"),
)
Index(
    "subscription_once",
    subscription.c.member,
    subscription.c.kind,
    unique=True,
    sqlite_where=subscription.c.ended_at == "",
    postgresql_where=subscription.c.ended_at == "",
)

# An item of a period of which those concerned were reminded (催报), a row each time.
reminder = Table(
    "reminder",
    metadata,
    Column("id", Integer, primary_key=True),
    *texts("city", "district", "metric", "period", "at", "actor"),
    Index("reminder_asked", "period", "city", "district", "metric"),
)

# Files as they were shown, to be sent along by messages that name their key.
kept_file = Table(
    "kept_file",
    metadata,
    *texts("key"),
    Column("place", Integer, nullable=False),
    *texts("name", "type", "at"),
    Column("content", LargeBinary, nullable=False),
    PrimaryKeyConstraint("key", "place", name="kept_file_key"),
)

# A group that an admin has opened: progress is told in it. Closed ones stay.
group_chat = Table(
    "group_chat",
    metadata,
    Column("chat", Text, primary_key=True),
    *texts("opened_by", "opened_at"),
    *later("closed_at"),
)

# Another name for a district or metric, given at run time: in force from `at` until `ended_at`.
alias = Table(
    "alias",
    metadata,
    Column("id", Integer, primary_key=True),
    *texts("kind", "word", "name", "at"),
    *later("ended_at"),
)
Index(
    "alias_once",
    alias.c.word,
    unique=True,
    sqlite_where=alias.c.ended_at == "",
    postgresql_where=alias.c.ended_at == "",
)

# A setting that figures depend on (where lights change), as it was from `at` on: rows are only ever added.
setting = Table(
    "setting",
    metadata,
    Column("id", Integer, primary_key=True),
    *texts("name", "value", "at"),
    Index("setting_asked", "name", "at"),
)

# Words that were not known, how often and when last; never who asked.
unanswered = Table(
    "unanswered",
    metadata,
    Column("words", Text, primary_key=True),
    *texts("example", "kind"),
    Column("times", Integer, nullable=False),
    *texts("first_at", "last_at"),
)
