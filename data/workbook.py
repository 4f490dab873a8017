"""Tables as an Excel workbook, with a sheet that says where they come from. The only room that knows XlsxWriter."""

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from io import BytesIO
from typing import Any

CELL = {"font_name": "宋体", "font_size": 11, "border": 1, "text_wrap": True, "valign": "vcenter"}
HEAD = {"bold": True, "align": "center", "bg_color": "#DDEBF7"}
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
CREATED = datetime(2012, 1, 1, tzinfo=UTC)  # the same table is the same bytes, whenever it is made
SOURCE = ("位置", "文号", "标题")
WIDEST = 48


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name, a header (units in it), rows of cells as published."""

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def workbook(sheets: tuple[Sheet, ...], source: tuple[tuple[str, str, str], ...]) -> bytes:
    """The sheets and one named 来源 (place, document number, title) as the bytes of an .xlsx file."""
    from xlsxwriter import Workbook

    stream = BytesIO()
    with Workbook(stream, OPTIONS) as book:
        book.set_properties({"created": CREATED})
        head, cell = book.add_format({**CELL, **HEAD}), book.add_format(CELL)
        for sheet in (*sheets, Sheet("来源", SOURCE, source)):
            _write(book.add_worksheet(sheet.name[:31]), sheet, head, cell)
    return stream.getvalue()


def _write(page: Any, sheet: Sheet, head: Any, cell: Any) -> None:
    """Header in the first row, kept in sight; figures as numbers, all else as text."""
    page.freeze_panes(1, 1)
    for column, name in enumerate(sheet.header):
        page.write_string(0, column, name, head)
        texts = [name.split("/")[-1].strip(), *(row[column] for row in sheet.rows)]
        page.set_column(column, column, min(WIDEST, max(10, 2 + max(_width(text) for text in texts))))
    for number, row in enumerate(sheet.rows, 1):
        for column, text in enumerate(row):
            value = _figure(text) if column else None
            if value is None:
                page.write_string(number, column, text, cell)
            else:
                page.write_number(number, column, value, cell)


def _figure(text: str) -> Decimal | None:
    """The figure that a cell is, if it is one."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def _width(text: str) -> int:
    return sum(1 if char.isascii() else 2 for char in text)
