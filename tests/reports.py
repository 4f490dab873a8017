"""Senders, and reports read from messages on the shipped documents; what test_submission and test_believe share."""

from datetime import datetime
from decimal import Decimal

from data.amount import show
from data.problem import Problem
from data.report import Item, Member, Standing
from intents.sources import Sources
from intents.submission.check import Checked, check
from intents.submission.report import Submission, read
from tests.desks import NOW, desk

SENDERS = {
    "诸暨": Member("test:zj", "赵军", "staff", ("诸暨市",)),
    "两地": Member("test:ld", "李东", "staff", ("诸暨市", "上虞市")),
    "经信": Member("test:jx", "金欣", "staff", (), ("市经信委",)),
    "金融": Member("test:jr", "金融", "staff", (), ("市金融办",)),
    "滨海": Member("test:bh", "毕海", "staff", ("滨海新城",)),
    "绍兴县": Member("test:sx", "邵先", "staff", ("绍兴县",)),
    "访客": Member("test:fk", "访客", "guest"),
}


def sources() -> Sources:
    """The shipped documents in the desk's store."""
    return desk().source


def reported(text: str, sender: str = "诸暨", at: datetime = NOW) -> Submission | Problem | None:
    """The report that a message is."""
    return read(text, at, SENDERS[sender], sources())


def checked(text: str, *before: Standing, sender: str = "诸暨", at: datetime = NOW) -> Checked | Problem:
    """The report checked against what stands."""
    report = reported(text, sender, at)
    return check(report, before, sources()) if isinstance(report, Submission) else report or Problem("none", "")


def standing(metric: str, period: str, value: str, unit: str = "万美元", district: str = "诸暨市") -> Standing:
    """A value that stands."""
    end = datetime.fromisoformat(period).date()
    return Standing(Item("绍兴市", district, metric, end, Decimal(value), unit), 1, "test:zj", NOW, False)


def told(report: Submission) -> list[str]:
    """The items as examples write them: 诸暨市 实际引进外资 2012-05-31 9800万美元, 当月 where the month before is added."""
    return [
        f"{i.district} {i.metric} {i.period} {'当月' if i.monthly else ''}{show(i.value)}{i.unit}" for i in report.items
    ]
