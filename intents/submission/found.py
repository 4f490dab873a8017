"""What a line of a report gives: values with what was said of each."""

from dataclasses import dataclass

from intents.submission.context import NOTHING
from intents.submission.names import Named
from intents.submission.text import Line
from intents.submission.values import Value


@dataclass(frozen=True, slots=True)
class Found:
    """A value with what was said of it; `said` as typed, `unit` a unit that stands apart from it, `start` and `end` of
    the metric's name in the line (for a choice)."""

    named: Named
    value: Value
    said: str
    start: int
    name_end: int
    end: int
    line: Line
    resumed: bool = False


@dataclass(frozen=True, slots=True)
class Taken:
    """A line taken apart. `said` is what it says of whose and until when, `after` what it says behind its last value;
    `pending` a metric whose value did not follow; `empty`: nothing in it says anything;
    `with_value`: there are values in it."""

    found: tuple[Found, ...] = ()
    unread: tuple[str, ...] = ()
    said: Named = NOTHING
    after: Named = NOTHING
    pending: Named | None = None
    empty: bool = False
    with_value: bool = False
