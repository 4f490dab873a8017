"""通过, 退回, 撤回, 待审核, 全部通过, 我的上报: what reviewers decide and what reporters look after."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace

from data import ledger, members, previews
from data.ledger import LedgerProblem, Refused
from data.problem import decline
from data.report import Member, Report
from data.reports import newest, states
from data.routing import metrics_of
from data.standing import pending
from intents.conversation import Conversation
from intents.heard import Heard
from intents.helping import problem_reply
from intents.members import own, unnumbered
from intents.members.named import Names, names_in
from intents.members.numbers import MOST
from intents.members.review_words import Word, word_of
from intents.reply import Reply
from intents.sources import Sources
from intents.submission.kept import origins
from intents.submission.preview import CANCEL, CONFIRM, key_of
from intents.turn import Turn
from intents.wording import listed

LONGEST = 80
TWO = "一条消息只能办一件事，没有改动任何上报：通过、退回请分开发，例如“通过 1”“退回 2 口径不符”。"
_LOOKS = ("审", "我")  # a look at reports has one of them


def read(text: str, turn: Turn, member: Member, conversation: Conversation, source: Sources) -> Heard | None:
    """A decision on reports, or a look at them, if the message is one."""
    said = (turn.button or text).strip()
    if len(said) > LONGEST and not said.startswith(("退回", "打回", "驳回")):
        return None
    after = replace(conversation, previewed=False)

    def heard(needs: str, act: Callable[[], Reply], durable: bool = True) -> Heard:
        return Heard(needs, lambda: _sound(act), lambda _: after, durable)

    found, names = _word(said, turn, source)
    if found is None:
        asked = unnumbered.read(said, turn, member, source)
        needs = "report" if member.role == "staff" else "review"
        return heard(needs, lambda: asked, durable=False) if asked else None
    match found.what:
        case "mixed":
            return heard("ask", lambda: problem_reply(decline(TWO)), durable=False)
        case "approve" | "return" | "withdraw" if not found.numbers:
            return heard("ask", lambda: problem_reply(decline(f"一次最多{MOST}份，没有改动任何上报。")), durable=False)
        case "approve":
            return heard("review", lambda: _approved(found.numbers, turn, member, source))
        case "return":
            return heard("review", lambda: _returned(found, turn, member, source))
        case "withdraw":
            return heard("report", lambda: _withdrawn(found, turn, source))
        case "latest":
            return heard("report", lambda: own.which(Names(), turn, source), durable=False)
        case "all":
            return heard("review", lambda: _all(turn, member, source))
        case "waiting":
            return heard("waiting", lambda: _waiting(names, turn, member, source), durable=False)
        case "mine" | "sent":
            return heard("report", lambda: own.mine(found, names, turn, source), durable=False)
        case "status":
            return heard("progress", lambda: own.status(found.numbers, source), durable=False)
    return None


def _word(said: str, turn: Turn, source: Sources) -> tuple[Word | None, Names]:
    """What is wanted of reports, and of which metric, district or month: 待审核 外资, 我4月报了什么."""
    if (found := word_of(said)) is not None:
        return (found if found.what != "sent" else None), Names()
    names = names_in(said, turn.at.date(), source) if any(word in said for word in _LOOKS) else None
    found = word_of(names.rest) if names else None
    looks = names is not None and found is not None and found.what in ("waiting", "mine", "sent")
    return (found, names) if looks and names else (None, Names())


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


def _returned(found: Word, turn: Turn, member: Member, source: Sources) -> Reply:
    if not found.reason:
        which = "、".join(map(str, found.numbers))
        return problem_reply(decline(f"退回要写明原因，例如“退回 {which} 与海关数不符”。没有退回任何上报。"))
    if (doubt := _in_doubt(found, source)) is not None:
        return doubt

    def one(number: int) -> str:
        metrics = _own(sent := ledger.known(source.store, number), member)
        if not metrics:
            raise Refused(_not_mine(number, member))
        why = f"{listed(metrics)}。原因：{found.reason}。"
        told = _told(sent, f"上报{number}号被{member.name}退回：{why}请改正后重新上报。", turn)
        ledger.give_back(source.store, number, metrics, turn.sender, found.reason, turn.at, told)
        return f"上报{number}号已退回：{why}退回的数不再计入。"

    return _each(found.numbers, one)


def _in_doubt(found: Word, source: Sources) -> Reply | None:
    """The question back where a number may belong to the reason: 退回 1 2号已报过, and 退回 1 5000不对 without a report 5000."""
    first, last = found.numbers[0], newest(source.store)
    there = max(found.numbers) <= last
    if found.sure and (there or not found.alone):
        return None
    whole = "、".join(map(str, found.numbers))
    choices = (f"退回 {whole} 原因：{found.reason}",) * there + (f"退回 {first} 原因：{found.alone}",) * bool(
        found.alone
    )
    if not choices:
        return problem_reply(decline("没看明白退回哪几份，没有退回任何上报。", "例如“退回 1、2 口径不符”。"))
    return Reply("choose", ("没看明白哪些是编号、哪些是原因，没有退回任何上报。请选一个：",), choices=choices)


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


def _withdrawn(found: Word, turn: Turn, source: Sources) -> Reply:
    if not found.sure:
        return problem_reply(decline("没看明白撤回哪几份，没有撤回任何上报。", "例如“撤回 1、2”。"))

    def one(number: int) -> str:
        ledger.withdraw(source.store, number, turn.sender, turn.at)
        return f"上报{number}号已撤回，不再计入；台账里保留记录。"

    return _each(found.numbers, one)


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


def _waiting(names: Names, turn: Turn, member: Member, source: Sources) -> Reply:
    mine = metrics_of(member.departments) if member.role == "reviewer" else None
    waiting = [w for w in pending(source.store, mine) if unnumbered.holds(w, names)]
    if not waiting:
        return Reply("answer", (f"没有待审核的{f'{names.said}的' if names.said else ''}上报。",))
    lines = [_waits(w.report, w.metrics, turn, source) for w in waiting]
    choices = tuple(f"通过 {w.report.number}" for w in waiting[:8]) if member.role == "reviewer" else ()
    notes = ("“通过 编号”、“退回 编号 原因”或“全部通过”。",) if member.role == "reviewer" else ()
    return Reply("answer", (f"{names.said}待审核{len(waiting)}份：", *lines), notes=notes, choices=choices)


def _waits(report: Report, metrics: Sequence[str], turn: Turn, source: Sources) -> str:
    local = report.at.astimezone(turn.at.tzinfo)
    said = own.figures([i for i in report.items if i.metric in metrics])
    return f"· 上报{report.number}号（{members.name_of(source.store, report.sender)}，{local:%m-%d %H:%M}）：{said}"
