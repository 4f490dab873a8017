"""Documents and their figures, conversations."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the first tables."""
    _published()
    _conversations()


def _text(*names: str) -> list[sa.Column[str]]:
    """Columns of text that are never null."""
    return [sa.Column(name, sa.Text, nullable=False) for name in names]


def _published() -> None:
    op.create_table(
        "document",
        sa.Column("id", sa.Integer, primary_key=True),
        *_text("number", "title", "city"),
        sa.Column("year", sa.Integer, nullable=False),
        *_text("issuer"),
        sa.Column("signed", sa.Date, nullable=False),
        *_text("fingerprint", "seeded_at"),
        sa.Column("replaced_at", sa.Text, nullable=False, server_default=""),
    )
    current = sa.text("replaced_at = ''")
    op.create_index(
        "document_current", "document", ["number"], unique=True, sqlite_where=current, postgresql_where=current
    )
    op.create_table(
        "figure",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("document_id", sa.Integer, sa.ForeignKey("document.id", name="figure_document"), nullable=False),
        *_text("place", "city", "district", "metric"),
        sa.Column("year", sa.Integer, nullable=False),
        *_text("level", "published"),
        sa.Column("scaled", sa.BigInteger, nullable=False),
        *_text("unit", "qualifier", "row_label", "column_label"),
        sa.UniqueConstraint(
            "document_id", "place", "city", "district", "metric", "year", "level", "qualifier", name="figure_once"
        ),
    )
    op.create_index("figure_asked", "figure", ["city", "year", "metric", "district"])
    op.create_index("figure_of_district", "figure", ["city", "year", "district"])


def _conversations() -> None:
    op.create_table(
        "exchange",
        *_text("sender", "chat", "message_id", "reply", "at"),
        sa.PrimaryKeyConstraint("sender", "chat", "message_id", name="exchange_key"),
    )
    op.create_table(
        "context",
        *_text("sender", "chat", "at", "state"),
        sa.PrimaryKeyConstraint("sender", "chat", name="context_key"),
    )
