"""A message that changes what waits for 确认, or corrects what was stored just before."""

from dataclasses import replace

from data import previews, report_problem
from data.problem import Problem, decline
from data.report import Item, Member
from data.reports import report as stored
from intents.conversation import Conversation
from intents.sources import Sources
from intents.submission import report
from intents.submission.ground import CHANGES, Ground, merged
from intents.submission.kept import WAITS, Kept, restored
from intents.submission.lines import lines
from intents.submission.make import ReadItem
from intents.submission.names import Asker
from intents.submission.preview import LASTS
from intents.submission.report import Submission
from intents.submission.shortened import hints, in_plain_words, is_other, new_day, new_value
from intents.submission.text import line
from intents.submission.whose import not_theirs
from intents.turn import Turn

_CHANGED = "在刚才的预览上修改，没有提到的各项不变。"
_NOT_UNDERSTOOD = decline(
    "没看懂要把预览改成什么，没有改动。",
    "请写明指标、数和单位，例如“外资改为9850万美元”；要去掉一项，请回复“取消”，再重新发送要报的各项。",
)
Read = Submission | Problem | None


def read(
    turn: Turn, text: str, member: Member, conversation: Conversation, source: Sources
) -> tuple[Read, Kept | None]:
    """The report that a message is; where it changes a preview, the whole of it, with that preview. Raises
    StoreProblem."""
    kept = _waiting(turn, source) if member.role == "staff" else None
    if kept and turn.edits is not None and turn.edits in kept.of:
        return _edited(turn, text, member, kept, source), None
    said, text = text, in_plain_words(text) if kept or conversation.reported else text
    ground = Ground(kept.found.items) if kept else _reported(text, member, conversation, source)
    if ground is None:
        return report.read(text, turn.at, member, source), None
    asker = Asker(turn.at.date(), report.city_of(member, source), source.catalog)
    if (days := new_day(text, ground, asker)) is not None:
        if isinstance(days, Problem):
            return days, None
        return (_with(kept, days, ()), kept) if kept else (report_problem.stored_already(conversation.reported), None)
    if kept and is_other(text):
        return report_problem.send_again(), None
    whole = new_value(text, ground, asker)
    found = whole if isinstance(whole, Problem) else report.read(whole or text, turn.at, member, source, ground)
    if kept and found is None and hints(said, conversation.previewed):
        return _NOT_UNDERSTOOD, None
    if kept is None or not isinstance(found, Submission) or not found.joined:
        return found, None
    items = merged(kept.found.items, found.items)
    return replace(
        _with(kept, items, found.notes, found.unread), reason=found.reason or kept.found.reason, faults=found.faults
    ), kept


def words(text: str, kept: Kept | None) -> str:
    """What was sent: of a changed preview both messages."""
    return f"{kept.words}\n{text}" if kept else text


def _waiting(turn: Turn, source: Sources) -> Kept | None:
    """The report that waits."""
    waiting = previews.latest(source.store, turn.sender, turn.chat)
    if waiting is None or turn.at - waiting.at > LASTS or not waiting.body.startswith(WAITS):
        return None
    return restored(waiting.body)


def _edited(turn: Turn, text: str, member: Member, kept: Kept, source: Sources) -> Read:
    """The report that a message stands for after its edit, by itself: its preview ends. A change by itself is none."""
    ground = Ground(kept.found.items) if kept.found.joined else None
    found = report.read(text, turn.at, member, source, ground)
    return report_problem.edited_change() if isinstance(found, Submission) and found.joined else found


def _reported(text: str, member: Member, conversation: Conversation, source: Sources) -> Ground | None:
    """The report that a correction names, or else the last one stored in this chat."""
    if member.role != "staff" or not CHANGES.search(line(text).text):
        return None
    found = stored(source.store, lines(text).corrects or conversation.reported)
    if found is None or not_theirs(found.items, member, source):
        return None
    return Ground(tuple(map(_as_read, found.items)), waiting=False)


def _as_read(item: Item) -> ReadItem:
    return ReadItem(item.city, item.district, item.metric, item.period, item.value, item.unit)


def _with(kept: Kept, items: tuple[ReadItem, ...], notes: tuple[str, ...], unread: tuple[str, ...] = ()) -> Submission:
    """The waiting report with other items, and what is still to be said of how they were read."""
    same = {item.metric for item in items if item in kept.found.items}
    days = {item.period for item in items} == {item.period for item in kept.found.items}
    old = [
        n for n in kept.found.notes if n != _CHANGED and (any(n.startswith(m) for m in same) or (days and "截至" in n))
    ]
    told = tuple(dict.fromkeys((*old, *notes, _CHANGED)))
    left = tuple(dict.fromkeys((*kept.found.unread, *unread)))
    return replace(kept.found, items=items, notes=told, unread=left, joined=True)
