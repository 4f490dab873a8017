"""The entries told again from the first: the rows that they must have laid out, and the values that must stand.

Written apart from `ledger` and `standing`, so that a fault in those shows. An entry that cannot be read is passed over:
its hash has given it away.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from data.amount import scaled
from data.connection import Row

Stands = dict[tuple[str, str, str, str], tuple[str, int, bool]]
_MARKS = ("approve", "return", "withdraw")


@dataclass(frozen=True, slots=True)
class Laid:
    """A table laid out from entries: the SQL that reads it, how many columns its key has, what a row is called."""

    name: str
    sql: str
    key: int
    called: Callable[[tuple[Any, ...]], str]


TABLES = (
    Laid("report", "SELECT number, sender, at, words, reason, late FROM report", 1, lambda key: f"上报{key[0]}号"),
    Laid(
        "item",
        "SELECT report, line, city, district, metric, period, published, scaled, unit, replaces FROM item",
        2,
        lambda key: f"上报{key[0]}号第{_plus(key[1])}项",
    ),
    Laid(
        "mark",
        "SELECT entry, metric, report, action, at, actor, reason FROM mark",
        2,
        lambda key: f"台账第{key[0]}条对{key[1]}的审核或撤回",
    ),
    Laid(
        "measure_state",
        "SELECT entry, document, place, point, state, note, sender, at FROM measure_state",
        1,
        lambda key: f"台账第{key[0]}条的措施进展",
    ),
    Laid("proof", "SELECT entry, report, name, type, sha256 FROM proof", 1, lambda key: f"台账第{key[0]}条的附件"),
)


def rows(entries: Iterable[Row]) -> dict[str, list[Row]]:
    """The rows of each table that these entries lay out."""
    made: dict[str, list[Row]] = {table.name: [] for table in TABLES}
    for row, body in _bodies(entries):
        try:
            for name, values in _rows(row, body):
                made[name].append(values)
        except (ArithmeticError, AttributeError, KeyError, TypeError, ValueError):
            continue
    return made


def standing(entries: Iterable[Row]) -> Stands:
    """What stands by these entries: (city, district, metric, period) to (value, report, approved)."""
    made = rows(entries)
    last = {(report, metric): action for _, metric, report, action, *_ in made["mark"]}
    stands: Stands = {}
    for report, _, city, district, metric, period, value, *_ in sorted(made["item"], key=lambda row: row[:2]):
        action = last.get((report, metric))
        if action in (None, "approve"):
            stands[city, district, metric, period] = (value, report, action == "approve")
    return stands


def _rows(row: Row, body: dict[str, Any]) -> Iterator[tuple[str, Row]]:
    seq, at, actor, action, report = row[:5]
    if action == "submit":
        yield "report", (report, actor, at, body["words"], body["reason"], int(body["late"]))
        for line, item in enumerate(body["items"]):
            yield "item", (report, line, *_item(item))
    elif action in _MARKS:
        for metric in body["metrics"]:
            yield "mark", (seq, metric, report, action, at, actor, body["reason"])
    elif action == "measure":
        said = (body[name] for name in ("document", "place", "point", "state", "note"))
        yield "measure_state", (seq, *said, actor, at)
    elif action == "proof":
        yield "proof", (seq, report, body["name"], body["type"], body["sha256"])


def _item(item: dict[str, Any]) -> Row:
    """The row of an item from the city on."""
    value, unit = item["value"], item["unit"]
    named = (item["city"], item["district"], item["metric"], item["period"])
    return (*named, value, scaled(Decimal(value), unit), unit, item["replaces"] or 0)


def _bodies(entries: Iterable[Row]) -> Iterator[tuple[Row, dict[str, Any]]]:
    for row in entries:
        try:
            body = json.loads(row[5])
        except (TypeError, ValueError):
            continue
        if isinstance(body, dict):
            yield row, body


def _plus(line: Any) -> Any:
    """Lines are counted from 1 for people."""
    return line + 1 if isinstance(line, int) else line
