"""One row of progress as a sentence, with the facts that it states: what is asked of it, and the inputs of what is
computed."""

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from data import progress
from data.amount import show
from data.model import Figure
from intents.progress.case import Case, Row
from intents.progress.wording import (
    actual_fact,
    actual_text,
    computed,
    day_text,
    distance,
    figure,
    gap_fact,
    lead_fact,
    lead_text,
    light_text,
    mark,
    pace_fact,
    percent_text,
    rate_fact,
    target_fact,
    target_text,
)
from intents.reply import Fact
from intents.wording import amount

AGAINST = ("rate", "gap", "lead", "light", "needed", "target")  # what needs a target


@dataclass(frozen=True, slots=True)
class Told:
    """Words with the facts that they state, in order, and how the figures came about."""

    text: str
    facts: tuple[Fact, ...] = ()
    working: tuple[str, ...] = ()


def sentence(row: Row, case: Case, measures: tuple[str, ...]) -> Told:
    """What is asked of a row: always what was achieved, then the rest."""
    done = "为" if row.is_ratio else "累计完成"
    head = f"{row.district}{row.metric}到{day_text(row.day)}{done}{actual_text(row, case)}{mark(row)}"
    told = [Told(head + ("（不完整）" if row.partial else ""), (actual_fact(row),)), *_against(row, case, measures)]
    text = "，".join(each.text for each in told if each.text) + "。"
    working = tuple(line for each in told for line in each.working)
    return Told(text, tuple(fact for each in told for fact in each.facts), working)


def _against(row: Row, case: Case, measures: tuple[str, ...]) -> list[Told]:
    """What is said of a row beside its target."""
    if not row.is_ratio and not set(measures) & set(AGAINST):
        return [_pace(row)] if "pace" in measures else []
    if row.target is None:
        return [Told(f"没有设{row.metric}的年度目标，没有完成率和快慢")]
    if row.is_ratio:
        return [Told(f"目标{target_text(row, case)}，{distance(row)}（比重类指标不算完成率和快慢）", _ratio_facts(row))]
    if not row.aim:
        return [Told(f"年度目标为0{row.target.unit}，没有完成率", target_fact(row))]
    return _measured(row, case, measures)


def _ratio_facts(row: Row) -> tuple[Fact, ...]:
    return (*target_fact(row), gap_fact(row))


def _measured(row: Row, case: Case, measures: tuple[str, ...]) -> list[Told]:
    """Rate, lead, light, gap and what the months left must bring, as asked."""
    told = []
    if {"rate", "lead", "light"} & set(measures):
        told.append(_rate(row, case))
        told += [_rate(other, case) for other in _levels(row, case)]
    else:
        told.append(Told(f"年度目标{target_text(row, case)}", target_fact(row)))
    if "pace" in measures or {"lead", "light"} & set(measures):
        told.append(_pace(row))
    if {"lead", "light"} & set(measures):
        told.append(_lead(row))
    if "light" in measures:
        told.append(Told(light_text(row, case)))
    if {"gap", "needed"} & set(measures):
        told.append(gap_told(row, case))
        told += [_other_gap(other, case) for other in _levels(row, case)]
    return [*told, needed_told(row, case)] if "needed" in measures else told


def _levels(row: Row, case: Case) -> list[Row]:
    """The same row against 力争 where that was asked for."""
    if "力争" not in case.asked.question.levels or case.level == "力争":
        return []
    other: Figure | None = case.target(row.district, row.metric, "力争")
    return [replace(row, target=other)] if other and other.level == "力争" and other.value else []


def _rate(row: Row, case: Case) -> Told:
    share = row.rate or Fraction(0)
    text = f"完成年度目标{target_text(row, case)}的{percent_text(share)}"
    level = row.target.level or "" if row.target else ""
    working = f"{row.district}{row.metric}{level}完成率＝{_plain(row.value)}÷{_plain(row.aim)}＝{percent_text(share)}"
    return Told(text, (*target_fact(row), rate_fact(row, share)), (working,))


def _pace(row: Row) -> Told:
    share = progress.pace(row.day)
    return Told(f"序时进度{percent_text(share)}", (pace_fact(row.day),), (pace_formula(row),))


def pace_formula(row: Row) -> str:
    """How the pace of its day comes about."""
    share = progress.pace(row.day)
    months = share * 12
    return f"到{day_text(row.day)}的序时进度＝{figure(months)}个月÷12＝{percent_text(share)}"


def _lead(row: Row) -> Told:
    points, aim = row.lead or Fraction(0), row.aim or Decimal(0)
    ahead = progress.ahead(row.value, aim, row.day)
    shown = amount(progress.decimal(abs(ahead), 2), row.unit)
    own = f"（{'多' if ahead > 0 else '差'}{shown}）" if points else ""
    facts = (lead_fact(row), *((computed("difference", abs(ahead), row.unit, row),) if points else ()))
    rate, pace = percent_text(row.rate or Fraction(0)), percent_text(progress.pace(row.day))
    working = f"快慢＝完成率{rate}−序时进度{pace}；合{row.unit}：{_plain(row.value)}−{_plain(aim)}×{pace}"
    return Told(lead_text(points) + own, facts, (working,))


def gap_told(row: Row, case: Case) -> Told:
    """How far it is from its target."""
    left = row.gap or Decimal(0)
    shown = amount(abs(left), row.unit, case.asked.question.unit)
    text = (
        f"离年度目标还差{shown}" if left > 0 else f"已超额完成{shown}" if left else f"正好完成年度目标，还差0{row.unit}"
    )
    working = f"还差＝{_plain(row.aim)}−{_plain(row.value)}＝{_plain(left)}{row.unit}"
    return Told(text, (gap_fact(row),), (working,))


def _other_gap(row: Row, case: Case) -> Told:
    """The gap to 力争, beside that to 必保."""
    gap = gap_told(row, case)
    return Told(f"年度目标{target_text(row, case)}，{gap.text}", (*target_fact(row), *gap.facts), gap.working)


def needed_told(row: Row, case: Case) -> Told:
    """What each month left must bring."""
    left, each = progress.months_left(row.day), progress.needed(row.value, row.aim or Decimal(0), row.day)
    if each is None:
        return Told("这一年已没有剩余的月份")
    shown = amount(progress.decimal(each, 2), row.unit, case.asked.question.unit)
    text = f"余下{figure(left)}个月平均每月还要完成{shown}"
    working = f"每月还要完成＝还差{_plain(row.gap)}{row.unit}÷{figure(left)}个月"
    return Told(text, (computed("mean", each, row.unit, row),), (working,))


def _plain(value: Decimal | None) -> str:
    return show(value) if value is not None else ""
