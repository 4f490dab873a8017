"""Districts by how far they are: rankings, the first and the last, counties and zones apart, 第几."""

from collections.abc import Sequence
from decimal import Decimal

from data import progress
from data.amount import show
from data.progress import Light
from intents.progress.case import Case, Row
from intents.progress.field import Field, by_gap, by_level, field, key, left_out, no_field, rank_fact, ranked_by
from intents.progress.figures import value_cell
from intents.progress.filter import filtered, in_every, matching
from intents.progress.sentence import sentence
from intents.progress.wording import (
    because,
    cells_facts,
    day_text,
    gap_fact,
    lead_cell,
    light_text,
    pace_fact,
    percent_text,
    rate_cell,
    rate_fact,
)
from intents.reply import Fact, Reply, Table
from intents.targets.question import EVERYONE
from intents.wording import listed

COUNTIES, ZONES = ("county", "district"), ("zone", "direct")


def ranking(case: Case) -> Reply:
    """The ranking of each metric asked about."""
    question = case.asked.question
    if case.asked.every and question.conditions:
        return in_every(case)
    if question.operation.order and len(question.districts) == 1 and question.districts[0] in case.everyone:
        why = f"只说了{question.districts[0]}一个地区，没有可比的。可以写上另一个地区，或问“{question.metrics[0]}完成率排名”。"
        return Reply("decline", (why,))
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


def _ranking(case: Case, metric: str) -> Reply:
    found = field(case, metric, case.districts)
    if found is None or not found.rows:
        return no_field(case, metric)
    rows = filtered(found.ranks(case), case, found)
    if isinstance(rows, Reply):
        return rows
    if case.asked.question.conditions:
        return _some(case, found, rows)
    kept = cut(rows, case)
    if not kept:
        tied = case.asked.question.operation.nth <= len(rows)  # two at the place before
        why = "前一名有并列，" if tied else ""
        return Reply("decline", (f"到{day_text(found.day)}有{metric}上报数的{len(rows)}个中，{why}没有这个名次。",))
    operation = case.asked.question.operation
    if len(kept) <= 3 and (operation.n or operation.nth) and not case.asked.apart:
        return _few(case, found, kept)
    return _table(case, found, kept)


def _some(case: Case, found: Field, rows: list[tuple[int, Row]]) -> Reply:
    """Those within the bounds, of them the first or last few where that was asked and there are no two ways of it."""
    operation = case.asked.question.operation
    if not (operation.n or operation.nth) or operation.reduce:
        return matching(case, found, [row for _, row in rows])
    within = {row.district for _, row in rows}
    order = progress.ranks({row.district: key(row, case) for _, row in rows})
    by = {row.district: row for _, row in rows}
    few = [row for _, row in cut([(rank, by[name]) for rank, name in order], case)]
    if few != [row for _, row in cut(found.ranks(case), case) if row.district in within]:
        why = "先按条件筛选再取名次，和先取名次再筛选，结果不一样，不知道要哪一种。"
        return Reply("decline", (why, "可以只说条件，或只说名次。"))
    end = "后" if operation.order == "asc" else "前"
    place = f"{'倒数' if end == '后' else ''}第{operation.nth}名" if operation.nth else f"{end}{operation.n}名"
    return matching(case, found, [row for _, row in rows], few, place)


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
    what = by_level(case, found.rows) + ranked_by(case, kept[0][1])
    ends = ("最小", "最大") if by_gap(case) else ("最低", "最高")
    end = ends[operation.order != "asc"]
    place = f"倒数第{operation.nth}" if operation.order == "asc" else f"第{operation.nth}"
    head = f"到{day_text(found.day)}，{found.metric}{what}{place if operation.nth else end}的是"
    head += f"{_with_ties(kept)}："
    measures = tuple(dict.fromkeys(("rate", *(m for m in case.asked.measures if m != "actual"))))
    told = [sentence(row, case, measures) for _, row in kept]
    notes = (*left_out(case, found), because([row for _, row in kept]))
    facts = tuple(fact for each in told for fact in each.facts)
    working = tuple(dict.fromkeys(line for each in told for line in each.working))
    return Reply("summary", (head, *(each.text for each in told)), None, notes, facts, working=working)


def _with_ties(kept: list[tuple[int, Row]]) -> str:
    """上虞市、绍兴县与诸暨市（并列）: those of one rank together."""
    ranks = dict.fromkeys(rank for rank, _ in kept)
    tied = [[row.district for rank, row in kept if rank == one] for one in ranks]
    return listed([f"{'与'.join(names)}（并列）" if len(names) > 1 else names[0] for names in tied])


def _table(case: Case, found: Field, kept: list[tuple[int, Row]]) -> Reply:
    gap = by_gap(case) and not kept[0][1].is_ratio
    header = ("名次", "考核对象", "累计完成", "完成率", "快慢（百分点）", "灯", *(("还差",) if gap else ()))
    rows, facts = list[tuple[str, ...]](), list[Fact]()
    for name, members in apart(case, kept):
        rows += [_padded(header, f"【{name}】")] if name else []
        for rank, row in members:
            rows.append(_cells(rank, row, case, gap))
            facts += [rank_fact(rank, row), *cells_facts(row), *((gap_fact(row),) if gap else ())]
    whole = not case.asked.question.operation.n
    rows += [_padded(header, "未报", name) for name in found.missing if whole]
    head, stated = _head(case, found, kept)
    notes = (*left_out(case, found, not whole), because([row for _, row in kept]))
    return Reply("summary", (head,), Table(header, tuple(rows)), notes, (*stated, *facts))


def _padded(header: tuple[str, ...], *cells: str) -> tuple[str, ...]:
    return (*cells, *("" for _ in header[len(cells) :]))


def _cells(rank: int, row: Row, case: Case, gap: bool) -> tuple[str, ...]:
    own = (str(rank), row.district, value_cell(row, case), rate_cell(row), lead_cell(row.lead), light_text(row, case))
    return (*own, *((f"{show(row.gap or Decimal(0))}{row.unit}",) if gap else ()))


def _head(case: Case, found: Field, kept: list[tuple[int, Row]]) -> tuple[str, tuple[Fact, ...]]:
    pace = f"（序时进度{percent_text(progress.pace(found.day))}）"
    level = by_level(case, found.rows)
    by = "完成率" if kept[0][1].is_ratio else ranked_by(case, kept[0][1])
    what = f"到{day_text(found.day)}各地{found.metric}{level}{by}{pace}："
    lights = [row.light(case.thresholds) for _, row in kept if row.lead is not None]
    said = [f"{name}{lights.count(light)}个" for light, name in LIGHT_NAMES if lights.count(light)]
    counted = "、".join([*said, *([f"未报{len(found.missing)}个"] if found.missing else [])])
    return what + counted + "。", (pace_fact(found.day),)


LIGHT_NAMES: tuple[tuple[Light, str], ...] = (("green", "绿灯"), ("yellow", "黄灯"), ("red", "红灯"))


def apart(case: Case, kept: Sequence[tuple[int, Row]]) -> list[tuple[str, list[tuple[int, Row]]]]:
    """Everybody together, or counties and zones apart, each with ranks of their own."""
    if not case.asked.apart:
        return [("", list(kept))]
    found = []
    for name, kinds in (("县（市、区）", COUNTIES), ("开发区", ZONES)):
        rows = [row for _, row in kept if case.source.catalog.district(row.district).kind in kinds]
        own = progress.ranks({row.district: key(row, case) for row in rows})
        by = {row.district: row for row in rows}
        others = "和市直" if name == "开发区" and any(_is_direct(row, case) for row in rows) else ""
        found.append((name + others, [(rank, by[district]) for rank, district in own]))
    return [(name, rows) for name, rows in found if rows]


def _is_direct(row: Row, case: Case) -> bool:
    return case.source.catalog.district(row.district).kind == "direct"


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
            f"{name}{metric}到{day_text(found.day)}{by_level(case, found.rows)}完成率{rate_cell(row)}，"
            f"在已上报的{len(found.rows)}个中排第{rank}{_ties(row, found, case)}。"
        )
        facts += [*((rate_fact(row, row.rate),) if row.rate is not None else ()), rank_fact(rank, row)]
    notes = (*left_out(case, found), because([row for _, row in rows.values() if row.district in names]))
    return Reply("summary" if facts else "decline", tuple(lines), None, notes if facts else (), tuple(facts))


def _ties(row: Row, found: Field, case: Case) -> str:
    same = [r.district for r in found.rows if r is not row and key(r, case) == key(row, case)]
    return f"（与{listed(same)}并列）" if same else ""
