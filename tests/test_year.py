"""A whole year of reports through the desk, and every figure of each month's bulletin (chat, chart, Word, Excel) beside
what pandas makes of the tables by itself."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn
from openpyxl import load_workbook

from benchmarks.year import CITY, LEADER, START, ZONE, Year
from bot.desk import open_desk
from bot.render import chart
from bot.render.text import plain
from data import audit
from data.table import Progress
from intents.reply import File, Reply
from intents.turn import Turn
from tests.reckoning import Told, exact, month, rounded, shown

LIGHTS = ("绿灯", "黄灯", "红灯")
SPANS = {3: "一季度", 6: "上半年", 9: "前三季度", 12: "全年"}


class Bulletin:
    """A month's bulletin as the leader gets it, its files opened, beside the lines reckoned again."""

    def __init__(self, number: int, year: Year, monkeypatch: pytest.MonkeyPatch) -> None:
        self.number, self.day = number, (date(2012, number, 28) + timedelta(4)).replace(day=1) - timedelta(1)
        self.at = datetime(2012, number, 1, 10, tzinfo=ZONE) + timedelta(days=39)
        year.play(self.at)
        self.drawn = list[str]()
        draw = chart.draw

        def drawn(table: Progress, title: str, part: slice = slice(None)) -> Any:
            figure = draw(table, title, part)
            self.drawn += [each.get_text() for each in figure.axes[0].texts]
            return figure

        monkeypatch.setattr(chart, "draw", drawn)
        self.reply: Reply = year.desk.respond(Turn(f"{number}月通报", LEADER.id, f"b{number}", self.at))
        self.lines = month(Path(year.desk.store.where.path), self.day)
        self.document: Any = Document(BytesIO(self.file(".docx").content))
        self.book: Any = load_workbook(BytesIO(self.file(".xlsx").content), data_only=True)

    def file(self, end: str) -> File:
        return next(f for f in self.reply.files if f.name.endswith(end))

    @property
    def of_city(self) -> list[Told]:
        return [line for line in self.lines if line.district == CITY]

    @property
    def of_districts(self) -> list[Told]:
        return [line for line in self.lines if line.district != CITY]

    @property
    def metrics(self) -> list[str]:
        """Those that districts have, in the bulletin's order: ratios, which the city has no line of, last."""
        named = dict.fromkeys(line.metric for line in (*self.of_city, *self.of_districts))
        return [metric for metric in named if self.of(metric)]

    def of(self, metric: str) -> list[Told]:
        return [line for line in self.of_districts if line.metric == metric]

    @property
    def paragraphs(self) -> list[str]:
        return [p.text for p in self.document.paragraphs]


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Year]:
    folder = tmp_path_factory.mktemp("year")
    with pytest.MonkeyPatch.context() as patch:  # two thousand messages need not wait for the disk
        patch.setattr("data.connection.Address.durability", lambda self, full: "PRAGMA synchronous=OFF")
        patch.setattr("os.fsync", lambda file: None)
        made = Year(open_desk(f"sqlite:///{folder / 'year.db'}", CITY, START))
        yield made
        made.desk.store.close()


def test_each_month_every_figure(year: Year, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(1, 13):
        with monkeypatch.context() as patch:
            found = Bulletin(number, year, patch)
        for check in (chat, tables, words, workbook, picture):
            check(found)
    year.play()
    assert list(audit.findings(year.desk.store)) == []


def chat(found: Bulletin) -> None:
    """The text's counts and lists, and every fact."""
    assert found.reply.kind == "summary", plain(found.reply)
    text, there = plain(found.reply), [line for line in found.of_city if line.actual is not None]
    lights = {light: [line.metric for line in there if line.light == light] for light in LIGHTS}
    judged = [line for line in there if line.light]
    assert f"有上报数的指标{len(there)}项，其中{len(judged)}项算快慢，" in text
    good = len(lights["绿灯"])
    assert f"快于或持平序时进度{good}项，慢于{len(judged) - good}项。" in text
    for light in ("红灯", "黄灯"):
        assert (f"{light}：{'、'.join(lights[light])}。" in text) == bool(lights[light])
    assert f"序时进度{shown(Fraction(found.number * 100, 12))}%" in text
    wanted: list[tuple[str, str | None, str]] = [("pace", None, rounded(Fraction(found.number * 100, 12), 4))]
    for line in there:
        wanted.append(("actual", line.metric, exact(line.actual or Fraction(0))))
        if line.rate is not None and line.lead is not None:
            wanted += [("rate", line.metric, rounded(line.rate * 100, 4)), ("lead", line.metric, rounded(line.lead, 4))]
        elif line.unit == "%" and line.target is not None:
            wanted.append(("gap", line.metric, exact(line.target - (line.actual or 0))))
    got = [(f.measure, f.metric, exact(Fraction(f.value))) for f in found.reply.facts]
    assert got == wanted
    for line in there:
        lacking = [each.district for each in found.of(line.metric) if each.actual is None]
        if "不完整" in line.remark:
            assert re.search(rf"{line.metric}(?:、[^；]*)?缺{'、'.join(lacking)}[；。]", text), (line.metric, text)


def cells(line: Told) -> tuple[str, ...]:
    """Target, actual, rate, lead, light and remark as a table has them."""
    return (
        f"{line.level}{line.target_text}",
        line.actual_text,
        line.rate_text,
        line.lead_text,
        line.light or "—",
        line.remark,
    )


def row_texts(table: Any) -> list[tuple[str, ...]]:
    def text(cell: Any) -> str:
        return "".join(t.text or "" for t in cell.iter(qn("w:t")))

    return [tuple(text(cell) for cell in row.iter(qn("w:tc"))) for row in table._tbl.iter(qn("w:tr"))]


def tables(found: Bulletin) -> None:
    """Every cell of every table of the Word file."""
    first, *others = found.document.tables
    _, *rows = row_texts(first)
    assert sorted(rows) == sorted((line.metric, line.unit, *cells(line)) for line in found.of_city)
    heads = [text for text in found.paragraphs if re.fullmatch(r"\d+\. .+（.+）", text)]
    assert [re.sub(r"^\d+\. ", "", head) for head in heads] == [f"{m}（{found.of(m)[0].unit}）" for m in found.metrics]
    for metric, table in zip(found.metrics, others, strict=True):
        _, *rows = row_texts(table)
        wanted = [(str(line.rank or "—"), line.district, *cells(line)) for line in found.of(metric)]
        if found.of(metric)[0].unit == "%":  # a ratio has no pace and no light
            wanted = [(*row[:5], row[7]) for row in wanted]
        assert rows == wanted, metric


def words(found: Bulletin) -> None:
    """The text of the Word file: each statement with a figure is one of those expected, and no other figure is left."""
    texts = found.paragraphs
    end = next(n for n, text in enumerate(texts) if text.startswith("附件："))
    body = "\n".join(texts[:end])
    for statement in statements(found):
        assert statement in body, statement
        body = body.replace(statement, "", 1)
    span = SPANS.get(found.number, f"1—{found.number}月" if found.number > 1 else "1月")
    for allowed in (f"2012年{span}", "〔2012〕43号", "未报不等于0", "1亿元", "5亿元", "10亿元", "20亿元", "50亿元"):
        body = body.replace(allowed, "")
    for metric in sorted({line.metric for line in found.lines}, key=len, reverse=True):
        body = body.replace(metric, "")
    assert not re.search(r"[\d%]", body), re.findall(r".{20}[\d%]+.{5}", body)


def statements(found: Bulletin) -> Iterator[str]:
    """What the text must say, the longest first."""
    made = [*_of_city(found), *_of_metrics(found), *_of_troubles(found), *_of_demands(found)]
    yield from sorted(made, key=len, reverse=True)


def _of_city(found: Bulletin) -> Iterator[str]:
    there, silent = ([x for x in found.of_city if (x.actual is None) == gone] for gone in (False, True))
    judged = [line for line in there if line.light]
    of = {light: [line for line in judged if line.light == light] for light in LIGHTS}
    yield f"截至2012年{found.number}月底，序时进度为{shown(Fraction(found.number * 100, 12))}%。"
    yield f"绍兴市有上报数的指标{len(there)}项，其中可与序时进度相比的{len(judged)}项："
    behind = (
        f"慢于序时进度的{len(of['黄灯']) + len(of['红灯'])}项（黄灯{len(of['黄灯'])}项、红灯{len(of['红灯'])}项）。"
    )
    yield f"快于或持平序时进度的{len(of['绿灯'])}项，{behind}"
    if silent:
        yield f"尚无上报数的指标{len(silent)}项：{'、'.join(line.metric for line in silent)}。"
    for light, head in (("绿灯", "快于或持平"), ("黄灯", "慢于"), ("红灯", "明显慢于")):
        if of[light]:
            yield f"{head}序时进度（{light}）的{len(of[light])}项："
    if others := [line for line in there if not line.light]:
        yield f"不与序时进度相比的{len(others)}项："
    yield from (_sentence(line, found) for line in there)


def _sentence(line: Told, found: Bulletin) -> str:
    actual, target = f"{line.actual_text}{line.unit}", f"{line.level}{line.target_text}{line.unit}"
    if line.target is None:
        return f"{line.metric}累计完成{actual}，未设年度目标"
    if line.lead is None:
        return f"{line.metric}为{actual}，年度目标{target}，{line.rate_text}"
    lacking = [each.district for each in found.of(line.metric) if each.actual is None]
    partial = f"（合计不完整，缺{'、'.join(lacking)}）" if "不完整" in line.remark else ""
    side = f"{'快' if line.lead > 0 else '慢'}于序时进度{shown(line.lead)}个百分点" if line.lead else "与序时进度持平"
    return f"{line.metric}累计完成{actual}{partial}，完成年度目标（{target}）的{line.rate_text}，{side}"


def _of_metrics(found: Bulletin) -> Iterator[str]:
    for lines in map(found.of, found.metrics):
        if all(line.actual is None for line in lines):
            continue
        ranked = [line for line in lines if line.rank]
        said = _ratios(ranked) if ranked and ranked[0].lead is None else _order(ranked)
        for light in ("黄灯", "红灯"):
            lit = [line.district for line in lines if line.light == light]
            said += f"{light}{len(lit)}个：{'、'.join(lit)}。" if lit else ""
        silent = [line.district for line in lines if line.actual is None]
        yield said + (f"未报{len(silent)}个：{'、'.join(silent)}。" if silent else "")


def _order(ranked: list[Told]) -> str:
    first = [line for line in ranked if (line.rank or 0) <= 3]
    last = [line for line in ranked if (line.rank or 0) >= (ranked[-3:][0].rank or 0)]
    if len(ranked) >= 6 and len(first) + len(last) <= len(ranked):
        return f"完成率居前的是{_rates(first)}；居后的是{_rates(last)}。"
    return f"按完成率依次是{_rates(ranked)}。" if ranked else ""


def _rates(lines: list[Told]) -> str:
    groups = {rate: [o.district for o in lines if o.rate_text == rate] for rate in (line.rate_text for line in lines)}
    return "，".join(f"{'、'.join(d)}（{'均为' if len(d) > 1 else ''}{rate}）" for rate, d in groups.items())


def _ratios(ranked: list[Told]) -> str:
    met = [f"{line.district}{line.actual_text}%" for line in ranked if not line.rate_text.startswith("低于")]
    below = [f"{x.district}{x.actual_text}%（{x.rate_text}）" for x in ranked if x.rate_text.startswith("低于")]
    said = [f"达到目标的{len(met)}个：{'、'.join(met)}"] if met else []
    return "；".join([*said, *([f"未达到的{len(below)}个：{'、'.join(below)}"] if below else [])]) + "。"


def _of_troubles(found: Bulletin) -> Iterator[str]:
    red = [line for line in found.lines if line.light == "红灯"]
    silent = [line for line in found.of_districts if line.actual is None]
    waiting = [line for line in found.lines if re.search("(^|、)待审核", line.remark)]
    if red:
        yield f"红灯指标共{len(red)}项："
        yield from _by_district(red)
    if silent:
        yield f"未报共{len(silent)}项（未报不等于0）："
        yield from _by_district(silent)
    if waiting:
        yield f"已上报、尚未审核的共{len(waiting)}项，"


def _by_district(lines: list[Told]) -> Iterator[str]:
    for district in dict.fromkeys(line.district for line in lines):
        own = [line.metric for line in lines if line.district == district]
        yield f"{district}{len(own)}项：{'、'.join(own)}"


def _of_demands(found: Bulletin) -> Iterator[str]:
    left = 12 - found.number
    behind = [line for line in found.of_city if line.light in ("黄灯", "红灯")]
    if behind and left:
        yield f"余下{left}个月要完成年度目标，平均每月还要完成："
        for line in behind:
            yield f"{line.metric}{rounded(((line.target or 0) - (line.actual or 0)) / Fraction(left), 2)}{line.unit}"


def workbook(found: Bulletin) -> None:
    """Every cell of the two sheets."""
    for sheet, lines in (("全市", found.of_city), ("各地", found.of_districts)):
        header, *rows = found.book[sheet].iter_rows(values_only=True)
        got = {(row[1], row[0]): dict(zip(header, row, strict=True)) for row in rows}
        assert set(got) == {(line.district, line.metric) for line in lines} and len(rows) == len(lines)
        for line in lines:
            row = got[line.district, line.metric]
            assert row["截止日"] == found.day.isoformat() and row["计量单位"] == line.unit
            assert (row["位次"] or None, row["目标级别"] or "", row["灯"] or "") == (line.rank, line.level, line.light)
            for name, value in (("目标", line.target), ("累计完成", line.actual), ("完成率", line.rate)):
                assert number(row[name]) == (None if value is None else rounded(value, 12)), (line, name)
            assert number(row["序时进度"]) == rounded(Fraction(found.number, 12), 12)
            lead = number(row["快于序时进度（百分点）"], 9)
            assert lead == (None if line.lead is None else rounded(line.lead, 9))
            said = line.rate_text if line.lead is None else f"{line.rate_text}，{line.lead_text}"
            assert (row["文中写法"], row["数据来源"] or "") == (said, line.source)
            assert (row["备注"] or "") == (line.remark or ("未报" if line.actual is None else "")), line


def number(cell: Any, places: int = 12) -> str | None:
    """A cell's number as text, to so many decimals; None where it is empty."""
    return None if cell in (None, "") else rounded(Fraction(Decimal(str(cell))), places)


def picture(found: Bulletin) -> None:
    """Every label of the chart: who, the figures, the amounts."""
    wanted = list[str]()
    for line in found.of_city:
        wanted.append(line.metric)
        figures = [line.rate_text, *([] if line.lead is None else [line.lead_text]), line.light]
        wanted.append("  ".join(filter(None, figures)))
        done = f"累计{line.actual_text}{line.unit}，" if line.actual is not None else ""
        marks = f"（{line.remark.replace('、', '，')}）" if line.remark and line.actual is not None else ""
        target = f"目标{line.level}{line.target_text}{line.unit}" if line.target is not None else "未设目标"
        wanted.append(f"{done}{target}{marks}")
    pace = f"到2012年{found.number}月底，序时进度{shown(Fraction(found.number * 100, 12))}%"
    labels = [text for text in found.drawn if not re.match("粗竖线|绿灯：|全市各项指标完成情况|（?[到0-9／]*）$", text)]
    pages = labels.count(pace)
    assert pages and sorted(text for text in labels if text != pace) == sorted(wanted)
