"""Bounds that are figures themselves: another district's (比嵊州高的), the mean's (高于平均的), the city's (低于全市完成率的)."""

from dataclasses import dataclass
from fractions import Fraction

from data import progress
from intents.progress.case import Case, Row
from intents.progress.field import Field, by_amount, field, key, ranked_by
from intents.progress.figures import unreported
from intents.progress.wording import computed, percent_text, rate_fact
from intents.reply import Fact, Reply
from intents.targets.question import CITY_MEAN, MEANS, Condition
from intents.wording import amount


@dataclass(frozen=True, slots=True)
class Held:
    """What rows are held against: its value as `key` has it, what it is of, how it came about, and the facts."""

    value: Fraction
    noun: str
    text: str = ""
    facts: tuple[Fact, ...] = ()


def limit(condition: Condition, found: Field, case: Case) -> Held | Reply:
    """The bound of a condition; a reply where there is none."""
    if condition.than in MEANS:
        return _mean(condition, found, case)
    if condition.than == case.city:
        return _city(found, case)
    row = case.row(condition.than, found.metric, found.day)
    if row is None or (row.rate is None and not row.is_ratio):
        return Reply("decline", (f"{unreported(case, condition.than, found.metric)}比不了。",))
    return Held(key(row, case), ranked_by(case, row))


def beyond(condition: Condition, row: Row, held: Held, case: Case) -> bool:
    """Whether a row is on the side of the bound that was asked for."""
    own = key(row, case)
    if own == held.value:
        return condition.low_included or condition.high_included
    return own > held.value if condition.high is None else own < held.value


def _mean(condition: Condition, found: Field, case: Case) -> Held | Reply:
    """The plain mean of those listed, or of all of the city."""
    whole = condition.than == CITY_MEAN
    rows = (field(case, found.metric, case.everyone) or found).rows if whole else found.rows
    if any(row.is_ratio for row in rows):
        return Reply("decline", (f"{found.metric}是比重，各地的数不能平均。",))
    value = sum((key(row, case) for row in rows), Fraction(0)) / len(rows)
    noun, of_amount = ranked_by(case, rows[0]), ranked_by(case, rows[0]) != "完成率"
    shown = amount(progress.decimal(value, 2), rows[0].unit) if of_amount else percent_text(value)
    text = f"（{'全市' if whole else ''}已上报的{len(rows)}个{noun}的平均，{shown}）"
    fact = computed("mean", value if of_amount else value * 100, rows[0].unit if of_amount else "%", rows[0])
    return Held(value, noun, text, (Fact(fact.measure, fact.value, fact.unit, None, fact.metric, fact.period),))


def _city(found: Field, case: Case) -> Held | Reply:
    """The rate of the city's total to the same day."""
    unit, owed = case.source.catalog.metric(found.metric).unit, case.expected(found.metric)
    total = None if unit == "%" else progress.total(case.all_of(found.metric), owed, unit, found.day)
    row = case.row_of_total(found.metric, total) if total else None
    if row is None or row.rate is None or by_amount(case) or ranked_by(case, row) != "完成率":
        return Reply("decline", (f"{found.metric}只能拿各地的完成率和全市完成率比。",))
    lacking = f"，不完整：还有{len(total.missing)}个未报" if total and total.missing else ""
    return Held(row.rate, "完成率", f"（全市完成率{percent_text(row.rate)}{lacking}）", (rate_fact(row, row.rate),))
