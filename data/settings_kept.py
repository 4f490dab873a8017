"""The settings that figures depend on, kept as they were from a moment on: where lights change, when reports are
due."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from data.progress import Thresholds
from data.store import Store, moment

_LAST = "SELECT value FROM setting WHERE name = ? AND at <= ? ORDER BY id DESC LIMIT 1"
_ADD = "INSERT INTO setting (name, value, at) VALUES (?, ?, ?)"
_EVER = "9999"


@dataclass(frozen=True, slots=True)
class Kept:
    """`light_green` and `light_red`: the leads in 百分点 from which on a light is green, below which it is red;
    `due_day`: the day of the next month by which a report is due."""

    light_green: Decimal = Decimal(0)
    light_red: Decimal = Decimal(-10)
    due_day: int = 5

    @property
    def thresholds(self) -> Thresholds:
        """Where lights change."""
        return Thresholds(Fraction(self.light_green), Fraction(self.light_red))

    def due(self, period: date) -> date:
        """The day by which the figures to the end of a period are due."""
        year, month = (period.year + 1, 1) if period.month == 12 else (period.year, period.month + 1)
        return date(year, month, self.due_day)


USUAL = Kept()


def keep(store: Store, now: Kept, at: datetime) -> None:
    """Keep what is in force from this moment on, where it is not so already. Raises StoreProblem."""
    if _as_kept(store, _EVER) == now:
        return
    with store.write(durable=True):
        before = _as_kept(store, _EVER)
        for name in (field.name for field in fields(Kept)):
            if (value := getattr(now, name)) != getattr(before, name):
                store.rows(_ADD, (name, f"{Decimal(value).normalize():f}", moment(at)))


def kept_at(store: Store, at: datetime) -> Kept:
    """What was in force at a moment: what was kept last until then, or the usual. Raises StoreProblem."""
    return _as_kept(store, moment(at))


def _as_kept(store: Store, until: str) -> Kept:
    found = {field.name: store.rows(_LAST, (field.name, until)) for field in fields(Kept)}
    return Kept(**{name: type(getattr(USUAL, name))(rows[0][0]) for name, rows in found.items() if rows})
