"""来历: what was reported, by whom, when, in what words, and what became of it."""

from collections.abc import Iterator

import pytest

from tests.offices import FOREIGN, ZHUJI, Office, offices, said


@pytest.fixture
def office() -> Iterator[Office]:
    yield from offices()


@pytest.fixture
def told(office: Office) -> Office:
    """Reported, corrected by a colleague, returned, and the first one approved."""
    office.report("zj", "进度 诸暨市 2012年5月 外资 9800万美元\n外资1000万美元以上项目 3只")
    office.report("zj2", "更正 诸暨市 2012年5月 外资 9900万美元\n说明：补录一笔")
    office.say("trade", "退回 2 与海关数不符")
    office.say("trade", "通过 1")
    return office


@pytest.mark.parametrize(
    "text",
    [
        "诸暨外资5月的来历",
        "诸暨市2012年5月实际引进外资的来历",
        "诸暨外资5月来历?",
        "诸暨外资5月的数谁报的，哪天报的",
        "诸暨外资5月是什么时候报的",
        "诸暨外资5月这个数的来历",
        "查看诸暨外资5月的修改记录",
    ],
)
def test_all_that_happened(told: Office, text: str) -> None:
    reply = told.say("official", text)
    first, second = said(reply, "answer", f"{ZHUJI}{FOREIGN}", "2012年1—5月", "共2次").splitlines()[1:3]
    for words in (
        "上报1号",
        "9800万美元",
        "张敏，2012-06-04 09:02报送",
        "李审2012-06-04 09:06审核通过",
        "曾被上报2号替换",
    ):
        assert words in first
    for words in ("上报2号", "9900万美元", "陈东", "替换上报1号", "退回（与海关数不符）", "不再计入", "说明：补录一笔"):
        assert words in second
    assert "现在计入" in first and "原话“更正 诸暨市 2012年5月 外资 9900万美元" in second
    facts = [(f.measure, str(f.value), f.unit, f.period, f.source) for f in reply.facts]
    assert facts == [
        ("actual", value, "万美元", "2012-05", source) for value, source in (("9800", "上报1号"), ("9900", "上报2号"))
    ]


def test_each_period(told: Office) -> None:
    told.report("zj", "进度 诸暨市 2012年4月 外资 7000万美元")
    said(told.say("official", "诸暨外资的来历"), "answer", "1—4月，共1次", "1—5月，共2次")
    said(told.say("zj", "外资来历"), "answer", "1—4月，共1次")


def test_of_a_report(told: Office) -> None:
    text = said(told.say("official", "上报1号的来历"), "answer", FOREIGN, "外资1000万美元以上项目数", "共2次")
    assert "3只" in text
    said(told.say("official", "上报9号的来历"), "decline", "没有上报9号")


def test_after_a_question(told: Office) -> None:
    told.say("official", "诸暨外资5月完成多少")
    said(told.say("official", "来历呢"), "answer", f"{ZHUJI}{FOREIGN}", "9900万美元")


@pytest.mark.parametrize(
    ("who", "text", "words"),
    [
        ("official", "上虞外资5月的来历", "还没有上报过"),
        ("official", "诸暨外资4月的来历", "还没有上报过"),
        ("official", "诸暨幸福指数的来历", "幸福"),
        ("official", "全市外资的来历", "一个地区"),
        ("official", "诸暨5月的来历", "一个指标"),
        ("official", "来历", "哪个数"),
        ("nobody", "诸暨外资5月的来历", "访客"),
        ("nobody", "上虞外资5月的来历", "访客"),
    ],
)
def test_nothing_to_tell(told: Office, who: str, text: str, words: str) -> None:
    reply = told.say(who, text)
    said(reply, "decline", words)
    assert not reply.facts


def test_not_in_a_group(told: Office) -> None:
    said(told.say("official", "诸暨外资5月的来历", group=True), "decline", "群")


def test_what_documents_say_of_a_programme(told: Office) -> None:
    said(told.say("nobody", "三百推进计划的来历"), "answer", "三百推进计划")


def test_long_words_are_cut_at_a_space(told: Office) -> None:
    lines = "\n".join(f"说明：第{n}条理由很长很长很长很长" for n in range(20))
    told.report("zj", f"进度 诸暨市 2012年5月 外资 9950万美元\n{lines}")
    text = said(told.say("official", "诸暨外资5月的来历"), "answer", "9950万美元", "……")
    assert len(text) < 900
