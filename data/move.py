"""The move to another database: everything that is in one copied to an empty one, in one transaction, either way.

The ledger's key and head go along to the place where the other database has them: an entry verifies only by its key.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from data import audit, seal
from data.connection import Address, StoreProblem, address
from data.migrations import revisions as migrations
from data.seeding import transaction
from data.store import Store, open_store

if TYPE_CHECKING:
    from sqlalchemy import Connection, Table

_AT_ONCE = 500  # rows; files one by one, since each may have 20 MB


def move(source: Store, url: str, tell: Callable[[str, int], None]) -> tuple[str, ...]:
    """Copy everything to the empty database at this URL, telling each table with its rows; nobody else writes
    meanwhile. What a check of the copy finds then, in sentences. Raises StoreProblem; nothing was copied then."""
    from data.schema_office import metadata

    target = _prepared(source, address(url))
    with transaction(source.where) as origin, transaction(target.where) as copy:
        _refuse_full(copy, target.where)
        for table in metadata.sorted_tables:
            tell(table.name, _copied(origin, copy, table, target.where))
        seal.hand_on(source.where, target.where)
    return tuple(audit.findings(target))


def _prepared(source: Store, where: Address) -> Store:
    """The other database with its tables made, if it may be taken at all."""
    if (where.dialect, where.path.resolve()) == (source.where.dialect, source.where.path.resolve()):
        raise StoreProblem(f"新旧是同一个数据库 {where.name}，不用搬。")
    if Store(where).version() not in (None, migrations.HEAD):
        raise _full(where)
    if (key := seal.key(where)) is not None and key != seal.key(source.where):
        raise StoreProblem(f"{seal.key_path(where)} 已是另一本台账的密钥：请把它和台账头一起移到别处再搬。")
    return open_store(where.url)


def _refuse_full(copy: "Connection", where: Address) -> None:
    """Only the row from which a ledger starts may be there."""
    from data.schema_office import metadata

    for table in metadata.sorted_tables:
        if any(tuple(row) != (1, 0, 0, "") for row in copy.execute(table.select().limit(1))):
            raise _full(where)


def _full(where: Address) -> StoreProblem:
    return StoreProblem(f"数据库 {where.name} 里已有数据，没有搬：请换一个空的数据库。")


def _copied(origin: "Connection", copy: "Connection", table: "Table", where: Address) -> int:
    """The table's rows, copied and counted again on both sides."""
    from sqlalchemy import LargeBinary, func, select

    at_once = 1 if any(isinstance(column.type, LargeBinary) for column in table.columns) else _AT_ONCE
    ordered = select(table).order_by(*table.primary_key.columns)
    rows = origin.execute(ordered, execution_options={"stream_results": True, "max_row_buffer": at_once})
    copy.execute(table.delete())
    for part in rows.mappings().partitions(at_once):
        copy.execute(table.insert(), [dict(row) for row in part])
    if table.autoincrement_column is not None and where.dialect == "postgres":
        number = func.pg_get_serial_sequence(table.name, table.autoincrement_column.name)
        copy.execute(select(func.setval(number, func.max(table.autoincrement_column))))
    counts = [side.execute(select(func.count()).select_from(table)).scalar_one() for side in (origin, copy)]
    if counts[0] != counts[1]:
        raise StoreProblem(f"{table.name} 搬了{counts[1]}行，原有{counts[0]}行，全部没有搬：请先停下机器人，再搬一次。")
    return int(counts[1])
