"""An update becomes a Turn: what was said, by whom, where and when. Nothing is known of what it means."""

import re
from datetime import datetime, tzinfo

from telegram import CallbackQuery, Message, Update

from bot.channels.telegram_menu import words_of
from bot.render import choices
from intents.turn import Turn


def heard(message: Message, username: str, bot: int) -> str | None:
    """What was said to the bot, its name and a command's slash taken out; None in a group where nobody spoke to it."""
    typed = message.text or message.caption or ""
    said, named = re.subn(rf"@{re.escape(username)}(?![A-Za-z0-9_])", " ", typed, flags=re.IGNORECASE)
    spoken = words_of(said)
    if not (message.chat.type == "private" or named or spoken or _replies_to(message, bot)):
        return None
    nothing = "帮助" if message.text is not None else ""
    return spoken or said.strip().removeprefix("/") or nothing


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
        group=in_group(message),
    )


def press_turn(query: CallbackQuery, message: Message, choice: choices.Choice, zone: tzinfo) -> Turn:
    """The turn of a pressed button; its key is the id of the turn whose reply it hangs on. It happens now."""
    return Turn(
        text=choice.label,
        sender=f"telegram:{query.from_user.id}",
        chat=f"telegram:{message.chat.id}",
        at=datetime.now(zone),
        id=f"q{query.id}",
        group=in_group(message),
        button=choice.label,
        key=choice.key,
    )


def is_for_nobody(message: Message) -> bool:
    """Whether it was no person who said this: another bot, a channel, or our own answer sent on by inline mode."""
    bot = message.from_user is not None and message.from_user.is_bot and message.sender_chat is None
    own = message.via_bot is not None and message.via_bot.id == message.get_bot().id
    return bot or own or message.chat.type == "channel" or bool(message.is_automatic_forward)


def in_group(message: Message) -> bool:
    """Whether others read along."""
    return message.chat.type in ("group", "supergroup")


def pressed(query: CallbackQuery) -> choices.Choice | None:
    """The pressed choice, read from the message itself; None where that is no longer possible."""
    message, data = query.message, query.data or ""
    if not isinstance(message, Message) or message.reply_markup is None:
        return None
    shown = (button for row in message.reply_markup.inline_keyboard for button in row)
    button = next((button for button in shown if button.callback_data == data), None)
    return choices.pressed(data, button.text, message.text or message.caption or "") if button else None
