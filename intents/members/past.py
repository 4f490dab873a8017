"""来历: all that was ever reported for a district, a metric and a period, in what words, and what became of it."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, tzinfo

from data.history import Past, Review, history
from data.problem import Problem, decline, not_understood
from data.report import Member
from data.reports import report
from intents.asof import as_of_day
from intents.conversation import Conversation
from intents.heard import Heard
from intents.helping import problem_reply
from intents.reading import Reading
from intents.reading import read as read_message
from intents.reply import Fact, Reply
from intents.sources import Sources
from intents.submission.names import Named
from intents.submission.period import until as until_day
from intents.submission.preview import period_of, until
from intents.targets.draft import draft
from intents.turn import Turn
from intents.wording import amount, listed

_ASKED = re.compile(
    "(?:数据?|值|上报)?的?(?:来历|来龙去脉|上报历史|历史记录|修改记录|变更记录|更正记录|上报记录|台账记录)"
    "|(?:的?数据?|的?值)?(?:是|由)*(?:谁|哪个人|什么人|哪位)上?报(?:上来)?的(?![最多少])(?:[,，、和 ]*(?:是)?(?:哪天|什么时候|何时|几号|啥时候)上?报的)?"
    "|(?:的?数据?|的?值)?(?:是)?(?:哪天|什么时候|何时|啥时候)上?报(?:上来)?的(?:[,，、和 ]*(?:是)?谁上?报的)?"
)  # 来历
_CHANGED = re.compile(
    "(?:有没有)?(?:改|更正|修改|变)过(?:没有?|吗|么)(?:[,，、 ]*(?:原来|原先|之前)报的?是?多少)?|(?:原来|原先)报的?是?多少"
)  # 改过没有
_AIM = re.compile("目标|任务|计划|指标")
_NUMBER = re.compile(r"(?:上报|第|报告)*\s*(\d{1,9})\s*号(?:上报|报告)?的?来历[?？。]?")  # 上报3号的来历
_BARE = re.compile(r"(?:这个?|那个?|它|查看?|看看|一下|是|有|怎么|什么|啥|呢|吗|的|数|报|[?？。!！\s])*")
LONGEST, MOST = 120, 30
EXAMPLE = "例如“诸暨外资5月的来历”。"
Cell = tuple[str, str, date | None]


def read(turn: Turn, text: str, member: Member, conversation: Conversation, source: Sources) -> Heard | None:
    """The history of a value, if that is asked."""
    found = _ASKED.search(text) or (None if _AIM.search(text) else _CHANGED.search(text))
    if len(text) > 80 or turn.file or not found:
        return None
    if match := _NUMBER.fullmatch(text.strip()):
        number = int(match[1])
        return _heard(lambda: _of_report(number, turn, source), conversation)
    said = text[: found.start()] + " " + text[found.end() :]
    reading = read_message(said, turn.at.date(), conversation.city(source.home))
    cells = _cells(reading, said, turn, member, conversation, source)
    if cells is None:
        return None
    return _heard(
        lambda: problem_reply(cells) if isinstance(cells, Problem) else _told(cells, turn, source), conversation
    )


def _heard(act: Callable[[], Reply], conversation: Conversation) -> Heard:
    return Heard("progress", act, lambda _: replace(conversation, previewed=False))


def _cells(
    reading: Reading, said: str, turn: Turn, member: Member, conversation: Conversation, source: Sources
) -> Sequence[Cell] | Problem | None:
    """Whose value of which metric and period is meant; None where it is about something else (a plan's 来历)."""
    if as_of_day(reading.text, turn.at.date()):
        return decline("来历逐次写明了时间，不按口径另算，请去掉口径再问。", EXAMPLE)
    drafted = draft(reading, source, None)
    before = None if drafted.where.said or drafted.metrics.names else conversation.question
    bare = not _BARE.sub("", said)
    if before and not bare and not reading.of("period"):
        return None
    if reading.of("programme") and not drafted.where.names:
        return None
    metrics = drafted.metrics.names or drafted.metrics.rivals or (before.metrics if before else ())
    districts = drafted.where.names or (before.districts if before else ()) or member.districts
    if not metrics and not drafted.where.names:
        return decline("要看哪个数的来历？", EXAMPLE) if bare else None
    if reading.leftover or reading.of("elsewhere", "group", "total"):
        words = (*reading.leftover, *(m.text for m in reading.of("elsewhere", "group", "total")))
        return replace(not_understood(words, f"来历要写明一个地区和一个指标，{EXAMPLE}"), unknown=reading.leftover)
    if len(metrics) != 1 or len(districts) != 1:
        return decline(f"来历一次只能看一个地区的一个指标，{EXAMPLE}")
    day = _day(reading, turn)
    return day if isinstance(day, Problem) else ((districts[0], metrics[0], day),)


def _day(reading: Reading, turn: Turn) -> date | Problem | None:
    """The last day of the period named; None for all periods."""
    periods = reading.of("period")
    if not periods:
        return None
    end = until_day(Named(period=periods[-1].value, period_text=periods[-1].text), turn.at.date())
    return end if isinstance(end, Problem) else end.day


def _of_report(number: int, turn: Turn, source: Sources) -> Reply:
    """The histories of what a report reported."""
    found = report(source.store, number)
    if found is None:
        return problem_reply(decline(f"没有上报{number}号。"))
    return _told([(i.district, i.metric, i.period) for i in found.items], turn, source)


def _told(cells: Sequence[Cell], turn: Turn, source: Sources) -> Reply:
    lines: list[str] = []
    facts: list[Fact] = []
    for district, metric, day in cells[:MOST]:
        pasts = history(source.store, district, metric, day)
        if not pasts:
            when = f"{until(day)}" if day else ""
            return problem_reply(decline(f"{district}{when}{metric}还没有上报过，没有来历可查（未报，不等于0）。"))
        for period in dict.fromkeys(past.item.period for past in pasts):
            own = [past for past in pasts if past.item.period == period]
            lines += _of_period(own, turn.at.tzinfo)
            facts += [_fact(past) for past in own]
    return Reply("answer", tuple(lines), facts=tuple(facts))


def _of_period(pasts: Sequence[Past], zone: tzinfo | None) -> list[str]:
    """One period's values, the first one first; the one that counts is marked."""
    item = pasts[0].item
    counts = [past.report for past in pasts if past.state in ("", "approve")][-1:]
    head = f"{item.district}{item.metric}，{until(item.period)}，共{len(pasts)}次上报："
    return [head, *(_line(past, pasts, counts, zone) for past in pasts)]


def _line(past: Past, pasts: Sequence[Past], counts: Sequence[int], zone: tzinfo | None) -> str:
    value, late = amount(past.item.value, past.item.unit), "，迟报" if past.late else ""
    parts = [f"· 上报{past.report}号 {value}：{past.name}，{_at(past.at, zone)}报送{late}"]
    parts += [f"替换上报{past.replaces}号"] if past.replaces else []
    parts += [_review(review, zone) for review in past.reviews]
    by = [str(each.report) for each in pasts if each.replaces == past.report]
    standing = [past.report] == list(counts)
    parts += [f"{'曾' if standing else ''}被上报{listed(by)}号替换"] if by else []
    parts += ["现在计入" + ("" if past.approved else "，待审核") if standing else "不再计入"]
    reason = f"；说明：{_short(past.reason)}" if past.reason else ""
    return f"{'；'.join(parts)}；原话“{_words(past)}”{reason}"


def _review(review: Review, zone: tzinfo | None) -> str:
    done = {"approve": "审核通过", "return": "退回", "withdraw": "撤回"}.get(review.action, review.action)
    return f"{review.name}{_at(review.at, zone)}{done}{f'（{_short(review.reason)}）' if review.reason else ''}"


def _at(at: datetime, zone: tzinfo | None) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}"


def _words(past: Past) -> str:
    """What was sent; of much only the first line and the lines with this metric."""
    first, *lines = past.words.splitlines() or [""]
    if len(past.words) <= LONGEST or not lines:
        return _short(past.words)
    return _short(" …… ".join((first, *(line for line in lines if past.item.metric in line))))


def _short(words: str) -> str:
    """One line, not too long, no figure cut in two."""
    one = " ".join(words.split())
    return one if len(one) <= LONGEST else one[:LONGEST].rpartition(" ")[0] + "……"


def _fact(past: Past) -> Fact:
    item = past.item
    period, source = period_of(item.period), f"上报{past.report}号"
    return Fact("actual", item.value, item.unit, item.district, item.metric, period, source=source)
