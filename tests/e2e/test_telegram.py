"""The Telegram channel end to end, with a stub for a desk."""

import re
import signal
import time
from collections.abc import Iterator

import pytest

from tests.e2e.bots import STUB, Bot, launch
from tests.e2e.stub import LONG
from tests.e2e.tgserver import BOT, NAME, TOKEN, TgServer, User, serving

GROUP = -100123


@pytest.fixture(scope="module")
def tg() -> Iterator[TgServer]:
    """A server with the stub bot, which must stop cleanly and never print the token."""
    with serving() as server:
        bot = Bot(server, *STUB)
        yield server
        printed = bot.stop()
        assert bot.process.returncode == 0, printed
        assert TOKEN not in printed and TOKEN.split(":")[1] not in printed


@pytest.fixture
def user(tg: TgServer) -> User:
    """A person in a private chat of their own."""
    return tg.user(tg.number())


@pytest.fixture
def member(tg: TgServer) -> User:
    """A person in a group."""
    return tg.user(tg.number(), GROUP)


def test_a_message_becomes_a_turn(tg: TgServer, user: User) -> None:
    said, about, at = user.say("诸暨市外资目标多少?")[0]["text"].split("\n")
    assert said == "诸暨市外资目标多少?"
    assert f"sender=telegram:{user.chat} chat=telegram:{user.chat}" in about
    assert "edits=None group=False button=None key=None" in about
    assert at.endswith("+08:00")


@pytest.mark.parametrize("text", ["<b>a & b</i>", "完成率<80% &lt; &amp;", "'\"<script>", "/<a href=x>", "𠮷😀\u202e"])
def test_any_text_is_text(user: User, text: str) -> None:
    assert user.say(text)[0]["text"].split("\n")[0] == text.removeprefix("/")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("/start", "你好"),
        ("/start dl_1", "加入 dl_1"),
        (f"/help@{NAME}", "帮助"),
        ("/进度 诸暨", "进度 诸暨"),
        ("/other", "other"),
    ],
)
def test_commands(user: User, typed: str, said: str) -> None:
    assert user.say(typed)[0]["text"].startswith(said + "\n")


def test_a_pressed_choice_is_said_again_and_again(tg: TgServer, user: User) -> None:
    asked = user.say("选")[0]
    after = tg.mark()
    for _ in range(2):
        said = user.press(asked, "内资")[0]["text"]
        assert said.startswith("诸暨市内资目标\n") and "button=诸暨市内资目标 key=1" in said
    assert [call["ok"] for call in tg.calls(after, "answerCallbackQuery", 2)] == [True, True]


def test_a_long_choice_is_listed_and_read_back(user: User) -> None:
    asked = user.say("长选")[0]
    assert asked["text"].endswith(f"1. 诸暨市外资目标\n2. {LONG}")
    assert asked["reply_markup"]["inline_keyboard"][1][0]["text"].endswith("…")
    assert user.press(asked, "2. ")[0]["text"].startswith(LONG + "\n")
    assert user.press(asked, "1. ")[0]["text"].startswith("诸暨市外资目标\n")


def test_a_button_that_lost_its_message_says_so(tg: TgServer, user: User) -> None:
    asked = user.say("选")[0]
    old = {"id": "old", "from": user.me, "chat_instance": "1", "data": "c:1:7"}
    after = tg.mark()
    user.send({"callback_query": {**old, "message": {**asked, "reply_markup": {"inline_keyboard": []}}}}, timeout=0)
    assert "太旧" in tg.calls(after, "answerCallbackQuery")[0]["fields"]["text"]
    assert user.say("还在")[0]["text"].startswith("还在")


def test_tables_and_long_texts(user: User) -> None:
    table = user.say("表")[0]
    assert [entity["type"] for entity in table["entities"]] == ["pre"]
    assert "诸暨市  2.1亿美元" in table["text"] and table["text"].endswith("附件4")
    pages = user.say("长", 3)
    assert "\n".join(page["text"] for page in pages) == "\n".join(f"第{number}行:{'字' * 90}" for number in range(100))


def test_a_file_goes_along(tg: TgServer, user: User) -> None:
    after = tg.mark()
    assert user.say("文件", 0) == []
    sent = tg.calls(after, "sendDocument", chat_id=user.chat)[0]["result"]
    assert sent["caption"] == "汇总见附件。"
    assert user.press(sent, "按县市")[0]["text"].startswith("按县市\n")


def test_pictures_go_as_photos(tg: TgServer, user: User) -> None:
    after = tg.mark()
    assert len(user.say("图")[0]["text"]) == 1025, "a text too long for a caption goes before"
    photo, document = (tg.calls(after, f"send{kind}", chat_id=user.chat)[0]["result"] for kind in ("Photo", "Document"))
    assert "caption" not in photo and "caption" not in document
    tg.server.faults["sendPhoto"] = [400]
    user.say("图")
    assert len(tg.calls(after, "sendDocument", 3, chat_id=user.chat)) == 3, "what is refused as a photo is a document"


def test_files_come_in(user: User) -> None:
    assert user.upload("进度 5月.xlsx", b"12345", caption="上报")[0]["text"].startswith("上报\n进度 5月.xlsx 5字节")
    assert user.upload("../a/b.pdf", b"1")[0]["text"].strip() == "_a_b.pdf 1字节"
    photo = {**user.tg.server.upload("x", b"12"), "width": 1, "height": 1}
    assert "照片.jpg 2字节" in user.send({"message": user.message(photo=[photo])})[0]["text"]


def test_a_file_too_large_is_told(tg: TgServer, user: User) -> None:
    huge = {**tg.server.upload("大.xlsx", b"1"), "file_size": 21 * 1024 * 1024}
    assert "20MB" in user.send({"message": user.message(document=huge)})[0]["text"]
    told = user.upload("大.xlsx", b"1" * (20 * 1024 * 1024 + 1))[0]["text"]
    assert "20MB" in told and "没有存入" in told
    gone = {"file_id": "gone", "file_unique_id": "gone"}
    assert "再发一次" in user.send({"message": user.message(document=gone)})[0]["text"]


def test_what_takes_long_is_shown_as_going_on(tg: TgServer, user: User) -> None:
    after = tg.mark()
    user.say("好")
    assert tg.calls(after, "sendChatAction", timeout=0) == []
    user.say("很慢")
    assert [call["fields"]["action"] for call in tg.calls(after, "sendChatAction", timeout=0)] == ["typing"]


def test_buttons_go_once_something_was_done(tg: TgServer, user: User) -> None:
    after, asked = tg.mark(), user.say("可确认")[0]
    user.press(asked, "再想")
    assert tg.calls(after, "editMessageReplyMarkup", timeout=0.3) == []
    assert user.press(asked, "确认")[0]["text"].startswith("已办")
    edit = tg.calls(after, "editMessageReplyMarkup")[0]
    assert edit["ok"] and edit["result"]["reply_markup"] is None
    assert user.press(asked, "确认")[0]["text"].startswith("已办"), "pressed again before the buttons were gone"
    assert [call["ok"] for call in tg.calls(after, "editMessageReplyMarkup", 2)] == [True, False]


def test_of_several_buttons_only_the_done_one_goes(tg: TgServer, user: User) -> None:
    after, asked = tg.mark(), user.say("可通过")[0]
    user.press(asked, "通过 2")
    left = tg.calls(after, "editMessageReplyMarkup")[0]["result"]["reply_markup"]["inline_keyboard"]
    assert [button["text"] for row in left for button in row] == ["通过 1", "通过 3"]
    user.press({**asked, "reply_markup": {"inline_keyboard": left}}, "通过 3")
    left = tg.calls(after, "editMessageReplyMarkup", 2)[1]["result"]["reply_markup"]["inline_keyboard"]
    assert [button["text"] for row in left for button in row] == ["通过 1"]


def test_an_edit_names_what_it_replaces(tg: TgServer, user: User) -> None:
    first = user.message(text="进度 9800")
    user.send({"message": first})
    said = user.send({"edited_message": {**first, "text": "进度 9900", "edit_date": first["date"] + 1}})[0]["text"]
    number = first["message_id"]
    assert said.startswith("进度 9900\n") and re.search(rf"id={number}e\d+ edits={number} ", said)


def test_what_is_no_text_gets_a_kind_sentence(user: User) -> None:
    voice = {"file_id": "v", "file_unique_id": "v", "duration": 1}
    assert "文字" in user.send({"message": user.message(voice=voice)})[0]["text"]
    user.send({"edited_message": user.message(voice=voice)}, timeout=0)
    assert user.say("好")[0]["text"].startswith("好")


def test_in_a_group_only_when_addressed(tg: TgServer, member: User) -> None:
    after = tg.mark()
    assert member.say("大家好", timeout=0) == member.say("@target_test_bot2 你好", timeout=0) == []
    member.send({"message": member.message(voice={"file_id": "v", "file_unique_id": "v", "duration": 1})}, timeout=0)
    answer = member.say(f"@{NAME.upper()}诸暨外资")[0]
    assert answer["text"].startswith("诸暨外资\n") and "group=True" in answer["text"]
    assert "message_id" in tg.calls(after, "sendMessage", chat_id=GROUP)[0]["fields"]["reply_parameters"]
    own = {"message_id": 5, "date": 1, "chat": answer["chat"], "from": BOT, "text": "?"}
    assert member.say("那内资呢", reply_to_message=own)[0]["text"].startswith("那内资呢\n")
    assert member.say(f"@{NAME}")[0]["text"].startswith("帮助\n")
    assert len(tg.calls(after, "sendMessage", chat_id=GROUP)) == 3


def test_a_fault_is_told_with_its_number(user: User) -> None:
    assert re.search(r"没有处理成功.*编号 \d+", user.say("错")[0]["text"])
    assert user.say("好")[0]["text"].startswith("好")


def test_too_many_requests_are_sent_again(tg: TgServer, user: User) -> None:
    tg.server.faults["sendMessage"] = [429]
    after = tg.mark()
    user.say("一次", 1)
    assert [call["ok"] for call in tg.calls(after, "sendMessage", 2)] == [False, True]


def test_polling_outlives_a_failing_server(tg: TgServer, user: User) -> None:
    tg.server.faults["getUpdates"] = [500, 502]
    assert user.say("还在吗", timeout=20)[0]["text"].startswith("还在吗")


def test_order_in_a_chat_and_a_clean_stop() -> None:
    with serving() as tg:
        bot = Bot(tg, *STUB)
        user, after = tg.user(11), tg.mark()
        for text in ("慢", "二", "三"):
            tg.push({"message": user.message(text=text)})
        time.sleep(0.5)
        printed = bot.stop()
        sent = [call["result"]["text"].split("\n")[0] for call in tg.calls(after, "sendMessage", 3, timeout=0)]
        assert sent == ["慢", "二", "三"] and bot.process.returncode == 0, printed


def test_what_was_sent_while_the_bot_was_down_is_answered() -> None:
    with serving() as tg:
        user, after = tg.user(11), tg.mark()
        tg.push({"message": user.message(text="早上好")})
        bot = Bot(tg, *STUB)
        assert tg.calls(after, "sendMessage")[0]["result"]["text"].startswith("早上好")
        bot.stop()


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"token": "1:wrong"}, "令牌无效"),
        ({"token": ""}, "令牌无效"),
        ({"token": "换行\n"}, "令牌无效"),
        ({"MUBIAO_TELEGRAM_API": "不是地址"}, "服务器地址或代理地址写得不对"),
        ({"MUBIAO_TELEGRAM_PROXY": "ftp://127.0.0.1:9"}, "代理地址写得不对"),
        ({"MUBIAO_TELEGRAM_PROXY": "不是:地址"}, "代理地址写得不对"),
    ],
)
def test_bad_settings_are_one_sentence(settings: dict[str, str], words: str) -> None:
    with serving() as tg:
        process = launch(*STUB, api=tg.url, **settings)
        out, err = process.communicate(timeout=60)
    assert process.returncode == 2 and out == ""
    assert words in err and err.count("\n") == 1, err
    assert "wrong" not in err


def test_without_a_network_it_waits_for_one() -> None:
    process = launch(*STUB, api="http://127.0.0.1:9")
    assert process.stderr and "连不上 Telegram 服务器 http://127.0.0.1:9" in process.stderr.readline()
    process.send_signal(signal.SIGTERM)
    out, err = process.communicate(timeout=20)
    assert process.returncode == 0 and out == err == ""
    with serving() as tg:
        tg.server.faults["getMe"] = [502, 500]
        bot = Bot(tg, *STUB)
        assert tg.user(11).say("好")[0]["text"].startswith("好")
        assert bot.stop().count("连不上") == 1
