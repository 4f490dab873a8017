"""通过, 退回, 撤回, 待审核, 全部通过, 我的上报: what reviewers decide and what reporters look after."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from data import ledger, members, previews
from data.ledger import LedgerProblem, Refused
from data.problem import decline
from data.report import Item, Member, Report
from data.reports import reports_of, states
from data.routing import metrics_of
from data.standing import pending
from intents.conversation import Conversation
from intents.heard import Heard
from intents.helping import problem_reply
from intents.members.review_words import word_of
from intents.reply import Reply
from intents.sources import Sources
from intents.submission.kept import origins
from intents.submission.preview import CANCEL, CONFIRM, key_of, until
from intents.turn import Turn
from intents.wording import amount, listed

LONGEST = 80
SHOWN = 5  # reports to choose from
STATES = {"": "待审核", "approve": "已通过", "return": "已退回", "withdraw": "已撤回"}


def read(text: str, turn: Turn, member: Member, conversation: Conversation, source: Sources) -> Heard | None:
    """A decision on reports, or a look at them, if the message is one."""
    said = (turn.button or text).strip()
    if len(said) > LONGEST and not said.startswith(("退回", "打回", "驳回")):
        return None
    after = replace(conversation, previewed=False)

    def heard(needs: str, act: Callable[[], Reply], durable: bool = True) -> Heard:
        return Heard(needs, lambda: _sound(act), lambda _: after, durable)

    if (found := word_of(said)) is None:
        return None
    match found.what:
        case "approve":
            return heard("review", lambda: _approved(found.numbers, turn, member, source))
        case "return":
            return heard("review", lambda: _returned(found.numbers, found.reason, turn, member, source))
        case "withdraw":
            return heard("report", lambda: _withdrawn(found.numbers[0], turn, source))
        case "latest":
            return heard("report", lambda: _which(turn, source), durable=False)
        case "all":
            return heard("review", lambda: _all(turn, member, source))
        case "waiting":
            return heard("waiting", lambda: _waiting(turn, member, source), durable=False)
        case "mine":
            return heard("report", lambda: _mine(turn, source), durable=False)
    return None


def _sound(act: Callable[[], Reply]) -> Reply:
    """The reply, or the sentence of what the ledger refuses."""
    try:
        return act()
    except LedgerProblem as refused:
        return problem_reply(decline(str(refused)))


def _approved(numbers: Sequence[int], turn: Turn, member: Member, source: Sources) -> Reply:
    def one(number: int) -> str:
        metrics = _own(found := ledger.known(source.store, number), member)
        if not metrics:
            raise Refused(_not_mine(number, member))
        returned = [s.metric for s in states(source.store, number) if s.action == "return" and s.metric in metrics]
        metrics = tuple(metric for metric in metrics if metric not in returned) or metrics
        told = _told(found, f"上报{number}号已由{member.name}审核通过：{listed(metrics)}。", turn)
        ledger.approve(source.store, number, metrics, turn.sender, turn.at, told)
        still = f"{listed(returned)}已经退回，没有通过，请报送人改正后重新上报。" if returned else ""
        return f"上报{number}号已通过：{listed(metrics)}。{still}"

    return _each(numbers, one)


def _returned(numbers: Sequence[int], reason: str, turn: Turn, member: Member, source: Sources) -> Reply:
    def one(number: int) -> str:
        metrics = _own(found := ledger.known(source.store, number), member)
        if not metrics:
            raise Refused(_not_mine(number, member))
        why = f"{listed(metrics)}。原因：{reason}。"
        told = _told(found, f"上报{number}号被{member.name}退回：{why}请改正后重新上报。", turn)
        ledger.give_back(source.store, number, metrics, turn.sender, reason, turn.at, told)
        return f"上报{number}号已退回：{why}退回的数不再计入。"

    return _each(numbers, one)


def _each(numbers: Sequence[int], act: Callable[[int], str]) -> Reply:
    """What became of each report, those that the ledger refuses too; a receipt where anything was changed."""
    done, refused = [], []
    for number in numbers:
        try:
            done.append(act(number))
        except LedgerProblem as why:
            refused.append(str(why))
    if not done:
        return problem_reply(decline("".join(refused)))
    return Reply("receipt", (*done, *(f"没有处理：{why}" for why in refused)))


def _not_mine(number: int, member: Member) -> str:
    return f"上报{number}号里没有由{listed(member.departments)}审核的指标。"


def _withdrawn(number: int, turn: Turn, source: Sources) -> Reply:
    ledger.withdraw(source.store, number, turn.sender, turn.at)
    return Reply("receipt", (f"上报{number}号已撤回，不再计入；台账里保留记录。",))


def _which(turn: Turn, source: Sources) -> Reply:
    """撤回 without a number: the sender's own reports that may still be withdrawn, to be chosen from."""
    own = [r for r in reports_of(source.store, turn.sender) if _may_withdraw(r, source)][:SHOWN]
    if not own:
        return problem_reply(decline("您没有可以撤回的上报（已通过的请审核人退回）。", "“我的上报”可查看。"))
    return Reply(
        "choose", ("要撤回哪一份？", *(_line(r, source) for r in own)), choices=tuple(f"撤回 {r.number}" for r in own)
    )


def _may_withdraw(report: Report, source: Sources) -> bool:
    return all(state.action not in ("approve", "withdraw") for state in states(source.store, report.number))


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
    listed_ = [[w.report.number, list(w.metrics)] for w in waiting]
    body = json.dumps({"approve": listed_, "of": origins(turn)}, ensure_ascii=False)
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
    notes = ("“通过 编号”、“退回 编号 原因”或“全部通过”。",) if member.role == "reviewer" else ()
    return Reply("answer", (f"待审核{len(waiting)}份：", *lines), notes=notes, choices=choices)


def _waits(report: Report, metrics: Sequence[str], turn: Turn, source: Sources) -> str:
    local = report.at.astimezone(turn.at.tzinfo)
    said = _figures([i for i in report.items if i.metric in metrics])
    return f"· 上报{report.number}号（{members.name_of(source.store, report.sender)}，{local:%m-%d %H:%M}）：{said}"


def _figures(items: Sequence[Item], states: Mapping[str, str] | None = None) -> str:
    """The figures, district and month named once: 诸暨市2012年1—5月 实际引进外资9800万美元，实际引进内资…"""
    groups = dict[str, list[str]]()
    for i in items:
        state = f"（{states[i.metric]}）" if states else ""
        groups.setdefault(f"{i.district}{until(i.period)}", []).append(f"{i.metric}{amount(i.value, i.unit)}{state}")
    return "；".join(f"{head} {'，'.join(said)}" for head, said in groups.items())


def _mine(turn: Turn, source: Sources) -> Reply:
    reports = reports_of(source.store, turn.sender)[:10]
    if not reports:
        return Reply("answer", ("您还没有上报过。",))
    return Reply("answer", ("您最近的上报：", *(_line(report, source) for report in reports)))


def _line(report: Report, source: Sources) -> str:
    now = {state.metric: STATES.get(state.action, state.action) for state in states(source.store, report.number)}
    alike = {now[i.metric] for i in report.items}
    marks = "，".join([*(alike if len(alike) == 1 else ()), *(["迟报"] if report.late else [])])
    said = _figures(report.items, now if len(alike) > 1 else None)
    return f"· 上报{report.number}号{f'（{marks}）' if marks else ''}：{said}"
