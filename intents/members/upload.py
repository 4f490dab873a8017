"""A file sent along: a filled-in template is read like a message; a photo or PDF is kept as proof of a report."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from data import sheet_problem
from data.attachment import OLD, Attachment, attachment
from data.problem import Problem
from data.report import Member
from data.sheet import pages
from intents.conversation import Conversation
from intents.heard import Heard
from intents.helping import problem_reply
from intents.members import proof
from intents.members.filledin import Filled, filled_in
from intents.reply import Reply
from intents.sources import Sources
from intents.submission import report
from intents.submission.report import Submission
from intents.turn import Turn
from intents.wording import listed

Checked = Callable[[Submission, Turn, str, Sources], Reply]


def read(
    turn: Turn, text: str, member: Member, conversation: Conversation, source: Sources, checked: Checked
) -> Heard | None:
    """What is done with the file of a turn; None where it has none. `checked` shows a report back as a preview."""
    if not turn.file:
        return None
    after = replace(conversation, previewed=False)
    if member.role != "staff":
        return Heard("report", lambda: Reply("decline"), lambda _: after)  # refused before it is opened
    file = attachment(turn.file)
    if file is None:
        return _declined(sheet_problem.no_file(turn.file.rsplit("/", 1)[-1]), after)
    if not file.is_table:
        return Heard("report", lambda: proof.kept(file, text, turn, source), lambda _: after, durable=True)
    found = table(file, text, turn, member, source)
    if isinstance(found, Problem):
        return _declined(found, after)
    reported, words = found
    return Heard(
        "report",
        lambda: checked(reported, turn, words, source),
        lambda reply: replace(after, previewed=reply.kind == "preview"),
    )


def _declined(trouble: Problem, after: Conversation) -> Heard:
    return Heard("report", lambda: problem_reply(trouble), lambda _: after)


def table(
    file: Attachment, caption: str, turn: Turn, member: Member, source: Sources
) -> tuple[Submission, str] | Problem:
    """The report that a workbook is, with the words it stands for; a Problem where it is not taken. Raises
    StoreProblem."""
    if file.type == OLD:
        return sheet_problem.no_workbook(file.name)
    found = pages(file.content, file.name)
    filled = found if isinstance(found, Problem) else filled_in(found)
    if isinstance(filled, Problem):
        return filled
    whole = _whole((report.read(each, turn.at, member, source) for each in filled.messages(caption)), filled)
    words = "\n".join((f"（文件 {file.name}）", *caption.splitlines(), *filled.above, *filled.lines))
    return whole if isinstance(whole, Problem) else (whole, words)


def _whole(read: Iterable[Submission | Problem | None], filled: Filled) -> Submission | Problem:
    """All of it as one report; the first message that is not taken is why none is."""
    parts: list[Submission] = []
    for each in read:
        if each is None:
            return sheet_problem.wrong_layout()
        if isinstance(each, Problem):
            return each if each.kind == "decline" else sheet_problem.unclear_row(each.sentence)
        parts.append(each)
    unused = (f"表中没有采用的列：{listed(filled.columns)}。",) if filled.columns else ()
    sheets = tuple(f"工作表“{name}”" for name in filled.sheets)
    return Submission(
        parts[0].city,
        tuple(item for part in parts for item in part.items),
        (*_all(part.unread for part in parts), *filled.long, *sheets),
        parts[0].reason,
        (*_all(part.notes for part in parts), *unused),
        _all(part.faults for part in parts),
    )


def _all(parts: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each for part in parts for each in part))
