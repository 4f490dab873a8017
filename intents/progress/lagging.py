"""Who is behind the pace (谁落后, 预警, 红灯), and who is ahead of it."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from data import progress
from data.amount import show
from data.progress import Light
from intents.progress.case import Case, Row
from intents.progress.field import by_level
from intents.progress.wording import (
    LIGHTS,
    actual_fact,
    because,
    computed,
    day_text,
    figure,
    lead_fact,
    light_text,
    pace_fact,
    percent_text,
    rate_cell,
    rate_fact,
    short_day,
)
from intents.reply import Fact, Reply, Table
from intents.wording import listed

SHORT = 3  # so many are told in sentences
LONG = 40  # rows of a table that a phone can still show


def lagging(case: Case) -> Reply:
    """Those whose light is one of those asked for, the furthest behind first; the others are counted."""
    rows = judged(case)
    if not rows:
        return Reply("decline", (f"{_what(case)}还没有可以算快慢的上报数（未报，不等于0）。",))
    wanted = [row for row in rows if row.light(case.thresholds) in case.asked.lights]
    backwards = case.asked.lights == ("green",)
    wanted.sort(key=lambda row: row.lead or Fraction(0), reverse=backwards)
    notes = (*_others(case, rows), *_unreported(case))
    head, facts = _head(case, rows, wanted)
    if not wanted:
        return Reply("summary", (head,), None, (*notes, because(rows)), facts)
    if len(wanted) <= SHORT:
        lines = tuple(line(row, case) for row in wanted)
        stated = tuple(fact for row in wanted for fact in _facts(row))
        return Reply("summary", (head, *lines), None, (*notes, because(wanted)), (*facts, *stated))
    shown = wanted[:LONG]
    more = (f"另有{len(wanted) - LONG}项没有列出，可以按指标或地区问。",) if len(wanted) > LONG else ()
    stated = tuple(fact for row in shown for fact in _facts(row))
    return Reply("summary", (head,), _table(shown, case), (*more, *notes, because(shown)), (*facts, *stated))


def judged(case: Case) -> list[Row]:
    """All that has a lead: of the period asked for, else the newest of each district and metric."""
    found = [case.row(d, m) for m in case.asked.question.metrics for d in _whom(case)]
    return [row for row in found if row and row.lead is not None]


def _whom(case: Case) -> tuple[str, ...]:
    """The districts asked about; beside them the city for what only it has."""
    return case.districts if case.asked.question.districts != (case.city,) else (*case.everyone, case.city)


def _what(case: Case) -> str:
    metrics, names = case.asked.question.metrics, case.asked.question.districts
    who = listed(names) if len(names) <= 3 and names != (case.city,) else "各地"
    return f"{who}{listed(metrics) if len(metrics) <= 3 else ''}"


def _head(case: Case, rows: list[Row], wanted: list[Row]) -> tuple[str, tuple[Fact, ...]]:
    names = {light: [row for row in wanted if row.light(case.thresholds) == light] for light in case.asked.lights}
    day = _common(rows)
    when = f"到{day_text(day)}（序时进度{percent_text(progress.pace(day))}），" if day else "按最新上报，"
    facts: tuple[Fact, ...] = (pace_fact(day),) if day else ()
    state = "快于或持平序时进度" if case.asked.lights == ("green",) else "慢于序时进度"
    state = state if len(case.asked.lights) > 1 or "green" in case.asked.lights else LIGHTS[case.asked.lights[0]]
    head = f"{when}{_what(case)}{by_level(case, rows)}{state}的"
    if not wanted:
        return f"{head}：没有。", facts
    lights = "、".join(f"{LIGHTS[light]}{len(found)}" for light, found in names.items() if found)
    lights = f"（{lights}）" if len(names) > 1 else ""
    if case.asked.counted:
        facts += (Fact("count", Decimal(len(wanted)), "个"),)
    one = len({row.metric for row in rows}) == 1
    who = f"：{listed([row.district for row in wanted])}" if one and len(wanted) > 1 else ""
    return f"{head}有{len(wanted)}{'个' if one else '项'}{lights}{who}。", facts


def _common(rows: list[Row]) -> date | None:
    days = {row.day for row in rows}
    return days.pop() if len(days) == 1 else None


def line(row: Row, case: Case) -> str:
    """A row that is ahead or behind, as a sentence."""
    own = progress.decimal(abs(progress.ahead(row.value, row.aim or Decimal(0), row.day)), 2)
    side = "快" if (row.lead or 0) > 0 else "慢"
    by = f"{side}{figure(row.lead or Fraction(0))}个百分点（{'多' if side == '快' else '差'}{show(own)}{row.unit}）"
    waiting = "" if row.approved else "，待审核"
    return (
        f"{row.district}{row.metric}：{light_text(row, case)}，完成率{rate_cell(row)}，"
        f"{by if row.lead else '与序时进度持平'}（到{short_day(row.day)}累计{show(row.value)}{row.unit}，{row.source}{waiting}）"
    )


def _facts(row: Row, table: bool = False) -> tuple[Fact, ...]:
    own = abs(progress.ahead(row.value, row.aim or Decimal(0), row.day))
    rest = () if not row.lead else (computed("difference", own, row.unit, row),)
    return (rate_fact(row, row.rate or Fraction(0)), lead_fact(row), *rest, *(() if table else (actual_fact(row),)))


def _table(rows: list[Row], case: Case) -> Table:
    several, days = len({row.metric for row in rows}) > 1, _common(rows) is None
    header = (
        "考核对象",
        *(("指标",) if several else ()),
        *(("到",) if days else ()),
        "灯",
        "完成率",
        "快慢",
        "差额",
        "累计",
    )
    return Table(header, tuple(_cells(row, case, several, days) for row in rows))


def _cells(row: Row, case: Case, several: bool, days: bool) -> tuple[str, ...]:
    ahead = progress.ahead(row.value, row.aim or Decimal(0), row.day)
    own = f"{show(progress.decimal(abs(ahead), 2))}{row.unit}"
    lead = row.lead or Fraction(0)
    return (
        row.district,
        *((row.metric,) if several else ()),
        *((short_day(row.day),) if days else ()),
        light_text(row, case),
        rate_cell(row),
        f"{'快' if lead > 0 else '慢'}{figure(lead)}个百分点" if lead else "持平",
        f"{'多' if ahead > 0 else '差'}{own}" if ahead else NONE,
        f"{show(row.value)}{row.unit}{'' if row.approved else '（待审核）'}",
    )


NONE = "—"


def _others(case: Case, rows: list[Row]) -> tuple[str, ...]:
    """How many there are of the other lights; never their figures."""
    rest = [light for row in rows if (light := row.light(case.thresholds)) not in case.asked.lights]
    order: tuple[Light, ...] = ("red", "yellow", "green")
    said = "、".join(f"{LIGHTS[light]}{rest.count(light)}" for light in order if rest.count(light))
    return (f"其余：{said}。",) if said else ()


def _unreported(case: Case) -> tuple[str, ...]:
    """Who has no figure to be judged by."""
    metrics = case.asked.question.metrics
    if len(metrics) > 3:
        owed = [(d, m) for m in metrics for d in case.expected(m) if d in case.districts and not case.row(d, m)]
        return (f"还有{len(owed)}项未报，没有算在内（问“谁没报”可看清单）。",) if owed else ()
    notes = []
    for metric in metrics:
        names = [d for d in case.expected(metric) if d in case.districts and not case.row(d, metric)]
        notes += [f"{metric}未报的有{len(names)}个：{listed(names)}。"] if names else []
    return tuple(notes)
