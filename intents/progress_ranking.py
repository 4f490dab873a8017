"""Districts by how far they are: rankings, the first and the last, 第几, those above or below a bound."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from data import progress
from data.amount import kind_of, to_base
from data.progress import Light, month_end, period_of
from intents.progress_case import Case, Row
from intents.progress_figures import value_cell
from intents.progress_sentence import sentence
from intents.progress_wording import (
    because,
    cells_facts,
    day_text,
    lead_cell,
    light_text,
    pace_fact,
    percent_text,
    rate_cell,
    rate_fact,
)
from intents.question import EVERYONE, Condition
from intents.reply import Fact, Reply, Table
from intents.wording import listed

COUNTIES, ZONES = ("county", "district"), ("zone", "direct")


@dataclass(frozen=True, slots=True)
class Field:
    """Everybody who can be ranked by a metric to one day, with the rows, and those who have not reported."""

    metric: str
    day: date
    rows: tuple[Row, ...]
    missing: tuple[str, ...]
    unranked: tuple[Row, ...]

    def ranks(self, case: Case) -> tuple[tuple[int, Row], ...]:
        """By rate, or by what was asked: the highest first, equal ones sharing a rank."""
        by = {row.district: row for row in self.rows}
        return tuple((rank, by[name]) for rank, name in progress.ranks({d: key(r, case) for d, r in by.items()}))


def key(row: Row, case: Case) -> Fraction:
    """What rows are ranked by: the rate; the amount where only that was asked; of a ratio how far above its target."""
    if row.is_ratio:
        return -Fraction(row.gap or Decimal(0))
    if by_amount(case):
        return Fraction(row.value)
    if "gap" in case.asked.measures and "rate" not in case.asked.measures:
        return Fraction(row.gap or Decimal(0))
    return row.rate or Fraction(0)


def by_amount(case: Case) -> bool:
    """Whether the amount is what counts, not the rate."""
    return case.asked.by_amount


def field(case: Case, metric: str, districts: Sequence[str]) -> Field | None:
    """The field of a metric: to the period asked for, or the one that a city's total would be for."""
    day = case.period or period_of(case.all_of(metric), case.expected(metric))
    if day is None:
        return None
    found = {d: case.row(d, metric, day) for d in districts}
    rows = [row for row in found.values() if row]
    ranked = tuple(row for row in rows if row.rate is not None or row.is_ratio)
    owed = [d for d in case.expected(metric) if d in districts and found[d] is None]
    return Field(metric, day, ranked, tuple(owed), tuple(row for row in rows if row not in ranked))


def ranking(case: Case) -> Reply:
    """The ranking of each metric asked about."""
    way = _position if case.asked.question.operation.reduce == "position" else _ranking
    replies = [way(case, metric) for metric in case.asked.question.metrics]
    return together(replies)


def together(replies: Sequence[Reply]) -> Reply:
    """Several replies as one; those that decline count only where nothing else is there."""
    good = [reply for reply in replies if reply.kind != "decline"] or list(replies)
    if len(good) == 1:
        return good[0]
    lines = [line for r in good for line in (*r.lines, *(" ".join(row) for row in (r.table.rows if r.table else ())))]
    notes = tuple(dict.fromkeys(note for r in good for note in r.notes))
    return Reply(good[0].kind, tuple(lines), None, notes, tuple(fact for r in good for fact in r.facts))


def no_field(case: Case, metric: str) -> Reply:
    """Nobody has reported."""
    to = f"到{day_text(case.period)}的" if case.period else ""
    return Reply("decline", (f"各地都还没有{to}{metric}上报数（未报，不等于0），排不出名次。",))


def _ranking(case: Case, metric: str) -> Reply:
    found = field(case, metric, case.districts)
    if found is None or not found.rows:
        return no_field(case, metric)
    rows = _filtered(found.ranks(case), case)
    if isinstance(rows, Reply):
        return rows
    if case.asked.question.conditions:
        return _matching(case, found, [row for _, row in rows])
    kept = cut(rows, case)
    if not kept:
        return Reply("decline", (f"到{day_text(found.day)}有{metric}上报数的只有{len(rows)}个，没有这个名次。",))
    operation = case.asked.question.operation
    if len(kept) <= 3 and (operation.n or operation.nth) and not case.asked.apart:
        return _few(case, found, kept)
    return _table(case, found, kept)


def cut(rows: Sequence[tuple[int, Row]], case: Case) -> list[tuple[int, Row]]:
    """The first or last few, with all that tie at the cut, or those of one rank; all where no number was asked."""
    operation = case.asked.question.operation
    ordered = list(rows) if operation.order != "asc" else list(reversed(rows))
    from_front = {id(row): rank for rank, row in rows}
    if operation.order == "asc":
        last = [sum(other > rank for other, _ in rows) + 1 for rank, _ in ordered]
        from_front = {id(row): place for place, (_, row) in zip(last, ordered, strict=True)}
    if operation.nth:
        return [(rank, row) for rank, row in ordered if from_front[id(row)] == operation.nth]
    return [(rank, row) for rank, row in ordered if not operation.n or from_front[id(row)] <= operation.n]


def _few(case: Case, found: Field, kept: list[tuple[int, Row]]) -> Reply:
    operation = case.asked.question.operation
    what = "完成数" if by_amount(case) else "离目标的距离" if kept[0][1].is_ratio else "完成率"
    if "gap" in case.asked.measures and "rate" not in case.asked.measures:
        what = "缺口"
    end = "最低" if operation.order == "asc" else "最高"
    place = f"倒数第{operation.nth}" if operation.order == "asc" else f"第{operation.nth}"
    head = f"到{day_text(found.day)}，{found.metric}{what}{place if operation.nth else end}的是"
    head += f"{listed([row.district for _, row in kept])}{'（并列）' if len(kept) > max(operation.n, 1) else ''}："
    measures = tuple(dict.fromkeys(("rate", *(m for m in case.asked.measures if m != "actual"))))
    told = [sentence(row, case, measures) for _, row in kept]
    notes = (*left_out(case, found), because([row for _, row in kept]))
    facts = tuple(fact for each in told for fact in each.facts)
    working = tuple(dict.fromkeys(line for each in told for line in each.working))
    return Reply("summary", (head, *(each.text for each in told)), None, notes, facts, working=working)


def _table(case: Case, found: Field, kept: list[tuple[int, Row]]) -> Reply:
    groups = _groups(case, kept)
    rows, facts = list[tuple[str, ...]](), list[Fact]()
    for name, members in groups:
        rows += [(f"【{name}】", "", "", "", "", "")] if name else []
        for rank, row in members:
            rows.append(
                (
                    str(rank),
                    row.district,
                    value_cell(row, case),
                    rate_cell(row),
                    lead_cell(row.lead),
                    light_text(row, case),
                )
            )
            facts += [_rank_fact(rank, row), *cells_facts(row)]
    whole = not case.asked.question.operation.n
    rows += [("未报", name, "", "", "", "") for name in found.missing if whole]
    head, stated = _head(case, found, kept)
    header = ("名次", "考核对象", "累计完成", "完成率", "快慢（百分点）", "灯")
    notes = (*left_out(case, found, not whole), because([row for _, row in kept]))
    return Reply("summary", (head,), Table(header, tuple(rows)), notes, (*stated, *facts))


def _head(case: Case, found: Field, kept: list[tuple[int, Row]]) -> tuple[str, tuple[Fact, ...]]:
    pace = f"（序时进度{percent_text(progress.pace(found.day))}）"
    what = f"到{day_text(found.day)}各地{found.metric}{'完成数' if by_amount(case) else '完成率'}{pace}："
    lights = [row.light(case.thresholds) for _, row in kept if row.lead is not None]
    said = [f"{name}{lights.count(light)}个" for light, name in LIGHT_NAMES if lights.count(light)]
    counted = "、".join([*said, *([f"未报{len(found.missing)}个"] if found.missing else [])])
    return what + counted + "。", (pace_fact(found.day),)


LIGHT_NAMES: tuple[tuple[Light, str], ...] = (("green", "绿灯"), ("yellow", "黄灯"), ("red", "红灯"))


def _groups(case: Case, kept: list[tuple[int, Row]]) -> list[tuple[str, list[tuple[int, Row]]]]:
    """Everybody together, or counties and zones apart, each with ranks of their own."""
    if not case.asked.apart:
        return [("", kept)]
    found = []
    for name, kinds in (("县（市、区）", COUNTIES), ("开发区", ZONES)):
        rows = [row for _, row in kept if case.source.catalog.district(row.district).kind in kinds]
        own = progress.ranks({row.district: key(row, case) for row in rows})
        by = {row.district: row for row in rows}
        found.append((name, [(rank, by[district]) for rank, district in own]))
    return [(name, rows) for name, rows in found if rows]


def _rank_fact(rank: int, row: Row) -> Fact:
    level = row.target.level if row.target else None
    period = f"{row.day:%Y-%m}" if row.day == month_end(row.day) else row.day.isoformat()
    return Fact("rank", Decimal(rank), "名", row.district, row.metric, period, level)


def left_out(case: Case, found: Field, missing: bool = True) -> tuple[str, ...]:
    """Who is not in the ranking, and why."""
    notes = []
    if found.missing and missing:
        notes.append(f"到{day_text(found.day)}未报的有{len(found.missing)}个：{listed(found.missing)}。")
    if found.unranked:
        notes.append(f"{listed([row.district for row in found.unranked])}目标为0或没有目标，没有完成率，不排名。")
    without = [d for d in case.districts if case.target(d, found.metric) is None]
    if without:
        notes.append(f"{listed(without)}没有设{found.metric}目标，不排名。")
    return tuple(notes)


def _position(case: Case, metric: str) -> Reply:
    """The ranks of the districts named among all of them."""
    question = case.asked.question
    names = [d for d in (question.order or question.districts) if d in case.everyone]
    scope = case.everyone
    if question.groups and question.groups[0] != EVERYONE:
        scope = case.source.catalog.group(question.groups[0], case.city).members
    found = field(case, metric, scope)
    if found is None or not found.rows:
        return no_field(case, metric)
    rows = {row.district: (rank, row) for rank, row in found.ranks(case)}
    lines, facts = list[str](), list[Fact]()
    for name in names or list(scope):
        if name not in rows:
            lines.append(f"{name}没有报到{day_text(found.day)}的{metric}数（未报），没有名次。")
            continue
        rank, row = rows[name]
        lines.append(
            f"{name}{metric}到{day_text(found.day)}完成率{rate_cell(row)}，"
            f"在已上报的{len(found.rows)}个中排第{rank}{_ties(row, found, case)}。"
        )
        facts += [*((rate_fact(row, row.rate),) if row.rate is not None else ()), _rank_fact(rank, row)]
    notes = (*left_out(case, found), because([row for _, row in rows.values() if row.district in names]))
    return Reply("summary" if facts else "decline", tuple(lines), None, notes if facts else (), tuple(facts))


def _ties(row: Row, found: Field, case: Case) -> str:
    same = [r.district for r in found.rows if r is not row and key(r, case) == key(row, case)]
    return f"（与{listed(same)}并列）" if same else ""


def _filtered(rows: Iterable[tuple[int, Row]], case: Case) -> list[tuple[int, Row]] | Reply:
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


def _matching(case: Case, found: Field, rows: list[Row]) -> Reply:
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
