"""What a reporter sees of reports: my own, one by its number, those that can still be withdrawn."""

from collections.abc import Mapping, Sequence

from data import ledger
from data.problem import decline
from data.report import Item, Report
from data.reports import reports_of, states
from intents.helping import problem_reply
from intents.members.named import Names
from intents.members.review_words import Word
from intents.reply import Reply
from intents.sources import Sources
from intents.submission.preview import until
from intents.turn import Turn
from intents.wording import amount

SHOWN, MOST = 5, 10  # reports to choose from, reports listed
STATES = {"": "待审核", "approve": "已通过", "return": "已退回", "withdraw": "已撤回"}


def which(names: Names, turn: Turn, source: Sources) -> Reply:
    """撤回 without a number: the sender's own reports that may still be withdrawn, to be chosen from."""
    reports = [r for r in reports_of(source.store, turn.sender) if any(map(names.holds, r.items))]
    own = [r for r in reports if _may_withdraw(r, source)][:SHOWN]
    if not own and names.said:
        return problem_reply(decline(f"您没有可以撤回的{names.said}的上报，没有撤回任何上报。", "“我的上报”可查看。"))
    if not own:
        return problem_reply(decline("您没有可以撤回的上报（已通过的请审核人退回）。", "“我的上报”可查看。"))
    return Reply(
        "choose", ("要撤回哪一份？", *(line(r, source) for r in own)), choices=tuple(f"撤回 {r.number}" for r in own)
    )


def _may_withdraw(report: Report, source: Sources) -> bool:
    return all(state.action not in ("approve", "withdraw") for state in states(source.store, report.number))


def figures(items: Sequence[Item], states: Mapping[str, str] | None = None) -> str:
    """The figures, district and month named once: 诸暨市2012年1—5月 实际引进外资9800万美元，实际引进内资…"""
    groups = dict[str, list[str]]()
    for i in items:
        state = f"（{states[i.metric]}）" if states else ""
        groups.setdefault(f"{i.district}{until(i.period)}", []).append(f"{i.metric}{amount(i.value, i.unit)}{state}")
    return "；".join(f"{head} {'，'.join(said)}" for head, said in groups.items())


def mine(found: Word, names: Names, turn: Turn, source: Sources) -> Reply:
    """The sender's newest reports, those of a state or of what was named where it was."""
    reports = reports_of(source.store, turn.sender)
    if not reports:
        return Reply("answer", ("您还没有上报过。",))
    wanted = [r for r in reports if _is_in(r, found.states, source) and any(map(names.holds, r.items))]
    said = names.said + "、".join(STATES[state] for state in found.states)
    if not wanted:
        return Reply("answer", (f"您的{len(reports)}份上报里没有{said}的。",), notes=("“我的上报”可看全部。",))
    lines = [line(report, source) for report in wanted[:MOST]]
    return Reply("answer", (f"您{said}的上报{len(wanted)}份：" if said else "您最近的上报：", *lines))


def status(numbers: Sequence[int], source: Sources) -> Reply:
    """What became of reports, whoever sent them. Raises NoReport."""
    return Reply("answer", tuple(line(ledger.known(source.store, number), source) for number in numbers))


def _is_in(report: Report, wanted: Sequence[str], source: Sources) -> bool:
    return not wanted or any(state.action in wanted for state in states(source.store, report.number))


def line(report: Report, source: Sources) -> str:
    """A report with what became of it."""
    decided = states(source.store, report.number)
    now = {state.metric: STATES.get(state.action, state.action) for state in decided}
    alike = {now[i.metric] for i in report.items}
    marks = "，".join([*(alike if len(alike) == 1 else ()), *(["迟报"] if report.late else [])])
    why = "；".join(dict.fromkeys(state.reason for state in decided if state.action == "return"))
    said = figures(report.items, now if len(alike) > 1 else None)
    return f"· 上报{report.number}号{f'（{marks}）' if marks else ''}：{said}{f'。退回原因：{why}' if why else ''}"
