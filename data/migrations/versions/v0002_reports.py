"""Reports, the ledger, members, previews, the outbox."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables of reporting."""
    _ledger()
    _reports()
    _measures_and_proofs()
    _members()
    _waiting()


def _text(*names: str) -> list[sa.Column[str]]:
    """Columns of text that are never null."""
    return [sa.Column(name, sa.Text, nullable=False) for name in names]


def _later(*names: str) -> list[sa.Column[str]]:
    """Columns of text that are '' until something happens."""
    return [sa.Column(name, sa.Text, nullable=False, server_default="") for name in names]


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False)


def _to(name: str, table: str, column: str, constraint: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, sa.ForeignKey(f"{table}.{column}", name=constraint), nullable=False)


def _ledger() -> None:
    op.create_table(
        "entry",
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        *_text("at", "actor", "action"),
        _number("report"),
        *_text("body", "hash"),
    )
    op.create_index("entry_of_report", "entry", ["report", "seq"])
    op.create_table(
        "ledger_head",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        _number("entries"),
        _number("reports"),
        *_text("hash"),
    )
    op.execute("INSERT INTO ledger_head (id, entries, reports, hash) VALUES (1, 0, 0, '')")


def _reports() -> None:
    op.create_table(
        "report",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        *_text("sender", "at", "words", "reason"),
        _number("late"),
    )
    op.create_index("report_of_sender", "report", ["sender", "number"])
    op.create_table(
        "item",
        _to("report", "report", "number", "item_report"),
        _number("line"),
        *_text("city", "district", "metric", "period", "published"),
        sa.Column("scaled", sa.BigInteger, nullable=False),
        *_text("unit"),
        _number("replaces"),
        sa.PrimaryKeyConstraint("report", "line", name="item_key"),
        sa.UniqueConstraint("report", "city", "district", "metric", "period", name="item_once"),
    )
    op.create_index("item_asked", "item", ["city", "metric", "district", "period"])
    op.create_index("item_of_period", "item", ["city", "period"])
    op.create_table(
        "mark",
        _to("entry", "entry", "seq", "mark_entry"),
        _to("report", "report", "number", "mark_report"),
        *_text("metric", "action", "at", "actor", "reason"),
        sa.PrimaryKeyConstraint("report", "metric", "entry", name="mark_key"),
    )


def _measures_and_proofs() -> None:
    op.create_table(
        "measure_state",
        _to("entry", "entry", "seq", "measure_entry"),
        *_text("document", "place", "point", "state", "note", "sender", "at"),
        sa.PrimaryKeyConstraint("entry"),
    )
    op.create_index("measure_asked", "measure_state", ["document", "place"])
    op.create_table(
        "proof",
        _to("entry", "entry", "seq", "proof_entry"),
        _to("report", "report", "number", "proof_report"),
        *_text("name", "type", "sha256"),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("entry"),
    )
    op.create_index("proof_of_report", "proof", ["report"])


def _members() -> None:
    op.create_table(
        "member",
        sa.Column("id", sa.Text, primary_key=True),
        *_text("name", "role", "districts", "departments", "added_at"),
        *_later("removed_at"),
    )
    op.create_table(
        "invitation",
        sa.Column("hash", sa.Text, primary_key=True),
        *_text("name", "role", "districts", "departments", "made_at", "expires_at"),
        *_later("used_at", "used_by"),
    )
    op.create_table("attempt", sa.Column("id", sa.Integer, primary_key=True), *_text("sender", "at"))
    op.create_index("attempt_of_sender", "attempt", ["sender", "at"])


def _waiting() -> None:
    op.create_table(
        "preview",
        sa.Column("key", sa.Text, primary_key=True),
        *_text("sender", "chat", "at", "body"),
        sa.UniqueConstraint("sender", "chat", name="preview_one"),
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer, primary_key=True),
        *_text("key", "recipient", "text", "files", "at"),
        sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
        *_later("sent_at", "next_at", "why"),
        sa.UniqueConstraint("key", name="outbox_once"),
    )
    waiting = sa.text("sent_at = ''")
    op.create_index("outbox_due", "outbox", ["id"], sqlite_where=waiting, postgresql_where=waiting)
