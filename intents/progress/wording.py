"""Progress in words and facts: days, rates, leads, lights. What a text shows is rounded half up to two decimals, facts
to four."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction

from data import progress
from data.amount import show
from data.progress import Light, month_end
from intents.progress.case import Case, Row
from intents.reply import Fact
from intents.wording import amount, fact, listed, qualified, sources

LIGHTS: dict[Light, str] = {"green": "绿灯", "yellow": "黄灯", "red": "红灯"}
NOTHING = "—"


def day_text(day: date) -> str:
    """2012年5月底, 2012年5月15日."""
    return f"{day.year}年{short_day(day)}"


def short_day(day: date) -> str:
    """5月底, 5月15日."""
    return f"{day.month}月底" if day == month_end(day) else f"{day.month}月{day.day}日"


def period_of(day: date) -> str:
    """The day as facts have it: 2012-05 for a month's end."""
    return f"{day:%Y-%m}" if day == month_end(day) else day.isoformat()


def figure(value: Fraction) -> str:
    """Two decimals; more where two would show 0 or a round 10 for what is not (a lead of −10.001 is red)."""
    for places in (2, 4, 8):
        shown = progress.decimal(abs(value), places)
        if shown == abs(value) or shown not in (0, 10):
            return show(shown)
    return show(shown)


def percent_text(share: Fraction) -> str:
    """46.67%."""
    return f"{figure(share * 100)}%"


def lead_text(points: Fraction) -> str:
    """快于序时进度5个百分点, 慢于…, 与序时进度持平."""
    if not points:
        return "与序时进度持平（0个百分点）"
    return f"{'快' if points > 0 else '慢'}于序时进度{figure(points)}个百分点"


def lead_cell(points: Fraction | None) -> str:
    """快5, 慢3.33, 持平: in 百分点, for a column that says so."""
    if points is None:
        return NOTHING
    return "持平" if not points else f"{'快' if points > 0 else '慢'}{figure(points)}"


def light_text(row: Row, case: Case) -> str:
    """红灯, 黄灯, 绿灯."""
    found = row.light(case.thresholds)
    return LIGHTS[found] if found else NOTHING


def actual_text(row: Row, case: Case) -> str:
    """The amount in the unit asked for."""
    return amount(row.value, row.unit, case.asked.question.unit)


def mark(row: Row) -> str:
    """（上报12号，待审核）."""
    parts = [
        row.source or "",
        "" if row.approved else "待审核" if row.source else "含待审核",
        "迟报" if row.late else "",
    ]
    said = "，".join(part for part in parts if part)
    return f"（{said}）" if said else ""


def actual_fact(row: Row) -> Fact:
    """What was achieved."""
    return Fact("actual", row.value, row.unit, row.district, row.metric, period_of(row.day), None, row.source)


def rate_fact(row: Row, share: Fraction, level: str | None = None) -> Fact:
    """完成率."""
    level = level or (row.target.level if row.target else None)
    return Fact("rate", progress.percent(share), "%", row.district, row.metric, period_of(row.day), level)


def lead_fact(row: Row) -> Fact:
    """快于 (or, below 0, 慢于) 序时进度."""
    points = progress.decimal(row.lead or Fraction(0))
    return Fact("lead", points, "百分点", row.district, row.metric, period_of(row.day))


def gap_fact(row: Row) -> Fact:
    """还差; of a ratio in 百分点."""
    unit = "百分点" if row.is_ratio else row.unit
    return Fact("gap", row.gap or Decimal(0), unit, row.district, row.metric, period_of(row.day))


def pace_fact(day: date) -> Fact:
    """序时进度."""
    return Fact("pace", progress.percent(progress.pace(day)), "%", period=period_of(day))


def computed(measure: str, value: Fraction, unit: str, row: Row) -> Fact:
    """Another figure computed of a row."""
    return Fact(measure, progress.decimal(value), unit, row.district, row.metric, period_of(row.day))


def cells_facts(row: Row) -> tuple[Fact, ...]:
    """The facts of a row of a table with actual, rate and lead."""
    facts = [actual_fact(row)]
    if row.rate is not None:
        facts += [rate_fact(row, row.rate), lead_fact(row)]
    elif row.is_ratio and row.gap is not None:
        facts.append(gap_fact(row))
    return tuple(facts)


def rate_cell(row: Row) -> str:
    """46.67%; of a ratio the distance to its target; of a target of 0 that it is 0."""
    if row.is_ratio and row.gap is not None:
        return distance(row)
    if row.rate is None:
        return "目标为0" if row.target else "未设目标"
    return percent_text(row.rate)


def distance(row: Row) -> str:
    """How far a ratio is from its target."""
    left = row.gap or Decimal(0)
    return "达到目标" if not left else f"{'低于' if left > 0 else '高于'}目标{show(abs(left))}个百分点"


def because(rows: Iterable[Row], with_targets: bool = True) -> str:
    """依据：上报12号；绍政办发〔2012〕43号 附件4."""
    rows = list(rows)
    reports = list(dict.fromkeys(row.source for row in rows if row.source))
    named = listed(reports) if len(reports) <= 12 else f"{listed(reports[:12])}等{len(reports)}次上报"
    targets = [row.target for row in rows if row.target and with_targets]
    cited = sources(dict.fromkeys(f.citation for f in targets)) if targets else ""
    if not cited:
        return f"依据：{named}"
    return f"依据：{named}；{cited.removeprefix('依据：')}" if named else cited


def target_text(row: Row, case: Case) -> str:
    """必保21000万美元."""
    target = row.target
    return f"{target.level or ''}{qualified(target, case.asked.question.unit)}" if target else ""


def target_fact(row: Row) -> tuple[Fact, ...]:
    """The target as a fact."""
    return (fact(row.target),) if row.target else ()
