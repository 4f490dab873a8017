"""A message that asks for a figure and about the document at once: 要选多少家企业,谁负责; 股权转让谁牵头,目标几家."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from data.problem import Problem
from intents.conversation import Conversation, completed, following
from intents.documents.kinds import DocumentQuestion
from intents.heard import Heard
from intents.members import order
from intents.reading import Reading, read
from intents.sources import Sources
from intents.targets.answer import answer
from intents.targets.case import joined
from intents.targets.draft import draft
from intents.targets.question import Question
from intents.trouble import trouble_with

_STOPS = re.compile("[,，;；?？。]|另外|顺便")
_LEADS = re.compile("(?:是|该|由|归)?(?:谁|哪个部门|哪个单位|哪家单位|哪家|哪个局)(?:来)?(?:牵头|负责|主管|管|抓)的?")

About = Callable[[Reading, Conversation, Sources], DocumentQuestion | None]


@dataclass(frozen=True, slots=True)
class Ways:
    """How a reading is taken: as a question about a document, as one for figures, as one about tasks."""

    about: About
    is_figures: Callable[[Reading], bool]
    tasks: re.Pattern[str]


def twofold(reading: Reading, at: datetime, conversation: Conversation, source: Sources, ways: Ways) -> Heard | None:
    """Both halves answered, if the message is of that kind."""
    pieces = [piece.strip() for piece in _STOPS.split(reading.typed) if piece.strip()]
    if len(pieces) != 2:
        return None
    first, second = (read(piece, at.date(), conversation.city(source.home)) for piece in pieces)
    if _LEADS.search(pieces[0]) and not _LEADS.search(pieces[1]):
        return _figures_last(pieces, at, conversation, source, ways)
    if not ways.tasks.search(pieces[1]) or not ways.is_figures(first) or ways.is_figures(second):
        return None
    question = _question(first, at, conversation, source)
    if question is None or order.is_progress(first):
        return None
    after = following(question, conversation)
    named = "".join(m.text for m in first.of("metric", "sector", "facet"))
    tried = (ways.about(second, after, source), _led(named + pieces[1], at, conversation, source, ways))
    rest = next((each for each in tried if each and each.answer(source).kind == "answer"), None) or tried[0]
    return _joined(question, rest, after, source, figures_first=True) if rest else None


def _figures_last(
    pieces: list[str], at: datetime, conversation: Conversation, source: Sources, ways: Ways
) -> Heard | None:
    """股权转让谁牵头,目标几家: what the first half is about is what the second asks for."""
    city = conversation.city(source.home)
    first, second = read(pieces[0], at.date(), city), read(pieces[1], at.date(), city)
    whom = "".join(m.text for m in first.of("district", "group", "total"))
    subject = whom if second.of("metric", "sector") else _LEADS.sub("", pieces[0])
    figures = read(subject + pieces[1], at.date(), city)
    request = ways.about(first, conversation, source)
    if request is None or not ways.is_figures(figures) or order.is_progress(figures):
        return None
    question = _question(figures, at, replace(conversation, question=None), source)
    if question is None:
        return None
    return _joined(question, request, following(question, conversation), source, figures_first=False)


def _led(text: str, at: datetime, before: Conversation, source: Sources, ways: Ways) -> DocumentQuestion | None:
    """Who leads what the figure is about, where 谁牵头 stands without it."""
    if not _LEADS.search(text):
        return None
    return ways.about(read(text, at.date(), before.city(source.home)), replace(before, question=None), source)


def _question(reading: Reading, at: datetime, conversation: Conversation, source: Sources) -> Question | None:
    said = draft(reading, source, conversation.question)
    question = completed(said, conversation, source, at)
    return None if isinstance(question, Problem) or trouble_with(reading, said, source) else question


def _joined(
    question: Question, rest: DocumentQuestion, after: Conversation, source: Sources, *, figures_first: bool
) -> Heard:
    asked = (question, rest) if figures_first else (rest, question)
    return Heard(
        "ask",
        lambda: joined([answer(a, source) if isinstance(a, Question) else a.answer(source) for a in asked]),
        lambda _: replace(after, topic=rest.state()),
    )
