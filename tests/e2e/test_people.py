"""The program itself as people use it on Telegram: every kind of reply, groups, menus, inline mode, both ways of
delivery."""

import io
import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest

from data.invitations import invite
from data.store import open_store
from tests.e2e.bots import free_port
from tests.e2e.offices import ADMIN, LEADER, REVIEWER, Office, reported
from tests.e2e.tgserver import NAME, Object, User, serving

STAFF = {11: "诸暨市", 12: "上虞市"}
GROUP = -100777


@pytest.fixture(scope="module", params=["polling", "webhook"])
def office(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office in which one report is confirmed; its bot must stop cleanly."""
    port = free_port()
    hook = {"MUBIAO_WEBHOOK_URL": f"http://127.0.0.1:{port}/hook", "MUBIAO_WEBHOOK_LISTEN": f"127.0.0.1:{port}"}
    with serving() as tg:
        found = Office(tg, tmp_path_factory.mktemp("people"), STAFF, **(hook if request.param == "webhook" else {}))
        staff = found.people[11]
        staff.press(reported(staff, "9800"), "确认")
        yield found
        printed = found.bot.stop()
        assert found.bot.process.returncode == 0 and "Traceback" not in printed, printed


def in_group(office: Office, number: int, text: str, group: int = GROUP) -> str:
    """What is answered to somebody who addresses the bot in a group."""
    return str(office.tg.user(number, group).say(f"@{NAME} {text}", timeout=15)[0]["text"])


@pytest.mark.parametrize(
    ("number", "text", "words"),
    [
        (99, "诸暨市外资目标多少?", "21000万美元"),
        (99, "5亿元以上项目诸暨几只", "请选"),
        (99, "诸暨市房价目标多少", "没看懂"),
        (99, "天气怎么样", "可以这样问"),
        (99, "/help", "目标通能做"),
        (99, "/start", "您好"),
        (99, "/ask 诸暨外资", "21000万美元"),
        (99, "/ask", "目标通能做"),
        (99, "/summary", "只对领导开放"),
        (11, "/report", "进度 诸暨市"),
        (11, "/report 诸暨市 2012年5月 外资 9900万美元", "请核对"),
        (11, "/mine", "上报1号"),
        (REVIEWER, "/pending", "待审核1份"),
        (LEADER, "2012年5月全市进度汇总", "绍兴市到2012年5月底"),
        (11, "诸暨外资2012年5月完成多少", "9800万美元"),
    ],
)
def test_every_kind_of_reply_in_private(office: Office, number: int, text: str, words: str) -> None:
    assert words in office.tg.user(number).say(text, timeout=15)[0]["text"]


def test_the_group_before_and_after_it_is_opened(office: Office) -> None:
    for number, text in ((11, "诸暨外资2012年5月完成多少"), (LEADER, "2012年5月全市进度汇总")):
        assert "不在群里公布" in in_group(office, number, text)
    assert "21000万美元" in in_group(office, 99, "诸暨外资目标")
    assert "请选" in in_group(office, 99, "5亿元以上项目诸暨几只")
    assert "只对管理员开放" in in_group(office, LEADER, "开放本群")
    assert "已开放" in in_group(office, ADMIN, "开放本群")
    assert "9800万美元" in in_group(office, 11, "诸暨外资2012年5月完成多少")
    assert "绍兴市到2012年5月底" in in_group(office, LEADER, "2012年5月全市进度汇总")
    assert "访客" in in_group(office, 99, "诸暨外资2012年5月完成多少")
    assert "请私聊我" in in_group(office, 11, "进度 诸暨市 2012年5月 外资 9990万美元")
    assert "请私聊我" in in_group(office, 99, "加入 abcdefgh1234")
    assert "没看懂" in in_group(office, 99, "诸暨房价目标多少") and "目标通能做" in in_group(office, 99, "/help")


def test_two_people_in_a_group_are_kept_apart(office: Office) -> None:
    assert "21000万美元" in in_group(office, 97, "诸暨外资目标")
    assert "23000万美元" in in_group(office, 98, "上虞外资目标")
    assert "253000万元" in in_group(office, 97, "那内资呢")
    asked = office.tg.user(94, GROUP).say(f"@{NAME} 5亿元以上项目诸暨几只")[0]
    other = office.tg.user(98, GROUP)
    assert other.press(asked, asked["reply_markup"]["inline_keyboard"][0][0]["text"])[0]["text"]


def test_a_group_that_became_a_supergroup(office: Office) -> None:
    old, new, tg = -55, -100055, office.tg
    member = tg.user(ADMIN, old)
    assert "已开放" in in_group(office, ADMIN, "开放本群", old)
    tg.push({"message": member.message(migrate_to_chat_id=new)})
    tg.push({"message": tg.user(ADMIN, new).message(migrate_from_chat_id=old)})
    assert "9800万美元" in in_group(office, 11, "诸暨外资2012年5月完成多少", new)
    late = -56
    assert "已开放" in in_group(office, ADMIN, "开放本群", late)
    tg.server.moved[late] = -100056
    tg.server.known.add(-100056)
    after = tg.mark()
    tg.push({"message": tg.user(11, late).message(text=f"@{NAME} 诸暨外资2012年5月完成多少")})
    assert "9800万美元" in tg.calls(after, "sendMessage", chat_id=-100056)[0]["result"]["text"]
    assert office.rows("SELECT chat FROM group_chat WHERE chat LIKE 'telegram:-%5%' ORDER BY chat") == [
        ("telegram:-100055",),
        ("telegram:-100056",),
    ]


def menu(call: Object) -> list[str]:
    """The names of the commands set."""
    return [each["command"] for each in json.loads(call["fields"]["commands"])]


def test_menus_by_role(office: Office) -> None:
    tg = office.tg
    calls = tg.calls(0, "setMyCommands", 3 + len(office.people))
    scopes = {call["fields"].get("scope", "{}"): menu(call) for call in calls if call["ok"]}
    by_chat = {json.loads(scope).get("chat_id"): names for scope, names in scopes.items()}
    assert "report" in by_chat[11] and "summary" in by_chat[LEADER] and "pending" in by_chat[REVIEWER]
    assert any("all_group_chats" in scope for scope in scopes) and any("all_private" in scope for scope in scopes)
    store = open_store(office.url)
    code, after = invite(store, "leader", (), (), "新人", datetime.now(UTC)), tg.mark()
    store.close()
    assert "欢迎加入" in tg.user(96).say(f"/start {code}")[0]["text"]
    assert "bulletin" in menu(tg.calls(after, "setMyCommands")[0])
    assert "已经" in tg.user(96).say(f"/start {code}")[0]["text"]
    assert "欢迎" not in tg.user(95).say(f"/start {code}")[0]["text"], "a used code opens nothing"


def test_inline_offers_published_targets_only(office: Office) -> None:
    user = office.tg.user(LEADER)
    offered, answer = user.types("诸暨外资")
    text = offered[0]["input_message_content"]["message_text"]
    assert "21000万美元" in text and "绍政办发〔2012〕43号" in text and int(answer["cache_time"]) <= 60
    for text in (
        "诸暨外资2012年5月完成多少",
        "2012年5月全市进度汇总",
        "",
        "你好",
        "天气",
        "待审核",
        "5亿元以上项目诸暨几只",
    ):
        offered, answer = user.types(text)
        assert offered == [] and "start_parameter" in answer["button"], text
    assert "目标通能做" in user.say("/start inline")[0]["text"]
    own = {"id": 123456, "is_bot": True, "first_name": "目标通", "username": NAME}
    after = office.tg.mark()
    user.say("2012年诸暨市实际引进外资目标", 0, 0, via_bot=own)
    assert user.say("/help") and len(office.tg.calls(after, "sendMessage", 2, 0.3, chat_id=LEADER)) == 1


def test_forwarded_and_captioned(office: Office) -> None:
    staff = office.people[12]
    origin = {"type": "hidden_user", "sender_user_name": "某人", "date": 1}
    told = staff.say("进度 上虞市 2012年5月 外资 5000万美元", forward_origin=origin)[0]
    assert "您转发的消息" in told["text"] and "已取消" in staff.press(told, "取消")[0]["text"]
    film = {"file_id": "v", "file_unique_id": "v", "duration": 1, "width": 1, "height": 1}
    answer = staff.send({"message": staff.message(video=film, caption="诸暨外资目标")})[0]["text"]
    assert "21000万美元" in answer and "附言" in answer


KINDS = {
    "voice": {"file_id": "v", "file_unique_id": "v", "duration": 1},
    "video_note": {"file_id": "v", "file_unique_id": "v", "duration": 1, "length": 1},
    "sticker": {
        "file_id": "v",
        "file_unique_id": "v",
        "width": 1,
        "height": 1,
        "type": "regular",
        "is_animated": False,
        "is_video": False,
    },
    "location": {"latitude": 30.0, "longitude": 120.5},
    "contact": {"phone_number": "1", "first_name": "某"},
    "dice": {"emoji": "🎲", "value": 1},
    "audio": {"file_id": "v", "file_unique_id": "v", "duration": 1},
}


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_no_text(office: Office, kind: str) -> None:
    user = office.tg.user(99)
    assert "打成文字" in user.send({"message": user.message(**{kind: KINDS[kind]})})[0]["text"]


def test_who_is_no_person_is_not_answered(office: Office) -> None:
    tg, after = office.tg, office.tg.mark()
    robot = {"id": 5, "is_bot": True, "first_name": "别的机器人"}
    tg.push({"message": {**tg.user(98).message(text="诸暨外资"), "from": robot}})
    tg.push({"message": tg.user(98, GROUP).message(text=f"@{NAME} 诸暨外资", is_automatic_forward=True)})
    assert tg.user(98).say("/help") and len(tg.calls(after, "sendMessage", 2, 0.3)) == 1


def test_files_both_ways(office: Office) -> None:
    tg, leader = office.tg, office.people[LEADER]
    after = tg.mark()
    leader.say("2012年5月全市进度汇总 图 excel", 0)
    assert tg.calls(after, "sendPhoto", timeout=20, chat_id=LEADER)[0]["ok"]
    book = tg.calls(after, "sendDocument", timeout=20, chat_id=LEADER)[0]["result"]["document"]
    assert openpyxl.load_workbook(io.BytesIO(tg.server.assets[book["file_id"]]["data"])).active is not None
    staff: User = office.people[12]
    after = tg.mark()
    staff.say("填报模板 2012年5月", 0)
    sent = tg.calls(after, "sendDocument", timeout=20, chat_id=12)[0]["result"]["document"]
    filled = openpyxl.load_workbook(io.BytesIO(tg.server.assets[sent["file_id"]]["data"]))
    next(row for row in filled.active.iter_rows(min_row=2) if row[2].value == "实际引进外资")[-1].value = 6000
    stream = io.BytesIO()
    filled.save(stream)
    preview = staff.upload("填报.xlsx", stream.getvalue(), timeout=20)[0]
    assert "6000" in preview["text"] and "已存入" in staff.press(preview, "确认")[0]["text"]
    assert "没有等待确认" in staff.press(preview, "确认")[0]["text"]


def test_restarted_in_the_middle(office: Office, tmp_path: Path) -> None:
    staff = office.people[12]
    preview = reported(staff, "6100", "上虞市")
    workers = office.bot.children()
    office.kill()
    end = time.monotonic() + 10
    while any(Path(f"/proc/{each}").exists() for each in workers) and time.monotonic() < end:
        time.sleep(0.1)
    assert not any(Path(f"/proc/{each}").exists() for each in workers), "its processes do not outlive it"
    after = office.tg.mark()
    staff.press(preview, "确认", 1, 0)
    office.start()
    assert "已存入" in office.told(12, after, words="已存入")[0]["text"]
    assert "253000万元" in office.tg.user(97).say("诸暨内资目标", timeout=20)[0]["text"]
