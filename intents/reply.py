"""What goes out: kind, text, the figures stated, choices, files. Channels show it; nothing is found out here."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from data.table import Progress
from data.workbook import Sheet

Kind = Literal["answer", "choose", "decline", "unclear", "preview", "receipt", "summary", "help"]


@dataclass(frozen=True, slots=True)
class Fact:
    """One figure that a reply states, in the metric's own unit as published; see the contract for the fields."""

    measure: str
    value: Decimal
    unit: str
    district: str | None = None
    metric: str | None = None
    period: str | None = None
    level: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """Rows to be shown aligned: a header, then one tuple of cells a row."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class File:
    """A file that goes along: its name, media type and bytes."""

    name: str
    type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of a document in words: `level` 1 is 一、, 2 is （一）, 0 the body."""

    text: str
    level: int = 0


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that a reply asks for, to be made of a table: `kind` is chart, workbook or bulletin; `name` is the file's,
    without its ending. A bulletin's words stand in `paragraphs`; `sheets` are those that a workbook has before the
    table's own."""

    kind: Literal["chart", "workbook", "bulletin"]
    name: str
    title: str
    table: Progress
    paragraphs: tuple[Paragraph, ...] = ()
    sheets: tuple[Sheet, ...] = ()


@dataclass(frozen=True, slots=True)
class Reply:
    """One reply. `text` is complete by itself (tables included); `lines`, `table`, `notes` are its parts, for channels
    that show a table as a table: text is lines, then the table, then notes. Choices are complete messages or labels.
    `working` tells how the figures came about, for 怎么算的; it is not shown by itself. `attach` are files still to be
    made (bot/render/files.py), which then stand in `files` and, with `keep`, are kept under that key to be sent on;
    `unknown` are the words for which it is no answer, not shown by themselves."""

    kind: Kind
    lines: tuple[str, ...] = ()
    table: Table | None = None
    notes: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    choices: tuple[str, ...] = ()
    files: tuple[File, ...] = ()
    sent: tuple[dict[str, Any], ...] = ()
    working: tuple[str, ...] = ()
    attach: tuple[Attachment, ...] = ()
    keep: str = ""
    unknown: tuple[str, ...] = ()
