"""怎么上报: the form with the sender's own district."""

from collections.abc import Iterator

import pytest

from tests.offices import Office, offices, said


@pytest.fixture
def office() -> Iterator[Office]:
    yield from offices()


@pytest.mark.parametrize(
    "text",
    [
        "上报",
        "怎么上报",
        "我要上报",
        "上报格式",
        "怎么报数",
        "填报",
        "请问怎么上报进度？",
        "如何报送数据",
        "你好，我是新来的，不知道怎么报数据",
        "上报外资",
        "补报3月",
        "诸暨5月外资9500万美元怎么上报",
        "怎么报",
    ],
)
def test_the_form(office: Office, text: str) -> None:
    reply = office.say("zj", text)
    said(reply, "help", "进度 诸暨市 2012年5月", "＿＿亿元", "共20项", "确认")
    assert reply.choices == ("填报模板 2012年5月", "我还有什么没报 2012年5月")
    form, due = (office.say("zj", choice, button=choice) for choice in reply.choices)
    assert [file.name for file in form.files] == ["填报模板-诸暨市-2012年5月.xlsx"]
    said(due, "answer", "20项没报")


def test_of_a_department_and_of_a_year_without_targets(office: Office) -> None:
    said(office.say("works", "怎么上报"), "help", "进度 绍兴市 2012年5月")
    office.wait(days=365 * 14)
    said(office.say("zj", "怎么上报"), "help", "进度 诸暨市 2012年5月")


def test_who_may_not_report_is_told(office: Office) -> None:
    said(office.say("leader", "怎么上报"), "decline", "只对填报员开放")
    said(office.say("nobody", "上报"), "decline", "访客")


@pytest.mark.parametrize("text", ["上报 诸暨市 2012年5月 外资 9800万美元", "谁上报了", "我的上报", "上报1号"])
def test_what_is_something_else(office: Office, text: str) -> None:
    assert "＿＿" not in "".join(office.say("zj", text).lines)


@pytest.mark.parametrize(
    "text",
    [
        "上报 我市 截至5月底 工业投资90亿元",
        "报送 诸暨 截止5月31日 实际到位外资 1亿零五百万美元",
        "填报 截至5月31日 外资8000万美元",
        "上报 截至5月底,外资8000万美元,内资11亿",
        "上报截止到5月底的外资8000万美元",
        "报送 诸暨 截至目前 外资8000万美元",
    ],
)
def test_a_day_to_which_a_value_runs_is_no_deadline(office: Office, text: str) -> None:
    said(office.say("zj", text), "preview", "诸暨市 2012年")


@pytest.mark.parametrize(
    "text",
    [
        "填报截止日期是几号",
        "几号前要报完",
        "月报什么时候交",
        "最晚什么时候上报？",
        "5月的数最晚几号报",
        "5月的数上报截止几号",
        "上报的截止日期是5号吗",
    ],
)
def test_until_when(office: Office, text: str) -> None:
    said(office.say("zj", text), "help", "2012年5月的数应在2012年6月5日前报送")


@pytest.mark.parametrize("text", ["谁上报了", "诸暨是什么时候上报的", "文件几号印发", "什么时候发布通报"])
def test_not_until_when(office: Office, text: str) -> None:
    assert "前报送" not in "".join(office.say("zj", text).lines)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("怎么撤回", "撤回 1"),
        ("怎么更正", "更正"),
        ("怎么改", "更正"),
        ("报错了怎么办", "更正"),
        ("怎么改已经报的数", "更正"),
        ("怎么知道审核了没有", "我的上报"),
        ("怎么确认", "30分钟"),
    ],
)
def test_how_the_rest_is_done(office: Office, text: str, word: str) -> None:
    said(office.say("zj", text), "help", word)
    said(office.say("nobody", text), "decline", "访客")


def test_other_questions_with_how_are_left_alone(office: Office) -> None:
    for text in ("我是新来的，镜湖农业项目几个", "怎么通过股权转让引进外资", "如何改造传统产业", "怎么报销"):
        assert office.say("zj", text).kind != "help"


@pytest.mark.parametrize("text", ["上报 5月 内资 12.3亿", "上报 1月 外资 零报告", "补报 外资 九千八百万美元"])
def test_an_opener_with_a_value_is_a_report(office: Office, text: str) -> None:
    assert office.say("zj", text).kind == "preview"
