"""How Telegram is reached: the connection as it is set, and the library's bot made from it."""

from dataclasses import dataclass, field
from datetime import tzinfo
from typing import Any
from urllib.parse import urlsplit

from telegram import LinkPreviewOptions, Update
from telegram.ext import Defaults, ExtBot

from bot.channels.telegram_inbox import Inbox
from bot.channels.telegram_transport import Watched, transport
from bot.channels.telegram_watch import Watch
from bot.channels.telegram_webhook import Hook

PUBLIC = "https://api.telegram.org"
SENDING, POLLING = 64, 2  # connections


class BadAddressError(Exception):
    """An address of the settings cannot be one."""


@dataclass(frozen=True, slots=True)
class Connection:
    """How to reach Telegram; the token is never shown. `api` is a Bot API server's base address; with a `hook`,
    Telegram delivers, without one it is polled."""

    token: str = field(repr=False)
    timezone: tzinfo
    api: str | None = None
    proxy: str | None = field(default=None, repr=False)
    hook: Hook | None = None

    @property
    def base(self) -> str:
        """The server's address."""
        return (self.api or PUBLIC).rstrip("/")


class KeepingBot(ExtBot[None]):
    """The bot, which has updates kept, all that came together at once, before the library sees them."""

    __slots__ = ("_inbox", "_transports")

    def __init__(self, connection: Connection, watch: Watch, inbox: Inbox | None) -> None:
        sending, polling = (transport(number, connection.proxy) for number in (SENDING, POLLING))
        super().__init__(
            connection.token,
            f"{connection.base}/bot",
            f"{connection.base}/file/bot",
            request=sending,
            get_updates_request=Watched(polling, watch.begun, watch.outcome),
            defaults=Defaults(link_preview_options=LinkPreviewOptions(is_disabled=True)),
        )
        with self._unfrozen():
            self._inbox, self._transports = inbox, (sending, polling)

    async def get_updates(self, *args: Any, **options: Any) -> tuple[Update, ...]:
        """The updates, kept. Raises TelegramError."""
        updates = await super().get_updates(*args, **options)
        if self._inbox and updates:
            await self._inbox.keep(updates)
        return updates

    async def close_transports(self) -> None:
        """Closes the connections; the library does so only where it got an answer."""
        for each in self._transports:
            await each.shutdown()


def bot_of(connection: Connection, watch: Watch, inbox: Inbox | None) -> KeepingBot:
    """The bot of this connection. Raises BadAddressError."""
    address = urlsplit(connection.base)
    try:
        if address.scheme not in ("http", "https") or not address.hostname:
            raise ValueError("not an address")
        return KeepingBot(connection, watch, inbox)
    except (ValueError, RuntimeError, ImportError) as error:
        raise BadAddressError from error
