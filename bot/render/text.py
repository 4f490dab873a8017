"""A Reply becomes text: one string for the terminal and for replay, messages in Telegram's HTML. No facts, no queries.

In the terminal a table is aligned by half-width columns (a Chinese character takes two). On a phone it is an aligned
block where it is narrow enough and worth it, otherwise one line a row: 诸暨市：2.1亿美元.
"""

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from bot.render.choices import listed
from bot.render.width import units, width
from intents.reply import Reply, Table

LIMIT = 4096  # UTF-16 units of one Telegram message, counted after its HTML is read
PHONE = 34  # half-width columns that a phone shows in <pre> without wrapping
SHORT = 3  # a table of so few rows reads better as sentences
PLACED = "名次"  # the first column of a ranking
NONE = ("", "—")  # a cell without a value
SELF = {"灯", "快慢", "差额", "考核对象", "指标"}  # columns whose cells say themselves what they are: 红灯, 慢5

Line = tuple[str, bool]  # one line of text, and whether it belongs to an aligned block


def plain(reply: Reply) -> str:
    """The whole reply as one text: lines, the table aligned, notes."""
    return "\n".join([*reply.lines, *(aligned(reply.table) if reply.table else ()), *reply.notes])


def messages(reply: Reply, limit: int = LIMIT) -> list[str]:
    """The reply as Telegram messages in HTML, none over the limit; listed choices stand together in the last one."""
    pages = _pages([*([line] for line in _phone(reply)), *_list_block(reply.choices, limit)], limit)
    return [_html(page) for page in pages if any(line.strip() for line, _ in page)]


def aligned(table: Table) -> list[str]:
    """The table's header and rows as lines, columns under each other, figures to the right."""
    grid = _grid(table)
    columns = list(zip(*grid, strict=True))
    shapes = [(max(map(width, column)), _numeric(column[1:])) for column in columns]
    rows = ([_pad(cell, *shape) for cell, shape in zip(row, shapes, strict=True)] for row in grid)
    return [line for line in ("  ".join(row).rstrip() for row in rows) if line]


def _grid(table: Table) -> list[list[str]]:
    columns = max(map(len, (table.header, *table.rows)))
    cells = ([re.sub(r"\s+", " ", cell).strip() for cell in row] for row in (table.header, *table.rows))
    return [row + [""] * (columns - len(row)) for row in cells]


def _numeric(cells: Sequence[str]) -> bool:
    return any(cells) and all(re.match(r"[-+−]?\d|$", cell) for cell in cells)


def _pad(cell: str, columns: int, right: bool) -> str:
    space = " " * (columns - width(cell))
    return space + cell if right else cell + space


def spoken(table: Table) -> list[str]:
    """The table as one line a row; where a row has several figures, each after the name of its column."""
    header, *rows = _grid(table)
    return [line for line in (_sentence(header, row) for row in rows) if line]


def _sentence(header: Sequence[str], row: Sequence[str]) -> str:
    name, *cells = row or [""]
    named = [_said(column, cell) for column, cell in zip(header[1:], cells, strict=True) if cell not in NONE]
    if header and header[0] == PLACED and named:
        name, named = f"{name}{'.' if name.isdigit() else ''} {named[0]}", named[1:]
        cells = cells[1:]
    return "：".join(part for part in (name, "，".join(cells if len(cells) == 1 else named)) if part)


def _said(column: str, cell: str) -> str:
    """A cell with what it is: 完成率 42.6%; a unit in brackets goes behind the figure: 慢4.79个百分点."""
    column, _, unit = column.removesuffix("）").partition("（")
    said = (
        cell
        if column in SELF or cell[:2] in ("高于", "低于")
        else f"{column}{cell}"
        if column == "到"
        else f"{column} {cell}".strip()
    )
    return f"{said}个{unit}" if unit and cell[-1].isdigit() else said


def _phone(reply: Reply) -> Iterator[Line]:
    """The reply's lines as a phone shows them; a reply of choices alone gets a line to hang them on."""
    yield from _lines(reply.lines)
    if reply.table:
        yield from _phone_table(reply.table)
    yield from _lines(reply.notes)
    if reply.choices and not (reply.lines or reply.table or reply.notes):
        yield "请选择：", False


def _lines(texts: Iterable[str]) -> list[Line]:
    return [(line, False) for text in texts for line in text.split("\n")]


def _phone_table(table: Table) -> list[Line]:
    block = aligned(table)
    if len(table.rows) > SHORT and max(map(width, block), default=0) <= PHONE:
        return [(line, True) for line in block]
    return [(line, False) for line in spoken(table)]


def _list_block(choices: Sequence[str], limit: int) -> list[list[Line]]:
    """The list of long choices as one block, so that buttons and list share a message, or in lines where it is huge."""
    lines = _lines(listed(choices))
    if not lines:
        return []
    return [lines] if sum(units(line) + 1 for line, _ in lines) <= limit else [[line] for line in lines]


def _pages(blocks: Iterable[list[Line]], limit: int) -> list[list[Line]]:
    """Lines packed into pages, each block on one page; only a line that fills a page by itself is cut."""
    pages: list[list[Line]] = [[]]
    used = 0
    for block in (piece for whole in blocks for piece in _fitting(whole, limit)):
        size = sum(units(line) + 1 for line, _ in block)
        if pages[-1] and used + size > limit + 1:
            pages.append([])
            used = 0
        pages[-1].extend(block)
        used += size
    return pages


def _fitting(block: list[Line], limit: int) -> Iterator[list[Line]]:
    line, aligned_block = block[0]
    if len(block) == 1 and units(line) > limit:
        yield from ([(piece, aligned_block)] for piece in _cut(line, limit))
    else:
        yield block


def _cut(line: str, limit: int) -> Iterator[str]:
    start = used = 0
    for place, character in enumerate(line):
        if used + units(character) > limit:
            yield line[start:place]
            start, used = place, 0
        used += units(character)
    yield line[start:]


def _html(page: list[Line]) -> str:
    return "\n".join(_part(block, [line for line, _ in lines]) for block, lines in groupby(page, lambda line: line[1]))


def _part(block: bool, lines: Sequence[str]) -> str:
    text = html.escape("\n".join(lines))
    return f"<pre>{text}</pre>" if block else text
