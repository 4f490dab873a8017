"""措施进展: how far a measure is, told by its lead department's staff, and asked."""

from collections.abc import Iterator

import pytest

from data.measurestate import measure_states
from data.narrative import measures
from intents.members.measurewords import meant
from tests.offices import CITY, Office, offices, said

NUMBER = "绍政办发〔2012〕43号"
TELLS = "措施进展 三(五)4 首台套认定办法 已出台"


@pytest.fixture
def office() -> Iterator[Office]:
    yield from offices()


def kept(office: Office) -> list[tuple[str, str, str, str]]:
    return [(s.place, s.point, s.state, s.note) for s in measure_states(office.desk.store, NUMBER)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (TELLS, ("三(五)4", "首台套产品认定办法", "已完成", "已出台")),
        ("措施进展 三（五）4 首台套认定办法 已出台", ("三(五)4", "首台套产品认定办法", "已完成", "已出台")),
        ("措施进展：首台套产品认定办法 推进中", ("三(五)4", "首台套产品认定办法", "推进中", "推进中")),
        ("举措进展 三(五)4 中试管理办法 未启动", ("三(五)4", "中试管理办法", "未启动", "未启动")),
        ("措施进展 三(五)4 推进中，两个办法在征求意见", ("三(五)4", "", "推进中", "推进中，两个办法在征求意见")),
        (
            "措施进展 三(五)4 引才计划 已完成 说明：系列对接办了3场",
            ("三(五)4", "引才计划", "已完成", "已完成，系列对接办了3场"),
        ),
        ("措施进展 三(五)4 首台套认定办法 尚未启动", ("三(五)4", "首台套产品认定办法", "未启动", "尚未启动")),
    ],
)
def test_told(office: Office, text: str, wanted: tuple[str, ...]) -> None:
    said(office.say("talent", text), "receipt", wanted[0], wanted[2], wanted[3], NUMBER)
    assert kept(office) == [wanted]


def test_asked(office: Office) -> None:
    office.say("talent", "措施进展 三(五)4 首台套认定办法 起草中")
    office.say("talent", TELLS)
    office.say("talent", "措施进展 三(五)4 中试管理办法 推进中")
    for text in (
        "首台套认定办法出台了没有",
        "首台套认定办法出台了吗",
        "措施进展 三(五)4 首台套认定办法",
        "首台套办法进展如何",
    ):
        told = said(office.say("official", text), "answer", "已完成（“已出台”）", "钱才2012-06-04报", NUMBER)
        assert "中试" not in told
    for text in ("措施进展 三(五)4", "三(五)4出台了没有", "三(五)4进展怎么样", "措施进展"):
        said(office.say("official", text), "answer", "已完成", "中试管理办法：推进中")


def test_never_told(office: Office) -> None:
    said(office.say("official", "首台套认定办法出台了没有"), "decline", "还没有报过", "市人才办")
    said(office.say("official", "措施进展 三(五)4"), "decline", "还没有报过", "市人才办")
    said(office.say("official", "措施进展"), "decline", "还没有报过")


def test_a_guest_learns_nothing(office: Office) -> None:
    before = said(office.say("nobody", "首台套认定办法出台了没有"), "decline", "市人才办")
    said(office.say("nobody", "措施进展 三(五)4"), "decline", "访客")
    office.say("talent", TELLS)
    assert said(office.say("nobody", "首台套认定办法出台了没有"), "decline") == before


@pytest.mark.parametrize(
    ("who", "text", "words"),
    [
        ("zj", TELLS, "市人才办"),
        ("works", TELLS, "市人才办"),
        ("official", TELLS, "填报员"),
        ("trade", TELLS, "填报员"),
        ("nobody", TELLS, "填报员"),
        ("talent", "措施进展 三(三)4 已完成", "市金融办"),
        ("talent", "措施进展 三(五)4 幸福工程 已完成", "幸福工程"),
        ("talent", "措施进展 三(九)9 已完成", "没有找到"),
        ("talent", "措施进展 养猪 已完成", "没有找到"),
    ],
)
def test_not_stored(office: Office, who: str, text: str, words: str) -> None:
    said(office.say(who, text), "decline", words)
    assert not kept(office)


def test_the_latest_counts_and_all_is_kept(office: Office) -> None:
    for state in ("未启动", "推进中", "已完成"):
        office.say("talent", f"措施进展 三(五)4 首台套认定办法 {state}")
    assert [each[2] for each in kept(office)] == ["已完成"]
    assert office.desk.store.rows("SELECT COUNT(*) FROM measure_state") == [(3,)]


@pytest.mark.parametrize("text", ["诸暨外资完成了没有", "外资目标完成了吗", "全市进度怎么样", "诸暨外资进展如何"])
def test_figures_are_no_measures(office: Office, text: str) -> None:
    assert "报过进展" not in said(office.say("official", text), office.say("official", text).kind)


def test_each_point_is_found_by_its_words() -> None:
    for measure in (m for m in measures() if m.document == NUMBER):
        for point in measure.points:
            found = meant(f"{measure.place} {point.words[0]}", CITY)
            assert found is not None and found.measure == measure and found.key, point.words[0]
