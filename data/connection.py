"""The way to the database: a plain DBAPI connection with its pragmas set, and what can go wrong with it in words.

Hot statements run here as they are (25 µs less each than through SQLAlchemy); SQLAlchemy comes in where tables are
made or seeded. SQLite is here; PostgreSQL's driver is loaded where the URL asks for it (`postgresql`).
"""

import sqlite3
import time
from pathlib import Path
from typing import Any

from data.address import PATIENCE, Address, Connection, Cursor, Fault, Row, StoreProblem

__all__ = ["FAULTS", "Address", "Connection", "Cursor", "Row", "StoreProblem", "address", "connect", "problem"]
FAULTS = (sqlite3.Error, Fault)


def address(url: str) -> Address:
    """sqlite:///relative.db, sqlite:////absolute.db or postgresql://user:password@host:port/db. Raises StoreProblem,
    which never repeats the URL: it may hold a password."""
    scheme, colon, rest = url.partition("://")
    if colon and scheme in ("postgresql", "postgres"):
        from data import postgresql

        return postgresql.address(url)
    if not colon or scheme != "sqlite":
        raise StoreProblem(
            "数据库地址(MUBIAO_DATABASE_URL)无法识别:可用 sqlite:///文件路径,或 postgresql://用户:密码@主机:端口/数据库。"
        )
    if not rest.startswith("/") or not rest.strip("/") or "\0" in rest or rest.endswith("/"):
        raise StoreProblem("数据库地址(MUBIAO_DATABASE_URL)里没有文件路径:应写作 sqlite:///文件路径。")
    path = Path(rest[1:]).expanduser()
    return Address(url, "sqlite", path, str(path))


def connect(where: Address) -> Connection:
    """A new connection in autocommit. Raises StoreProblem."""
    if where.dialect == "postgres":
        from data import postgresql

        return postgresql.connect(where)
    return connect_file(where)


def driver(where: Address) -> Any:
    """The same, the driver's own, as SQLAlchemy takes it. Raises StoreProblem."""
    if where.dialect == "postgres":
        from data import postgresql

        return postgresql.driver(where)
    return connect_file(where)


def usable(connection: Connection) -> bool:
    """Whether an idle connection still reaches its database; a file is always reached."""
    reaches = getattr(connection, "usable", None)
    return reaches is None or bool(reaches())


def connect_file(where: Address) -> sqlite3.Connection:
    """A new connection to an SQLite file in autocommit, its folder made, in WAL mode. Raises StoreProblem."""
    try:
        where.path.parent.mkdir(parents=True, exist_ok=True)
        raw = sqlite3.connect(
            where.path, timeout=PATIENCE, isolation_level=None, cached_statements=512, check_same_thread=False
        )
    except (OSError, sqlite3.Error) as error:
        raise problem(error, where) from error
    try:
        _prepare(raw, where)
    except sqlite3.Error as error:
        raw.close()
        raise problem(error, where) from error
    return raw


def _prepare(raw: sqlite3.Connection, where: Address) -> None:
    """WAL (kept in the file, so asked for only once), foreign keys, and no wait for the disk but where it is chosen."""
    deadline = time.monotonic() + PATIENCE
    while raw.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        try:
            raw.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:  # the timeout does not cover this switch
            if not _is(error, "SQLITE_BUSY") or time.monotonic() > deadline:
                raise
            time.sleep(0.01)
    raw.execute("PRAGMA foreign_keys=ON")
    raw.execute(where.durability(full=False))


_SENTENCES = {
    "SQLITE_NOTADB": "数据库文件 {name} 已损坏,或不是数据库:请用备份恢复,或换一个 MUBIAO_DATABASE_URL。",
    "SQLITE_CORRUPT": "数据库文件 {name} 已损坏:请用备份恢复,或换一个 MUBIAO_DATABASE_URL。",
    "SQLITE_CANTOPEN": "无法打开或创建数据库文件 {name}:请检查路径和权限(MUBIAO_DATABASE_URL)。",
    "SQLITE_READONLY": "数据库文件 {name} 不能写入:请检查文件和文件夹的权限。",
    "SQLITE_PERM": "数据库文件 {name} 不能写入:请检查文件和文件夹的权限。",
    "SQLITE_BUSY": "数据库 {name} 正被其他程序占用:请稍后再试。",
    "SQLITE_LOCKED": "数据库 {name} 正被其他程序占用:请稍后再试。",
    "SQLITE_FULL": "磁盘已满,数据库 {name} 无法写入。",
    "SQLITE_IOERR": "读写数据库文件 {name} 出错:请检查磁盘。",
}


def problem(error: Exception, where: Address) -> StoreProblem:
    """What went wrong, in one sentence."""
    if where.dialect == "postgres":
        from data import postgresql

        return postgresql.problem(error, where)
    for name, sentence in _SENTENCES.items():
        if _is(error, name):
            return StoreProblem(sentence.format(name=where.name))
    if isinstance(error, OSError):
        return StoreProblem(f"无法创建数据库所在的文件夹 {where.path.parent}:请检查路径和权限(MUBIAO_DATABASE_URL)。")
    return StoreProblem(f"数据库 {where.name} 出错:{error}")


def no_table(error: Exception) -> bool:
    """Whether a table was asked that is not there."""
    if isinstance(error, Fault):
        from data import postgresql

        return postgresql.no_table(error)
    return "no such table" in str(error)


def _is(error: Exception, name: str) -> bool:
    """Whether SQLite gave this code or one of its finer ones (SQLITE_BUSY_SNAPSHOT)."""
    return str(getattr(error, "sqlite_errorname", "")).startswith(name)
