"""A Reply becomes messages: pages in HTML, photos and documents, buttons; and buttons are taken away once pressed."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from telegram import Bot, CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message, ReplyParameters
from telegram.constants import ChatAction, ParseMode
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError

from bot.channels.telegram_updates import in_group
from bot.render import choices
from bot.render.text import messages
from intents.reply import File, Reply

CAPTION = 1024  # UTF-16 units of a file's caption
PHOTO = 10_000_000  # bytes of a photo; what is larger goes as a document
PATIENCE, AGAIN = 1.0, 4.5  # seconds until a person is shown that it takes a while, and how often
WAITS: tuple[float, ...] = (
    1.0,
    2.0,
    4.0,
)  # seconds between tries where the network fails; after them the whole chat waits
PATIENT = 5  # times that Telegram may ask to wait
LONGEST_WAIT = 30.0  # seconds that Telegram may ask for before it is left for later

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a reply goes: a chat, a topic of it, the message that it answers there."""

    bot: Bot
    chat: int
    thread: int | None = None
    quoted: int | None = None


def place_of(message: Message) -> Place:
    """Where this message is answered: in a group under it."""
    thread = message.message_thread_id if message.is_topic_message else None
    quoted = message.message_id if in_group(message) else None
    return Place(message.get_bot(), message.chat.id, thread, quoted)


def keyboard(labels: tuple[str, ...], key: str) -> InlineKeyboardMarkup | None:
    """A button a row."""
    rows = [[InlineKeyboardButton(shown.label, callback_data=shown.data)] for shown in choices.buttons(labels, key)]
    return InlineKeyboardMarkup(rows) if rows else None


def layout(reply: Reply) -> tuple[list[str], str | None]:
    """The messages of a reply, and its first file's caption: a text that fits is the caption and no message."""
    short = messages(reply, CAPTION) if reply.files else []
    return ([], short[0]) if len(short) == 1 else (messages(reply), None)


async def show(reply: Reply, to: Place, key: str, sent: set[int] | None = None) -> None:
    """Sends the reply: buttons under the last page or the captioned file. `sent` tells which parts were sent before,
    and takes up those sent now. Raises TelegramError where it cannot."""
    pages, caption = layout(reply)
    buttons = keyboard(reply.choices, key)
    done = set() if sent is None else sent
    for number, page in enumerate(pages, 1):
        if number not in done:
            await _say(page, to, number == 1, buttons if number == len(pages) else None)
            done.add(number)
    for number, file in enumerate(reply.files, 1):
        if -number not in done:
            captioned = caption is not None and number == 1
            sending = _hand(file, to, caption if captioned else None, buttons if captioned else None)
            await patiently(sending, to, ChatAction.UPLOAD_DOCUMENT)
            done.add(-number)


async def _say(page: str, to: Place, first: bool, buttons: InlineKeyboardMarkup | None) -> None:
    quoted = _quoted(to) if first else None
    await insist(
        lambda: to.bot.send_message(
            to.chat,
            page,
            ParseMode.HTML,
            reply_markup=buttons,
            reply_parameters=quoted,
            message_thread_id=to.thread,
        )
    )


async def _hand(file: File, to: Place, caption: str | None, buttons: InlineKeyboardMarkup | None) -> None:
    """Sends a file: a picture as a photo, unless it is too large for one or Telegram refuses it."""
    given: dict[str, Any] = {
        "filename": file.name,
        "parse_mode": ParseMode.HTML if caption else None,
        "reply_markup": buttons,
        "reply_parameters": _quoted(to) if caption else None,
        "message_thread_id": to.thread,
    }
    if file.type == "image/png" and len(file.content) <= PHOTO:
        with suppress(BadRequest):
            await insist(partial(to.bot.send_photo, to.chat, file.content, caption, **given))
            return
    await insist(partial(to.bot.send_document, to.chat, file.content, caption, **given))


def _quoted(to: Place) -> ReplyParameters | None:
    return ReplyParameters(to.quoted, allow_sending_without_reply=True) if to.quoted else None


async def insist(send: Callable[[], Awaitable[T]]) -> T:
    """Sends, again where the network fails, and when Telegram says that it may. Raises TelegramError where it refuses,
    or for too long."""
    waits, asked = iter(WAITS), 0
    while True:
        try:
            return await send()
        except RetryAfter as error:
            wait, asked = seconds(error), asked + 1
            if wait > LONGEST_WAIT or asked > PATIENT:
                raise
        except BadRequest:
            raise
        except NetworkError:
            if (wait := next(waits, 0)) == 0:
                raise
        await asyncio.sleep(wait)


def seconds(error: RetryAfter) -> float:
    """How long Telegram asks to wait."""
    given = error._retry_after  # the public name is about to change its type
    return given.total_seconds()


async def patiently(work: Awaitable[T], to: Place, action: ChatAction) -> T:
    """The outcome of the work; what takes longer than a second is shown as going on."""
    task, wait = asyncio.ensure_future(work), PATIENCE
    while not (await asyncio.wait({task}, timeout=wait))[0]:
        with suppress(TelegramError):
            await to.bot.send_chat_action(to.chat, action, message_thread_id=to.thread)
        wait = AGAIN
    return await task


async def unbutton(query: CallbackQuery, label: str) -> None:
    """Takes a pressed message's buttons away; of several that name a number each, only the pressed one."""
    message = query.message
    if not isinstance(message, Message) or message.reply_markup is None:
        return
    rows = message.reply_markup.inline_keyboard if re.search(r"\d", label) else ()
    left = [row for row in rows if all(button.callback_data != query.data for button in row)]
    with suppress(TelegramError):  # not modified: pressed twice
        await query.edit_message_reply_markup(InlineKeyboardMarkup(left) if left else None)
