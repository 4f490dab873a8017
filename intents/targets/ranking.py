"""Districts in the order of a target: 最高, 前三, 倒数第二, 第几."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from data.amount import show, to_base
from data.model import Figure
from intents.reply import Fact, Reply, Table
from intents.targets.case import Case, cited, joined, title
from intents.targets.cells import fetch
from intents.targets.listing import no_such_cell
from intents.targets.question import EVERYONE
from intents.wording import fact, listed, qualified, sources


def ordered(case: Case) -> Reply:
    """The districts in the order of a metric's target, or the first or last few of them."""
    operation = case.question.operation
    if operation.common and len(case.question.metrics) > 1 and (operation.n or operation.nth):
        return _in_common(case)
    return joined([_ordered(case, metric) for metric in case.question.metrics])


def _in_common(case: Case) -> Reply:
    """Those that are in front by every metric: 外资和内资都排前五的."""
    operation, metrics = case.question.operation, case.question.metrics
    found = [case.among(metric)[0] for metric in metrics]
    kept = [[f for _, f in _cut(ranked(each, operation.order), operation.n, operation.nth)] for each in found]
    names = [f.district for f in kept[0] if all(f.district in {g.district for g in each} for each in kept[1:])]
    figures = [f for name in names for each in kept for f in each if f.district == name]
    end = "前" if operation.order == "desc" else "后"
    place = f"{end}{operation.n}名" if operation.n else f"{'' if end == '前' else '倒数'}第{operation.nth}名"
    head = f"{case.question.year}年{case.who}中，{listed(list(metrics))}目标都在{place}的"
    lines = [f"{head}有{len(names)}个：{listed(names)}。" if names else f"{head}：没有。"]
    lines += [f"{f.district}{f.metric}：{f.level or ''}{qualified(f, case.question.unit)}" for f in figures]
    notes = (sources(cited(f for each in kept for f in each)),)
    return Reply("answer", tuple(lines), None, notes, tuple(map(fact, figures)), working=tuple(lines))


def _ordered(case: Case, metric: str) -> Reply:
    operation = case.question.operation
    figures, missing = case.among(metric)
    if not figures:
        return no_such_cell(replace(case, question=replace(case.question, metrics=(metric,))))
    rows = ranked(figures, operation.order)
    kept = _cut(rows, operation.n, operation.nth)
    if not kept:
        return Reply("decline", (f"{case.who}中有{metric}目标的只有{len(rows)}个，没有第{operation.nth}名。",))
    tied = len(kept) > (operation.n or (1 if operation.nth else len(rows)))
    lines = [_order_head(case, metric, kept, tied)]
    table = None
    if len(kept) <= 3:
        lines += (
            [f"{rank}. {f.district}：{qualified(f, case.question.unit)}" for rank, f in kept] if len(kept) > 1 else []
        )
    else:
        table = Table(
            ("名次", "考核对象", "目标"), tuple((str(r), f.district, qualified(f, case.question.unit)) for r, f in kept)
        )
    notes = (*_not_ranked(missing, metric), sources(cited(f for _, f in kept)))
    working = [
        f"按{title(case, metric, figures)}从{'大到小' if operation.order == 'desc' else '小到大'}排列，相同者并列：",
        *(f"{rank}. {f.district} {show(f.value)}{f.unit}" for rank, f in rows),
    ]
    return Reply("answer", tuple(lines), table, notes, tuple(fact(f) for _, f in kept), working=tuple(working))


def _order_head(case: Case, metric: str, kept: list[tuple[int, Figure]], tied: bool) -> str:
    operation, question = case.question.operation, case.question
    what = f"{question.year}年{case.who}中，{title(case, metric, [f for _, f in kept])}"
    names = listed([f.district for _, f in kept])
    if operation.nth:
        place = f"第{operation.nth}" if operation.order == "desc" else f"倒数第{operation.nth}"
        return f"{what}{place}的是{names}：{qualified(kept[0][1], question.unit)}。"
    if len(kept) == 1 or operation.n == 1:
        end = "最高" if operation.order == "desc" else "最低"
        return f"{what}{end}的是{names}{'（并列）' if tied else ''}：{qualified(kept[0][1], question.unit)}。"
    if operation.n:
        end = f"前{operation.n}" if operation.order == "desc" else f"后{operation.n}"
        return f"{what}{end}名{'（末位并列，一并列出）' if tied else ''}："
    return f"{what}从{'高到低' if operation.order == 'desc' else '低到高'}："


def _not_ranked(missing: list[str], metric: str) -> tuple[str, ...]:
    return (f"{listed(missing)}没有设{metric}目标，不参加排序。",) if missing else ()


def ranked(figures: Iterable[Figure], order: str) -> list[tuple[int, Figure]]:
    """Figures with their ranks from that end; equal ones share a rank (1, 2, 2, 4)."""
    rows = sorted(figures, key=lambda f: to_base(f.value, f.unit), reverse=order != "asc")
    return [(1 + next(i for i, other in enumerate(rows) if other.value == f.value), f) for f in rows]


def _cut(rows: list[tuple[int, Figure]], n: int, nth: int) -> list[tuple[int, Figure]]:
    """The first n ranks with all that tie at the cut, or just the n-th."""
    if nth:
        exact = [row for row in rows if row[0] == nth]
        return (
            exact
            or [row for row in rows if rows[min(nth, len(rows)) - 1][0] == row[0]][
                : len(rows) if nth <= len(rows) else 0
            ]
        )
    return [row for row in rows if not n or row[0] <= n]


def position(case: Case) -> Reply:
    """The rank of districts, counted from the top of everyone or of the group named."""
    question = case.question
    scope = _scope(case)
    names = [d for d in question.order if d in question.districts] or [
        d for d in question.districts if d != question.city
    ]
    if question.groups == (EVERYONE,) or set(names) == _members(case):
        names = names[:1] if question.order else names
    return joined([_position(case, metric, names, scope) for metric in question.metrics])


def _members(case: Case) -> set[str]:
    groups = case.question.groups
    return {m for g in groups for m in case.source.catalog.group(g, case.question.city).members}


def _scope(case: Case) -> tuple[str, tuple[str, ...]]:
    question = case.question
    if question.groups and question.groups != (EVERYONE,):
        return question.groups[0], case.source.catalog.group(question.groups[0], question.city).members
    everyone = tuple(d.name for d in case.source.catalog.of_city(question.city))
    return "全部考核对象", everyone


def _position(case: Case, metric: str, names: list[str], scope: tuple[str, tuple[str, ...]]) -> Reply:
    question = case.question
    everyone = fetch(question.city, question.year, (metric,), {*scope[1], *names}, case.source)
    figures = [f for d in scope[1] if (f := everyone.one(d, metric, question.levels))]
    rows = ranked(figures, "desc")
    lines, facts = [], []
    for rank, figure in ((r, f) for name in names for r, f in rows if f.district == name):
        last = sum(f.value < figure.value for f in figures) + 1
        ties = [f.district for f in figures if f.value == figure.value and f.district != figure.district]
        with_whom = f"（与{listed(ties)}并列）" if ties else ""
        lines.append(
            f"{figure.district}{title(case, metric, [figure])}{qualified(figure, question.unit)}，"
            f"在{scope[0]}有此目标的{len(figures)}个中从高到低排第{rank}{with_whom}，倒数第{last}。"
        )
        ranks = Fact("rank", Decimal(rank), "名", figure.district, metric, str(question.year), figure.level)
        facts += [ranks, fact(figure)]
    if not lines:
        return no_such_cell(replace(case, question=replace(question, districts=tuple(names), metrics=(metric,))))
    working = (f"名次 = 比它高的个数 + 1；从高到低：{listed([f.district for _, f in rows])}",)
    return Reply("answer", tuple(lines), None, (sources(cited(figures)),), tuple(facts), working=working)


def extremes(case: Case) -> Reply:
    """The highest and the lowest."""
    both = [
        replace(case, question=replace(case.question, operation=replace(case.question.operation, order=o, n=1, nth=0)))
        for o in ("desc", "asc")
    ]
    return joined([_ordered(one, metric) for metric in case.question.metrics for one in both])
