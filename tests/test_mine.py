"""我还有什么没报: what a member has still to report, and until when."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.offices import FOREIGN, NOW, PROJECTS, SHANGYU, ZHUJI, Office, offices, said


@pytest.fixture
def office() -> Iterator[Office]:
    yield from offices()


@pytest.mark.parametrize(
    "text",
    [
        "我还有什么没报",
        "还有没报的吗",
        "我还欠什么",
        "我还有哪些没报?",
        "还有哪些没报",
        "还有什么没报的",
        "我没报的有哪些",
        "5月我还有哪些没报",
        "我5月还有什么没上报",
        "诸暨还有哪些没报",
        "我们还有几项没报",
        "我还差什么没报",
        "我都报齐了吗",
        "我市还有哪些指标没报",
        "我还有啥没报呀🤔",
        "5月我要报哪些指标",
        "我还需要报什么",
        "我还有哪几项没交",
        "上报了没有",
        "我报了吗",
        "诸暨5月报了没有",
    ],
)
def test_ways_to_ask(office: Office, text: str) -> None:
    said(office.say("zj", text), "answer", "2012年1—5月的20项中还有20项没报", f"· {ZHUJI}（20项）", FOREIGN)


def test_what_was_reported_is_not_missing(office: Office) -> None:
    office.report("zj2", "进度 诸暨市 2012年5月 外资 9800万美元 外资1000万美元以上项目 3只")
    text = said(office.say("zj", "我还有什么没报"), "answer", "20项中还有18项")
    assert FOREIGN not in text and PROJECTS not in text
    said(office.say("zj", "4月我还有什么没报"), "answer", "20项中还有20项", "1—4月")
    office.say("zj2", "撤回 1")
    said(office.say("zj", "我还有什么没报"), "answer", "20项中还有20项")


def test_until_when(office: Office) -> None:
    said(office.say("zj", "我还有什么没报"), "answer", "2012年6月5日前", "还有1天")
    office.wait(days=1)
    said(office.say("zj", "我还有什么没报"), "answer", "今天是最后一天")
    office.wait(days=1)
    said(office.say("zj", "我还有什么没报"), "answer", "已过期", "迟报")
    said(office.say("zj", "6月我还有什么没报"), "answer", "还没结束", "2012年7月5日前")


def test_late_ones_are_told(office: Office) -> None:
    office.wait(days=5)
    said(office.report("zj", "进度 诸暨市 2012年5月 外资 9800万美元"), "receipt", "迟报")
    said(office.say("zj", "我还有什么没报"), "answer", "19项没报", "已报的1项中，1项是迟报")


def test_all_reported(office: Office) -> None:
    office.report("zj", "进度 诸暨市 2012年5月 零报告")
    said(office.say("zj", "我还有什么没报"), "answer", "没报")


def test_each_district_and_the_departments(office: Office) -> None:
    text = said(office.say("two", "我还有什么没报"), "answer", f"· {ZHUJI}（20项）", f"· {SHANGYU}（20项）")
    assert text.count("· ") == 2
    said(office.say("two", "上虞还有什么没报"), "answer", f"· {SHANGYU}（20项）")
    said(office.say("works", "我还有什么没报"), "answer", "· 绍兴市", "央企军企签约项目数")


@pytest.mark.parametrize(
    ("who", "text", "words"),
    [
        ("zj", "上虞还有哪些没报", "本区"),
        ("zj", "9月我还有什么没报", "才结束"),
        ("zj", "2011年5月我还有什么没报", "2011年"),
        ("official", "我还有什么没报", "填报员"),
        ("nobody", "我还有什么没报", "填报员"),
    ],
)
def test_not_told(office: Office, who: str, text: str, words: str) -> None:
    said(office.say(who, text), "decline", words)


def test_what_leaders_ask_is_another_thing(office: Office) -> None:
    reply = office.say("leader", "还有哪些没报")
    assert reply.kind == "summary"
    assert office.say("zj", "谁没报").kind == "decline"


def test_january_has_nothing_due() -> None:
    office = Office(NOW - timedelta(days=140))
    said(office.say("zj", "我还有什么没报"), "decline", "2011年")
