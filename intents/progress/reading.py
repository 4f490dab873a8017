"""From a message to the question for progress that it asks, with what it leaves open taken from the conversation."""

import re
from dataclasses import replace
from datetime import date, datetime

from data import problem, query
from data.problem import Problem
from intents.conversation import Conversation
from intents.mentions.period import in_year
from intents.notes import with_notes
from intents.progress import measures, summary
from intents.progress.bounded import bounded, clashing, unfit
from intents.progress.every import counted, is_every, untold
from intents.progress.followup import against_another, at_once, between, narrowed, over_all, picked
from intents.progress.question import ProgressQuestion, made
from intents.progress.words import Spoken, asks, spoken
from intents.reading import Reading
from intents.reply import Reply
from intents.sources import Sources
from intents.targets.complete import complete
from intents.targets.draft import Draft, draft, is_bare_year
from intents.targets.operation import PLAIN
from intents.targets.question import Question
from intents.trouble import nearest_question, of_progress, trouble_with

_SAYS = ("district", "group", "total", "metric", "sector", "facet", "period", "level", "unit", "cue", "rank", "bound")
_EXCEPT = re.compile("不是|并非|除")  # 不是最低的指标
_NAMES = ("metric", "sector", "facet")
_DENIED = re.compile("(?<![有是])(?:不是|并不|不|没有|没|未|并未|尚未|非)$")  # 没有(落后的), not 有没有(落后的)
_OF_BEFORE = re.compile("呢|^那")
_OF_SEVERAL = {"month", "change", "course"}  # measures of more than one month
_COUNTERS = ("家", "个", "地", "县", "市", "区", "项", None)


def asked(
    reading: Reading, at: datetime, before: ProgressQuestion | None, conversation: Conversation, source: Sources
) -> ProgressQuestion | Problem | None:
    """The question for progress that a message asks, or why it cannot be answered; None where it asks for none.
    `before` is the one before it, if that was for progress. Raises StoreProblem."""
    if before is None and not asks(reading):
        return None
    words, of_all = spoken(reading, at.date()), before
    if (before := narrowed(reading, before, source, at)) and before is not of_all:
        conversation = replace(conversation, recent=before.question.districts)
    if before is None and conversation.question and _sums(words):
        return None
    if (before or asks(reading)) and (why := at_once(reading, words, before)):
        return why
    follows = not reading.cue("target") and _follows(words, source)
    if words.says("office") or not (asks(reading) or follows):
        return None
    if unheard := (*_unheard(reading, words), *unfit(reading, words)):
        return of_progress(problem.not_understood(unheard, nearest_question(words.rest, source)))
    if why := untold(reading, words, len(before.question.metrics) if before else 0):
        return why
    if beside := between(reading, words, before):
        return beside
    if (own := summary.read(reading, at, before)) and own.kind == "own" and not _EXCEPT.search(reading.text):
        return _in_its_year(own, words, at, source)
    last = before.question if before else conversation.question
    said = draft(words.rest, source, last)
    if trouble := trouble_with(words.rest, said, source):
        again = trouble_with(reading, draft(reading, source, last), source) if trouble.choices else None
        return of_progress(again or trouble)
    found = summary.read(reading, at, before) or _of_metrics(words, said, at, before, conversation, source)
    if not isinstance(found, ProgressQuestion):
        return found
    found = _with_bounds(found, reading, words, said, before)
    kind = "monthly" if set(found.measures) & _OF_SEVERAL else found.kind
    if clash := clashing(reading, found.question.conditions, found.question.operation.reduce, kind):
        return problem.not_understood(clash, nearest_question(words.rest, source))
    return _in_its_year(found, words, at, source)


def _with_bounds(
    found: ProgressQuestion, reading: Reading, words: Spoken, said: Draft, before: ProgressQuestion | None
) -> ProgressQuestion:
    """With what its bounds are held against; those of the question before go on."""
    of, every = before.bounded if before else "", _is_every(found, reading, words, before)
    conditions = tuple(c for c in found.question.conditions if not (counted(reading) and c.low == c.high))
    found = replace(found, every=every, question=replace(found.question, conditions=conditions))
    if not said.conditions:
        return replace(found, bounded=of if found.question.conditions else "")
    points = all(c.unit == "百分点" for c in said.conditions)
    listed = "lead" if before and before.kind == "lagging" and points else ""
    return replace(found, bounded=bounded(reading, words, of or listed))


def _is_every(found: ProgressQuestion, reading: Reading, words: Spoken, before: ProgressQuestion | None) -> bool:
    """Whether districts must be so in every metric; bounds of different metrics are of each."""
    question = found.question
    apart = len({c.metrics for c in question.conditions if set(c.metrics) & set(question.metrics)}) > 1
    carried = bool(before and before.every and before.question.metrics == question.metrics)
    return len(question.metrics) > 1 and (apart or is_every(reading, words) or carried)


def _unheard(reading: Reading, words: Spoken) -> tuple[str, ...]:
    """What a list of those behind or ahead would swallow: 没有落后的有哪些."""
    if words.rest.of("district") and not measures.lists_others(words):
        return ()
    listed = [cue for cue in words.cues if cue.value in measures.LISTED]
    denied = [_DENIED.search(reading.text[: cue.start]) for cue in listed]
    return tuple(d[0] + reading.text[cue.start : cue.end] for cue, d in zip(listed, denied, strict=True) if d)


def _sums(words: Spoken) -> bool:
    """Whether a message only says 汇总 and of whom, which behind a question for targets is their sum."""
    return all(c.value == "summary" and c.text.startswith("汇") for c in words.cues) and not words.rest.of(*_NAMES)


def _follows(words: Spoken, source: Sources) -> bool:
    """Whether a message without a word of progress goes on from a question for it: 嵊州呢."""
    rest = words.rest
    if rest.leftover or rest.options or not (words.cues or words.periods or rest.of(*_SAYS)):
        return False
    return not draft(rest, source, None).whole or bool(_OF_BEFORE.search(rest.text))


def _of_metrics(
    words: Spoken,
    said: Draft,
    at: datetime,
    before: ProgressQuestion | None,
    conversation: Conversation,
    source: Sources,
) -> ProgressQuestion | Problem | None:
    last = against_another(_last(before), said) if before else picked(conversation)
    if ends := tuple(c.text for c in words.cues if c.value in ("weak", "strong")):
        return problem.not_understood(ends, nearest_question(words.rest, source))
    if stray := _stray(said):
        return of_progress(problem.not_understood(stray, nearest_question(words.rest, source)))
    if measures.measures(words) == ("pace", "lead") and not (said.metrics.names or said.where.said or before):
        return _of_pace(words, at, source)
    question = complete(said, last, source, conversation.recent, conversation.shown)
    if isinstance(question, Problem):
        return question
    question = _still_bounded(over_all(question, said, before), words, said, before)
    found = made(words, said, _without_order(question, words, said), at, before)
    return found and replace(found, notes=_notes(words.rest, question, source))


def _last(before: ProgressQuestion) -> Question:
    """The question before; which end of its metrics it asked for is not asked of a metric."""
    return replace(before.question, operation=PLAIN) if before.kind == "own" else before.question


def _still_bounded(question: Question, words: Spoken, said: Draft, before: ProgressQuestion | None) -> Question:
    """With the bounds of the question before where only a group or a metric is said: (还差1亿以上的) 五县市呢, 内资呢."""
    if before is None or said.conditions or words.cues or words.periods or said.operation or said.where.names:
        return question
    conditions = tuple(replace(c, metrics=question.metrics) for c in before.question.conditions)
    return replace(question, conditions=conditions) if said.where.groups or said.metrics.names else question


def _without_order(question: Question, words: Spoken, said: Draft) -> Question:
    """哪些慢于序时进度 lists them; the order and the bounds of the question before go on only where nothing else is asked."""
    if words.says(*measures.LISTED) and not said.conditions:
        question = replace(question, conditions=())
    else_ = words.says(*measures.LISTED, "missing") or said.conditions
    if said.operation is None and else_ and question.operation.order:
        return replace(question, operation=type(question.operation)())
    return question


def _stray(said: Draft) -> tuple[str, ...]:
    """Amounts that nothing explains: a figure is asked for, not told."""
    text = said.reading.text
    amounts = [a for a in said.metrics.amounts if not is_bare_year(a) and a.unit not in _COUNTERS]
    return tuple(text[a.start : a.end] for a in amounts) if not said.conditions else ()


def _of_pace(words: Spoken, at: datetime, source: Sources) -> ProgressQuestion:
    """序时进度是多少: of a day, of no metric."""
    city = source.home
    year = query.years(source.store, city)[-1]
    day = measures.period(words, at.year, at)
    return ProgressQuestion(Question(city, year, (), (city,)), ("pace",), period=day)


def _in_its_year(found: ProgressQuestion, words: Spoken, at: datetime, source: Sources) -> ProgressQuestion | Problem:
    """With the year of the period; a period without a year is one for which there are targets."""
    if found.measures == ("pace",):
        return found
    years = query.years(source.store, found.question.city, found.as_of)
    year = measures.year_said(words) or _year(words, years) or found.question.year or years[-1]
    if year not in years:
        return problem.no_year(year, found.question.city, years)
    day = measures.period(words, year, at) or found.period
    if len(days := _days(words, year)) > 1 and not set(found.measures) & _OF_SEVERAL:
        return problem.one_time_each(days)
    return replace(found, question=replace(found.question, year=year), period=day)


def _days(words: Spoken, year: int) -> tuple[date, ...]:
    """The ends of the months and quarters named."""
    parts = [in_year(each, year).last for each in words.periods if each.grain in ("month", "quarter", "half", "span")]
    return tuple(sorted({last for last in parts if last}))


def _year(words: Spoken, years: tuple[int, ...]) -> int | None:
    """The year of a period without one: as the day of asking has it, or the newest with targets that it may be in."""
    year = measures.year_of_period(words)
    if year is None or year in years:
        return year
    may = {in_year(each, y).last for each in words.periods for y in years}
    return next((y for y in reversed(years) if any(last and last.year == y for last in may)), year)


def _notes(rest: Reading, question: Question, source: Sources) -> tuple[str, ...]:
    """How the message was read, where that is not plain."""
    return with_notes(Reply("summary"), rest, source, question).notes
