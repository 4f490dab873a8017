"""Reporting and reviewing in whole conversations, through the desk."""

from collections.abc import Iterator

import pytest

from bot.desk import open_desk
from data import members
from data.report import Member
from intents.reply import Reply
from tests.offices import CITY, DOMESTIC, FOREIGN, NOW, PROJECTS, SHANGYU, ZHUJI, Office, offices, said

REPORT = "进度 诸暨市 2012年5月 外资 9800万美元"
MORE = "进度 诸暨市 2012年5月 外资 9900万美元"
ADDED = "进度 诸暨市 2012年5月 服务业投资 5亿元"


@pytest.fixture
def office() -> Iterator[Office]:
    yield from offices()


def nothing_stored(office: Office) -> None:
    said(office.say("zj", "确认"), "decline", "没有等待确认")
    assert not office.reports


# Submitting.


def test_preview_then_receipt(office: Office) -> None:
    reply = office.say("zj", REPORT)
    said(reply, "preview", ZHUJI, FOREIGN, "9800万美元", "46.67%", "5个百分点")
    assert reply.choices == ("确认", "取消") and not office.reports and office.value() is None
    assert [(f.measure, f"{f.value:.4f}") for f in reply.facts] == [
        ("actual", "9800.0000"),
        ("rate", "46.6667"),
        ("lead", "5.0000"),
    ]
    said(office.say("zj", "确认"), "receipt", "上报1号", "待审核")
    assert office.value() == "9800" and office.reports[0].words == REPORT and office.reports[0].sender == "t:zj"
    said(office.say("zj", "确认"), "decline", "没有等待确认")
    assert len(office.reports) == 1


@pytest.mark.parametrize("text", ["外资9800万美元", "诸暨 5月 外资 9800万美元", "双百技改 8只，内资 12亿元"])
def test_figures_without_an_opener_are_shown_as_a_report_would_be(office: Office, text: str) -> None:
    said(office.say("zj", text), "preview", ZHUJI, "确认")


@pytest.mark.parametrize(
    "text", ["外资前3", "外资比上虞多2000万美元", "外资超过1亿美元的有哪些", "外资目标21000万美元", "5亿元以上在建"]
)
def test_a_reporters_questions_stay_questions(office: Office, text: str) -> None:
    assert office.say("zj", text).kind != "preview"


@pytest.mark.parametrize(
    "text", ["确认", "确认。", "确认无误", "确认，没问题", " 确认 ", "确认上报", "确认吧", "确认更正"]
)
def test_ways_to_confirm(office: Office, text: str) -> None:
    office.say("zj", REPORT)
    said(office.say("zj", text), "receipt", "上报1号")


@pytest.mark.parametrize(
    "text", ["取消", "取消。", "取消吧", "取消上报", "先不报了，取消", "不对，取消掉", "算了，取消"]
)
def test_cancelled(office: Office, text: str) -> None:
    office.say("zj", REPORT)
    said(office.say("zj", text), "receipt", "已取消")
    nothing_stored(office)


@pytest.mark.parametrize("text", ["是", "是的", "对", "对的", "没错"])
def test_a_bare_yes_right_after_the_preview(office: Office, text: str) -> None:
    office.say("zj", REPORT)
    said(office.say("zj", text), "receipt", "上报1号")


@pytest.mark.parametrize(
    "between", ["诸暨市外资目标多少", "你好", "我的上报", "我还有什么没报", "填报模板", "诸暨外资完成多少"]
)
def test_a_bare_yes_later_does_not_count(office: Office, between: str) -> None:
    office.say("zj", REPORT)
    office.say("zj", between)
    office.say("zj", "是的")
    assert not office.reports
    said(office.say("zj", "确认"), "receipt", "上报1号")


def test_a_bare_yes_after_asking_ones_id_does_not_count(office: Office) -> None:
    office.say("zj", REPORT)
    office.say("zj", "我的ID")
    office.say("zj", "是的")
    assert not office.reports


@pytest.mark.parametrize("text", ["不", "不对", "算了"])
def test_a_bare_no(office: Office, text: str) -> None:
    office.say("zj", REPORT)
    said(office.say("zj", text), "receipt", "已取消")
    nothing_stored(office)


def test_a_bare_yes_with_nothing_waiting(office: Office) -> None:
    for text in ("是的", "对", "算了", "不对"):
        assert office.say("zj", text).kind != "receipt"


@pytest.mark.parametrize(
    "text",
    [
        "进度 诸暨 5月 固定资产投资9800万美元",
        "上报诸暨5月外资9800万美元和内资目标多少",
        "进度 5月 外资 无",
        "上报 5月 20亿以上在建项目 没有",
    ],
)
def test_what_is_not_taken_as_a_report_says_so(office: Office, text: str) -> None:
    reply = office.say("zj", text)
    said(reply, "decline")
    assert "没有存入任何数据" in "".join((*reply.lines, *reply.notes))
    assert "没有存入" not in "".join(office.say("official", text).notes)
    nothing_stored(office)


@pytest.mark.parametrize("text", ["重来", "外资怎么样才算好", "谢谢", "撤销", "进度 诸暨市 5月 外资 3千多万美元"])
def test_what_waits_is_not_forgotten(office: Office, text: str) -> None:
    office.say("zj", REPORT)
    assert "前面等您确认的内容" in (still := "".join(office.say("zj", text).notes)) and "还没有存入" in still
    said(office.say("zj", "对的,存吧"), "help", "还没有存入：请回复“确认”")
    said(office.say("zj", "确认"), "receipt", "上报1号")
    assert "前面等您确认的内容" not in "".join(office.say("zj", text).notes)


def test_it_lasts_half_an_hour(office: Office) -> None:
    office.say("zj", REPORT)
    office.wait(minutes=29)
    said(office.say("zj", "确认"), "receipt")
    office.say("zj", MORE)
    office.wait(minutes=30)
    said(office.say("zj", "确认"), "decline", "30分钟")
    assert office.value() == "9800"


def test_a_newer_one_takes_its_place(office: Office) -> None:
    office.say("zj", REPORT)
    office.say("zj", MORE)
    office.say("zj", "确认")
    assert [str(item.value) for item in office.items] == ["9900"]


def test_it_is_its_senders_in_its_chat(office: Office) -> None:
    office.say("zj", REPORT)
    said(office.say("zj2", "确认", chat="chat-zj"), "decline", "没有等待确认")
    said(office.say("zj", "确认", chat="another"), "decline", "没有等待确认")
    said(office.say("zj", "确认"), "receipt")


def test_a_declined_message_does_not_end_it(office: Office) -> None:
    office.say("zj", REPORT)
    said(office.say("zj", "进度 诸暨市 2012年5月 外资 -5万美元"), "decline")
    said(office.say("zj", "确认"), "receipt")
    assert office.value() == "9800"


def test_it_goes_on_after_a_restart(office: Office) -> None:
    office.say("zj", REPORT)
    url = office.desk.store.where.url
    office.desk.store.close()
    office.desk = open_desk(url, CITY, NOW)
    said(office.say("zj", "是的"), "receipt", "上报1号")


def test_all_zero_leaves_alone_what_is_reported(office: Office) -> None:
    office.report("zj", "进度 诸暨市 2012年5月 外资 9800万美元")
    preview = office.say("zj", "进度 诸暨市 2012年5月 零报告")
    assert preview.kind == "preview" and FOREIGN not in "".join(preview.lines)
    office.say("zj", "确认")
    again = office.say("zj", "进度 诸暨市 2012年5月 零报告")
    assert again.kind == "decline" and "都已报过" in again.lines[0]
    assert office.say("zj", "更正 诸暨市 2012年5月 外资 零报告").kind == "preview", "by name it is corrected"


def test_many_figures_name_district_and_month_once(office: Office) -> None:
    office.report("zj", f"{REPORT}，内资 12亿元")
    said(
        office.say("zj", "我的上报"),
        "answer",
        "上报1号（待审核）：诸暨市2012年1—5月 实际引进外资9800万美元，实际引进内资120000万元",
    )


def test_late(office: Office) -> None:
    office.wait(days=3)
    said(office.report("zj", REPORT), "receipt", "迟报")
    assert office.reports[0].late
    said(office.say("zj", "我的上报"), "answer", "上报1号（待审核，迟报）")


# Delivery.


def test_a_chat_with_files_is_remembered_for_a_month(office: Office) -> None:
    office.say("zj", "诸暨外资目标多少", id="1")
    office.wait(days=29)
    first = office.say("zj", "填报模板", id="2")
    assert first.files and office.desk.store.replied("t:zj", "chat-zj", "1"), "a month is not over"
    office.wait(days=2)
    assert office.say("zj", "填报模板", id="2").files == first.files
    office.say("zj", "填报模板", id="3")
    assert office.desk.store.replied("t:zj", "chat-zj", "1") is None
    assert office.desk.store.replied("t:zj", "chat-zj", "2")


def test_delivered_twice(office: Office) -> None:
    first = office.say("zj", REPORT, id="1")
    assert office.say("zj", REPORT, id="1") == first
    receipt = office.say("zj", "确认", id="2")
    assert office.say("zj", "确认", id="2") == receipt
    said(receipt, "receipt", "上报1号")
    assert len(office.reports) == 1
    assert office.say("zj", REPORT, id="1") == first and office.say("zj", "确认", id="3").kind == "decline"


def test_the_same_id_in_another_chat_is_another_message(office: Office) -> None:
    office.say("zj", REPORT, id="1")
    said(office.say("zj", MORE, id="1", chat="another"), "preview", "9900万美元")


def test_the_same_id_of_another_sender_is_another_message(office: Office) -> None:
    office.say("zj", REPORT, id="1")
    said(office.say("zj2", MORE, id="1", chat="chat-zj"), "preview", "9900万美元")


def test_an_edited_message_is_a_new_proposal(office: Office) -> None:
    office.say("zj", REPORT, id="1")
    said(office.say("zj", MORE, id="1e", edits="1"), "preview", "9900万美元", "编辑")
    office.say("zj", "确认", id="2")
    assert [str(item.value) for item in office.items] == ["9900"]
    said(office.say("zj", REPORT, id="1f", edits="1"), "preview", "9800万美元", "编辑", "替换上报1号")
    assert office.value() == "9900"


EDITS = (
    REPORT.replace("9800", "约9800"),
    REPORT.replace("5月", "6月"),
    REPORT.replace("诸暨市", "嵊州市"),
    "诸暨服务业投资目标多少",
    "今天天气不错",
    "全市进度汇总",
    "确认",
    "",
)


@pytest.mark.parametrize("text", EDITS)
def test_what_was_edited_away_is_not_stored(office: Office, text: str) -> None:
    office.say("zj", REPORT, id="1")
    reply = office.say("zj", text, id="1e", edits="1")
    said(reply, reply.kind, "作废")
    said(office.say("zj", "确认", id="2"), "decline", "没有等待确认")
    assert not office.reports


def test_an_edit_of_an_edit_ends_it_too(office: Office) -> None:
    office.say("zj", REPORT, id="1")
    office.say("zj", MORE, id="1e", edits="1")
    office.say("zj", "进度 诸暨 外资", id="1f", edits="1")
    nothing_stored(office)


def test_an_edit_of_another_message_does_not_end_it(office: Office) -> None:
    office.say("zj", "诸暨外资目标多少", id="1")
    office.say("zj", REPORT, id="2")
    office.say("zj", "诸暨内资目标多少", id="1e", edits="1")
    said(office.say("zj", "确认", id="3"), "receipt", "9800万美元")


def test_an_edit_ends_what_was_chosen_for_it(office: Office) -> None:
    said(office.say("two", "进度 5月 外资 9800万美元", id="1"), "choose")
    said(office.say("two", "1", id="2"), "preview")
    said(office.say("two", "进度 5月 外资 约9800万美元", id="1e", edits="1"), "decline", "作废")
    said(office.say("two", "确认", id="3"), "decline", "没有等待确认")


def test_an_edited_approval_of_all_approves_nothing(office: Office) -> None:
    office.report("zj", REPORT)
    office.say("trade", "全部通过", id="1")
    said(office.say("trade", "待审核", id="1e", edits="1"), "answer", "作废")
    said(office.say("trade", "确认", id="2"), "decline", "没有等待确认")


def test_a_button_under_an_older_preview(office: Office) -> None:
    office.say("zj", REPORT, id="1")
    office.say("zj", MORE, id="2")
    said(office.say("zj", button="确认", key="1"), "decline", "较早")
    said(office.say("zj", button="取消", key="1"), "decline", "较早")
    assert not office.reports
    said(office.say("zj", button="确认", key="2"), "receipt", "9900万美元")
    said(office.say("zj", button="确认", key="2"), "decline")
    assert len(office.reports) == 1


# Two at once.


def test_two_colleagues_do_not_overwrite_each_other_unseen(office: Office) -> None:
    office.say("zj", REPORT)
    office.say("zj2", MORE)
    said(office.say("zj", "确认"), "receipt", "上报1号")
    said(office.say("zj2", "确认"), "preview", "已有变化", "替换上报1号", "9800万美元")
    assert office.value() == "9800"
    said(office.say("zj2", "确认"), "receipt", "上报2号")
    assert office.value() == "9900"
    assert ("zj", "陈东更正了您上报1号的实际引进外资。") in office.posted()


def test_what_was_withdrawn_since_the_preview(office: Office) -> None:
    office.report("zj", REPORT)
    office.say("zj2", MORE)
    office.say("zj", "撤回 1")
    said(office.say("zj2", "确认"), "preview", "已有变化")
    said(office.say("zj2", "确认"), "receipt")


APRIL, MAYS = "进度 诸暨市 2012年4月 外资 8000万美元", "进度 诸暨市 5月当月 外资 1500万美元"


def test_a_months_figure_is_added_to_what_stands_at_the_confirmation(office: Office) -> None:
    office.report("zj", APRIL)
    said(office.say("zj", MAYS), "preview", "9500万美元")
    office.report("zj2", APRIL.replace("8000", "7000"))
    said(office.say("zj", "确认"), "preview", "已有变化", "8500万美元", "7000万美元")
    assert office.value() != "9500"
    said(office.say("zj", "确认"), "receipt", "8500万美元")


@pytest.mark.parametrize("text", [MAYS, "上报 诸暨 5月 外资 本月无新增", "上报 诸暨 5月 外资与上月持平"])
def test_the_month_before_that_went_since(office: Office, text: str) -> None:
    office.report("zj", APRIL)
    said(office.say("zj", text), "preview")
    office.say("trade", "退回 1 与海关数不符")
    said(office.say("zj", "确认"), "decline", "已有变化", "4月底")
    said(office.say("zj", "确认"), "decline", "没有等待确认")
    assert len(office.reports) == 1


def test_what_became_impossible_since(office: Office) -> None:
    office.say("zj", "进度 诸暨 5月 3000万美元以上外资项目 3只")
    office.report("zj2", "进度 诸暨 5月 1000万美元以上外资项目 2只")
    said(office.say("zj", "确认"), "decline", "已有变化", "超过它所属")
    assert len(office.reports) == 1


def test_what_became_doubtful_since(office: Office) -> None:
    office.say("zj", REPORT)
    office.report("zj2", APRIL.replace("8000", "9900"))
    said(office.say("zj", "确认"), "preview", "已有变化", "请留意", "9900万美元")
    said(office.say("zj", "确认"), "receipt")


def test_all_zero_leaves_alone_what_was_reported_since(office: Office) -> None:
    office.say("zj", "进度 诸暨市 2012年5月 零报告")
    office.report("zj2", REPORT)
    said(office.say("zj", "确认"), "preview", "已有变化")
    said(office.say("zj", "确认"), "receipt", "上报2号")
    assert office.value() == "9800"


def test_a_district_that_was_taken_away_since(office: Office) -> None:
    office.say("zj", REPORT)
    members.add(office.desk.store, Member("t:zj", "张敏", "staff", (SHANGYU,)), office.at)
    said(office.say("zj", "确认"), "decline", "只能上报本区")
    assert not office.reports


# Changing what waits.

BOTH = "进度 诸暨市 2012年4月 外资 7000万美元 内资 3亿元"


def shown(reply: Reply) -> list[str]:
    return [f"{f.period} {f.metric} {f.value.normalize():f}" for f in reply.facts if f.measure == "actual"]


@pytest.mark.parametrize(
    "text",
    [
        *(
            "外资改成7100万美元",
            "外资应为7100万美元",
            "修改 外资7100万美元",
            "写错了,外资应该是7100万美元",
        ),
        *(
            "不对,外资是7100万美元",
            "改为7100万美元",
            "不是7000,是7100",
            "是7100,不是7000",
            "外资不是7000万美元,是7100万美元",
        ),
        *("把外资改成7100万美元", "外资由7000万美元改为7100万美元", "诸暨外资改成7100万美元", "4月外资改成7100万美元"),
        *("更正 外资 0.71亿美元", "外资错了，应该7100万美元", "改成0.71亿美元吧"),
        *("外资改为7100万美元，其他不变", "其他不变，外资改成7100万美元", "外资改7100，其余不动"),
        *("外资错了，应为7100万美元，内资没问题", "改一下，外资7100万美元", "外资7100万美元，不是7,000"),
        *("外资7,000万美元改为7,100万美元，内资没改", "外资那项报少了，应该是7100万美元", "外资：7000→7100"),
    ],
)
def test_a_change_keeps_the_period_and_the_other_items(office: Office, text: str) -> None:
    office.say("zj", BOTH)
    reply = office.say("zj", text)
    assert shown(reply) == [f"2012-04 {FOREIGN} 7100", f"2012-04 {DOMESTIC} 30000"], reply
    said(office.say("zj", "确认"), "receipt", "2项")


def test_a_change_keeps_what_was_said_beside(office: Office) -> None:
    office.say("zj", f"{BOTH}\n幸福指数 88分\n说明：含结转")
    said(office.say("zj", "外资改成7100万美元"), "preview", "未读出（不会存入）：幸福指数 88分", "说明：含结转")
    office.say("zj", "确认")
    assert office.reports[0].reason == "含结转"


def test_a_question_after_the_preview_is_no_change(office: Office) -> None:
    office.say("zj", BOTH)
    office.say("zj", "诸暨外资目标多少")
    said(office.say("zj", "不是，我问的是内资"), "answer", DOMESTIC)


@pytest.mark.parametrize(
    "text", ["再加一项 工业投资10亿元", "还有工业投资10亿", "漏了工业投资 10亿元", "补充：工业投资10亿元"]
)
def test_an_addition_keeps_the_period_and_the_other_items(office: Office, text: str) -> None:
    office.say("zj", BOTH)
    assert len(shown(office.say("zj", text))) == 3
    office.say("zj", "确认")
    assert {str(item.period) for item in office.items} == {"2012-04-30"} and len(office.items) == 3
    assert office.reports[0].words == f"{BOTH}\n{text}"


@pytest.mark.parametrize("text", ["工业投资 10亿元", "外资 7100万美元", "进度 诸暨 5月 工业投资 10亿元"])
def test_a_newer_report_ends_the_preview(office: Office, text: str) -> None:
    office.say("zj", BOTH)
    reply = office.say("zj", text)
    assert len(shown(reply)) == 1 and "2012-05" in shown(reply)[0]
    assert "作废" in said(reply, "preview")
    office.say("zj", "确认")
    assert [str(item.period) for item in office.items] == ["2012-05-31"]


@pytest.mark.parametrize(
    "text", ["月份错了，是3月", "应该是3月的数", "不是4月,是3月", "时间改为3月底", "月份改成3月，其他不变"]
)
def test_another_month_for_all_of_it(office: Office, text: str) -> None:
    office.say("zj", BOTH)
    reply = office.say("zj", text)
    assert shown(reply) == [f"2012-03 {FOREIGN} 7000", f"2012-03 {DOMESTIC} 30000"]
    assert "作废" not in said(reply, "preview")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        *(("改成69.5亿", "没有改动"), ("不是99,是100", "没有改动"), ("改成约7100万美元", "确切")),
        *(("月份错了，是6月", "才结束"), ("改为~7100万美元", "符号")),
        *(("地区错了，是嵊州", "不能这样改"), ("不是外资，是内资", "不能这样改")),
    ],
)
def test_a_change_that_is_not_clear_changes_nothing(office: Office, text: str, words: str) -> None:
    office.say("zj", BOTH.replace("内资", "工业投资 10亿元 内资"))
    said(office.say("zj", text), "decline", words)
    office.say("zj", "确认")
    assert [str(item.value) for item in office.items] == ["7000", "10", "30000"]


@pytest.mark.parametrize("text", ["外资的单位错了，是亿美元", "外资多写了一个0", "外资不对，内资对的", "外资去掉"])
def test_a_change_not_understood_shows_what_still_waits(office: Office, text: str) -> None:
    office.say("zj", BOTH)
    reply = office.say("zj", text)
    said(reply, "decline", "没有改动")
    assert "外资7000万美元" in "".join(reply.notes) and not reply.facts
    again = office.say("zj", "外资应该是亿美元")
    assert again.kind == "decline" and "外资7000万美元" in "".join(again.notes)


def test_that_the_figures_are_right_is_no_change(office: Office) -> None:
    office.say("zj", BOTH)
    reply = office.say("zj", "进度 诸暨 5月 工业投资 10亿元，数据无误")
    assert len(shown(reply)) == 1 and "作废" in said(reply, "preview")


@pytest.mark.parametrize("text", ["5月 外资 7100万美元", "进度 5月 外资 7100万美元", "进度 外资 7100万美元"])
def test_what_stands_by_itself_is_a_new_report(office: Office, text: str) -> None:
    office.say("zj", BOTH)
    reply = office.say("zj", text)
    assert shown(reply) == [f"2012-05 {FOREIGN} 7100"]
    said(reply, "preview", "作废")


def test_zero_for_the_others_leaves_alone_what_waits(office: Office) -> None:
    office.say("zj", REPORT)
    reply = office.say("zj", "其余零报告")
    assert shown(reply)[0] == f"2012-05 {FOREIGN} 9800" and len(shown(reply)) > 10


def test_a_change_of_a_months_figure_says_which_it_is(office: Office) -> None:
    office.report("zj", APRIL)
    office.say("zj", MAYS)
    said(office.say("zj", "外资改成1600万美元"), "decline", "当月数还是累计数")
    said(office.say("zj", "改成1600万美元"), "decline", "当月数还是累计数")
    said(office.say("zj", "外资改成当月1600万美元"), "preview", "9600万美元")
    said(office.say("zj", "外资改成累计9700万美元"), "preview", "9700万美元")


def test_of_two_districts_the_one_meant(office: Office) -> None:
    office.say("two", "进度 诸暨市 4月 外资 7000万美元")
    said(office.say("two", "外资改成7100万美元"), "preview", ZHUJI, "7100万美元")
    assert len(shown(office.say("two", "还有上虞 外资 5000万美元"))) == 2
    said(office.say("two", "外资改成7200万美元"), "choose")
    said(office.say("two", "上虞外资改成5100万美元"), "preview", "7100万美元", "5100万美元")


def test_a_correction_right_after_the_receipt(office: Office) -> None:
    office.report("zj", "补报 诸暨市 3月 外资 5000万美元")
    office.say("zj", "诸暨外资目标多少")
    said(office.say("zj", "更正 外资 5200万美元"), "preview", "1—3月", "替换上报1号的5000万美元")
    office.say("zj", "取消")
    said(office.say("zj", "改成5300万美元"), "preview", "1—3月", "5300万美元", "替换上报1号")
    office.say("zj", "取消")
    said(office.say("zj", "月份错了，是4月"), "decline", "撤回 1")
    said(office.say("zj", "更正 外资 5200万美元", chat="another"), "preview", "1—5月")


def test_a_correction_by_number_is_of_that_reports_period(office: Office) -> None:
    office.report("zj", "补报 诸暨市 3月 外资 5000万美元")
    office.report("zj", REPORT)
    said(office.say("zj", "更正 1号 外资 5200万美元"), "preview", "1—3月", "替换上报1号")


def test_an_edited_change_ends_the_whole_preview(office: Office) -> None:
    office.say("zj", BOTH, id="1")
    office.say("zj", "外资改成7100万美元", id="2")
    said(office.say("zj", "外资改成7200万美元", id="2e", edits="2"), "decline", "作废", "完整")
    nothing_stored(office)
    office.say("zj", BOTH, id="4")
    office.say("zj", "外资改成7100万美元", id="5")
    said(office.say("zj", "进度 诸暨 4月 外资 约7000万美元", id="4e", edits="4"), "decline", "作废")
    nothing_stored(office)


# Taking back.


def test_withdrawn_the_one_before_counts_again(office: Office) -> None:
    office.report("zj", REPORT)
    office.report("zj", MORE)
    said(office.say("zj", "撤回 2"), "receipt", "上报2号", "撤回")
    assert office.value() == "9800"
    said(office.say("zj", "撤回2"), "decline", "已经撤回")
    said(office.say("zj", "撤回 1号"), "receipt")
    assert office.value() is None and len(office.reports) == 2


@pytest.mark.parametrize(
    ("who", "words"), [("zj2", "不是您报的"), ("sy", "不是您报的"), ("trade", "填报员"), ("nobody", "填报员")]
)
def test_only_ones_own(office: Office, who: str, words: str) -> None:
    office.report("zj", REPORT)
    said(office.say(who, "撤回 1"), "decline", words)
    assert office.value() == "9800"


def test_not_once_it_is_approved(office: Office) -> None:
    office.report("zj", REPORT)
    office.say("trade", "通过 1")
    said(office.say("zj", "撤回 1"), "decline", "审核通过")
    said(office.say("zj", "撤回 7"), "decline", "没有上报7号")


# Reviewing.


def test_approved(office: Office) -> None:
    office.report("zj", REPORT)
    said(office.say("trade", "待审核"), "answer", "上报1号", "张敏", "9800万美元")
    said(office.say("trade", "通过 1"), "receipt", "上报1号已通过")
    said(office.say("trade", "通过 1"), "decline", "已经通过")
    said(office.say("trade", "待审核"), "answer", "没有待审核")
    said(office.say("zj", "我的上报"), "answer", "已通过")


def test_returned_with_a_reason_and_sent_again(office: Office) -> None:
    office.report("zj", REPORT)
    said(office.say("trade", "退回 1"), "decline", "原因")
    assert office.value() == "9800"
    said(office.say("trade", "退回 1 与海关数不符"), "receipt", "与海关数不符")
    assert office.value() is None
    said(office.report("zj", REPORT), "receipt", "上报2号")
    said(office.say("trade", "通过 2"), "receipt")
    said(office.say("trade", "退回 2：又变了"), "receipt")
    assert office.value() is None


def test_a_correction_of_an_approved_value_waits_again(office: Office) -> None:
    office.report("zj", REPORT)
    office.say("trade", "通过 1")
    office.report("zj2", MORE)
    assert office.value() == "9900"
    said(office.say("trade", "待审核"), "answer", "上报2号")
    office.say("trade", "退回 2 不对")
    assert office.value() == "9800"


def test_what_was_returned_is_not_approved(office: Office) -> None:
    office.report("zj", REPORT)
    office.report("zj2", MORE)
    office.say("trade", "退回 1 口径不符")
    said(office.say("trade", "通过 1"), "decline", "上报1号", FOREIGN, "已经退回", "重新上报")
    said(office.say("trade", "通过1-2"), "receipt", "上报2号已通过", "没有处理：上报1号")
    office.say("trade", "退回 2 口径不符")
    assert office.value() is None


def test_only_approved_leaves_out_a_correction_that_waits(office: Office) -> None:
    office.report("zj", REPORT)
    office.say("trade", "1号没问题,通过")
    office.report("zj", MORE)
    said(office.say("trade", "只算已审核,诸暨外资完成多少"), "answer", "9800万美元", "上报1号")
    said(office.say("trade", "诸暨外资完成多少"), "answer", "9900万美元", "待审核")


def test_each_department_its_own(office: Office) -> None:
    office.report("zj", f"{REPORT} 农业产业化项目 3只")
    said(office.say("farm", "通过 1"), "receipt", "农业产业化项目数")
    said(office.say("zj", "我的上报"), "answer", "待审核", "已通过")
    said(office.say("trade", "通过 1"), "receipt", FOREIGN)
    office.report("zj", ADDED)
    said(office.say("farm", "通过 2"), "decline", "市农业局")


def test_all_at_once_after_one_question(office: Office) -> None:
    office.report("zj", REPORT)
    office.report("sy", "进度 上虞市 2012年5月 外资 5000万美元")
    reply = office.say("trade", "全部通过")
    said(reply, "choose", "2份", "上报1号", "上报2号")
    office.report("zj2", MORE)
    said(office.say("trade", reply.choices[0]), "receipt", "上报2号已通过")
    said(office.say("trade", "待审核"), "answer", "上报3号")


def test_several_are_returned_at_once_and_doubt_is_asked(office: Office) -> None:
    office.report("zj", REPORT)
    office.report("sy", "进度 上虞市 2012年5月 外资 5000万美元")
    for doubt in ("退回 1 2号已报过", "退回 1 5000不对"):
        assert said(office.say("trade", doubt), "choose", "没有退回")
    assert office.say("trade", "退回 1 2号已报过").choices == ("退回 1、2 原因：已报过", "退回 1 原因：2号已报过")
    said(office.say("trade", "退回 1,2"), "decline", "写明原因")
    assert office.value() == "9800"
    said(office.say("trade", "退回 1,2 口径不符"), "receipt", "上报1号已退回", "上报2号已退回", "原因：口径不符")
    said(office.say("zj", "我哪份被退回了"), "answer", "上报1号（已退回）", "退回原因：口径不符")
    said(office.say("sy", "2号什么状态"), "answer", "上报2号（已退回）")
    assert office.value() is None


def test_a_decision_without_a_number_is_asked_back(office: Office) -> None:
    office.report("zj", REPORT)
    office.report("sy", "进度 上虞市 2012年4月 外资 5000万美元")
    assert office.say("trade", "通过上虞4月的外资").choices == ("通过 2",)
    assert office.say("trade", "诸暨5月外资退回,数据不实").choices == ("退回 1 数据不实",)
    assert office.say("trade", "全部退回 口径不符").choices == ("退回 1 口径不符", "退回 2 口径不符")
    said(office.say("trade", "通过嵊州的"), "decline", "没有待审核的嵊州市的上报")
    said(office.say("zj", "通过诸暨的"), "decline")
    assert office.say("zj", "撤回诸暨5月的上报").choices == office.say("zj", "撤回全部").choices == ("撤回 1",)
    said(office.say("zj", "把4月的撤回来"), "decline", "没有可以撤回的4月的上报")
    said(office.say("trade", "待审核 外资"), "answer", "2份")
    said(office.say("trade", "待审核 诸暨"), "answer", "诸暨市待审核1份")
    said(office.say("sy", "我4月报了什么"), "answer", "上报2号")
    said(office.say("sy", "我的上报 5月"), "answer", "没有5月的")
    said(office.say("sy", "我4月外资报了没"), "answer", "上报2号")
    said(office.say("sy", "我5月外资报了没"), "answer", "没有5月、外资的")
    said(office.say("sy", "我的上报什么时候审核"), "help", "负责它的市级部门审核")
    assert not office.desk.store.rows("SELECT * FROM mark")


def test_a_reviewer_is_told_of_the_own_metrics_only(office: Office) -> None:
    office.report("zj", f"{REPORT} 农业产业化项目 3只")
    told = dict(office.posted())
    assert FOREIGN in told["trade"] and FOREIGN not in told["farm"] and "农业产业化项目数" in told["farm"]


def test_a_receipt_of_several_months_names_them(office: Office) -> None:
    text = "补报 诸暨市\n3月 外资 5000万美元\n4月 外资 7000万美元"
    said(office.report("zj", text), "receipt", f"2012年1—3月 {FOREIGN} 5000", f"2012年1—4月 {FOREIGN} 7000")


def test_those_concerned_are_told(office: Office) -> None:
    office.report("zj", REPORT)
    assert [to for to, _ in office.posted()] == ["trade"] and office.posted() == []
    office.say("trade", "通过 1")
    assert [(to, "通过" in text) for to, text in office.posted()] == [("zj", True)]
    office.say("trade", "退回 1 与海关数不符")
    assert [(to, "与海关数不符" in text) for to, text in office.posted()] == [("zj", True)]
    office.say("zj", REPORT)
    office.say("zj", "取消")
    assert office.posted() == []


# Who may.


@pytest.mark.parametrize("who", ["nobody", "official", "trade", "leader", "admin"])
def test_only_staff_report(office: Office, who: str) -> None:
    said(office.say(who, REPORT), "decline", "填报员")
    said(office.say(who, "确认"), "decline")
    assert not office.reports


def test_only_ones_own_district(office: Office) -> None:
    said(office.say("sy", REPORT), "decline", "本区", SHANGYU)
    said(office.say("zj", f"{REPORT}\n上虞市 2012年5月 外资 1万美元"), "decline", "本区")
    assert not office.reports


@pytest.mark.parametrize("who", ["nobody", "official", "zj", "leader", "admin"])
def test_only_reviewers_review(office: Office, who: str) -> None:
    office.report("zj", REPORT)
    for text in ("通过 1", "退回 1 不对", "全部通过"):
        said(office.say(who, text), "decline", "审核人")
    assert office.value() == "9800" and not office.desk.store.rows("SELECT * FROM mark")


def test_what_only_the_city_has(office: Office) -> None:
    said(office.say("zj", "进度 2012年5月 央企军企签约项目 3只"), "decline", "央企军企签约项目数")
    said(office.report("works", "进度 2012年5月 央企军企签约项目 3只"), "receipt", "上报1号")
    assert office.items[0].district == CITY
    said(office.say("works", "进度 诸暨市 2012年5月 外资 9800万美元"), "decline")


def test_in_a_group_nothing_is_reported(office: Office) -> None:
    said(office.say("zj", REPORT, group=True), "decline", "群")
    said(office.say("zj", "确认", group=True), "decline", "群")
    assert not office.reports


def test_a_member_who_left_reports_no_more(office: Office) -> None:
    from data.members import remove

    office.say("zj", REPORT)
    remove(office.desk.store, "t:zj", office.at)
    said(office.say("zj", "确认"), "decline", "填报员")
    assert not office.reports


# What is said of the report.


def test_lines_not_read_are_given_back(office: Office) -> None:
    said(office.say("zj", f"{REPORT}\n幸福指数 88分"), "preview", "未读出（不会存入）：幸福指数 88分")
    office.say("zj", "确认")
    assert [item.metric for item in office.items] == [FOREIGN]


def test_impossible_nothing_is_stored(office: Office) -> None:
    said(office.say("zj", f"{REPORT} 外资3000万美元以上项目 5只 外资1000万美元以上项目 3只"), "decline", "超过")
    nothing_stored(office)


BESIDE = "进度 诸暨市 2012年5月\n指标\t本月数\t累计数\n外资(万美元)\t1500\t"


def test_a_months_own_value_beside_the_cumulative_one(office: Office) -> None:
    said(office.say("zj", BESIDE + "9500"), "preview", "9500万美元，完成率", "当月数没有核对")
    office.report("zj", "进度 诸暨市 4月 外资 8000万美元")
    said(office.say("zj", BESIDE + "9500"), "preview", "9500万美元，完成率", "当月数与累计数相符")
    said(office.say("zj", BESIDE + "9800"), "decline", "加上4月底的累计是9500万美元", "9800万美元不符")
    said(office.say("zj", "进度 外资5月当月完成1500万美元,累计9800万美元"), "decline", "不符")
    said(
        office.say("zj", "进度 诸暨市 1月\n指标\t当月\t累计\n外资(万美元)\t1500\t1600"),
        "decline",
        "从0起是1500",
        "不符",
    )


def test_doubtful_with_a_reason(office: Office) -> None:
    office.report("zj", REPORT)
    text = "更正 诸暨市 2012年6月15日 外资 9000万美元"
    office.wait(days=12)
    said(office.say("zj", f"{text}\n说明：一笔退回"), "preview", "请留意", "一笔退回")
    office.say("zj", "确认")
    assert office.reports[1].reason == "一笔退回"


def test_a_receipt_names_the_ledgers_mark(office: Office) -> None:
    assert "台账回执 1-" in said(office.report("zj", REPORT), "receipt")
    assert "台账回执 2-" in said(office.report("zj", MORE), "receipt")


def test_asked_back(office: Office) -> None:
    office.report("zj", f"{REPORT} 外资1000万美元以上项目 3只")
    reply = office.say("official", "诸暨外资5月完成多少")
    said(reply, "answer", "9800万美元", "上报1号")
    assert [str(f.value) for f in reply.facts if f.measure == "actual"] == ["9800"]
    assert "9800" not in said(office.say("nobody", "诸暨外资5月完成多少"), "decline")
    assert office.value(metric=PROJECTS) == "3"
