"""All reports and the whole ledger, as they are stored, and what stands by period: a workbook of three sheets, or three
CSV files."""

import csv
from collections.abc import Iterator
from datetime import datetime, tzinfo
from pathlib import Path

from data.chain import events
from data.members import name_of
from data.pivot import by_period
from data.reports import all_reports, states
from data.sheet_made import Cell, Grid, book_of
from data.store import Store

FORMATS = ("csv", "xlsx")
REPORTS = (
    *("上报编号", "报送时间", "报送人编号", "报送人", "城市", "地区", "指标", "截至日期", "累计完成", "计量单位"),
    *("迟报", "状态", "审核人", "审核时间", "审核意见", "说明", "原话"),
)
LEDGER = ("台账序号", "时间", "经办人编号", "动作", "上报编号", "内容", "校验值")
STATES = {"": "待审核", "approve": "已通过", "return": "已退回", "withdraw": "已撤回"}
_RISKY = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet takes for the beginning of a formula


def write(store: Store, file: Path, kind: str, zone: tzinfo) -> tuple[tuple[Path, int], ...]:
    """Write all three; the files with how many rows each has. Of CSV the others are the files beside it, named
    …-ledger.csv and …-periods.csv. Raises OSError, StoreProblem."""
    grids = (
        Grid("上报", REPORTS, tuple(_reports(store, zone))),
        Grid("台账", LEDGER, tuple(_ledger(store, zone))),
        Grid("各期累计", *by_period(store)),
    )
    if kind == "xlsx":
        file.write_bytes(book_of(grids))
        return ((file, sum(len(tuple(grid.rows)) for grid in grids)),)
    names = (f"{file.stem}{end}{file.suffix}" for end in ("", "-ledger", "-periods"))
    return tuple(_csv(file.with_name(name), grid) for name, grid in zip(names, grids, strict=True))


def _csv(file: Path, grid: Grid) -> tuple[Path, int]:
    """As spreadsheets open it: UTF-8 with a mark."""
    with file.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(grid.header)
        writer.writerows([_plain(cell) for cell in row] for row in grid.rows)
    return file, len(tuple(grid.rows))


def _plain(cell: Cell) -> str:
    """A figure as it is; text that would be taken for a formula behind an apostrophe."""
    if isinstance(cell, str):
        return f"'{cell}" if cell.startswith(_RISKY) else cell
    return "" if cell is None else f"{cell:f}" if not isinstance(cell, int) else str(cell)


def _reports(store: Store, zone: tzinfo) -> Iterator[tuple[Cell, ...]]:
    """A row an item, in the order of the reports."""
    for report in all_reports(store):
        decided = {state.metric: state for state in states(store, report.number)}
        for item in report.items:
            state = decided[item.metric]
            actor = name_of(store, state.actor) if state.actor else ""
            what = (item.city, item.district, item.metric, item.period.isoformat(), item.value, item.unit)
            yield (
                *(report.number, _when(report.at, zone), report.sender, name_of(store, report.sender), *what),
                *("是" if report.late else "", STATES.get(state.action, state.action), actor),
                *(_when(state.at, zone) if state.at else "", state.reason, report.reason, report.words),
            )


def _ledger(store: Store, zone: tzinfo) -> Iterator[tuple[Cell, ...]]:
    for event in events(store):
        yield (event.seq, _when(event.at, zone), event.actor, event.action, event.report, event.body, event.hash)


def _when(at: datetime, zone: tzinfo) -> str:
    return at.astimezone(zone).isoformat(timespec="seconds")
