"""The Telegram bot: updates become Turns, Replies become messages and buttons. Only here and beside is telegram known.

It knows no meaning and remembers nothing (a pressed button's label is read back from the message it hangs on). The
desk is called in a process of its own, so that one thread uses the store and the event loop never waits for it.
"""

import asyncio
import logging
import re
import signal
import sys
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from functools import partial
from itertools import chain, repeat
from typing import Any

from telegram import Update
from telegram.error import BadRequest, Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError
from telegram.ext import Application

from bot.channels.telegram_bot import BadAddressError, Connection, bot_of
from bot.channels.telegram_desk import Desk, Mail, Service
from bot.channels.telegram_handlers import Channel
from bot.channels.telegram_inbox import Inbox
from bot.channels.telegram_watch import STATUS, Watch
from bot.channels.telegram_webhook import AT_ONCE, Hook, listening
from bot.worker import Worker

__all__ = ["Connection", "Hook", "Mail", "Service", "build", "run"]

LONG_POLL = 10  # seconds that Telegram may wait with an answer to a request for updates
ALLOWED = ["message", "edited_message", "callback_query", "inline_query"]
WAITS = (
    1.0,
    2.0,
    5.0,
    10.0,
    30.0,
)  # seconds between tries to reach Telegram at the start; the last one again and again

BAD_TOKEN = (
    "Telegram 令牌无效:请向 @BotFather 核对后设置 MUBIAO_TELEGRAM_TOKEN(自设服务器时也核对 MUBIAO_TELEGRAM_API)。"
)
BAD_CONNECTION = "Telegram 的服务器地址或代理地址写得不对:请检查 MUBIAO_TELEGRAM_API 和 MUBIAO_TELEGRAM_PROXY。"
UNREACHABLE = (
    "连不上 Telegram 服务器 {api}({reason}):请检查网络、MUBIAO_TELEGRAM_API 和 MUBIAO_TELEGRAM_PROXY;还会接着试。"
)
REFUSED = "Telegram 不接受:{reason}。"
NO_PORT = "不能在 {host}:{port} 接收 Telegram 的消息({reason}):请检查 MUBIAO_WEBHOOK_LISTEN。"

log = logging.getLogger(__name__)

App = Application[Any, Any, Any, Any, Any, Any]
Begin = Callable[[], Awaitable[object]]


def run(connection: Connection, service: Service) -> int:
    """Serves until it is told to stop, finishing what it took; gives the exit status. Without mail nothing is kept over
    a kill, and nothing is sent but replies."""
    for name in ("httpx", "httpcore", "telegram.ext.Updater", "telegram.ext"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # they log addresses and the token
    logging.getLogger("telegram.ext.Application").setLevel(logging.WARNING)
    if not re.fullmatch(r"[0-9]+:[A-Za-z0-9_-]+", connection.token):
        return _refuse(BAD_TOKEN)
    try:
        return asyncio.run(_serve(connection, service))
    except InvalidToken:
        return _refuse(BAD_TOKEN)
    except TelegramError as error:
        return _refuse(REFUSED.format(reason=str(error).replace(connection.token, "***")))
    except BadAddressError:
        return _refuse(BAD_CONNECTION)
    except OSError as error:
        hook = connection.hook or Hook("")
        return _refuse(NO_PORT.format(host=hook.host, port=hook.port, reason=error.strerror or error))


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 2


async def _serve(connection: Connection, service: Service) -> int:
    """Runs until a signal or the watch says stop."""
    watch, stop, loop = Watch(), asyncio.Event(), asyncio.get_running_loop()
    async with Worker(service.begin) as desk, Worker(service.begin_making) as maker:
        app, channel = build(connection, service, Desk(desk, maker, connection.timezone), watch)
        for number in (signal.SIGINT, signal.SIGTERM):
            with suppress(NotImplementedError):  # Windows: asyncio sees to Ctrl+C itself
                loop.add_signal_handler(number, stop.set)
        watch.start(partial(loop.call_soon_threadsafe, stop.set))
        try:
            if await _unless(stop, _insist(app.initialize, connection)):
                await _opened(app, channel, connection, stop)
        finally:
            await app.shutdown()
            await app.bot.close_transports()
            watch.end()
    return STATUS if watch.fired else 0


async def _opened(app: App, channel: Channel, connection: Connection, stop: asyncio.Event) -> None:
    """Everything opened one after the other, and closed the other way round once it is to stop."""
    await channel.open(app)
    await app.start()
    try:
        await (delivered(app, connection, connection.hook, stop) if connection.hook else polled(app, stop))
    finally:
        await app.stop()
        await channel.close()


async def polled(app: App, stop: asyncio.Event) -> None:
    """Asks for updates until it is to stop; an outage ends nothing."""
    updater = app.updater
    assert updater is not None
    begin = updater.start_polling(
        timeout=LONG_POLL, allowed_updates=ALLOWED, bootstrap_retries=-1, error_callback=_fault
    )
    if await _unless(stop, begin):
        await stop.wait()
    if updater.running:
        await updater.stop()


async def delivered(app: App, connection: Connection, hook: Hook, stop: asyncio.Event) -> None:
    """Has updates delivered until it is to stop: it listens first, so that the first delivery is not refused."""

    async def take(update: Update) -> None:
        if isinstance(queue := app.update_queue, Inbox):
            await queue.keep((update,))
        await queue.put(update)

    async def ask() -> None:
        await app.bot.set_webhook(hook.url, allowed_updates=ALLOWED, secret_token=hook.secret, max_connections=AT_ONCE)

    async with listening(hook, app.bot, take):
        if await _unless(stop, _insist(ask, connection)):
            await stop.wait()


async def _insist(begin: Begin, connection: Connection) -> None:
    """Does it once Telegram can be reached: without a network it waits for one, and says so once."""
    for wait in chain(WAITS, repeat(WAITS[-1])):
        try:
            await begin()
        except (NetworkError, RetryAfter) as error:
            if isinstance(error, BadRequest):
                raise
            if wait == WAITS[0]:
                reason = str(error).replace(connection.token, "***")
                print(UNREACHABLE.format(api=connection.base, reason=reason), file=sys.stderr, flush=True)
        else:
            return
        await asyncio.sleep(wait)


async def _unless(stop: asyncio.Event, work: Coroutine[Any, Any, object]) -> bool:
    """Whether the work was done before it was to stop. Raises what the work raises."""
    tasks = asyncio.create_task(work), asyncio.create_task(stop.wait())
    await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    done = tasks[0].done()
    for task in tasks:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
    return done


def build(connection: Connection, service: Service, desk: Desk, watch: Watch) -> tuple[App, Channel]:
    """The application with its handlers. Raises BadAddressError."""
    inbox = Inbox(service.mail, desk, connection.token.split(":")[0]) if service.mail else None
    channel = Channel(service, desk, inbox)
    builder = Application.builder().bot(bot_of(connection, watch, inbox)).concurrent_updates(channel.order)
    if inbox:
        builder = builder.update_queue(inbox)
    if connection.hook:
        builder = builder.updater(None)
    app = builder.build()
    channel.join(app)
    return app, channel


def _fault(error: TelegramError) -> None:
    """Says why there are no updates for now; polling goes on."""
    rival = "另一个程序正在用同一个令牌收消息,请只留一个"
    log.warning("Telegram: %s", rival if isinstance(error, Conflict) else error)
