"""From a message to the one request it makes, or to the reason why there is none."""

import re
from dataclasses import replace
from datetime import date, datetime

from data import problem
from data.problem import Problem
from data.report import Member
from intents import nesting
from intents.assessment.words import as_assessment
from intents.choosing import chosen
from intents.conversation import Conversation, completed, following, shown_in, spelt_out
from intents.denied import undenied
from intents.documents import kinds
from intents.documents.resumed import about_metrics
from intents.heard import Heard, said
from intents.helping import greeting, manual, problem_reply
from intents.members import awaiting, order, publishing
from intents.mentions.phrases import is_withheld
from intents.notes import confirmed, with_notes
from intents.progress import attaching
from intents.progress.plain import who_fulfils
from intents.progress.words import asks, is_own_gap, spoken
from intents.reading import LONGEST, Reading, read
from intents.referred import referred
from intents.reply import Reply
from intents.severally import several
from intents.sources import Sources
from intents.spelt import spelt, to_an_amount
from intents.talk import after_reset, kind_of_talk
from intents.targets.answer import answer, sql_of
from intents.targets.draft import Draft, draft
from intents.targets.question import Question
from intents.trouble import nearest_question, stray_amounts, trouble_with
from intents.turn import Turn
from intents.twofold import Ways, twofold

_DEFINES = re.compile(
    "是什么|是啥|指什么|什么意思|包括|哪些内容|怎么回事|含义|指的是|名单|清单|具体是哪|[是了选签定挑]哪[0-9一二三四五六七八九十几]|分别是哪|都有哪些|有哪些$|是哪些$"
    "|哪个单位|哪个部门|谁来|谁办|归谁|哪家单位|干什么|怎么做|实施(?:单位|主体|部门)|谁(?:共同|组织|具体|负责|一起)*实施"
)  # 双百计划(是什么), 50家企业(是哪50家)
_OWN = re.compile(
    "(?:我们?|本)(?:县|市|区|地区)(?!直)|(?<![给帮跟替向])(?:我们|咱们?)(?=的|今年|要(?:冲|完成|干到|做到|达到|引进)|外资|内资|工业|服务业|农业|完成|还|到|比|排第"
    "|落后|慢|快)"
)  # 我县, 我们外资
_TASKS = re.compile(
    "牵头|负责|主管|责任|配合|参与|联合|共同|分工|谁|归|单位|部门|局|委|办|举措|措施|怎么|如何|附件|文件|导出|excel"
)  # 股权转让谁(牵头)

_FIGURED = ("max", "min", "sort", "sum", "count")  # of an annex: its figures, not what it is about
_PACE = "序时"  # only progress is held against it: 哪些没完成序时


def understand(turn: Turn, text: str, member: Member, conversation: Conversation, source: Sources) -> Heard:
    """What a message asks for. `text` is the turn's, as it can be stored. Raises StoreProblem."""
    return awaiting.reminded(_understood(turn, text, member, conversation, source), turn, text, member, source)


def _understood(turn: Turn, text: str, member: Member, conversation: Conversation, source: Sources) -> Heard:
    if (choice := chosen(text, conversation, turn.at, source)) is not None:
        text, conversation = choice, replace(conversation, choices=())
    if (heard := order.read(turn, text, member, conversation, source)) is not None:
        return heard
    if (heard := publishing.read(turn, text, member, conversation, source, attaching.progress)) is not None:
        return heard
    conversation = replace(conversation, previewed=False)
    if (rest := after_reset(text)) is not None:
        text, conversation = rest, Conversation()
    text = spelt(spelt_out(text, conversation), turn.at, conversation, source)
    text = as_assessment(_own_district(text, member), member)
    return _talk(turn, text, member, conversation, source) or _message(turn, text, conversation, source)


def _own_district(text: str, member: Member) -> str:
    """我县, 本区 and 我们 of somebody who reports for one district, as that district's name."""
    return _OWN.sub(member.districts[0], text) if len(member.districts) == 1 else text


def _talk(turn: Turn, text: str, member: Member, conversation: Conversation, source: Sources) -> Heard | None:
    """What asks for no figure: greetings, thanks, help, 换个问题, 怎么算的."""
    talk = kind_of_talk(text)
    if talk in ("greeting", "blank"):
        return said(greeting(), conversation)
    if talk == "help":
        return said(manual(member), conversation)
    if talk == "thanks":
        return said(Reply("help", ("不客气，有问题随时问。",)), conversation)
    if talk == "reset":
        return said(Reply("help", ("好的，前面的问题不再接续，请问新的问题。",)), Conversation())
    if talk != "explain":
        return None
    return order.why(conversation, turn, source) or _why(conversation, source)


def _why(conversation: Conversation, source: Sources) -> Heard | None:
    """How the last answer came about: the formula with its inputs, the cells cited, the SQL that ran."""
    if conversation.topic and conversation.sources:
        return said(Reply("answer", ("上一个回答出自：", *conversation.sources)), conversation)
    question = conversation.question
    if question is None:
        return None
    return Heard("ask", lambda: _explained(question, source), lambda _: conversation)


def _explained(question: Question, source: Sources) -> Reply:
    reply = answer(question, source)
    cells = [note for note in reply.notes if note.startswith("依据")]
    sql = sql_of(question, source).splitlines()
    lines = ("上一个回答是这样得来的：", *reply.lines[:1], *reply.working, *cells, "查询：", *sql)
    return Reply("answer", lines, facts=reply.facts)


def _message(turn: Turn, text: str, conversation: Conversation, source: Sources) -> Heard:
    if len(text) > LONGEST:
        return said(problem_reply(problem.too_long(LONGEST)), conversation)
    text = undenied(text, turn.at, conversation, source)
    meant = to_an_amount(text) or referred(text, turn.at, conversation, source)
    if isinstance(meant, Problem):
        return _asked_back(meant, conversation)
    text = meant
    reading = read(text, turn.at.date(), conversation.city(source.home))
    if is_own_gap(reading):
        reading = read(text.replace("差多少", "还差多少"), turn.at.date(), reading.city)
    ways = Ways(_about_documents, _is_figures, _TASKS)
    if (parts := twofold(reading, turn.at, conversation, source, ways)) is not None:
        return parts
    if (request := _about_documents(reading, conversation, source)) is not None:
        return Heard("ask", lambda: request.answer(source), lambda reply: _topic(conversation, request, reply))
    return _asked(reading, turn, conversation, source)


def _asked_back(trouble: Problem, conversation: Conversation) -> Heard:
    reply = problem_reply(trouble)
    return said(reply, replace(conversation, choices=reply.choices if reply.kind == "choose" else ()))


def _topic(conversation: Conversation, request: kinds.DocumentQuestion, reply: Reply) -> Conversation:
    cited = tuple(line for line in (*reply.lines, *reply.notes) if line.startswith("依据"))
    return replace(conversation, topic=request.state(), sources=cited)


def _about_documents(reading: Reading, conversation: Conversation, source: Sources) -> kinds.DocumentQuestion | None:
    """The question about a document, if it is one; after one, a short message goes on from it."""
    other = _is_figures(reading) or _is_of_progress(reading, source) or (conversation.progress and _goes_on(reading))
    if conversation.topic is None and other:
        return None
    elsewhere = any(m.value != reading.city for m in reading.of("district"))
    if elsewhere and not _TASKS.search(reading.text):
        return None
    before, last = conversation.topic, conversation.question
    if before is None and last is not None:
        before = about_metrics(last.city, last.metrics)
    return kinds.read(reading, before, home=source.home)


def _is_of_progress(reading: Reading, source: Sources) -> bool:
    """Whether only progress can be held against what is said: 哪些没完成序时, 谁没完成任务 without another city."""
    return _PACE in reading.text or (reading.city == source.home and who_fulfils(reading.typed))


def _goes_on(reading: Reading) -> bool:
    """Whether a message behind one about progress is about that too, in every word: 落后的有哪些."""
    return asks(reading) and not (spoken(reading, date.min).rest.leftover or reading.of("programme", "annex"))


def _is_figures(reading: Reading) -> bool:
    """Whether every word belongs to a question for figures, so that nothing in it is about a document's text."""
    if reading.leftover or reading.options or reading.of("elsewhere", "other_city"):
        return False
    if (reading.of("stage") and not reading.of("programme")) or is_withheld(reading.of("annex"), reading.city):
        return False
    if reading.of("annex") and (reading.of("district", "group", "total", "rank") or reading.cue(*_FIGURED)):
        return not _DEFINES.search(reading.text)
    named = reading.of("metric", "sector", "facet") or (reading.of("programme") and reading.of("unit"))
    return bool(named) and not _DEFINES.search(reading.text)


def _asked(reading: Reading, turn: Turn, conversation: Conversation, source: Sources) -> Heard:
    """A question for figures, or why it is none."""
    heard = nesting.heard(reading, turn, conversation, source, _asked)
    if (heard := heard or attaching.progress(reading, turn, conversation, source)) is not None:
        return heard
    draft_ = draft(reading, source, conversation.question)
    trouble = trouble_with(reading, draft_, source)
    asks_who = reading.cue("who") and conversation.question is not None and conversation.question.conditions
    if trouble is None and draft_.says_nothing and not draft_.plain and not reading.of("period") and not asks_who:
        trouble = Problem("unclear", "没看明白要问什么。")
    question = trouble or completed(draft_, conversation, source, turn.at)
    if (heard := several(reading, question, turn.at, conversation, source)) is not None:
        return heard
    if isinstance(question, Problem):
        return _declined(question, draft_, conversation, source, turn.at)
    return _answered(question, draft_, turn.at, conversation, source)


def _answered(question: Question, said_: Draft, at: datetime, conversation: Conversation, source: Sources) -> Heard:
    reply, reading = answer(question, source), said_.reading
    if stray := stray_amounts(said_, question, reply, source):
        trouble = problem.not_understood(stray, nearest_question(reading, source))
        return _declined(trouble, said_, conversation, source, at)
    reply = with_notes(confirmed(reply, said_), reading, source, question)
    after = replace(following(question, conversation), shown=shown_in(question, reply))
    return said(reply, replace(after, choices=reply.choices if reply.kind == "choose" else ()))


def _declined(trouble: Problem, said_: Draft, conversation: Conversation, source: Sources, at: datetime) -> Heard:
    """A problem as a reply. What the question did say is context for the next."""
    reply = problem_reply(trouble)
    after = conversation
    if not said_.says_nothing and not said_.metrics.rivals:
        question = completed(said_, conversation, source, at)
        after = following(question, conversation) if isinstance(question, Question) else conversation
    return said(reply, replace(after, choices=reply.choices if reply.kind == "choose" else ()))
