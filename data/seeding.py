"""What is done seldom: the schema brought up to date, documents put in. SQLAlchemy and Alembic come in only here."""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from data.amount import scaled
from data.connection import Address, StoreProblem, driver, problem
from data.model import Figure
from data.store import Store, moment

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from data.document import Document

log = logging.getLogger(__name__)
_ENGINES = {"sqlite": "sqlite://", "postgres": "postgresql+psycopg://"}
_FINGERPRINTS = "SELECT number, fingerprint FROM document WHERE replaced_at = ''"


@dataclass(frozen=True, slots=True)
class Seeded:
    """What seeding did: the numbers of documents that are new, and of those that had changed."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.changed)


def fingerprints(store: Store) -> dict[str, str]:
    """The fingerprint of each document in the store by its number. Raises StoreProblem."""
    return dict(store.rows(_FINGERPRINTS))


def seed(store: Store, documents: Sequence["Document"], at: datetime) -> Seeded:
    """Put in what is new or has changed, all or nothing; leave all else alone. Raises StoreProblem, AmountProblem."""
    if not _pending(documents, fingerprints(store)):
        return Seeded()
    with transaction(store.where) as connection:
        there = {row[0]: row[1] for row in connection.exec_driver_sql(_FINGERPRINTS)}
        pending = _pending(documents, there)
        for document in pending:
            _put(connection, document, moment(at))
    return Seeded(
        tuple(each.number for each in pending if each.number not in there),
        tuple(each.number for each in pending if each.number in there),
    )


def migrate(where: Address, at: datetime | None = None) -> None:
    """Bring the schema up to date, once though two processes start together; with a moment, what is there already is
    backed up beside it first. All or nothing. Raises StoreProblem."""
    from data.migrations import revisions as migrations

    with transaction(where, where.begin_migration) as connection:
        _refuse_foreign(connection, where)
        made = _back_up(connection, where, at) if at is not None else None
        try:
            migrations.upgrade(connection)
        except BaseException:
            _keep_one(made)
            raise


def _back_up(connection: "Connection", where: Address, at: datetime) -> Path | None:
    """A backup of an SQLite database of an older schema, named after it."""
    from sqlalchemy import inspect

    from data import backup
    from data.migrations import revisions as migrations

    if not where.url.startswith("sqlite:") or not inspect(connection).has_table(migrations.TABLE):
        return None
    old = connection.exec_driver_sql(migrations.CURRENT).scalar()
    if old == migrations.HEAD:
        return None
    file = where.path.with_name(f"{where.path.name}.v{old}-{backup.stamp(at)}.bak")
    backup.write(where, file, at, locked=True)
    log.warning("数据库结构将从 %s 升级到 %s，升级前的备份：%s", old, migrations.HEAD, file)
    return file


def _keep_one(made: Path | None) -> None:
    """Of a migration that fails again and again (a service is started again), one backup is enough."""
    if made is not None and len(list(made.parent.glob(f"{made.name.rpartition('-')[0]}-*.bak"))) > 1:
        made.unlink(missing_ok=True)


@contextmanager
def transaction(where: Address, begin: str = "") -> Iterator["Connection"]:
    """A durable transaction that writes, through SQLAlchemy, on a connection of its own. Raises StoreProblem."""
    from sqlalchemy import NullPool, create_engine, event
    from sqlalchemy.exc import DBAPIError

    more: dict[str, Any] = {"use_native_hstore": False} if where.dialect == "postgres" else {}
    engine = create_engine(_ENGINES[where.dialect], creator=lambda: driver(where), poolclass=NullPool, **more)

    @event.listens_for(engine, "begin")
    def as_writer(connection: "Connection") -> None:
        if durable := where.durability(full=True):
            connection.exec_driver_sql(durable)
        connection.exec_driver_sql(begin or where.begin)

    try:
        with engine.begin() as connection:
            yield connection
    except DBAPIError as error:
        raise problem(error.orig if isinstance(error.orig, Exception) else error, where) from error


def _refuse_foreign(connection: "Connection", where: Address) -> None:
    """A database that holds tables of ours without our mark of a version is somebody else's."""
    from sqlalchemy import inspect

    from data.migrations import revisions as migrations
    from data.schema_office import metadata

    names = set(inspect(connection).get_table_names())
    if migrations.TABLE not in names and names & set(metadata.tables):
        raise StoreProblem(f"数据库 {where.name} 里已有其他程序的表:请换一个 MUBIAO_DATABASE_URL。")


def _pending(documents: Sequence["Document"], there: dict[str, str]) -> list["Document"]:
    return [each for each in documents if there.get(each.number) != each.fingerprint]


def _put(connection: "Connection", document: "Document", at: str) -> None:
    """One document and its figures; the one of the same number before it, if any, is marked as replaced."""
    from data import schema

    table = schema.document
    standing = (table.c.number == document.number) & (table.c.replaced_at == "")
    connection.execute(table.update().where(standing).values(replaced_at=at))
    row = {name: getattr(document, name) for name in _DOCUMENT}
    made = connection.execute(table.insert().values(**row, seeded_at=at)).inserted_primary_key
    figures = [_figure(made[0] if made else None, each) for each in document.figures]
    if figures:
        connection.execute(schema.figure.insert(), figures)


_DOCUMENT = ("number", "title", "city", "year", "issuer", "signed", "fingerprint")


def _figure(document_id: Any, figure: Figure) -> dict[str, Any]:
    """The row of a figure."""
    return {
        "document_id": document_id,
        "place": figure.citation.place,
        "city": figure.city,
        "district": figure.district,
        "metric": figure.metric,
        "year": figure.year,
        "level": figure.level or "",
        "published": str(figure.value),
        "scaled": scaled(figure.value, figure.unit),
        "unit": figure.unit,
        "qualifier": figure.qualifier,
        "row_label": figure.row,
        "column_label": figure.column,
    }
