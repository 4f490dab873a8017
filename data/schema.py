"""The tables of documents, talk and reports; those of people, mail and what is set: `schema_office`. A migration in
`migrations/versions` makes each of them; a test compares the two.

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
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData()


def texts(*names: str) -> list[Column[str]]:
    """Columns of text that are never null."""
    return [Column(name, Text, nullable=False) for name in names]


def later(*names: str) -> list[Column[str]]:
    """Columns of text that are '' until something happens."""
    return [Column(name, Text, nullable=False, server_default="") for name in names]


# A published document as it stood from `seeded_at` on. A changed one is a new row; the old one bears `replaced_at`
# and keeps its figures, so that what was told earlier can be told again.
document = Table(
    "document",
    metadata,
    Column("id", Integer, primary_key=True),
    *texts("number", "title", "city"),
    Column("year", Integer, nullable=False),
    *texts("issuer"),
    Column("signed", Date, nullable=False),
    *texts("fingerprint", "seeded_at"),
    *later("replaced_at"),
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
    *texts("place", "city", "district", "metric"),
    Column("year", Integer, nullable=False),
    *texts("level", "published"),
    Column("scaled", BigInteger, nullable=False),
    *texts("unit", "qualifier", "row_label", "column_label"),
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
    *texts("sender", "chat", "message_id", "reply", "at"),
    PrimaryKeyConstraint("sender", "chat", "message_id", name="exchange_key"),
)

# What the conversation was about last (JSON): one row a sender and chat, the newest.
context = Table(
    "context",
    metadata,
    *texts("sender", "chat", "at", "state"),
    PrimaryKeyConstraint("sender", "chat", name="context_key"),
)

# The ledger: rows are only ever added. `body` is canonical JSON, as it was hashed; `report` is 0 where there is none.
entry = Table(
    "entry",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    *texts("at", "actor", "action"),
    Column("report", Integer, nullable=False),
    *texts("body", "hash"),
    Index("entry_of_report", "report", "seq"),
)

# One row: how many entries and reports there are, and the last entry's hash. Writers take their numbers from it.
ledger_head = Table(
    "ledger_head",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("entries", Integer, nullable=False),
    Column("reports", Integer, nullable=False),
    *texts("hash"),
)

# What the entries say, laid out for questions; `mubiao check` compares. Rows are only ever added.
report = Table(
    "report",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    *texts("sender", "at", "words", "reason"),
    Column("late", Integer, nullable=False),
    Index("report_of_sender", "sender", "number"),
)

# `period` is the day to which the value runs, ISO; `replaces` the report that stood before, 0 where none did.
item = Table(
    "item",
    metadata,
    Column("report", Integer, ForeignKey("report.number", name="item_report"), nullable=False),
    Column("line", Integer, nullable=False),
    *texts("city", "district", "metric", "period", "published"),
    Column("scaled", BigInteger, nullable=False),
    *texts("unit"),
    Column("replaces", Integer, nullable=False),
    PrimaryKeyConstraint("report", "line", name="item_key"),
    UniqueConstraint("report", "city", "district", "metric", "period", name="item_once"),
    Index("item_asked", "city", "metric", "district", "period"),
    Index("item_of_period", "city", "period"),
)

# approve, return or withdraw, a row a metric of the report; the last one decides whether its items count.
mark = Table(
    "mark",
    metadata,
    Column("entry", Integer, ForeignKey("entry.seq", name="mark_entry"), nullable=False),
    Column("report", Integer, ForeignKey("report.number", name="mark_report"), nullable=False),
    *texts("metric", "action", "at", "actor", "reason"),
    PrimaryKeyConstraint("report", "metric", "entry", name="mark_key"),
)

# How far a measure of a document is: rows are only ever added, the last one counts. `point` is '' for all of it.
measure_state = Table(
    "measure_state",
    metadata,
    Column("entry", Integer, ForeignKey("entry.seq", name="measure_entry"), primary_key=True, autoincrement=False),
    *texts("document", "place", "point", "state", "note", "sender", "at"),
    Index("measure_asked", "document", "place"),
)

# A photo or PDF kept with a report; the entry holds its SHA-256.
proof = Table(
    "proof",
    metadata,
    Column("entry", Integer, ForeignKey("entry.seq", name="proof_entry"), primary_key=True, autoincrement=False),
    Column("report", Integer, ForeignKey("report.number", name="proof_report"), nullable=False),
    *texts("name", "type", "sha256"),
    Column("content", LargeBinary, nullable=False),
    Index("proof_of_report", "report"),
)
