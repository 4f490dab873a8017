"""From a message to the one request it makes, or to the reason why there is none."""

import re
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from data import problem
from data.problem import Problem
from intents import documents
from intents.answer import answer, sql_of
from intents.case import joined
from intents.choosing import chosen
from intents.complete import complete
from intents.conversation import Conversation, both_metrics, following, shown_in
from intents.draft import Draft, draft
from intents.helping import examples_that_work, greeting, manual
from intents.notes import with_notes
from intents.question import Question
from intents.reading import LONGEST, Reading, read
from intents.reply import Reply
from intents.resumed import about_metrics
from intents.sources import Sources
from intents.talk import after_reset, kind_of_talk
from intents.trouble import nearest_question, stray_amounts, trouble_with

_DEFINES = re.compile(
    "是什么|是啥|指什么|什么意思|包括|哪些内容|怎么回事|含义|指的是|名单|清单|具体是哪|是哪[0-9一二三四五六七八九十几]|分别是哪|都有哪些|有哪些$|是哪些$"
    "|哪个单位|哪个部门|谁来|谁办|归谁|哪家单位|干什么|怎么做"
)  # 双百计划(是什么), 50家企业(是哪50家)

_TASKS = re.compile("牵头|负责|主管|责任|配合|参与|联合|共同|分工|谁|归|单位|部门|局|委|办|举措|措施|怎么|如何|附件|文件|导出|excel")
_PLANNED = re.compile(
    "(?:要|须|需|应|得|争取|力争|计划|预计|必须|该|至少|目标)(?:要)?(?:今年|全年)?(?:完成|做|达到|引进|实现|到位)"
)  # 争取完成


@dataclass(frozen=True, slots=True)
class Understood:
    """The reply to a message, what the conversation remembers after it, and what the asker must be allowed."""

    reply: Reply
    after: Conversation


def understand(text: str, at: datetime, conversation: Conversation, source: Sources) -> Understood:
    """The reply to a message at a moment of a conversation. Raises StoreProblem."""
    if (choice := chosen(text, conversation, at, source)) is not None:
        text, conversation = choice, replace(conversation, choices=())
    if (rest := after_reset(text)) is not None:
        text, conversation = rest, Conversation()
    talk = kind_of_talk(text)
    if talk in ("greeting", "help", "thanks", "blank"):
        return Understood(_small(talk, source), conversation)
    if talk == "reset":
        return Understood(Reply("help", ("好的，前面的问题不再接续，请问新的问题。",)), Conversation())
    if talk == "explain" and conversation.topic and conversation.sources:
        return Understood(Reply("answer", ("上一个回答出自：", *conversation.sources)), conversation)
    if talk == "explain" and conversation.question:
        return Understood(_explained(conversation.question, source), conversation)
    if len(text) > LONGEST:
        return Understood(_problem(problem.too_long(LONGEST)), conversation)
    reading = read(text, at.date(), conversation.city(source.home))
    if (parts := _two_in_one(reading, at, conversation, source)) is not None:
        return parts
    if (request := _about_documents(reading, conversation, source)) is not None:
        reply = request.answer(source)
        cited = tuple(line for line in (*reply.lines, *reply.notes) if line.startswith("依据"))
        return Understood(reply, replace(conversation, topic=request.state(), sources=cited))
    return _asked(reading, at, conversation, source)


def _two_in_one(reading: Reading, at: datetime, conversation: Conversation, source: Sources) -> Understood | None:
    """A message that asks for a figure and, behind a comma, about the document: 要选多少家企业,谁负责."""
    pieces = [piece for piece in re.split("[,，;；?？。]", reading.typed) if piece.strip()]
    if len(pieces) != 2 or not all(_TASKS.search(p) or reading.of("unit") for p in pieces):
        return None
    first, second = (read(piece, at.date(), conversation.city(source.home)) for piece in pieces)
    if not _is_figures(first) or _is_figures(second) or not _TASKS.search(second.typed):
        return None
    figures = _asked(first, at, conversation, source)
    rest = _about_documents(second, figures.after, source)
    if figures.reply.kind != "answer" or rest is None:
        return None
    other = rest.answer(source)
    return Understood(joined([figures.reply, other]), replace(figures.after, topic=rest.state()))


def _about_documents(
    reading: Reading, conversation: Conversation, source: Sources
) -> documents.DocumentQuestion | None:
    """The question about a document, if it is one; after one, a short message goes on from it."""
    if conversation.topic is None and _is_figures(reading):
        return None
    if any(m.text for m in reading.of("district") if m.value != reading.city) and not _TASKS.search(reading.text):
        return None
    before, last = conversation.topic, conversation.question
    if before is None and last is not None:
        before = about_metrics(last.city, last.metrics)
    return documents.read(reading, before, home=source.home)


def _is_figures(reading: Reading) -> bool:
    """Whether every word belongs to a question for figures, so that nothing in it is about a document's text."""
    if reading.leftover or reading.options or reading.of("elsewhere", "other_city"):
        return False
    if reading.of("stage") and not reading.of("programme"):
        return False
    named = reading.of("metric", "sector", "facet") or (reading.of("programme") and reading.of("unit"))
    return bool(named) and not _DEFINES.search(reading.text)


def _small(talk: str, source: Sources) -> Reply:
    if talk == "thanks":
        return Reply("help", ("不客气，有问题随时问。",))
    return greeting(source) if talk in ("greeting", "blank") else manual(source)


def _explained(question: Question, source: Sources) -> Reply:
    """How the last answer came about: the formula with its inputs, the cells cited, the SQL that ran."""
    reply = answer(question, source)
    cells = [note for note in reply.notes if note.startswith("依据")]
    lines = (
        "上一个回答是这样得来的：",
        *reply.lines[:1],
        *reply.working,
        *cells,
        "查询：",
        *sql_of(question, source).splitlines(),
    )
    return Reply("answer", lines, facts=reply.facts)


def _asked(reading: Reading, at: datetime, conversation: Conversation, source: Sources) -> Understood:
    """A question for figures, or why it is none."""
    if is_progress(reading) and not reading.of("elsewhere"):
        return Understood(_not_for_guests(reading), _followed(reading, at, conversation, source))
    trouble = trouble_with(reading, source)
    said = draft(reading, source, conversation.question)
    asks_who = reading.cue("who") and conversation.question is not None and conversation.question.conditions
    if trouble is None and said.says_nothing and not said.plain and not _says_year(reading) and not asks_who:
        trouble = Problem("unclear", "没看明白要问什么。")
    question = _complete(said, conversation, source) if not trouble else None
    if isinstance(question, Problem):
        trouble, question = question, None
    if trouble:
        return _declined(trouble, reading, said, conversation, source)
    assert question is not None
    reply = answer(question, source)
    if stray := stray_amounts(said, question, reply, source):
        return _declined(
            problem.not_understood(stray, nearest_question(reading, source)), reading, said, conversation, source
        )
    reply = with_notes(reply, reading, source, question)
    after = replace(following(question, conversation), choices=reply.choices if reply.kind == "choose" else ())
    return Understood(reply, replace(after, shown=shown_in(question, reply)))


def _complete(said: Draft, conversation: Conversation, source: Sources) -> Question | Problem:
    question = complete(said, conversation.question, source, conversation.recent, conversation.shown)
    return both_metrics(question, said, conversation) if isinstance(question, Question) else question


def _followed(reading: Reading, at: datetime, conversation: Conversation, source: Sources) -> Conversation:
    """What a declined question did say is context for the next."""
    said = draft(reading, source, conversation.question)
    if reading.leftover or reading.options or not (said.metrics.names or said.where.said):
        return conversation
    question = _complete(said, conversation, source)
    return following(question, conversation) if isinstance(question, Question) else conversation


def _says_year(reading: Reading) -> bool:
    return bool(reading.of("period"))


def _declined(
    trouble: Problem, reading: Reading, said: Draft, conversation: Conversation, source: Sources
) -> Understood:
    """A problem as a reply. What the question did say is context for the next."""
    reply = _problem(trouble, source)
    after = conversation
    if not said.says_nothing and not said.metrics.rivals:
        question = _complete(said, conversation, source)
        after = following(question, conversation) if isinstance(question, Question) else conversation
    return Understood(reply, replace(after, choices=reply.choices if reply.kind == "choose" else ()))


def _not_for_guests(reading: Reading) -> Reply:
    """Progress is for members; guests are told so before anything else."""
    what, roles = (
        ("上报、审核和汇总", "区县工作人员、审核人和领导") if reading.cue("office") else ("完成进度", "本市工作人员")
    )
    return _problem(problem.not_permitted(what, roles))


def is_progress(reading: Reading) -> bool:
    """Whether what has been achieved is asked, not the target."""
    if reading.cue("rate", "lead", "pace", "office") or (reading.cue("gap") and not reading.cue("except")):
        return True
    if reading.cue("actual"):
        return not _PLANNED.search(reading.text)
    ended = any(m.value.grain in ("month", "quarter", "half") for m in reading.of("period"))
    return (ended or reading.cue("actual?")) and not reading.cue("target")


def _problem(trouble: Problem, source: Sources | None = None) -> Reply:
    lines = (trouble.sentence, *((trouble.instead,) if trouble.instead else ()))
    if trouble.kind == "unclear" and source:
        lines += ("可以这样问：", *(f"· {text}" for text in examples_that_work(source)))
    kind: Any = trouble.kind
    return Reply(kind, lines, choices=trouble.choices)


