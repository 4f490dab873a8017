"""Updates that Telegram delivers by itself: kept in the inbox before it is told 200. HTTPS is a proxy's in front."""

import hmac
import json
import logging
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from aiohttp import web
from telegram import Bot, Update
from telegram.error import TelegramError

from bot.metrics import count_refused

LARGEST = 1024 * 1024  # bytes of an update; Telegram's are some kilobytes
SECRET = "X-Telegram-Bot-Api-Secret-Token"
AT_ONCE = 100  # connections that Telegram may open

log = logging.getLogger(__name__)
Take = Callable[[Update], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Hook:
    """Where Telegram delivers to: the public address, and where the program listens behind it."""

    url: str
    host: str = "127.0.0.1"
    port: int = 8443
    secret: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)


@asynccontextmanager
async def listening(hook: Hook, bot: Bot, take: Take) -> AsyncIterator[None]:
    """Takes deliveries while the block runs. Raises OSError where the port cannot be had."""

    async def receive(request: web.Request) -> web.Response:
        return await _received(request, hook, bot, take)

    app = web.Application(client_max_size=LARGEST)
    app.router.add_post(urlsplit(hook.url).path or "/", receive)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=5)
    await runner.setup()
    try:
        await web.TCPSite(runner, hook.host, hook.port).start()
        yield
    finally:
        await runner.cleanup()


async def _received(request: web.Request, hook: Hook, bot: Bot, take: Take) -> web.Response:
    if not hmac.compare_digest(request.headers.get(SECRET, "").encode(), hook.secret.encode()):
        return _refused(403, "webhook_secret")
    if (request.content_length or 0) > LARGEST:
        return _refused(413, "webhook_size")
    try:
        update = Update.de_json(json.loads(await request.read()), bot)
    except web.HTTPRequestEntityTooLarge:
        return _refused(413, "webhook_size")
    except (ValueError, TypeError, KeyError, AttributeError):
        return _refused(400, "webhook_body")
    try:
        await take(update)
    except TelegramError:
        return web.Response(status=503)  # not kept: Telegram delivers it again
    return web.Response()


def _refused(status: int, reason: str) -> web.Response:
    count_refused(reason)
    log.warning("delivery refused: %s", reason)
    return web.Response(status=status)
