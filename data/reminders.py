"""How often those concerned were reminded of an item of a period (催报), so that nobody is pressed without end."""

from collections.abc import Iterable
from datetime import date, datetime

from data.store import Store, moment

LIMIT = 2
_PUT = "INSERT INTO reminder (city, district, metric, period, at, actor) VALUES (?, ?, ?, ?, ?, ?)"
_COUNT = "SELECT district, metric, COUNT(*) FROM reminder WHERE period = ? AND city = ? GROUP BY district, metric"

Owed = tuple[str, str]  # district, metric


def times(store: Store, city: str, day: date) -> dict[Owed, int]:
    """How often each item of the period was reminded of. Raises StoreProblem."""
    return {(district, metric): count for district, metric, count in store.rows(_COUNT, (day.isoformat(), city))}


def reminded(store: Store, city: str, owed: Iterable[Owed], day: date, at: datetime, actor: str) -> None:
    """They were reminded of these once more. Raises StoreProblem."""
    for district, metric in owed:
        store.rows(_PUT, (city, district, metric, day.isoformat(), moment(at), actor))
