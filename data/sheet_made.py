"""Workbooks that are handed out to be filled in, and workbooks of rows as they are stored. Text is never a formula."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

Cell = str | int | Decimal | None
CREATED = datetime(2012, 1, 1)  # noqa: DTZ001 (openpyxl wants it without an offset)
LONGEST_TEXT = 32_767
_LEAST, _MOST = "-1000000000000", "1000000000000"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet: its name, its header, its rows; figures are numbers, all else is text."""

    name: str
    header: tuple[str, ...]
    rows: Iterable[tuple[Cell, ...]]


def form(grid: Grid, widths: Sequence[int]) -> bytes:
    """A sheet of which only the last column can be filled in, and only with figures."""
    from openpyxl import Workbook
    from openpyxl.worksheet.datavalidation import DataValidation
    from openpyxl.worksheet.properties import PageSetupProperties

    book = Workbook()
    page = book.active
    page.title = grid.name
    for number, row in enumerate((grid.header, *grid.rows), 1):
        for column, value in enumerate(row, 1):
            _put(page.cell(number, column), value, head=number == 1, open_=column == len(grid.header))
    for column, width in enumerate(widths, 1):
        page.column_dimensions[_letter(column)].width = width
    page.freeze_panes, page.protection.sheet = "A2", True
    page.sheet_properties.pageSetUpPr, page.page_setup.fitToHeight = PageSetupProperties(fitToPage=True), 0
    page.page_setup.orientation, page.print_title_rows = "landscape", "1:1"
    only = DataValidation(type="decimal", operator="between", formula1=_LEAST, formula2=_MOST, allow_blank=True)
    only.error, only.errorTitle, only.showErrorMessage = "请填确切的数，不带单位，不写约数。", "不是数", True
    page.add_data_validation(only)
    last = _letter(len(grid.header))
    only.add(f"{last}2:{last}{max(2, page.max_row)}")
    return _saved(book)


def book_of(grids: Iterable[Grid]) -> bytes:
    """Sheets with many rows, written one row after another."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    for grid in grids:
        page = book.create_sheet(grid.name)
        page.freeze_panes = "A2"
        for number, row in enumerate((grid.header, *grid.rows), 1):
            cells = [WriteOnlyCell(page) for _ in row]
            for cell, value in zip(cells, row, strict=True):
                _put(cell, value, head=number == 1)
            page.append(cells)
    return _saved(book)


def as_text(value: str) -> str:
    """Text that a cell can hold: no control characters, not too long."""
    return _CONTROL.sub("�", value)[:LONGEST_TEXT]


def _put(cell: Any, value: Cell, head: bool = False, open_: bool = False) -> None:
    """A number as a number; text as text, also where it begins with =."""
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side

    if isinstance(value, str):
        cell.value, cell.data_type = as_text(value), "s"
    elif value is not None:
        cell.value = value
    if head:
        cell.font, cell.alignment = Font(bold=True), Alignment(horizontal="center", wrap_text=True)
    elif open_:
        cell.protection, cell.fill = Protection(locked=False), PatternFill("solid", fgColor="FFF2CC")
        cell.border = Border(*(Side(style="thin") for _ in range(4)))


def _letter(column: int) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(column))


def _saved(book: Any) -> bytes:
    book.properties.created = CREATED
    book.properties.creator = "目标通"
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()
