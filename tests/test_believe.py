"""What cannot be is named, what is unlikely is warned about, and nothing else is."""

from datetime import date
from decimal import Decimal
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.believe import day, faults, warnings, wholes
from data.catalog.load import load_catalog
from data.problem import Problem
from data.report import Item, Standing
from intents.submission.check import targets_of
from tests.reports import checked, sources, standing

CATALOG = load_catalog()
FOREIGN, DOMESTIC, INDUSTRY = "实际引进外资", "实际引进内资", "工业投资完成投资额"
CHAINS = [
    ("外资3000万美元以上项目数", "外资1000万美元以上项目数"),
    ("内资5亿元以上项目数", "内资1亿元以上项目数", "内资5000万元以上项目数"),
    ("20亿元以上在建项目数", "10亿元以上在建项目数", "5亿元以上在建项目数"),
]


def item(metric: str, value: str, end: date = date(2012, 5, 31), district: str = "诸暨市") -> Item:
    return Item("绍兴市", district, metric, end, Decimal(value), CATALOG.metric(metric).unit)


def of(*items: Item, before: tuple[Standing, ...] = ()) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Faults and warnings of a report."""
    targets = targets_of("绍兴市", items, sources())
    return faults(items, targets, CATALOG, before), warnings(items, targets, CATALOG, before)


def test_an_ordinary_report_is_believed() -> None:
    before = (standing(FOREIGN, "2012-04-30", "8000"), standing(DOMESTIC, "2012-04-30", "100000", "万元"))
    assert of(item(FOREIGN, "9800"), item(DOMESTIC, "123000"), item(INDUSTRY, "92.3"), before=before) == ((), ())


@pytest.mark.parametrize(
    ("metric", "value", "word"),
    [
        (FOREIGN, "-300", "负数"),
        ("外资1000万美元以上项目数", "4.5", "小数"),
        ("战略性新兴产业完成投资比重", "100.1", "100%"),
        ("技改投入", "3", "没有技改投入的2012年目标"),
        ("央企军企签约项目数", "3", "没有央企军企签约项目数"),
    ],
)
def test_what_cannot_be(metric: str, value: str, word: str) -> None:
    (fault,) = of(item(metric, value))[0]
    assert word in fault and "诸暨市" in fault


def test_a_growth_may_be_negative_and_a_share_a_hundred() -> None:
    assert of(item("工业投资增长", "-3.5", district="绍兴市"))[0] == ()
    assert of(item("战略性新兴产业完成投资比重", "100"))[0] == ()


@pytest.mark.parametrize("chain", CHAINS, ids=lambda chain: chain[0])
def test_a_part_above_its_whole(chain: tuple[str, ...]) -> None:
    for at, part in enumerate(chain):
        for whole in chain[at + 1 :]:
            assert whole in wholes(part, CATALOG)
            for items in permutations((item(part, "5"), item(whole, "4"))):
                assert len(of(*items)[0]) == 1
            assert of(item(part, "4"), item(whole, "4"))[0] == ()
            stored = (standing(whole, "2012-05-31", "4", "只"),)
            assert len(of(item(part, "5"), before=stored)[0]) == 1
            assert len(of(item(whole, "3"), before=(standing(part, "2012-05-31", "4", "只"),))[0]) == 1
            assert of(item(part, "5"), before=(standing(whole, "2012-04-30", "4", "只"),))[0] == ()
            assert of(item(part, "5"), before=(standing(whole, "2012-05-31", "4", "只", "上虞市"),))[0] == ()


def test_what_is_sent_replaces_what_stands() -> None:
    part, whole = CHAINS[0]
    stored = (standing(whole, "2012-05-31", "4", "只"), standing(part, "2012-05-31", "3", "只"))
    assert of(item(part, "5"), item(whole, "6"), before=stored)[0] == ()
    assert of(item(FOREIGN, "9800"), before=stored)[0] == ()


def test_two_values_for_one_item() -> None:
    assert len(of(item(FOREIGN, "9800"), item(FOREIGN, "9900"), item(FOREIGN, "9900"))[0]) == 1
    assert of(item(FOREIGN, "9800"), item(FOREIGN, "9800.0"))[0] == ()
    assert of(item(FOREIGN, "9800"), item(FOREIGN, "9000", date(2012, 4, 30)))[0] == ()


@pytest.mark.parametrize(
    ("metric", "value", "before", "word"),
    [
        (FOREIGN, "8999", "9000", "还少"),
        (FOREIGN, "27001", "9000", "三倍"),
        (FOREIGN, "21001", "20000", "超过全年目标21000万美元"),
        (DOMESTIC, "139", None, "核对单位"),
        (DOMESTIC, "12.3", None, "核对单位"),
        (INDUSTRY, "923000", None, "核对单位"),
        (FOREIGN, "98000000", None, "核对单位"),
    ],
)
def test_what_is_doubtful(metric: str, value: str, before: str | None, word: str) -> None:
    unit = CATALOG.metric(metric).unit
    stored = (standing(metric, "2012-04-30", before, unit),) if before else ()
    impossible, doubts = of(item(metric, value), before=stored)
    assert impossible == ()
    assert any(word in doubt for doubt in doubts), doubts


def test_edges_are_not_doubtful() -> None:
    before = (standing(FOREIGN, "2012-04-30", "7000"),)
    assert of(item(FOREIGN, "7000"), before=before)[1] == ()
    assert of(item(FOREIGN, "21000"), before=before)[1] == ()
    assert of(item(FOREIGN, "0"))[1] == ()
    assert of(item(FOREIGN, "9800"), before=(standing(FOREIGN, "2012-04-30", "0"),))[1] == ()


def test_later_periods_are_looked_at_too() -> None:
    before = (standing(FOREIGN, "2012-05-31", "9800"),)
    assert "还多" in of(item(FOREIGN, "9900", date(2012, 4, 30)), before=before)[1][0]
    assert "还少" in of(item(FOREIGN, "9000"), item(FOREIGN, "9500", date(2012, 4, 30)))[1][0]


def test_a_correction_is_not_compared_with_what_it_replaces() -> None:
    assert of(item(FOREIGN, "5000"), before=(standing(FOREIGN, "2012-05-31", "9800"),))[1] == ()


def test_a_target_of_zero() -> None:
    zero = next(f for d in ("市直", "镜湖新区", "越城区", "滨海新城") if (f := _zero(d)))
    assert "目标是0" in of(item(zero[1], "1", district=zero[0]))[1][0]


def _zero(district: str) -> tuple[str, str] | None:
    items = [item(m.name, "1", district=district) for m in CATALOG.metrics if m.city == "绍兴市"]
    found = targets_of("绍兴市", items, sources())
    return next((cell for cell, figures in found.items() if all(f.value == 0 for f in figures)), None)


def test_days_are_written_as_people_do() -> None:
    assert (day(date(2012, 2, 29)), day(date(2012, 5, 15))) == ("2012年2月底", "2012年5月15日")


def test_a_message_is_checked_as_a_whole() -> None:
    problem = checked(
        "进度 5月\n3000万美元以上外资项目 5只", standing("外资1000万美元以上项目数", "2012-05-31", "4", "只")
    )
    assert isinstance(problem, Problem) and "超过它所属的" in problem.sentence
    report = checked("进度 5月 内资 139万元")
    assert not isinstance(report, Problem) and "核对单位" in report.warnings[0]


def _cell(one: Item) -> tuple[str, str, date]:
    return one.district, one.metric, one.period


METRICS = st.sampled_from([FOREIGN, DOMESTIC, INDUSTRY, *(metric for chain in CHAINS for metric in chain)])
ITEMS = st.builds(
    item,
    METRICS,
    st.integers(-5, 10**7).map(str),
    st.sampled_from([date(2012, 4, 30), date(2012, 5, 15), date(2012, 5, 31)]),
    st.sampled_from(["诸暨市", "上虞市"]),
)


@given(st.lists(ITEMS, max_size=6, unique_by=_cell), st.lists(ITEMS, max_size=6, unique_by=_cell))
def test_the_order_of_items_does_not_matter(items: list[Item], stored: list[Item]) -> None:
    before = tuple(standing(i.metric, i.period.isoformat(), str(i.value), i.unit, i.district) for i in stored)
    shuffled = sorted(items, key=lambda i: (i.metric, i.period, i.district, i.value), reverse=True)
    assert set(of(*items, before=before)[0]) == set(of(*shuffled, before=before)[0])
    assert set(of(*items, before=before)[1]) == set(of(*shuffled, before=before)[1])
