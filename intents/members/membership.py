"""加入 CODE and 我的ID: how a newcomer becomes a member."""

import re
from dataclasses import replace

from data.invitations import redeem
from data.problem import Problem
from data.report import ROLE_NAMES, Member
from intents.conversation import Conversation
from intents.heard import Heard, said
from intents.helping import problem_reply
from intents.reply import Reply
from intents.sources import Sources
from intents.turn import Turn

_JOIN = re.compile(r"(?:加入|/start)\s+([A-Za-z0-9_-]{8,64})")  # 加入 h7Kd2…
_ME = re.compile(r"(?:我的|查看|看看)?\s*(?:id|ID|Id|编号)(?:是什么|是多少)?[?？。]?|我是谁[?？]?")  # 我的ID


def read(text: str, turn: Turn, member: Member, conversation: Conversation, source: Sources) -> Heard | None:
    """A code redeemed, or the sender's own id."""
    after = replace(conversation, previewed=False)
    if match := _JOIN.fullmatch(text.strip()):
        return Heard("join", lambda: _joined(match[1], turn, member, source), lambda _: after, durable=True)
    if _ME.fullmatch(text.strip()):
        role = f"您是{member.name}。" if member.role != "guest" else "您目前是访客。"
        return said(
            Reply("help", (f"您的编号：{turn.sender}", role, "把编号发给管理员，或用管理员给的邀请码“加入 邀请码”。")),
            after,
        )
    return None


def _joined(code: str, turn: Turn, member: Member, source: Sources) -> Reply:
    made = redeem(source.store, code, turn.sender, member.name or turn.sender, turn.at)
    if isinstance(made, Problem):
        return problem_reply(made)
    where = "、".join((*made.districts, *made.departments))
    who = "您" if made.name == made.id else made.name
    return Reply("receipt", (f"欢迎加入：{who}是{ROLE_NAMES[made.role]}{'，' + where if where else ''}。",))
