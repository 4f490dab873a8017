"""A report that waits for 确认, as its row keeps it: what was read, so that it can be checked once more against what
stands by then, and what was shown."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from data.amount import show
from data.report import Item, Standing
from intents.submission.make import ReadItem
from intents.submission.report import Submission
from intents.turn import Turn

WAITS = '{"read"'  # how the body of such a preview begins


@dataclass(frozen=True, slots=True)
class Kept:
    """`found` as read, the `words` as sent, the `items` shown, for each the report that it would replace; `seen` marks
    all that was shown, `of` the ids of the messages that it was read from."""

    found: Submission
    words: str
    items: tuple[Item, ...]
    replaces: tuple[int | None, ...]
    seen: str
    of: tuple[str, ...] = ()


def body(
    found: Submission,
    words: str,
    items: Sequence[Item],
    before: Sequence[Standing | None],
    seen: str,
    of: Sequence[str],
) -> str:
    """The row's body."""
    shown = [[*_plain(item), old.report if old else None] for item, old in zip(items, before, strict=True)]
    read = [[*_plain(item), item.monthly, item.rest] for item in found.items]
    kept: dict[str, object] = {"city": found.city, "items": read, "unread": found.unread, "joined": found.joined}
    kept |= {"reason": found.reason, "notes": found.notes}
    return json.dumps({"read": kept, "items": shown, "words": words, "seen": seen, "of": list(of)}, ensure_ascii=False)


def _plain(item: Item | ReadItem) -> list[str]:
    return [item.city, item.district, item.metric, item.period.isoformat(), show(item.value), item.unit]


def _item(row: Sequence[str]) -> tuple[str, str, str, date, Decimal, str]:
    city, district, metric, period, value, unit = row
    return city, district, metric, date.fromisoformat(period), Decimal(value), unit


def restored(written: str) -> Kept:
    """What a body keeps."""
    state = json.loads(written)
    read = state["read"]
    items = tuple(ReadItem(*_item(row[:6]), monthly=row[6], rest=row[7]) for row in read["items"])
    found = Submission(
        read["city"], items, tuple(read["unread"]), read["reason"], tuple(read["notes"]), joined=read["joined"]
    )
    shown = tuple(Item(*_item(row[:6])) for row in state["items"])
    return Kept(found, state["words"], shown, tuple(r[6] for r in state["items"]), state["seen"], tuple(state["of"]))


def mark(lines: Sequence[str]) -> str:
    """A mark of what was shown: the same for the same lines only."""
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def origins(turn: Turn) -> tuple[str, ...]:
    """The ids of the message that a turn is, and of the one that it replaces."""
    return tuple(each for each in (turn.id, turn.edits) if each is not None)
