"""What this process has counted since it started; `health` shows it. Plain counters, safe to call from any thread:

    count_refused("rate")         something was not taken in (rate, size, kind, stranger …: a short word, never a text)
    count_reply("answer", 0.12)   a message was answered: the kind of its reply, and how long that took in seconds
    count_fault()                 the program itself went wrong with a message
    polling(); polled()           the channel begins to ask for messages; it was given an answer, if only an empty one
    looked()                      the bot looked into its outbox: it is alive, down to the database
    taken(); add(…)               what was counted, to be counted in another process instead

Nothing here knows who said what.
"""

import time
from collections import Counter
from dataclasses import dataclass
from threading import Lock

WITHIN = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)  # seconds: the upper bounds of the histogram's columns

_lock = Lock()
_replies: Counter[str] = Counter()
refused: Counter[str] = Counter()
_within: Counter[float] = Counter()
_sums: Counter[str] = Counter()
_last: dict[str, float] = {}


@dataclass(frozen=True, slots=True)
class Counted:
    """All that was counted, as of one moment. `within`: bound -> replies that took no longer; ages in seconds, None
    for what never happened."""

    replies: dict[str, int]
    refused: dict[str, int]
    within: tuple[tuple[float, int], ...]
    seconds: float
    faults: int
    poll_age: float | None
    look_age: float | None


def count_reply(kind: str, seconds: float) -> None:
    """A message got a reply of this kind, after so many seconds."""
    with _lock:
        _replies[kind] += 1
        _sums["microseconds"] += round(seconds * 1_000_000)
        _within[next((bound for bound in WITHIN if seconds <= bound), 0)] += 1


def count_refused(reason: str) -> None:
    """Something was refused, for a reason in one word."""
    with _lock:
        refused[reason] += 1


def count_fault() -> None:
    """The program went wrong."""
    with _lock:
        _sums["faults"] += 1


def polling() -> None:
    """The channel asks for messages: from the first time on, no answer for long is a sign that something is off."""
    _last.setdefault("poll", time.monotonic())


def polled() -> None:
    """The channel was given an answer."""
    _last["poll"] = time.monotonic()


def looked() -> None:
    """The bot looked into its outbox."""
    _last["look"] = time.monotonic()


Sums = tuple[Counter[str], Counter[str], Counter[float], Counter[str]]


def taken() -> Sums | None:
    """What was counted, counted here no more; None where nothing was."""
    with _lock:
        counters = (_replies, refused, _within, _sums)
        if not any(counters):
            return None
        sums = (_replies.copy(), refused.copy(), _within.copy(), _sums.copy())
        for each in counters:
            each.clear()
        return sums


def add(sums: Sums | None) -> None:
    """Counts what another process has counted."""
    if sums:
        with _lock:
            _replies.update(sums[0])
            refused.update(sums[1])
            _within.update(sums[2])
            _sums.update(sums[3])


def counted() -> Counted:
    """What was counted until now."""
    with _lock:
        now, below = time.monotonic(), 0
        ages = {name: now - at for name, at in _last.items()}
        columns = []
        for bound in WITHIN:
            below += _within[bound]
            columns.append((bound, below))
        seconds, faults = _sums["microseconds"] / 1_000_000, _sums["faults"]
        return Counted(
            dict(_replies), dict(refused), tuple(columns), seconds, faults, ages.get("poll"), ages.get("look")
        )
