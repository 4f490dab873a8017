"""A filled-in template as the message that it stands for, a line a row: district, period, metric, unit and value."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from data import report_problem, sheet_problem
from data.problem import Problem
from data.sheet import Page
from intents.members.template import HEADER, VALUE

HEAD = 12  # rows in which the header is sought
AT_ONCE = 5000  # characters of a message
LONGEST = 240  # characters of a row; a longer one is given back unread
_COLUMNS = {
    "place": ("地区", "区县", "县市区", "考核对象", "填报地区"),
    "period": ("时间", "期间", "月份", "报告期", "统计期"),
    "metric": ("指标", "指标名称", "考核指标"),
    "unit": ("计量单位", "单位"),
    "value": (VALUE,),
}
_KIND_OF = {word: kind for kind, words in _COLUMNS.items() for word in words}
_ASIDE = re.compile(r"[(（].*")
_BLANK = re.compile(r"[-—/\s无]*")


@dataclass(frozen=True, slots=True)
class Filled:
    """What was filled in: the lines above the header, a line a row, and what was not taken (rows, columns, sheets)."""

    above: tuple[str, ...]
    lines: tuple[str, ...]
    long: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    sheets: tuple[str, ...] = ()

    def messages(self, caption: str) -> Iterator[str]:
        """The same as messages, none longer than what is read at once."""
        head = "\n".join(("上报", *caption.splitlines(), *self.above))
        message = head
        for line in self.lines:
            if message != head and len(message) + len(line) > AT_ONCE:
                yield message
                message = head
            message += f"\n{line}"
        yield message


def filled_in(pages: tuple[Page, ...]) -> Filled | Problem:
    """What was filled in, or why it is not read."""
    headed = [(page, at) for page in pages if (at := _header(page)) is not None]
    if len(headed) != 1:
        return sheet_problem.several_tables([p.name for p, _ in headed]) if headed else sheet_problem.wrong_layout()
    page, at = headed[0]
    kinds = tuple(map(_kind, page.rows[at]))
    if twice := [kind for kind in _COLUMNS if kinds.count(kind) > 1]:
        return sheet_problem.two_values([c for c, k in zip(page.rows[at], kinds, strict=True) if k in twice])
    lines = tuple(line for row in page.rows[at + 1 :] if (line := _line(row, kinds)))
    long = tuple(line[:LONGEST] + "……" for line in lines if len(line) > LONGEST)
    lines = tuple(line for line in lines if len(line) <= LONGEST)
    if not lines:
        return report_problem.unreadable(long) if long else sheet_problem.nothing_filled()
    above = tuple(" ".join(filter(None, row)) for row in page.rows[:at] if any(row))
    unused = tuple(c for c, k in zip(page.rows[at], kinds, strict=True) if c and not k and c not in HEADER)
    return Filled(above, lines, long, unused, tuple(each.name for each in pages if each is not page))


def _header(page: Page) -> int | None:
    """The row that is the header: it names the metrics' column and the one to fill in."""
    kinds = [{_kind(cell) for cell in row} for row in page.rows[:HEAD]]
    return next((at for at, found in enumerate(kinds) if {"metric", "value"} <= found), None)


def _kind(cell: str) -> str:
    """What a column holds, by its head; '' where it is not taken."""
    return _KIND_OF.get(_ASIDE.sub("", cell.replace(" ", "")), "")


def _line(row: tuple[str, ...], kinds: tuple[str, ...]) -> str:
    """A row as it would be typed; '' where nothing was filled in."""
    cells = {kind: cell for kind, cell in zip(kinds, row, strict=True) if kind}
    if _BLANK.fullmatch(cells["value"]):
        return ""
    unit = f"({cells['unit']})" if cells.get("unit") else ""
    said = (cells.get("place", ""), cells.get("period", ""), f"{cells['metric']}{unit}", cells["value"])
    return " ".join(filter(None, said))
