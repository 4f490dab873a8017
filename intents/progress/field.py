"""Who can be ranked by a metric to one day, by what, and who is left out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from data import progress
from data.progress import period_of
from intents.progress import wording
from intents.progress.case import Case, Row
from intents.progress.wording import day_text
from intents.reply import Fact, Reply
from intents.wording import listed


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
    if by_gap(case):
        return Fraction(row.gap or Decimal(0))
    return row.rate or Fraction(0)


def ranked_by(case: Case, row: Row) -> str:
    """What `key` is, in words."""
    if row.is_ratio:
        return "离目标的距离"
    return "完成数" if by_amount(case) else "缺口" if by_gap(case) else "完成率"


def by_gap(case: Case) -> bool:
    """Whether what is still to do is what counts; what each month left must bring is in the same order."""
    wanted = case.asked.measures
    return bool({"gap", "needed"} & set(wanted)) and "rate" not in wanted


def by_level(case: Case, rows: Sequence[Row]) -> str:
    """Which level the rows are held against, where 力争 was asked for."""
    if "力争" not in case.asked.question.levels or not rows:
        return ""
    if case.level != "力争":
        return "（按必保目标）"
    there = [row for row in rows if row.target and row.target.level == case.level]
    if len(there) == len(rows):
        return "（按力争目标）"
    return "（有力争目标的按力争目标）" if there else "（没有力争目标，按年度目标）"


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


def no_field(case: Case, metric: str) -> Reply:
    """Nobody has reported."""
    to = f"到{day_text(case.period)}的" if case.period else ""
    return Reply(
        "decline",
        (
            f"{'其余' if case.asked.question.without else ''}各地都还没有{to}{metric}上报数（未报，不等于0），排不出名次。",
        ),
    )


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


def rank_fact(rank: int, row: Row) -> Fact:
    """第几, as a fact."""
    level = row.target.level if row.target else None
    period = wording.period_of(row.day)
    return Fact("rank", Decimal(rank), "名", row.district, row.metric, period, level)
