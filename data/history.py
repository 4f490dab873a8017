"""Where a value comes from (来历): everything reported for a district and metric, and what was decided on it."""

from dataclasses import dataclass
from datetime import date, datetime

from data.connection import Row
from data.report import Item
from data.reports import item_of
from data.store import Store

_ITEMS = """SELECT i.report, i.replaces, r.sender, COALESCE(n.name, r.sender), r.at, r.words, r.reason, r.late, i.city,
i.district, i.metric, i.period, i.published, i.unit
FROM item i JOIN report r ON r.number = i.report LEFT JOIN member n ON n.id = r.sender
WHERE i.district = ? AND i.metric = ?"""
_REVIEWS = """SELECT m.action, m.actor, COALESCE(n.name, m.actor), m.at, m.reason FROM mark m
LEFT JOIN member n ON n.id = m.actor WHERE m.report = ? AND m.metric = ? ORDER BY m.entry"""


@dataclass(frozen=True, slots=True)
class Review:
    """What somebody decided on a metric of a report: approve, return or withdraw."""

    action: str
    actor: str
    name: str
    at: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Past:
    """A value as it was reported: by whom, when, in what words, which report it replaced (0: none), and its reviews."""

    item: Item
    report: int
    replaces: int
    sender: str
    name: str
    at: datetime
    words: str
    reason: str
    late: bool
    reviews: tuple[Review, ...]

    @property
    def state(self) -> str:
        """What was decided last: '' where nobody has, approve, return or withdraw."""
        return self.reviews[-1].action if self.reviews else ""

    @property
    def approved(self) -> bool:
        """Whether it is approved."""
        return self.state == "approve"


def history(store: Store, district: str, metric: str, period: date | None = None) -> tuple[Past, ...]:
    """All values ever reported there (for that period), in the order of their confirmation; of a period the last one
    whose state is '' or approve stands. Raises StoreProblem."""
    which, bound = (" AND i.period = ?", (period.isoformat(),)) if period else ("", ())
    rows = store.rows(f"{_ITEMS}{which} ORDER BY i.period, i.report", (district, metric, *bound))
    return tuple(_past(store, row) for row in rows)


def _past(store: Store, row: Row) -> Past:
    number, replaces, sender, name, at, words, reason, late = row[:8]
    item = item_of(*row[8:])
    reviews = tuple(
        Review(action, actor, who, datetime.fromisoformat(when), why)
        for action, actor, who, when, why in store.rows(_REVIEWS, (number, item.metric))
    )
    when = datetime.fromisoformat(at)
    return Past(item, number, replaces, sender, name, when, words, reason, bool(late), reviews)
