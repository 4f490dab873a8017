"""An update becomes a Turn: what was said, by whom, where and when. Nothing is known of what it means."""

import re
from datetime import datetime, tzinfo

from telegram import CallbackQuery, Message, Update

from bot.render import choices
from intents.turn import Turn

COMMANDS = {"start": "你好", "help": "帮助"}
JOIN = "加入 {payload}"  # what a deep link, t.me/BOT?start=PAYLOAD, says


def heard(message: Message, username: str, bot: int) -> str | None:
    """What was said to the bot, its name and a command's slash taken out; None in a group where nobody spoke to it."""
    typed = message.text or message.caption or ""
    said, named = re.subn(rf"@{re.escape(username)}(?![A-Za-z0-9_])", " ", typed, flags=re.IGNORECASE)
    spoken = _command(said)
    if not (message.chat.type == "private" or named or spoken or _replies_to(message, bot)):
        return None
    nothing = COMMANDS["help"] if message.text is not None else ""
    return spoken or said.strip().removeprefix("/") or nothing


def _command(said: str) -> str | None:
    """What a command says in words; None for what is no command of ours."""
    if linked := re.fullmatch(r"\s*/start\s+([A-Za-z0-9_-]{1,64})\s*", said, re.IGNORECASE):
        return JOIN.format(payload=linked[1])
    command = re.match(r"\s*/([A-Za-z]+)(?!\S)", said)
    return COMMANDS.get(command[1].lower()) if command else None


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
