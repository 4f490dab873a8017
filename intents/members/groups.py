"""开放本群 and 关闭本群: an admin says in a group whether progress may be told there."""

import re
from dataclasses import replace

from data import groups
from data.problem import decline
from data.report import Member
from intents.conversation import Conversation
from intents.heard import Heard, said
from intents.helping import problem_reply
from intents.normal import normalise
from intents.reply import Reply
from intents.sources import Sources
from intents.turn import Turn

LONGEST = 40
_ASIDE = re.compile(
    r"[\s,，。.!！、~]+|请|麻烦|帮我|帮忙|给我|我要|我想|你|现在|可以|一下|权限|功能|查询|查看|把|将|在|对|给|让|为|了|吧|啊|的|里面|里|内|中|上|大家|成员"
)  # 请在本群公布进度吧
_HERE = "本群组?|这个?群|此群|该群|我们群|咱们群|群组?"  # 本群, 这个群
_WHAT = "(?:完成|工作|任务|目标)?(?:进度|进展|完成情况|情况|数据|汇总)和?"  # 完成进度和汇总
_OPEN = "开放|开通|公开|公布|打开|启用|允许|解锁"  # 开放
_CLOSE = "关闭|关掉|停止|停用|取消|收回|禁止|不再|不要|不准|不许|别|不"  # 不再
_WORD = re.compile(f"(?P<here>{_HERE})|(?P<close>{_CLOSE})|(?P<open>{_OPEN})|{_WHAT}|看|问|查|显示")
_ASKED = re.compile(r"[吗么?？]|没有|(?<=[放通开])没$|是不是|是否|有没有|能不能|可不可以|怎么|如何")  # 本群开放了吗
_STATE = re.compile(f"{_HERE}|{_WHAT}|{_OPEN}|状态|关闭|是|否|已经|还")  # what such a question is made of

OPENED = (
    "本群已开放：成员可以按各自的角色在群里问进度和汇总。",
    "上报、审核和邀请码仍请私聊我；群里的人都看得到回答。要关闭，请管理员在群里发“关闭本群”。",
)
CLOSED = ("本群已关闭：群里只答已公布的目标和文件，进度请私聊我。",)
ONLY_IN_GROUPS = decline("这里不是群，没有什么要开放或关闭的。", "请管理员在要开放的群里发“开放本群”（先点我的名）。")
WAS_CLOSED = decline("本群没有开放，不用关闭。", "群里本来就只答已公布的目标和文件。")


def read(turn: Turn, text: str, _member: Member, conversation: Conversation, source: Sources) -> Heard | None:
    """A group opened, closed, or asked about, if the message does nothing else."""
    if len(text) > LONGEST or not {"群", "羣"} & {*text}:
        return None
    plain = normalise(text).text
    if _ASKED.search(plain):
        rest = _STATE.sub("", _ASKED.sub("", _ASIDE.sub("", plain)))
        return said(_state(turn, source), conversation) if not rest and turn.group else None
    if (closes := _order(_ASIDE.sub("", plain))) is None:
        return None
    return Heard("groups", lambda: _obeyed(turn, closes, source), lambda _: replace(conversation, previewed=False))


def _order(bare: str) -> bool | None:
    """Whether it orders the group closed (True) or opened (False); None where a word is left over or no order is."""
    if _WORD.sub("", bare):
        return None
    said_ = {match.lastgroup for match in _WORD.finditer(bare)}
    return "close" in said_ if "here" in said_ and said_ & {"open", "close"} else None


def _obeyed(turn: Turn, closes: bool, source: Sources) -> Reply:
    if not turn.group:
        return problem_reply(ONLY_IN_GROUPS)
    if not closes:
        groups.open_group(source.store, turn.chat, turn.sender, turn.at)
        return Reply("receipt", OPENED)
    return (
        Reply("receipt", CLOSED) if groups.close_group(source.store, turn.chat, turn.at) else problem_reply(WAS_CLOSED)
    )


def _state(turn: Turn, source: Sources) -> Reply:
    is_open = groups.is_open(source.store, turn.chat)
    return Reply(
        "help", OPENED if is_open else ("本群没有开放：群里只答已公布的目标和文件。", "管理员发“开放本群”即可开放。")
    )
