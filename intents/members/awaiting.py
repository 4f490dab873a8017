"""What waits for 确认 is not forgotten: where nothing was made of a message, the reply says that it still waits."""

from dataclasses import replace

from data import previews
from data.report import Member
from intents.heard import Heard
from intents.reply import Reply
from intents.sources import Sources
from intents.submission.kept import WAITS, restored
from intents.submission.opening import opens
from intents.submission.preview import LASTS, SHOWN, until
from intents.submission.shortened import hints
from intents.turn import Turn
from intents.wording import amount

NOT_YET = Reply("help", ("还没有存入：请回复“确认”存入，或回复“取消”放弃。",))
STILL = "前面等您确认的内容还没有存入，也没有取消：回复“确认”办理，“取消”放弃。"
NOT_STORED = "这条没有读成上报，没有存入任何数据；又报又问的请分两条发，例如“进度 诸暨市 2012年5月 外资 9800万美元”。"
_MUTE = ("unclear", "decline", "help")


def waits(turn: Turn, source: Sources) -> bool:
    """Whether something waits for this sender's 确认 in this chat. Raises StoreProblem."""
    waiting = previews.latest(source.store, turn.sender, turn.chat)
    return waiting is not None and turn.at - waiting.at <= LASTS


def reminded(heard: Heard, turn: Turn, text: str, member: Member, source: Sources) -> Heard:
    """The same, with a word of what still waits where the reply decides nothing, and that nothing was stored where the
    message tells values as a report does."""

    def act() -> Reply:
        reply = heard.act()
        mute = reply.kind in _MUTE or (reply.kind == "choose" and hints(text, True))
        if not mute or reply == NOT_YET or turn.group:
            return reply
        lost = (
            reply.kind in ("unclear", "decline")
            and member.role == "staff"
            and opens(text)
            and "没有存入" not in "".join(reply.lines)
        )
        notes = (*(NOT_STORED,) * lost, *_still(turn, text, source))
        return replace(reply, notes=(*reply.notes, *notes)) if notes else reply

    return replace(heard, act=act)


def _still(turn: Turn, text: str, source: Sources) -> tuple[str, ...]:
    """That something still waits: where the message may have meant to change it, with the values as they would be
    stored, so that nobody confirms what they think is changed."""
    waiting = previews.latest(source.store, turn.sender, turn.chat)
    if waiting is None or turn.at - waiting.at > LASTS:
        return ()
    if not waiting.body.startswith(WAITS) or not (hints(text, True) or any(c.isdigit() for c in text)):
        return (STILL,)
    items = restored(waiting.body).items
    named = "、".join(f"{i.district}{until(i.period)}{i.metric}{amount(i.value, i.unit)}" for i in items[:SHOWN])
    more = f"等{len(items)}项" if len(items) > SHOWN else ""
    return (f"前面等您确认的内容没有改动，还没有存入，仍是：{named}{more}。回复“确认”办理，“取消”放弃。",)
