"""Answers to questions: the figures themselves, in order, filtered, added up, counted."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from data import query
from data.amount import kind_of, show, to_base
from data.model import Citation, Figure
from data.query import Selection
from intents.cells import Cells, asked, fetch, has_levels
from intents.question import EVERYONE, Condition, Question
from intents.reply import Fact, Reply, Table
from intents.sources import Sources
from intents.wording import currency, fact, listed, other_currency, qualified, sources


@dataclass(frozen=True, slots=True)
class Case:
    """A question with what answers it: its cells, where they are from, and the names of things."""

    question: Question
    cells: Cells
    source: Sources

    def one(self, district: str, metric: str) -> Figure | None:
        """The figure of a district that is counted with."""
        return self.cells.one(district, metric, self.question.levels)

    def among(self, metric: str) -> tuple[list[Figure], list[str]]:
        """The figures of all districts asked about, and the districts that have none."""
        found = [(d, self.one(d, metric)) for d in self.question.districts if d != self.question.city]
        return [f for _, f in found if f], [d for d, f in found if f is None]

    @property
    def who(self) -> str:
        """The set of districts, as the text names it."""
        question = self.question
        name = "、".join(question.groups) if question.groups else listed(question.districts)
        out = f"（除{listed(question.without)}）" if question.without else ""
        return name + out


def cited(figures: Iterable[Figure]) -> tuple[Citation, ...]:
    """Where figures stand, each place once."""
    return tuple(dict.fromkeys(figure.citation for figure in figures))


def title(case: Case, metric: str, figures: Iterable[Figure] = ()) -> str:
    """实际引进外资目标, with the level where one of two is counted with."""
    levels = {f.level for f in figures if f.level}
    return f"{metric}目标" + (f"（{'、'.join(sorted(levels))}）" if levels else "")


def refused(case: Case, why: str, figures: Iterable[Figure]) -> Reply:
    """What must not be computed, with the figures beside each other."""
    figures = list(figures)
    lines = [f"{f.district}{f.metric}：{f.level or ''}{qualified(f)}" for f in figures]
    return Reply("decline", (why, *lines), facts=tuple(map(fact, figures)), notes=(sources(cited(figures)),) if figures else ())


def shown(case: Case) -> Reply:
    """The figures themselves: a sentence for one, lines for a few, a table for more."""
    question = case.question
    figures = [f for m in question.metrics for d in question.districts for f in asked(case.cells.of(d, m), question.levels)]
    if not figures:
        return _missing(case)
    lines = [_sentence(case, d, m) for m in question.metrics for d in question.districts if case.cells.of(d, m)]
    notes = (*_left_out(case), *_about(case, figures), sources(cited(figures)))
    head, table = (lines, None) if len(lines) <= 3 else _tabled(case, figures)
    working = [f"{f.citation}，“{f.row or f.district}”行“{f.column or f.metric}”列：{show(f.value)}{f.unit}" for f in figures[:12]]
    return Reply("answer", tuple(head), table, notes, tuple(map(fact, figures)), working=tuple(working))


def _sentence(case: Case, district: str, metric: str) -> str:
    figures = asked(case.cells.of(district, metric), case.question.levels)
    said = "，".join(_level(f) + qualified(f, case.question.unit) for f in figures)
    return f"{case.question.year}年{district}{metric}目标：{said}。"


def _level(figure: Figure) -> str:
    return figure.level or ""


def _tabled(case: Case, figures: list[Figure]) -> tuple[list[str], Table]:
    question = case.question
    if len(question.metrics) == 1:
        who = case.who if question.groups else "各地"
        head = f"{question.year}年{who}{question.metrics[0]}目标："
        rows = [(d, _cell(case, d, question.metrics[0])) for d in question.districts if case.cells.of(d, question.metrics[0])]
        return [head], Table(("考核对象", "目标"), tuple(rows))
    if len(question.districts) == 1:
        head = f"{question.year}年{question.districts[0]}的目标："
        return [head], Table(("指标", "目标"), tuple(_by_place(case, figures)))
    cells = [(d, m, _cell(case, d, m)) for m in question.metrics for d in question.districts if case.cells.of(d, m)]
    return [f"{question.year}年目标："], Table(("指标", "考核对象", "目标"), tuple((m, d, c) for d, m, c in cells))


def _by_place(case: Case, figures: list[Figure]) -> list[tuple[str, str]]:
    """The targets of one district, by annex, in the documents' order."""
    rows: list[tuple[str, str]] = []
    place = ""
    for metric in dict.fromkeys(f.metric for f in figures):
        first = next(f for f in figures if f.metric == metric)
        if first.citation.place != place:
            place = first.citation.place
            rows.append((f"【{place}】", ""))
        rows.append((metric, _cell(case, first.district, metric)))
    return rows


def _cell(case: Case, district: str, metric: str) -> str:
    figures = asked(case.cells.of(district, metric), case.question.levels)
    return "，".join(_level(f) + qualified(f, case.question.unit) for f in figures)


def _left_out(case: Case) -> tuple[str, ...]:
    """The districts that have no such target, named: that is not a target of 0."""
    question = case.question
    if len(question.metrics) > 1 and len(question.metrics) > 6:
        return ()
    notes = []
    for metric in question.metrics:
        without = [d for d in question.districts if not case.cells.of(d, metric)]
        if without and len(without) < len(question.districts):
            notes.append(f"{listed(without)}没有设{metric}目标（不等于0）。")
        elif without and len(question.metrics) > 1:
            notes.append(f"{listed(without)}没有设{metric}目标（不等于0）{_city_figure(case, metric)}。")
    return tuple(notes)


def _city_figure(case: Case, metric: str) -> str:
    return "，该指标只有全市目标" if case.source.catalog.metric(metric).city_only else ""


def _about(case: Case, figures: list[Figure]) -> tuple[str, ...]:
    """What else the documents say of these figures: how the body puts it, that no rate of exchange is published."""
    notes = []
    city = [f for f in figures if f.district == case.question.city]
    for figure in city[:3]:
        for other in case.cells.also:
            same = other.metric == figure.metric and other.level == figure.level
            if same and other.qualifier and other.citation.place != figure.citation.place:
                notes.append(f"正文{other.citation.place}对全市{other.column or other.metric}写作“{qualified(other)}”。")
                break
    if any(other_currency(f.unit, case.question.unit) for f in figures):
        notes.append("文件没有公布汇率，不作币种折算，以上为公布的数。")
    if case.question.levels and not has_levels(figures) and "力争" in case.question.levels:
        notes.append("该指标没有分必保和力争。")
    return tuple(dict.fromkeys(notes))


def _missing(case: Case) -> Reply:
    """No cell for what was asked: why, and what there is."""
    question = case.question
    metrics = [case.source.catalog.metric(m) for m in question.metrics[:4]]
    who = listed(question.districts) if len(question.districts) < 4 else case.who
    lines, figures = [], []
    city = fetch(question.city, question.year, [m.name for m in metrics], (question.city,), case.source)
    for metric in metrics:
        own = city.of(question.city, metric.name)
        figures.extend(own)
        said = "，".join(_level(f) + qualified(f) for f in own)
        why = "该指标文件只下达到全市" if metric.city_only else "附件的表里没有这一格"
        lines.append(f"{who}没有设{metric.name}目标：{why}，不等于目标为0。" + (f"全市目标为{said}。" if said else ""))
    return Reply("decline", tuple(lines), None, (sources(cited(figures)),) if figures else (), tuple(map(fact, figures)))


def ordered(case: Case) -> Reply:
    """The districts in the order of a metric's target, or the first or last few of them."""
    replies = [_ordered(case, metric) for metric in case.question.metrics]
    return joined(replies)


def _ordered(case: Case, metric: str) -> Reply:
    operation = case.question.operation
    figures, missing = case.among(metric)
    if not figures:
        return _missing(replace(case, question=replace(case.question, metrics=(metric,))))
    rows = ranked(figures, operation.order)
    kept = _cut(rows, operation.n, operation.nth)
    if not kept:
        return Reply("decline", (f"{case.who}中有{metric}目标的只有{len(rows)}个，没有第{operation.nth}名。",))
    tied = len(kept) > (operation.n or (1 if operation.nth else len(rows)))
    lines = [_order_head(case, metric, kept, tied)]
    table = None
    if len(kept) <= 3:
        lines += [f"{rank}. {f.district}：{qualified(f, case.question.unit)}" for rank, f in kept] if len(kept) > 1 else []
    else:
        table = Table(("名次", "考核对象", "目标"), tuple((str(r), f.district, qualified(f, case.question.unit)) for r, f in kept))
    notes = (*_not_ranked(missing, metric), sources(cited(f for _, f in kept)))
    working = [f"按{title(case, metric, figures)}从{'大到小' if operation.order == 'desc' else '小到大'}排列，相同者并列：",
               *(f"{rank}. {f.district} {show(f.value)}{f.unit}" for rank, f in rows)]
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
        return exact or [row for row in rows if rows[min(nth, len(rows)) - 1][0] == row[0]][: len(rows) if nth <= len(rows) else 0]
    return [row for row in rows if not n or row[0] <= n]


def position(case: Case) -> Reply:
    """The rank of districts, counted from the top of everyone or of the group named."""
    question = case.question
    scope = _scope(case)
    names = [d for d in question.order if d in question.districts] or [d for d in question.districts if d != question.city]
    if question.groups == (EVERYONE,) or set(names) == _members(case):
        names = names[:1] if question.order else names
    return joined([_position(case, metric, names, scope) for metric in question.metrics])


def _members(case: Case) -> set[str]:
    groups = case.question.groups
    return {m for g in groups for m in case.source.catalog.group(g, case.question.city).members}


def _scope(case: Case) -> tuple[str, tuple[str, ...]]:
    question = case.question
    if question.groups and not question.groups == (EVERYONE,):
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
        lines.append(f"{figure.district}{title(case, metric, [figure])}{qualified(figure, question.unit)}，"
                     f"在{scope[0]}有此目标的{len(figures)}个中从高到低排第{rank}{with_whom}，倒数第{last}。")
        ranks = Fact("rank", Decimal(rank), "名", figure.district, metric, str(question.year), figure.level)
        facts += [ranks, fact(figure)]
    if not lines:
        return _missing(replace(case, question=replace(question, districts=tuple(names), metrics=(metric,))))
    working = tuple(f"{r}. {f.district} {show(f.value)}{f.unit}" for r, f in rows)
    return Reply("answer", tuple(lines), None, (sources(cited(figures)),), tuple(facts), working=working)


def extremes(case: Case) -> Reply:
    """The highest and the lowest."""
    both = [replace(case, question=replace(case.question, operation=replace(case.question.operation, order=o, n=1, nth=0)))
            for o in ("desc", "asc")]
    return joined([_ordered(one, metric) for metric in case.question.metrics for one in both])


def filtered(case: Case) -> tuple[Case, list[str], Reply | None]:
    """Only the districts that meet every condition; with the conditions in words, or why they cannot be applied."""
    question = case.question
    texts = []
    keep = [d for d in question.districts if d != question.city or len(question.districts) == 1]
    for condition in question.conditions:
        for metric in condition.metrics or question.metrics:
            figures = {d: f for d in keep if (f := case.one(d, metric))}
            if not figures:
                return case, [], _missing(replace(case, question=replace(question, metrics=(metric,))))
            condition = _than(case, condition, metric)
            limits = _limits(condition, next(iter(figures.values())))
            if limits is None:
                return case, [], _other_kind(case, condition, metric, list(figures.values()))
            texts.append(f"{title(case, metric, figures.values())}{condition.text}")
            keep = [d for d, f in figures.items() if _within(to_base(f.value, f.unit), limits, condition)]
    return replace(case, question=replace(question, districts=tuple(keep))), texts, None


def _limits(condition: Condition, figure: Figure) -> tuple[Decimal | None, Decimal | None] | None:
    """The bounds in the base unit of a metric; None where they are of another kind. No unit: the metric's own."""
    kind, unit = kind_of(figure.unit), condition.unit
    if kind == "money":
        if unit not in ("", currency(figure.unit)):
            return None
        factor = Decimal(1) if unit or condition.scaled else to_base(Decimal(1), figure.unit)
    else:
        fits = unit in ("", "%", "百分点") if kind == "ratio" else unit not in ("元", "美元", "%", "百分点")
        if not fits:
            return None
        factor = Decimal(1)
    return (None if condition.low is None else condition.low * factor, None if condition.high is None else condition.high * factor)


def _than(case: Case, condition: Condition, metric: str) -> Condition:
    """A condition relative to a district with that district's figure as its bound."""
    if not condition.than:
        return condition
    cells = fetch(case.question.city, case.question.year, (metric,), (condition.than,), case.source)
    figure = cells.one(condition.than, metric, case.question.levels)
    if figure is None:
        return condition
    value = to_base(figure.value, figure.unit)
    text = f"{condition.text}的{qualified(figure)}"
    unit = currency(figure.unit) if kind_of(figure.unit) == "money" else ""
    low, high = (value, None) if condition.high is None else (None, value)
    return replace(condition, low=low, high=high, unit=unit, text=text, than="")


def _within(value: Decimal, limits: tuple[Decimal | None, Decimal | None], condition: Condition) -> bool:
    low, high = limits
    above = low is None or value > low or (condition.low_included and value == low)
    below = high is None or value < high or (condition.high_included and value == high)
    return above and below


def _other_kind(case: Case, condition: Condition, metric: str, figures: list[Figure]) -> Reply:
    unit = figures[0].unit
    money = condition.unit in ("元", "美元") and kind_of(unit) == "money"
    why = "文件没有公布汇率，不能用另一币种的数来筛选" if money else "条件的单位与指标不符"
    return Reply("decline", (f"{metric}以{unit}计，{why}：“{condition.text}”。", f"可以改问，例如“{metric}超过{show(figures[0].value)}{unit}的有哪些”。"))


def matches(case: Case, kept: Case, texts: list[str]) -> Reply:
    """The districts that meet the conditions, with their figures, the largest first."""
    question = kept.question
    head = f"{question.year}年{'，'.join(texts)}的"
    figures = [f for m in _conditioned(question) for d in question.districts if (f := kept.one(d, m))]
    everyone = [f for m in _conditioned(question) for d in case.question.districts if (f := case.one(d, m))]
    if not figures:
        return Reply("answer", (f"{head}：没有。",), None, (sources(cited(everyone)),), working=_tested(everyone))
    figures.sort(key=lambda f: (_conditioned(question).index(f.metric), -to_base(f.value, f.unit)))
    names = list(dict.fromkeys(f.district for f in figures))
    lines = [f"{head}有{len(names)}个：{listed(names)}。"]
    several = len(_conditioned(question)) > 1
    rows = [f"{f.district}{f.metric if several else ''}：{_level(f)}{qualified(f, question.unit)}" for f in figures]
    table = None
    if len(rows) > 4:
        table = Table(("考核对象", "目标"), tuple((r.split("：")[0], r.split("：")[1]) for r in rows))
    return Reply("answer", (*lines, *(rows if table is None else ())), table, (sources(cited(figures)),),
                 tuple(map(fact, figures)), working=_tested(everyone))


def _conditioned(question: Question) -> list[str]:
    """The metrics of a filter: those of the conditions, then others asked for."""
    own = [m for c in question.conditions for m in c.metrics]
    return list(dict.fromkeys([*own, *question.metrics]))


def _tested(figures: list[Figure]) -> tuple[str, ...]:
    return ("逐个与条件比较：", *(f"{f.district}{f.metric} {show(f.value)}{f.unit}" for f in figures[:24]))


def counting(case: Case, texts: list[str]) -> Reply:
    """How many districts meet the conditions, or have such a target at all, and which."""
    question = case.question
    figures = [f for m in _conditioned(question)[:1] for d in question.districts if (f := case.one(d, m))]
    figures.sort(key=lambda f: -to_base(f.value, f.unit))
    names = [f.district for f in figures]
    what = "，".join(texts) or f"设有{question.metrics[0]}目标"
    count = Fact("count", Decimal(len(names)), "个", None, question.metrics[0], str(question.year))
    lines = [f"{question.year}年{what}的有{len(names)}个{'：' if names else ''}{listed(names)}。"]
    lines += [f"{f.district}：{_level(f)}{qualified(f, question.unit)}" for f in figures]
    every = sources(cited(figures)) if figures else "依据：" + _any_source(case)
    return Reply("answer", tuple(lines), None, (every,), (count, *map(fact, figures)), working=_tested(figures))


def _any_source(case: Case) -> str:
    question = case.question
    found = query.figures(case.source.store, Selection(question.city, question.year, question.metrics[:1]))
    return str(found[0].citation) if found else ""


def without_task(case: Case) -> Reply:
    """Those whose target is published as 0, and those without such a cell: two different things."""
    lines, facts, figures = [], [], []
    for metric in case.question.metrics[:9]:
        found, missing = case.among(metric)
        zero = [f for f in found if f.value == 0]
        figures += found
        facts += [fact(f) for f in zero]
        said = f"公布为0：{listed([f.district for f in zero]) or '无'}（0{zero[0].unit if zero else ''}）" if zero else "公布为0的：无"
        lines.append(f"{metric}：{said}；未设目标（表中没有这一格）：{listed(missing) or '无'}。")
    return Reply("answer", tuple(lines), None, (sources(cited(figures)),) if figures else (), tuple(facts), working=_tested(figures))


def joined(replies: list[Reply]) -> Reply:
    """Several replies as one; declines count only where nothing else is there."""
    if len(replies) == 1:
        return replies[0]
    good = [r for r in replies if r.kind == "answer"] or replies
    tables = [r.table for r in good if r.table]
    lines = [line for r in good for line in (*r.lines, *(_rows(r.table) if r.table and len(tables) > 1 else ()))]
    notes = tuple(dict.fromkeys(note for r in good for note in r.notes))
    return Reply(good[0].kind, tuple(lines), tables[0] if len(tables) == 1 else None, notes,
                 tuple(f for r in good for f in r.facts), working=tuple(w for r in good for w in r.working))


def _rows(table: Table) -> list[str]:
    return [" ".join(row) for row in table.rows]

