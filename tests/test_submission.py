"""Messages as reports: the examples, exact figures in every style, nothing made up, no message too odd."""

import tomllib
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from data.amount import convert
from data.problem import Problem
from intents.submission.report import Submission
from intents.submission.text import line
from tests.desks import NOW
from tests.numerals import CAPITAL, CAPITAL_UNITS, decimal
from tests.reports import checked, reported, sources, standing, told

FILE = Path(__file__).parent.parent / "intents/submission/submission.examples.toml"
EXAMPLES: dict[str, Any] = tomllib.loads(FILE.read_text("utf-8"))
MONEY = {
    "实际引进外资": "美元",
    "实际引进内资": "元",
    "工业投资完成投资额": "元",
    "市内企业完成投资": "元",
    "农业产业化项目完成投资": "元",
}
COUNTS = ["外资1000万美元以上项目数", "5亿元以上在建项目数", "内资5000万元以上项目数", "重大服务业项目数"]
SAID = {
    "实际引进外资": ["外资", "实际引进外资", "利用外资", "引进外资额", "FDI", "外資"],
    "实际引进内资": ["内资", "实际引进内资", "引进内资"],
    "工业投资完成投资额": ["工业投资", "工业投资完成投资额"],
    "市内企业完成投资": ["市内企业投资", "市内企业完成投资"],
    "农业产业化项目完成投资": ["农业投资", "农业产业化项目完成投资"],
    "外资1000万美元以上项目数": ["1000万美元以上外资项目", "外资1000万美元以上项目数"],
    "5亿元以上在建项目数": ["5亿元以上在建项目"],
    "内资5000万元以上项目数": ["内资5000万元以上项目数"],
    "重大服务业项目数": ["重大服务业项目"],
}
FULL = str.maketrans("0123456789.,", "０１２３４５６７８９．，")
BETWEEN = [" ", "：", ":", "=", " 为", "完成", "累计完成 ", "是", " = "]


@pytest.mark.parametrize("example", EXAMPLES["report"], ids=lambda example: example["text"])
def test_examples(example: dict[str, Any]) -> None:
    report = read_as(example)
    assert isinstance(report, Submission), report
    assert told(report) == example["reads"]
    assert list(report.unread) == example.get("unread", [])
    assert report.reason == example.get("reason", "")
    assert all(any(word in note for note in report.notes) for word in example.get("notes", []))
    assert all(any(word in fault for fault in report.faults) for word in example.get("faults", []))


@pytest.mark.parametrize("example", EXAMPLES["problem"], ids=lambda example: example["text"])
def test_problems(example: dict[str, Any]) -> None:
    problem = checked(example["text"], sender=example.get("from", "诸暨"), at=at(example))
    assert isinstance(problem, Problem), problem
    assert problem.kind == example.get("kind", "decline")
    assert [word for word in example["says"] if word not in problem.sentence + problem.instead] == []
    assert list(problem.choices) == example.get("choices", [])


@pytest.mark.parametrize("text", EXAMPLES["nothing"]["texts"])
def test_no_reports(text: str) -> None:
    assert reported(text) is None


def test_there_are_enough_examples() -> None:
    assert sum(len(EXAMPLES[kind]) for kind in ("report", "problem")) + len(EXAMPLES["nothing"]["texts"]) >= 200


@pytest.mark.parametrize("example", EXAMPLES["problem"], ids=lambda example: example["text"])
def test_choices_are_reports(example: dict[str, Any]) -> None:
    for choice in example.get("choices", []):
        assert isinstance(reported(choice, example.get("from", "诸暨"), at(example)), Submission)


def at(example: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(f"{example['at']}T09:00:00+08:00") if "at" in example else NOW


def read_as(example: dict[str, Any]) -> Submission | Problem | None:
    return reported(example["text"], example.get("from", "诸暨"), at(example))


# Any amount, unit and style.

VALUES = st.decimals(min_value=0, max_value=10**6, places=4, allow_nan=False).map(lambda value: value.normalize() + 0)
UNITS = {"元": ["元", "万元", "亿元", "千元", "万", "亿"], "美元": ["美元", "万美元", "亿美元", "万", "亿", "万美金"]}


@st.composite
def figure(draw: st.DrawFn, currency: str, unit: str) -> tuple[str, Decimal]:
    """A sum of money as written, and as it is in the published unit."""
    value, written_in = draw(VALUES), draw(st.sampled_from([*UNITS[currency], ""]))
    source = written_in.replace("美金", "美元") or unit
    source = source if source.endswith("元") else source + currency
    exact = convert(value, source, unit)
    assume(exact < 10**9 and exact == exact.quantize(Decimal("1e-8")) and _fine(value, source))
    styles = [f"{value:f}", f"{value:,f}", f"{value:f}".translate(FULL)]
    if source[0] != "千" and written_in:
        styles += [decimal(value)] if value < 10**4 else []
        styles += [decimal(value, CAPITAL, CAPITAL_UNITS)] if 10 < value < 10**4 else []
    space = draw(st.sampled_from(["", " "])) if styles else ""
    return draw(st.sampled_from(styles)) + space * bool(written_in) + written_in, exact


def _fine(value: Decimal, source: str) -> bool:
    base = convert(value, source, "美元" if source.endswith("美元") else "元")
    return base == base.quantize(Decimal("1e-4"))


@st.composite
def lines_of(draw: st.DrawFn) -> list[tuple[str, str, Decimal]]:
    """Lines of a report: as written, the metric, the figure in its published unit."""
    metrics = draw(st.lists(st.sampled_from([*MONEY, *COUNTS]), min_size=1, max_size=6, unique=True))
    made = []
    for metric in metrics:
        unit = sources().catalog.metric(metric).unit
        if metric in MONEY:
            written, exact = draw(figure(MONEY[metric], unit))
        else:
            exact = Decimal(draw(st.integers(0, 999)))
            written = draw(st.sampled_from([f"{exact}", f"{exact}只", f"{exact} 个", f"{decimal(exact)}只"]))
        name, between = draw(st.sampled_from(SAID[metric])), draw(st.sampled_from(BETWEEN))
        made.append((f"{name}{between}{written}", metric, exact))
    return made


@given(lines_of(), st.sampled_from(["\n", "\n\n", "；", "，", " ", "\r\n"]), st.randoms())
def test_every_figure_is_read_exactly(lines: list[tuple[str, str, Decimal]], between: str, random: Any) -> None:
    expected = sorted((metric, value) for _, metric, value in lines)
    for _ in range(2):
        report = reported("进度 诸暨市 2012年5月\n" + between.join(text for text, _, _ in lines))
        assert isinstance(report, Submission), report
        assert (report.unread, report.faults) == ((), ())
        assert sorted((item.metric, item.value) for item in report.items) == expected
        random.shuffle(lines)


@given(lines_of())
def test_sheets_are_read_exactly(lines: list[tuple[str, str, Decimal]]) -> None:
    catalog = sources().catalog
    rows = [f"{metric}\t{catalog.metric(metric).unit}\t{value:f}" for _, metric, value in lines]
    for text in ("\n".join(rows), "指标\t单位\t累计完成\n" + "\n".join(rows)):
        report = reported(f"上报 诸暨市 2012年5月\n{text}")
        assert isinstance(report, Submission), report
        assert [(item.metric, item.value) for item in report.items] == [(metric, value) for _, metric, value in lines]


# Nothing is made up, and nothing raises.

PARTS = st.sampled_from(
    [
        "进度",
        "上报",
        "诸暨市",
        "上虞",
        "2012年5月",
        "1-5月",
        "截至5月15日",
        "外资",
        "内资",
        "工业投资",
        "1000万美元以上",
        "外资项目",
        "9800",
        "万美元",
        "12.3亿元",
        "约",
        "-300",
        "4.5只",
        "%",
        "其中",
        "零报告",
        "当月",
        "说明：",
        "目标",
        "，",
        "；",
        "\n",
        "\t",
        "(",
        ")",
        "、",
        "联系人",
        "小陈",
        "0575-82212345",
        "13812345678",
        "由",
        "改为",
        "分别为",
        "指标",
        "单位：万元",
        "本月无新增",
        "０",
        "九",
        "千",
        "亿",
        ".",
        "2012.5",
        "201205",
        "杭州",
        "我市",
        "滨海新区",
        "|",
        "=",
        "?",
        "吗",
    ]
)
ODD = st.lists(PARTS | st.text(max_size=3), max_size=24).map("".join)
WRITTEN = st.sampled_from([example["text"] for example in EXAMPLES["report"]])


@given(ODD, st.sampled_from(["诸暨", "两地", "经信", "访客"]))
def test_nothing_raises(text: str, sender: str) -> None:
    checked(text, sender=sender)
    checked(f"上报 {text}", sender=sender)


@given(WRITTEN, st.data())
def test_mutations_never_raise(text: str, data: st.DataObject) -> None:
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(text)))
        text = text[:at] + data.draw(PARTS | st.text(max_size=2)) + text[at + data.draw(st.integers(0, 3)) :]
    report = reported(text)
    if isinstance(report, Submission):
        everything = line(text).text.replace(" ", "")
        assert all(line(piece).text.replace(" ", "") in everything for piece in report.unread)


@given(st.text(alphabet="甲乙丙丁外内资天地", min_size=1, max_size=8))
def test_unread_lines_are_kept_word_for_word(said: str) -> None:
    text = f"备查{said}情况 还没有收到材料"
    report = reported(f"进度 诸暨市 2012年5月\n外资 9800万美元\n{text}\n内资 12亿元")
    assert isinstance(report, Submission)
    assert len(report.items) == 2
    assert report.unread == (text,)


# Against what stands.


def test_a_months_figure_is_added_to_the_month_before() -> None:
    before = standing("实际引进外资", "2012-04-30", "9000")
    report = checked("上报 诸暨 5月当月 外资 800万美元", before)
    assert not isinstance(report, Problem)
    assert [item.value for item in report.items] == [Decimal(9800)]
    assert "9000" in "".join(report.notes)
    declined = checked("上报 诸暨 5月当月 外资 800万美元")
    assert isinstance(declined, Problem) and "4月底" in declined.sentence
    january = checked("上报 诸暨 1月新增外资 800万美元")
    assert not isinstance(january, Problem) and january.items[0].value == 800


def test_no_addition_is_the_month_before() -> None:
    stand = standing("实际引进外资", "2012-04-30", "9000"), standing("实际引进内资", "2012-04-30", "100000", "万元")
    one = checked("进度 诸暨 5月 外资 本月无新增", *stand)
    assert not isinstance(one, Problem) and [item.value for item in one.items] == [Decimal(9000)]
    both = checked("诸暨 5月 本月无新增", *stand)
    assert not isinstance(both, Problem) and {item.metric for item in both.items} == {"实际引进外资", "实际引进内资"}


def test_every_fault_is_named() -> None:
    problem = checked("进度 5月\n外资 12亿元\n内资 -5万元\n战新占比 120%\n1000万美元以上外资项目 4.5只")
    assert isinstance(problem, Problem)
    assert all(word in problem.sentence for word in ("有4处", "万美元", "负数", "100%", "小数"))


def test_twice_the_same_is_one() -> None:
    report = checked("进度 5月\n外资 9800万美元\n实际引进外资 0.98亿美元")
    assert not isinstance(report, Problem) and len(report.items) == 1
