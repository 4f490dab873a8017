"""What came in goes to the desk, what the desk says goes out."""

import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any

from telegram import Message, Update
from telegram.constants import ChatAction
from telegram.error import BadRequest, Conflict, Forbidden, NetworkError, TelegramError
from telegram.ext import Application, CallbackQueryHandler, ContextTypes, MessageHandler, filters

from bot.channels.telegram_clock import Clock
from bot.channels.telegram_files import TooLargeError, fetched, sent_file
from bot.channels.telegram_mail import Desk, Inbox, Outbox
from bot.channels.telegram_show import Place, patiently, place_of, show, unbutton
from bot.channels.telegram_updates import heard, message_turn, press_turn, pressed
from intents.reply import Reply
from intents.turn import Turn

ONLY_TEXT = (
    "我看得懂文字、填好的 Excel 填报表、作佐证的照片和 PDF;语音、视频、表情和位置还读不了。"
    "请把要说的打成文字,例如:诸暨市外资目标多少?"
)
TOO_LARGE = "文件超过20MB,Telegram 不让我读取,没有存入任何内容。请压缩或拆成较小的文件再发。"
NOT_FETCHED = "文件没有取到,没有存入任何内容。请再发一次。"
OLD_BUTTON = "这个按钮太旧,已经不能用了。请把问题直接打出来。"
FAULT = "抱歉,这条消息没有处理成功。请再发一次;如果还不行,请把编号 {number} 告诉管理员。"
DONE = "receipt"  # the kind of reply that a press has changed something

log = logging.getLogger(__name__)

Respond = Callable[[Turn], Reply]
App = Application[Any, Any, Any, Any, Any, Any]


class Channel:
    """The handlers of an application, with its inbox and outbox where it has them."""

    def __init__(
        self,
        respond: Respond,
        desk: Desk,
        inbox: Inbox | None = None,
        outbox: Outbox | None = None,
        clock: Clock | None = None,
    ) -> None:
        self._respond, self._desk, self._inbox, self._outbox, self._clock = respond, desk, inbox, outbox, clock

    def join(self, app: App) -> None:
        """Takes the application's updates."""
        app.add_handler(MessageHandler(~filters.StatusUpdate.ALL, self.on_message))
        app.add_handler(CallbackQueryHandler(self.on_press))
        app.add_error_handler(self.on_error)

    async def open(self, app: App) -> None:
        """What was left unfinished comes first; what is due is sent from now on."""
        if self._inbox:
            await self._inbox.replay(app.bot)
        if self._outbox:
            self._outbox.start(app.bot)
        if self._clock:
            self._clock.start()
        print(f"目标通已在 Telegram 上线:@{app.bot.username}(按 Ctrl+C 停止)", flush=True)

    async def close(self, _app: App) -> None:
        """What the last updates made due is sent."""
        if self._clock:
            await self._clock.stop()
        if self._outbox:
            await self._outbox.stop()

    async def finished(self, update: Update) -> None:
        """An update was handled: it need not come again, and something may be due."""
        if self._inbox:
            await self._inbox.finish(update)
        if self._outbox:
            self._outbox.wake()

    async def on_message(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """A message or an edited one: answered where it is meant for the bot."""
        message = update.effective_message
        said = heard(message, context.bot.username, context.bot.id) if message else None
        if message is None or said is None:
            return
        if message.text is not None or sent_file(message):
            await self._read(update, message, said)
        elif not update.edited_message:
            await show(Reply("unclear", (ONLY_TEXT,)), place_of(message), "")

    async def _read(self, update: Update, message: Message, said: str) -> None:
        """A text or a file: what the desk says to it."""
        place, turn = place_of(message), message_turn(update, message, said, self._desk.zone)
        try:
            async with fetched(sent_file(message)) as file:
                reply = await self._reply(replace(turn, file=file), place)
        except TooLargeError:
            reply = Reply("decline", (TOO_LARGE,))
        except BadRequest:
            reply = Reply("decline", (NOT_FETCHED,))
        await show(reply, place, turn.id or "")

    async def on_press(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """A pressed button: the same as if its label had been said. What it changed, it need not change again."""
        if (query := update.callback_query) is None:
            return
        choice = pressed(query)
        with suppress(TelegramError):  # pressed long ago, or delivered again
            await query.answer(None if choice else OLD_BUTTON, show_alert=choice is None)
        if choice and isinstance(query.message, Message):
            turn, place = press_turn(query, query.message, choice, self._desk.zone), place_of(query.message)
            reply = await self._reply(turn, place)
            await show(reply, place, turn.id or "")
            if reply.kind == DONE:
                context.application.create_task(unbutton(query, choice.label), update=update)  # nobody waits for it

    async def _reply(self, turn: Turn, place: Place) -> Reply:
        return await patiently(self._desk.do(lambda: self._respond(turn)), place, ChatAction.TYPING)

    async def on_error(self, update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        """The one place for faults: logged under the update's number, which the person is told."""
        error = context.error
        if not isinstance(update, Update):
            log.warning("Telegram: %s", _polling_fault(error))
            return
        if isinstance(error, Forbidden):
            log.info("update %s: %s", update.update_id, error)  # the person stopped the bot
            return
        log.error("update %s", update.update_id, exc_info=error)
        if self._inbox and isinstance(error, NetworkError) and not isinstance(error, BadRequest):
            self._inbox.leave(update)
        elif update.effective_chat:
            with suppress(TelegramError):
                await context.bot.send_message(update.effective_chat.id, FAULT.format(number=update.update_id))


def _polling_fault(error: Exception | None) -> str:
    return "另一个程序正在用同一个令牌收消息,请只留一个" if isinstance(error, Conflict) else str(error)
