"""Bounds of progress: the mean, the city's rate, what is still to do, 力争 across districts."""

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
