"""The Telegram channel's parts, without a server."""

import asyncio
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from telegram import CallbackQuery, Chat, Message, Update, User

from bot.channels import telegram

ZONE = ZoneInfo("Asia/Shanghai")
NOON = datetime(2012, 6, 18, 4, tzinfo=UTC)
ZHANG = User(7, "张", False)


def message(text: str | None = None, chat: str = "private", **more: Any) -> Message:
    """A message of Zhang's at noon in Shanghai."""
    return Message(5, NOON, Chat(-9 if chat != "private" else 7, chat), from_user=ZHANG, text=text, **more)


@pytest.mark.parametrize(
    ("typed", "chat", "said"),
    [
        ("诸暨外资", "private", "诸暨外资"),
        ("诸暨外资", "group", None),
        ("@mubiao_bot 诸暨外资", "group", "诸暨外资"),
        ("诸暨外资@MUBIAO_BOT", "supergroup", "诸暨外资"),
        ("@mubiao_bots 诸暨外资", "group", None),
        ("@mubiao_bot", "group", "帮助"),
        ("/start", "private", "你好"),
        ("/START code", "private", "你好"),
        ("/help@mubiao_bot", "group", "帮助"),
        ("/help@other_bot", "group", None),
        ("/helpme", "group", None),
        ("/进度 诸暨", "private", "进度 诸暨"),
    ],
)
def test_heard(typed: str, chat: str, said: str | None) -> None:
    assert telegram.heard(message(typed, chat), "mubiao_bot", 1) == said


def test_a_reply_to_the_bot_is_heard() -> None:
    own = Message(4, NOON, Chat(-9, "group"), from_user=User(1, "目标通", True))
    assert telegram.heard(message("那内资呢", "group", reply_to_message=own), "mubiao_bot", 1) == "那内资呢"
    assert telegram.heard(message("那内资呢", "group", reply_to_message=own), "mubiao_bot", 2) is None


def test_the_turn_of_a_message() -> None:
    turn = telegram.message_turn(Update(1, message=message("问")), message("问"), "问", ZONE)
    assert (turn.sender, turn.chat, turn.id, turn.edits, turn.group) == ("telegram:7", "telegram:7", "5", None, False)
    assert turn.at == NOON and turn.at.utcoffset() == ZONE.utcoffset(turn.at.replace(tzinfo=None))


def test_the_turn_of_an_edit() -> None:
    later = NOON.replace(hour=5)
    edited = message("问", "supergroup", edit_date=later)
    turn = telegram.message_turn(Update(8, edited_message=edited), edited, "问", ZONE)
    assert (turn.id, turn.edits, turn.at, turn.group) == ("5e8", "5", later, True)


def test_who_writes_for_a_chat_is_the_chat() -> None:
    anonymous = message("问", "supergroup", sender_chat=Chat(-9, "supergroup"))
    assert telegram.message_turn(Update(1, message=anonymous), anonymous, "问", ZONE).sender == "telegram:-9"


def press(data: str, **more: Any) -> CallbackQuery:
    """A press of a button under the bot's message."""
    markup = telegram.keyboard(("外资", "内资"), "31")
    return CallbackQuery("9", ZHANG, "1", message=message("哪个?", "group", reply_markup=markup), data=data, **more)


def test_the_turn_of_a_press() -> None:
    query = press("c:2:31")
    choice = telegram.pressed(query)
    assert choice == ("内资", "31") and isinstance(query.message, Message)
    turn = telegram.press_turn(query, query.message, choice, ZONE)
    assert (turn.text, turn.button, turn.key, turn.id) == ("内资", "内资", "31", "q9")
    assert (turn.sender, turn.chat, turn.group) == ("telegram:7", "telegram:-9", True)


@pytest.mark.parametrize("data", ["c:3:31", "c:1:32", "", "x"])
def test_a_forged_press_is_none(data: str) -> None:
    assert telegram.pressed(press(data)) is None


def test_a_press_without_its_message_is_none() -> None:
    assert telegram.pressed(CallbackQuery("9", ZHANG, "1", data="c:1:31")) is None


def test_order_in_a_chat_and_none_between_chats() -> None:
    done: list[str] = []

    async def handle(name: str, pause: float) -> None:
        await asyncio.sleep(pause)
        done.append(name)

    async def play() -> None:
        processor = telegram.PerChat(8)
        other = Update(3, message=Message(6, NOON, Chat(8, "private")))
        coming = [
            (Update(1, message=message("a")), "a1", 0.05),
            (Update(2, message=message("b")), "a2", 0),
            (other, "b", 0),
        ]
        await asyncio.gather(*(processor.process_update(update, handle(name, pause)) for update, name, pause in coming))
        assert not processor._locks and not processor._inside

    asyncio.run(play())
    assert done == ["b", "a1", "a2"]


def test_the_token_is_not_shown() -> None:
    assert "secret" not in repr(telegram.Connection("1:secret", ZONE, proxy="http://me:secret@proxy"))
