"""The Telegram channel's parts, without a server."""

import asyncio
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any, ParamSpec, TypeVar, cast
from zoneinfo import ZoneInfo

import pytest
from telegram import Bot, CallbackQuery, Chat, Document, InlineQuery, Message, Update, User
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.channels import (
    telegram,
    telegram_desk,
    telegram_files,
    telegram_inbox,
    telegram_mail,
    telegram_menu,
    telegram_order,
    telegram_pace,
    telegram_show,
    telegram_updates,
    telegram_watch,
)
from data import inbox, outbox
from data.report import ROLES
from tests.books import new_store

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
        ("/START code", "private", "加入 code"),
        ("/help@mubiao_bot", "group", "帮助"),
        ("/help@other_bot", "group", None),
        ("/helpme", "group", None),
        ("/进度 诸暨", "private", "进度 诸暨"),
    ],
)
def test_heard(typed: str, chat: str, said: str | None) -> None:
    assert telegram_updates.heard(message(typed, chat), "mubiao_bot", 1) == said


def test_a_reply_to_the_bot_is_heard() -> None:
    own = Message(4, NOON, Chat(-9, "group"), from_user=User(1, "目标通", True))
    assert telegram_updates.heard(message("那内资呢", "group", reply_to_message=own), "mubiao_bot", 1) == "那内资呢"
    assert telegram_updates.heard(message("那内资呢", "group", reply_to_message=own), "mubiao_bot", 2) is None


def test_the_turn_of_a_message() -> None:
    turn = telegram_updates.message_turn(Update(1, message=message("问")), message("问"), "问", ZONE)
    assert (turn.sender, turn.chat, turn.id, turn.edits, turn.group) == ("telegram:7", "telegram:7", "5", None, False)
    assert turn.at == NOON and turn.at.utcoffset() == ZONE.utcoffset(turn.at.replace(tzinfo=None))


def test_the_turn_of_an_edit() -> None:
    later = NOON.replace(hour=5)
    edited = message("问", "supergroup", edit_date=later)
    turn = telegram_updates.message_turn(Update(8, edited_message=edited), edited, "问", ZONE)
    assert (turn.id, turn.edits, turn.at, turn.group) == ("5e8", "5", later, True)


def test_who_writes_for_a_chat_is_the_chat() -> None:
    anonymous = message("问", "supergroup", sender_chat=Chat(-9, "supergroup"))
    assert telegram_updates.message_turn(Update(1, message=anonymous), anonymous, "问", ZONE).sender == "telegram:-9"


def press(data: str, **more: Any) -> CallbackQuery:
    """A press of a button under the bot's message."""
    markup = telegram_show.keyboard(("外资", "内资"), "31")
    return CallbackQuery("9", ZHANG, "1", message=message("哪个?", "group", reply_markup=markup), data=data, **more)


def test_the_turn_of_a_press() -> None:
    query = press("c:2:31")
    choice = telegram_updates.pressed(query)
    assert choice == ("内资", "31") and isinstance(query.message, Message)
    turn = telegram_updates.press_turn(query, query.message, choice, ZONE)
    assert (turn.text, turn.button, turn.key, turn.id) == ("内资", "内资", "31", "q9")
    assert (turn.sender, turn.chat, turn.group) == ("telegram:7", "telegram:-9", True)


@pytest.mark.parametrize("data", ["c:3:31", "c:1:32", "", "x"])
def test_a_forged_press_is_none(data: str) -> None:
    assert telegram_updates.pressed(press(data)) is None


def test_a_press_without_its_message_is_none() -> None:
    assert telegram_updates.pressed(CallbackQuery("9", ZHANG, "1", data="c:1:31")) is None


def test_order_in_a_chat_and_none_between_chats() -> None:
    done: list[str] = []

    async def handle(name: str, pause: float) -> None:
        await asyncio.sleep(pause)
        done.append(name)

    async def play() -> None:
        processor = telegram_order.PerChat(8)
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


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("5月.xlsx", "5月.xlsx"),
        ("../../etc/x.pdf", "_.._etc_x.pdf"),
        ("a\0b\\c", "a_b_c"),
        (None, "文件"),
        ("..", "文件"),
    ],
)
def test_the_name_of_a_file(given: str | None, kept: str) -> None:
    assert telegram_files.name_of(Document("1", "1", file_name=given)) == kept


def test_a_long_name_fits_a_folder() -> None:
    name = telegram_files.name_of(Document("1", "1", file_name="字" * 300 + ".xlsx"))
    assert len(name.encode()) <= 255 and name.endswith(".xlsx")


P = ParamSpec("P")
T = TypeVar("T")


class Here:
    """A process that is this one."""

    async def do(self, act: Callable[P, T], *args: P.args, **named: P.kwargs) -> T:
        return act(*args, **named)


DESK = telegram_desk.Desk(Here(), Here(), ZONE)


class Shelf:
    """Mail as a list in memory: what is due, what was marked, what is kept of what came in."""

    def __init__(self, *due: outbox.Message) -> None:
        self.waiting, self.marks, self.kept = list(due), list[tuple[Any, ...]](), dict[str, str]()
        self.broken = False

    def mail(self) -> telegram.Mail:
        return telegram.Mail(
            lambda _: tuple(self.waiting),
            self.sent,
            self.failed,
            self.put,
            lambda begins, _: [*self.kept.values()],
            lambda keys, _: self.marks.extend(("finish", key) for key in keys),
            lambda old, new: self.marks.append(("moved", old, new)),
            lambda _: None,
        )

    def sent(self, number: int, at: datetime) -> None:
        if self.broken:
            raise RuntimeError("no disk")
        self.waiting = [message for message in self.waiting if message.id != number]
        self.marks.append(("sent", number))

    def failed(self, number: int, at: datetime, why: str, final: bool) -> None:
        self.waiting = [message for message in self.waiting if message.id != number]
        self.marks.append(("failed", number, final, round((at - datetime.now(ZONE)).total_seconds())))

    def put(self, updates: Sequence[tuple[str, str]], at: datetime) -> list[str]:
        if self.broken:
            raise RuntimeError("no disk")
        self.kept |= dict(updates)
        return [key for key, _ in updates if ("finish", key) not in self.marks]


def waiting(number: int, to: str = "telegram:7") -> outbox.Message:
    return outbox.Message(number, str(number), to, f"第{number}件", (), NOON, 0)


def look(shelf: Shelf, answers: list[Any], times: int = 1) -> list[int]:
    """Looks at the shelf and sends, Telegram answering so; the chats written to."""
    chats: list[int] = []

    async def send_message(chat: int, *_: Any, **__: Any) -> None:
        chats.append(chat)
        if answers and (answer := answers.pop(0)):
            raise answer

    async def play() -> None:
        box = telegram_mail.Outbox(shelf.mail(), DESK)
        for _ in range(times):
            with suppress(RuntimeError):
                await box._look(cast(Bot, SimpleNamespace(send_message=send_message)))
            shelf.broken = False

    asyncio.run(play())
    return chats


def test_what_is_due_is_sent_and_marked_to_ours_only() -> None:
    shelf = Shelf(waiting(1), waiting(2, "local:zhang"), waiting(3, "telegram:-9"))
    assert sorted(look(shelf, [])) == [-9, 7]
    assert sorted(shelf.marks) == [("sent", 1), ("sent", 3)]


@pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")
@pytest.mark.parametrize(
    ("kind", "said", "final", "wait"),
    [(Forbidden, "blocked", True, 0), (RetryAfter, 90, False, 90), (BadRequest, "Chat not found", False, 0)],
)
def test_what_could_not_be_sent_waits(kind: Callable[[Any], Exception], said: Any, final: bool, wait: int) -> None:
    shelf = Shelf(waiting(1), waiting(2))
    assert look(shelf, [kind(said)]) == [7], "the next one keeps its place"
    assert shelf.marks == [("failed", 1, final, wait)]


def test_what_was_sent_is_not_sent_again_where_the_mark_failed() -> None:
    shelf = Shelf(waiting(1))
    shelf.broken = True
    assert look(shelf, [], times=3) == [7]
    assert shelf.marks == [("sent", 1)]


def test_a_message_that_cannot_be_read_waits_and_keeps_no_others_waiting() -> None:
    shelf = Shelf(outbox.Message(1, "1", "telegram:7", "x", (), NOON, 0, '{"kind": "summary"}'), waiting(2))
    assert look(shelf, [], times=2) == [7]
    assert shelf.marks == [("failed", 1, False, 0), ("sent", 2)]


def test_a_mark_that_failed_lets_nothing_go_out_twice_to_others() -> None:
    shelf, chats = Shelf(waiting(1), waiting(2, "telegram:8")), list[int]()

    async def send_message(chat: int, *_: Any, **__: Any) -> None:
        chats.append(chat)
        if chat == 7:
            shelf.broken = True
        else:
            await asyncio.sleep(0.2)  # still on its way as the mark of the other one fails
            shelf.broken = False

    async def play() -> None:
        box = telegram_mail.Outbox(shelf.mail(), DESK)
        for _ in range(2):
            with suppress(RuntimeError):
                await box._look(cast(Bot, SimpleNamespace(send_message=send_message)))

    asyncio.run(play())
    assert chats == [7, 8]
    assert shelf.marks == [("sent", 2), ("sent", 1)]


def test_an_update_is_kept_before_it_is_queued_and_taken_once() -> None:
    shelf = Shelf()

    async def play() -> None:
        box = telegram_inbox.Inbox(shelf.mail(), DESK, "1")
        shelf.broken = True
        first_one, again_one = (Update(1, message=message("a")) for _ in range(2))
        with pytest.raises(TelegramError):
            await box.keep([first_one])
        shelf.broken = False
        await box.put(first_one)
        assert box.empty(), "what was not kept is not queued"
        for update in (first_one, again_one):
            await box.keep([update])
            await box.put(update)
        first = await box.get()
        assert isinstance(first, Update) and box.empty() and [*shelf.kept] == ["telegram:1:1"]
        box.leave(first)
        await box.finish(first)
        later = Update(2, message=message("b"))
        assert box.waits(later), "what comes after it lines up"
        await box.close()
        assert shelf.marks == [], "its answer could not be sent: it stays"
        box._again(7)
        assert [await box.get(), await box.get()] == [first, later]
        await box.replay(cast(Bot, SimpleNamespace(defaults=None)))
        again = await box.get()
        assert isinstance(again, Update) and again.message == first.message
        await box.finish(again)
        await box.close()
        assert shelf.marks == [("finish", "telegram:1:1")]

    asyncio.run(play())


def test_an_inline_query_alone_keeps_nobody_waiting() -> None:
    shelf = Shelf()

    async def play() -> None:
        box = telegram_inbox.Inbox(shelf.mail(), DESK, "1")
        query = Update(1, inline_query=InlineQuery("1", ZHANG, "诸暨外资", ""))
        await asyncio.wait_for(box.keep([query]), 5)
        await box.put(query)
        assert await box.get() is query and not shelf.kept

    asyncio.run(play())


def test_the_kept_inbox() -> None:
    store, day = new_store(), timedelta(days=1)
    coming = [(key, key) for key in ("telegram:1:1", "telegram:1:2", "telegram:1:1")]
    assert inbox.put(store, coming, NOON) == ("telegram:1:1", "telegram:1:2")
    inbox.put(store, [("telegram:2:1", "another bot's")], NOON)
    assert inbox.unfinished(store, "telegram:1:", NOON) == ("telegram:1:1", "telegram:1:2")
    inbox.finish(store, ["telegram:1:1"], NOON)
    assert inbox.unfinished(store, "telegram:1:", NOON + day) == ("telegram:1:2",)
    again = [("telegram:1:1", "again"), ("telegram:1:2", "again")]
    assert inbox.put(store, again, NOON + day) == ("telegram:1:2",), "not what was finished"
    assert inbox.unfinished(store, "telegram:1:", NOON + 4 * day) == ("again",)
    assert inbox.put(store, [("telegram:1:1", "a number that came round")], NOON + 4 * day)


def test_a_year_leaves_no_replies_behind_and_no_mail() -> None:
    store, year = new_store(), timedelta(days=365)
    with store.write():
        for at in (NOON, NOON + year):
            store.keep_reply("telegram:7", "telegram:7", at.isoformat(), "{}", at)
            outbox.enqueue(store, f"sent {at}", "telegram:7", "x", at)
            outbox.enqueue(store, f"waits {at}", "telegram:7", "x", at)
    for each in outbox.due(store):
        if each.key.startswith("sent"):
            outbox.mark_sent(store, each.id, each.at)
    inbox.put(store, [(f"telegram:1:{number}", "x") for number in range(1000)], NOON + year + timedelta(days=60))
    assert store.rows("SELECT at FROM exchange") == []
    assert [key for (key,) in store.rows("SELECT key FROM outbox ORDER BY id")] == [
        f"waits {NOON}",
        f"sent {NOON + year}",
        f"waits {NOON + year}",
    ]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("/ask 诸暨外资", "诸暨外资"),
        ("/ask", "怎么问"),
        ("/summary", "全市进度"),
        ("/summary 诸暨市", "诸暨市 进度"),
        ("/report\n诸暨市 外资 5万美元", "进度 诸暨市 外资 5万美元"),
        ("/pending", "待审核"),
        ("/bulletin 5月", "来一份5月通报"),
        ("/start inline", "帮助"),
        ("/start 两 个", "你好"),
        ("/other", None),
        ("ask", None),
    ],
)
def test_commands_in_words(said: str, words: str | None) -> None:
    assert telegram_menu.words_of(said) == words


def test_the_menus_are_telegrams() -> None:
    assert {*telegram_menu.MENUS} == set(ROLES)
    shown = {name for names in (*telegram_menu.MENUS.values(), telegram_menu.GROUP) for name in names}
    assert shown <= set(telegram_menu.COMMANDS) and all(name.isascii() and name.islower() for name in shown)
    assert all(1 <= len(command.shown) <= 256 for command in telegram_menu.COMMANDS.values())


def test_quoted_where_several_came_at_once() -> None:
    seen: list[tuple[int, bool]] = []

    async def play() -> None:
        processor = telegram_order.PerChat(8)

        async def handle(update: Update) -> None:
            await asyncio.sleep(0.01)
            seen.append((update.update_id, processor.crowded(update)))

        def go(number: int) -> Any:
            update = Update(number, message=message("a"))
            return processor.process_update(update, handle(update))

        await asyncio.gather(go(1), go(2))
        await go(3)
        assert not processor._crowded

    asyncio.run(play())
    assert seen == [(1, True), (2, True), (3, False)]


def test_the_pace_of_what_is_sent_unasked() -> None:
    async def play() -> None:
        pace = telegram_pace.Pace()
        for chat, most in ((7, telegram_pace.PERSON[0]), (-7, telegram_pace.GROUP[0])):
            for _ in range(most):
                assert pace.ready(chat)
                await pace.turn(chat)
            assert not pace.ready(chat) and pace.ready(8)

    asyncio.run(play())


def test_one_with_many_does_not_keep_others_waiting() -> None:
    store = new_store()
    for number in range(150):
        outbox.enqueue(store, f"k{number}", "telegram:1" if number < 140 else "telegram:2", "x", NOON)
    found = [message.to for message in outbox.due_each(store, NOON, "telegram:")]
    assert found.count("telegram:1") == 20 and found.count("telegram:2") == 10


@pytest.mark.parametrize(
    ("error", "silent"), [(None, False), (TimedOut(), True), (NetworkError("x"), False), (BadRequest("x"), False)]
)
def test_what_is_a_sign_of_life(error: Exception | None, silent: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telegram_watch, "STANDSTILL", 0.2)
    watch, stopped = telegram_watch.Watch(), threading.Event()
    watch.begun()
    watch.start(stopped.set)
    for _ in range(8):
        watch.outcome(error)
        time.sleep(0.05)
    assert stopped.is_set() == watch.fired == silent
    watch.end()
