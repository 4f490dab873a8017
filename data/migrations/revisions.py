"""The schema's versions. Knowing which one a store has costs one SELECT; Alembic is loaded only to move on from it."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlalchemy import Connection

REVISIONS = ("0001", "0002", "0003", "0004")
HEAD = REVISIONS[-1]
TABLE = "schema_version"
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
