"""A file sent along: a filled-in template is read like a message; a photo or PDF is kept as proof of a report."""

from collections.abc import Callable
from dataclasses import replace

from data import sheet_problem
from data.attachment import OLD, Attachment, attachment
from data.problem import Problem
from data.report import Member
from data.sheet import Page, pages
from intents import proof, submission
from intents.conversation import Conversation
from intents.heard import Heard
from intents.helping import problem_reply
from intents.reply import Reply
from intents.sources import Sources
from intents.submission import Submission
from intents.submission_sheet import expand
from intents.template import VALUE
from intents.turn import Turn

HEAD, AT_ONCE = 12, 5000  # rows in which the header is sought; characters read at once
Checked = Callable[[Submission, Turn, str, Sources], Reply]


def read(
    turn: Turn, text: str, member: Member, conversation: Conversation, source: Sources, checked: Checked
) -> Heard | None:
    """What is done with the file of a turn; None where it has none. `checked` shows a report back as a preview."""
    if not turn.file:
        return None
    after = replace(conversation, previewed=False)
    if member.role != "staff":
        return Heard("report", lambda: Reply("decline"), lambda _: after)
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
    if isinstance(found, Problem):
        return found
    rows = _table(found)
    if isinstance(rows, Problem):
        return rows
    above, header, body = rows
    ignored = tuple(f"工作表“{page.name}”" for page in found if header not in map(_line, page.rows))
    message = _messages((*caption.splitlines(), *above), header, body)
    read = _read(message, turn, member, source)
    if isinstance(read, Problem):
        return read
    return replace(read, unread=(*read.unread, *ignored)), f"（文件 {file.name}）\n{_whole(message, header)}"


def _table(found: tuple[Page, ...]) -> tuple[tuple[str, ...], str, tuple[str, ...]] | Problem:
    """The lines above the header, the header, and the rows with a value below it."""
    headed = [(page, at) for page in found if (at := _header(page)) is not None]
    if len(headed) != 1:
        names = [page.name for page, _ in headed]
        return sheet_problem.several_tables(names) if headed else sheet_problem.wrong_layout()
    page, at = headed[0]
    header = page.rows[at]
    values = [column for column, head in enumerate(header) if _bare(head) == VALUE]
    if len(values) > 1:
        return sheet_problem.two_values([header[column] for column in values])
    rows = [row for row in page.rows[at + 1 :] if any(row) and not _is_blank(row, values)]
    if not rows:
        return sheet_problem.nothing_filled()
    above = tuple(" ".join(filter(None, row)) for row in page.rows[:at] if any(row))
    return above, _line(header), tuple(map(_line, rows))


def _header(page: Page) -> int | None:
    """The row that is a table's header: it names metrics and the column to fill in."""
    for at, row in enumerate(page.rows[:HEAD]):
        if any("指标" in cell for cell in row) and any(_bare(cell) == VALUE for cell in row) and _is_header(row):
            return at
    return None


def _is_header(row: tuple[str, ...]) -> bool:
    return not expand((_line(row),))[0]


def _bare(cell: str) -> str:
    return cell.replace(" ", "").split("（")[0].split("(")[0]


def _is_blank(row: tuple[str, ...], values: list[int]) -> bool:
    """Whether nothing was filled in."""
    return not any(row[column] for column in values)


def _line(row: tuple[str, ...]) -> str:
    return "\t".join(cell.replace("\t", " ") for cell in row)


def _messages(above: tuple[str, ...], header: str, rows: tuple[str, ...]) -> list[str]:
    """The rows as messages, none longer than what is read at once, each with its header."""
    head = "\n".join(("上报", *above, header))
    messages = [head]
    for row in rows:
        if len(messages[-1]) + len(row) > AT_ONCE and messages[-1] != head:
            messages.append(head)
        messages[-1] += f"\n{row}"
    return messages


def _whole(messages: list[str], header: str) -> str:
    """The words that stand for the workbook: the rows under one header."""
    return "\n".join((messages[0], *(message.split(header, 1)[1].lstrip("\n") for message in messages[1:])))


def _read(messages: list[str], turn: Turn, member: Member, source: Sources) -> Submission | Problem:
    """All of them as one report; the first that is not taken is why none is."""
    found: list[Submission] = []
    for message in messages:
        read = submission.read(message, turn.at, member, source)
        if read is None or (isinstance(read, Problem) and read.kind != "decline"):
            return sheet_problem.unclear_row(read.sentence) if read else sheet_problem.wrong_layout()
        if isinstance(read, Problem):
            return read
        found.append(read)
    return Submission(
        found[0].city,
        tuple(item for part in found for item in part.items),
        unread=_all([part.unread for part in found]),
        reason=found[0].reason,
        notes=_all([part.notes for part in found]),
        faults=_all([part.faults for part in found]),
    )


def _all(parts: list[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each for part in parts for each in part))
