"""确认 and 取消 of what waits: all of it is stored, or nothing."""

from dataclasses import replace

from data import ledger, members, previews
from data.previews import Preview
from data.problem import Problem, decline
from data.report import Item, Member, Report
from data.reports import stored_at
from data.routing import departments_of, metrics_of
from data.standing import replaced
from intents.conversation import Conversation
from intents.heard import Heard
from intents.helping import problem_reply
from intents.members import publishing, review
from intents.members.awaiting import NOT_YET, waits
from intents.members.confirmation_words import decision, half_said, nods
from intents.reply import Reply
from intents.sources import Sources
from intents.submission.check import check_again
from intents.submission.kept import WAITS, restored
from intents.submission.preview import LASTS, Proposal, is_late, propose, shown_mark, until
from intents.submission.whose import not_theirs
from intents.turn import Turn
from intents.wording import amount, listed

_CHANGED = "您预览之后，有关的数已有变化，还没有存入，请再核对一遍："


def read(turn: Turn, text: str, member: Member, conversation: Conversation, source: Sources) -> Heard | None:
    """A confirmation or a cancellation, if the message is one. A bare 是 counts only right after the preview."""
    said = turn.button or text
    yes = decision(said, conversation.previewed)
    if yes is None:
        awaited = nods(said) and (conversation.previewed or (half_said(said) and waits(turn, source)))
        return Heard("ask", lambda: NOT_YET, lambda _: conversation) if awaited else None
    after = replace(conversation, previewed=False)
    needs = _needs(previews.latest(source.store, turn.sender, turn.chat), turn)
    return Heard(
        needs, lambda: _decided(turn, yes, member, source), lambda r: _next(after, r, turn, source), durable=True
    )


def _needs(waiting: Preview | None, turn: Turn) -> str:
    """Whose leave it takes: what waits may be a report, 全部通过, or a bulletin to be published. Anybody may be told that
    nothing does, but by another's button."""
    if waiting is None:
        return "report" if turn.group or turn.key is not None else "ask"
    if _publishes(waiting):
        return "summary"
    return "review" if _approves(waiting) else "report"


def _publishes(waiting: Preview) -> bool:
    return waiting.body.startswith(publishing.WAITS)


def _approves(waiting: Preview) -> bool:
    """Whether what waits is 全部通过 rather than a report."""
    return waiting.body.startswith('{"approve"')


def _next(conversation: Conversation, reply: Reply, turn: Turn, source: Sources) -> Conversation:
    number = stored_at(source.store, turn.sender, turn.at) if reply.kind == "receipt" else 0
    return replace(conversation, previewed=reply.kind == "preview", reported=number or conversation.reported)


def _decided(turn: Turn, yes: bool, member: Member, source: Sources) -> Reply:
    waiting = previews.latest(source.store, turn.sender, turn.chat)
    if waiting is None or turn.at - waiting.at > LASTS:
        return problem_reply(decline("没有等待确认的上报（预览30分钟内有效）。", "请重新发送要上报的内容。"))
    if turn.key is not None and waiting.key != f"{turn.sender}/{turn.chat}/{turn.key}":
        return problem_reply(decline("这个按钮属于较早的一次预览，没有存入任何数据。", "请在最新的预览下确认。"))
    if not yes:
        previews.end(source.store, waiting.key)
        return Reply("receipt", ("已取消，没有存入或发出任何内容。",))
    if _publishes(waiting):
        reply = publishing.publish(waiting.body, turn, source)
        if reply.kind == "receipt":
            previews.end(source.store, waiting.key)
        return reply
    if _approves(waiting):
        previews.end(source.store, waiting.key)
        return review.approve_listed(waiting.body, turn, member, source)
    if not waiting.body.startswith(WAITS):  # kept by another version of the program
        return problem_reply(decline("这份预览已经失效，没有存入任何数据。", "请重新发送要上报的内容。"))
    return _stored(turn, waiting, member, source)


def _stored(turn: Turn, waiting: Preview, member: Member, source: Sources) -> Reply:
    """What was shown, stored if all of it comes out the same by what stands now; else the new preview, or why not."""
    previews.end(source.store, waiting.key)
    kept = restored(waiting.body)
    trouble = not_theirs(kept.items, member, source)
    checked = trouble or check_again(kept.found, turn.at.year, source)
    if isinstance(checked, Problem):
        return problem_reply(replace(checked, sentence=f"您预览之后，有关的数已有变化：{checked.sentence}"))
    proposal = Proposal(kept.found, checked, kept.words, kept.of, _CHANGED)
    if checked.items != kept.items or shown_mark(proposal, source) != kept.seen:
        return propose(proposal, turn, source)
    late = is_late(kept.items, turn.at, source.kept)
    told = _messages(turn, kept.items, source)
    report = ledger.submit(
        source.store, kept.items, turn.sender, kept.words, kept.found.reason, late, turn.at, kept.replaces, told
    )
    return receipt(report, source)


def receipt(report: Report, source: Sources) -> Reply:
    """What the sender keeps: the report's number, what was stored, the ledger's mark."""
    several = len({i.period for i in report.items}) > 1
    items = [
        f"· {i.district} {f'{until(i.period)} ' if several else ''}{i.metric} {amount(i.value, i.unit)}"
        for i in report.items
    ]
    late = "，已过报送期限，记为迟报" if report.late else ""
    mark = ledger.receipt(source.store, report.number)
    return Reply(
        "receipt",
        (f"已存入：上报{report.number}号，{len(report.items)}项，待审核{late}。", *items),
        notes=(f"台账回执 {mark}。撤回请发“撤回 {report.number}”。",),
    )


def _messages(turn: Turn, items: tuple[Item, ...], source: Sources) -> list[tuple[str, str]]:
    """Whom a report concerns: those who review its metrics, and colleagues whose values it replaces."""
    name = members.name_of(source.store, turn.sender)
    told = [
        (m.id, f"{name}上报了{_whose(items, m)}，待审核。发“待审核”查看。")
        for m in reviewers(items, source)
        if m.id != turn.sender
    ]
    olds = [old for old in replaced(source.store, items) if old and old.sender != turn.sender]
    mine = {old.sender: f"{name}更正了您上报{old.report}号的{old.item.metric}。" for old in olds}
    return [*told, *mine.items()]


def _whose(items: tuple[Item, ...], reviewer: Member) -> str:
    """The districts and metrics among these that a reviewer reviews."""
    own = [i for i in items if i.metric in metrics_of(reviewer.departments)]
    return "的".join(
        listed(list(dict.fromkeys(names))) for names in ([i.district for i in own], [i.metric for i in own])
    )


def reviewers(items: tuple[Item, ...], source: Sources) -> list[Member]:
    """The reviewers of these items' metrics."""
    wanted = {department for item in items for department in departments_of().get(item.metric, ())}
    everyone = members.everyone(source.store)
    return [m for m in everyone if m.role == "reviewer" and (not m.departments or wanted & set(m.departments))]
