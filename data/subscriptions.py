"""What members have sent to them when it is due. `kind` is `bulletin:DAY` (the month's bulletin on that day of the next
month), `inspection` (twice a month) or `lagging` (when a report is behind the pace)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from data import workdays
from data.connection import Row
from data.progress import month_end
from data.store import Store, moment
from data.workdays import Days

INSPECTION, LAGGING, BULLETIN = "inspection", "lagging", "bulletin"
APART = timedelta(days=6)  # two due moments lie further apart; a nearer one is the last one, moved by another calendar
LAST_DAY = 20  # of bulletins: moved to a working day it is still in its month
_COLUMNS = "id, member, kind, at, done"
_PUT = """INSERT INTO subscription (member, kind, at, done) VALUES (?, ?, ?, ?)
ON CONFLICT (member, kind) WHERE ended_at = '' DO NOTHING RETURNING id"""
_END = "UPDATE subscription SET ended_at = ? WHERE member = ? AND kind = ? AND ended_at = '' RETURNING id"
_OF = f"SELECT {_COLUMNS} FROM subscription WHERE member = ? AND ended_at = '' ORDER BY id"
_ALL = f"SELECT {_COLUMNS} FROM subscription WHERE ended_at = '' ORDER BY id"
_ADVANCE = "UPDATE subscription SET done = ? WHERE id = ? AND done = ? AND ended_at = '' RETURNING id"


@dataclass(frozen=True, slots=True)
class Subscription:
    """One that runs: whose, of what, since when; `done` is the due moment (of `lagging`: the report) served last."""

    id: int
    member: str
    kind: str
    at: datetime
    done: str

    @property
    def since(self) -> datetime:
        """What is due after this moment has still to be sent."""
        return datetime.fromisoformat(self.done) + APART if self.done else self.at


def subscribe(store: Store, member: str, kind: str, at: datetime, done: str = "") -> bool:
    """Begin to send this; False where it is sent already. One bulletin takes the other's place. Raises StoreProblem."""
    with store.write():
        for other in of(store, member):
            if other.kind != kind and other.kind.split(":")[0] == kind.split(":", maxsplit=1)[0]:
                end(store, member, other.kind, at)
        return bool(store.rows(_PUT, (member, kind, moment(at), done)))


def end(store: Store, member: str, kind: str, at: datetime) -> bool:
    """Send this no more; False where it was not sent. Raises StoreProblem."""
    return bool(store.rows(_END, (moment(at), member, kind)))


def of(store: Store, member: str) -> tuple[Subscription, ...]:
    """What this member has sent to them. Raises StoreProblem."""
    return tuple(map(_subscription, store.rows(_OF, (member,))))


def running(store: Store) -> tuple[Subscription, ...]:
    """All that run, the oldest first. Raises StoreProblem."""
    return tuple(map(_subscription, store.rows(_ALL)))


def advance(store: Store, found: Subscription, done: str) -> bool:
    """It is served up to there; False where another process has done so, or it has ended. In one transaction with what
    is sent, nothing goes out twice. Raises StoreProblem."""
    return bool(store.rows(_ADVANCE, (done, found.id, found.done)))


def due(kind: str, since: datetime, upto: datetime, own: Days) -> tuple[datetime, ...]:
    """The moments after `since` and up to `upto` at which a bulletin or an inspection is due: when the offices open, of
    a bulletin on the first working day from its day on, of an inspection on the last one up to a 15th or a month's
    end."""
    moments = (
        workdays.opening(day, upto) for day in _days(kind, since.astimezone(upto.tzinfo).date(), upto.date(), own)
    )
    return tuple(each for each in moments if since < each <= upto)


def _days(kind: str, first: date, last: date, own: Days) -> Iterator[date]:
    month = first.replace(day=1) - timedelta(1)
    while month <= last:
        ends = month_end(month)
        if kind == INSPECTION:
            yield from (workdays.workday(day, own, forward=False) for day in (ends.replace(day=15), ends))
        else:
            yield workdays.workday(ends.replace(day=int(kind.partition(":")[2])), own)
        month = ends + timedelta(1)


def _subscription(row: Row) -> Subscription:
    number, member, kind, at, done = row
    return Subscription(number, member, kind, datetime.fromisoformat(at), done)
