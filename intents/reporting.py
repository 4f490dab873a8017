"""What members do beside asking for targets: report, confirm, review, join, and ask what has been achieved."""

import re

from data.problem import decline
from data.report import Member
from intents.conversation import Conversation
from intents.draft import Draft
from intents.heard import Heard
from intents.helping import problem_reply
from intents.reading import Reading
from intents.sources import Sources
from intents.turn import Turn

_PLANNED = re.compile(
    "(?:要|须|需|应|得|争取|力争|计划|预计|必须|该|至少)(?:要)?(?:今年|全年)?(?:完成|做|达到|引进|实现|到位)"
)  # 争取完成
_ENDED = ("month", "quarter", "half")


def read(turn: Turn, text: str, member: Member, conversation: Conversation, source: Sources) -> Heard | None:
    """What a member does, if the message is of that kind."""
    return None


def progress(
    reading: Reading, said: Draft, turn: Turn, member: Member, conversation: Conversation, source: Sources
) -> Heard | None:
    """A question for what has been achieved, if it is one."""
    if not is_progress(reading) or reading.of("elsewhere"):
        return None
    needs = "summary" if reading.cue("office") else "progress"
    nothing = problem_reply(decline("还没有可以查的进度。"))
    return Heard(needs, lambda: nothing, lambda _: conversation)


def is_progress(reading: Reading) -> bool:
    """Whether what has been achieved is asked, not the target."""
    if reading.cue("rate", "lead", "pace", "office") or (reading.cue("gap") and not reading.cue("except")):
        return True
    if reading.cue("actual"):
        return not _PLANNED.search(reading.text)
    ended = any(m.value.grain in _ENDED for m in reading.of("period"))
    return (ended or reading.cue("actual?")) and not reading.cue("target")
