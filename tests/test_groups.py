"""Groups: nothing internal is told in one that no admin has opened."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from data import groups, outbox
from data.report import Member
from intents.conversation import Conversation
from intents.members import groups as intent
from intents.turn import Turn
from tests.desks import NOW, desk
from tests.offices import Office, offices, said

EXAMPLES = tomllib.loads(Path(intent.__file__).with_suffix(".examples.toml").read_text(encoding="utf-8"))
GROUP = "t:-9"
SUMMARY = "全市进度汇总"
FIGURE = "诸暨外资完成多少"


@pytest.fixture
def office() -> Iterator[Office]:
    yield from offices()


@pytest.fixture
def told(office: Office) -> Office:
    office.report("zj", "进度 诸暨市 2012年5月 外资 9800万美元")
    return office


@pytest.mark.parametrize(("means", "text"), [(means, text) for means, texts in EXAMPLES.items() for text in texts])
def test_example(means: str, text: str) -> None:
    turn = Turn(text, "t:a", GROUP, NOW, group=True)
    heard = intent.read(turn, text, Member("t:a", "", "admin"), Conversation(), desk().source)
    if means == "none":
        assert heard is None
        return
    assert heard is not None and heard.needs == ("ask" if means == "state" else "groups")
    with desk().store.write():
        if means == "open":
            groups.close_group(desk().store, GROUP, NOW)
        else:
            groups.open_group(desk().store, GROUP, "t:a", NOW)
        heard.act()
        assert groups.is_open(desk().store, GROUP) == (means != "close")


def test_nothing_internal_until_it_is_open(told: Office) -> None:
    for who, text in (("leader", SUMMARY), ("official", FIGURE), ("admin", FIGURE)):
        said(told.say(who, text, GROUP, group=True), "decline", "不在群里公布", "私聊")
    said(told.say("admin", "开放本群", GROUP, group=True), "receipt", "已开放")
    assert "9800" in said(told.say("official", FIGURE, GROUP, group=True), "answer")
    said(told.say("leader", SUMMARY, GROUP, group=True), "summary")
    said(told.say("official", SUMMARY, GROUP, group=True), "decline", "只对领导开放")
    said(told.say("nobody", FIGURE, GROUP, group=True), "decline", "访客")
    said(told.say("official", FIGURE, "t:-10", group=True), "decline", "不在群里公布")
    said(told.say("admin", "关闭本群", GROUP, group=True), "receipt", "已关闭")
    said(told.say("official", FIGURE, GROUP, group=True), "decline", "不在群里公布")
    said(told.say("leader", "那上虞呢", GROUP, group=True), "decline")
    said(told.say("admin", "关闭本群", GROUP, group=True), "decline", "没有开放")


@pytest.mark.parametrize(
    ("who", "text"),
    [
        ("zj", "进度 诸暨市 2012年5月 外资 9900万美元"),
        ("zj", "确认"),
        ("zj", "填报模板"),
        ("zj", "我的上报"),
        ("trade", "待审核"),
        ("trade", "通过 1"),
        ("nobody", "加入 abcdefgh1234"),
    ],
)
def test_what_stays_private_in_an_open_group(told: Office, who: str, text: str) -> None:
    told.say("admin", "开放本群", GROUP, group=True)
    said(told.say(who, text, GROUP, group=True), "decline", "请私聊我")
    assert len(told.reports) == 1


def test_only_admins_and_only_in_groups(told: Office) -> None:
    for who in ("nobody", "leader", "zj"):
        said(told.say(who, "开放本群", GROUP, group=True), "decline", "只对管理员开放")
    said(told.say("admin", "开放本群"), "decline", "不是群")
    assert not groups.is_open(told.desk.store, GROUP) and not groups.is_open(told.desk.store, "chat-admin")
    assert told.say("official", "本群开放了吗", GROUP, group=True).kind == "help"


def test_targets_are_told_in_any_group(office: Office) -> None:
    said(office.say("nobody", "诸暨外资目标多少", GROUP, group=True), "answer", "21000")


def test_a_group_that_moved_stays_as_it_was(told: Office) -> None:
    told.say("admin", "开放本群", GROUP, group=True)
    told.say("official", FIGURE, GROUP, group=True)
    store = told.desk.store
    outbox.enqueue(store, "k", GROUP, "通报", told.at)
    for _ in range(2):
        groups.moved(store, GROUP, "t:-1009")
    assert "上虞" in said(told.say("official", "那上虞内资呢", "t:-1009", group=True), "decline")
    assert groups.is_open(store, "t:-1009") and not groups.is_open(store, GROUP)
    assert [message.to for message in outbox.due(store, told.at) if message.text == "通报"] == ["t:-1009"]
    groups.close_group(store, "t:-1009", told.at)
    groups.open_group(store, GROUP, "t:admin", told.at)
    groups.moved(store, GROUP, "t:-1009")
    assert not groups.is_open(store, "t:-1009"), "what was said in the new one goes first"
