"""Workbooks that people send, read as rows of text; what no report needs (formulas, merged cells, macros) is refused.

Nothing of a stranger's file is taken on trust: its parts are measured before they are unpacked, and looked over as
plain bytes before openpyxl builds anything from them. Only rooms named sheet* know openpyxl.
"""

import re
import warnings
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from data import sheet_problem
from data.problem import Problem

MOST_BYTES, MOST_UNPACKED, MOST_PARTS = 2 * 1024 * 1024, 24 * 1024 * 1024, 300
MOST_ROWS, MOST_COLUMNS, MOST_CELLS = 2000, 60, 60_000
BROKEN = (
    *(ArithmeticError, AssertionError, AttributeError, BadZipFile, EOFError, LookupError, NotImplementedError),
    *(OSError, RecursionError, RuntimeError, SyntaxError, TypeError, ValueError, zlib.error),
)  # what openpyxl and zipfile raise where a file is not what it says
_CELL = re.compile(rb'<(?:\w+:)?c\s(?:[^>]*?\s)?r="([A-Z]{1,4})(\d{1,8})"[^>/]*>')
_CELLS = re.compile(rb"<(?:\w+:)?(?:c|row)[\s>/]")
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell[\s>/]")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_DECLARED = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet: its name and its rows as text, as wide as the widest, blank rows at the end left out."""

    name: str
    rows: tuple[tuple[str, ...], ...]


def pages(content: bytes, name: str) -> tuple[Page, ...] | Problem:
    """The visible sheets that hold anything, or why the workbook is not read."""
    if len(content) > MOST_BYTES:
        return sheet_problem.too_large(name, "2MB")
    try:
        return _refused(content, name) or _read(content)
    except BROKEN:
        return sheet_problem.no_workbook(name)


def _refused(content: bytes, name: str) -> Problem | None:
    """Why it is not even opened, by its parts alone."""
    with ZipFile(BytesIO(content)) as archive:
        parts = archive.infolist()
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
            return sheet_problem.too_large(name, f"{MOST_UNPACKED // 1024 // 1024}MB（解开后）")
        if any(part.flag_bits & 1 for part in parts):
            return sheet_problem.no_workbook(name)
        if name.lower().endswith((".xlsm", ".xltm")) or any("vba" in part.filename.lower() for part in parts):
            return sheet_problem.macros(name)
        for part in parts:
            if part.filename.endswith((".xml", ".rels")):
                trouble = _part_refused(archive.read(part), part.filename.startswith("xl/worksheets/"), name)
                if trouble:
                    return trouble
    return None


def _part_refused(part: bytes, is_sheet: bool, name: str) -> Problem | None:
    if b"\0" in part or _DECLARED.search(part):
        return sheet_problem.no_workbook(name)
    if b"macroEnabled" in part and not is_sheet:
        return sheet_problem.macros(name)
    if not is_sheet:
        return None
    if _MERGED.search(part):
        return sheet_problem.merged()
    if len(_CELLS.findall(part)) > MOST_CELLS or any(_is_far(*found) for found in _CELL.findall(part)):
        return sheet_problem.too_long(MOST_ROWS, MOST_COLUMNS)
    return sheet_problem.formulas(_formulas(part)) if _FORMULA.search(part) else None


def _is_far(column: bytes, row: bytes) -> bool:
    """Whether a cell with content lies where no report has one."""
    number = 0
    for letter in column:
        number = number * 26 + letter - 64
    return number > MOST_COLUMNS or int(row) > MOST_ROWS


def _formulas(part: bytes) -> list[str]:
    """The cells with a formula."""
    cells = [(m.start(), (m[1] + m[2]).decode()) for m in _CELL.finditer(part)]
    places = [m.start() for m in _FORMULA.finditer(part)]
    named = (next((cell for start, cell in reversed(cells) if start < place), "") for place in places[:100])
    return list(dict.fromkeys(filter(None, named))) or ["（未知位置）"]


def _read(content: bytes) -> tuple[Page, ...] | Problem:
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = load_workbook(BytesIO(content), read_only=True, keep_links=False)
        try:
            bad: list[str] = []
            read = [Page(page.title, tuple(_rows(page, bad))) for page in book.worksheets if _is_visible(page)]
        finally:
            book.close()
    if bad:
        return sheet_problem.no_figures(bad)
    return tuple(page for page in map(_trimmed, read) if page.rows)


def _is_visible(page: Any) -> bool:
    return str(getattr(page, "sheet_state", "visible")) == "visible"


def _rows(page: Any, bad: list[str]) -> Iterator[tuple[str, ...]]:
    """The rows as text; the places of cells that are none go to `bad`."""
    for row in page.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS):
        texts = [_text(cell) for cell in row]
        bad.extend(cell.coordinate for cell, text in zip(row, texts, strict=True) if text is None)
        yield tuple(text or "" for text in texts)


def _trimmed(page: Page) -> Page:
    """Without blank rows at the end and blank columns to the right."""
    rows = list(page.rows)
    while rows and not any(rows[-1]):
        rows.pop()
    width = max((place for row in rows for place, text in enumerate(row, 1) if text), default=0)
    return Page(page.name, tuple(row[:width] for row in rows))


def _text(cell: Any) -> str | None:
    """What a cell says; None where it says nothing that a report can hold."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        return None if cell.data_type in ("e", "f") else " ".join(value.split())
    if isinstance(value, datetime | date):
        return _date(value, str(cell.number_format))
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    return _figure(value, "%" in str(cell.number_format))


def _figure(value: int | float | Decimal, is_percent: bool) -> str | None:
    """A figure as Excel shows it: 15 digits, no binary remainder; 0.365 in a cell of % is 36.5%."""
    number = Decimal(f"{value:.15g}")
    if not number.is_finite() or abs(number) >= 10**15 or (number and abs(number) < Decimal("1e-8")):
        return None
    number = number * 100 if is_percent else number
    return f"{number.normalize():f}{'%' if is_percent else ''}"


def _date(value: date, shown: str) -> str:
    """A month where the cell shows no day, else the day."""
    if value.day == 1 and "d" not in shown.lower():
        return f"{value.year}年{value.month}月"
    return f"截至{value.year}年{value.month}月{value.day}日"
