"""填报模板 out and back, and everything that may come instead of it: nothing is stored that the preview did not show."""

import random
import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font

from bot.wire import contract
from data.sheet import MOST_ROWS, Page, pages
from intents.members.template import HEADER, VALUE
from tests.offices import (
    DOMESTIC,
    FOREIGN,
    PROJECTS,
    SHANGYU,
    ZHUJI,
    Office,
    filled,
    offices,
    said,
    saved,
    sheet,
    template,
)

HEAD = ("地区", "时间", "指标", "计量单位", VALUE)
GOOD = (ZHUJI, "2012年5月", FOREIGN, "万美元", 9800)


@pytest.fixture
def office() -> Iterator[Office]:
    yield from offices()


# Out.


def test_a_template_is_the_senders_own(office: Office) -> None:
    reply = office.say("zj", "填报模板")
    said(reply, "answer", ZHUJI, "2012年5月", VALUE)
    assert reply.files[0].name == "填报模板-诸暨市-2012年5月.xlsx" and reply.files[0].type.endswith(
        "spreadsheetml.sheet"
    )
    page = template(office).active
    rows = list(page.iter_rows(values_only=True))
    assert rows[0] == HEADER and len(rows) == 21 and {row[0] for row in rows[1:]} == {ZHUJI}
    row = next(row for row in rows if row[2] == FOREIGN)
    assert row == (ZHUJI, "2012年5月", FOREIGN, "万美元", 21000, None, "未报", None)


def test_it_prints_on_pages_as_wide_as_it_is(office: Office) -> None:
    page = template(office).active
    assert page.sheet_properties.pageSetUpPr.fitToPage and page.page_setup.fitToHeight == 0
    assert (page.page_setup.orientation, page.print_title_rows) == ("landscape", "$1:$1")


def test_only_its_last_column_can_be_filled_in(office: Office) -> None:
    page = template(office).active
    assert page.protection.sheet
    for row in page.iter_rows(min_row=2):
        assert [cell.protection.locked for cell in row] == [True] * 7 + [False]
    assert page.data_validations.dataValidation[0].sqref.ranges


def test_it_has_the_last_value(office: Office) -> None:
    office.report("zj", "进度 诸暨市 2012年4月 外资 0.7亿美元")
    row = next(r for r in template(office).active.iter_rows(values_only=True) if r[2] == FOREIGN)
    assert row[5:] == (7000, "2012年1—4月", None)
    earlier = template(office, text="3月填报模板").active
    assert next(r for r in earlier.iter_rows(values_only=True) if r[2] == FOREIGN)[1:7:4] == ("2012年3月", None)


@pytest.mark.parametrize(
    "text",
    [
        "填报模板",
        "给我发个表我来填",
        "给我一份填报模板",
        "5月填报模板",
        "填报模板 2012年5月",
        "来一份填报模板，5月的",
        "填报模板 5月",
        "填报模板 诸暨 2012年5月",
        "下载模板",
        "发我上报模板。",
        "请给我2012年5月的填报模板",
        "填报表",
    ],
)
def test_ways_to_ask(office: Office, text: str) -> None:
    assert office.say("zj", text).files


def test_of_which_districts_and_departments(office: Office) -> None:
    assert {row[0].value for row in template(office, "two").active.iter_rows(min_row=2)} == {ZHUJI, SHANGYU}
    one = template(office, "two", "上虞填报模板").active
    assert {row[0].value for row in one.iter_rows(min_row=2)} == {SHANGYU}
    page = template(office, "works").active
    assert {row[0].value for row in page.iter_rows(min_row=2)} == {"绍兴市"}
    assert "央企军企签约项目数" in {row[2].value for row in page.iter_rows(min_row=2)}


@pytest.mark.parametrize(
    ("who", "text", "words"),
    [
        ("sy", "诸暨填报模板", "本区"),
        ("zj", "7月填报模板", "才结束"),
        ("zj", "2011年5月填报模板", "2011年"),
        ("official", "填报模板", "填报员"),
        ("nobody", "填报模板", "填报员"),
        ("leader", "填报模板", "填报员"),
    ],
)
def test_no_template(office: Office, who: str, text: str, words: str) -> None:
    reply = office.say(who, text)
    said(reply, "decline", words)
    assert not reply.files


# Back.


def test_a_filled_template_is_a_report(office: Office) -> None:
    book = template(office)
    reply = office.send("zj", filled(book, **{FOREIGN: 9800, PROJECTS: 3, DOMESTIC: 123000}))
    text = said(reply, "preview", "9800万美元", "3只", "123000万元")
    assert "未读出" not in text and reply.choices == ("确认", "取消") and not office.reports
    said(office.say("zj", "确认"), "receipt", "上报1号", "3项")
    assert {(i.district, i.metric, str(i.value), i.unit) for i in office.items} == {
        (ZHUJI, FOREIGN, "9800", "万美元"),
        (ZHUJI, PROJECTS, "3", "只"),
        (ZHUJI, DOMESTIC, "123000", "万元"),
    }
    assert office.reports[0].words.startswith("（文件 报表.xlsx）")


def test_every_row_of_every_district(office: Office) -> None:
    book = template(office, "two")
    for row in book.active.iter_rows(min_row=2):
        row[-1].value = 0
    text = said(office.send("two", saved(book)), "preview")
    assert "未读出" not in text and text.count("\n· ") == book.active.max_row - 1
    office.say("two", "确认")
    assert len(office.items) == book.active.max_row - 1


def test_zero_is_not_blank(office: Office) -> None:
    said(office.send("zj", filled(template(office), **{FOREIGN: 0})), "preview", "0万美元")
    said(office.send("zj", filled(template(office))), "decline", "还没有填")


def test_the_same_rules(office: Office) -> None:
    """As for a message: 其中 above its whole, another's district, a fraction of a count, a value not exact."""
    book = template(office)
    said(office.send("zj", filled(book, **{PROJECTS: 3, "外资3000万美元以上项目数": 4})), "decline", "超过")
    said(office.send("sy", filled(template(office), **{FOREIGN: 1})), "decline", ZHUJI)
    said(office.send("zj", filled(template(office), **{PROJECTS: 2.5})), "decline", "小数")
    said(office.send("zj", filled(template(office), **{FOREIGN: "约9800"})), "decline", "确切")
    said(office.send("zj", filled(template(office), **{FOREIGN: -5})), "decline", "负数")
    assert not office.reports


@pytest.mark.parametrize(
    ("value", "format_", "shown"),
    [
        (12.3, "General", "123000万元"),
        (0.1 + 0.2, "General", "3000万元"),
        ("12.3亿元", "General", "123000万元"),
        ("123000万元", "General", "123000万元"),
        ("12.3", "@", "123000万元"),
        ("十二点三亿元", "@", "123000万元"),
    ],
)
def test_figures_as_they_stand(office: Office, value: Any, format_: str, shown: str) -> None:
    book = sheet(HEAD, (ZHUJI, "2012年5月", DOMESTIC, "亿元", value))
    book.active["E2"].number_format = format_
    said(office.send("zj", saved(book)), "preview", f"{DOMESTIC} {shown}")


def test_percent_and_dates(office: Office) -> None:
    import datetime

    share = "战略性新兴产业完成投资比重"
    book = sheet(HEAD, (ZHUJI, datetime.date(2012, 5, 1), share, "%", 0.365))
    book.active["B2"].number_format, book.active["E2"].number_format = 'yyyy"年"m"月"', "0.0%"
    said(office.send("zj", saved(book)), "preview", "36.5%", "1—5月")


def test_a_caption_may_explain(office: Office) -> None:
    book = saved(sheet(HEAD, GOOD))
    said(office.send("zj", book, text="说明：大项目集中到位"), "preview", "说明：大项目集中到位")
    said(office.send("zj", book, text="请领导审核"), "preview", "9800万美元")


def test_a_title_and_other_sheets(office: Office) -> None:
    book = Workbook()
    for row in (("诸暨市2012年5月",), (), ("指标", "单位", VALUE), (FOREIGN, "万美元", 9800)):
        book.active.append(row)
    book.create_sheet("联系人").append(("张敏", 13912345678))
    book.create_sheet("空")
    text = said(office.send("zj", saved(book)), "preview", "9800万美元", "未读出（不会存入）：工作表“联系人”")
    assert "13912345678" not in text and "没有写" not in text


def test_a_row_that_cannot_be_read_is_given_back(office: Office) -> None:
    book = sheet(HEAD, GOOD, (ZHUJI, "2012年5月", "幸福指数", "分", 88))
    said(
        office.send("zj", saved(book)), "preview", "9800万美元", "未读出（不会存入）：诸暨市 2012年5月 幸福指数(分) 88"
    )
    office.say("zj", "确认")
    assert [item.metric for item in office.items] == [FOREIGN]


def test_rows_beyond_reading_are_given_back(office: Office) -> None:
    long = (ZHUJI, "2012年5月", "1 " * 200, "万美元", 5)
    said(
        office.send("zj", saved(sheet(HEAD, GOOD, long))),
        "preview",
        "9800万美元",
        "未读出（不会存入）：诸暨市 2012年5月 1 1",
    )
    said(office.send("zj", saved(sheet(HEAD, long))), "decline", "没有读出")


# What is not read.


def merged() -> bytes:
    book = sheet(HEAD, GOOD, GOOD)
    book.active.merge_cells("A2:A3")
    return saved(book)


def with_part(name: str, content: bytes, base: bytes | None = None) -> bytes:
    """A workbook with one part more, or another in place of its own."""
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(base or saved(sheet(HEAD, GOOD)))) as old, zipfile.ZipFile(stream, "w", 8) as new:
        for part in old.infolist():
            if part.filename != name:
                new.writestr(part, old.read(part))
        new.writestr(name, content)
    return stream.getvalue()


def patched(pattern: bytes, by: bytes, part: str = "xl/worksheets/sheet1.xml") -> bytes:
    base = saved(sheet(HEAD, GOOD))
    with zipfile.ZipFile(BytesIO(base)) as archive:
        text = archive.read(part)
    assert re.search(pattern, text)
    return with_part(part, re.sub(pattern, by, text), base)


def far(cell: str) -> bytes:
    book = sheet(HEAD, GOOD)
    book.active[cell] = 1
    return saved(book)


def two_tables() -> bytes:
    book = sheet(HEAD, GOOD)
    book.copy_worksheet(book.active)
    return saved(book)


ALL_MERGED = b'<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
ENTITIES = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
REFUSED = {
    "formula": (lambda: saved(sheet(HEAD, (*GOOD[:4], "=9700+100"))), "E2是公式"),
    "formula aside": (lambda: saved(sheet((*HEAD, "完成率"), (*GOOD, "=E2/21000"))), "F2是公式"),
    "array formula": (lambda: patched(rb"<v>9800</v>", b'<f t="array" ref="E2">1+1</f><v>2</v>'), "公式"),
    "merged": (merged, "合并单元格"),
    "all merged": (lambda: patched(rb"</sheetData>", b"</sheetData>" + ALL_MERGED), "合并"),
    "error": (lambda: patched(rb'<c r="E2" t="n"><v>9800</v>', b'<c r="E2" t="e"><v>#N/A</v>'), "E2"),
    "true": (lambda: saved(sheet(HEAD, (*GOOD[:4], True))), "E2"),
    "macros": (lambda: with_part("xl/vbaProject.bin", b"x"), "宏"),
    "a far row": (lambda: far("A1048576"), f"{MOST_ROWS}行"),
    "a far column": (lambda: far("XFD1"), "列"),
    "many rows": (lambda: saved(sheet(HEAD, *[GOOD] * (MOST_ROWS + 5))), f"{MOST_ROWS}行"),
    "no header": (lambda: saved(sheet(GOOD)), "表头"),
    "another header": (lambda: saved(sheet(("姓名", "电话"), ("张敏", 1))), "表头"),
    "no metric column": (lambda: saved(sheet(("地区", "时间", VALUE), (ZHUJI, "5月", 9800))), "表头"),
    "two value columns": (lambda: saved(sheet((*HEAD, VALUE), (*GOOD, 9900))), "2列"),
    "empty": (lambda: saved(Workbook()), "表头"),
    "nothing": (lambda: b"", "不是能读的"),
    "text": ("地区,指标".encode, "不是能读的"),
    "not a zip": (lambda: b"PK\x03\x04 nothing of the kind", "不是能读的"),
    "cut": (lambda: saved(sheet(HEAD, GOOD))[:-300], "不是能读的"),
    "old": (lambda: bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600, "不是能读的"),
    "entities": (lambda: patched(rb"<worksheet", ENTITIES + b"<worksheet"), "不是能读的"),
    "a bomb": (lambda: with_part("xl/media/x.bin", b"\0" * 30_000_000), "解开后"),
    "large": (lambda: with_part("xl/media/x.bin", random.Random(1).randbytes(2_200_000)), "2MB"),
    "two tables": (two_tables, "2张填报表"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_refused(office: Office, case: str) -> None:
    make, words = REFUSED[case]
    said(office.send("zj", make()), "decline", words)
    said(office.say("zj", "确认"), "decline", "没有等待确认")
    assert not office.reports


@pytest.mark.parametrize("name", ["报表.xlsm", "报表.XLSM"])
def test_macro_workbooks(office: Office, name: str) -> None:
    said(office.send("zj", saved(sheet(HEAD, GOOD)), name), "decline", "宏")


def test_a_file_that_is_not_there(office: Office) -> None:
    said(office.say("zj", file=str(office.folder / "没有.xlsx")), "decline", "读不到")
    said(office.say("zj", file=str(office.folder)), "decline", "读不到")
    said(office.say("zj", file="\0"), "decline", "读不到")


@pytest.mark.parametrize("who", ["nobody", "official", "trade", "leader", "admin"])
def test_only_staff_send_workbooks(office: Office, who: str) -> None:
    said(office.send(who, saved(sheet(HEAD, GOOD))), "decline", "填报员")


def test_styles_and_blank_rows_do_no_harm(office: Office) -> None:
    book = sheet(HEAD, GOOD)
    for row in range(3, 300):
        book.active.cell(row, 1).font = Font(bold=True)
    said(office.send("zj", saved(book)), "preview", "9800万美元")


def test_pages() -> None:
    book = sheet((" a ", None, "b\nc"), (), (1, 2.50, None))
    book.create_sheet("隐藏").append(("x",))
    book["隐藏"].sheet_state = "hidden"
    assert pages(saved(book), "x.xlsx") == (Page("Sheet", (("a", "", "b c"), ("", "", ""), ("1", "2.5", ""))),)


# Proofs.


def test_a_photo_goes_with_the_report(office: Office) -> None:
    said(office.send("zj", b"\xff\xd8\xff photo", "a.jpg"), "decline", "哪一份上报")
    office.report("zj", "进度 诸暨市 2012年5月 外资 9800万美元")
    said(office.send("zj", b"\xff\xd8\xff photo", "a.jpg"), "receipt", "已作为上报1号的佐证保存")
    said(office.send("zj", b"\xff\xd8\xff photo", "b.jpg"), "receipt", "保存过")
    said(office.send("zj", b"%PDF-1.7 ...", "c.pdf"), "receipt", "上报1号")
    said(office.send("zj", b"hello", "d.exe"), "decline", "照片或PDF")
    said(office.send("sy", b"%PDF-1.7 ...", "c.pdf"), "decline", "哪一份上报")
    office.wait(minutes=31)
    said(office.send("zj", b"%PDF-1.7 late", "e.pdf"), "decline", "30分钟")
    said(office.send("zj", b"%PDF-1.7 late", "e.pdf", "上报1号的佐证"), "receipt", "上报1号")
    said(office.send("sy", b"%PDF-1.7 late", "e.pdf", "上报1号的佐证"), "decline", "您没有上报1号")
    office.say("zj", "撤回 1")
    said(office.send("zj", b"%PDF-1.7 x", "f.pdf", "上报1号"), "decline", "撤回")
    said(office.send("nobody", b"%PDF-1.7 x", "f.pdf"), "decline", "填报员")


# Anything at all.


def mutated(chance: random.Random, base: bytes) -> bytes:
    """A workbook with a part changed somewhere, or bytes of the file itself."""
    if chance.random() < 0.25:
        damaged = bytearray(base)
        for _ in range(chance.randint(1, 30)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        return bytes(damaged[: chance.randint(len(damaged) // 2, len(damaged))] if chance.random() < 0.3 else damaged)
    with zipfile.ZipFile(BytesIO(base)) as archive:
        name = chance.choice([part for part in archive.namelist() if "xl/" in part or "Types" in part])
        part = archive.read(name)
    for _ in range(chance.randint(1, 4)):
        part = changed(chance, part)
    return with_part(name, part, base)


NUMBERS = [
    "1e308",
    "-1",
    "9800.00000001",
    "nan",
    "inf",
    "1E-320",
    "99999999999999999999",
    "",
    "４",
    "=1+1",
    "约5",
    "0x1F",
    "36.5%",
]
PIECES = [
    *(b"<f>1+1</f>", b'<mergeCell ref="A1:XFD1048576"/>', b'<c r="ZZZ99999999"><v>7</v></c>', b"<v>#REF!</v>", b"\0"),
    *(b"&amp;", b"<row r='0'/>", b'<hyperlinks><hyperlink ref="A1:XFD1048576"/></hyperlinks>', b"</c>", b"\xff"),
    b"<!ENTITY x 'y'>",
]


def changed(chance: random.Random, part: bytes) -> bytes:
    kind = chance.randrange(5)
    values = list(re.finditer(rb"<v>[^<]*</v>|<t>[^<]*</t>|r=\"[A-Z]+\d+\"|t=\"\w+\"|s=\"\d+\"", part))
    if kind < 3 and values:
        found = chance.choice(values)
        number = chance.choice(NUMBERS).encode()
        new = {b"<": b"<v>" + number + b"</v>", b"r": b'r="' + chance.choice([b"E2", b"A0", b"XFE1", b"E"]) + b'"'}
        by = new.get(
            found[0][:1], b't="' + chance.choice([b"s", b"b", b"e", b"d", b"str", b"n", b"inlineStr", b"zz"]) + b'"'
        )
        return part[: found.start()] + by + part[found.end() :]
    place = chance.randrange(len(part) + 1)
    if kind == 3:
        return part[:place] + chance.choice(PIECES) + part[place:]
    return part[:place] + part[place + chance.randint(1, 40) :]


def test_mutated_workbooks(pytestconfig: pytest.Config) -> None:
    """No traceback, and what is stored is what the preview showed."""
    chance, office, kinds = random.Random(2012), Office(), dict[str, int]()
    base = filled(template(office), **{FOREIGN: 9800, PROJECTS: 3, DOMESTIC: 12.3})
    for _ in range(500 if pytestconfig.getoption("--long") else 50):
        before = len(office.reports)
        reply = office.send("zj", mutated(chance, base))
        text = said(reply, reply.kind)
        kinds[reply.kind] = kinds.get(reply.kind, 0) + 1
        assert reply.kind in ("preview", "decline"), text
        shown = [(f.metric, f.value) for f in reply.facts if f.measure == "actual"]
        assert all(f"{fact['value']}" in text for fact in contract(reply)["facts"] if fact["measure"] == "actual")
        answered = office.say("zj", "确认")
        stored = [(i.metric, i.value) for report in office.reports[before:] for i in report.items]
        assert stored == (shown if reply.kind == "preview" else []), text
        assert answered.kind == ("receipt" if reply.kind == "preview" else "decline")
    office.sound()
    assert len(kinds) == 2, kinds
