"""通过, 退回, 撤回, 待审核, 全部通过, 我的上报: what reviewers decide and what reporters look after."""

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from data import ledger, members, previews
from data.ledger import LedgerProblem
from data.problem import decline
from data.report import Member, Report
from data.reports import reports_of, states
from data.routing import metrics_of
from data.standing import pending
from intents.conversation import Conversation
from intents.heard import Heard
from intents.helping import problem_reply
from intents.preview import CANCEL, CONFIRM, key_of, until
from intents.reply import Reply
from intents.sources import Sources
from intents.turn import Turn
from intents.wording import amount, listed

LONGEST = 80
_NUMBERS = r"(?:上报|第|报告)?\s*(\d{1,9}(?:号?\s*[,，、和 ]\s*\d{1,9}){0,20})\s*号?"
_APPROVE = re.compile(rf"(?:审核)?(?:通过|同意|批准)\s*{_NUMBERS}")  # 通过 1、2
_APPROVED = re.compile(rf"{_NUMBERS}(?:审核)?(?:通过|同意)")  # 1号通过
_RETURN = re.compile(
    r"(?:退回|打回|驳回)\s*(?:上报|第)?\s*(\d{1,9})\s*号?[\s,，:：;；]*(.*)", re.DOTALL
)  # 退回 1 口径不对
_WITHDRAW = re.compile(r"(?:撤回|撤销|收回)\s*(?:上报|第)?\s*(\d{1,9})\s*号?[。!！]?")  # 撤回 1
_WAITING = re.compile(
    r"(?:看看|查看|有哪些|我的)?待审核(?:的|清单|列表|有哪些|多少)?[?？。]?|还有(?:哪些|什么)(?:没审|待审)核?的?[?？]?"
)
_ALL = re.compile(r"(?:全部|全都|一并|都)(?:审核)?通过[。!！]?")  # 全部通过
_MINE = re.compile(r"我(?:的|都)?(?:上报|报送|报过什么|报了什么|上报记录)(?:了?哪些|的|记录)?[?？。]?")  # 我的上报

STATES = {"": "待审核", "approve": "已通过", "return": "已退回", "withdraw": "已撤回"}


def read(text: str, turn: Turn, member: Member, conversation: Conversation, source: Sources) -> Heard | None:
    """A decision on reports, or a look at them, if the message is one."""
    said = (turn.button or text).strip()
    if len(said) > LONGEST and not said.startswith(("退回", "打回", "驳回")):
        return None
    after = replace(conversation, previewed=False)

    def heard(needs: str, act: Callable[[], Reply], durable: bool = True) -> Heard:
        return Heard(needs, lambda: _sound(act), lambda _: after, durable)

    if match := _APPROVE.fullmatch(said) or _APPROVED.fullmatch(said):
        numbers = [int(n) for n in re.findall(r"\d+", match[1])]
        return heard("review", lambda: _approved(numbers, turn, member, source))
    if match := _RETURN.fullmatch(said):
        number, reason = int(match[1]), match[2].strip()
        return heard("review", lambda: _returned(number, reason, turn, member, source))
    if match := _WITHDRAW.fullmatch(said):
        number = int(match[1])
        return heard("report", lambda: _withdrawn(number, turn, source))
    if _ALL.fullmatch(said):
        return heard("review", lambda: _all(turn, member, source))
    if _WAITING.fullmatch(said):
        return heard("waiting", lambda: _waiting(turn, member, source), durable=False)
    return heard("report", lambda: _mine(turn, source), durable=False) if _MINE.fullmatch(said) else None


def _sound(act: Callable[[], Reply]) -> Reply:
    """The reply, or the sentence of what the ledger refuses."""
    try:
        return act()
    except LedgerProblem as refused:
        return problem_reply(decline(str(refused)))


def _approved(numbers: Sequence[int], turn: Turn, member: Member, source: Sources) -> Reply:
    lines = []
    for number in numbers:
        found = ledger.known(source.store, number)
        metrics = _own(found, member)
        if not metrics:
            return problem_reply(decline(f"上报{number}号里没有由{listed(member.departments)}审核的指标。"))
        told = _told(found, f"上报{number}号已由{member.name}审核通过：{listed(metrics)}。", turn)
        ledger.approve(source.store, number, metrics, turn.sender, turn.at, told)
        lines.append(f"上报{number}号已通过：{listed(metrics)}。")
    return Reply("receipt", tuple(lines))


def _returned(number: int, reason: str, turn: Turn, member: Member, source: Sources) -> Reply:
    found = ledger.known(source.store, number)
    metrics = _own(found, member)
    if not metrics:
        return problem_reply(decline(f"上报{number}号里没有由{listed(member.departments)}审核的指标。"))
    told = _told(
        found, f"上报{number}号被{member.name}退回：{listed(metrics)}。原因：{reason}。请改正后重新上报。", turn
    )
    ledger.give_back(source.store, number, metrics, turn.sender, reason, turn.at, told)
    return Reply("receipt", (f"上报{number}号已退回：{listed(metrics)}。原因：{reason}。退回的数不再计入。",))


def _withdrawn(number: int, turn: Turn, source: Sources) -> Reply:
    ledger.withdraw(source.store, number, turn.sender, turn.at)
    return Reply("receipt", (f"上报{number}号已撤回，不再计入；台账里保留记录。",))


def _own(report: Report, member: Member) -> tuple[str, ...]:
    """The metrics of a report that this reviewer reviews."""
    mine = set(metrics_of(member.departments))
    return tuple(dict.fromkeys(item.metric for item in report.items if item.metric in mine))


def _told(report: Report, text: str, turn: Turn) -> list[tuple[str, str]]:
    return [(report.sender, text)] if report.sender != turn.sender else []


def _all(turn: Turn, member: Member, source: Sources) -> Reply:
    """Asks once, naming what 确认 would approve."""
    waiting = pending(source.store, metrics_of(member.departments))
    if not waiting:
        return Reply("answer", ("没有待审核的上报。",))
    lines = [_waits(w.report, w.metrics, turn, source) for w in waiting]
    body = json.dumps({"approve": [[w.report.number, list(w.metrics)] for w in waiting]}, ensure_ascii=False)
    previews.put(source.store, turn.sender, turn.chat, key_of(turn), turn.at, body)
    return Reply(
        "choose", (f"将通过以下{len(waiting)}份上报，请回复“确认”或“取消”：", *lines), choices=(CONFIRM, CANCEL)
    )


def approve_listed(body: str, turn: Turn, member: Member, source: Sources) -> Reply:
    """Approves what 全部通过 listed, as far as it still waits."""
    still = {w.report.number: w.metrics for w in pending(source.store, metrics_of(member.departments))}
    lines = []
    for number, metrics in json.loads(body)["approve"]:
        left = tuple(m for m in metrics if m in still.get(number, ()))
        if left:
            told = _told(
                ledger.known(source.store, number), f"上报{number}号已由{member.name}审核通过：{listed(left)}。", turn
            )
            ledger.approve(source.store, number, left, turn.sender, turn.at, told)
            lines.append(f"上报{number}号已通过：{listed(left)}。")
    return Reply("receipt", tuple(lines) or ("列出的上报都已处理过，没有新的通过。",))


def _waiting(turn: Turn, member: Member, source: Sources) -> Reply:
    mine = metrics_of(member.departments) if member.role == "reviewer" else None
    waiting = pending(source.store, mine)
    if not waiting:
        return Reply("answer", ("没有待审核的上报。",))
    lines = [_waits(w.report, w.metrics, turn, source) for w in waiting]
    choices = tuple(f"通过 {w.report.number}" for w in waiting[:8]) if member.role == "reviewer" else ()
    return Reply(
        "answer", (f"待审核{len(waiting)}份：", *lines), notes=("“通过 编号”或“退回 编号 原因”。",), choices=choices
    )


def _waits(report: Report, metrics: Sequence[str], turn: Turn, source: Sources) -> str:
    local = report.at.astimezone(turn.at.tzinfo)
    items = "，".join(
        f"{i.district}{until(i.period)}{i.metric}{amount(i.value, i.unit)}" for i in report.items if i.metric in metrics
    )
    return f"· 上报{report.number}号（{members.name_of(source.store, report.sender)}，{local:%m-%d %H:%M}）：{items}"


def _mine(turn: Turn, source: Sources) -> Reply:
    reports = reports_of(source.store, turn.sender)[:10]
    if not reports:
        return Reply("answer", ("您还没有上报过。",))
    return Reply("answer", ("您最近的上报：", *(_line(report, source) for report in reports)))


def _line(report: Report, source: Sources) -> str:
    now = {state.metric: STATES.get(state.action, state.action) for state in states(source.store, report.number)}
    items = "，".join(
        f"{i.district}{until(i.period)}{i.metric}{amount(i.value, i.unit)}（{now[i.metric]}）" for i in report.items
    )
    return f"· 上报{report.number}号{'（迟报）' if report.late else ''}：{items}"
