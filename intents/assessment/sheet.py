"""The year's assessment as a sheet beside the figures: by a document's rules who came where and what that brings; where
there are none, counties and zones apart, where that was asked."""

from decimal import Decimal
from fractions import Fraction

from data import progress
from data.assessment import Outcome, Result
from data.workbook import Cell, Number, Sheet
from intents.assessment.answer import ranked
from intents.assessment.case import Contested, gather
from intents.progress.case import Case

RULED = (
    "评比对象",
    "考核对象",
    "指标",
    "计量单位",
    "年度任务",
    "累计完成",
    "完成率",
    "上年同期",
    "增幅",
    "总量位次",
    "增幅位次",
    "结果",
    "缺",
    "数据来源",
)
RANKED = ("指标", "组别", "考核对象", "组内位次", "完成率")


def sheets(case: Case) -> tuple[Sheet, ...]:
    """The sheet 评比, where the assessment has more to say than the figures. Raises StoreProblem."""
    gathered = gather(case)
    if gathered:
        lines = [(each, result) for each in gathered.held for result in each.decided.results]
        rows = tuple(_row(each, result, number) for number, (each, result) in enumerate(lines, 2))
        return (Sheet("评比", RULED, rows, fixed=2),) if rows else ()
    return (Sheet("分组位次", RANKED, tuple(_groups(case)), fixed=3),) if case.asked.apart else ()


def _row(each: Contested, result: Result, line: int) -> tuple[Cell, ...]:
    """One who is compared; `line` is the row's number, to which its formulas point."""
    row, before = each.rows.get(result.name), each.before.get(result.name)
    rate = row.rate if row else None
    return (
        each.contest.who,
        result.name,
        each.contest.metric,
        each.case.source.catalog.metric(each.contest.metric).unit,
        _amount(result.target),
        _amount(result.actual),
        "" if rate is None else _share(rate, f"F{line}/E{line}"),
        _amount(result.before),
        "" if result.growth is None else _share(result.growth, f"F{line}/H{line}-1"),
        _rank(each, result, "total"),
        _rank(each, result, "growth"),
        _result(each, result),
        _lacking(each, result),
        "、".join([*([row.source or ""] if row else []), *([f"上报{before.report}号（上年）"] if before else [])]),
    )


def _amount(value: Decimal | None) -> Cell:
    return "" if value is None else Number(value, "#,##0.####")


def _share(value: Fraction, formula: str) -> Number:
    return Number(progress.decimal(value, 15), "0.00%", formula)


def _rank(each: Contested, result: Result, by: str) -> Cell:
    places = [place for outcome in each.decided.outcomes if outcome.prize.by == by for place in outcome.places]
    return next((Number(Decimal(rank), "0") for rank, other in places if other is result), "")


def _result(each: Contested, result: Result) -> str:
    """What the rules bring: 先进单位（投资总量）, 通报表扬 …; before the year's end 暂列."""
    decided = each.decided
    won = [_named(outcome) for outcome in decided.outcomes if result in outcome.winners]
    said = (
        (won, "、".join(won)),
        (result in decided.open, "名次待定"),
        (result in decided.praised, "通报表扬"),
        (result in decided.candidates, "未完成任务，通报批评的候选"),
    )
    text = next((text for there, text in said if there), "")
    return text if each.final or not text else f"暂列：{text}"


def _named(outcome: Outcome) -> str:
    return f"{outcome.prize.rule.honour}（{outcome.prize.rule.by}前{outcome.prize.top}名）"


def _lacking(each: Contested, result: Result) -> str:
    row = each.rows.get(result.name)
    lacks = {
        "年度任务": result in each.decided.without_target,
        "上报数": result.actual is None,
        "上年数": result in each.decided.without_before,
        "审核": row is not None and not row.approved,
    }
    return "、".join(word for word, there in lacks.items() if there)


def _groups(case: Case) -> list[tuple[Cell, ...]]:
    """Each metric's districts, counties and zones apart, with ranks of their own."""
    return [
        (each.metric, name, row.district, Number(Decimal(rank), "0"), Number(progress.decimal(row.rate, 15), "0.00%"))
        for each in ranked(case)
        for name, places in each.groups
        for rank, row in places
        if row.rate is not None
    ]
