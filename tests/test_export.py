"""mubiao export: all reports and the whole ledger, numbers as numbers, text never a formula."""

import csv
import json
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from bot.cli import app
from data import extract
from data.pivot import by_period
from data.sheet_made import LONGEST_TEXT, Grid, book_of
from tests.offices import FOREIGN, PROJECTS, ZHUJI, Office

ZONE = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def office() -> Office:
    office = Office()
    office.report("zj", "进度 诸暨市 2012年5月 外资 9800万美元 外资1000万美元以上项目 3只")
    office.report("zj2", "进度 诸暨市 2012年5月 外资 9900.5万美元\n说明：A=HYPERLINK(1)")
    office.say("trade", "退回 2 =1+1")
    office.say("trade", "通过 1")
    office.say("talent", "措施进展 三(五)4 首台套认定办法 已出台")
    return office


def run(office: Office, *arguments: str) -> tuple[int, str]:
    url = office.desk.store.where.url
    done = CliRunner().invoke(app, ["export", *arguments, "--database-url", url], env={"COLUMNS": "200"})
    return done.exit_code, done.output


def test_a_workbook(office: Office, tmp_path: Path) -> None:
    code, output = run(office, str(tmp_path / "all.xlsx"))
    assert code == 0 and "all.xlsx" in output
    book = load_workbook(tmp_path / "all.xlsx")
    assert book.sheetnames == ["上报", "台账", "各期累计"]
    reports = list(book["上报"].iter_rows(values_only=True))
    assert reports[0] == extract.REPORTS and len(reports) == 4
    assert reports[1][:10] == (
        1,
        "2012-06-04T09:02:00+08:00",
        "t:zj",
        "张敏",
        "绍兴市",
        ZHUJI,
        FOREIGN,
        "2012-05-31",
        9800,
        "万美元",
    )
    assert reports[1][11:13] == ("已通过", "李审") and reports[3][8] == 9900.5
    assert reports[3][11] == "已退回" and reports[3][14:16] == ("=1+1", "A=HYPERLINK(1)")
    ledger = list(book["台账"].iter_rows(values_only=True))
    assert [row[3] for row in ledger[1:]] == ["submit", "submit", "return", "approve", "measure"]
    assert [row[0] for row in ledger[1:]] == [1, 2, 3, 4, 5] and json.loads(ledger[1][5])["items"]
    assert list(book["各期累计"].iter_rows(values_only=True)) == [
        ("城市", "地区", "指标", "计量单位", "2012-05-31"),
        ("绍兴市", ZHUJI, FOREIGN, "万美元", 9800),
        ("绍兴市", ZHUJI, PROJECTS, "只", 3),
    ]
    for page in book:
        assert all(cell.data_type != "f" for row in page.iter_rows() for cell in row)
    assert all(cell.data_type == "n" for page in (book["上报"], book["台账"]) for cell in page["A"][1:])


def test_what_stands_by_period(office: Office) -> None:
    office.at = office.at.replace(month=7)
    office.report("zj", "进度 诸暨市 2012年6月 外资 10000.25万美元")
    office.report("sy", "进度 上虞市 2012年4月 外资 7000万美元")
    header, rows = by_period(office.desk.store)
    assert header == ("城市", "地区", "指标", "计量单位", "2012-04-30", "2012-05-31", "2012-06-30")
    assert rows == (
        ("绍兴市", ZHUJI, FOREIGN, "万美元", None, Decimal(9800), Decimal("10000.25")),
        ("绍兴市", ZHUJI, PROJECTS, "只", None, Decimal(3), None),
        ("绍兴市", "上虞市", FOREIGN, "万美元", Decimal(7000), None, None),
    )
    assert all(isinstance(cell, Decimal) for row in rows for cell in row[4:] if cell is not None)


def test_csv(office: Office, tmp_path: Path) -> None:
    code, output = run(office, str(tmp_path / "all.csv"))
    assert code == 0 and output.count("行") == 3
    content = (tmp_path / "all.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(content.decode("utf-8-sig").splitlines()))
    assert rows[1][8] == "9800" and rows[3][8] == "9900.5"
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)
    assert any(cell.startswith("'=") for row in rows for cell in row)
    ledger = list(csv.reader((tmp_path / "all-ledger.csv").read_text("utf-8-sig").splitlines()))
    assert len(ledger) == 6 and ledger[0] == list(extract.LEDGER)


def test_the_format_may_be_said(office: Office, tmp_path: Path) -> None:
    assert run(office, str(tmp_path / "data"), "--format", "csv")[0] == 0
    assert all((tmp_path / name).exists() for name in ("data", "data-ledger", "data-periods"))
    assert run(office, str(tmp_path / "data.csv"), "--format", "xlsx")[0] == 0
    assert load_workbook(BytesIO((tmp_path / "data.csv").read_bytes())).sheetnames == ["上报", "台账", "各期累计"]


@pytest.mark.parametrize(
    "arguments", [("data.txt",), ("data",), ("data.csv", "--format", "pdf"), ("no/such/folder.csv",)]
)
def test_what_cannot_be_written(office: Office, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    code, _ = run(office, str(tmp_path / arguments[0]), *arguments[1:])
    assert code == 2 and not list(tmp_path.iterdir())


def test_nothing_yet(tmp_path: Path) -> None:
    (_, reports), (_, ledger), (_, periods) = extract.write(Office().desk.store, tmp_path / "e.csv", "csv", ZONE)
    assert (reports, ledger, periods) == (0, 0, 0)


def test_text_that_no_cell_holds() -> None:
    book = load_workbook(BytesIO(book_of([Grid("a", ("b",), [("=1\x00\x0b\ud7ff",), ("x" * 40000,), (None,), (7,)])])))
    values = [cell.value for cell in book["a"]["A"]]
    assert values == ["b", "=1��\ud7ff", "x" * LONGEST_TEXT, None, 7]
