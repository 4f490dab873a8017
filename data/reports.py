"""Reports as they were confirmed, and what has been decided on each: read from the rows, never changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from data.connection import Row
from data.report import Item, Report
from data.store import Store, moment

_REPORTS = """SELECT r.number, r.sender, r.at, r.words, r.reason, r.late, i.city, i.district, i.metric, i.period,
i.published, i.unit FROM report r JOIN item i ON i.report = r.number"""
_MARKS = "SELECT metric, action, actor, at, reason FROM mark WHERE report = ? ORDER BY entry"
_NEWEST = "SELECT COALESCE(MAX(number), 0) FROM report"


@dataclass(frozen=True, slots=True)
class State:
    """What was decided last on a metric of a report: '' (nothing), approve, return or withdraw; by whom, when, why."""

    metric: str
    action: str = ""
    actor: str = ""
    at: datetime | None = None
    reason: str = ""

    @property
    def counts(self) -> bool:
        """Whether its value may count."""
        return self.action in ("", "approve")


def report(store: Store, number: int) -> Report | None:
    """The report of this number. Raises StoreProblem."""
    found = _reports(store.rows(f"{_REPORTS} WHERE r.number = ? ORDER BY i.line", (number,)))
    return found[0] if found else None


def newest(store: Store) -> int:
    """The number of the newest report; 0 where there is none. Raises StoreProblem."""
    return int(store.rows(_NEWEST)[0][0])


def reports_of(store: Store, sender: str) -> tuple[Report, ...]:
    """All that a sender reported, the newest first. Raises StoreProblem."""
    return _reports(store.rows(f"{_REPORTS} WHERE r.sender = ? ORDER BY r.number DESC, i.line", (sender,)))


def stored_at(store: Store, sender: str, at: datetime) -> int:
    """The number of the last report that a sender stored at a moment; 0 where there is none. Raises StoreProblem."""
    found = store.rows("SELECT MAX(number) FROM report WHERE sender = ? AND at = ?", (sender, moment(at)))
    return int(found[0][0] or 0)


def all_reports(store: Store) -> tuple[Report, ...]:
    """Every report, the first one first. Raises StoreProblem."""
    return _reports(store.rows(f"{_REPORTS} ORDER BY r.number, i.line"))


def states(store: Store, number: int) -> tuple[State, ...]:
    """The state of each metric of a report, in the report's order. Raises StoreProblem."""
    found = report(store, number)
    last = {
        metric: State(metric, action, actor, datetime.fromisoformat(at), reason)
        for metric, action, actor, at, reason in store.rows(_MARKS, (number,))
    }
    return tuple(last.get(m, State(m)) for m in dict.fromkeys(i.metric for i in found.items)) if found else ()


def item_of(city: str, district: str, metric: str, period: str, published: str, unit: str) -> Item:
    """An item from its columns."""
    return Item(city, district, metric, date.fromisoformat(period), Decimal(published), unit)


def _reports(rows: Iterable[Row]) -> tuple[Report, ...]:
    """Rows of one report after another, a row an item."""
    heads: dict[int, Row] = {}
    items: dict[int, list[Item]] = {}
    for row in rows:
        heads.setdefault(row[0], row[:6])
        items.setdefault(row[0], []).append(item_of(*row[6:]))
    return tuple(
        Report(number, sender, datetime.fromisoformat(at), words, tuple(items[number]), reason, bool(late))
        for number, sender, at, words, reason, late in heads.values()
    )
