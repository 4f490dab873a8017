"""The bulletin: an official document whose text, tables, chart and workbook agree, with its blanks left blank."""

import re
from datetime import date
from functools import cache
from io import BytesIO
from itertools import pairwise
from time import process_time
from typing import Any, cast

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm
from openpyxl import load_workbook

from bot.render.files import with_files
from bot.render.official import INSTEAD
from bot.render.text import plain
from data.table import Progress
from intents.progress.attaching import split
from intents.progress.bulletin import numeral, title
from intents.reading import read
from intents.reply import Reply
from tests import reckoning
from tests.bulletins import MAY, NOW, OFFICIAL, ask, desk, file, number, reckoned, shown

CITY = "绍兴市"


@cache
def reply() -> Reply:
    return ask("5月通报")


@cache
def document() -> Any:
    return Document(BytesIO(file(reply(), ".docx").content))


def paragraphs() -> list[str]:
    return [p.text for p in document().paragraphs]


def tables() -> dict[tuple[str, str], tuple[str, str, str]]:
    """Rate, lead and light of each district and metric in the tables of the attachments."""
    first, *others = document().tables
    found = {(CITY, row[0]): (row[4], row[5], row[6]) for row in map(cells, first.rows)}
    heads = [text for text in paragraphs() if re.fullmatch(r"\d+\. .+（.+）", text)]
    for head, table in zip(heads, others, strict=True):
        metric = re.sub(r"^\d+\. (.+)（[^（]+）$", r"\1", head)
        rows = [row if len(row) == 8 else [*row[:5], "—", "—"] for row in map(cells, table.rows)]  # a ratio's has six
        found |= {(row[1], metric): (row[4], row[5], row[6]) for row in rows}
    return found


def cells(row: Any) -> list[str]:
    return ["".join(t.text or "" for t in cell.iter(qn("w:t"))) for cell in row._tr.iter(qn("w:tc"))]


@pytest.mark.parametrize(
    "text",
    [
        "5月通报",
        "来一份5月通报",
        "2012年5月通报",
        "通报",
        "全市5月通报",
        "要一份5月的通报",
        "5月的通报,Word版",
        "整一份五月的通报，要word",
        "5月份通报给我导成excel",
        "给我5月通报的Excel",
        "通报一下5月情况",
    ],
)
def test_the_month_that_is_asked(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.desk.with_files", lambda reply: reply)
    found = ask(text)
    assert found.kind == "summary", plain(found)
    assert [(a.kind, a.name) for a in found.attach] == [
        ("bulletin", "关于2012年1—5月目标任务完成情况的通报"),
        ("workbook", "2012年1—5月目标任务完成情况表"),
    ]
    assert found.lines[0].startswith("《关于2012年1—5月目标任务完成情况的通报》")


def test_other_bulletins_are_other_things() -> None:
    for text in ("订阅 每月5日通报", "督查通报情况", "谁被通报批评", "一月一通报是什么"):
        assert split(read(text, NOW.date(), CITY), NOW.date())[1] == (), text


def test_a_quarter_and_one_metric() -> None:
    assert file(ask("一季度通报"), ".docx").name == "关于2012年一季度目标任务完成情况的通报.docx"
    one = Document(BytesIO(file(ask("外资5月通报"), ".docx").content))
    assert len(one.tables) == 2 and "实际引进外资" in one.tables[0].rows[1].cells[0].text


def test_as_it_stood_then(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.desk.with_files", lambda reply: reply)
    for text in ("5月通报 按6月10日的口径", "按6月10日的口径5月通报"):
        (first, _), then = ask(text).attach, "（按2012年6月10日的口径）"
        assert then in first.paragraphs[0].text
        again = reckoning.month(desk().store.where.path, MAY, NOW.replace(day=11, hour=0))
        assert {
            (line.district, line.metric): (line.rate_text, line.lead_text, line.light) for line in first.table.lines
        } == {(line.district, line.metric): (line.rate_text, line.lead_text, line.light) for line in again}
        assert first.table != ask("5月通报").attach[0].table
    today, now = (ask(text).attach[0] for text in ("5月通报 按6月18日的口径", "5月通报"))
    assert (today.table, today.paragraphs[1:]) == (now.table, now.paragraphs[1:])
    assert ask("4月通报 按4月20日的口径").kind == "decline"


def test_one_district_has_no_bulletin() -> None:
    found = ask("诸暨5月通报")
    assert [f.name for f in found.files] == ["2012年5月底诸暨市完成情况表.xlsx"] and "通报是全市的" in plain(found)


def test_leaders_only() -> None:
    refused = ask("5月通报", OFFICIAL)
    assert refused.kind == "decline" and not refused.files and "领导" in plain(refused)


def test_tables_are_pandas() -> None:
    found = tables()
    for key, row in reckoned().iterrows():
        district, metric = cast(tuple[str, str], key)
        rate, lead, light = found[district, metric]
        assert (number(rate), number(lead), light) == (shown(row.rate), shown(row.lead), row.light), (district, metric)


def test_workbook_is_tables() -> None:
    book = load_workbook(BytesIO(file(reply(), ".xlsx").content), data_only=True)
    for sheet in ("全市", "各地"):
        header, *rows = book[sheet].iter_rows(values_only=True)
        for row in (dict(zip(header, each, strict=True)) for each in rows):
            rate, lead, light = tables()[row["考核对象"], row["指标"]]
            assert row["文中写法"] == (rate if lead == "—" else f"{rate}，{lead}") and (row["灯"] or "—") == light


def test_words_are_tables() -> None:
    text, found = "\n".join(paragraphs()), tables()
    told = re.findall(
        r"([^；：\n]+?)累计完成[^；]*?完成年度目标（[^）]*）的([\d.]+%)，(快于|慢于|与)序时进度(持平|[\d.]+)", text
    )
    assert len(told) == sum(light != "—" and district == CITY for (district, _), (*_, light) in found.items()) - 1
    for metric, rate, side, points in told:
        lead = "持平" if points == "持平" else f"{side[0]}{points}"
        assert found[CITY, metric][:2] == (rate, lead)


def test_words_name_whom_the_tables_name() -> None:
    texts, found = paragraphs(), tables()
    for head, text in pairwise(texts):
        if (metric := re.sub(r"^（[一二三四五六七八九十]+）", "", head)) != head and "完成率" in text:
            for names, rate in re.findall(r"(?:^|[，是])([^，（；。]+?)（(?:均为)?([\d.]+%)）", text):
                for name in re.sub("^.*是", "", names).split("、"):
                    assert found[name, metric][0] == rate
            for light in ("黄灯", "红灯"):
                named = re.search(rf"{light}\d+个：([^。]+)。", text)
                wanted = {d for (d, m), row in found.items() if m == metric and row[2] == light and d != CITY}
                assert set(named[1].split("、") if named else ()) == wanted


def test_the_chart_is_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[Progress] = []
    blank = file(ask("诸暨外资走势图"), ".png").content

    def keep(table: Progress, *_: object) -> bytes:
        drawn.append(table)
        return blank

    monkeypatch.setattr("bot.render.bulletin.png", keep)
    ask("5月通报")
    assert {
        (line.district, line.metric): (line.rate_text, line.lead_text, line.light or "—") for line in drawn[0].lines
    } == {key: row for key, row in tables().items() if key[0] == CITY and key[1] != "指标"}


def test_the_page_is_that_of_an_official_document() -> None:
    page = document().sections[0]
    sizes = (
        page.page_width,
        page.page_height,
        page.top_margin,
        page.left_margin,
        page.right_margin,
        page.bottom_margin,
    )
    for size, wanted in zip(sizes, (210, 297, 37, 28, 26, 35), strict=True):
        assert abs(size - Mm(wanted)) < Mm(0.1)
    assert document().settings.odd_and_even_pages_header_footer


def test_fonts_are_east_asian_and_have_fallbacks() -> None:
    runs = document().element.iter(qn("w:rFonts"))
    assert {run.get(qn("w:eastAsia")) for run in runs} <= set(INSTEAD)
    table = next(p for p in document().part.package.iter_parts() if str(p.partname) == "/word/fontTable.xml")
    assert all(
        f'w:name="{font}"><w:altName w:val="{others}"' in table.blob.decode() for font, others in INSTEAD.items()
    )


def test_headings_have_levels_and_fonts() -> None:
    found: dict[str, set[str]] = {}
    for p in document().paragraphs:
        level = p._p.find(f".//{qn('w:outlineLvl')}")
        if level is not None and p.runs:
            found.setdefault(level.get(qn("w:val")), set()).add(p.runs[0]._r.rPr.rFonts.get(qn("w:eastAsia")))
    assert found["0"] == {"黑体"} and found["1"] == {"楷体_GB2312"}
    heads = [t for t in paragraphs() if re.match("[一二三四]、", t)]
    assert heads == ["一、总体情况", "二、各地完成情况", "三、存在的主要问题", "四、下一步工作要求"]


def test_what_no_figure_tells_is_left_blank() -> None:
    text = "\n".join(paragraphs())
    for blank in (
        "（发文机关标志）",
        "（发文字号待填）",
        "签发人：（待填）",
        "（主送机关待填）",
        "（发文机关署名待填）",
        "（成文日期待填）",
    ):
        assert blank in text
    assert "附件：1. 全市各项指标完成情况表" in text and [t for t in paragraphs() if re.fullmatch(r"附件\d", t)] == [
        "附件1",
        "附件2",
        "附件3",
    ]
    assert len(document().inline_shapes) >= 2


def test_a_table_of_a_metric_is_not_torn_apart() -> None:
    first, *others = document().tables
    assert all(row._tr.find(f".//{qn('w:keepNext')}") is not None for table in others for row in table.rows[:-1])
    assert all(table.rows[-1]._tr.find(f".//{qn('w:keepNext')}") is None for table in others)
    assert all(
        sum(int(g.get(qn("w:w"))) for g in t._tbl.tblGrid) <= round(156 * 1440 / 25.4) + 8 for t in (first, *others)
    )


def test_unreported_is_told_and_no_zero() -> None:
    text = "\n".join(paragraphs())
    missing = {key for key, row in tables().items() if row[0] == "未报"}
    assert missing and f"未报共{sum(d != CITY for d, _ in missing)}项（未报不等于0）" in text


def test_made_again_it_is_the_same() -> None:
    first, again = (ask("5月通报", id_="m1", chat="twice") for _ in range(2))
    assert [f.content for f in first.files] == [f.content for f in again.files] == [f.content for f in reply().files]


def test_soon_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.desk.with_files", lambda reply: reply)
    asked = ask("5月通报")
    began = process_time()
    with_files(asked)
    assert process_time() - began < 3


def test_files_are_made_outside_the_transaction(monkeypatch: pytest.MonkeyPatch) -> None:
    def write(reply: Reply) -> Reply:
        with desk().store.write():
            return with_files(reply)

    monkeypatch.setattr("bot.desk.with_files", write)
    assert ask("5月通报").files


def test_titles_and_numerals() -> None:
    assert [
        title(date(2012, m, d)).removeprefix("关于2012年").removesuffix("目标任务完成情况的通报")
        for m, d in ((1, 31), (6, 30), (9, 30), (12, 31), (5, 15))
    ] == [
        "1月",
        "上半年",
        "前三季度",
        "全年",
        "1月1日—5月15日",
    ]
    assert [numeral(n) for n in (1, 10, 11, 20, 35)] == ["一", "十", "十一", "二十", "三十五"]
