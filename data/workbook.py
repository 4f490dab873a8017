"""Tables as an Excel workbook, with a sheet that says where they come from. The only room that knows XlsxWriter.

A cell is text (a figure as published becomes a number), a Number, or a Word with a colour. Formulas are the program's
own: no text of a person's becomes one."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from io import BytesIO
from typing import Any

CELL = {"font_name": "宋体", "font_size": 11, "border": 1, "text_wrap": True, "valign": "vcenter"}
HEAD = {"bold": True, "align": "center", "bg_color": "#DDEBF7"}
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
CREATED = datetime(2012, 1, 1, tzinfo=UTC)  # the same table is the same bytes, whenever it is made
SOURCE = ("位置", "文号", "标题")
NARROWEST, WIDEST = 6, 48  # characters
LINE = 15  # points


@dataclass(frozen=True, slots=True)
class Number:
    """A number and how it is shown; with a formula, the value is what the formula gives, kept for those who show it
    without reckoning (phones)."""

    value: Decimal
    form: str = "General"
    formula: str = ""


@dataclass(frozen=True, slots=True)
class Word:
    """Text on a colour."""

    text: str
    colour: str = ""


Cell = str | Number | Word


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name, a header (units in it), rows of cells; so many columns stay in sight."""

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    fixed: int = 1


def workbook(sheets: tuple[Sheet, ...], source: tuple[tuple[str, str, str], ...] = ()) -> bytes:
    """The sheets and one named 来源 (place, document number, title), where it is given, as the bytes of an .xlsx file."""
    from xlsxwriter import Workbook

    stream = BytesIO()
    with Workbook(stream, OPTIONS) as book:
        book.set_properties({"created": CREATED})
        look = cache(lambda *more: book.add_format({**CELL, **dict(more)}))
        for sheet in (*sheets, *([Sheet("来源", SOURCE, source)] if source else [])):
            _write(book.add_worksheet(sheet.name[:31]), sheet, look)
    return stream.getvalue()


def _write(page: Any, sheet: Sheet, look: Callable[..., Any]) -> None:
    """Header in the first row, kept in sight and on each printed page; figures as numbers, all else as text."""
    page.freeze_panes(1, sheet.fixed)
    page.repeat_rows(0)
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)
    page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.5)  # inches
    widths = _widths(sheet)
    for column, (name, width) in enumerate(zip(sheet.header, widths, strict=True)):
        page.write_string(0, column, name, look(*HEAD.items()))
        page.set_column(column, column, width)
    for number, row in enumerate((sheet.header, *sheet.rows)):
        if (lines := _lines(row, widths)) > 1:  # not every program makes a row as tall as its text
            page.set_row(number, LINE * lines)
    for number, row in enumerate(sheet.rows, 1):
        for column, cell in enumerate(row):
            _put(page, number, column, cell, look)


def _widths(sheet: Sheet) -> tuple[int, ...]:
    """How wide each column is, in characters: as its cells want, its name in two lines where that is longer."""
    wanted = [
        max([-(-_width(name) // 2), *(_width(_shown(row[column])) for row in sheet.rows)])
        for column, name in enumerate(sheet.header)
    ]
    return tuple(min(WIDEST, max(NARROWEST, 2 + each)) for each in wanted)


def _lines(row: tuple[Cell, ...], widths: tuple[int, ...]) -> int:
    """How many lines the tallest cell of a row has."""
    return max(-(-_width(_shown(cell)) // (width - 1)) or 1 for cell, width in zip(row, widths, strict=True))


def _put(page: Any, row: int, column: int, cell: Cell, look: Callable[..., Any]) -> None:
    """One cell."""
    if isinstance(cell, Word):
        page.write_string(row, column, cell.text, look(*([("bg_color", cell.colour)] if cell.colour else [])))
    elif isinstance(cell, Number) and cell.formula:
        page.write_formula(row, column, f"={cell.formula}", look(("num_format", cell.form)), cell.value)
    elif isinstance(cell, Number):
        page.write_number(row, column, cell.value, look(("num_format", cell.form)))
    elif column and (value := _figure(cell)) is not None:
        page.write_number(row, column, value, look())
    else:
        page.write_string(row, column, cell, look())


def _shown(cell: Cell) -> str:
    """About what a cell shows, for the width of its column."""
    if not isinstance(cell, Number):
        return cell if isinstance(cell, str) else cell.text
    places = 4 if cell.form == "General" else sum(char in "0#" for char in cell.form.partition(".")[2])
    return f"{cell.value * 100:.{places}f}%" if cell.form.endswith("%") else f"{cell.value:,.{places}f}"


def _figure(text: str) -> Decimal | None:
    """The figure that a cell is, if it is one."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def _width(text: str) -> int:
    return sum(1 if char.isascii() else 2 for char in text)
