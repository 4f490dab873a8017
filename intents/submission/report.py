"""A report read from a message: its items in the published unit, what could not be read, or why it is not taken.

None where the message is no report. What is impossible stays in `faults` until `check.check` has compared
the whole with targets and with what stands, so that the sender is told of each fault at once.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from data import period_problem, report_problem
from data.problem import Problem
from data.query import years
from data.report import Member
from intents.mentions.amounts import find_amounts
from intents.mentions.lexicon import load_lexicon
from intents.mentions.period import in_year
from intents.sources import Sources
from intents.submission.claims import claims, tells
from intents.submission.found import Found
from intents.submission.gather import Gathered, gather
from intents.submission.ground import Ground, continued
from intents.submission.lines import Message, lines
from intents.submission.make import Fault, Made, Open, ReadItem, Sender, make
from intents.submission.monthly import settled
from intents.submission.names import Asker
from intents.submission.offer import offered
from intents.submission.opening import LONGEST, is_blank, without_question
from intents.submission.text import line
from intents.submission.times import unread_time
from intents.submission.words import QUESTION, SAME, ZERO


@dataclass(frozen=True, slots=True)
class Submission:
    """A report as read. `unread`: pieces word for word as typed; `reason` what 说明: said; `notes` what was not said and
    how it was taken; `faults` why it cannot be, as far as units show; `corrects` the report that
    更正 12号 names; `joined`: it goes on from what was there before."""

    city: str
    items: tuple[ReadItem, ...]
    unread: tuple[str, ...] = ()
    reason: str = ""
    notes: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    corrects: int | None = None
    joined: bool = False


def read(
    text: str, at: datetime, member: Member, sources: Sources, ground: Ground | None = None
) -> Submission | Problem | None:
    """The report that a message is: None where it is none, a Problem where it is one that is not taken. `ground`: what
    it may go on from. Raises StoreProblem."""
    told, asked = without_question(text)
    found = _read(told, at, member, sources, ground)
    if not asked or not isinstance(found, Submission):
        return found
    return replace(found, unread=(*found.unread, asked), notes=(*found.notes, report_problem.asked_too(asked)))


def _read(
    text: str, at: datetime, member: Member, sources: Sources, ground: Ground | None
) -> Submission | Problem | None:
    if not _may_be(text):
        return None
    if len(text) > LONGEST:
        return report_problem.too_long_report(LONGEST)
    message = lines(text)
    sender = Sender(member, city_of(member, sources), at.date(), sources)
    asker = Asker(sender.today, sender.city, sources.catalog)
    metrics = tuple(m for m in sources.catalog.metrics if m.city == sender.city and m.threshold)
    gathered = settled(whole := gather(message, asker, metrics), message.reason)
    if isinstance(gathered, str):
        claimed = claims(text, message, whole) or tells(text, whole, member)
        return period_problem.which_monthly(gathered) if claimed else None
    blank = tuple(piece for piece in gathered.unread if is_blank(piece))
    if not claims(text, message, gathered) and not tells(text, gathered, member) and not (message.opener and blank):
        return None
    if not gathered.found:
        return report_problem.unreadable(gathered.unread, blank)
    going = continued(text, message, gathered.found, ground, sender.today) if ground else None
    if isinstance(going, Problem):
        return going
    if going is None:
        return _put_together(text, message, gathered, sender)
    return _put_together(text, message, replace(gathered, found=going), sender, ground)


def _may_be(text: str) -> bool:
    """Whether it can be a report at all, cheaply: something like a value, and no question in a single line."""
    if not text.strip():
        return False
    head = line(text[:LONGEST])
    rows = [row for row in text.splitlines() if row.strip()]
    if QUESTION.search(line(rows[0]).text if len(rows) > 1 else head.text):
        return False
    return bool(
        any(c.isdigit() for c in head.text) or ZERO.search(head.text) or SAME.search(head.text) or _numeral(head.text)
    )


def _numeral(text: str) -> bool:
    return bool(find_amounts(text)) or any(c in text for c in "几数十百千万亿")


def city_of(member: Member, sources: Sources) -> str:
    """The city whose figures the sender reports."""
    return next((sources.catalog.district(name).city for name in member.districts), sources.home)


def _put_together(
    text: str, message: Message, gathered: Gathered, sender: Sender, ground: Ground | None = None
) -> Submission | Problem:
    gathered = _without_outlook(gathered, sender.today)
    before = {item.metric for item in ground.items} if ground else set()
    named = frozenset(before.union(*(each.named.metrics for each in gathered.found)))
    made = [one for found in gathered.found for one in make(found, sender, named)]
    if trouble := _trouble(made, text, message, gathered, sender):
        return trouble
    items = tuple(one for one in made if isinstance(one, ReadItem))
    faults = tuple(dict.fromkeys(one.text for one in made if isinstance(one, Fault)))
    if not items and not faults:
        return report_problem.unreadable(gathered.unread)
    notes = tuple(dict.fromkeys(note for item in items for note in item.notes))
    if message.unused:
        notes += (f"表中没有采用的列：{'、'.join(message.unused)}。",)
    notes += tuple(report_problem.blank(piece) for piece in gathered.unread if is_blank(piece))
    notes += tuple(f"原来的数“{old}”不再采用。" for old in message.replaced)
    return Submission(
        sender.city, items, gathered.unread, message.reason, notes, faults, message.corrects, ground is not None
    )


def _without_outlook(gathered: Gathered, today: date) -> Gathered:
    """Beside exact values with a time of their own, one that is expected at a later day is left unread:
    5月外资9800万美元，预计6月底完成11000万美元."""
    later = tuple(each for each in gathered.found if _is_outlook(each, today))
    rest = tuple(each for each in gathered.found if each not in later)
    exact = all(not each.named.inexact and not each.value.inexact and each.named.period for each in rest)
    if not later or not rest or not exact:
        return gathered
    return replace(gathered, found=rest, unread=(*gathered.unread, *(each.said for each in later)))


def _is_outlook(found: Found, today: date) -> bool:
    period = found.named.period
    if period is None or not (found.named.inexact or found.value.inexact):
        return False
    last = (period if period.explicit_year else in_year(period, today.year)).last
    return last is not None and last > today


def _trouble(made: Iterable[Made], text: str, message: Message, gathered: Gathered, sender: Sender) -> Problem | None:
    """Why nothing of the message is taken, or what is to be asked first."""
    problems = [one for one in made if isinstance(one, Problem)]
    rough = tuple(p.sentence for p in problems if p.instead == report_problem.EXACTLY)
    if rough and len(rough) == len(problems) and len(rough) > 1:
        return report_problem.inexact(tuple(sentence.split("”")[0].lstrip("“") for sentence in rough))
    if problems:
        return problems[0]
    opened = [one for one in made if isinstance(one, Open)]
    if opened:
        return offered(opened[0], text, message)
    items = [one for one in made if isinstance(one, ReadItem)]
    return next((p for item in items if (p := _no_targets(item, sender))), None) or _unclear(
        items, message, gathered, sender
    )


def _unclear(items: list[ReadItem], message: Message, gathered: Gathered, sender: Sender) -> Problem | None:
    """Where it does not say whose or until when in words that are understood, but has a place or a time in those that
    are not, or another time beside the one taken: 上虞市商务局, 5月上旬, 4月 5月."""
    if any(item.place_assumed for item in items):
        for piece in gathered.unread:
            if _other_places(piece, sender):
                return report_problem.unclear_place(piece)
    return unread_time(message, gathered, items, Asker(sender.today, sender.city, sender.sources.catalog))


def _other_places(piece: str, sender: Sender) -> bool:
    names = {m.value for _, _, found in load_lexicon().found(line(piece).text) for m in found if m.kind == "district"}
    return bool(names - {*sender.member.districts, sender.city})


def _no_targets(item: ReadItem, sender: Sender) -> Problem | None:
    have = years(sender.sources.store, sender.city)
    return None if item.period.year in have else period_problem.no_targets(item.period.year, sender.city, have)
