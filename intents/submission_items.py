"""A line taken apart: names with their values, what is said for the values after it, and pieces that cannot be read."""

import re
from dataclasses import dataclass, replace

from data.model import Metric
from intents.submission_context import NOTHING, context, over
from intents.submission_names import Asker, Named, named, of_kind
from intents.submission_text import Line
from intents.submission_values import Value, find_values, fits_any
from intents.submission_words import BRACKETED, CLOSING, FILLER, SEPARATORS

_PAREN = re.compile(r" ?[(\[]([^()\[\]]*)[)\]]")  # (1000万美元以上) after a value
_STARTS = re.compile(r"(?:^|(?<=[ ,、;:。!|(]))(?=[^ ,、;:。!|])")  # where a name may begin
_REACH = 8
_APART = frozenset(SEPARATORS + "()[]" + "\n")


@dataclass(frozen=True, slots=True)
class Found:
    """A value with what was said of it; `said` as typed, `unit` a unit that stands apart from it, `start` and `end` of the
    metric's name in the line (for a choice)."""

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


@dataclass(frozen=True, slots=True)
class _So:
    """How far a line has been taken apart."""

    at: int = 0
    found: tuple[Found, ...] = ()
    unread: tuple[tuple[int, int], ...] = ()
    said: Named = NOTHING
    pending: Named | None = None


def take(
    line: Line, asker: Asker, metrics: tuple[Metric, ...], pending: Named | None, before: tuple[str, ...]
) -> Taken:
    """A line taken apart. `pending`: a metric named on the line before that waits for its value; `before`: the metrics of
    the value before."""
    values = find_values(line.text, metrics)
    if not values:
        return _without_values(line, asker)
    so = _So(pending=pending)
    for value in values:
        so = _next(line, asker, metrics, so, value, before)
        before = so.found[-1].named.metrics if so.found else before
    led = so.said
    so = _tail(line, asker, replace(so, said=NOTHING))
    if not so.found:
        waits = so.pending if so.pending is not pending else None
        return Taken(unread=(line.said(0, len(line.text)),), pending=waits, with_value=True)
    unread = tuple(filter(None, (line.said(*span) for span in _joined(line.text, so.unread))))
    return Taken(so.found, unread, led, so.said, so.pending, with_value=True)


def _without_values(line: Line, asker: Asker) -> Taken:
    whole = line.said(0, len(line.text))
    said = named(line.text, asker) if len(line.text) <= 120 else None
    if said is None or (said.inexact and said.metrics) or said.target:
        closing = not CLOSING.sub("", FILLER.sub("", line.text)).strip(SEPARATORS)
        return Taken(empty=True) if closing else Taken(unread=(whole,))
    if said.metrics:
        return Taken(unread=(whole,), pending=said)
    return Taken(said=context(said), empty=not said.places_it)


def _next(line: Line, asker: Asker, metrics: tuple[Metric, ...], so: _So, value: Value, before: tuple[str, ...]) -> _So:
    """One value more."""
    unit, extra, end = _suffix(line.text, value, asker, metrics)
    said, begin = _named(line.text, so.at, value.start, extra, asker, before)
    if said is not None and not said.metrics and so.pending is not None and _is_bare(line.text, so.at, value.start):
        so = _read(line, asker, so, value, unit, _resumed(so.pending, said), so.at, end)
        return replace(so, found=(*so.found[:-1], replace(so.found[-1], resumed=True)))
    if said is not None and not said.metrics and value.what in ("zero", "same"):
        return _read(line, asker, so, value, "", said, so.at, end)
    if said is None or not said.metrics:
        return _not_read(line, so, value, end)
    so = _remainder(line, asker, so, begin)
    if said.target:
        return replace(so, at=end, unread=(*so.unread, (begin, end)), pending=replace(said, target=False))
    return _read(line, asker, so, value, unit, said, begin, end)


def _read(line: Line, asker: Asker, so: _So, value: Value, unit: str, said: Named, begin: int, end: int) -> _So:
    amount = value.amount
    said = replace(said, unit=unit or said.unit)
    names = of_kind(said.metrics, amount.unit if amount else None, bool(amount and amount.scaled), asker.catalog)
    said = over(replace(said, metrics=names or said.metrics), so.said)
    found = Found(said, value, line.said(begin, end), begin, value.start, end, line)
    return _So(end, (*so.found, found), so.unread, over(context(said), so.said), None)


def _resumed(pending: Named, said: Named) -> Named:
    """The metric that waits, for a value without a name of its own."""
    return replace(
        pending, inexact=said.inexact, monthly=pending.monthly or said.monthly, unit=said.unit or pending.unit
    )


def _is_bare(text: str, start: int, end: int) -> bool:
    return not CLOSING.sub("", FILLER.sub("", text[start:end])).strip(SEPARATORS + "()")


def _named(
    text: str, start: int, end: int, extra: str, asker: Asker, before: tuple[str, ...]
) -> tuple[Named | None, int]:
    """What stands before a value, from the first place on from which all is understood; and that place."""
    starts = [start, *(m.start() for m in _STARTS.finditer(text, start, end) if m.start() > start)]
    said = None
    for begin in dict.fromkeys((starts[0], *starts[-_REACH:])):
        if end - begin > 120:
            continue
        found = named(text[begin:end] + extra, asker, before)
        if found is not None and found.metrics:
            return found, begin
        said = said or (found if begin == start else None)
    return said, start


def _not_read(line: Line, so: _So, value: Value, end: int) -> _So:
    """A value without a name that is understood. Where nothing parts it from the value before, that one is in doubt too."""
    start = so.at
    glued = so.found and so.at and line.text[so.at : so.at + 1] not in _APART
    nameless = so.found and so.found[-1].end == so.at and _is_bare(line.text, so.at, value.start)
    if so.found and (glued or nameless):
        last = so.found[-1]
        return replace(so, at=end, found=so.found[:-1], unread=(*so.unread, (last.start, end)), pending=None)
    return replace(so, at=end, unread=(*so.unread, (start, end)))


def _remainder(line: Line, asker: Asker, so: _So, begin: int) -> _So:
    """What stands between the value before and the name: whose and until when, or what cannot be read."""
    text = line.text[so.at : begin]
    if not CLOSING.sub("", text).strip(SEPARATORS + "()"):
        return so
    said = named(text, asker)
    if said is None or said.metrics or not said.places_it:
        return so if said == NOTHING else _aside(line, so, begin)
    return replace(so, said=over(context(said), so.said))


def _aside(line: Line, so: _So, begin: int) -> _So:
    """A piece that cannot be read; the value that it is glued to (9800万美园) is in doubt with it."""
    if so.found and so.found[-1].end == so.at and line.text[so.at] not in _APART:
        return replace(so, found=so.found[:-1], unread=(*so.unread, (so.found[-1].start, begin)))
    return replace(so, unread=(*so.unread, (so.at, begin)))


def _tail(line: Line, asker: Asker, so: _So) -> _So:
    """What stands after the last value."""
    end = len(line.text)
    rest = line.text[so.at :]
    closed = CLOSING.sub("", rest).strip(SEPARATORS + "()")
    return _remainder(line, asker, so, end) if closed else so


def _suffix(text: str, value: Value, asker: Asker, metrics: tuple[Metric, ...]) -> tuple[str, str, int]:
    """What brackets right after a value say: a unit, more of the name (1000万美元以上), or the period; and where it ends."""
    paren = _PAREN.match(text, value.end)
    if not paren or value.amount is None:
        return "", "", value.end
    unit = BRACKETED.fullmatch(paren[0])
    if unit and value.amount.unit is None:
        return next(filter(None, unit.groups()), ""), "", paren.end()
    said = named(paren[1], asker)
    if (said is not None and said.places_it) or fits_any(paren[1], metrics):
        return "", f" ({paren[1]})", paren.end()
    return "", "", value.end


def _joined(text: str, spans: tuple[tuple[int, int], ...]) -> list[tuple[int, int]]:
    """Pieces that nothing but separators part, as one."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and not text[joined[-1][1] : start].strip(SEPARATORS):
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
