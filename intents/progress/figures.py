"""Single figures of progress: of one district, of several side by side, of the city; a few as sentences, more as
a table."""

from data import progress
from data.progress import Total
from intents.progress.case import Case, Row
from intents.progress.field import by_level
from intents.progress.sentence import AGAINST, Told, sentence
from intents.progress.wording import (
    actual_fact,
    actual_text,
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
from intents.reply import Fact, Reply, Table
from intents.wording import amount, listed

FEW = 6


def figures(case: Case) -> Reply:
    """What is asked of each district and metric."""
    asked = case.asked
    rows, told, notes, declined = list[Row](), list[Told](), list[Told](), list[str]()
    silent = _silent(case)
    for metric in asked.question.metrics:
        for district in asked.question.districts:
            row, more, why = _one(case, district, metric)
            notes += more
            if row is None:
                declined += [why] if why and (district, metric) not in silent else []
            else:
                rows.append(row)
                told.append(sentence(row, case, asked.measures))
    declined += list(dict.fromkeys(silent.values()))
    if not rows:
        return _nothing(case, declined, notes)
    if len(rows) > FEW:
        return _tabled(case, rows, declined)
    lines = (*(each.text for each in told), *(each.text for each in notes), *_few(declined))
    facts = tuple(f for each in (*told, *notes) for f in each.facts)
    against = bool(set(asked.measures) & set(AGAINST))
    if "力争" in asked.question.levels and against and any(row.target and not row.target.level for row in rows):
        lines = (*lines, "没有分必保、力争的，按公布的年度目标算。")
    working = tuple(dict.fromkeys(line for each in told for line in each.working))
    return Reply("answer", lines, None, (because(with_parts(case, rows), against),), facts, working=working)


def with_parts(case: Case, rows: list[Row]) -> list[Row]:
    """The rows, each city's total followed by the reports that it is the sum of."""
    found: list[Row] = []
    for row in rows:
        whole = case.total(row.metric) if row.source is None else None
        found += [row, *(case.row_of(part) for part in (whole.parts if whole else ()))]
    return found


def _silent(case: Case) -> dict[tuple[str, str], str]:
    """Of many districts those that have reported nothing of a metric, told together."""
    found: dict[tuple[str, str], str] = {}
    for metric in case.asked.question.metrics:
        names = [d for d in case.asked.question.districts if d in case.expected(metric) and not case.row(d, metric)]
        if len(names) > 2:
            to = f"到{day_text(case.period)}的" if case.period else ""
            why = f"{listed(names)}还没有{to}{metric}上报数（未报，不等于0）。"
            found |= {(name, metric): why for name in names}
    return found


def _one(case: Case, district: str, metric: str) -> tuple[Row | None, list[Told], str]:
    """The row of a district (or the city) with what is said beside it, or why there is none."""
    if district != case.city:
        row = case.row(district, metric)
        own = case.row(case.city, metric) if case.source.catalog.metric(metric).city_only else None
        return (
            row,
            [sentence(own, case, case.asked.measures)] if own else [],
            "" if row else unreported(case, district, metric),
        )
    own = case.row(case.city, metric)
    if own is not None or case.source.catalog.metric(metric).city_only or not case.everyone:
        return own, [], "" if own else unreported(case, district, metric)
    return _whole(case, metric)


def _whole(case: Case, metric: str) -> tuple[Row | None, list[Told], str]:
    """The sum of the districts."""
    if case.source.catalog.metric(metric).unit == "%":
        return None, [_listed(case, metric)], f"{metric}是比重，各地的数不能相加或平均，所以没有全市的数。"
    found = case.total(metric)
    if found is None:
        return None, [], unreported(case, case.city, metric)
    return case.row_of_total(metric, found), list(beside(case, metric, found)), ""


def _listed(case: Case, metric: str) -> Told:
    rows = [row for d in case.everyone if (row := case.row(d, metric))]
    said = [f"{row.district}{actual_text(row, case)}（到{short_day(row.day)}）" for row in rows]
    return Told(f"各地的上报数：{listed(said)}。" if rows else "", tuple(map(actual_fact, rows)))


def beside(case: Case, metric: str, found: Total) -> list[Told]:
    """What is said beside a city's total: its parts, who is missing, what waits, whether a newer period has begun."""
    rows = [case.row_of(part) for part in found.parts]
    told = [Told(f"其中：{listed([r.district + actual_text(r, case) for r in rows])}。", tuple(map(actual_fact, rows)))]
    if found.missing:
        told.append(missing(case, found))
    if waiting := [row.district for row in rows if not row.approved]:
        told.append(Told(f"待审核：{listed(waiting)}。"))
    if found.later:
        told.append(Told(f"到{day_text(found.later)}的已有{len(set(found.begun))}个开始上报，没有算在内。"))
    return told


def missing(case: Case, found: Total) -> Told:
    """Who is missing from a total, with what each reported last."""
    said, facts = [], list[Fact]()
    for district, last in found.missing:
        row = case.row_of(last) if last else None
        said.append(f"{district}（上次到{short_day(row.day)}{actual_text(row, case)}）" if row else district)
        facts += [actual_fact(row)] if row else []
    head = f"{day_text(found.period)}未报的有{len(said)}个，没有算在内，合计不完整："
    return Told(f"{head}{listed(said)}。", tuple(facts))


def unreported(case: Case, district: str, metric: str) -> str:
    """Why there is no figure: no such target, or nothing reported, which is not 0."""
    if district != case.city and case.source.catalog.metric(metric).city_only:
        return f"{metric}只有全市的数，没有分解到{district}。"
    if district != case.city and case.target(district, metric) is None:
        return f"{district}没有设{metric}目标，也没有上报（这不等于0）。"
    who = "各地都" if district == case.city and case.everyone else district
    standing = case.all_of(metric) if district == case.city else case.of(district, metric)
    checked = "已审核的" if case.asked.approved_only else ""
    if case.period is None or not standing:
        to = f"到{day_text(case.period)}的" if case.period else ""
        return f"{who}还没有{to}{metric}{checked}上报数（未报，不等于0）。"
    days = sorted({each.item.period for each in standing}, reverse=True)
    there = listed([short_day(day) for day in days[:6]])
    return f"{who}没有报到{day_text(case.period)}的{metric}{checked}数（未报，不等于0）；已报的有：到{there}。"


def _few(declined: list[str]) -> tuple[str, ...]:
    return tuple(declined[:FEW]) + ((f"另有{len(declined) - FEW}项未报。",) if len(declined) > FEW else ())


def _nothing(case: Case, declined: list[str], notes: list[Told]) -> Reply:
    lines = (*_few(declined), *(each.text for each in notes if each.text))
    if case.asked.question.districts == (case.city,) and len(declined) > 1:
        lines = ("还没有任何上报数（未报，不等于0）。",)
    facts = tuple(f for each in notes for f in each.facts)
    return Reply("decline", lines, facts=facts)


def _tabled(case: Case, rows: list[Row], declined: list[str]) -> Reply:
    """Many rows: one line each, with rate and lead."""
    by_metric = len({row.metric for row in rows}) > 1
    by_district = len({row.district for row in rows}) > 1
    days = {row.day for row in rows}
    day = next(iter(days)) if len(days) == 1 else None
    names = (*(("考核对象",) if by_district else ()), *(("指标",) if by_metric else ()), *(() if day else ("到",)))
    header = (*names, "累计完成", "完成率", "快慢（百分点）", "灯")
    cells = [_cells(row, case, by_district, by_metric, day is None) for row in rows]
    what = rows[0].district if not by_district else rows[0].metric if not by_metric else "各项指标"
    pace = f"序时进度{percent_text(progress.pace(day))}" if day else "快慢按各自的日期算"
    head = f"{what}{f'到{day_text(day)}' if day else ''}的进度{by_level(case, rows)}（{pace}）："
    facts = (*((pace_fact(day),) if day else ()), *(f for row in rows for f in cells_facts(row)))
    notes = (*_few(declined), because(with_parts(case, rows)))
    return Reply("answer", (head,), Table(header, tuple(cells)), notes, facts)


def _cells(row: Row, case: Case, district: bool, metric: bool, day: bool) -> tuple[str, ...]:
    """One row of the table."""
    return (
        *((row.district,) if district else ()),
        *((row.metric,) if metric else ()),
        *((short_day(row.day),) if day else ()),
        value_cell(row, case),
        rate_cell(row),
        lead_cell(row.lead),
        light_text(row, case),
    )


def value_cell(row: Row, case: Case) -> str:
    """The amount in one unit, with 待审核 and 不完整 where that is so."""
    marks = [word for word, there in (("待审核", not row.approved), ("不完整", row.partial)) if there]
    plain = amount(row.value, row.unit, case.asked.question.unit).split("（")[0]
    return plain + (f"（{'，'.join(marks)}）" if marks else "")
