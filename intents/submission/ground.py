"""What a message may go on from: the preview that waits, or a report that is stored. What it does not say of whose and
until when is taken from there: 外资改成7100万美元, 再加一项 内资10亿元."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from data import period_problem
from data.believe import day as named_day
from data.problem import Problem
from intents.mentions.period import Period
from intents.mentions.words import either
from intents.submission.context import when, whose
from intents.submission.found import Found
from intents.submission.lines import Message
from intents.submission.make import ReadItem
from intents.submission.period import until
from intents.submission.text import line
from intents.submission.words import WORDS

CHANGES = re.compile(
    f"{either(WORDS['change']['words'])}|{either(WORDS['change']['more'])}|^{either(WORDS['change']['beside'])}"
)  # 改成, 再加一项, 其余零报告


@dataclass(frozen=True, slots=True)
class Ground:
    """The items gone on from; `waiting`: those of a preview, so that they go along."""

    items: tuple[ReadItem, ...]
    waiting: bool = True


def continued(
    text: str, message: Message, found: Sequence[Found], ground: Ground, today: date
) -> tuple[Found, ...] | Problem | None:
    """The values with what they leave unsaid, where the message says that they go on from what was there before, and
    not for another month. None where they stand by themselves: a newer preview ends the older."""
    if not CHANGES.search(line(text).text):
        return None
    days = {item.period for item in ground.items}
    said = [until(each.named, today) for each in found if when(each.named)]
    if any(isinstance(end, Problem) or end.day not in days for end in said):
        return None
    if len(said) == len(found):
        return tuple(found) if ground.waiting else None
    if not ground.waiting and not all(_alike(each, ground) for each in found):
        return None
    made: list[Found] = []
    for each in found:
        one = _completed(each, _alike(each, ground) or ground.items)
        if isinstance(one, Problem):
            return one
        made.append(one)
    return tuple(made)


def merged(old: Sequence[ReadItem], new: Sequence[ReadItem]) -> tuple[ReadItem, ...]:
    """The items of a preview with those that change them or are added; 零报告 for all others changes none."""
    there = {_cell(item) for item in old}
    fresh = [item for item in new if not (item.rest and _cell(item) in there)]
    instead: dict[tuple[str, str, date], list[ReadItem]] = {}
    for item in fresh:
        instead.setdefault(_cell(item), []).append(item)
    kept = [one for item in old for one in instead.pop(_cell(item), [item])]
    return (*kept, *(one for ones in instead.values() for one in ones))


def _cell(item: ReadItem) -> tuple[str, str, date]:
    return item.district, item.metric, item.period


def _alike(found: Found, ground: Ground) -> list[ReadItem]:
    """The items of the same metric, and of the same district where one is said."""
    places = found.named.places
    return [i for i in ground.items if i.metric in found.named.metrics and (not places or i.district in places)]


def _completed(found: Found, alike: Sequence[ReadItem]) -> Found | Problem:
    """The value with day and district of the items that it goes on from."""
    named, days = found.named, {item.period for item in alike}
    places = tuple(dict.fromkeys(item.district for item in alike))
    if not when(named):
        if len(days) > 1:
            return period_problem.which_period(found.said, [named_day(day) for day in sorted(days)])
        if any(i.monthly and i.metric in named.metrics for i in alike) and not (named.monthly or named.cumulative):
            return period_problem.monthly_or_not(found.said)
        day = days.pop()
        named = replace(named, period=_period(day), period_text=named_day(day))
    if not whose(named) and len(places) == 1:
        named = replace(named, places=places)
    return replace(found, named=named)


def _period(day: date) -> Period:
    whole = (day + timedelta(1)).day == 1
    days = (day.replace(day=1), day)
    return Period(0, 0, *days, (days,), "month" if whole else "day", explicit_year=True, relative=False)
