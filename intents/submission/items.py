"""A line taken apart: names with their values, what is said for the values after it, and pieces that cannot be read."""

import re
from dataclasses import dataclass, replace

from data.model import Metric
from intents.submission.context import NOTHING, context, over
from intents.submission.found import Found, Taken
from intents.submission.names import Asker, Named, named, of_kind
from intents.submission.pieces import is_bare, is_rough, joined, leading, name_before, suffix
from intents.submission.text import Line
from intents.submission.values import Value, find_values
from intents.submission.words import CLOSING, CUMULATIVE, FILLER, SEPARATORS

_MOST = 100  # values in a line
_SIGNS = re.compile(r"[ ,、;:|(\[]*[+\-±↑↓▲▼△▽]? ?")  # (↓ before 2%
_APART = frozenset(SEPARATORS + "()[]" + "\n")


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
    """A line taken apart. `pending`: a metric named on the line before that waits for its value; `before`: the metrics
    of the value before."""
    values = find_values(line.text, metrics)
    if not values:
        return _without_values(line, asker)
    if len(values) > _MOST:
        return Taken(unread=(line.said(0, len(line.text)),), with_value=True)
    so = _So(pending=pending)
    for value in values:
        so = _next(line, asker, metrics, so, value, before)
        before = so.found[-1].named.metrics if so.found else before
    led = so.said
    so = _tail(line, asker, replace(so, said=NOTHING))
    if not so.found or _contradicts(so):
        waits = so.pending if so.pending is not pending else None
        return Taken(unread=(line.said(0, len(line.text)),), said=led, pending=waits, with_value=True)
    unread = tuple(filter(None, (line.said(*span) for span in joined(line.text, so.unread))))
    return Taken(so.found, unread, led, so.said, so.pending, with_value=True)


def _contradicts(so: _So) -> bool:
    """Whether what stands behind the values says another time or place than what stands before one of them."""
    times = {each.named.period_text for each in so.found if each.named.period} - {so.said.period_text}
    places = {each.named.places for each in so.found if each.named.places} - {so.said.places}
    return bool((so.said.period and times) or (so.said.places and places))


def _without_values(line: Line, asker: Asker) -> Taken:
    whole = line.said(0, len(line.text))
    said = named(line.text, asker) if len(line.text) <= 120 else None
    if said is None or (said.inexact and said.metrics) or said.target:
        closing = not CLOSING.sub("", FILLER.sub("", CLOSING.sub("", line.text))).strip(SEPARATORS)
        return Taken(empty=True) if closing else Taken(unread=(whole,))
    if said.metrics:
        return Taken(unread=(whole,), pending=said)
    return Taken(said=context(said), empty=not said.places_it)


def _next(line: Line, asker: Asker, metrics: tuple[Metric, ...], so: _So, value: Value, before: tuple[str, ...]) -> _So:
    """One value more."""
    unit, extra, end = suffix(line.text, value, asker, metrics)
    said, begin = name_before(line.text, so.at, value.start, extra, asker, before)
    if said is not None and not said.metrics and so.pending is not None and is_bare(line.text, so.at, value.start):
        so = _read(line, asker, so, value, unit, _resumed(so.pending, said), so.at, end)
        return replace(so, found=(*so.found[:-1], replace(so.found[-1], resumed=True)))
    if said is not None and so.found and (same := _same_metric(said, value, so.found, asker.city)):
        return _read(line, asker, so, value, unit, same, so.at, end)
    if said is not None and not said.metrics and value.what in ("zero", "same"):
        return _read(line, asker, so, value, "", said, so.at, end)
    if said is None or not said.metrics:
        return _not_read(line, asker, so, value, end)
    so = _remainder(line, asker, so, begin)
    if said.target:
        return replace(so, at=end, unread=(*so.unread, (begin, end)), pending=replace(said, target=False))
    read = _read(line, asker, so, value, unit, said, begin, end)
    return replace(read, said=_of_one(read.said, so.said)) if extra else read


def _of_one(said: Named, before: Named) -> Named:
    """What is said for the values after one whose brackets say 当月: that counts for this one."""
    return replace(said, monthly=before.monthly, single=before.single)


def _same_metric(said: Named, value: Value, found: tuple[Found, ...], city: str) -> Named | None:
    """What is said of a value that names no metric and is the same one's as the value before it."""
    last = found[-1]
    if last.named.monthly and said.period and not CUMULATIVE.sub("", said.period_text):
        said = replace(said, period=None, period_text="")  # 年初以来, to the end of the month before it
    goes_on = _whole_of(said, value, last) or _next_day(said, value, last)
    goes_on = goes_on or (city not in said.places and _next_place(said, value, found))
    return replace(said, metrics=last.named.metrics) if goes_on else None


def _next_place(said: Named, value: Value, found: tuple[Found, ...]) -> bool:
    """Whether a value has a district of its own and nothing else, in a line of one metric, in the unit of the value
    before: 诸暨外资9100万美元，嵊州3300万美元."""
    before, amount = found[-1].value.amount, value.amount
    alike = bool(before and amount and (before.unit, before.scale) == (amount.unit, amount.scale))
    one = len({each.named.metrics for each in found}) == 1 and len(found[-1].named.metrics) == 1
    other = bool(said.places and found[-1].named.places and said.places != found[-1].named.places)
    return alike and one and other and not (said.metrics or said.period or said.target or said.monthly or said.unit)


def _next_day(said: Named, value: Value, last: Found) -> bool:
    """Whether a value has a period of its own in the same year and nothing else, and so is the same metric's:
    外资 4月7000万美元；5月9800万美元."""
    if not (said.period and said.period.last and value.amount and last.named.metrics):
        return False
    before = last.named.period.last if last.named.period else None
    same = before is None or before.year == said.period.last.year
    return same and not (said.metrics or said.places or said.target or said.monthly)


def _whole_of(said: Named, value: Value, last: Found) -> bool:
    """Whether a value is the cumulative one of the month's value before it: 外资5月当月1500万美元，累计9800万美元."""
    plain = not (said.metrics or said.places_it or said.target or said.monthly or said.unit)
    return plain and said.cumulative and last.named.monthly and bool(value.amount and last.named.metrics)


def _read(line: Line, asker: Asker, so: _So, value: Value, unit: str, said: Named, begin: int, end: int) -> _So:
    amount = value.amount
    said = replace(said, unit=unit or said.unit)
    broken = bool(amount and amount.value % 1)
    names = of_kind(
        said.metrics, amount.unit if amount else None, bool(amount and amount.scaled), asker.catalog, broken
    )
    said = over(replace(said, metrics=names or said.metrics), so.said)
    found = Found(said, value, line.said(begin, end), begin, value.start, end, line)
    return _So(end, (*so.found, found), so.unread, over(context(said), so.said), None)


def _resumed(pending: Named, said: Named) -> Named:
    """The metric that waits, for a value without a name of its own."""
    return replace(
        pending, inexact=said.inexact, monthly=pending.monthly or said.monthly, unit=said.unit or pending.unit
    )


def _lead(line: Line, asker: Asker, so: _So, end: int) -> _So:
    """What stands first in a piece that cannot be read and says whose and until when: 诸暨 4月 of 诸暨 4月 省外资金 5亿."""
    said, stop = leading(line.text, so.at, end, asker)
    return replace(so, at=stop, said=over(said, so.said)) if said is not None else so


def _not_read(line: Line, asker: Asker, so: _So, value: Value, end: int) -> _So:
    """A value without a name that is understood. Where nothing parts it from the value before, that one is in
    doubt too."""
    so = _lead(line, asker, so, value.start)
    start = so.at
    end += line.text[end : end + 1] == ")" and "(" in line.text[start:end]
    glued = so.found and so.at and line.text[so.at : so.at + 1] not in _APART
    nameless = so.found and so.found[-1].end == so.at and is_bare(line.text, so.at, value.start)
    if so.found and (glued or nameless) and not _is_share(line.text, asker, so, value):
        last = so.found[-1]
        return replace(so, at=end, found=so.found[:-1], unread=(*so.unread, (last.start, end)), pending=None)
    return replace(so, at=end, unread=(*so.unread, (start, end)))


def _is_share(text: str, asker: Asker, so: _So, value: Value) -> bool:
    """Whether a value is a percentage right behind one that can be none, of which it says how it has grown or how much
    of the target it is: 外资9800万美元(-3%)."""
    last = so.found[-1]
    if not (value.amount and value.amount.unit == "%" and last.value.amount and last.end == so.at):
        return False
    ratio = last.value.amount.unit == "%" or any(asker.catalog.metric(name).is_ratio for name in last.named.metrics)
    return not ratio and _SIGNS.fullmatch(text, so.at, value.start) is not None


def _remainder(line: Line, asker: Asker, so: _So, begin: int) -> _So:
    """What stands between the value before and the name: whose and until when, or what cannot be read."""
    text = line.text[so.at : begin]
    if not CLOSING.sub("", text).strip(SEPARATORS + "()"):
        return so
    said = named(text, asker)
    if said is None or said.metrics or not said.places_it:
        return so if said == NOTHING else _aside(line, asker, so, begin)
    return replace(so, said=over(context(said), so.said))


def _aside(line: Line, asker: Asker, so: _So, begin: int) -> _So:
    """A piece that cannot be read, but for a beginning that says whose and until when; the value that it is glued to
    (9800万美园) is in doubt with it."""
    if not so.found:
        so = _lead(line, asker, so, begin)
    if so.found and so.found[-1].end == so.at and line.text[so.at] not in _APART:
        return replace(so, found=so.found[:-1], unread=(*so.unread, (so.found[-1].start, begin)))
    if so.found and so.found[-1].end == so.at and is_rough(line.text[so.at : begin]):
        last = so.found[-1]
        return replace(so, found=(*so.found[:-1], replace(last, named=replace(last.named, inexact=True), end=begin)))
    return replace(so, unread=(*so.unread, (so.at, begin)))


def _tail(line: Line, asker: Asker, so: _So) -> _So:
    """What stands after the last value."""
    end = len(line.text)
    rest = line.text[so.at :]
    closed = CLOSING.sub("", rest).strip(SEPARATORS + "()")
    return _remainder(line, asker, so, end) if closed else so
