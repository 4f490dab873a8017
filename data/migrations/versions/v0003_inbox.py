"""What came in and is to be handled."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the inbox."""
    op.create_table(
        "inbox",
        sa.Column("id", sa.Integer, primary_key=True),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("key", "body", "at")),
        sa.Column("finished_at", sa.Text, nullable=False, server_default=""),
        sa.UniqueConstraint("key", name="inbox_once"),
    )
    waiting = sa.text("finished_at = ''")
    op.create_index("inbox_waiting", "inbox", ["id"], sqlite_where=waiting, postgresql_where=waiting)
