"""发布5月通报: a leader sends the month's bulletin to all members, the very file that was shown before."""

import json
import re
from collections.abc import Callable
from dataclasses import replace

from data import kept_files, members, outbox, previews, workdays
from data.problem import decline
from data.report import Member
from intents.conversation import Conversation
from intents.heard import Heard
from intents.helping import problem_reply
from intents.normal import normalise
from intents.reading import Reading
from intents.reading import read as read_message
from intents.reply import Reply
from intents.sources import Sources
from intents.submission.kept import origins
from intents.submission.preview import CANCEL, CONFIRM, key_of
from intents.turn import Turn

LONGEST = 60
_ALL = "(?:大家|全体(?:成员|人员)?|所有(?:人|成员|单位)?|各(?:成员|单位|地|区县|县市区|部门)|成员们?)"
_ASKED = re.compile(
    f"(?:请|帮我|麻烦)?(?:正式)?(?:发布|公布|下发|印发|群发)(?:一下)?(?P<what>.{{0,30}}?通报)(?:给{_ALL})?[。!！]?"
    f"|(?:请|帮我|麻烦)?(?:把|将)(?P<that>.{{0,30}}?通报)(?:正式)?"
    f"(?:(?:发布|公布|下发|印发|群发)(?:给{_ALL})?(?:一下)?|发(?:送)?给{_ALL})(?:吧)?[。!！]?"
)  # 发布5月通报, 把5月通报发给大家
Bulletin = Callable[[Reading, Turn, Conversation, Sources], Heard | None]
WAITS = '{"publish"'  # how the body of such a preview begins


def read(
    turn: Turn, text: str, member: Member, conversation: Conversation, source: Sources, bulletin: Bulletin
) -> Heard | None:
    """The word to publish a bulletin, if it is that: it is made as `bulletin` answers it, shown, and waits for 确认."""
    said = normalise(turn.button or text).text
    asked = _ASKED.fullmatch(said) if len(said) <= LONGEST else None
    if asked is None:
        return None
    reading = read_message(asked["what"] or asked["that"], turn.at.date(), source.home)
    heard = bulletin(reading, turn, conversation, source)
    if heard is None:
        return None
    return replace(heard, needs="summary", act=lambda: _shown(heard.act(), turn, member, source))


def _shown(reply: Reply, turn: Turn, member: Member, source: Sources) -> Reply:
    """The bulletin with the question whether to send it."""
    title = next((each.title for each in reply.attach if each.kind == "bulletin"), None)
    if title is None:
        return reply
    others = _others(turn, source)
    if not others:
        return problem_reply(decline("还没有其他成员可以发。", "管理员可以用邀请码添加成员。"))
    key = key_of(turn)
    words = "\n".join((f"《{title}》（{member.name}发布）", *reply.lines[1:]))
    body = json.dumps({"publish": key, "title": title, "words": words, "of": origins(turn)}, ensure_ascii=False)
    previews.put(source.store, turn.sender, turn.chat, key, turn.at, body)
    draft = "发出的就是这一稿：发文机关、文号、签发人、主送、落款和日期都还没有填。"
    lines = (f"将把《{title}》发给{len(others)}名成员，请看过文件后回复“确认”或“取消”。", draft, *reply.lines[1:])
    return replace(reply, kind="choose", lines=lines, choices=(CONFIRM, CANCEL), keep=key)


def publish(body: str, turn: Turn, source: Sources) -> Reply:
    """Sends what was shown to all other members, when the offices are open."""
    state = json.loads(body)
    if not kept_files.there(source.store, state["publish"]):
        return problem_reply(decline("文件还没有做好，没有发布。", "请稍后再说一次“发布…通报”。"))
    at, others = workdays.working(turn.at, source.days), _others(turn, source)
    for member in others:
        key = f"publish/{state['publish']}/{member.id}"
        outbox.enqueue(source.store, key, member.id, state["words"], turn.at, state["publish"], at)
    when = f"，{at.month}月{at.day}日{at:%H:%M}发出" if at > turn.at else ""
    return Reply("receipt", (f"《{state['title']}》已发布给{len(others)}名成员{when}。",))


def _others(turn: Turn, source: Sources) -> list[Member]:
    return [member for member in members.everyone(source.store) if member.id != turn.sender]
