"""The command line: ask, chat, replay, read, check, telegram. Errors go to standard error with exit status 2."""

import logging
import sys
from collections.abc import Callable
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from bot.settings import Settings, SettingsProblem, load_settings
from data.store import StoreProblem
from intents.turn import Turn

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    help="目标通：查各地年度目标，每个数都有出处。",
    pretty_exceptions_enable=False,
)

Who = Annotated[str, typer.Option("--as", help="以谁的身份（渠道:编号）")]
At = Annotated[str | None, typer.Option("--at", help="当作现在的时刻，如 2012-06-18")]
Database = Annotated[str | None, typer.Option("--database-url", help="数据库地址，默认用户数据目录里的 SQLite")]
City = Annotated[str | None, typer.Option("--home-city", help="不说城市时指哪个市")]
Zone = Annotated[str | None, typer.Option("--timezone", help="时区，默认 Asia/Shanghai")]


def main() -> None:
    """Runs the program; whatever a person can mend is one sentence on standard error and exit status 2."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    from bot.channels.replay import LineProblem
    from data.members import MemberProblem

    try:
        app()
    except (SettingsProblem, StoreProblem, MemberProblem, LineProblem) as error:
        _fail(str(error))
    except BrokenPipeError:
        sys.stderr.close()


def _fail(sentence: str) -> NoReturn:
    print(sentence, file=sys.stderr)
    raise SystemExit(2)


def _desk(settings: Settings) -> Any:
    from bot.desk import open_desk

    return open_desk(settings.database_url, settings.home_city, datetime.now(settings.zone))


def _turns(who: str, at: str | None, zone: tzinfo) -> Callable[[str], Turn]:
    from bot.channels.replay import moment

    moment(at, zone)
    return lambda text: Turn(text, who, who, moment(at, zone))


@app.command()
def ask(
    text: Annotated[str, typer.Argument(help="一句话，例如：诸暨市外资目标多少")],
    who: Who = "local:guest",
    at: At = None,
    as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出")] = False,
    database_url: Database = None,
    home_city: City = None,
    timezone: Zone = None,
) -> None:
    """问一句，答一句。"""
    settings = load_settings(database_url=database_url, home_city=home_city, timezone=timezone)
    turn = _turns(who, at, settings.zone)(text)
    reply = _desk(settings).respond(turn)
    if as_json:
        import json

        from bot.wire import contract

        print(json.dumps(contract(reply), ensure_ascii=False))
        return
    from rich.console import Console

    from bot.channels.terminal import show

    show(reply, Console())


@app.command()
def chat(
    who: Who = "local:guest",
    at: At = None,
    database_url: Database = None,
    home_city: City = None,
    timezone: Zone = None,
) -> None:
    """在终端里对话。"""
    from rich.console import Console

    from bot.channels.terminal import converse

    settings = load_settings(database_url=database_url, home_city=home_city, timezone=timezone)
    make = _turns(who, at, settings.zone)
    converse(_desk(settings).respond, make, Console())


@app.command()
def replay(
    file: Annotated[Path | None, typer.Argument(help="JSON Lines 文件；不给则读标准输入")] = None,
    files: Annotated[Path | None, typer.Option("--files", help="回复所带的文件写到哪个目录")] = None,
    database_url: Database = None,
    home_city: City = None,
    timezone: Zone = None,
) -> None:
    """逐行读入消息（JSON Lines），逐行写出回复。"""
    from bot.channels.replay import lines_of, run

    settings = load_settings(database_url=database_url, home_city=home_city, timezone=timezone)
    if file is not None and not file.is_file():
        _fail(f"没有文件 {file}")
    desk = _desk(settings)
    run(lines_of(file, sys.stdin), sys.stdout, desk.respond, settings.zone, files, desk.outgoing)


@app.command()
def read(
    text: Annotated[str | None, typer.Argument(help="一句话；不给则从标准输入逐行读 JSON（id、text、at）")] = None,
    at: At = None,
    as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出")] = False,
    places: Annotated[
        Path | None, typer.Option("--places", help="地名表（CSV：code,name,level,province,city）")
    ] = None,
    home_city: City = None,
    timezone: Zone = None,
) -> None:
    """这句话说到了什么：数、金额、范围、时间、地点、指标，还有没读懂的词。"""
    from bot.channels import reader

    settings = load_settings(home_city=home_city, timezone=timezone)
    understand = reader.reader(places, settings.home_city)
    if text is None:
        reader.run(sys.stdin, sys.stdout, understand, settings.zone, at)
    elif as_json:
        import json

        reader.run([json.dumps({"text": text})], sys.stdout, understand, settings.zone, at)
    else:
        reader.show(text, understand, settings.zone, at)


@app.command()
def check(database_url: Database = None, home_city: City = None, timezone: Zone = None) -> None:
    """核对数据：各列之和与公布的合计、正文与附件、库里与文件。"""
    from data.check import findings

    settings = load_settings(database_url=database_url, home_city=home_city, timezone=timezone)
    found = list(findings(_desk(settings).store))
    for finding in found:
        print(finding)
    if found:
        raise SystemExit(1)
    print("核对无误。")


@app.command()
def telegram(
    token: Annotated[
        str | None, typer.Option("--token", help="机器人令牌（建议用环境变量 MUBIAO_TELEGRAM_TOKEN）")
    ] = None,
    api: Annotated[str | None, typer.Option("--api", help="Bot API 服务器地址")] = None,
    proxy: Annotated[str | None, typer.Option("--proxy", help="代理地址")] = None,
    database_url: Database = None,
    home_city: City = None,
    timezone: Zone = None,
) -> None:
    """运行 Telegram 机器人（长轮询）。"""
    settings = load_settings(
        telegram_token=token,
        telegram_api=api,
        telegram_proxy=proxy,
        database_url=database_url,
        home_city=home_city,
        timezone=timezone,
    )
    if not settings.telegram_token:
        _fail("没有设置 MUBIAO_TELEGRAM_TOKEN，请向 @BotFather 申请令牌后设置。")
    desk = _desk(settings)
    from bot.channels import telegram as channel

    connection = channel.Connection(
        settings.telegram_token, settings.zone, settings.telegram_api or None, settings.telegram_proxy or None
    )
    raise SystemExit(channel.run(connection, desk.respond, _mail(desk.store, channel.Mail)))


def _mail(store: Any, mail: Any) -> Any:
    """Where the channel's mail is kept."""
    from functools import partial

    from data import inbox, outbox

    return mail(
        due=partial(outbox.due, store, to="telegram:"),
        sent=partial(outbox.mark_sent, store),
        failed=partial(outbox.failed, store),
        put=partial(inbox.put, store),
        unfinished=partial(inbox.unfinished, store),
        finish=partial(inbox.finish, store),
    )


members = typer.Typer(no_args_is_help=True, help="成员：添加、列出、移除、邀请。")
app.add_typer(members, name="members")
Role = Annotated[str, typer.Option("--role", help="official、staff、reviewer、leader、admin")]
Districts = Annotated[list[str] | None, typer.Option("--district", help="负责的地区，可重复")]
Departments = Annotated[list[str] | None, typer.Option("--department", help="所在部门，可重复")]


@members.command("add")
def add_member(
    id: Annotated[str, typer.Argument(help="编号，如 telegram:123456")],  # noqa: A002
    name: Annotated[str, typer.Option("--name", help="姓名")],
    role: Role,
    district: Districts = None,
    department: Departments = None,
    database_url: Database = None,
) -> None:
    """添加或更改成员。"""
    from data.members import add
    from data.report import Member

    settings = load_settings(database_url=database_url)
    store = _desk(settings).store
    member = Member(id, name, role, tuple(district or ()), tuple(department or ()))
    print(_member_line(add(store, member, datetime.now(settings.zone))))


@members.command("list")
def list_members(database_url: Database = None) -> None:
    """列出成员。"""
    from data.members import everyone

    for member in everyone(_desk(load_settings(database_url=database_url)).store):
        print(_member_line(member))


@members.command("remove")
def remove_member(
    id: Annotated[str, typer.Argument(help="编号")],  # noqa: A002
    database_url: Database = None,
) -> None:
    """移除成员；台账里的记录保留。"""
    from data.members import remove

    settings = load_settings(database_url=database_url)
    print("已移除：" + _member_line(remove(_desk(settings).store, id, datetime.now(settings.zone))))


@members.command("invite")
def invite_member(
    role: Role,
    name: Annotated[str, typer.Option("--name", help="姓名，可不填")] = "",
    district: Districts = None,
    department: Departments = None,
    database_url: Database = None,
) -> None:
    """生成一次性邀请码：对方发“加入 邀请码”。"""
    from data.invitations import invite

    settings = load_settings(database_url=database_url)
    store = _desk(settings).store
    print(invite(store, role, tuple(district or ()), tuple(department or ()), name, datetime.now(settings.zone)))


def _member_line(member: Any) -> str:
    where = "、".join((*member.districts, *member.departments))
    return "\t".join(part for part in (member.id, member.name, member.role, where) if part)


@app.command()
def export(
    file: Annotated[Path, typer.Argument(help="写到哪个文件，例如 上报.xlsx 或 上报.csv")],
    form: Annotated[str | None, typer.Option("--format", help="csv 或 xlsx；不写则看文件名")] = None,
    database_url: Database = None,
) -> None:
    """导出全部上报和整本台账：Excel 是两张表，CSV 是两个文件。"""
    from data import extract

    settings = load_settings(database_url=database_url)
    kind = form or file.suffix.removeprefix(".").lower()
    if kind not in extract.FORMATS:
        _fail(f"没有“{kind}”这种格式，可用：{'、'.join(extract.FORMATS)}（--format）。")
    try:
        written = extract.write(_desk(settings).store, file, kind, settings.zone)
    except OSError as error:
        _fail(f"写不了文件 {file}：{error.strerror or error}")
    for path, rows in written:
        print(f"{path}\t{rows}行")
