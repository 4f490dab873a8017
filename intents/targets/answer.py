"""A question answered: which of the ways of answering fits it, and what is said beside the answer."""

from dataclasses import replace
from datetime import datetime

from data.query import Selection, explain
from intents.reply import Reply
from intents.sources import Sources
from intents.targets.case import Case
from intents.targets.cells import fetch
from intents.targets.filtering import counting, filtered, matches
from intents.targets.listing import shown
from intents.targets.pairs import cut, reduced
from intents.targets.question import Question
from intents.targets.ranking import extremes, ordered, position
from intents.targets.without import without_task
from intents.wording import listed


def answer(question: Question, source: Sources) -> Reply:
    """The reply to a question. Raises StoreProblem."""
    if question.as_of:
        then = replace(source, as_of=datetime.fromisoformat(question.as_of))
        reply = answer(replace(question, as_of=""), then)
        return replace(reply, notes=(*reply.notes, f"按{then.as_of:%Y-%m-%d}当天公布的目标。"))
    metrics = {*question.metrics, *(m for c in question.conditions for m in (*c.metrics, c.beside) if m)}
    cells = fetch(question.city, question.year, sorted(metrics), question.districts, source)
    case = Case(question, cells, source)
    return _conditional(case) if question.conditions else _plain(case)


def _plain(case: Case) -> Reply:
    operation = case.question.operation
    if operation.reduce == "no_task":
        return without_task(case)
    if operation.reduce == "position":
        return position(case)
    if operation.reduce == "extremes":
        return extremes(case)
    if operation.reduce == "count" and case.question.districts != (case.question.city,):
        return counting(case, [])
    if operation.reduce and operation.reduce != "count":
        return reduced(cut(case) if operation.order else case)
    return ordered(case) if operation.order and len(case.question.districts) > 1 else shown(case)


def _conditional(case: Case) -> Reply:
    """What is asked of those that meet the conditions."""
    kept, texts, refusal = filtered(case)
    if refusal:
        return refusal
    operation = case.question.operation
    if operation.reduce == "count":
        return counting(kept, texts)
    if not kept.question.districts or not (operation.reduce or operation.order):
        return matches(case, kept, texts)
    named = f"{'，'.join(texts)}的{len(kept.question.districts)}个（{listed(kept.question.districts)}）"
    return _plain(replace(kept, question=replace(kept.question, groups=(named,), conditions=(), without=())))


def sql_of(question: Question, source: Sources) -> str:
    """The SQL that a question's figures were read with, for 怎么算的."""
    districts = question.districts
    if question.operation.reduce in ("share", "position"):
        districts = tuple(
            dict.fromkeys((*districts, question.city, *(d.name for d in source.catalog.of_city(question.city))))
        )
    then = datetime.fromisoformat(question.as_of) if question.as_of else None
    asked = Selection(question.city, question.year, question.metrics, districts, as_of=then)
    return explain(asked, source.store.dialect)
