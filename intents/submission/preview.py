"""What a submission would store, shown before it is: values with rate and lead, what they replace, what is doubtful."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from data import previews, progress, query
from data.amount import show
from data.query import Selection
from data.report import Item, Standing
from data.settings_kept import Kept
from data.standing import replaced
from intents.reply import Fact, Reply
from intents.sources import Sources
from intents.submission import kept
from intents.submission.check import Checked
from intents.submission.kept import origins
from intents.submission.report import Submission
from intents.turn import Turn
from intents.wording import amount

CONFIRM, CANCEL = "确认", "取消"
LASTS = timedelta(minutes=30)
SHOWN = 5  # items named one by one


@dataclass(frozen=True, slots=True)
class Proposal:
    """What waits for 确认: the report as read from `words` and as checked; what its first line says, and the ids of the
    messages it was read from."""

    found: Submission
    checked: Checked
    words: str
    of: tuple[str, ...] = ()
    head: str = "请核对，确认后才存入："


def propose(proposal: Proposal, turn: Turn, source: Sources) -> Reply:
    """Lets a proposal wait for this sender in this chat, and shows it. Raises StoreProblem."""
    items = proposal.checked.items
    before = replaced(source.store, items)
    left = () if proposal.found.joined else _left_out(items, turn, source)
    reply, of = _shown(proposal, before, left, source), (*proposal.of, *origins(turn))
    body = kept.body(proposal.found, proposal.words, items, before, kept.mark(reply.lines[1:]), of)
    previews.put(source.store, turn.sender, turn.chat, key_of(turn), turn.at, body)
    return reply


def shown_mark(proposal: Proposal, source: Sources) -> str:
    """A mark of what a preview of this shows, by which 确认 knows whether it has changed since. Raises StoreProblem."""
    shown = _shown(proposal, replaced(source.store, proposal.checked.items), (), source)
    return kept.mark(shown.lines[1:])


def _left_out(items: Sequence[Item], turn: Turn, source: Sources) -> tuple[str, ...]:
    """That a preview which still waited ends here, with the items that the new one has not."""
    waiting = previews.latest(source.store, turn.sender, turn.chat)
    if waiting is None or turn.at - waiting.at > LASTS or not waiting.body.startswith(kept.WAITS):
        return ()
    now = {(i.district, i.metric, i.period) for i in items}
    old = [i for i in kept.restored(waiting.body).items if (i.district, i.metric, i.period) not in now]
    if not old:
        return ()
    named = "、".join(f"{i.district}{until(i.period)}{i.metric}{amount(i.value, i.unit)}" for i in old[:SHOWN])
    more = f"等{len(old)}项" if len(old) > SHOWN else ""
    return (f"前一份预览没有确认，已作废，其中的{named}{more}不在这一份里；要报请一并重发。",)


def key_of(turn: Turn) -> str:
    """The key of a preview: whose, where and of which message, or a digest of the turn."""
    if turn.id is not None:
        return f"{turn.sender}/{turn.chat}/{turn.id}"
    return hashlib.sha256(f"{turn.sender}|{turn.chat}|{turn.at.isoformat()}|{turn.text}".encode()).hexdigest()[:32]


def _shown(proposal: Proposal, before: Sequence[Standing | None], left: tuple[str, ...], source: Sources) -> Reply:
    lines, facts = [proposal.head], []
    found, checked = proposal.found, proposal.checked
    for item, old in zip(checked.items, before, strict=True):
        line, own = _item(item, source)
        lines.append(line + _replaces(old))
        facts += own
    lines += [f"请留意：{warning}" for warning in checked.warnings]
    lines += [f"未读出（不会存入）：{piece}" for piece in found.unread]
    lines += [f"说明：{found.reason}"] if found.reason else []
    return Reply(
        "preview",
        tuple(lines),
        None,
        (*checked.notes, *left, "回复“确认”存入，“取消”放弃，30分钟内有效。"),
        tuple(facts),
        (CONFIRM, CANCEL),
    )


def _item(item: Item, source: Sources) -> tuple[str, list[Fact]]:
    """One value in words, with its facts."""
    period = period_of(item.period)
    facts = [Fact("actual", item.value, item.unit, item.district, item.metric, period)]
    target = target_of(item, source)
    text = f"· {item.district} {until(item.period)} {item.metric} {amount(item.value, item.unit)}"
    if target is None or item.unit == "%":
        return text, facts
    share, points = progress.rate(item.value, target), progress.lead(item.value, target, item.period)
    if share is None or points is None:
        return text + "（目标为0，没有完成率）", facts
    rate, lead = progress.percent(share), progress.decimal(points)
    facts += [
        Fact("rate", rate, "%", item.district, item.metric, period),
        Fact("lead", lead, "百分点", item.district, item.metric, period),
    ]
    return f"{text}，完成率{_two(rate)}%，{ahead(lead)}", facts


def ahead(lead: Decimal) -> str:
    """快于序时进度1.17个百分点, 慢于…, 与序时进度持平."""
    if lead == 0:
        return "与序时进度持平（0个百分点）"
    return f"{'快' if lead > 0 else '慢'}于序时进度{_two(abs(lead))}个百分点"


def _two(value: Decimal) -> str:
    return show(value.quantize(Decimal("0.01"), "ROUND_HALF_UP"))


def _replaces(old: Standing | None) -> str:
    return f"（更正：替换上报{old.report}号的{amount(old.item.value, old.item.unit)}）" if old else ""


def target_of(item: Item, source: Sources) -> Decimal | None:
    """The year's target that a value is measured against, in its unit: 必保 of two levels. Raises StoreProblem."""
    found = query.figures(source.store, Selection(item.city, item.period.year, (item.metric,), (item.district,)))
    counted = [f for f in found if f.level in (None, "必保")] or list(found)
    return next((f.value for f in counted if f.unit == item.unit), None)


def period_of(day: date) -> str:
    """2012-05 for a month's end, 2012-05-15 for another day."""
    return day.isoformat()[:7] if day == progress.month_end(day) else day.isoformat()


def until(day: date) -> str:
    """1—5月, or 截至5月15日."""
    whole = day == progress.month_end(day)
    months = "1月" if day.month == 1 else f"1—{day.month}月"
    return f"{day.year}年{months}" if whole else f"{day.year}年截至{day.month}月{day.day}日"


def is_late(items: Sequence[Item], at: datetime, kept: Kept) -> bool:
    """Whether a report comes after the due day of the month that follows its period."""
    return at.date() > kept.due(max(item.period for item in items))
