"""What stands: for a district, metric and period the value of the newest report that is neither withdrawn nor returned
there. When one is, the one before it counts again; `as_of` tells how it stood at an earlier moment.

The state of a report's metric is what was decided on it last, so an approved one can be returned, and the reverse.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from data.connection import Row
from data.history import Past, Review, history
from data.report import Item, Report, Standing
from data.reports import State, all_reports, item_of, report, reports_of, states
from data.store import Store, moment

__all__ = [
    "Past",
    "Review",
    "Standing",
    "State",
    "Waiting",
    "all_reports",
    "history",
    "pending",
    "replaced",
    "report",
    "reports_of",
    "sql",
    "standing",
    "states",
]

_EVER = "9999"
_STANDING = """SELECT i.city, i.district, i.metric, i.period, i.published, i.unit, r.number, r.sender, r.at, r.late,
m.action
FROM item i
JOIN report r ON r.number = i.report
LEFT JOIN mark m ON m.report = i.report AND m.metric = i.metric AND m.entry =
  (SELECT MAX(o.entry) FROM mark o WHERE o.report = i.report AND o.metric = i.metric AND o.at <= ?)
WHERE r.at <= ? AND COALESCE(m.action, 'approve') = 'approve'"""
_ORDER = " ORDER BY i.period DESC, i.report, i.line"
_EXACT = " AND i.city = ? AND i.district = ? AND i.metric = ? AND i.period = ?"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A report with those of its metrics that nobody has approved yet and whose values stand."""

    report: Report
    metrics: tuple[str, ...]


def standing(
    store: Store,
    city: str,
    metrics: Sequence[str] | None = None,
    districts: Sequence[str] | None = None,
    upto: date | None = None,
    year: int | None = None,
    as_of: datetime | None = None,
    approved_only: bool = False,
) -> tuple[Standing, ...]:
    """The values that stand, of all periods (of the year, up to a day), the newest period first and within it as they
    were confirmed; None is all of them, an empty list none. `approved_only`: as if what waits had not been reported, so
    that an approved value counts that a correction not yet reviewed would replace. Raises StoreProblem."""
    rows = store.rows(*sql(city, metrics, districts, upto, year, as_of))
    return _newest(row for row in rows if row[10] == "approve" or not approved_only)


def sql(
    city: str,
    metrics: Sequence[str] | None = None,
    districts: Sequence[str] | None = None,
    upto: date | None = None,
    year: int | None = None,
    as_of: datetime | None = None,
) -> tuple[str, tuple[str, ...]]:
    """The SQL of `standing` and what is bound to it: a later report's row replaces an earlier one's."""
    until = moment(as_of) if as_of else _EVER
    text, bound = f"{_STANDING} AND i.city = ?", [until, until, city]
    for column, names in (("metric", metrics), ("district", districts)):
        if names is not None:
            text += f" AND i.{column} IN ({', '.join('?' * len(names)) or 'NULL'})"
            bound.extend(names)
    if year is not None:
        text += " AND i.period BETWEEN ? AND ?"
        bound.extend((f"{year:04}-01-01", f"{year:04}-12-31"))
    if upto is not None:
        text += " AND i.period <= ?"
        bound.append(upto.isoformat())
    return text + _ORDER, tuple(bound)


def everything_standing(store: Store) -> tuple[Standing, ...]:
    """All that stands now, of every city and year, the newest period first. Raises StoreProblem."""
    return _newest(store.rows(_STANDING + _ORDER, (_EVER, _EVER)))


def replaced(store: Store, items: Sequence[Item]) -> tuple[Standing | None, ...]:
    """For each item what stands now for its district, metric and period. Raises StoreProblem."""
    return tuple(_instead(store, item) for item in items)


def pending(store: Store, metrics: Sequence[str] | None = None) -> tuple[Waiting, ...]:
    """The reports of which values stand that nobody has approved (of these metrics), the first one first. Raises
    StoreProblem."""
    waits: dict[int, list[str]] = {}
    for _, _, metric, _, _, _, number, _, _, _, action in _last(store.rows(_STANDING + _ORDER, (_EVER, _EVER))):
        if action is None and (metrics is None or metric in metrics):
            waits.setdefault(number, []).append(metric)
    found = ((report(store, number), tuple(dict.fromkeys(names))) for number, names in sorted(waits.items()))
    return tuple(Waiting(whole, names) for whole, names in found if whole)


def _instead(store: Store, item: Item) -> Standing | None:
    place = (item.city, item.district, item.metric, item.period.isoformat())
    found = _newest(store.rows(_STANDING + _EXACT + _ORDER, (_EVER, _EVER, *place)))
    return found[0] if found else None


def _newest(rows: Iterable[Row]) -> tuple[Standing, ...]:
    """What stands, of rows in the order of their reports."""
    return tuple(map(_standing, _last(rows)))


def _last(rows: Iterable[Row]) -> Iterable[Row]:
    """The last row for each district, metric and period."""
    return {row[:4]: row for row in rows}.values()


def _standing(row: Row) -> Standing:
    number, sender, at, late, action = row[6:]
    return Standing(
        item_of(*row[:6]), number, sender, datetime.fromisoformat(at), approved=action == "approve", late=bool(late)
    )
