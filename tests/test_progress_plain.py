"""过半 and 比4月 said plainly; what they are in other words is left alone."""

from datetime import date

import pytest

from intents.progress_plain import other_month, plainly
from intents.reading import read

DAY = date(2012, 6, 18)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("外资完成率超过一半的有哪些", "外资完成率超过50%的有哪些"),
        ("外资完成率没过半的有哪些", "外资完成率50%以下的有哪些"),
        ("外资完成率不到一半的地方", "外资完成率低于50%的地方"),
        ("外资完成率低于一半的有哪些", "外资完成率低于50%的有哪些"),
        ("外资完成率达到一半的有几个", "外资完成率50%以上的有几个"),
        ("哪些地方外资完成过半了", "哪些地方外资完成率超过50%"),
        ("任务过半的有谁", "完成率超过50%的有谁"),
        ("外资一半以上的有谁", "外资完成率50%以上的有谁"),
        ("诸暨外资比4月多了多少", "诸暨外资比上月多了多少"),
        ("诸暨外资比四月份多了多少", "诸暨外资比上月多了多少"),
        ("诸暨外资5月比4月多多少", "诸暨外资5月比上月多多少"),
        ("诸暨外资4月较3月增加多少", "诸暨外资4月比上月增加多少"),
        ("已经完成全年任务的有哪些", "完成率100%以上的有哪些"),
        ("外资没完成任务的有哪些", "外资完成率低于100%的有哪些"),
        ("外资超额完成的有谁", "外资完成率超过100%的有谁"),
        ("外资完成任务的地方", "外资完成率100%以上的地方"),
        ("诸暨外资完成任务了吗", "诸暨外资完成任务了吗"),
        ("诸暨外资过半了吗", "诸暨外资过半了吗"),
        ("哪些地方外资占全市一半以上", "哪些地方外资占全市一半以上"),
        ("上半年汇报有哪些", "上半年汇报有哪些"),
        ("哪些县半年完成多少", "哪些县半年完成多少"),
        ("诸暨外资比上虞多多少", "诸暨外资比上虞多多少"),
        ("诸暨外资5月比3月多多少", "诸暨外资5月比3月多多少"),
    ],
)
def test_said_plainly(text: str, plain: str) -> None:
    assert plainly(read(text, DAY, "绍兴市"), DAY).typed == plain


@pytest.mark.parametrize("text", ["诸暨外资比3月多多少", "诸暨外资5月比3月怎么样", "外资较1月份增加多少"])
def test_other_months_are_not_compared(text: str) -> None:
    why = other_month(read(text, DAY, "绍兴市"), DAY)
    assert why is not None and why.kind == "decline" and "上个月" in why.sentence


@pytest.mark.parametrize("text", ["诸暨外资比4月多多少", "诸暨外资比上虞多多少", "诸暨外资3月完成多少"])
def test_the_rest_may_be_compared(text: str) -> None:
    assert other_month(read(text, DAY, "绍兴市"), DAY) is None
