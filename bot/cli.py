"""The command line: ask, chat, replay, read, check, telegram. Errors go to standard error with exit status 2."""

import sys
from collections.abc import Callable
from datetime import tzinfo
from pathlib import Path
from typing import Annotated

import typer

from bot import cli_members, cli_move, cli_running, cli_telegram, cli_words, logs
from bot.cli_options import At, City, Database, DueDay, Green, Holidays, Red, Who, Zone, fail, open_desk_of
from bot.settings import SettingsProblem, load_settings
from data.store import StoreProblem
from intents.turn import Turn

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    help="目标通：查各地年度目标，每个数都有出处。",
    pretty_exceptions_enable=False,
)


def main() -> None:
    """Runs the program; whatever a person can mend is one sentence on standard error and exit status 2."""
    logs.begin()
    from bot.channels.replay import LineProblem
    from data.members import MemberProblem

    try:
        app()
    except (SettingsProblem, StoreProblem, MemberProblem, LineProblem) as error:
        fail(str(error))
    except BrokenPipeError:
        sys.stderr.close()


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
    light_green: Green = None,
    light_red: Red = None,
    due_day: DueDay = None,
) -> None:
    """问一句，答一句。"""
    settings = load_settings(**locals())
    turn = _turns(who, at, settings.zone)(text)
    reply = open_desk_of(settings, answers=True).respond(turn)
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
    light_green: Green = None,
    light_red: Red = None,
    due_day: DueDay = None,
) -> None:
    """在终端里对话。"""
    settings = load_settings(**locals())
    from rich.console import Console

    from bot.channels.terminal import converse

    make = _turns(who, at, settings.zone)
    converse(open_desk_of(settings, answers=True).respond, make, Console())


@app.command()
def replay(
    file: Annotated[Path | None, typer.Argument(help="JSON Lines 文件；不给则读标准输入")] = None,
    files: Annotated[Path | None, typer.Option("--files", help="回复所带的文件写到哪个目录")] = None,
    database_url: Database = None,
    home_city: City = None,
    timezone: Zone = None,
    holidays: Holidays = None,
    light_green: Green = None,
    light_red: Red = None,
    due_day: DueDay = None,
) -> None:
    """逐行读入消息（JSON Lines），逐行写出回复。"""
    settings = load_settings(**locals())
    from functools import partial

    from bot.channels.replay import lines_of, run
    from bot.push import tick

    if file is not None and not file.is_file():
        fail(f"没有文件 {file}")
    desk = open_desk_of(settings, answers=True)
    run(lines_of(file, sys.stdin), sys.stdout, desk.respond, settings.zone, files, desk.outgoing, partial(tick, desk))


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
    found = list(findings(open_desk_of(settings).store))
    for finding in found:
        print(finding)
    if found:
        raise SystemExit(1)
    print("核对无误。")


@app.command()
def export(
    file: Annotated[Path, typer.Argument(help="写到哪个文件，例如 上报.xlsx 或 上报.csv")],
    form: Annotated[str | None, typer.Option("--format", help="csv 或 xlsx；不写则看文件名")] = None,
    database_url: Database = None,
) -> None:
    """导出全部上报、整本台账和各期累计：Excel 是三张表，CSV 是三个文件。"""
    from data import extract

    settings = load_settings(database_url=database_url)
    kind = form or file.suffix.removeprefix(".").lower()
    if kind not in extract.FORMATS:
        fail(f"没有“{kind}”这种格式，可用：{'、'.join(extract.FORMATS)}（--format）。")
    try:
        written = extract.write(open_desk_of(settings).store, file, kind, settings.zone)
    except OSError as error:
        fail(f"写不了文件 {file}：{error.strerror or error}")
    for path, rows in written:
        print(f"{path}\t{rows}行")


app.add_typer(cli_members.members, name="members")
app.command()(cli_telegram.telegram)
app.command()(cli_move.move)
cli_words.register(app)
cli_running.register(app)
