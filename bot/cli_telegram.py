"""mubiao telegram: the bot, put together from the settings, the desk and where its mail is kept."""

from functools import partial
from typing import Annotated, Any

import typer

from bot.cli_options import City, Database, DueDay, Green, Holidays, Red, Zone, fail, open_desk_of
from bot.settings import load_settings


def telegram(
    token: Annotated[
        str | None, typer.Option("--token", help="机器人令牌（建议用环境变量 MUBIAO_TELEGRAM_TOKEN）")
    ] = None,
    api: Annotated[str | None, typer.Option("--api", help="Bot API 服务器地址")] = None,
    proxy: Annotated[str | None, typer.Option("--proxy", help="代理地址")] = None,
    database_url: Database = None,
    home_city: City = None,
    timezone: Zone = None,
    holidays: Holidays = None,
    light_green: Green = None,
    light_red: Red = None,
    due_day: DueDay = None,
) -> None:
    """运行 Telegram 机器人（长轮询）。"""
    settings = load_settings(
        telegram_token=token,
        telegram_api=api,
        telegram_proxy=proxy,
        database_url=database_url,
        home_city=home_city,
        timezone=timezone,
        holidays=holidays,
        light_green=light_green,
        light_red=light_red,
        due_day=due_day,
    )
    if not settings.telegram_token:
        fail("没有设置 MUBIAO_TELEGRAM_TOKEN，请向 @BotFather 申请令牌后设置。")
    desk = open_desk_of(settings, answers=True)
    from bot.channels import telegram as channel

    connection = channel.Connection(
        settings.telegram_token, settings.zone, settings.telegram_api or None, settings.telegram_proxy or None
    )
    raise SystemExit(channel.run(connection, desk.respond, _mail(desk, channel.Mail)))


def _mail(desk: Any, mail: Any) -> Any:
    """Where the channel's mail is kept, and what puts in it what is due by the clock."""
    from bot.push import tick
    from data import inbox, outbox

    store = desk.store
    return mail(
        due=partial(outbox.due, store, to="telegram:"),
        sent=partial(outbox.mark_sent, store),
        failed=partial(outbox.failed, store),
        put=partial(inbox.put, store),
        unfinished=partial(inbox.unfinished, store),
        finish=partial(inbox.finish, store),
        tick=partial(tick, desk),
    )
