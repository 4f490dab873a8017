"""The schema's versions. Knowing which one a store has costs one SELECT; Alembic is loaded only to move on from it."""

from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlalchemy import Connection

REVISIONS = ("0001", "0002", "0003", "0004")
HEAD = REVISIONS[-1]
TABLE = "schema_version"
_TEXTS = """SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema()
AND data_type = 'text' AND collation_name IS DISTINCT FROM 'C' ORDER BY table_name, column_name"""
CURRENT = f"SELECT version_num FROM {TABLE}"


def upgrade(connection: "Connection") -> None:
    """Bring the schema to HEAD within the transaction that is open; nothing happens where it is there already."""
    from alembic.config import Config
    from alembic.runtime.environment import EnvironmentContext
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    script = ScriptDirectory.from_config(config)

    def steps(revision: Any, _context: Any) -> Any:
        return script._upgrade_revs("head", revision)

    with EnvironmentContext(config, script, fn=steps, destination_rev="head") as environment:
        environment.configure(connection=connection, version_table=TABLE, transactional_ddl=True)
        environment.run_migrations()
    if connection.dialect.name == "postgresql":
        _bytewise(connection)


def _bytewise(connection: "Connection") -> None:
    """Text compared by bytes, as SQLite does and moments want, whatever the database's own collation is."""
    from data.schema_office import metadata

    found = [row for row in connection.exec_driver_sql(_TEXTS) if row[0] in metadata.tables]
    for table, columns in groupby(found, itemgetter(0)):
        changes = ", ".join(f'ALTER COLUMN "{name}" TYPE text COLLATE "C"' for _, name in columns)
        connection.exec_driver_sql(f'ALTER TABLE "{table}" {changes}')
