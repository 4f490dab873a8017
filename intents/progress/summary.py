"""Questions for progress that name no metric: 全市进度汇总, 诸暨市进度, 谁落后, 谁没报, 督查, 一季度汇报, 年度评比."""

import re
from dataclasses import replace
from datetime import datetime

from data.catalog.load import load_catalog
from intents.mentions.metric import find_metrics
from intents.mentions.where import Where, find_where
from intents.progress import measures, own
from intents.progress.bounded import bounded
from intents.progress.every import counted
from intents.progress.question import ProgressQuestion, made
from intents.progress.words import Spoken, asks, spoken
from intents.reading import Reading
from intents.targets.draft import Draft, condition
from intents.targets.question import Question

_GOES_ON = re.compile("呢|^那|其中|再|继续")
KINDS = ("summary", "lagging", "missing", "inspection", "assessment")


def read(reading: Reading, at: datetime, before: ProgressQuestion | None = None) -> ProgressQuestion | None:
    """The question that a message asks about everything at once; None where it names a metric, goes on from a question
    for one, or asks for something else."""
    if not asks(reading):
        return None
    words = spoken(reading, at.date())
    if words.says("office") or words.rest.leftover or words.rest.options:
        return None
    rest = words.rest
    where = find_where(rest, load_catalog())
    found = find_metrics(rest, load_catalog())
    if (
        found.names
        or found.rivals
        or found.unknown
        or (found.conditions and bounded(reading, words) != "lead")
        or (before and (rest.of("level") or counted(reading)))
        or rest.of("elsewhere", "other_city", "ambiguous")
    ):
        return None
    one = before is not None and before.is_one and not where.said
    if (extreme := _of_own(reading, words, where, at, before)) is not None:
        return extreme
    kind = measures.kind(words, bool(where.names or where.groups), False, one)
    if (before and (not kind or _goes_on(reading, before, kind))) or (kind or _of_period(words)) not in KINDS:
        return None
    kind = kind or "summary"
    levels = tuple(dict.fromkeys(level for m in rest.of("level") for level in m.value.split()))
    conditions = tuple(condition(bound, (), rest) for bound, _ in found.conditions)
    question = everything(rest.city, where, measures.year_said(words) or 0)
    question = replace(question, levels=levels, conditions=conditions)
    said = Draft(rest, where, found, None, (), "", (), False, False)
    asked = made(words, said, question, at, None)
    return asked and replace(asked, kind=kind, measures=measures.FULL)


def _of_own(
    reading: Reading, words: Spoken, where: Where, at: datetime, before: ProgressQuestion | None
) -> ProgressQuestion | None:
    """Which of the metrics of one district (or of the city) is the furthest or the least far."""
    order = own.order_of(words, reading.text)
    names = where.names or (before.question.districts if before and not where.said else ())
    if order is None or len(names) > 1 or where.groups or (before and not (names or words.rest.of("total"))):
        return None
    question = everything(words.rest.city, replace(where, names=tuple(names)), measures.year_said(words) or 0)
    said = Draft(words.rest, where, find_metrics(words.rest, load_catalog()), None, (), "", (), False, False)
    asked = made(words, said, question, at, None)
    wanted = tuple(m for m in ("rate", "lead") if m in measures.measures(words)) or ("lead",)
    return asked and replace(asked, kind="own", measures=wanted, question=replace(asked.question, operation=order))


def _of_period(words: Spoken) -> str:
    """上半年 alone, or 诸暨上半年: the summary of that time."""
    alone = words.periods and not words.rest.cue("target") and not words.rest.of("amount", "rank", "measure")
    return "summary" if alone and not measures.measures(words) else ""


def _goes_on(reading: Reading, before: ProgressQuestion, kind: str) -> bool:
    """Whether a message leaves its metric to the question before: 那上半年呢, 谁落后呢."""
    whole = len(before.question.metrics) > 3
    bare = kind == "summary" and not asks_for_all(reading)
    return not whole and (bool(_GOES_ON.search(reading.text)) or bare)


def asks_for_all(reading: Reading) -> bool:
    """Whether a message asks for all metrics by itself: 诸暨市进度, 进度汇总."""
    named = bool(reading.of("district", "group", "total"))
    return reading.cue("office") or "汇" in reading.text or (named and reading.cue("actual"))


def everyone(city: str) -> tuple[str, ...]:
    """All districts of a city."""
    return tuple(d.name for d in load_catalog().of_city(city))


def expanded(names: tuple[str, ...], city: str) -> set[str]:
    """Districts, with the members of groups in place of the groups."""
    groups = {g.name: g.members for g in load_catalog().groups if g.city == city}
    return {member for name in names for member in groups.get(name, (name,))}


def everything(city: str, where: Where, year: int) -> Question:
    """All metrics of those named; of the city where nobody is."""
    catalog = load_catalog()
    names = [n for n in where.names if n != city]
    for group in where.groups:
        names += [m for m in catalog.group(group, city).members if m not in names]
    taken = expanded(where.without, city)
    names = [n for n in names if n not in taken] or (list(everyone(city)) if taken else [])
    names = [n for n in names if n not in taken]
    metrics = [m for m in catalog.metrics if m.city == city and not (names and m.city_only)]
    groups = where.groups or (("各考核对象",) if taken else ())
    return Question(city, year, tuple(m.name for m in metrics), tuple(names) or (city,), groups, where.without)
