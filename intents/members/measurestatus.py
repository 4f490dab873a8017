"""措施进展 三(五)4 首台套认定办法 已出台: how far a measure is, told by its lead department's staff, and asked."""

import re
from collections.abc import Callable
from dataclasses import replace

from data import measurestate, members
from data.ledger import LedgerProblem
from data.measurestate import MeasureState
from data.problem import decline
from data.report import Member
from intents.asof import as_of_moment, without
from intents.conversation import Conversation
from intents.documents.evidence import document_of
from intents.heard import Heard
from intents.helping import problem_reply
from intents.members.measurewords import Meant, meant
from intents.reply import Reply
from intents.sources import Sources
from intents.turn import Turn
from intents.wording import listed

_OPENER = re.compile(
    r"\s*#?(?:更新|上报|报送|填报|更正)?(?:措施|举措|工作举措)(?:的)?(?:进展|进度|状态)(?:情况)?[\s:：,，]*"
)
_STATES = {
    "未启动": "未启动|没有启动|没启动|尚未启动|还没启动|还未启动|未开始|没有开始|还没开始|尚未开始|未开展|没有开展",
    "推进中": "推进中|正在推进|进行中|正在进行|在推进|推进之中|已启动|启动了|已开始|正在实施|实施中|起草中|正在起草|征求意见中|办理中|正在办理|正在制定|制定中",
    "已完成": "已经完成|已完成|全部完成|完成了|已经出台|已出台|出台了|已经印发|已印发|印发了|已制定|已制订|已建成|建成了|已举办|举办了|已召开"
    "|已建立|建立了|已落实|已办结|已下发|完成|办结",
}
_STATE = {state: re.compile(f"(?:{words})") for state, words in _STATES.items()}
_ENDING = re.compile(r"(?:[,，;；。]|\s|说明[:：]|备注[:：])+")
_WHETHER = re.compile(
    "(?:出台|印发|启动|制定|制订|建立|建成|建好|办好|下发|落实|推进|实施|开展|举办|召开)(?:好|完)?(?:了)?(?:没有|没|吗|了吗|与否|了没有)"
    "|(?:进展|推进|落实|进行)(?:情况|得|的)*(?:如何|怎么样|怎样|到哪一步|到哪步|到哪|情况)|到哪一步了?|到什么程度了?|有(?:什么|啥|没有)?进展"
)  # 出台了没有
_ASIDE = re.compile(
    "请问|现在|目前|已经|已|了|是否|有没有|都|到底|呢|吗|啊|是|的|查询?|看看|一下|如何|怎么样|情况|没有|没"
)
LONGEST = 300


def read(turn: Turn, text: str, member: Member, conversation: Conversation, source: Sources) -> Heard | None:
    """A measure's progress told or asked for, if the message does that. A guest who asks is left to the documents."""
    if len(text) > LONGEST or turn.file:
        return None
    then, words, text = as_of_moment(text, turn.at), text, without(text, turn.at.date())
    after = replace(conversation, previewed=False)

    def heard(needs: str, act: Callable[[], Reply], durable: bool = False) -> Heard:
        return Heard(needs, act, lambda _: after, durable)

    if opened := _OPENER.match(text):
        return _opened(words, text[opened.end() :], turn, replace(source, as_of=then), heard)
    asked = _WHETHER.search(text)
    if not asked or member.role == "guest" or "多少" in text:
        return None
    found = meant(text[: asked.start()] + " " + text[asked.end() :], source.home)
    if found is None or _ASIDE.sub("", found.rest):
        return None
    return heard("progress", lambda: _told(found, turn, replace(source, as_of=then)))


def _opened(words: str, rest: str, turn: Turn, source: Sources, heard: Callable[..., Heard]) -> Heard:
    """After 措施进展: a state to be stored, a measure asked for, or all of them."""
    if _WHETHER.search(rest) or not (said := _state(rest)):
        bare = _WHETHER.sub("", rest).strip("?？。!！ ")
        found = meant(bare, source.home)
        if not bare:
            return heard("progress", lambda: _everything(turn, source))
        return heard("progress", lambda: _told(found, turn, source) if found else _unknown(bare))
    about, state, note = said
    found = meant(about, source.home)
    if found is None:
        return heard("report", lambda: _unknown(about))
    return heard("report", lambda: _stored(found, state, note, words, turn, source), durable=True)


def _state(said: str) -> tuple[str, str, str] | None:
    """What is spoken of, the state, and the note: the words that tell the state with what follows."""
    found = [(m.start(), -m.end(), state) for state, words in _STATE.items() for m in words.finditer(said)]
    if not found:
        return None
    start, end, state = min(found)
    after = _ENDING.sub(" ", said[-end:]).strip()
    word = said[start:-end]
    return said[:start], state, word if not after else f"{word}，{after}"


def _stored(found: Meant, state: str, note: str, words: str, turn: Turn, source: Sources) -> Reply:
    """The receipt, or why the sender may not tell it. Raises StoreProblem."""
    if trouble := _refused(found, members.get(source.store, turn.sender)):
        return trouble
    measure = found.measure
    try:
        kept = measurestate.set_measure(
            source.store, measure.document, measure.place, found.key, state, note, turn.sender, turn.at, words
        )
    except LedgerProblem as refused:
        return problem_reply(decline(str(refused)))
    return Reply(
        "receipt", (f"已记入（台账第{kept.entry}条）：{found}，{state}（“{note}”）。",), notes=(_cited(found),)
    )


def _refused(found: Meant, member: Member) -> Reply | None:
    """Why it is not stored: not one thing, not known, or not the sender's to tell."""
    if found.rivals:
        choices = listed([str(each) for each in (found, *found.rivals)])
        return problem_reply(
            decline(f"可能是几项举措：{choices}。没有存入。", "请写明编号，例如“措施进展 三(五)4 …”。")
        )
    if found.rest:
        points = "；".join(Meant(found.measure, p).key for p in found.measure.points)
        return problem_reply(decline(f"{found}里没看懂“{found.rest}”，没有存入。", f"这一项有：{points}。"))
    lead = found.measure.lead
    if not lead:
        return problem_reply(decline(f"{found}：文件没有写牵头部门，没有存入。"))
    if not set(lead) & set(member.departments):
        who = listed(lead)
        return problem_reply(decline(f"{found}由{who}牵头，进展只由牵头部门的填报员报送，没有存入。"))
    return None


def _told(found: Meant, turn: Turn, source: Sources) -> Reply:
    """How far it is; where nobody has said, who leads it."""
    meants = (found, *found.rivals)
    lines = [line for each in meants for line in _lines(each, turn, source)]
    if lines:
        return Reply("answer", tuple(lines), notes=(_cited(found), *_dated(source)))
    lead = listed(found.measure.lead)
    instead = f"由{lead}{found.measure.lead_verb or '牵头'}，可以向牵头部门了解。" if lead else "文件没有写牵头部门。"
    why = f"{found}还没有报过进展，不知道出台或完成了没有。"
    return Reply("decline", (why, instead), notes=(_cited(found), *_dated(source)))


def _dated(source: Sources) -> tuple[str, ...]:
    return (f"按{source.as_of:%Y-%m-%d}当天的口径。",) if source.as_of else ()


def _lines(found: Meant, turn: Turn, source: Sources) -> list[str]:
    """What was said of the point, else of the whole measure; of a measure what was said of each of its points."""
    states = measurestate.measure_states(source.store, found.measure.document, source.as_of)
    own = [s for s in states if s.place == found.measure.place]
    mine = [s for s in own if s.point == found.key or not found.key] or [s for s in own if not s.point]
    return [_line(state, turn, source) for state in mine]


def _line(state: MeasureState, turn: Turn, source: Sources) -> str:
    who = members.name_of(source.store, state.sender)
    what = f"{state.place} {state.point}" if state.point else state.place
    note = f"（“{state.note}”）" if state.note else ""
    return f"{what}：{state.state}{note}，{who}{state.at.astimezone(turn.at.tzinfo):%Y-%m-%d}报。"


def _everything(turn: Turn, source: Sources) -> Reply:
    """All that was ever told of the home city's measures."""
    document = document_of(source.home)
    states = measurestate.measure_states(source.store, document.number, source.as_of)
    if not states:
        return problem_reply(decline("还没有报过任何举措的进展。", "可以问“工作举措分哪几块”。"))
    lines = [f"· {_line(state, turn, source)}" for state in states]
    return Reply("answer", ("已报的举措进展：", *lines), notes=(f"依据：{document.number}", *_dated(source)))


def _unknown(said: str) -> Reply:
    return problem_reply(
        decline(
            f"文件的举措里没有找到“{said.strip()}”，没有存入。",
            "请写编号和要点，例如“措施进展 三(五)4 首台套认定办法 已出台”。",
        )
    )


def _cited(found: Meant) -> str:
    return f"依据：{found.measure.document} {found.measure.place}"
