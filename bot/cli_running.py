"""mubiao backup, restore and status: for those who keep it running."""

import os
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Annotated, Any

import typer

from bot.cli_options import Database, Zone, begin_log, fail
from bot.settings import Settings, load_settings

NAMED = "mubiao-????????T??????.zip"  # backups that this program named itself: mubiao-20261122T081500.zip


def register(app: typer.Typer) -> None:
    """Take these commands in."""
    app.command()(backup)
    app.command()(restore)
    app.command()(status)


def backup(
    file: Annotated[Path, typer.Argument(help="写到哪个文件；给目录则按时间起名")],
    force: Annotated[bool, typer.Option("--force", help="文件已经存在也覆盖")] = False,
    keep: Annotated[int | None, typer.Option("--keep", min=1, help="给目录时只留最近几份，默认全留")] = None,
    database_url: Database = None,
    timezone: Zone = None,
) -> None:
    """备份成一个文件（数据库、台账密钥和台账头），机器人不用停。"""
    from bot.status import note_backup
    from data import backup as backups
    from data.restore import examined

    settings, where = _sqlite(database_url, timezone)
    now, folder = datetime.now(settings.zone), file if os.access(file, os.X_OK) and file.is_dir() else None
    target = folder / f"mubiao-{backups.stamp(now)}.zip" if folder else file
    manifest = backups.write(where, target, now, force)
    with examined(target, target.parent, now) as found:
        findings = found.findings
    print(f"已备份：{target}（{_size(target.stat().st_size)}，{_held(manifest)}）。")
    if findings:
        fail_softly(f"备份的内容核对有问题，现在的数据库就是这样：{findings[0]}请运行 mubiao check 查看。")
    try:
        note_backup(where.path, target, now)
        for old in sorted(folder.glob(NAMED))[:-keep] if folder and keep else ():
            old.unlink()
    except OSError as error:
        fail(f"备份已写好，但旧的备份或记录改不了：{error.strerror or error}。")


def restore(
    file: Annotated[Path, typer.Argument(help="mubiao backup 写的文件，或升级前、恢复前自动留下的 .bak")],
    database_url: Database = None,
    timezone: Zone = None,
) -> None:
    """先核对备份，再换下现在的数据（另存一份）；机器人不用停。"""
    from data.restore import restore as put_back

    settings, where = _sqlite(database_url, timezone)
    found = put_back(file, where, datetime.now(settings.zone))
    print(f"已恢复到{found.manifest.made_at[:19].replace('T', ' ')}的备份（{_held(found.manifest)}）：{where.path}")
    if found.kept and ".damaged-" in found.kept.name:
        print(f"原来的数据库读不出来，已移到 {found.kept}；请重启机器人。")
    elif found.kept:
        print(f"恢复前的数据在 {found.kept}，要换回来：mubiao restore {found.kept}")


def status(
    as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出")] = False,
    database_url: Database = None,
    timezone: Zone = None,
) -> None:
    """一屏看全数据、备份、机器人、磁盘；有问题时退出码为1。"""
    from bot import status as looking
    from data.store import StoreProblem

    settings = load_settings(database_url=database_url, timezone=timezone)
    begin_log(settings)
    try:
        found = looking.look(settings.database_url, datetime.now(settings.zone))
    except StoreProblem as error:
        found = looking.unreadable(error)
    if as_json:
        import json
        from dataclasses import asdict

        print(json.dumps(asdict(found), ensure_ascii=False, default=str))
    else:
        print("\n".join(_lines(found, settings.zone)))
    if found.off:
        raise SystemExit(1)


def fail_softly(sentence: str) -> None:
    """Ends the program with one sentence on standard error and exit status 1: it was done, but something is off."""
    import sys

    print(sentence, file=sys.stderr)
    raise SystemExit(1)


def _sqlite(database_url: str | None, timezone: str | None) -> tuple[Settings, Any]:
    """The settings, and where the SQLite database is."""
    from data.connection import address

    settings = load_settings(database_url=database_url, timezone=timezone)
    begin_log(settings)
    if settings.database_url.startswith("postgres"):
        fail("PostgreSQL 数据库请用 pg_dump 备份、pg_restore 恢复，台账密钥和台账头另外复制；本命令只用于 SQLite。")
    return settings, address(settings.database_url)


def _held(manifest: Any) -> str:
    return f"上报{manifest.counts.get('report', 0)}份，台账{_ledger(manifest.entries, manifest.head)}"


def _ledger(entries: int, head: str) -> str:
    """How long the ledger is, and its end as receipts show it."""
    return f"{entries}条，末尾 {entries}-{head[:8]}" if entries else "0条"


def _size(count: int) -> str:
    return f"{count / 1024 / 1024:.1f}MB"


def _lines(found: Any, zone: tzinfo) -> list[str]:
    """The status as it is read."""
    from bot.status import shown

    lines = [f"目标通 {found.program}，数据库结构 {found.schema or '无'}"]
    if found.place:
        size = (
            f"（{_size(found.size)}），磁盘剩余{found.free / 1024**3:.1f}GB" if found.size else ""
        )  # a server's: unknown
        lines.append(f"数据库：{found.place}{size}")
    lines += _holdings(found.state, zone) if found.state else []
    alive, backed = found.pulse, found.backup
    lines.append(f"机器人：最近一次心跳{shown(alive.at, zone)}（{alive.version}）" if alive else "机器人：没有运行过")
    lines.append(f"备份：最近一次{shown(backed.at, zone)}，{backed.file}" if backed else "备份：没有备份过")
    return [*lines, *(["有问题：", *(f"· {each}" for each in found.off)] if found.off else ["一切正常。"])]


def _holdings(state: Any, zone: tzinfo) -> list[str]:
    from bot.status import oldest, shown
    from data.report import ROLE_NAMES

    def queue(each: Any) -> str:
        since = oldest(each)
        return f"{each.waiting}条" + (f"（最早{shown(since, zone)}）" if since else "")

    members = "、".join(f"{ROLE_NAMES.get(role, role)}{count}人" for role, count in state.members.items())
    return [
        f"文件：{state.documents}份",
        f"成员：{members or '还没有'}",
        f"上报：{state.reports}份，待审核{state.reviews}份；台账{_ledger(state.head.count, state.head.hash)}",
        f"收件箱：没办完{queue(state.inbox)}",
        f"发件箱：待发{queue(state.outbox)}，发不出{state.failed}条",
    ]
