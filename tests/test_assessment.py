"""The year's assessment by a document's rules: exact, in exactly one class each, and sure whatever is still missing."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from bot.render.text import plain
from data.assessment import Assessment, Contest, Result, assess, rule_of
from data.check import findings
from data.document import AwardRule
from data.folder import DocumentError
from data.library import load_document
from intents.reply import Reply
from tests.contests import CITY, COUNTIES, GUEST, HONOUR, METRIC, TARGETS, ZONES, Contests, folder
from tests.desks import published
from tests.offices import Office, said

ACHIEVED = {
    "绍兴县": "105",
    "诸暨市": "100",
    "上虞市": "95",
    "嵊州市": "55",
    "新昌县": "39",
    "越城区": "33",
    "绍兴高新技术开发区": "25",
    "袍江经济技术开发区": "59",
    "滨海新城": "50",
}
BEFORE = {"绍兴县": "100", "诸暨市": "98", "上虞市": "96", "嵊州市": "40", "新昌县": "20", "越城区": "32"}

some = st.none() | st.integers(0, 12).map(Decimal)
results = st.lists(st.tuples(some, some, some), min_size=1, max_size=9).map(
    lambda rows: [Result(f"第{n}县", *row) for n, row in enumerate(rows)]
)


def contest(total: int = 2, growth: int = 2) -> Contest:
    def award(top: int) -> AwardRule:
        return AwardRule("文", "五", "授予称号", "县", f"前{top}名", top=top, met=True, honour="先进")

    from data.assessment import Prize

    prizes = (Prize("total", total, award(total)), Prize("growth", growth, award(growth)))
    return Contest("县", ("county",), METRIC, "附件1", "总量", "增幅", prizes)


@pytest.fixture
def year(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Contests]:
    made = Contests(tmp_path, monkeypatch)
    yield made
    made.desk.store.close()


def winners(found: Assessment) -> set[str]:
    return {each.name for outcome in found.outcomes for each in outcome.winners}


def classes(found: Assessment) -> list[str]:
    """Everybody as often as there is a class for it."""
    listed = (found.open, found.praised, found.candidates, found.without_target, found.without_report)
    return sorted([*winners(found), *(each.name for those in listed for each in those)])


@given(results, st.integers(1, 4), st.integers(1, 4))
def test_each_is_in_exactly_one_class(rows: list[Result], total: int, growth: int) -> None:
    found = assess(rows, contest(total, growth))
    assert classes(found) == sorted(each.name for each in rows)
    assert all(each.met for outcome in found.outcomes for each in outcome.winners)
    assert not {each.name for each in found.candidates} & {each.name for each in found.met}


@given(results, st.permutations(range(9)))
def test_the_order_of_the_list_does_not_matter(rows: list[Result], order: list[int]) -> None:
    mixed = [rows[n] for n in order if n < len(rows)]
    one, other = assess(rows, contest()), assess(mixed, contest())
    assert (
        winners(one) == winners(other) and set(one.open) == set(other.open) and set(one.praised) == set(other.praised)
    )


@given(results, st.integers(1, 4))
def test_winners_are_those_that_a_plain_reckoning_names(rows: list[Result], top: int) -> None:
    known = [
        replace(r, actual=r.actual or Decimal(1), target=r.target or Decimal(3), before=r.before or Decimal(2))
        for r in rows
    ]
    found = assess(known, contest(top, top))
    total, growth = ({each.name for each in outcome.winners} for outcome in found.outcomes)

    def first(value: Callable[[Result], Fraction]) -> set[str]:
        met = [r for r in known if r.actual is not None and r.target is not None and r.actual >= r.target]
        return {r.name for r in met if sum(value(o) > value(r) for o in known) < top}

    assert total == first(lambda r: Fraction(r.actual or 0))
    assert growth == first(lambda r: Fraction(r.actual or 0) / Fraction(r.before or 1))
    assert not found.open


@given(results, st.lists(st.integers(1, 30).map(Decimal), min_size=18, max_size=18))
def test_who_wins_now_wins_whatever_the_missing_bring(rows: list[Result], brought: list[Decimal]) -> None:
    now = assess(rows, contest())
    filled = [
        replace(r, actual=r.actual if r.actual is not None else brought[2 * n], before=r.before or brought[2 * n + 1])
        for n, r in enumerate(rows)
    ]
    later = assess(filled, contest())
    for one, other in zip(now.outcomes, later.outcomes, strict=True):
        assert {each.name for each in one.winners} <= {each.name for each in other.winners}
    assert {each.name for each in now.praised} <= {each.name for each in later.praised}


def test_ties_at_the_cut_all_win_and_the_next_rank_is_skipped() -> None:
    rows = [
        Result(name, Decimal(5), Decimal(value), Decimal(1))
        for name, value in zip("甲乙丙丁", (9, 7, 7, 6), strict=True)
    ]
    found = assess(rows, contest(2, 1))
    assert [rank for rank, _ in found.outcomes[0].places] == [1, 2, 2, 4]
    assert {each.name for each in found.outcomes[0].winners} == {"甲", "乙", "丙"}
    assert [each.name for each in found.praised] == ["丁"]


def test_a_target_of_0_and_a_year_before_of_0_decide_nothing() -> None:
    found = assess([Result("甲", Decimal(0), Decimal(9), Decimal(0))], contest())
    assert not winners(found) and [each.name for each in found.without_target] == ["甲"]
    assert [each.name for each in found.without_before] == ["甲"]


# The rules of the documents.


def test_chongqing_has_the_rules_of_its_document() -> None:
    rule = rule_of("重庆市", 2013)
    assert rule and str(rule.citation) == "渝府办发〔2013〕24号 三(五)"
    assert [(c.who, [(p.by, p.top) for p in c.prizes]) for c in rule.contests] == [
        ("区县（自治县）", [("total", 10), ("growth", 10)]),
        ("大型企业（集团）", [("total", 5)]),
    ]
    tops = {p.rule.metric: Decimal(p.top) for c in rule.contests for p in c.prizes}
    assert all(published()["重庆市", metric][0].value == top for metric, top in tops.items())
    assert rule.criticism and rule.criticism.judged == ("组织保障措施不力", "统计数据严重失真")
    assert [each.top for each in rule.judged] == [10]


def test_shaoxing_has_none() -> None:
    assert rule_of("绍兴市", 2012) is None and rule_of("重庆市", 2012) is None


def test_a_contest_without_an_award_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = folder(tmp_path) / "assessment.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("投资增幅", "投资多少"), encoding="utf-8")
    monkeypatch.setattr("data.assessment.folders", lambda: [path.parent])
    with pytest.raises(DocumentError, match=r"assessment\.toml 第\d+行.*没有“县（市、区）”的评选规则"):
        rule_of(CITY, 2013)


@pytest.mark.parametrize(
    ("file", "wrong", "finding"),
    [
        ("statements.toml", "投资增幅", "没有“县（市、区）”的评选规则"),
        ("assessment.toml", METRIC, "不在指标目录里"),
        ("assessment.toml", "附件1", "不是文件的附件"),
    ],
)
def test_rules_that_cannot_be_applied_are_found(
    file: str, wrong: str, finding: str, year: Contests, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert list(findings(year.desk.store)) == []
    path = tmp_path / "made-up" / file
    path.write_text(path.read_text(encoding="utf-8").replace(wrong, "别的"), encoding="utf-8")
    monkeypatch.setattr("data.check.load_documents", lambda: [load_document(path.parent)])
    assert [each for each in findings(year.desk.store) if finding in each]


# In chat, on a made-up document with rules for Shaoxing's counties and zones.


def shows(reply: Reply, *texts: str) -> str:
    text = plain(reply)
    assert all(each in text for each in texts), text
    return text


def test_a_whole_year_is_assessed(year: Contests) -> None:
    year.report(2013, ACHIEVED)
    year.report(2012, BEFORE)
    reply = year.ask("2013年度评比")
    text = shows(
        reply,
        "1. 绍兴县105亿元（完成率105%），2. 诸暨市100亿元（完成率100%）。",
        "2. 嵊州市增长37.5%（55亿元，上年同期40亿元，为上年的1.38倍）。（新昌县在前2名，但未完成任务。）",
        "通报表扬：上虞市（完成率105.56%）、越城区（完成率110%）。",
        "通报批评的候选：新昌县（完成率97.5%）。",
        "没有。（袍江经济技术开发区在前1名，但未完成任务。）",
        "未报（不等于0），不参评：镜湖新区。",
        "措施不力、数据失真由政府认定，这里不算。",
        "虚政发〔2013〕9号 附件1、五",
    )
    assert reply.kind == "summary" and "暂" not in text and "待定" not in text
    told = {(f.measure, f.district, f.period, str(f.value)) for f in reply.facts}
    assert ("ratio", "嵊州市", "2013-12", "1.375") in told and ("actual", "嵊州市", "2012-12", "40") in told


def test_without_the_year_before_growth_is_not_told(year: Contests) -> None:
    year.report(2013, ACHIEVED)
    shows(
        year.ask("谁能得奖"),
        "授予“虚构的先进单位”：缺2012年全年的数，增幅算不出。",
        "完成了任务，名次要等缺的数才能定：上虞市（完成率105.56%）、嵊州市（完成率110%）、越城区（完成率110%）。",
    )


def test_before_the_year_is_over_nothing_is_awarded(year: Contests) -> None:
    year.report(
        2013, {"绍兴县": "101", "诸暨市": "60", "上虞市": "40", "嵊州市": "10", "新昌县": "9", "越城区": "8"}, month=9
    )
    text = shows(
        year.ask("评比结果"), "暂排（不是全年的结果）", "暂列“虚构的先进单位”：1. 绍兴县101亿元", "尚未完成年度任务"
    )
    assert "授予" not in text


def test_nothing_reported_gives_the_rules_and_what_is_missing(year: Contests) -> None:
    reply = year.ask("谁评上先进")
    assert reply.kind == "decline"
    shows(reply, "投资总量前2名", "县（市、区）：缺2013年的完成数", "算增幅还要2012年的完成数", "不排名，也不评先进")


def test_what_is_not_reviewed_can_be_left_out(year: Contests) -> None:
    year.report(2013, ACHIEVED, approved=False)
    shows(year.ask("2013年度评比"), "其中待审核：绍兴县、诸暨市")
    assert year.ask("2013年度评比 只算已审核的").kind == "decline"


def test_a_year_is_assessed_by_its_own_document(year: Contests) -> None:
    year.report(2012, BEFORE)
    shows(year.ask("2012年度评比"), "2012年各项指标完成率和位次：", "没有公布评比办法")
    text = shows(year.ask("2012年度评比，县市和开发区分开"), "【县（市、区）】1. 越城区290.91%，2. 上虞市64%")
    assert "先进单位" not in text


def test_the_workbook_of_an_assessment(year: Contests) -> None:
    year.report(2013, ACHIEVED)
    year.report(2012, BEFORE)
    (made,) = year.ask("2013年度评比 excel").files
    assert made.name == "2013年度绍兴市评比表.xlsx"
    kept = load_workbook(BytesIO(made.content), data_only=True)["评比"]
    header, *rows = kept.iter_rows(values_only=True)
    found = {row[1]: dict(zip(header, row, strict=True)) for row in rows}
    assert set(found) == {*COUNTIES, *ZONES}
    for name, row in found.items():
        assert (row["年度任务"], row["累计完成"]) == (
            float(TARGETS[name]),
            float(ACHIEVED[name]) if name in ACHIEVED else "",
        )
        if name in ACHIEVED:
            assert row["完成率"] == pytest.approx(row["累计完成"] / row["年度任务"])
        if name in BEFORE:
            assert row["增幅"] == pytest.approx(row["累计完成"] / row["上年同期"] - 1)
    assert found["嵊州市"]["结果"] == f"{HONOUR}（投资增幅前2名）" and found["嵊州市"]["增幅位次"] == 2
    assert found["新昌县"]["结果"] == "未完成任务，通报批评的候选" and found["镜湖新区"]["缺"] == "上报数"
    formulas = load_workbook(BytesIO(made.content))["评比"]
    assert (formulas["G2"].value, formulas["I2"].value) == ("=F2/E2", "=F2/H2-1")


def test_results_are_for_leaders_and_rules_for_everybody(year: Contests) -> None:
    year.report(2013, ACHIEVED)
    assert "只对领导开放" in plain(year.ask("2013年度评比", GUEST))
    assert "105亿元" not in plain(year.ask("谁能得奖", GUEST))


# On the shipped documents.


@pytest.mark.parametrize(
    "text", ["重庆年度评比", "重庆评比结果", "重庆谁能得奖", "重庆哪些区县能评先进", "2013年重庆年度评比"]
)
def test_chongqing_lacks_its_annexes(text: str) -> None:
    office = Office()
    told = said(
        office.say("leader", text), "decline", "附件1《2013年各区县（自治县）工业和信息化投资计划表》没有随文公布"
    )
    assert "附件2" in told and "算增幅还要2012年的完成数" in told and "渝府办发〔2013〕24号 三(五)" in told
    assert "只对领导开放" in said(office.say("official", "重庆年度评比"), "decline")
    said(office.say("official", "重庆谁能得奖"), "answer", "前10名")


@pytest.mark.parametrize("text", ["谁能得奖", "谁得奖", "哪些单位能评先进", "谁会被通报批评？"])
def test_who_wins_is_an_assessment_for_leaders(text: str) -> None:
    office = Office()
    office.report("zj", "进度 诸暨市 5月 外资 9800万美元")
    said(office.say("leader", text), "summary", "诸暨市46.67%", "不评先进")


def test_counties_and_zones_apart() -> None:
    office = Office()
    office.report("two", "进度 诸暨市 5月 外资 9800万美元")
    office.report("two", "进度 上虞市 5月 外资 6100万美元")
    one = said(
        office.say("leader", "年度评比，县市和开发区分开"),
        "summary",
        "【县（市、区）】1. 诸暨市46.67%，2. 上虞市26.52%",
    )
    assert "【开发区】" not in one
    (made,) = office.say("leader", "年度评比，县市和开发区分开 导出excel").files
    page = load_workbook(BytesIO(made.content), data_only=True)["分组位次"]
    assert [row[1:4] for row in page.iter_rows(min_row=2, values_only=True)] == [
        ("县（市、区）", "诸暨市", 1),
        ("县（市、区）", "上虞市", 2),
    ]


def test_one_who_is_named_keeps_the_rank_among_all() -> None:
    office = Office()
    office.report("two", "进度 诸暨市 5月 外资 9800万美元")
    office.report("two", "进度 上虞市 5月 外资 6100万美元")
    assert "1." not in said(office.say("leader", "上虞市年度评比"), "summary", "2. 上虞市26.52%")
    said(office.say("leader", "五县市年度评比"), "summary", "（位次在五县市内排）", "1. 诸暨市46.67%，2. 上虞市26.52%")
    assert "只对领导开放" in said(office.say("official", "上虞市年度评比"), "decline")
