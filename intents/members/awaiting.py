"""What waits for 确认 is not forgotten: where nothing was made of a message, the reply says that it still waits."""

from dataclasses import replace

from data import previews
from intents.heard import Heard
from intents.reply import Reply
from intents.sources import Sources
from intents.submission.preview import LASTS
from intents.turn import Turn

NOT_YET = Reply("help", ("还没有存入：请回复“确认”存入，或回复“取消”放弃。",))
STILL = "前面等您确认的内容还没有存入，也没有取消：回复“确认”办理，“取消”放弃。"
_MUTE = ("unclear", "decline", "help")


def waits(turn: Turn, source: Sources) -> bool:
    """Whether something waits for this sender's 确认 in this chat. Raises StoreProblem."""
    waiting = previews.latest(source.store, turn.sender, turn.chat)
    return waiting is not None and turn.at - waiting.at <= LASTS


def reminded(heard: Heard, turn: Turn, source: Sources) -> Heard:
    """The same, with a word of what still waits where the reply decides nothing."""

    def act() -> Reply:
        reply = heard.act()
        mute = reply.kind in _MUTE and reply != NOT_YET and not turn.group
        return replace(reply, notes=(*reply.notes, STILL)) if mute and waits(turn, source) else reply

    return replace(heard, act=act)
