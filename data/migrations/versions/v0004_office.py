"""Subscriptions, reminders and files to be sent; opened groups, names and settings given at run time, unknown words."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the tables of what the office sets at run time; a message names its files by their key."""
    op.execute("UPDATE outbox SET files = ''")
    op.add_column("outbox", _later("reply"))
    running = sa.text("ended_at = ''")
    op.create_table("subscription", _id(), *_text("member", "kind", "at"), _later("done"), _later("ended_at"))
    op.create_index(
        "subscription_once",
        "subscription",
        ["member", "kind"],
        unique=True,
        sqlite_where=running,
        postgresql_where=running,
    )
    op.create_table(
        "reminder",
        _id(),
        *_text("city", "district", "metric", "period", "at", "actor"),
    )
    op.create_index("reminder_asked", "reminder", ["period", "city", "district", "metric"])
    op.create_table(
        "kept_file",
        *_text("key"),
        sa.Column("place", sa.Integer, nullable=False),
        *_text("name", "type", "at"),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("key", "place", name="kept_file_key"),
    )
    op.create_table(
        "group_chat",
        sa.Column("chat", sa.Text, primary_key=True),
        *_text("opened_by", "opened_at"),
        _later("closed_at"),
    )
    op.create_table("alias", _id(), *_text("kind", "word", "name", "at"), _later("ended_at"))
    op.create_index("alias_once", "alias", ["word"], unique=True, sqlite_where=running, postgresql_where=running)
    op.create_table("setting", _id(), *_text("name", "value", "at"))
    op.create_index("setting_asked", "setting", ["name", "at"])
    op.create_table(
        "unanswered",
        sa.Column("words", sa.Text, primary_key=True),
        *_text("example", "kind"),
        sa.Column("times", sa.Integer, nullable=False),
        *_text("first_at", "last_at"),
    )


def _id() -> sa.Column[int]:
    return sa.Column("id", sa.Integer, primary_key=True)


def _text(*names: str) -> list[sa.Column[str]]:
    """Columns of text that are never null."""
    return [sa.Column(name, sa.Text, nullable=False) for name in names]


def _later(name: str) -> sa.Column[str]:
    """A column of text that is '' until something happens."""
    return sa.Column(name, sa.Text, nullable=False, server_default="")
