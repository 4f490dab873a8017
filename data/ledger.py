"""The ledger: reports submitted, withdrawn, approved, given back; each an entry chained by hash, in one transaction
with the rows that questions are answered from. Nothing is ever changed or taken away.

LedgerProblem(Exception)
  NoReport   there is no report of that number
  Refused    not one's own report; approved or withdrawn already; one's own to review; no such metric; no reason
  Changed    what it would replace is not what was shown any more

With a transaction of the caller's around it, use `with ledger.writing(store)`: durable, the head renewed at its end.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from data import outbox
from data.amount import scaled
from data.chain import append, events, receipt, writing
from data.report import Event, Item, Report
from data.standing import replaced, states
from data.standing import report as stored
from data.store import Store, moment

__all__ = [
    "Changed",
    "LedgerProblem",
    "NoReport",
    "Refused",
    "approve",
    "events",
    "give_back",
    "known",
    "receipt",
    "submit",
    "withdraw",
    "writing",
]

Messages = Sequence[tuple[str, str]]

_NUMBER = "UPDATE ledger_head SET reports = reports + 1 WHERE id = 1 RETURNING reports"
_REPORT = "INSERT INTO report (number, sender, at, words, reason, late) VALUES (?, ?, ?, ?, ?, ?)"
_ITEM = """INSERT INTO item (report, line, city, district, metric, period, published, scaled, unit, replaces)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
_MARK = "INSERT INTO mark (entry, report, metric, action, at, actor, reason) VALUES (?, ?, ?, ?, ?, ?, ?)"


class LedgerProblem(Exception):
    """It cannot be done; the message is one sentence for a person."""


class NoReport(LedgerProblem):
    """There is no report of that number."""


class Refused(LedgerProblem):
    """The state of the report, or whose it is, forbids it."""


class Changed(LedgerProblem):
    """What it would replace has changed since it was shown."""


def submit(
    store: Store,
    items: Sequence[Item],
    sender: str,
    words: str,
    reason: str,
    late: bool,
    at: datetime,
    replaces: Sequence[int | None] | None = None,
    messages: Messages = (),
) -> Report:
    """Store all items as one report under the next number. `replaces`: for each item the report that stood when it was
    shown (None: none); not given, it is not compared. Raises Changed, Refused, AmountProblem, StoreProblem."""
    items = tuple(dict.fromkeys(items))
    _refuse_unclear(items)
    with writing(store):
        before = tuple(each and each.report for each in replaced(store, items))
        if replaces is not None and before != tuple(replaces):
            raise Changed("要替换的数在您确认之前已经变了，请再看一遍。")
        number = int(store.rows(_NUMBER)[0][0])
        store.rows(_REPORT, (number, sender, moment(at), words, reason, int(late)))
        for line, (item, old) in enumerate(zip(items, before, strict=True)):
            store.rows(_ITEM, (number, line, *_columns(item), old or 0))
        listed = [_named(item) | {"replaces": old} for item, old in zip(items, before, strict=True)]
        body = {"items": listed, "words": words, "reason": reason, "late": late}
        _told(store, append(store, "submit", sender, at, number, body), messages)
    return Report(number, sender, at, words, items, reason, late)


def withdraw(store: Store, number: int, sender: str, at: datetime, messages: Messages = ()) -> Event:
    """Take back one's own report that nobody has approved. Raises NoReport, Refused, StoreProblem."""
    with writing(store):
        found = known(store, number)
        if found.sender != sender:
            raise Refused(f"上报{number}号不是您报的，不能撤回。")
        actions = {state.action for state in states(store, number)}
        if "approve" in actions:
            raise Refused(f"上报{number}号已有指标审核通过，不能撤回，请联系审核部门退回。")
        if "withdraw" in actions:
            raise Refused(f"上报{number}号已经撤回。")
        return _told(store, _marked(store, "withdraw", sender, at, number, _metrics(found), ""), messages)


def approve(
    store: Store, number: int, metrics: Sequence[str], reviewer: str, at: datetime, messages: Messages = ()
) -> Event:
    """Approve these metrics of a report, none of them returned. Raises NoReport, Refused, StoreProblem."""
    with writing(store):
        changed = _reviewed(store, number, metrics, reviewer, "approve")
        return _told(store, _marked(store, "approve", reviewer, at, number, changed, ""), messages)


def give_back(
    store: Store, number: int, metrics: Sequence[str], reviewer: str, reason: str, at: datetime, messages: Messages = ()
) -> Event:
    """Return these metrics of a report, approved or not, with a reason. Raises NoReport, Refused, StoreProblem."""
    if not reason.strip():
        raise Refused(f"退回要写明原因，例如“退回 {number} 与海关数不符”。")
    with writing(store):
        changed = _reviewed(store, number, metrics, reviewer, "return")
        return _told(store, _marked(store, "return", reviewer, at, number, changed, reason), messages)


def _refuse_unclear(items: Sequence[Item]) -> None:
    if not items:
        raise Refused("没有可以上报的数。")
    if len({(i.city, i.district, i.metric, i.period) for i in items}) < len(items):
        raise Refused("同一地区、指标和时期有两个不同的数，请只留一个。")


def _columns(item: Item) -> tuple[Any, ...]:
    """The item's row from city to unit."""
    amounts = (str(item.value), scaled(item.value, item.unit), item.unit)
    return (item.city, item.district, item.metric, item.period.isoformat(), *amounts)


def _named(item: Item) -> dict[str, Any]:
    """The item as an entry has it."""
    names = {"city": item.city, "district": item.district, "metric": item.metric}
    return {**names, "period": item.period.isoformat(), "value": str(item.value), "unit": item.unit}


def known(store: Store, number: int) -> Report:
    """The report of this number. Raises NoReport, StoreProblem."""
    if (found := stored(store, number)) is None:
        raise NoReport(f"没有上报{number}号。")
    return found


def _metrics(found: Report) -> tuple[str, ...]:
    return tuple(dict.fromkeys(item.metric for item in found.items))


def _reviewed(store: Store, number: int, metrics: Sequence[str], reviewer: str, action: str) -> tuple[str, ...]:
    """The metrics of which this review changes the state."""
    found, done = known(store, number), {"approve": "通过", "return": "退回"}[action]
    if found.sender == reviewer:
        raise Refused(f"上报{number}号是您自己报的，要由别人审核。")
    if missing := [metric for metric in metrics if metric not in _metrics(found)]:
        raise Refused(f"上报{number}号里没有{'、'.join(missing)}。")
    now = {state.metric: state.action for state in states(store, number)}
    if "withdraw" in now.values():
        raise Refused(f"上报{number}号已经撤回。")
    if not (changed := tuple(metric for metric in dict.fromkeys(metrics) if now.get(metric) != action)):
        raise Refused(f"上报{number}号已经{done}过了。")
    if action == "approve" and (returned := [metric for metric in changed if now.get(metric) == "return"]):
        raise Refused(f"上报{number}号的{'、'.join(returned)}已经退回，不能再通过，请报送人改正后重新上报。")
    return changed


def _marked(
    store: Store, action: str, actor: str, at: datetime, number: int, metrics: Sequence[str], reason: str
) -> Event:
    """The entry of a decision, and its row for each metric."""
    event = append(store, action, actor, at, number, {"metrics": list(metrics), "reason": reason})
    for metric in metrics:
        store.rows(_MARK, (event.seq, number, metric, action, moment(at), actor, reason))
    return event


def _told(store: Store, event: Event, messages: Messages) -> Event:
    """What this entry makes the outbox send, each message once."""
    for place, (to, text) in enumerate(messages):
        outbox.enqueue(store, f"entry-{event.seq}-{place}", to, text, event.at)
    return event
