"""Those whose progress is above or below a bound: 完成率超过50%的有哪些, 还差1亿以上的, 比嵊州高的, 高于平均的."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction

from data import progress
from data.amount import kind_of, to_base
from intents.progress.case import Case, Row
from intents.progress.field import Field, by_level, field, left_out, no_field
from intents.progress.figures import value_cell
from intents.progress.held import beyond, limit
from intents.progress.sentence import Told, gap_told, needed_told
from intents.progress.wording import because, cells_facts, day_text, rate_cell
from intents.reply import Fact, Reply
from intents.targets.question import Condition
from intents.wording import listed

NOUNS = {"rate": "完成率", "gap": "还差", "needed": "每月还要完成", "lead": "快慢"}


def filtered(rows: Iterable[tuple[int, Row]], case: Case, found: Field) -> list[tuple[int, Row]] | Reply:
    """Those within every bound: a % is of the rate, money of what was achieved, or is still to do where that was
    asked."""
    kept = list(rows)
    for condition in of_metric(case, found.metric):
        if condition.than:
            held = limit(condition, found, case)
            if isinstance(held, Reply):
                return held
            kept = [(rank, row) for rank, row in kept if beyond(condition, row, held, case)]
            continue
        wrong = next((row for _, row in kept if not fits(condition, row)), None)
        if wrong:
            return Reply("decline", (f"{wrong.metric}以{wrong.unit}计，条件“{condition.text}”的单位不符。",))
        kept = [(rank, row) for rank, row in kept if within(condition, row, case)]
    return kept


def of_metric(case: Case, metric: str) -> tuple[Condition, ...]:
    """The conditions that a metric must meet: its own, and those that name none of the metrics asked about."""
    asked = case.asked.question
    return tuple(c for c in asked.conditions if metric in c.metrics or not set(c.metrics) & set(asked.metrics))


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
    """Whether a row meets the bound. What is met already is not still to do."""
    value = _value(row, measure(condition, row, case), -1 if case.asked.lights != ("green",) else 1)
    if value is None:
        return False
    factor = _factor(condition, row, case)
    low = None if condition.low is None else Fraction(condition.low) * factor
    high = None if condition.high is None else Fraction(condition.high) * factor
    above = low is None or value > low or (condition.low_included and value == low)
    return above and (high is None or value < high or (condition.high_included and value == high))


def measure(condition: Condition, row: Row, case: Case) -> str:
    """What a bound is held against."""
    asked, percent = case.asked.measures, condition.unit in ("%", "百分点")
    if case.asked.bounded == "lead":
        return "behind" if percent else "ahead"
    if not row.is_ratio and percent:
        lead = condition.unit == "百分点" and "lead" in asked and case.asked.kind != "lagging"
        return "lead" if lead else "rate"
    if not row.is_ratio and not condition.unit and not condition.scaled and "rate" in asked and not case.asked.bounded:
        return "rate"
    return "actual" if percent else case.asked.bounded or "actual"


def _value(row: Row, of: str, side: int) -> Fraction | None:
    """What a row has of a measure: %, 百分点, or an amount in the base unit; None where nothing is left to do, or where
    it is not on that side of the pace."""
    if of == "rate":
        return (row.rate or Fraction(0)) * 100
    if of in ("behind", "ahead") and (row.lead or 0) * side <= 0:
        return None
    if of in ("lead", "behind"):
        return abs(row.lead or Fraction(0))
    if of == "ahead":
        own = abs(progress.ahead(row.value, row.aim or Decimal(0), row.day))
        return own * Fraction(to_base(Decimal(1), row.unit))
    if of == "actual":
        return Fraction(to_base(row.value, row.unit))
    if row.gap is None or row.gap <= 0:
        return None
    each = progress.needed(row.value, row.aim or Decimal(0), row.day) if of == "needed" else Fraction(row.gap)
    return None if each is None else each * Fraction(to_base(Decimal(1), row.unit))


def _factor(condition: Condition, row: Row, case: Case) -> Fraction:
    """What a bound is multiplied with to be in the same unit."""
    if measure(condition, row, case) in ("rate", "lead", "behind"):
        return Fraction(1)
    plain = condition.unit or condition.scaled or kind_of(row.unit) != "money"
    return Fraction(1) if plain else Fraction(to_base(Decimal(1), row.unit))


def noun_of(of: str, case: Case) -> str:
    """What a bound is held against, in words."""
    if of in ("behind", "ahead"):
        return "快于序时进度" if case.asked.lights == ("green",) else "慢于序时进度"
    return NOUNS.get(of, "")


def said(case: Case, found: Field) -> str:
    """The conditions of a metric in words."""
    texts, before = [], ""
    for condition in of_metric(case, found.metric):
        held = limit(condition, found, case) if condition.than else None
        of = measure(condition, found.rows[0], case) if found.rows and held is None else ""
        noun = noun_of(of, case) if held is None else "" if isinstance(held, Reply) else held.noun
        text = condition.text if held is None or isinstance(held, Reply) else f"{condition.text}{held.text}"
        texts.append(f"{noun if noun != before else ''}{text}")
        before = noun
    return "，".join(texts)


def matching(case: Case, found: Field, rows: Sequence[Row], few: Sequence[Row] = (), place: str = "") -> Reply:
    """Those that meet every bound, with their figures; only `few` of them, at a place in their order, where given."""
    head = f"到{day_text(found.day)}，{found.metric}{by_level(case, found.rows)}{said(case, found)}的"
    notes = (*left_out(case, found), *_met(case, found), because(rows or found.rows))
    held = [h for c in of_metric(case, found.metric) if c.than and not isinstance(h := limit(c, found, case), Reply)]
    stated = tuple(fact for h in held for fact in h.facts)
    if not rows:
        return Reply("summary", (f"{head}：没有。",), None, notes, stated)
    of_them = f"，其中{place}" if few else ""
    lines = [f"{head}有{len(rows)}个{of_them}：{listed([row.district for row in few or rows])}。"]
    rows = few or rows
    lines += [line(row, case) for row in rows]
    facts = [*stated, *(fact for row in rows for fact in facts_of(row, case))]
    if case.asked.question.operation.reduce == "count":
        facts.insert(0, Fact("count", Decimal(len(rows)), "个", None, found.metric, None))
    return Reply("summary", tuple(lines), None, notes, tuple(facts))


def _met(case: Case, found: Field) -> tuple[str, ...]:
    """Who has nothing left to do, where those are asked about who have."""
    names = [row.district for row in found.rows if row.gap is not None and row.gap <= 0]
    return (f"{listed(names)}已完成年度目标，不在其中。",) if names and case.asked.bounded else ()


def line(row: Row, case: Case, named: bool = False) -> str:
    """A row that meets the bounds, `named` with its metric: amount, rate, and what is still to do where asked."""
    more = [told.text for told in _still(row, case)]
    return "，".join(
        (f"{row.district}{row.metric if named else ''}：{value_cell(row, case)}", f"完成率{rate_cell(row)}", *more)
    )


def facts_of(row: Row, case: Case) -> tuple[Fact, ...]:
    """The facts of such a line."""
    still = tuple(fact for told in _still(row, case) for fact in told.facts)
    return tuple(dict.fromkeys((*(f for f in cells_facts(row) if f.measure != "lead"), *still)))


def _still(row: Row, case: Case) -> list[Told]:
    wanted = {*case.asked.measures, case.asked.bounded}
    if row.gap is None or row.is_ratio or not {"gap", "needed"} & wanted:
        return []
    return [gap_told(row, case), *([needed_told(row, case)] if "needed" in wanted else [])]


def in_every(case: Case) -> Reply:
    """Those that meet the bounds of every metric, with their figures of each."""
    kept: list[tuple[Field, dict[str, Row]]] = []
    for metric in case.asked.question.metrics:
        found = field(case, metric, case.districts)
        if found is None or not found.rows:
            return no_field(case, metric)
        rows = filtered(found.ranks(case), case, found)
        if isinstance(rows, Reply):
            return rows
        kept.append((found, {row.district: row for _, row in rows}))
    names = [d for d in kept[0][1] if all(d in rows for _, rows in kept)]
    what = "，".join(f"{f.metric}{by_level(case, f.rows)}到{day_text(f.day)}{said(case, f)}" for f, _ in kept)
    head = f"{what}，都符合的"
    notes = (*(n for f, _ in kept for n in left_out(case, f)), because([r[d] for _, r in kept for d in names]))
    if not names:
        return Reply("summary", (f"{head}：没有。",), None, notes[:-1])
    lines = [f"{head}有{len(names)}个：{listed(names)}。"]
    lines += [line(rows[d], case, True) for d in names for _, rows in kept]
    count = (Fact("count", Decimal(len(names)), "个"),) if case.asked.question.operation.reduce == "count" else ()
    facts = tuple(fact for d in names for _, rows in kept for fact in facts_of(rows[d], case))
    return Reply("summary", tuple(lines), None, notes, (*count, *facts))
