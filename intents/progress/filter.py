"""Those whose progress is above or below a bound: 完成率超过50%的有哪些, 比嵊州高的."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction

from data.amount import kind_of, to_base
from intents.progress.case import Case, Row
from intents.progress.field import Field, key, left_out
from intents.progress.figures import value_cell
from intents.progress.wording import because, cells_facts, day_text, rate_cell
from intents.reply import Fact, Reply
from intents.targets.question import Condition
from intents.wording import listed


def filtered(rows: Iterable[tuple[int, Row]], case: Case) -> list[tuple[int, Row]] | Reply:
    """Those within every bound: a % is of the rate (of the lead where that was asked), money of the actual."""
    kept = list(rows)
    for condition in case.asked.question.conditions:
        if condition.than:
            kept = [(rank, row) for rank, row in kept if _beyond(condition, row, kept, case)]
            continue
        wrong = next((row for _, row in kept if not fits(condition, row)), None)
        if wrong:
            return Reply("decline", (f"{wrong.metric}以{wrong.unit}计，条件“{condition.text}”的单位不符。",))
        kept = [(rank, row) for rank, row in kept if within(condition, row, case)]
    return kept


def _beyond(condition: Condition, row: Row, rows: list[tuple[int, Row]], case: Case) -> bool:
    """Whether a row is beyond that of the district which is the bound: 比嵊州高的."""
    bound = next((key(r, case) for _, r in rows if r.district == condition.than), None)
    if bound is None:
        return False
    if key(row, case) == bound:
        return condition.low_included or condition.high_included
    return key(row, case) > bound if condition.high is None else key(row, case) < bound


def fits(condition: Condition, row: Row) -> bool:
    """Whether a bound is of the kind of the metric, or a rate."""
    if condition.unit in ("%", "百分点", ""):
        return True
    money = kind_of(row.unit) == "money"
    return (
        condition.unit == ("美元" if row.unit.endswith("美元") else "元")
        if money
        else condition.unit not in ("元", "美元")
    )


def within(condition: Condition, row: Row, case: Case) -> bool:
    """Whether a row meets the bound."""
    value, factor = _measured(condition, row, case)
    low = None if condition.low is None else Fraction(condition.low) * factor
    high = None if condition.high is None else Fraction(condition.high) * factor
    above = low is None or value > low or (condition.low_included and value == low)
    return above and (high is None or value < high or (condition.high_included and value == high))


def _measured(condition: Condition, row: Row, case: Case) -> tuple[Fraction, Fraction]:
    """What a bound is held against, and what the bound is multiplied with to be in the same unit."""
    rated = not row.is_ratio and (condition.unit in ("%", "百分点") or "rate" in case.asked.measures)
    if rated and condition.unit == "百分点" and "lead" in case.asked.measures:
        return abs(row.lead or Fraction(0)), Fraction(1)
    if rated and condition.unit in ("%", "百分点", ""):
        return (row.rate or Fraction(0)) * 100, Fraction(1)
    plain = condition.unit or condition.scaled or kind_of(row.unit) != "money"
    return Fraction(to_base(row.value, row.unit)), Fraction(1) if plain else Fraction(to_base(Decimal(1), row.unit))


def matching(case: Case, found: Field, rows: Sequence[Row]) -> Reply:
    """Those that meet every bound, with their figures."""
    texts = "，".join(c.text for c in case.asked.question.conditions)
    head = f"到{day_text(found.day)}，{found.metric}{'完成率' if 'rate' in case.asked.measures else ''}{texts}的"
    notes = (*left_out(case, found), because(rows or found.rows))
    if not rows:
        return Reply("summary", (f"{head}：没有。",), None, notes)
    lines = [f"{head}有{len(rows)}个：{listed([row.district for row in rows])}。"]
    lines += [f"{row.district}：{value_cell(row, case)}，完成率{rate_cell(row)}" for row in rows]
    facts = [f for row in rows for f in cells_facts(row) if f.measure != "lead"]
    if case.asked.question.operation.reduce == "count":
        facts.insert(0, Fact("count", Decimal(len(rows)), "个", None, found.metric, None))
    return Reply("summary", tuple(lines), None, notes, tuple(facts))
