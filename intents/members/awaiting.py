"""What waits for 确认 is not forgotten: where nothing was made of a message, the reply says that it still waits."""

from dataclasses import replace

from data import previews
from data.report import Member
from intents.heard import Heard
from intents.reply import Reply
from intents.sources import Sources
from intents.submission.opening import opens
from intents.submission.preview import LASTS
from intents.turn import Turn

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
        if reply.kind not in _MUTE or reply == NOT_YET or turn.group:
            return reply
        lost = (
            reply.kind != "help" and member.role == "staff" and opens(text) and "没有存入" not in "".join(reply.lines)
        )
        notes = (*(NOT_STORED,) * lost, *(STILL,) * waits(turn, source))
        return replace(reply, notes=(*reply.notes, *notes)) if notes else reply

    return replace(heard, act=act)
