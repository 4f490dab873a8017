"""All values of a message, each with what was said of it anywhere, and all pieces that cannot be read."""

from dataclasses import dataclass, replace

from data.model import Metric
from intents.submission.context import NOTHING, Before, context, over, when, whose
from intents.submission.found import Found, Taken
from intents.submission.items import take
from intents.submission.lines import Message, Part
from intents.submission.names import Asker, Named
from intents.submission.pieces import leading


@dataclass(frozen=True, slots=True)
class Gathered:
    """The values with their whole context, the unread pieces (`near`: those in lines with values and in the opening
    one), the contexts said anywhere, and what lines without values behind the values say of them (`late`)."""

    found: tuple[Found, ...] = ()
    unread: tuple[str, ...] = ()
    said: tuple[Named, ...] = ()
    near: tuple[str, ...] = ()
    late: tuple[str, ...] = ()


def gather(message: Message, asker: Asker, metrics: tuple[Metric, ...]) -> Gathered:
    """The values of a message."""
    gathered, before = Gathered(), Before()
    for number, part in enumerate(message.parts):
        if part.label == "aside":
            gathered = replace(gathered, unread=(*gathered.unread, part.line.said(0, len(part.line.text))))
            continue
        taken = take(part.line, asker, metrics, before.pending, before.metrics)
        if number == 0 and message.opener and not taken.with_value and taken.unread and not taken.pending:
            taken = _headed(taken, part, asker)
        gathered = _added(gathered, taken, before, message.unit)
        aside = gathered.found and not taken.found and taken.said.monthly
        late = (*gathered.late, part.line.said(0, len(part.line.text))) if aside else ()
        gathered = replace(gathered, late=late if aside or not taken.found else ())
        if taken.found or (number == 0 and message.opener):
            gathered = replace(gathered, near=(*gathered.near, *taken.unread))
        before = _moved(before, taken, part, number == 0 and bool(message.opener))
    found = tuple(replace(each, named=over(each.named, _anywhere(gathered))) for each in gathered.found)
    return replace(gathered, found=found)


def _headed(taken: Taken, part: Part, asker: Asker) -> Taken:
    """The opening line, of which only the beginning can be read: 进度 诸暨 4月 快报数."""
    text = part.line.text
    said, stop = leading(text, 0, len(text), asker)
    return taken if said is None else replace(taken, said=said, unread=(part.line.said(stop, len(text)),))


def _added(gathered: Gathered, taken: Taken, before: Before, unit: str) -> Gathered:
    common = _common(before)
    found = tuple(
        replace(each, named=over(over(over(each.named, common), taken.after), Named(unit=unit))) for each in taken.found
    )
    unread = gathered.unread
    if taken.found and taken.found[0].resumed and before.waiting in unread:
        unread = tuple(piece for piece in unread if piece != before.waiting)
    said = (*gathered.said, *(each for each in (taken.said, taken.after) if each.places_it))
    return replace(gathered, found=(*gathered.found, *found), unread=(*unread, *filter(None, taken.unread)), said=said)


def _moved(before: Before, taken: Taken, part: Part, first: bool) -> Before:
    """What goes before the next line. What the opening line or a label says is said for all."""
    header, latest = before.header, before.latest
    if taken.said.places_it or taken.said.monthly:
        alone = not taken.found
        header = over(context(taken.said), header) if first or alone or part.label else header
        latest = over(context(taken.said), latest)
    waiting = taken.unread[-1] if taken.pending and taken.unread and not taken.found else ""
    metrics = taken.found[-1].named.metrics if taken.found else before.metrics
    return Before(header, latest, taken.pending, "" if _is_target(taken) else waiting, metrics)


def _is_target(taken: Taken) -> bool:
    return taken.pending is not None and taken.with_value


def _common(before: Before) -> Named:
    """Whose as said last, until when as said for all."""
    return over(_places(before.latest), over(before.header, before.latest))


def _places(said: Named) -> Named:
    return replace(said, period=None, period_text="", today=False)


def _anywhere(gathered: Gathered) -> Named:
    """What is said only once in the message, behind the values too."""
    places = {(said.places, said.elsewhere, said.ambiguous, said.own): said for said in gathered.said if whose(said)}
    times = {(said.period_text, said.today): said for said in gathered.said if when(said)}
    place = next(iter(places.values())) if len(places) == 1 else NOTHING
    time = next(iter(times.values())) if len(times) == 1 else NOTHING
    return over(_places(replace(place, monthly=False, single=False)), replace(time, monthly=False, single=False))
