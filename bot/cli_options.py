"""What the commands share: their options, the desk they open, and how they fail."""

import sys
from datetime import datetime
from typing import Annotated, Any, NoReturn

import typer

from bot import logs
from bot.settings import Settings

Who = Annotated[str, typer.Option("--as", help="以谁的身份（渠道:编号）")]
At = Annotated[str | None, typer.Option("--at", help="当作现在的时刻，如 2012-06-18")]
Database = Annotated[str | None, typer.Option("--database-url", help="数据库地址，默认用户数据目录里的 SQLite")]
City = Annotated[str | None, typer.Option("--home-city", help="不说城市时指哪个市")]
Holidays = Annotated[
    str | None, typer.Option("--holidays", help="放假调休的日历文件（CSV：2027-01-01,休），补充自带的日历")
]
Zone = Annotated[str | None, typer.Option("--timezone", help="时区，默认 Asia/Shanghai")]
Green = Annotated[str | None, typer.Option("--light-green", help="快慢多少百分点起为绿灯，默认 0")]
Red = Annotated[str | None, typer.Option("--light-red", help="快慢低于多少百分点为红灯，默认 -10")]
DueDay = Annotated[str | None, typer.Option("--due-day", help="次月几日前报送，默认 5")]


def fail(sentence: str) -> NoReturn:
    """Ends the program with one sentence on standard error and exit status 2."""
    print(sentence, file=sys.stderr)
    raise SystemExit(2)


def begin_log(settings: Settings) -> None:
    """Log as the settings say, and nothing of their secrets."""
    logs.begin(settings.log_format == "json", settings.log_level, logs.secrets_of(settings.model_dump()))


def open_desk_of(settings: Settings, answers: bool = False) -> Any:
    """The desk on the database that the settings name; imported late, so that --help stays quick. `answers`: it is to
    answer people, so what figures depend on is kept."""
    from bot.desk import open_desk

    begin_log(settings)
    now = datetime.now(settings.zone)
    return open_desk(settings.database_url, settings.home_city, now, settings.kept, answers, settings.days)
