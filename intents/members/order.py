"""What members do beside asking for targets: report, confirm, review, join, and ask what has been achieved."""

import re
from dataclasses import replace

from data.problem import Problem, decline
from data.report import Member
from data.standing import sql as standing_sql
from intents.conversation import Conversation, following
from intents.heard import Heard
from intents.helping import problem_reply
from intents.members import (
    changing,
    confirmation,
    groups,
    measurestatus,
    membership,
    mine,
    past,
    reportform,
    review,
    subscribing,
    template,
    upload,
    urging,
)
from intents.progress.beside import PLANNED
from intents.progress.question import ProgressQuestion, restored
from intents.progress.reading import asked
from intents.reading import Reading
from intents.reply import Reply
from intents.sources import Sources
from intents.submission.check import check_now
from intents.submission.preview import Proposal, propose
from intents.submission.report import Submission
from intents.turn import Turn

_DONE = re.compile("(?<![多少])(?:完成了?|(?:引进|利用|到位|做|投|实现)了)(?:多少|几)")  # 完成多少亿
_ACROSS = re.compile("通报|汇总|督查|评比|催报|汇报|排名|谁|哪些|各地|全市|订阅")  # what only leaders may have
_ENDED = ("month", "quarter", "half", "span")


def read(turn: Turn, text: str, member: Member, conversation: Conversation, source: Sources) -> Heard | None:
    """What a member does, if the message is of that kind: confirm, review, join, report."""
    return (
        upload.read(turn, text, member, conversation, source, _checked)
        or confirmation.read(turn, text, member, conversation, source)
        or review.read(text, turn, member, conversation, source)
        or membership.read(text, turn, member, conversation, source)
        or groups.read(turn, text, member, conversation, source)
        or template.read(turn, text, member, conversation, source)
        or subscribing.read(turn, text, member, conversation, source)
        or urging.read(turn, text, member, conversation, source)
        or reportform.read(turn, text, member, conversation, source)
        or mine.read(turn, text, member, conversation, source)
        or past.read(turn, text, member, conversation, source)
        or measurestatus.read(turn, text, member, conversation, source)
        or _submitted(turn, text, member, conversation, source)
        or reportform.opened(turn, text, member, conversation, source)
    )


def _submitted(turn: Turn, text: str, member: Member, conversation: Conversation, source: Sources) -> Heard | None:
    """A report sent: shown back before anything is stored."""
    found, kept = changing.read(turn, text, member, conversation, source)
    if found is None:
        return None
    words, of = changing.words(text, kept), kept.of if kept else ()
    after = replace(conversation, previewed=False)
    return Heard(
        "report",
        lambda: problem_reply(found) if isinstance(found, Problem) else _checked(found, turn, words, source, of),
        lambda reply: replace(
            after, previewed=reply.kind == "preview", choices=reply.choices if reply.kind == "choose" else ()
        ),
    )


def _checked(found: Submission, turn: Turn, text: str, source: Sources, of: tuple[str, ...] = ()) -> Reply:
    checked = check_now(found, turn.at.year, source)
    if isinstance(checked, Problem):
        return problem_reply(checked)
    notes = (*checked.notes, *(("按您编辑后的消息重新读取。",) if turn.edits else ()))
    return propose(Proposal(found, replace(checked, notes=notes), text, of), turn, source)


def progress(reading: Reading, turn: Turn, conversation: Conversation, source: Sources) -> Heard | None:
    """A question for what has been achieved, if it is one; after one, a short message goes on from it."""
    before = restored(conversation.progress) if conversation.progress else None
    asks_figures = reading.cue("office") and _is_target(reading)
    found = None if asks_figures else asked(reading, turn.at, before, conversation, source)
    if isinstance(found, ProgressQuestion):
        after = replace(following(found.question, conversation), progress=found.state())
        return Heard(found.needs, lambda: found.answer(source, turn.at), lambda _: after)
    if not is_progress(reading) or reading.of("elsewhere"):
        return None
    why = found or decline(
        "没看明白要办什么，没有改动任何数据。",
        "例如：“进度 诸暨市 2012年5月 外资 9800万美元”“我的上报”“撤回 1”“诸暨外资完成多少了”“全市进度汇总”。",
    )
    choices = why.choices if why.kind == "choose" else ()
    needs = "summary" if reading.cue("office") and (found or _ACROSS.search(reading.text)) else "progress"
    return Heard(needs, lambda: problem_reply(why), lambda _: replace(conversation, choices=choices))


def why(conversation: Conversation, turn: Turn, source: Sources) -> Heard | None:
    """How the last answer about progress came about."""
    if not conversation.progress:
        return None
    before = restored(conversation.progress)
    return Heard(before.needs, lambda: _explained(before, turn, source), lambda _: conversation)


def _explained(before: ProgressQuestion, turn: Turn, source: Sources) -> Reply:
    reply = before.answer(source, turn.at)
    question = before.question
    cells, until = (question.city, question.metrics, question.districts), before.as_of or turn.at
    sql, bound = standing_sql(*cells, year=question.year or None, as_of=until)
    formulas = ("完成率 = 累计完成 ÷ 年度目标；序时进度 = 已过月数 ÷ 12（15日按半个月）；快慢 = 完成率 − 序时进度。",)
    lines = ("上一个回答是这样得来的：", *reply.lines, *formulas, *reply.working, f"查询：{sql} 参数：{list(bound)}")
    return replace(reply, kind="answer", lines=lines, choices=(), files=())


def is_progress(reading: Reading) -> bool:
    """Whether what has been achieved is asked, not the target."""
    office = reading.cue("office") and not _is_target(reading)
    if office or reading.cue("rate", "lead", "pace") or (reading.cue("gap") and not reading.cue("except")):
        return True
    if reading.cue("actual") or _DONE.search(reading.text):
        return not PLANNED.search(reading.text)
    ended = any(m.value.grain in _ENDED for m in reading.of("period"))
    return (ended or reading.cue("actual?")) and not reading.cue("target")


def _is_target(reading: Reading) -> bool:
    """Whether the target of a metric is asked, whatever the office wants it for: 督查用,工业投资必保多少."""
    return bool((reading.cue("target") or reading.of("level")) and reading.of("metric", "sector"))
