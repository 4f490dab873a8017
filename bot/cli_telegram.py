"""mubiao telegram: the bot, put together from the settings, the desk and where its mail is kept."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import Annotated, Any

import typer

from bot.cli_options import City, Database, DueDay, Green, Holidays, Red, Zone, fail, open_desk_of
from bot.settings import Settings, load_settings


def telegram(
    telegram_token: Annotated[
        str | None, typer.Option("--token", help="机器人令牌（建议用环境变量 MUBIAO_TELEGRAM_TOKEN）")
    ] = None,
    telegram_api: Annotated[str | None, typer.Option("--api", help="Bot API 服务器地址")] = None,
    telegram_proxy: Annotated[str | None, typer.Option("--proxy", help="代理地址")] = None,
    webhook_url: Annotated[
        str | None, typer.Option("--webhook-url", help="由 Telegram 推送到哪个网址；不写则长轮询")
    ] = None,
    webhook_listen: Annotated[
        str | None, typer.Option("--webhook-listen", help="在哪里接收推送，默认 127.0.0.1:8443")
    ] = None,
    webhook_secret: Annotated[
        str | None,
        typer.Option("--webhook-secret", help="推送的密钥（建议用环境变量 MUBIAO_WEBHOOK_SECRET；不写则随机）"),
    ] = None,
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
    """运行 Telegram 机器人（长轮询，设了网址则接收推送）。"""
    settings = load_settings(**locals())
    if not settings.telegram_token:
        fail("没有设置 MUBIAO_TELEGRAM_TOKEN，请向 @BotFather 申请令牌后设置。")
    desk = open_desk_of(settings, answers=True)
    from bot.channels import telegram as channel

    connection = channel.Connection(
        settings.telegram_token,
        settings.zone,
        settings.telegram_api or None,
        settings.telegram_proxy or None,
        hook_of(settings),
    )
    with _health(settings.health_port, desk.store):
        status = channel.run(connection, _service(desk, settings))
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


def hook_of(settings: Settings) -> Any:
    """Where updates are delivered to, if they are."""
    if not settings.webhook_url:
        return None
    from bot.channels.telegram import Hook

    host, _, port = settings.webhook_listen.rpartition(":")
    given = {"secret": settings.webhook_secret} if settings.webhook_secret else {}
    return Hook(settings.webhook_url, host.strip("[]"), int(port), **given)


def _service(desk: Any, settings: Settings) -> Any:
    """The desk as the channel knows it: in a process of its own; what is due by the clock is put out in this one, where
    a look into the outbox is a sign of life."""
    from bot import clerk, pulse
    from bot.channels.telegram import Mail, Service
    from bot.push import tick
    from bot.render.files import with_files

    mail = Mail(
        clerk.due,
        clerk.sent,
        clerk.failed,
        clerk.put,
        clerk.unfinished,
        clerk.finish,
        clerk.moved,
        partial(tick, desk),
        pulse.beating(pulse.place(desk.store.where.path), settings.zone),
    )
    begins = partial(clerk.begin, settings), partial(clerk.begin_making, settings)
    return Service(clerk.respond, with_files, clerk.keep, clerk.published, clerk.roles, mail, *begins)
