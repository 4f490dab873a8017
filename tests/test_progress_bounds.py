"""Bounds of progress: the mean, the city's rate, what is still to do, 力争 across districts."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from bot.render.text import plain
from intents.progress.plain import plainly
from intents.reading import read
from intents.reply import Reply
from tests.test_progress_intent import FDI, INDUSTRY, JUNE, Talk, moment, told


@pytest.fixture(scope="module")
def half(tmp_path_factory: pytest.TempPathFactory) -> Talk:
    """Foreign capital (52, 49, 50, 35 and 40 %) and industrial investment to the end of June."""
    talk = Talk(tmp_path_factory.mktemp("half"), moment(7, 4))
    talk.report(moment(7, 3), FDI, JUNE, 绍兴县="11440", 诸暨="10290", 上虞="11500", 嵊州="3150", 新昌="1000")
    talk.report(moment(7, 3), INDUSTRY, JUNE, 绍兴县="115", 诸暨="109", 新昌="27")
    return talk


def whom(reply: Reply) -> list[str]:
    """Who is listed."""
    return list(dict.fromkeys(f.district for f in reply.facts if f.measure == "actual" and f.district))


def asks(talk: Talk, text: str) -> Reply:
    talk.forget()
    return talk.says(text)


@pytest.mark.parametrize("text", ["外资完成率高于平均的", "外资完成率比平均数高的有谁", "外资完成率平均线以上的"])
def test_the_mean_of_those_listed(half: Talk, text: str) -> None:
    reply = asks(half, text)
    assert whom(reply) == ["绍兴县", "上虞市", "诸暨市"] and told(reply, "mean") == ["45.2"]
    assert "已上报的5个完成率的平均，45.2%" in plain(reply)


def test_the_mean_of_the_city_and_of_a_group(half: Talk) -> None:
    city = asks(half, "五县市里外资完成率低于全市平均的有哪些")
    assert whom(city) == ["新昌县", "嵊州市"] and "全市已上报的5个" in plain(city)
    assert whom(half.says("高于平均的呢")) == ["绍兴县", "上虞市", "诸暨市"]
    most = asks(half, "外资完成数高于平均的有谁")
    assert whom(most) == ["上虞市", "绍兴县", "诸暨市"] and told(most, "mean") == ["7476"]


@pytest.mark.parametrize("text", ["外资完成率低于全市完成率的", "外资完成率比全市低的有谁", "外资完成率低于绍兴市的"])
def test_the_rate_of_the_city(half: Talk, text: str) -> None:
    reply = asks(half, text)
    assert whom(reply) == ["嵊州市"] and "全市完成率38.14%，不完整：还有5个未报" in plain(reply)


def test_another_outside_of_the_group(half: Talk) -> None:
    assert whom(asks(half, "五县市里外资完成率比新昌高的")) == ["绍兴县", "上虞市", "诸暨市"]
    unreported = asks(half, "五县市里外资完成率比袍江高的")
    assert unreported.kind == "decline" and "未报" in plain(unreported)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("外资还差1亿美元以上的有谁", ["上虞市", "诸暨市", "绍兴县"]),
        ("外资差1亿美元以上的", ["上虞市", "诸暨市", "绍兴县"]),
        ("外资缺口超过1.06亿美元的有哪些", ["上虞市", "诸暨市"]),
        ("哪些地方外资差距在5000万美元以内", ["新昌县"]),
        ("外资还欠不到2000万的", ["新昌县"]),
        ("外资离目标不到6000万美元的", ["嵊州市", "新昌县"]),
        ("外资还差不超过一个亿美元的有谁", ["嵊州市", "新昌县"]),
        ("外资每月还要完成1800万美元以上的有谁", ["上虞市"]),
        ("外资每个月要完成1800万美元以上的有谁", ["上虞市"]),
        ("外资完成数超过1.1亿美元的还差多少", ["上虞市", "绍兴县"]),
        ("外资完成率40%以下的还差多少", ["新昌县", "嵊州市"]),
    ],
)
def test_what_is_still_to_do(half: Talk, text: str, names: list[str]) -> None:
    half.forget()
    reply = half.says(plainly(read(text, half.at.date(), "绍兴市"), half.at.date()).typed)
    assert sorted(whom(reply)) == sorted(names), plain(reply)
    assert len(told(reply, "gap")) == len(names) and "还差" in plain(reply)


def test_what_is_done_is_not_to_do(tmp_path: Path) -> None:
    talk = Talk(tmp_path, moment(7, 4))
    talk.report(moment(7, 3), FDI, JUNE, 新昌="2600", 越城="900", 镜湖="500")
    reply = talk.says("外资还差不到1000万美元的有谁")
    assert whom(reply) == ["越城区"] and "新昌县、镜湖新区已完成年度目标" in plain(reply)


@pytest.mark.parametrize("text", ["外资完成率还差20个点以上的有谁", "外资完成1亿美元以上还差1亿美元以上的有谁"])
def test_a_bound_of_two_things_is_declined(half: Talk, text: str) -> None:
    half.forget()
    found = half.asks(text)
    assert found is not None and getattr(found, "kind", "") == "decline"


def test_the_higher_level(half: Talk) -> None:
    order = asks(half, "工业投资力争完成率排名")
    assert told(order, "rate") == ["50", "47.807", "45"] and "按力争目标" in plain(order)
    assert {f.level for f in order.facts if f.measure == "rate"} == {"力争"}
    assert whom(asks(half, "工业投资力争完成率50%以上的")) == ["绍兴县"]
    assert told(asks(half, "工业投资力争完成率最低的两个"), "rate") == ["45", "47.807"]
    behind = asks(half, "工业投资力争目标下谁落后")
    assert told(behind, "lead") == ["-5", "-2.193"] and "按力争目标" in plain(behind)
    between = asks(half, "诸暨、绍兴县工业投资力争完成率谁高")
    assert told(between, "difference") == ["2.193"] and "按力争目标" in plain(between)


def test_the_higher_level_goes_on_from_an_order(half: Talk) -> None:
    assert told(asks(half, "工业投资完成率排名"), "rate")[:1] == ["52.2727"]
    assert told(half.says("按力争排个名"), "rate")[:1] == ["50"]
    assert told(half.says("力争口径后三名"), "rate") == ["45", "47.807", "50"]
    assert "红灯的：没有" in plain(half.says("力争目标下谁红灯"))


def test_a_metric_without_the_higher_level(half: Talk) -> None:
    assert "没有力争目标" in plain(asks(half, "外资力争完成率排名"))
    assert Decimal(told(half.says("力争完成率最高的是谁"), "rate")[0]) == 52


def listed(reply: Reply) -> list[str]:
    """Who is listed, by the facts of the lead."""
    return list(dict.fromkeys(f.district for f in reply.facts if f.measure == "lead" and f.district))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("外资落后序时5个点以上的有谁", ["嵊州市", "新昌县"]),
        ("外资落后10个点以上的有谁", ["嵊州市", "新昌县"]),
        ("外资落后超过10个点的有谁", ["嵊州市"]),
        ("外资比序时慢，但慢得不到5个点的是谁", ["诸暨市"]),
        ("外资慢5个点以内的有哪些", ["诸暨市"]),
        ("外资超序时2个百分点以上的是哪些", ["绍兴县"]),
        ("外资领先序时不到5个点的", ["绍兴县"]),
        ("外资落后序时1000万美元以上的", ["嵊州市"]),
        ("外资完成率40%以下落后的有谁", ["嵊州市", "新昌县"]),
        ("五县市里外资红灯的", ["嵊州市"]),
        ("五县市外资黄灯的", ["新昌县", "诸暨市"]),
        ("外资没亮绿灯的", ["嵊州市", "新昌县", "诸暨市"]),
        ("外资不是红灯的", ["新昌县", "诸暨市", "上虞市", "绍兴县"]),
        ("外资黄灯的有哪几个，红灯的不要", ["新昌县", "诸暨市"]),
        ("除了绿灯外资还有哪些", ["嵊州市", "新昌县", "诸暨市"]),
    ],
)
def test_how_far_and_which_light(half: Talk, text: str, names: list[str]) -> None:
    half.forget()
    reply = half.says(plainly(read(text, half.at.date(), "绍兴市"), half.at.date()).typed)
    assert listed(reply) == names, plain(reply)
    assert "未报" in plain(reply) or "五县市" in text


def test_one_that_is_ahead_is_not_behind(half: Talk) -> None:
    assert "没有" in plain(asks(half, "绍兴县外资落后1个点以上吗"))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("外资和工业投资都快于序时的是谁", ["绍兴县"]),
        ("外资和工业投资都落后的", ["新昌县"]),
        ("外资、工业投资两项都没亮绿灯的有谁", ["新昌县"]),
        ("外资和工业投资都落后5个点以上的", []),
        ("外资和工业投资都亮红灯的", []),
    ],
)
def test_so_in_every_metric(half: Talk, text: str, names: list[str]) -> None:
    reply = asks(half, text)
    assert listed(reply) == names and len(told(reply, "lead")) == 2 * len(names), plain(reply)
    assert "都" in plain(reply).splitlines()[0]


def test_bounds_of_every_metric(half: Talk) -> None:
    both = asks(half, "外资和工业投资完成率都超过48%的")
    assert whom(both) == ["绍兴县", "诸暨市"] and told(both, "rate") == ["52", "52.2727", "49", "50"]
    each = asks(half, "外资完成率低于45%，工业投资完成率超过45%的有哪些")
    assert whom(each) == ["新昌县"] and told(each, "rate") == ["40", "46.5517"]
    apart = asks(half, "外资和工业投资完成率超过48%的")
    assert "上虞市" in whom(apart)


@pytest.mark.parametrize(
    "text", ["三项全部快于序时的", "各项都快于序时的有谁", "外资红灯内资绿灯的", "外资红灯10个点以上的"]
)
def test_what_cannot_be_told_together_is_declined(half: Talk, text: str) -> None:
    half.forget()
    assert getattr(half.asks(text), "kind", "") == "decline"


def test_the_sum_of_a_group_is_to_one_day(tmp_path: Path) -> None:
    talk = Talk(tmp_path, moment(7, 4))
    talk.report(moment(6, 3), FDI, date(2012, 5, 31), 嵊州="2700")
    talk.report(moment(7, 3), FDI, JUNE, 绍兴县="11440", 诸暨="10290", 上虞="11500", 新昌="1000")
    reply = asks(talk, "五县市外资一共完成多少")
    assert (
        told(reply, "sum") == ["34230"]
        and "不完整" in plain(reply)
        and "嵊州市（上次到5月底2700万美元）" in plain(reply)
    )
    assert told(asks(talk, "诸暨和嵊州外资一共完成多少"), "sum") == []
    assert told(asks(talk, "诸暨和上虞外资一共完成多少"), "sum") == ["21790"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("外资差距最大的是谁", ["上虞市"]),
        ("外资每月还要完成最多的两个", ["上虞市", "诸暨市"]),
        ("外资还有1亿美元以上没完成的", ["上虞市", "诸暨市", "绍兴县"]),
        ("外资还剩不到2000万美元的", ["新昌县"]),
        ("外资完成率超过40%的前两名", ["绍兴县", "上虞市"]),
    ],
)
def test_more_of_what_is_still_to_do(half: Talk, text: str, names: list[str]) -> None:
    half.forget()
    assert whom(half.says(plainly(read(text, half.at.date(), "绍兴市"), half.at.date()).typed)) == names


def test_an_order_of_what_is_still_to_do(half: Talk) -> None:
    reply = asks(half, "外资缺口排名")
    assert told(reply, "gap") == ["11500", "10710", "10560", "5850", "1500"] and "实际引进外资缺口" in plain(reply)


@pytest.mark.parametrize(
    "text",
    [
        "外资当月完成超过500万的有谁",
        "外资完成率高于40%的平均是多少",
        "外资完成率比诸暨高5个点以上的有谁",
        "外资完成率高出平均5个点以上的",
        "外资快于序时进度2个点的有谁",
        "诸暨和上虞都落后的指标有哪些",
    ],
)
def test_bounds_beside_what_they_cannot_go_with_are_declined(half: Talk, text: str) -> None:
    half.forget()
    assert getattr(half.asks(text), "kind", "") == "decline"


def test_a_place_in_an_order_and_a_bound_that_can_be_two_things(half: Talk) -> None:
    reply = asks(half, "外资完成率50%以下的前两名")
    assert (reply.kind, reply.facts) == ("decline", ()) and "先按条件" in plain(reply)


def test_both_unreported(half: Talk) -> None:
    both, any_ = plain(asks(half, "外资和工业投资都没报的有谁")), plain(asks(half, "外资和工业投资都报了没有"))
    assert "都未报的有5个" in both and "上虞" not in both
    assert "未报的有7个" in any_ and "上虞" in any_


def test_a_single_figure_without_the_higher_level_says_so(half: Talk) -> None:
    assert "没有分必保、力争的" in plain(asks(half, "诸暨外资力争完成率"))
    assert "没有分" not in plain(asks(half, "诸暨工业投资力争完成率"))
