"""A message that asks several questions: its clauses as questions of their own, answered one after another."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from itertools import pairwise

from data import problem
from data.problem import Problem
from intents.conversation import Conversation, completed, following, shown_in
from intents.heard import Heard, said
from intents.helping import problem_reply
from intents.notes import with_notes
from intents.reading import Mention, Reading, read
from intents.referred import referred
from intents.reply import Fact, Reply
from intents.sources import Sources
from intents.targets.answer import answer
from intents.targets.case import joined
from intents.targets.draft import Draft, draft
from intents.targets.question import Question
from intents.trouble import trouble_with

_STOPS = re.compile(
    r"[;；?？。!！\n]+|[,，](?![0-9]{3})|另外(?![0-9一二三四五六七八九十两几])|顺便|(还有|、)"
)  # 外资多少?(另外)上虞内资多少; what stands in a list, too, parts only behind a question: 要签几个、(投资多少)
_ASKS = re.compile("多少|几|谁|哪|呢|吗|多大|百分之")
_MOST = 4
_JOINERS = re.compile("[、,和跟与及]|以及")
_PLACES = ("district", "group", "total")
_METRICS = ("metric", "sector")
_HELD = ("compare", "difference", "ratio", "mean")  # what holds several figures against each other


def several(
    reading: Reading, joint: Question | Problem, at: datetime, conversation: Conversation, source: Sources
) -> Heard | None:
    """Each clause answered by itself, where that is not what the whole message read as one question says."""
    texts = _clauses(reading, at, conversation, source)
    if not 1 < len(texts) <= _MOST:
        return None
    asked = list(_chain(texts, at, conversation, source))
    if len(asked) < len(texts) and all(_held(text, at, conversation, source) for text in texts):
        reply = problem_reply(problem.several("一句话里比了几次，一次只能答一个", tuple(texts)))
        return said(reply, replace(conversation, choices=reply.choices))
    if len(asked) < len(texts) or not _differ(asked, joint, source):
        return None
    reply = _both([with_notes(each.reply, each.said.reading, source, each.question) for each in asked])
    reply = replace(reply, notes=tuple(dict.fromkeys((*reply.notes, *_read_as(reading)))))
    return Heard("ask", lambda: reply, lambda _: asked[-1].after)


def _held(text: str, at: datetime, conversation: Conversation, source: Sources) -> bool:
    """Whether a clause holds somebody named against another: 内资比嵊州多多少."""
    clause = draft(read(text, at.date(), conversation.city(source.home)), source, None)
    return bool(clause.where.names and clause.operation and clause.operation.reduce in _HELD[:3])


class _Asked:
    """One clause, what it says, its question and answer, and what is remembered after it."""

    __slots__ = ("after", "question", "reply", "said")

    def __init__(self, said: Draft, question: Question, reply: Reply, before: Conversation) -> None:
        self.said, self.question, self.reply = said, question, reply
        self.after = replace(following(question, before), shown=shown_in(question, reply))

    @property
    def own(self) -> bool:
        """Whether it names whom or what it is about, and does not only go on from the clause before."""
        return bool(self.said.metrics.names or self.said.where.names or self.said.where.groups)


def _chain(texts: list[str], at: datetime, before: Conversation, source: Sources) -> Iterator[_Asked]:
    """The clauses as questions, each going on from the one before; ends at one that is none by itself."""
    for text in texts:
        meant = referred(text, at, before, source)
        if isinstance(meant, Problem):
            return
        reading = read(meant, at.date(), before.city(source.home))
        said = draft(reading, source, before.question)
        if said.says_nothing or reading.of("elsewhere") or trouble_with(reading, said, source):
            return
        question = completed(said, before, source, at)
        if isinstance(question, Problem) or _leans(said, question):
            return
        asked = _Asked(said, question, answer(question, source), before)
        yield asked
        before = asked.after


def _leans(said: Draft, question: Question) -> bool:
    """Whether a clause takes from another what it is counted from: 五县市一共多少，诸暨占多少; 诸暨外资，除袍江外还剩."""
    reduce, where = question.operation.reduce if said.operation else "", said.where
    if reduce == "share":
        return not (where.total or where.of)
    one = len(question.districts) == len(question.metrics) == 1 and question.districts != (question.city,)
    return (one and reduce in (*_HELD, "sum")) or bool(where.without and not said.metrics.names)


def _differ(asked: list[_Asked], joint: Question | Problem, source: Sources) -> bool:
    """Whether the clauses state other figures than the message read as one question."""
    if any(_heads(one.said, other.said) for one, other in pairwise(asked)):
        return False
    if isinstance(joint, Problem):
        return True
    going_on = [each for each in asked[1:] if not each.own]
    reduced = [each.question.operation.reduce for each in going_on if each.said.operation]
    if len(going_on) < len(asked) - 1 and any(reduce in (*_HELD, "sum") for reduce in reduced):
        return False
    figures = _figures(fact for each in asked for fact in each.reply.facts)
    whole = _figures(answer(joint, source).facts)
    if not going_on:
        return figures != whole
    plain = not (asked[0].question.operation.reduce or asked[0].question.operation.order)
    return not figures <= whole or (plain and reduced == ["share"])


def _heads(one: Draft, other: Draft) -> bool:
    """Whether a clause only says what those after it are about: 五县市外资，上虞多少，诸暨多少; 双百计划，新开工几个."""
    asks = _ASKS.search(one.reading.text) or one.operation or one.levels
    return not asks and bool(one.reading.of("programme") or not other.metrics.names)


def _figures(facts: Iterable[Fact]) -> set[tuple[str | Decimal | None, ...]]:
    """What is stated, whatever a set of districts is called."""
    stated = [f for f in facts if f.measure not in ("count", "rank")]
    return {(f.measure, f.district if f.measure == "target" else "", f.metric, f.level, f.value) for f in stated}


def _both(replies: list[Reply]) -> Reply:
    """The replies one after the other; one without an answer says so beside the others."""
    good = [r for r in replies if r.kind == "answer"]
    others = [line for r in replies if r.kind != "answer" for line in r.lines]
    if not good:
        return joined(replies)
    reply = joined([replace(r, choices=()) for r in good])
    return replace(reply, lines=(*reply.lines, *others), facts=tuple(dict.fromkeys(reply.facts)))


def _read_as(reading: Reading) -> list[str]:
    return [f"“{typed}”按“{word}”理解。" for typed, word in reading.read_as]


def _clauses(reading: Reading, at: datetime, conversation: Conversation, source: Sources) -> list[str]:
    """The clauses that can stand by themselves; one that cannot is part of the next. None where the last cannot and
    says something: it is then said of all (各多少)."""
    pieces, found, begun = _pieces(reading.typed), list[str](), ""
    if len(pieces) < 2:
        return _paired(reading)
    for piece in pieces:
        begun = f"{begun}，{piece}" if begun else piece
        clause = read(begun, at.date(), conversation.city(source.home))
        if _stands(draft(clause, source, conversation.question)):
            found += _paired(clause)
            begun = ""
    return [] if begun and (clause.mentions or clause.leftover) else found


def _pieces(typed: str) -> list[str]:
    """A message between its stops; a word of a list stops only where a question stands before it."""
    pieces, start = [], 0
    for stop in _STOPS.finditer(typed):
        if not stop[1] or _ASKS.search(typed, start, stop.start()):
            pieces.append(typed[start : stop.start()])
            start = stop.end()
    return [piece.strip() for piece in (*pieces, typed[start:]) if piece.strip()]


def _stands(said: Draft) -> bool:
    """Whether a clause is a question by itself, and not a topic, a condition or a name only."""
    metric = bool(said.metrics.names or said.metrics.rivals)
    if _ASKS.search(said.reading.text):
        return metric or bool(said.operation or said.where.said)
    whole = metric and bool(said.where.said or said.operation)
    return not said.conditions and (whole or bool(said.levels and said.where.said))


def _paired(clause: Reading) -> list[str]:
    """诸暨的内资、上虞的外资 as its two halves: each whom with its own metric."""
    starts = [0]
    kinds: set[str] = set()
    named = [m for m in clause.mentions if m.kind in (*_PLACES, *_METRICS)]
    operations = [m for m in clause.mentions if m.kind in ("cue", "rank", "bound") and m.value not in ("and", "each")]
    if operations or clause.read_as or len(named) < 4:
        return [clause.typed]
    first = _part(named[0])
    for before, m in zip([None, *named], named, strict=False):
        if before and _part(m) == first != _part(before) and len(kinds) == 2:
            if not _JOINERS.search(clause.text[before.end : m.start]) and m.start not in clause.breaks:
                return [clause.typed]
            starts.append(m.start)
            kinds = set()
        kinds.add(_part(m))
    if len(kinds) < 2 or len(starts) < 2:
        return [clause.typed]
    return [clause.text[a:b].strip("、,和跟与及以") for a, b in zip(starts, [*starts[1:], None], strict=True)]


def _part(mention: Mention) -> str:
    return "who" if mention.kind in _PLACES else "what"
