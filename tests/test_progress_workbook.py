"""The workbook of progress: formulas that give the figures of the text, numbers as numbers, units, sources."""

from decimal import Decimal
from functools import cache
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from data.workbook import Number, Sheet, Word, workbook
from tests.bulletins import ask, file, number, reckoned, shown


@cache
def book(values: bool) -> Any:
    """The workbook of May, its formulas or the values kept beside them."""
    return load_workbook(BytesIO(file(ask("5月全市进度汇总 excel"), ".xlsx").content), data_only=values)


def rows(sheet: str, values: bool = True) -> list[dict[str, Any]]:
    header, *body = book(values)[sheet].iter_rows(values_only=True)
    return [dict(zip(header, row, strict=True)) for row in body]


def test_three_sheets_each_with_its_header_in_sight() -> None:
    assert book(True).sheetnames == ["全市", "各地", "来源"]
    assert book(True)["各地"].freeze_panes == "C2"
    assert book(True)["各地"].print_title_rows == "$1:$1"


@pytest.mark.parametrize("sheet", ["全市", "各地"])
def test_each_formula_gives_the_value_kept_beside_it(sheet: str) -> None:
    kept, formulas = rows(sheet), rows(sheet, values=False)
    rated = [n for n, row in enumerate(formulas) if row["完成率"]]
    assert len(rated) > 20
    for n in rated:
        value, formula, line = kept[n], formulas[n], n + 2
        assert (
            formula["完成率"] == f"=H{line}/G{line}" and formula["快于序时进度（百分点）"] == f"=(I{line}-J{line})*100"
        )
        assert formula["序时进度"] == "=5/12" and value["序时进度"] == pytest.approx(5 / 12, abs=1e-14)
        assert value["完成率"] == pytest.approx(value["累计完成"] / value["目标"], abs=1e-14)
        assert value["快于序时进度（百分点）"] == pytest.approx((value["完成率"] - 5 / 12) * 100, abs=1e-10)


def test_the_figures_are_those_of_pandas_and_of_the_text() -> None:
    again, seen = reckoned(), 0
    for row in (*rows("全市"), *rows("各地")):
        if row["完成率"] is None or row["完成率"] == "":
            continue
        wanted = again.loc[row["考核对象"], row["指标"]]
        rate, lead = row["文中写法"].split("，")
        assert (number(rate), number(lead), row["灯"]) == (shown(wanted.rate), shown(wanted.lead), wanted.light)
        assert Decimal(str(row["累计完成"])) == wanted.actual and Decimal(str(row["目标"])) == wanted.target
        assert f"{row['完成率'] * 100:.6f}" == f"{float(wanted.share * 100):.6f}"
        seen += 1
    assert seen == len(again)


def test_ranks_by_rate_ties_shared() -> None:
    again = reckoned()
    for metric in {row["指标"] for row in rows("各地")}:
        found = {
            r["考核对象"]: r["位次"]
            for r in rows("各地")
            if r["指标"] == metric and isinstance(r["完成率"], int | float)
        }
        if found:
            shares = again.xs(metric, level="metric").share.drop("绍兴市").astype(object)
            assert found == {d: 1 + sum(other > share for other in shares) for d, share in shares.items()}


def test_what_was_not_reported_is_empty_and_says_so() -> None:
    missing = [row for row in rows("各地") if "未报" in (row["备注"] or "")]
    assert missing and all(row["累计完成"] in (None, "") and row["完成率"] in (None, "") for row in missing)


def test_units_levels_and_number_formats() -> None:
    page = book(True)["各地"]
    first = next(row for row in page.iter_rows(min_row=2) if row[0].value == "工业投资完成投资额")
    assert first[4].value == "亿元" and first[5].value == "必保"
    assert first[8].number_format.startswith("0.00") and first[8].number_format.endswith("%")
    assert first[7].number_format.startswith("#,##0")


def test_sources_and_notes() -> None:
    said = {row["项目"]: row["说明"] for row in rows("来源")}
    assert "序时进度41.67%" in said["截止日"] and "实际引进外资" in said["绍政办发〔2012〕43号 附件4"]
    assert "各地上报合计" in said and any(name.startswith("上报") for name in said)


def test_text_is_never_a_formula() -> None:
    sheet = Sheet(
        "表", ("甲", "乙"), (("=1+1", "=SUM(A1)"), ("+1", Word("=2", "#FFFFFF")), ("x", Number(Decimal(2), "0", "1+1")))
    )
    page = load_workbook(BytesIO(workbook((sheet,))))["表"]
    assert [[cell.data_type for cell in row] for row in page.iter_rows(min_row=2)] == [
        ["s", "s"],
        ["s", "s"],
        ["s", "f"],
    ]


def test_a_row_is_as_tall_as_its_text_and_a_column_no_wider_than_it_needs() -> None:
    page = book(True)["来源"]
    tall = [n for n, row in enumerate(page.iter_rows(values_only=True), 1) if len(str(row[1])) > 30]
    assert tall and all((page.row_dimensions[n].height or 15) >= 30 for n in tall)
    widths = {
        row[0].value: book(True)["各地"].column_dimensions[row[0].column_letter].width
        for row in book(True)["各地"].iter_cols(max_row=1)
    }
    assert widths["位次"] < 8 and widths["灯"] < 8 and sum(widths.values()) < 245


def test_the_same_figures_are_the_same_bytes() -> None:
    assert len({file(ask("5月全市进度汇总 excel"), ".xlsx").content for _ in range(2)}) == 1


@pytest.mark.parametrize(
    "text", ["全市进度 excel", "外资完成排名 导出excel", "诸暨市进度 导出Excel", "诸暨外资走势 excel表"]
)
def test_who_asks_for_excel_gets_it(text: str) -> None:
    reply = ask(text)
    assert reply.kind in ("summary", "answer") and file(reply, ".xlsx")


def test_the_answer_before_as_a_file() -> None:
    ask("外资完成排名", chat="again")
    assert file(ask("导出excel", chat="again"), ".xlsx").name == "2012年5月底各地实际引进外资完成情况表.xlsx"


def test_annexes_are_still_exported() -> None:
    assert file(ask("导出附件4"), ".xlsx").name.startswith("2012年绍兴市附件4")
