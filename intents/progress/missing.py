"""Who has not reported (谁没报), and that beside those who are behind (督查)."""

from datetime import date
from decimal import Decimal

from data import progress
from data.progress import month_before
from intents.progress.case import Case
from intents.progress.lagging import lagging
from intents.progress.wording import day_text, short_day
from intents.reply import Fact, Reply
from intents.wording import listed

URGE = "催报"  # what a leader may say next
MANY = 6  # so many metrics are still named one by one


def missing(case: Case) -> Reply:
    """A line a district with the metrics that it has not reported to the end of the month."""
    day = case.period or month_before(case.at.date())
    metrics = case.asked.question.metrics
    owed = owing(case, day)
    if case.asked.every:
        owed = {district: names for district, names in owed.items() if len(names) == len(metrics)}
    what = listed(metrics) if len(metrics) <= 3 else "各项指标"
    named = len(case.asked.question.districts) <= 3 and case.asked.question.districts != (case.city,)
    who = listed(case.districts) if named else ""
    if not any(d in case.districts for m in metrics for d in case.expected(m)):
        return Reply("decline", (f"{who or '各地'}没有需要上报的{what}目标。",))
    if not owed:
        return Reply(
            "summary",
            (f"{who or '各地'}到{day_text(day)}的{what}{'没有都未报的' if case.asked.every else '都已上报'}。",),
        )
    counted = case.asked.counted
    facts = (Fact("count", Decimal(len(owed)), "个"),) if counted else ()
    head = f"到{day_text(day)}，{who}{what}{'都' if case.asked.every else ''}未报的有{len(owed)}个"
    choices = (URGE,) if case.asked.needs == "summary" and case.at.date() > day else ()
    if len(metrics) == 1:
        lines = (f"{head}：{listed(list(owed))}。", *_last(case, owed, metrics[0]))
        return Reply("summary", lines, facts=facts, choices=choices)
    due = "" if case.at.date() > day else f"（{day_text(day)}还没有到）"
    rows = [f"{d}：{owed_text(case, d, names)}" for d, names in owed.items()]
    return Reply("summary", (f"{head}{due}：", *rows), facts=facts, choices=choices)


def owing(case: Case, day: date) -> dict[str, list[str]]:
    """The metrics that each district asked about has not reported to that day."""
    expected = {metric: case.expected(metric) for metric in case.asked.question.metrics}
    found: dict[str, list[str]] = {}
    for district in case.districts:
        due = [metric for metric, names in expected.items() if district in names]
        names = [m for m in due if not any(each.item.period == day for each in case.of(district, m))]
        found |= {district: names} if names else {}
    return found


def owed_text(case: Case, district: str, names: list[str]) -> str:
    """The metrics that a district owes; many of them by those that it does not."""
    every = [m for m in case.asked.question.metrics if district in case.expected(m)]
    there = [m for m in every if m not in names]
    if len(names) > MANY and len(there) < len(names):
        return f"除{listed(there)}外的{len(names)}项" if there else f"{len(names)}项都没报"
    return f"{len(names)}项：{listed(names)}"


def _last(case: Case, owed: dict[str, list[str]], metric: str) -> tuple[str, ...]:
    """To which day those last reported, without figures."""
    last = {d: progress.newest(case.of(d, metric)) for d in owed}
    known = [f"{d}到{short_day(each.item.period)}" for d, each in last.items() if each]
    never = [d for d, each in last.items() if each is None]
    lines = (f"最近一次上报：{listed(known)}。",) if known else ()
    return (*lines, *((f"今年还没有报过的：{listed(never)}。",) if never and known else ()))


def inspection(case: Case) -> Reply:
    """督查: who is behind, and who has not reported."""
    behind, silent = lagging(case), missing(case)
    notes = (*(note for note in behind.notes if "未报" not in note), *silent.lines)
    return Reply("summary", behind.lines, behind.table, notes, behind.facts, silent.choices)
