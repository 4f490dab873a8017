"""The chain: entries are only ever added, each hashed with a key over the hash before it and its own stored text."""

import json
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from data import seal
from data.report import Event
from data.store import Store, moment

_NEXT = "UPDATE ledger_head SET entries = entries + 1 WHERE id = 1 RETURNING entries, hash"
_HASHED = "UPDATE ledger_head SET hash = ? WHERE id = 1"
_ENTRY = "INSERT INTO entry (seq, at, actor, action, report, body, hash) VALUES (?, ?, ?, ?, ?, ?, ?)"
_EVENTS = "SELECT seq, at, actor, action, report, body, hash FROM entry"
_within = threading.local()


@contextmanager
def writing(store: Store) -> Iterator[None]:
    """One durable transaction, within another one a part of it; the head is renewed once it is committed. Raises
    StoreProblem."""
    if getattr(_within, "one", False):
        yield
        return
    _within.one = True
    try:
        with store.write(durable=True):
            yield
    finally:
        _within.one = False
    if not store.writing:
        seal.renew(store.where, store.rows)


def append(store: Store, action: str, actor: str, at: datetime, report: int, body: Mapping[str, Any]) -> Event:
    """Add an entry, within the transaction that writes what it tells of. Raises StoreProblem."""
    with writing(store):
        seq, previous = store.rows(_NEXT)[0]
        key = seal.made_key(store.where, fresh=seq == 1)
        values = (int(seq), moment(at), actor, action, report, json_text(body))
        hash_ = seal.link(key, previous, canonical(values))
        store.rows(_ENTRY, (*values, hash_))
        store.rows(_HASHED, (hash_,))
    return Event(int(seq), at, actor, action, report, values[-1], hash_)


def canonical(values: Sequence[Any]) -> str:
    """The text of an entry that is hashed: seq, at, actor, action, report and body, as they are stored."""
    return json.dumps(list(values), ensure_ascii=False, separators=(",", ":"), default=str)


def json_text(body: Mapping[str, Any]) -> str:
    """The body as it is stored."""
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def events(store: Store, number: int | None = None) -> tuple[Event, ...]:
    """The entries, of one report or all, in their order. Raises StoreProblem."""
    where, bound = (" WHERE report = ?", (number,)) if number is not None else ("", ())
    rows = store.rows(f"{_EVENTS}{where} ORDER BY seq", bound)
    return tuple(Event(row[0], datetime.fromisoformat(row[1]), *row[2:]) for row in rows)


def receipt(store: Store, number: int | None = None) -> str:
    """The mark to print on a receipt: the count and the hash's first 8 digits of the newest entry, of this report or of
    all; '' without one. Raises StoreProblem."""
    where, bound = (" WHERE report = ?", (number,)) if number is not None else ("", ())
    found = store.rows(f"SELECT seq, hash FROM entry{where} ORDER BY seq DESC LIMIT 1", bound)
    return str(seal.Head(*found[0])) if found else ""
