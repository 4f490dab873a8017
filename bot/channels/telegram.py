"""The Telegram bot: updates become Turns, Replies become messages and buttons. Only here and beside is telegram known.

It knows no meaning and remembers nothing (a pressed button's label is read back from the message it hangs on). The
desk is called in one worker thread, so that one thread uses the store and the event loop never waits for it.
"""

import asyncio
import logging
import re
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import tzinfo
from typing import Any

from telegram import LinkPreviewOptions
from telegram.error import InvalidToken, TelegramError
from telegram.ext import AIORateLimiter, Application, Defaults

from bot.channels.telegram_clock import Clock
from bot.channels.telegram_handlers import Channel, Respond
from bot.channels.telegram_mail import Desk, Inbox, Mail, Outbox
from bot.channels.telegram_order import PerChat
from bot.channels.telegram_poll import Polling

__all__ = ["Connection", "Mail", "build", "run"]

PUBLIC = "https://api.telegram.org"
ALLOWED = ["message", "edited_message", "callback_query"]
AT_ONCE = 32  # chats handled at a time; order is kept within each
START_RETRIES = 3  # some seven seconds of an unreachable server before giving up

BAD_TOKEN = (
    "Telegram 令牌无效:请向 @BotFather 核对后设置 MUBIAO_TELEGRAM_TOKEN(自设服务器时也核对 MUBIAO_TELEGRAM_API)。"
)
BAD_CONNECTION = "Telegram 的服务器地址或代理地址写得不对:请检查 MUBIAO_TELEGRAM_API 和 MUBIAO_TELEGRAM_PROXY。"
UNREACHABLE = "连不上 Telegram 服务器 {api}({reason}):请检查网络、MUBIAO_TELEGRAM_API 和 MUBIAO_TELEGRAM_PROXY。"

App = Application[Any, Any, Any, Any, Any, Any]


class BadAddressError(Exception):
    """An address of the settings cannot be one."""


@dataclass(frozen=True, slots=True)
class Connection:
    """How to reach Telegram; the token is never shown. `api` is a Bot API server's base address."""

    token: str = field(repr=False)
    timezone: tzinfo
    api: str | None = None
    proxy: str | None = field(default=None, repr=False)


def run(connection: Connection, respond: Respond, mail: Mail | None = None) -> int:
    """Serves by long polling until it is told to stop, finishing what it took; gives the exit status. Without `mail`
    nothing is kept over a kill, and nothing is sent but replies."""
    logging.getLogger("httpx").setLevel(logging.WARNING)  # at INFO it logs addresses, which hold the token
    logging.getLogger("httpcore").setLevel(logging.WARNING)
    if not re.fullmatch(r"[0-9]+:[A-Za-z0-9_-]+", connection.token):
        return _refuse(BAD_TOKEN)
    asyncio.set_event_loop(asyncio.new_event_loop())
    with ThreadPoolExecutor(1, "desk") as worker:
        try:
            _poll(build(connection, respond, Desk(worker, connection.timezone), mail))
        except InvalidToken:
            return _refuse(BAD_TOKEN)
        except TelegramError as error:
            reason = str(error).replace(connection.token, "***")
            return _refuse(UNREACHABLE.format(api=connection.api or PUBLIC, reason=reason))
        except BadAddressError:
            return _refuse(BAD_CONNECTION)
    return 0


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 2


def _poll(app: App) -> None:
    """Polls; the library's own reports wait until it runs (run tells why it does not) and come without tracebacks."""
    own = [logging.getLogger(name) for name in ("telegram.ext", "telegram.ext.Updater")]

    def brief(record: logging.LogRecord) -> bool:
        record.exc_info = None  # it may name the token
        return app.running

    for logger in own:
        logger.addFilter(brief)
    try:
        app.run_polling(allowed_updates=ALLOWED, bootstrap_retries=START_RETRIES)
    finally:
        for logger in own:
            logger.removeFilter(brief)


def build(connection: Connection, respond: Respond, desk: Desk, mail: Mail | None = None) -> App:
    """The application with its handlers, its inbox and its outbox. Raises BadAddressError."""
    inbox = Inbox(mail, desk, connection.token.split(":")[0]) if mail else None
    outbox = Outbox(mail, desk) if mail else None
    clock = Clock(mail.tick, desk.now, outbox.wake) if mail and outbox else None
    channel = Channel(respond, desk, inbox, outbox, clock)
    api = (connection.api or PUBLIC).rstrip("/")
    builder = (
        Application.builder()
        .token(connection.token)
        .base_url(f"{api}/bot")
        .base_file_url(f"{api}/file/bot")
        .concurrent_updates(PerChat(AT_ONCE, channel.finished))
        .rate_limiter(AIORateLimiter(max_retries=3))
        .defaults(Defaults(link_preview_options=LinkPreviewOptions(is_disabled=True)))
        .post_init(channel.open)
        .post_stop(channel.close)
    )
    if inbox:
        builder = builder.update_queue(inbox)
    if connection.proxy:
        builder = builder.proxy(connection.proxy)
    try:
        app = builder.get_updates_request(Polling(2, proxy=connection.proxy)).build()
    except (ValueError, RuntimeError, ImportError) as error:
        raise BadAddressError from error
    channel.join(app)
    return app
