"""Who is behind the pace (谁落后, 预警, 红灯), and who is ahead of it."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from data import progress
from data.amount import show
from data.progress import Light
from intents.progress.case import Case, Row
from intents.progress.field import by_level
from intents.progress.filter import fits, measure, noun_of, within
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
from intents.targets.question import EVERYONE
from intents.wording import listed

SHORT = 3  # so many are told in sentences
LONG = 40  # rows of a table that a phone can still show


def lagging(case: Case) -> Reply:
    """Those whose light is one of those asked for, the furthest behind first; the others are counted."""
    rows = judged(case)
    if not rows:
        return Reply("decline", (f"{_what(case)}还没有可以算快慢的上报数（未报，不等于0）。",))
    wanted = [row for row in rows if row.light(case.thresholds) in case.asked.lights]
    for condition in case.asked.question.conditions:
        if wrong := next((row for row in wanted if not fits(condition, row)), None):
            return Reply("decline", (f"{wrong.metric}以{wrong.unit}计，条件“{condition.text}”的单位不符。",))
        wanted = [row for row in wanted if within(condition, row, case)]
    wanted = _everywhere(wanted, case) if case.asked.every else wanted
    backwards = case.asked.lights == ("green",)
    wanted.sort(key=lambda row: row.lead or Fraction(0), reverse=backwards)
    if case.asked.every:
        order = [row.district for row in wanted]
        wanted.sort(key=lambda row: order.index(row.district))
    notes = (*_others(case, [row for row in rows if row not in wanted]), *_unreported(case))
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


def _everywhere(rows: list[Row], case: Case) -> list[Row]:
    """The rows of those that are so in every metric."""
    metrics = case.asked.question.metrics
    so = {(row.district, row.metric) for row in rows}
    return [row for row in rows if all((row.district, m) in so for m in metrics)]


def judged(case: Case) -> list[Row]:
    """All that has a lead: of the period asked for, else the newest of each district and metric."""
    found = [case.row(d, m) for m in case.asked.question.metrics for d in _whom(case)]
    return [row for row in found if row and row.lead is not None]


def _whom(case: Case) -> tuple[str, ...]:
    """The districts asked about; beside them the city for what only it has."""
    return case.districts if case.asked.question.districts != (case.city,) else (*case.everyone, case.city)


def _what(case: Case) -> str:
    metrics, names = case.asked.question.metrics, case.asked.question.districts
    groups = tuple(g for g in case.asked.question.groups if g != EVERYONE)
    few = len(names) <= 3 and names != (case.city,)
    who = listed(names) if few else listed(groups) if groups and not case.asked.question.without else "各地"
    return f"{who}{listed(metrics) if len(metrics) <= 3 else ''}"


def _head(case: Case, rows: list[Row], wanted: list[Row]) -> tuple[str, tuple[Fact, ...]]:
    names = {light: [row for row in wanted if row.light(case.thresholds) == light] for light in case.asked.lights}
    day = _common(rows)
    when = f"到{day_text(day)}（序时进度{percent_text(progress.pace(day))}），" if day else "按最新上报，"
    facts: tuple[Fact, ...] = (pace_fact(day),) if day else ()
    head = f"{when}{_what(case)}{by_level(case, rows)}{_state(case, rows)}的"
    if not wanted:
        return f"{head}：没有。", facts
    if case.asked.every:
        names_ = list(dict.fromkeys(row.district for row in wanted))
        counted = (Fact("count", Decimal(len(names_)), "个"),) if case.asked.counted else ()
        return f"{head}有{len(names_)}个：{listed(names_)}。", (*facts, *counted)
    lights = "、".join(f"{LIGHTS[light]}{len(found)}" for light, found in names.items() if found)
    lights = f"（{lights}）" if len(names) > 1 else ""
    if case.asked.counted:
        facts += (Fact("count", Decimal(len(wanted)), "个"),)
    one = len({row.metric for row in rows}) == 1
    who = f"：{listed([row.district for row in wanted])}" if one and len(wanted) > 1 else ""
    return f"{head}有{len(wanted)}{'个' if one else '项'}{lights}{who}。", facts


def _state(case: Case, rows: list[Row]) -> str:
    """慢于序时进度5个点以上: those asked for, in words."""
    lights, conditions = case.asked.lights, case.asked.question.conditions
    known = {("green",): "快于或持平序时进度", ("red", "yellow"): "慢于序时进度"}
    state = known.get(lights) or "或".join(LIGHTS[light] for light in lights)
    state = "" if case.asked.bounded == "lead" and conditions else state
    every = "都" if case.asked.every else ""
    bounds = [noun_of(measure(c, rows[0], case), case) + c.text for c in conditions]
    return every + "，".join(part for part in (state, *bounds) if part)


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
    """How many there are of which light beside them; never their figures."""
    rest = [row.light(case.thresholds) for row in rows]
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
