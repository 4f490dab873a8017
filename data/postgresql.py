"""PostgreSQL, through psycopg: a connection that is used as SQLite's is, and what can go wrong with it in words.

The database's text is compared by bytes and its figures are whole numbers, so that both answer alike. A sentence names
server and database, never the user or the password, and never the driver's own words about a connection.
"""

import re
import select
import sys
from collections.abc import Sequence
from functools import lru_cache
from typing import Any
from urllib.parse import quote

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from data.address import PATIENCE, Address, Fault, Row, StoreProblem, data_directory

_PORT = "5432"
_SESSION = (  # a commit waits for the disk; a writer that is stuck or gone lets the others go on
    f"SET synchronous_commit = on; SET lock_timeout = '{PATIENCE}s'; SET idle_in_transaction_session_timeout = '60s'"
)
_PIECES = re.compile(r"""'[^']*'|"[^"]*"|\?|%s|%""")  # the ? of name = ? and LIKE '%?'; %s of SELECTs made by sqlglot


class Cursor:
    """What psycopg gives, used as SQLite's cursor is: ? marks what is bound, what gives no rows has none."""

    __slots__ = ("_connection", "_given")

    def __init__(self, connection: "psycopg.Connection[Row]") -> None:
        self._connection = connection
        self._given: psycopg.Cursor[Row] | None = None

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> "Cursor":
        """Run one statement with its parameters bound. Raises Fault."""
        try:
            if parameters:
                self._given = self._connection.execute(translated(sql), tuple(map(_stored, parameters)))
            else:
                self._given = self._connection.execute(sql.encode(), prepare=False)
        except psycopg.Error as error:
            raise Fault(str(error)) from error
        if sql == "COMMIT" and self._given.statusmessage != sql:  # what a swallowed fault broke is rolled back instead
            raise Fault(sql) from psycopg.errors.InFailedSqlTransaction(sql)
        return self

    def fetchall(self) -> list[Row]:
        """The rows that are left. Raises Fault."""
        try:
            return self._given.fetchall() if self._given and self._given.description else []
        except psycopg.Error as error:
            raise Fault(str(error)) from error


class Connection:
    """A psycopg connection that is used as SQLite's is."""

    __slots__ = ("_raw",)

    def __init__(self, raw: "psycopg.Connection[Row]") -> None:
        self._raw = raw

    def cursor(self) -> Cursor:
        """A new cursor."""
        return Cursor(self._raw)

    def close(self) -> None:
        """Close it; what is not committed is undone."""
        self._raw.close()

    def usable(self) -> bool:
        """Whether it still reaches its server, of one that is idle: what then comes in unasked is mostly a farewell."""
        if self._raw.closed:
            return False
        try:
            if _readable(self._raw.fileno()):
                self._raw.execute("SELECT 1")
        except psycopg.Error:
            return False
        return True


def address(url: str) -> Address:
    """postgresql://user:password@host:port/db, or what else libpq knows. Raises StoreProblem."""
    try:
        said = conninfo_to_dict(url)
    except psycopg.Error:
        raise StoreProblem(_UNREADABLE) from None
    database = str(said.get("dbname") or "")
    if not database:
        raise StoreProblem(
            "数据库地址(MUBIAO_DATABASE_URL)里没有数据库名:应写作 postgresql://用户:密码@主机:端口/数据库。"
        )
    host, port = str(said.get("host") or said.get("hostaddr") or "localhost"), str(said.get("port") or _PORT)
    if "@" in host + port + database or "/" in database:  # the rest of a password, taken for something else
        raise StoreProblem(_UNREADABLE)
    file = "@".join(quote(part, safe="") for part in (database, host)) + f",{quote(port, safe='')}"
    return Address(url, "postgres", data_directory() / file, f"{database}(服务器 {host}:{port})")


def connect(where: Address) -> Connection:
    """A new connection in autocommit. Raises StoreProblem."""
    return Connection(driver(where))


def driver(where: Address) -> "psycopg.Connection[Row]":
    """The same as the driver has it. Raises StoreProblem."""
    more = {"client_encoding": "UTF8", "fallback_application_name": "mubiao"}
    if "connect_timeout" not in conninfo_to_dict(where.url):
        more["connect_timeout"] = str(PATIENCE)
    try:
        raw = psycopg.connect(make_conninfo(where.url, **more), autocommit=True)
        raw.execute(_SESSION)
    except psycopg.Error as error:
        raise problem(error, where, _STOPPED) from None  # the driver's own words may repeat parts of the URL
    if raw.info.parameter_status("server_encoding") != "UTF8":
        raw.close()
        raise StoreProblem(f"数据库 {where.name} 的编码不是 UTF8，存不下全部汉字：请建一个 ENCODING 'UTF8' 的数据库。")
    return raw


@lru_cache(maxsize=2048)
def translated(sql: str) -> bytes:
    """The statement with psycopg's marks (%s) for what is bound in place of SQLite's (?)."""
    return _PIECES.sub(lambda found: _marks(found[0]), sql).encode()


def _marks(piece: str) -> str:
    return "%s" if piece in ("?", "%s") else piece.replace("%", "%%")


def _stored(value: Any) -> Any:
    """PostgreSQL's text holds no NUL: the sign for what cannot be read stands for it, stored and asked alike."""
    return value.replace("\0", "\ufffd") if isinstance(value, str) and "\0" in value else value


def _readable(number: int) -> bool:
    if sys.platform == "win32":
        return bool(select.select([number], [], [], 0)[0])
    poll = select.poll()
    poll.register(number, select.POLLIN)
    return bool(poll.poll(0))


_UNREADABLE = (
    "数据库地址(MUBIAO_DATABASE_URL)无法识别:应写作 postgresql://用户:密码@主机:端口/数据库,"
    "密码里的 @ / : ? # % 要写成 %40 %2F %3A %3F %23 %25。"
)
_BUSY = "数据库 {name} 正被其他程序占用:请稍后再试。"
_STOPPED = "连不上数据库 {name}:服务器没有运行,网络不通,或地址有误。请检查服务器和 MUBIAO_DATABASE_URL。"
_NO_ENTRY = "数据库 {name} 不接受这个用户名和密码:请检查 MUBIAO_DATABASE_URL。"
_NO_DATABASE = "服务器上没有数据库 {name}:请先用 CREATE DATABASE 建一个,或检查 MUBIAO_DATABASE_URL。"
_BROKEN = "与数据库 {name} 的连接中断,这一步没有完成:请稍后再试。"
_SENTENCES = {  # by SQLSTATE or the beginning of one, the longer first
    "53100": "磁盘已满,数据库 {name} 无法写入。",
    "53300": "数据库 {name} 的连接数已满:请稍后再试,或调大服务器的 max_connections。",
    "57014": _BUSY,
    "55P03": _BUSY,
    "40P01": _BUSY,
    "25006": "数据库 {name} 是只读的,不能写入:请检查它是不是备机,或 default_transaction_read_only。",
    "25P02": "数据库 {name} 里前一步出错,这一次的改动已全部撤销:请再试一次。",
    "42501": "数据库 {name} 不能写入或建表:请让数据库管理员把它的所有者设为这个用户。",
    "3D000": _NO_DATABASE,
    "XX001": "数据库 {name} 已损坏:请用备份恢复。",
    "XX002": "数据库 {name} 已损坏:请用备份恢复。",
    "28": _NO_ENTRY,
    "53": "数据库 {name} 的服务器资源不足:请稍后再试。",
    "57P": _BROKEN,
    "25P03": _BROKEN,
    "08": _BROKEN,
    "58": "数据库 {name} 的服务器读写磁盘出错:请检查磁盘。",
}
# What a server or libpq says where it gives no SQLSTATE, in English or Chinese (the server's own language).
_REFUSALS = {
    r"too many clients|remaining connection slots|太多的客户": _SENTENCES["53300"],
    r'database ".*" does not exist|数据库 ".*" 不存在': _NO_DATABASE,
    r"authentication failed|no password supplied|no pg_hba|role \".*\"|认证失败|角色|pg_hba": _NO_ENTRY,
    r"starting up|shutting down|recovery|正在启动|正在关闭": "数据库 {name} 的服务器正在启动或关闭:请稍后再试。",
}


def problem(error: Exception, where: Address, lost: str = _BROKEN) -> StoreProblem:
    """What went wrong, in one sentence."""
    cause = error.__cause__ if isinstance(error, Fault) else error
    state, words = getattr(cause, "sqlstate", None) or "", str(cause)
    for begins, sentence in _SENTENCES.items():
        if state.startswith(begins):
            return StoreProblem(sentence.format(name=where.name))
    if isinstance(cause, psycopg.OperationalError) and not state:
        known = [sentence for said, sentence in _REFUSALS.items() if re.search(said, words)]
        return StoreProblem((known[0] if known else lost).format(name=where.name))
    said = getattr(getattr(cause, "diag", None), "message_primary", None) or words
    return StoreProblem(f"数据库 {where.name} 出错:{' '.join(said.split())}")


def no_table(error: Exception) -> bool:
    """Whether a table was asked that is not there."""
    return getattr(error.__cause__, "sqlstate", None) == psycopg.errors.UndefinedTable.sqlstate
