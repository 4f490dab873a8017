"""怎么上报: the form with the sender's own district."""

from collections.abc import Iterator

import pytest

from tests.offices import Office, offices, said


@pytest.fixture
def office() -> Iterator[Office]:
    yield from offices()


@pytest.mark.parametrize(
    "text", ["上报", "怎么上报", "我要上报", "上报格式", "怎么报数", "填报", "请问怎么上报进度？", "如何报送数据"]
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
