"""Progress over the months: what one month brought (当月), beside the month before (比上月), and the whole course (走势)."""

from dataclasses import replace

from data import progress
from data.amount import convert, show
from data.progress import month_before, month_end
from intents.progress.case import Case, Row
from intents.progress.figures import unreported
from intents.progress.sentence import Told
from intents.progress.wording import (
    actual_fact,
    actual_text,
    because,
    cells_facts,
    day_text,
    lead_cell,
    light_text,
    mark,
    rate_cell,
    short_day,
)
from intents.reply import Fact, Reply, Table
from intents.wording import amount


def over_months(case: Case) -> Reply:
    """当月, 比上月 or 走势 of each district and metric."""
    way = _course if "course" in case.asked.measures else _month
    question = case.asked.question
    replies = [way(case, district, metric) for metric in question.metrics for district in question.districts]
    good = [reply for reply in replies if reply.kind == "answer"] or replies
    if len(good) == 1:
        return good[0]
    lines = [line for r in good for line in (*r.lines, *(" ".join(row) for row in (r.table.rows if r.table else ())))]
    notes = tuple(dict.fromkeys(note for r in good for note in r.notes))
    return Reply(good[0].kind, tuple(lines), None, notes, tuple(fact for r in good for fact in r.facts))


def rows_of(case: Case, district: str, metric: str) -> list[Row]:
    """All that is known of a district (or the city) to the ends of months, the first month first."""
    found = [case.row_of(each) for each in case.of(district, metric)]
    if not found and district == case.city and case.source.catalog.metric(metric).unit != "%":
        found = _of_city(case, metric)
    upto = [row for row in found if case.period is None or row.day <= case.period]
    return sorted(upto, key=lambda row: row.day)


def _of_city(case: Case, metric: str) -> list[Row]:
    """The city's totals to each day for which anybody reported."""
    every, unit = case.all_of(metric), case.source.catalog.metric(metric).unit
    days = {each.item.period for each in every if each.item.period == month_end(each.item.period)}
    totals = [progress.total(every, case.expected(metric), unit, day) for day in days]
    return [case.row_of_total(metric, each) for each in totals if each]


def _course(case: Case, district: str, metric: str) -> Reply:
    rows = rows_of(case, district, metric)
    if not rows:
        return Reply("decline", (unreported(case, district, metric),))
    first, last = rows[0], rows[-1]
    head = f"{district}{metric}从{day_text(first.day)}到{day_text(last.day)}的走势（累计）："
    header = ("到", "累计完成", "完成率", "快慢（百分点）", "灯")
    cells = [
        (
            short_day(r.day),
            actual_text(r, case).split("（")[0] + _marks(r),
            rate_cell(r),
            lead_cell(r.lead),
            light_text(r, case),
        )
        for r in rows
    ]
    facts = tuple(fact for row in rows for fact in cells_facts(row))
    notes = (*_end(rows), because(rows))
    return Reply("answer", (head,), Table(header, tuple(cells)), notes, facts)


def _marks(row: Row) -> str:
    return ("" if row.approved else "（待审核）") + ("（不完整）" if row.partial else "")


def _end(rows: list[Row]) -> tuple[str, ...]:
    """What the course comes to: gaining or losing on the pace."""
    leads = [row.lead for row in rows if row.lead is not None]
    if len(leads) < 2 or leads[0] == leads[-1]:
        return ()
    return (f"相对序时进度，比{short_day(rows[0].day)}时{'加快' if leads[-1] > leads[0] else '放慢'}。",)


def _month(case: Case, district: str, metric: str) -> Reply:
    """What the last month brought; where asked, beside the month before it."""
    rows = rows_of(case, district, metric)
    ends = [row for row in rows if row.day == month_end(row.day) or row.day == case.period]
    now = ends[-1] if ends else rows[-1] if rows else None
    if now is None or (case.period and now.day != case.period):
        return Reply("decline", (unreported(case, district, metric),))
    if now.day != month_end(now.day):
        why = f"{district}{metric}最近报到{day_text(now.day)}，不是月底，算不出当月数。"
        return Reply("decline", (why,))
    if now.is_ratio:
        return Reply("decline", (f"{metric}是比重，没有当月数。",))
    told = [_brought(case, rows, now)]
    if "change" in case.asked.measures:
        told.append(_compared(case, rows, now))
    if not told[0].facts:
        return Reply("decline", (told[0].text,))
    lines = tuple(each.text for each in told if each.text)
    return Reply("answer", lines, None, (because(rows[-3:], False),), tuple(f for each in told for f in each.facts))


def _before(rows: list[Row], row: Row) -> Row | None:
    """The row of the month before."""
    return next((r for r in rows if r.day == month_before(row.day)), None)


def _difference(rows: list[Row], row: Row) -> Fact | None:
    """The month's own value: its total less that of the month before; in January the total itself."""
    before = _before(rows, row)
    if before is None and row.day.month > 1:
        return None
    value = row.value - (convert(before.value, before.unit, row.unit) if before else 0)
    return Fact("difference", value, row.unit, row.district, row.metric, f"{row.day:%Y-%m}")


def _alike(case: Case, one: Row, other: Row) -> bool:
    """Whether two rows are of the same districts: sums of different ones are not compared."""
    if one.source is not None or other.source is not None:
        return True
    every = case.all_of(one.metric)
    who = [{each.item.district for each in every if each.item.period == row.day} for row in (one, other)]
    return who[0] == who[1]


def _brought(case: Case, rows: list[Row], now: Row) -> Told:
    own, before = _difference(rows, now), _before(rows, now)
    if before and not _alike(case, now, before):
        return Told(f"两个月上报的地方不同，{now.metric}全市的当月数算不出来。")
    if own is None:
        last = short_day(month_before(now.day))
        return Told(f"{now.district}没有报到{last}的{now.metric}数，算不出{now.day.month}月当月完成多少（不能按0算）。")
    shown = amount(abs(own.value), own.unit, case.asked.question.unit)
    inputs = f"到{short_day(now.day)}累计{actual_text(now, case)}{mark(now)}"
    inputs += f"，到{short_day(before.day)}累计{actual_text(before, case)}" if before else ""
    month = f"{now.day.year}年{now.day.month}月当月{'完成' if own.value >= 0 else '净减少'}"
    text = f"{now.district}{now.metric}{month}{shown}：{inputs}。"
    facts = (replace(own, value=abs(own.value)), actual_fact(now), *((actual_fact(before),) if before else ()))
    working = (f"当月＝{show(now.value)}−{show(before.value) if before else 0}＝{show(own.value)}{own.unit}",)
    return Told(text, facts, working)


def _compared(case: Case, rows: list[Row], now: Row) -> Told:
    """The month's value beside that of the month before."""
    own, before = _difference(rows, now), _before(rows, now)
    last = _difference(rows, before) if before else None
    earlier = _before(rows, before) if before else None
    if own is None or before is None or last is None or (earlier and not _alike(case, before, earlier)):
        return Told("再上一个月没有上报数，上月当月完成多少无从比较。")
    more = own.value - last.value
    unit = case.asked.question.unit
    shown = amount(abs(more), own.unit, unit)
    said = f"比{before.day.month}月当月的{amount(last.value, last.unit, unit)}{'多' if more > 0 else '少'}{shown}"
    text = f"{said}。" if more else f"与{before.day.month}月当月的{amount(last.value, last.unit, unit)}相同。"
    return Told(text, (last, *((replace(own, value=abs(more)),) if more else ())))
