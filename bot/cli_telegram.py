"""mubiao telegram: the bot, put together from the settings, the desk and where its mail is kept."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import Annotated, Any

import typer

from bot.cli_options import City, Database, DueDay, Green, Holidays, Red, Zone, fail, open_desk_of
from bot.settings import Settings, load_settings


def telegram(
    token: Annotated[
        str | None, typer.Option("--token", help="机器人令牌（建议用环境变量 MUBIAO_TELEGRAM_TOKEN）")
    ] = None,
    api: Annotated[str | None, typer.Option("--api", help="Bot API 服务器地址")] = None,
    proxy: Annotated[str | None, typer.Option("--proxy", help="代理地址")] = None,
    health_port: Annotated[
        str | None, typer.Option("--health-port", help="本机上 /health 和 /metrics 的端口，默认不开")
    ] = None,
    log_format: Annotated[str | None, typer.Option("--log-format", help="日志格式：text 或 json")] = None,
    log_level: Annotated[str | None, typer.Option("--log-level", help="日志级别：DEBUG、INFO、WARNING、ERROR")] = None,
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
        health_port=health_port,
        log_format=log_format,
        log_level=log_level,
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
    mail = _mail(desk, channel.Mail, settings)
    with _health(settings.health_port, desk.store):
        status = channel.run(connection, desk.respond, mail)
    raise SystemExit(status)


@contextmanager
def _health(port: int, store: Any) -> Iterator[None]:
    """Health and metrics on this port, if there is one."""
    if not port:
        yield
        return
    from bot.health import serving

    with ExitStack() as held:
        try:
            held.enter_context(serving(port, store))
        except OSError as error:
            fail(f"MUBIAO_HEALTH_PORT：端口{port}用不了（{error.strerror or error}），请换一个。")
        yield


def _mail(desk: Any, mail: Any, settings: Settings) -> Any:
    """Where the channel's mail is kept, and what puts in it what is due by the clock; a look into the outbox is a sign
    of life."""
    from bot import pulse
    from bot.push import tick
    from data import inbox, outbox

    store = desk.store
    alive = pulse.place(store.where.path)
    return mail(
        due=pulse.beating(partial(outbox.due, store, to="telegram:"), alive, settings.zone),
        sent=partial(outbox.mark_sent, store),
        failed=partial(outbox.failed, store),
        put=partial(inbox.put, store),
        unfinished=partial(inbox.unfinished, store),
        finish=partial(inbox.finish, store),
        tick=partial(tick, desk),
    )
