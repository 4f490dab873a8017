"""The tables. A migration in `migrations/versions` makes each of them; a test compares the two.

Moments are text, ISO in UTC with microseconds, so that they sort and mean the same in every database; '' is never.
Amounts stand twice: as published, and as whole numbers of the base unit x 10^4 (`amount.scaled`).
"""

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData()

# A published document as it stood from `seeded_at` on. A changed one is a new row; the old one bears `replaced_at`
# and keeps its figures, so that what was told earlier can be told again.
document = Table(
    "document",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("number", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("city", Text, nullable=False),
    Column("year", Integer, nullable=False),
    Column("issuer", Text, nullable=False),
    Column("signed", Date, nullable=False),
    Column("fingerprint", Text, nullable=False),
    Column("seeded_at", Text, nullable=False),
    Column("replaced_at", Text, nullable=False, server_default=""),
)
Index(
    "document_current",
    document.c.number,
    unique=True,
    sqlite_where=document.c.replaced_at == "",
    postgresql_where=document.c.replaced_at == "",
)

# One published target; ids ascend in the order in which the document has them; `level` is '' where there is none.
figure = Table(
    "figure",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("document_id", Integer, ForeignKey("document.id", name="figure_document"), nullable=False),
    Column("place", Text, nullable=False),
    Column("city", Text, nullable=False),
    Column("district", Text, nullable=False),
    Column("metric", Text, nullable=False),
    Column("year", Integer, nullable=False),
    Column("level", Text, nullable=False),
    Column("published", Text, nullable=False),
    Column("scaled", BigInteger, nullable=False),
    Column("unit", Text, nullable=False),
    Column("qualifier", Text, nullable=False),
    Column("row_label", Text, nullable=False),
    Column("column_label", Text, nullable=False),
    UniqueConstraint(
        "document_id", "place", "city", "district", "metric", "year", "level", "qualifier", name="figure_once"
    ),
    Index("figure_asked", "city", "year", "metric", "district"),
    Index("figure_of_district", "city", "year", "district"),
)

# A message that was answered, with its reply (JSON): delivered again, it gets the same one and nothing is done twice.
exchange = Table(
    "exchange",
    metadata,
    Column("sender", Text, nullable=False),
    Column("chat", Text, nullable=False),
    Column("message_id", Text, nullable=False),
    Column("reply", Text, nullable=False),
    Column("at", Text, nullable=False),
    PrimaryKeyConstraint("sender", "chat", "message_id", name="exchange_key"),
)

# What the conversation was about last (JSON): one row a sender and chat, the newest.
context = Table(
    "context",
    metadata,
    Column("sender", Text, nullable=False),
    Column("chat", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("state", Text, nullable=False),
    PrimaryKeyConstraint("sender", "chat", name="context_key"),
)
