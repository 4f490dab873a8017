"""Summaries: all metrics of the city (全市进度), of a district (诸暨市进度)."""

from datetime import date

from data import progress
from data.progress import Total, month_before
from intents.progress.case import Case, Row
from intents.progress.figures import value_cell, with_parts
from intents.progress.missing import MANY, owed_text, owing
from intents.progress.wording import (
    LIGHTS,
    because,
    cells_facts,
    day_text,
    lead_cell,
    light_text,
    pace_fact,
    percent_text,
    rate_cell,
    short_day,
)
from intents.reply import Reply, Table
from intents.wording import listed


def overview(case: Case) -> Reply:
    """The summary of the city, or of the districts named."""
    names = case.asked.question.districts
    return _of_city(case) if names == (case.city,) else _of_districts(case)


def _of_city(case: Case) -> Reply:
    """Each metric's total, rate, lead and light; who leads and who lags; who has not reported."""
    found = [(m, *whole(case, m)) for m in case.asked.question.metrics]
    rows = [row for _, row, _ in found if row]
    if not rows:
        return nothing(case)
    day = _common(rows)
    several = day is None
    header = ("指标", *(("到",) if several else ()), "累计", "完成率", "快慢（百分点）", "灯", "领先", "落后")
    cells = [_cells(row, case, several, *_ends(case, m, row)) for m, row, _ in found if row]
    totals = {m: total for m, row, total in found if row}
    facts = (*((pace_fact(day),) if day else ()), *(f for row in rows for f in cells_facts(row)))
    notes = (*_partial(totals), *_silent(case, rows), *_later(totals), because(with_parts(case, rows)))
    return Reply("summary", _head(case, case.city, rows, day), Table(header, tuple(cells)), notes, facts)


def whole(case: Case, metric: str) -> tuple[Row | None, Total | None]:
    """The city's row of a metric: its own report, or the sum of the districts; none for a ratio."""
    own = case.row(case.city, metric)
    if own or case.source.catalog.metric(metric).unit == "%":
        return own, None
    found = case.total(metric)
    return (case.row_of_total(metric, found), found) if found else (None, None)


def _head(case: Case, who: str, rows: list[Row], day: object) -> tuple[str, ...]:
    """The message: how many metrics keep the pace, and which do not."""
    common = _common(rows)
    when = f"到{day_text(common)}（序时进度{percent_text(progress.pace(common))}）" if common else "按最新上报"
    lit = [(row, row.light(case.thresholds)) for row in rows]
    good = [row for row, light in lit if light == "green"]
    judged = [row for row, light in lit if light]
    line = f"{who}{when}：有上报数的指标{len(rows)}项，其中{len(judged)}项算快慢，快于或持平序时进度{len(good)}项，慢于{len(judged) - len(good)}项。"
    lines = [line]
    for light in ("red", "yellow"):
        names = [row.metric for row, shown in lit if shown == light]
        lines += [f"{LIGHTS[light]}：{listed(names)}。"] if names and len(rows) > 1 else []
    return tuple(lines)


def _common(rows: list[Row]) -> date | None:
    days = {row.day for row in rows}
    return days.pop() if len(days) == 1 else None


def _cells(row: Row, case: Case, several: bool, *ends: str) -> tuple[str, ...]:
    return (
        row.metric,
        *((short_day(row.day),) if several else ()),
        value_cell(row, case),
        rate_cell(row),
        lead_cell(row.lead),
        light_text(row, case),
        *ends,
    )


def _ends(case: Case, metric: str, row: Row) -> tuple[str, str]:
    """The districts that lead and that lag by rate, without figures."""
    rows = [r for d in case.everyone if (r := case.row(d, metric, row.day)) and r.rate is not None]
    if len(rows) < 2:
        return "", ""
    ranked = progress.ranks({r.district: r.rate for r in rows if r.rate is not None})
    first = [name for rank, name in ranked if rank == 1]
    last = [name for rank, name in ranked if rank == ranked[-1][0]]
    return ("", "") if len(first) == len(ranked) else (listed(first), listed(last))


def _partial(totals: dict[str, Total | None]) -> tuple[str, ...]:
    """Which totals lack somebody, and whom."""
    lacking: dict[tuple[str, ...], list[str]] = {}
    for metric, total in totals.items():
        if total and total.missing:
            lacking.setdefault(tuple(name for name, _ in total.missing), []).append(metric)
    if not lacking:
        return ()
    said = [f"{listed(metrics)}缺{listed(names)}" for names, metrics in lacking.items()]
    return (f"标“不完整”的合计缺未报的地方：{'；'.join(said)}。",)


def _later(totals: dict[str, Total | None]) -> tuple[str, ...]:
    days = [total.later for total in totals.values() if total and total.later]
    return (f"到{day_text(max(days))}的已有部分上报，没有算在内。",) if days else ()


def _silent(case: Case, rows: list[Row]) -> tuple[str, ...]:
    """The metrics of which nothing was reported."""
    have = {row.metric for row in rows}
    nobody = [m for m in case.asked.question.metrics if m not in have and case.expected(m)]
    ratios = [m for m in nobody if case.source.catalog.metric(m).is_ratio and case.all_of(m)]
    nobody = [m for m in nobody if m not in ratios]
    said = f"：{listed(nobody)}" if len(nobody) <= MANY else "（问“谁没报”可看清单）"
    notes = [f"比重类指标没有全市合计，可以按地区问：{listed(ratios)}。"] if ratios else []
    return (*notes, *((f"各地都未报的指标{len(nobody)}项{said}。",) if nobody else ()))


def nothing(case: Case) -> Reply:
    """Nobody asked about has reported."""
    to = f"到{day_text(case.period)}的" if case.period else ""
    names = case.asked.question.districts
    who = "各地都" if names == (case.city,) else listed(names)
    return Reply("decline", (f"{who}还没有{to}上报数（未报，不等于0）。",))


def _of_districts(case: Case) -> Reply:
    """All that the districts named have reported, with what they have not."""
    rows = [r for d in case.districts for m in case.asked.question.metrics if (r := case.row(d, m))]
    if not rows:
        return nothing(case)
    day = _common(rows)
    one = len(case.districts) == 1
    header = (
        *(() if one else ("考核对象",)),
        "指标",
        *(() if day else ("到",)),
        "累计",
        "完成率",
        "快慢（百分点）",
        "灯",
    )
    cells = [(*(() if one else (r.district,)), *_cells(r, case, day is None)) for r in rows]
    facts = (*((pace_fact(day),) if day else ()), *(f for row in rows for f in cells_facts(row)))
    head = [
        line
        for d in case.districts
        if (own := [r for r in rows if r.district == d])
        for line in _head(case, d, own, day)
    ]
    notes = (*_owed(case, day), because(rows))
    return Reply("summary", tuple(head), Table(header, tuple(cells)), notes, facts)


def _owed(case: Case, day: date | None) -> tuple[str, ...]:
    month = case.period or day or month_before(case.at.date())
    owed = owing(case, month)
    return tuple(f"{d}到{day_text(month)}未报：{owed_text(case, d, names)}。" for d, names in owed.items())
