"""What came in goes to the desk, what the desk says goes out."""

import logging
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Any

from telegram import Message, Update
from telegram.constants import ChatAction
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, RetryAfter, TelegramError
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    ContextTypes,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from bot.channels.telegram_clock import Clock
from bot.channels.telegram_desk import OURS, Desk, Service
from bot.channels.telegram_files import TooLargeError, fetched, sent_file
from bot.channels.telegram_inbox import Inbox
from bot.channels.telegram_inline import inline_turn, offer
from bot.channels.telegram_mail import Outbox
from bot.channels.telegram_menu import Menu
from bot.channels.telegram_order import PerChat
from bot.channels.telegram_show import Place, patiently, place_of, seconds, show, unbutton
from bot.channels.telegram_updates import heard, is_for_nobody, message_turn, press_turn, pressed
from bot.metrics import count_refused
from intents.reply import Reply
from intents.turn import Turn

AT_ONCE = 32  # chats handled at a time; order is kept within each
ONLY_TEXT = (
    "我看得懂文字、填好的 Excel 填报表、作佐证的照片和 PDF;语音、视频、表情和位置还读不了。"
    "请把要说的打成文字,例如:诸暨市外资目标多少?"
)
ONLY_CAPTION = "文件本身读不了,只读了附言。"
FORWARDED = "这是您转发的消息,按您本人的上报读取。"
TOO_LARGE = "文件超过20MB,Telegram 不让我读取,没有存入任何内容。请压缩或拆成较小的文件再发。"
NOT_FETCHED = "文件没有取到,没有存入任何内容。请再发一次。"
OLD_BUTTON = "这个按钮太旧,已经不能用了。请把问题直接打出来。"
FAULT = "抱歉,这条消息没有处理成功。请再发一次;如果还不行,请把编号 {number} 告诉管理员。"
DONE = "receipt"  # the kind of reply that a press has changed something

log = logging.getLogger(__name__)

App = Application[Any, Any, Any, Any, Any, Any]
Context = ContextTypes.DEFAULT_TYPE


class Channel:
    """The handlers of an application, with its menus, and its inbox and outbox where it has them."""

    def __init__(self, service: Service, desk: Desk, inbox: Inbox | None = None) -> None:
        self._service, self._desk, self._inbox = service, desk, inbox
        self._outbox = Outbox(service.mail, desk) if service.mail else None
        self._clock = Clock(service.mail.tick, desk.now, self._outbox.wake) if service.mail and self._outbox else None
        self._menu = Menu(partial(desk.do, service.roles))
        self.order = PerChat(AT_ONCE, self.finished, inbox.waits if inbox else lambda _update: False)

    def join(self, app: App) -> None:
        """Takes the application's updates."""
        ours = filters.UpdateType.MESSAGES
        app.add_handler(MessageHandler(ours & ~filters.StatusUpdate.ALL, self.on_message))
        app.add_handler(CallbackQueryHandler(self.on_press))
        app.add_handler(InlineQueryHandler(self.on_inline))
        app.add_handler(MessageHandler(ours & filters.StatusUpdate.MIGRATE, self.on_move))
        app.add_error_handler(self.on_error)

    async def open(self, app: App) -> None:
        """What was left unfinished comes first; what is due is sent from now on."""
        if self._inbox:
            await self._inbox.replay(app.bot)
        if self._outbox:
            self._outbox.start(app.bot)
        if self._clock:
            self._clock.start()
        self._menu.start(app.bot)
        print(f"目标通已在 Telegram 上线:@{app.bot.username}(按 Ctrl+C 停止)", flush=True)

    async def close(self) -> None:
        """What the last updates made due is sent."""
        self._menu.stop()
        if self._clock:
            await self._clock.stop()
        if self._inbox:
            await self._inbox.close()
        if self._outbox:
            await self._outbox.stop()

    async def finished(self, update: Update) -> None:
        """An update was handled: it need not come again."""
        if self._inbox:
            await self._inbox.finish(update)

    async def on_message(self, update: Update, context: Context) -> None:
        """A message or an edited one: answered where it is meant for the bot."""
        message = update.effective_message
        if message is None or is_for_nobody(message):
            return
        said = heard(message, context.bot.username, context.bot.id)
        if said is None:
            return
        place = place_of(message)
        if message.text is not None or sent_file(message) or said:
            await self._read(update, message, said, place)
        elif not update.edited_message:
            await self._show(Reply("unclear", (ONLY_TEXT,)), place, "", update)

    async def _read(self, update: Update, message: Message, said: str, place: Place) -> None:
        """A text or a file: what the desk says to it."""
        turn = message_turn(update, message, said, self._desk.zone)
        try:
            async with fetched(sent_file(message)) as file:
                reply = await self._reply(replace(turn, file=file), place)
        except TooLargeError:
            count_refused("file_size")
            reply = Reply("decline", (TOO_LARGE,))
        except BadRequest:
            reply = Reply("decline", (NOT_FETCHED,))
        aside = ((FORWARDED,) if message.forward_origin and reply.kind == "preview" else ()) + (
            (ONLY_CAPTION,) if message.text is None and not sent_file(message) else ()
        )
        await self._show(replace(reply, notes=(*reply.notes, *aside)), place, turn.id or "", update)
        if reply.kind == DONE or not self._menu.knows(place.chat):
            self._menu.wake(place.chat)

    async def on_press(self, update: Update, context: Context) -> None:
        """A pressed button: the same as if its label had been said. What it changed, it need not change again."""
        if (query := update.callback_query) is None:
            return
        choice = pressed(query)
        with suppress(TelegramError):  # pressed long ago, or delivered again
            await query.answer(None if choice else OLD_BUTTON, show_alert=choice is None)
        if choice is None:
            count_refused("button")
            log.info("update %s: a button that is not there", update.update_id)
        elif isinstance(query.message, Message):
            turn, place = press_turn(query, query.message, choice, self._desk.zone), place_of(query.message)
            reply = await self._reply(turn, place)
            await self._show(reply, place, turn.id or "", update)
            if reply.kind == DONE:
                context.application.create_task(unbutton(query, choice.label), update=update)  # nobody waits for it

    async def on_inline(self, update: Update, _context: Context) -> None:
        """What is typed behind the bot's name in some chat."""
        if query := update.inline_query:
            turn = inline_turn(query, self._desk.now())
            with suppress(BadRequest):  # typed on in the meantime
                await offer(query, await self._desk.do(self._service.published, turn))

    async def on_move(self, update: Update, _context: Context) -> None:
        """A group became another one: what belongs to it goes along."""
        message = update.effective_message
        if message and message.migrate_to_chat_id:
            await self._moved(message.chat.id, message.migrate_to_chat_id)
        elif message and message.migrate_from_chat_id:
            await self._moved(message.migrate_from_chat_id, message.chat.id)

    async def _moved(self, old: int, new: int) -> None:
        if mail := self._service.mail:
            await self._desk.do(mail.moved, f"{OURS}{old}", f"{OURS}{new}")

    async def _reply(self, turn: Turn, place: Place) -> Reply:
        """The desk's reply, its files made while others are answered."""
        return await patiently(self._whole(turn), place, ChatAction.TYPING)

    async def _whole(self, turn: Turn) -> Reply:
        reply = await self._desk.do(self._service.respond, turn)
        if self._outbox and reply.kind == DONE:
            self._outbox.wake()  # somebody may have to be told
        if not reply.attach:
            return reply
        made = await self._desk.make(self._service.made, reply)
        await self._desk.do(self._service.keep, turn, made)
        return made

    async def _show(self, reply: Reply, place: Place, key: str, update: Update) -> None:
        """Sends the reply, also where the group has moved in the meantime; where several came at once, to which."""
        if update.message and self.order.crowded(update):
            place = replace(place, quoted=update.message.message_id)
        parts = self._inbox.parts(update) if self._inbox else set()
        try:
            await show(reply, place, key, parts)
        except ChatMigrated as error:
            await self._moved(place.chat, error.new_chat_id)
            await show(reply, replace(place, chat=error.new_chat_id, quoted=None), key, parts)

    async def on_error(self, update: object, context: Context) -> None:
        """The one place for faults: logged under the update's number, which the person is told."""
        error = context.error
        if not isinstance(update, Update):
            log.error("Telegram", exc_info=error)
            return
        if isinstance(error, Forbidden):
            log.info("update %s: %s", update.update_id, error)  # the person stopped the bot
            return
        if self._inbox and _passes(error):
            log.warning("update %s: %s; it is tried again", update.update_id, type(error).__name__)
            self._inbox.leave(update, seconds(error) if isinstance(error, RetryAfter) else 0)
            return
        log.error("update %s", update.update_id, exc_info=error)
        if update.effective_chat:
            with suppress(TelegramError):
                await context.bot.send_message(update.effective_chat.id, FAULT.format(number=update.update_id))


def _passes(error: Exception | None) -> bool:
    """Whether it is the network's or the server's fault, which passes."""
    return isinstance(error, NetworkError | RetryAfter) and not isinstance(error, BadRequest)
