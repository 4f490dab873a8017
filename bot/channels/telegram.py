"""The Telegram bot: updates become Turns, Replies become messages and buttons. The only room that knows telegram.

It knows no meaning and remembers nothing (a pressed button's label is read back from the message it hangs on). The
desk is called in one worker thread, so that one thread uses the store and the event loop never waits for it.
"""

import asyncio
import logging
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Any

from telegram import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, Message, Update
from telegram.error import Conflict, Forbidden, InvalidToken, TelegramError
from telegram.ext import (
    AIORateLimiter,
    Application,
    BaseUpdateProcessor,
    CallbackQueryHandler,
    ContextTypes,
    Defaults,
    MessageHandler,
    filters,
)

from bot.render import choices
from bot.render.text import messages
from intents.reply import Reply
from intents.turn import Turn

PUBLIC = "https://api.telegram.org"
ALLOWED = ["message", "edited_message", "callback_query"]
COMMANDS = {"start": "你好", "help": "帮助"}
AT_ONCE = 32  # chats handled at a time; order is kept within each
START_RETRIES = 3  # some seven seconds of an unreachable server before giving up

ONLY_TEXT = "我现在只看得懂文字,图片、语音、表情和文件还读不了。请把问题打出来,例如:诸暨市外资目标多少?"
OLD_BUTTON = "这个按钮太旧,已经不能用了。请把问题直接打出来。"
FAULT = "抱歉,这条消息没有处理成功。请再发一次;如果还不行,请把编号 {number} 告诉管理员。"
BAD_TOKEN = (
    "Telegram 令牌无效:请向 @BotFather 核对后设置 MUBIAO_TELEGRAM_TOKEN(自设服务器时也核对 MUBIAO_TELEGRAM_API)。"
)
BAD_CONNECTION = "Telegram 的服务器地址或代理地址写得不对:请检查 MUBIAO_TELEGRAM_API 和 MUBIAO_TELEGRAM_PROXY。"
UNREACHABLE = "连不上 Telegram 服务器 {api}({reason}):请检查网络、MUBIAO_TELEGRAM_API 和 MUBIAO_TELEGRAM_PROXY。"

log = logging.getLogger(__name__)

Respond = Callable[[Turn], Reply]
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


def run(connection: Connection, respond: Respond) -> int:
    """Serves by long polling until it is told to stop, finishing what it took; gives the exit status."""
    logging.getLogger("httpx").setLevel(logging.WARNING)  # at INFO it logs addresses, which hold the token
    logging.getLogger("httpcore").setLevel(logging.WARNING)
    if not re.fullmatch(r"[0-9]+:[A-Za-z0-9_-]+", connection.token):
        return _refuse(BAD_TOKEN)
    asyncio.set_event_loop(asyncio.new_event_loop())
    with ThreadPoolExecutor(1, "desk") as worker:
        try:
            _poll(build(connection, Channel(respond, connection.timezone, worker)))
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


def build(connection: Connection, channel: "Channel") -> App:
    """The application with its handlers."""
    api = (connection.api or PUBLIC).rstrip("/")
    builder = (
        Application.builder()
        .token(connection.token)
        .base_url(f"{api}/bot")
        .base_file_url(f"{api}/file/bot")
        .concurrent_updates(PerChat(AT_ONCE))
        .rate_limiter(AIORateLimiter(max_retries=3))
        .defaults(Defaults(link_preview_options=LinkPreviewOptions(is_disabled=True)))
        .get_updates_connection_pool_size(2)
        .post_init(_greet)
    )
    if connection.proxy:
        builder = builder.proxy(connection.proxy).get_updates_proxy(connection.proxy)
    try:
        app = builder.build()
    except (ValueError, RuntimeError, ImportError) as error:
        raise BadAddressError from error
    channel.join(app)
    return app


async def _greet(app: App) -> None:
    print(f"目标通已在 Telegram 上线:@{app.bot.username}(按 Ctrl+C 停止)", flush=True)


class PerChat(BaseUpdateProcessor):
    """Many chats at a time, one message of a chat after another."""

    def __init__(self, at_once: int) -> None:
        super().__init__(at_once)
        self._locks: defaultdict[int | None, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._inside: Counter[int | None] = Counter()

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Waits for its chat's turn (a lock is first come, first served), then handles the update."""
        chat = update.effective_chat.id if isinstance(update, Update) and update.effective_chat else None
        self._inside[chat] += 1
        try:
            async with self._locks[chat]:
                await coroutine
        finally:
            self._inside[chat] -= 1
            if not self._inside[chat]:
                del self._inside[chat], self._locks[chat]

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""


class Channel:
    """The handlers: what came in goes to the desk, what the desk says goes out."""

    def __init__(self, respond: Respond, zone: tzinfo, worker: ThreadPoolExecutor) -> None:
        self._respond, self._zone, self._worker = respond, zone, worker

    def join(self, app: App) -> None:
        """Takes the application's updates."""
        app.add_handler(MessageHandler(~filters.StatusUpdate.ALL, self.on_message))
        app.add_handler(CallbackQueryHandler(self.on_press))
        app.add_error_handler(self.on_error)

    async def on_message(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """A message or an edited one: answered where it is meant for the bot."""
        message = update.effective_message
        said = heard(message, context.bot.username, context.bot.id) if message else None
        if message is None or said is None:
            return
        if message.text is None:
            await show(Reply("unclear", (ONLY_TEXT,)), message, "")
        else:
            await self._answer(message_turn(update, message, said, self._zone), message)

    async def on_press(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """A pressed button: the same as if its label had been said."""
        if (query := update.callback_query) is None:
            return
        choice = pressed(query)
        with suppress(TelegramError):  # pressed long ago, or delivered again
            await query.answer(None if choice else OLD_BUTTON, show_alert=choice is None)
        if choice and isinstance(query.message, Message):
            await self._answer(press_turn(query, query.message, choice, self._zone), query.message)

    async def _answer(self, turn: Turn, to: Message) -> None:
        reply = await asyncio.get_running_loop().run_in_executor(self._worker, self._respond, turn)
        await show(reply, to, turn.id or "")

    async def on_error(self, update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        """The one place for faults: logged under the update's number, which the person is told."""
        if not isinstance(update, Update):
            log.warning("Telegram: %s", _polling_fault(context.error))
            return
        if isinstance(context.error, Forbidden):
            log.info("update %s: %s", update.update_id, context.error)  # the person stopped the bot
            return
        log.error("update %s", update.update_id, exc_info=context.error)
        if update.effective_chat:
            with suppress(TelegramError):
                await context.bot.send_message(update.effective_chat.id, FAULT.format(number=update.update_id))


def _polling_fault(error: Exception | None) -> str:
    return "另一个程序正在用同一个令牌收消息,请只留一个" if isinstance(error, Conflict) else str(error)


def heard(message: Message, username: str, bot: int) -> str | None:
    """What was said to the bot, its name and a command's slash taken out; None in a group where nobody spoke to it."""
    typed = message.text or message.caption or ""
    said, named = re.subn(rf"@{re.escape(username)}(?![A-Za-z0-9_])", " ", typed, flags=re.IGNORECASE)
    command = re.match(r"\s*/([A-Za-z]+)(?!\S)", said)
    spoken = COMMANDS.get(command[1].lower()) if command else None
    if not (message.chat.type == "private" or named or spoken or _replies_to(message, bot)):
        return None
    return spoken or said.strip().removeprefix("/") or COMMANDS["help"]


def _replies_to(message: Message, bot: int) -> bool:
    answered = message.reply_to_message
    return bool(answered and answered.from_user and answered.from_user.id == bot)


def message_turn(update: Update, message: Message, said: str, zone: tzinfo) -> Turn:
    """The turn of a message. An edited one is told from the first by the update's number; it names what it replaces."""
    first, who = str(message.message_id), message.sender_chat or message.from_user
    edited = update.edited_message is not None
    return Turn(
        text=said,
        sender=f"telegram:{who.id if who else message.chat.id}",
        chat=f"telegram:{message.chat.id}",
        at=((message.edit_date if edited else None) or message.date).astimezone(zone),
        id=f"{first}e{update.update_id}" if edited else first,
        edits=first if edited else None,
        group=_in_group(message),
    )


def press_turn(query: CallbackQuery, message: Message, choice: choices.Choice, zone: tzinfo) -> Turn:
    """The turn of a pressed button; its key is the id of the turn whose reply it hangs on. It happens now."""
    return Turn(
        text=choice.label,
        sender=f"telegram:{query.from_user.id}",
        chat=f"telegram:{message.chat.id}",
        at=datetime.now(zone),
        id=f"q{query.id}",
        group=_in_group(message),
        button=choice.label,
        key=choice.key,
    )


def _in_group(message: Message) -> bool:
    return message.chat.type in ("group", "supergroup")


def pressed(query: CallbackQuery) -> choices.Choice | None:
    """The pressed choice, read from the message itself; None where that is no longer possible."""
    message, data = query.message, query.data or ""
    if not isinstance(message, Message) or message.reply_markup is None:
        return None
    shown = (button for row in message.reply_markup.inline_keyboard for button in row)
    button = next((button for button in shown if button.callback_data == data), None)
    return choices.pressed(data, button.text, message.text or "") if button else None


def keyboard(labels: tuple[str, ...], key: str) -> InlineKeyboardMarkup | None:
    """A button a row."""
    rows = [[InlineKeyboardButton(shown.label, callback_data=shown.data)] for shown in choices.buttons(labels, key)]
    return InlineKeyboardMarkup(rows) if rows else None


async def show(reply: Reply, to: Message, key: str) -> None:
    """Sends the reply, in a group as an answer to the message; buttons under the last page, files after it."""
    pages = messages(reply)
    for number, page in enumerate(pages, 1):
        buttons = keyboard(reply.choices, key) if number == len(pages) else None
        quoted = _in_group(to) and number == 1
        await to.reply_html(page, reply_markup=buttons, do_quote=quoted, allow_sending_without_reply=quoted or None)
    for file in reply.files:
        await to.reply_document(file.content, filename=file.name)
