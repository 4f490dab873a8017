"""How a store and its bot are: what an administrator wants to see at one look, and what is off, a sentence each."""

import json
import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from importlib.metadata import version
from pathlib import Path

from bot import pulse
from data.connection import address
from data.migrations import revisions
from data.state import Queue, State, sealed, state
from data.store import Store, StoreProblem

SILENT = timedelta(seconds=180)  # without a sign of life the bot does not run
UNANSWERED = 120  # seconds without an answer of Telegram
STUCK = timedelta(minutes=10)  # what came in or is to be sent should not wait longer
OLDEST = timedelta(days=3)  # of the last backup: a daily one may fail over a weekend
LEAST = 500 * 1024 * 1024  # bytes free on the disk, or as much as the database has


@dataclass(frozen=True, slots=True)
class Backup:
    """The last backup: when, and where."""

    at: datetime
    file: str


@dataclass(frozen=True, slots=True)
class Status:
    """All that is shown. `state` is None where the database is not there or its schema is another one."""

    program: str
    schema: str | None
    place: str
    size: int
    free: int
    state: State | None
    pulse: pulse.Pulse | None
    backup: Backup | None
    off: tuple[str, ...]


def look(url: str, now: datetime) -> Status:
    """How it is now; nothing is made or changed for it. Raises StoreProblem."""
    where = address(url)
    path, off = where.path, list[str]()
    seen, backup = pulse.last(pulse.place(path)), last_backup(path)
    size = sum(each.stat().st_size for each in (path, path.with_name(f"{path.name}-wal")) if each.exists())
    free = shutil.disk_usage(next(each for each in path.absolute().parents if each.exists())).free
    schema, held = None, None
    if path.exists() or not url.startswith("sqlite:"):
        store = Store(where)
        schema = store.version()
        held = state(store) if schema == revisions.HEAD else None
        off += [sealed(store, held.head)] if held else [_schema(schema)]
        off += _waiting(held, now) if held else []
    else:
        off.append(f"没有数据库 {path}：还没有用过，或 MUBIAO_DATABASE_URL 写得不对。")
    off += [_free(free, size), _alive(seen, now), _backup(backup, held, now) if where.dialect == "sqlite" else ""]
    return Status(version("mubiao"), schema, where.name, size, free, held, seen, backup, tuple(filter(None, off)))


def _schema(schema: str | None) -> str:
    if schema in revisions.REVISIONS:
        return f"数据库结构是 {schema}，要升级到 {revisions.HEAD}：启动机器人或运行 mubiao check 时自动升级，升级前自动备份。"
    return f"数据库结构是 {schema or '空的'}，本程序用的是 {revisions.HEAD}：请核对程序版本和 MUBIAO_DATABASE_URL。"


def _waiting(held: State, now: datetime) -> list[str]:
    found = []
    for name, queue in (("收件箱", held.inbox), ("发件箱", held.outbox)):
        if (since := oldest(queue)) and now - since > STUCK:
            found.append(f"{name}里有{queue.waiting}条等了很久，最早的是{shown(since, now.tzinfo)}。")
    return found


def _free(free: int, size: int) -> str:
    return f"磁盘只剩{free // 1024 // 1024}MB。" if free < max(LEAST, size) else ""


def _alive(seen: pulse.Pulse | None, now: datetime) -> str:
    """A bot that never ran is not missed: the terminal may be all that is used."""
    if seen is None:
        return ""
    if now - seen.at > SILENT:
        return f"机器人没有在运行，最后一次是{shown(seen.at, now.tzinfo)}。"
    if seen.poll_age is not None and seen.poll_age > UNANSWERED:
        return f"机器人在运行，但已有{seen.poll_age:.0f}秒连不上 Telegram。"
    return ""


def _backup(backup: Backup | None, held: State | None, now: datetime) -> str:
    if backup is None:
        return "还没有备份过：请运行 mubiao backup。" if held and held.reports else ""
    return f"最近一次备份是{shown(backup.at, now.tzinfo)}，太久了。" if now - backup.at > OLDEST else ""


def oldest(queue: Queue) -> datetime | None:
    """Since when the first of a queue waits."""
    return datetime.fromisoformat(queue.oldest) if queue.oldest else None


def shown(at: datetime, zone: tzinfo | None) -> str:
    """A moment to be read."""
    return at.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S")


def note_backup(database: Path, file: Path, at: datetime) -> None:
    """Remember the last backup, beside the database. Raises OSError."""
    told = {"at": at.isoformat(), "file": str(file.absolute())}
    _note(database).write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")


def last_backup(database: Path) -> Backup | None:
    """The last backup that was noted."""
    try:
        told = json.loads(_note(database).read_text(encoding="utf-8"))
        return Backup(datetime.fromisoformat(told["at"]), told["file"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _note(database: Path) -> Path:
    return database.with_name(f"{database.name}.last-backup")


def unreadable(error: StoreProblem) -> Status:
    """The status of a store that cannot be read at all."""
    return Status(version("mubiao"), None, "", 0, 0, None, None, None, (str(error),))
