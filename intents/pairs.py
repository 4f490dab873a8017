"""Figures held against each other or made into one: sums, means, shares, comparisons, differences, ratios."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from data.amount import convert, currency_of, kind_of, show, to_base
from data.model import Figure
from intents.analysis import Case, cited, fact, joined, ranked, refused, shown
from intents.cells import asked, fetch, merged
from intents.question import EVERYONE
from intents.reply import Fact, Reply
from intents.wording import amount, listed, qualified, rounded, sources


@dataclass(frozen=True, slots=True)
class Side:
    """One of the things compared: a figure, or a sum or mean of several. `value` in `unit`; `facts` what it rests on."""

    label: str
    value: Decimal
    unit: str
    figures: tuple[Figure, ...]
    computed: Fact | None = None

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Its own figure, or the computed one and what it was computed from."""
        return (self.computed, *map(fact, self.figures)) if self.computed else tuple(map(fact, self.figures))


def reduced(case: Case) -> Reply:
    """The one number that is asked for, for each metric."""
    operation = case.question.operation
    if operation.reduce in ("difference", "ratio", "compare"):
        return compared(case)
    if operation.reduce == "share" and len(case.question.metrics) == 2 and not case.question.of:
        return _share_of_metric(case)
    if operation.reduce == "share":
        return joined([_share(case, metric) for metric in case.question.metrics])
    if operation.reduce == "mean":
        return joined([_mean(case, metric) for metric in case.question.metrics])
    return summed(case)


def cut(case: Case) -> Case:
    """Only the first few, where a sum or share of them is asked: 前三名合计."""
    question, operation = case.question, case.question.operation
    figures, _ = case.among(question.metrics[0])
    rows = ranked(figures, operation.order)
    kept = [f.district for rank, f in rows if (rank == operation.nth if operation.nth else not operation.n or rank <= operation.n)]
    name = f"{case.who}中{'最高' if operation.order == 'desc' else '最低'}的{len(kept)}个（{listed(kept)}）"
    return replace(case, question=replace(question, districts=tuple(kept), groups=(name,), without=(),
                                          operation=replace(operation, order="", n=0, nth=0)))


# ---- sums and means


def summed(case: Case) -> Reply:
    """The sum over districts for each metric; over metrics for one district where these may be added."""
    question = case.question
    if len(question.districts) == 1 and len(question.metrics) > 1:
        return _over_metrics(case)
    reply = joined([_sum(case, metric) for metric in question.metrics])
    currencies = {currency_of(f.unit) for f in reply.facts} - {None}
    if len(currencies) < 2:
        return reply
    return replace(reply, notes=(*reply.notes, "币种不同，文件没有公布汇率，各项不再相加。"))


def _figures(case: Case, metric: str) -> tuple[list[Figure], list[str]]:
    found = [(d, case.one(d, metric)) for d in case.question.districts]
    return [f for _, f in found if f], [d for d, f in found if f is None]


def _sum(case: Case, metric: str) -> Reply:
    question = case.question
    figures, missing = _figures(case, metric)
    if not figures or len(figures) == 1:
            return shown(replace(case, question=replace(question, metrics=(metric,))))
    if case.source.catalog.metric(metric).is_ratio:
        return refused(case, f"{metric}是比率，不能相加；下面分别列出：", figures)
    if question.city in question.districts:
        return refused(case, f"全市数已包含各地，{metric}不能再与其中的地方相加；下面分别列出：", figures)
    if _is_everyone(case):
        return _published_total(case, metric, figures)
    side = _sum_side(case, metric, figures)
    lines = [f"{question.year}年{case.who}{_title(metric, figures)}合计：{amount(side.value, side.unit, question.unit)}。", *_inputs(figures)]
    return _computed(case, lines, [side], missing, metric, (_formula("合计", figures, "+", side.value, side.unit),))


def _is_everyone(case: Case) -> bool:
    return set(case.question.districts) == {d.name for d in case.source.catalog.of_city(case.question.city)}


def _published_total(case: Case, metric: str, figures: list[Figure]) -> Reply:
    """All districts together: the total that the document publishes itself."""
    question = replace(case.question, metrics=(metric,), districts=(case.question.city,), groups=())
    cells = fetch(question.city, question.year, (metric,), (question.city,), case.source)
    reply = shown(replace(case, question=question, cells=cells))
    total = cells.one(question.city, metric, question.levels)
    if total is None or sum(f.value for f in figures) == total.value:
        return reply
    return replace(reply, notes=(*reply.notes, "各地之和与公布的合计不一致，以公布的合计为准。"))


def _sum_side(case: Case, metric: str, figures: Sequence[Figure], label: str = "") -> Side:
    label = label or case.who
    value = sum((f.value for f in figures), Decimal(0))
    computed = Fact("sum", rounded(value), figures[0].unit, label, metric, str(case.question.year), figures[0].level)
    return Side(label, value, figures[0].unit, tuple(figures), computed)


def _over_metrics(case: Case) -> Reply:
    """Several metrics of one district added up: never a part to its whole, nor two views of the same investment."""
    question, catalog = case.question, case.source.catalog
    district = question.districts[0]
    figures = [f for m in question.metrics if (f := case.one(district, m))]
    metrics = [catalog.metric(f.metric) for f in figures]
    names = {m.name for m in metrics}
    parts = {m.name for m in metrics if _ancestors(m.name, case) & names}
    rest = [f for f in figures if f.metric not in parts]
    if parts and len(rest) == 1:
        return _whole_only(case, rest[0], [f for f in figures if f.metric in parts])
    if len({kind_of(f.unit) for f in figures}) > 1 and not any(m.is_ratio for m in metrics):
        return shown(case)
    if any(m.is_ratio for m in metrics):
        return refused(case, "比率不能相加；下面分别列出：", figures)
    if parts or len({m.cut for m in metrics}) > 1 or {"source", "sector"} <= {m.cut or "" for m in metrics}:
        return refused(case, f"{listed([f.metric for f in figures])}口径有重叠，不能相加；下面分别列出：", figures)
    if len({currency_of(f.unit) or kind_of(f.unit) for f in rest}) > 1:
        return refused(case, _why_apart(rest), figures)
    if len(rest) < 2:
            return shown(case)
    unit = rest[0].unit
    value = sum((convert(f.value, f.unit, unit) for f in rest), Decimal(0))
    computed = Fact("sum", rounded(value), unit, district, None, str(question.year), None)
    side = Side(district, value, unit, tuple(rest), computed)
    lines = [f"{question.year}年{district}{listed([f.metric for f in rest])}目标合计：{amount(value, unit, question.unit)}。",
             *(f"{f.metric}：{f.level or ''}{qualified(f)}" for f in rest)]
    return _computed(case, lines, [side], [], "", (_formula("合计", rest, "+", value, unit),))


def _ancestors(metric: str, case: Case) -> set[str]:
    """The metrics of which this one is a part."""
    found: set[str] = set()
    whole = case.source.catalog.metric(metric).whole
    while whole and whole not in found:
        found.add(whole)
        whole = case.source.catalog.metric(whole).whole
    return found


def _whole_only(case: Case, whole: Figure, parts: list[Figure]) -> Reply:
    """A whole with its parts: the parts are in it, so the whole is the sum."""
    question = case.question
    inner = "，".join(f"{f.metric}{qualified(f)}" for f in parts)
    lines = [f"{question.year}年{whole.district}{whole.metric}目标：{qualified(whole, question.unit)}。", f"其中{inner}，已包含在内，不重复相加。"]
    return Reply("answer", tuple(lines), None, (sources(cited([whole, *parts])),), (fact(whole), *map(fact, parts)),
                 working=(f"{listed([f.metric for f in parts])}是{whole.metric}的其中数，合计取{whole.metric}。",))


def _why_apart(figures: Sequence[Figure]) -> str:
    money = all(kind_of(f.unit) == "money" for f in figures)
    why = "币种不同，文件没有公布汇率，不能相加、相减或求比" if money else "计量单位不同，不能相加、相减或求比"
    return f"{listed(list(dict.fromkeys(f.metric for f in figures)))}{why}；下面分别列出："


def _mean(case: Case, metric: str) -> Reply:
    question = case.question
    districts = [d for d in question.districts if d != question.city]
    if not districts or districts == [question.city]:
        districts = [d.name for d in case.source.catalog.of_city(question.city)]
        cells = fetch(question.city, question.year, (metric,), districts, case.source)
        case = replace(case, cells=cells, question=replace(question, districts=tuple(districts), groups=(EVERYONE,)))
    figures, missing = _figures(replace(case, question=replace(case.question, districts=tuple(districts))), metric)
    if not figures:
        return _sum(case, metric)
    if case.source.catalog.metric(metric).is_ratio:
        return refused(case, f"{metric}是比率，不能求平均；下面分别列出：", figures)
    side = _mean_side(case, metric, figures)
    lines = [f"{question.year}年{case.who}{_title(metric, figures)}平均每个{amount(side.value, side.unit, question.unit)}（{len(figures)}个平均）。", *_inputs(figures)]
    working = (_formula("平均", figures, "+", side.value, side.unit).replace(" = ", f" ÷ {len(figures)} = "),)
    return _computed(case, lines, [side], missing, metric, working)


def _mean_side(case: Case, metric: str, figures: Sequence[Figure]) -> Side:
    value = rounded(sum((f.value for f in figures), Decimal(0)) / len(figures))
    computed = Fact("mean", value, figures[0].unit, case.who, metric, str(case.question.year), figures[0].level)
    return Side(f"{case.who}平均", value, figures[0].unit, tuple(figures), computed)


def _inputs(figures: Sequence[Figure]) -> list[str]:
    """What a computed figure was made from, a line each."""
    return [f"{f.district}：{f.level or ''}{qualified(f)}" for f in figures]


def _title(metric: str, figures: Sequence[Figure]) -> str:
    level = next((f.level for f in figures if f.level), None)
    return f"{metric}目标" + (f"（{level}）" if level else "")


def _formula(what: str, figures: Sequence[Figure], sign: str, value: Decimal, unit: str) -> str:
    terms = f" {sign} ".join(f"{f.district}{show(f.value)}" for f in figures)
    return f"{what} = {terms} = {show(value)}{unit}" if what == "合计" else f"{what} = ({terms}) = {show(value)}{unit}"


def _computed(
    case: Case, lines: Sequence[str], sides: Sequence[Side], missing: Sequence[str], metric: str, working: tuple[str, ...]
) -> Reply:
    """A reply of computed figures with what they were made from."""
    figures = [f for side in sides for f in side.figures]
    notes = [f"{listed(missing)}没有设{metric}目标，未计入。"] if missing else []
    facts = tuple(dict.fromkeys(f for side in sides for f in side.facts))
    return Reply("answer", tuple(lines), None, (*notes, sources(cited(figures))), facts, working=working)


# ---- shares


def _share(case: Case, metric: str) -> Reply:
    """What part of a whole: of the city's total, or of the group named behind 占."""
    question = case.question
    if case.source.catalog.metric(metric).is_ratio:
        figures, _ = _figures(case, metric)
        if question.districts == (question.city,) or figures:
            one = replace(case, question=replace(question, metrics=(metric,)))
            return shown(one) if len(figures) == 1 else refused(case, f"{metric}本身是比率，不再求占比；下面分别列出：", figures)
    whole, name = _whole(case, metric)
    parts = [d for d in question.districts if d != question.city or len(question.districts) == 1]
    figures = [f for d in parts if (f := case.one(d, metric))]
    if not figures or whole is None:
        return _sum(case, metric)
    if whole.value == 0:
        return refused(case, f"{name}{metric}目标为0，没有占比：", figures)
    if question.districts == (question.city,):
        return _shares_of_all(case, metric, whole)
    added = question.operation.added or (bool(question.groups) and len(figures) > 1)
    sides = [_sum_side(case, metric, figures)] if added and len(figures) > 1 else [Side(f.district, f.value, f.unit, (f,)) for f in figures]
    return _shares(case, metric, sides, whole, name)


def _share_of_metric(case: Case) -> Reply:
    """One metric as a part of another: the published share where there is one."""
    question, catalog = case.question, case.source.catalog
    part, whole = question.metrics
    for metric in catalog.metrics:
        if metric.city == question.city and metric.share_of == (part, whole):
            cells = fetch(question.city, question.year, (metric.name,), question.districts, case.source)
            cells = merged(case.cells, cells)
            return shown(replace(case, cells=cells, question=replace(question, metrics=(part, metric.name))))
    return joined([_one_in_other(case, d, part, whole) for d in question.districts])


def _one_in_other(case: Case, district: str, part: str, whole: str) -> Reply:
    one, other = case.one(district, part), case.one(district, whole)
    if one is None or other is None:
        return shown(replace(case, question=replace(case.question, districts=(district,))))
    if (kind_of(one.unit), currency_of(one.unit)) != (kind_of(other.unit), currency_of(other.unit)):
        return refused(case, _why_apart([one, other]), [one, other])
    if other.value == 0:
        return refused(case, f"{district}{whole}目标为0，没有占比：", [one, other])
    share = rounded(to_base(one.value, one.unit) * 100 / to_base(other.value, other.unit))
    line = f"{case.question.year}年{district}{part}目标（{qualified(one)}）占{whole}目标（{qualified(other)}）的{show(rounded_for_text(share))}%。"
    computed = Fact("share", share, "%", district, part, str(case.question.year))
    working = (f"占比 = {show(one.value)}{one.unit} ÷ {show(other.value)}{other.unit} × 100% = {show(share)}%",)
    return Reply("answer", (line,), None, (sources(cited([one, other])),), (computed, fact(one), fact(other)), working=working)


def _shares_of_all(case: Case, metric: str, whole: Side) -> Reply:
    districts = tuple(d.name for d in case.source.catalog.of_city(case.question.city))
    cells = fetch(case.question.city, case.question.year, (metric,), districts, case.source)
    sides = [Side(f.district, f.value, f.unit, (f,)) for d in districts if (f := cells.one(d, metric, case.question.levels))]
    if not sides:
            return shown(replace(case, question=replace(case.question, metrics=(metric,))))
    return _shares(case, metric, sides, whole, "全市")


def _whole(case: Case, metric: str) -> tuple[Side | None, str]:
    """That of which a share is taken."""
    question = case.question
    of = question.of or (question.city,)
    groups = {g.name: g.members for g in case.source.catalog.groups if g.city == question.city}
    names = [m for name in of for m in groups.get(name, (name,))]
    if set(of) == {EVERYONE}:
        names = [question.city]
    cells = fetch(question.city, question.year, (metric,), names, case.source)
    figures = [f for n in names if (f := cells.one(n, metric, question.levels))]
    if not figures:
        return None, ""
    name = "全市" if names == [question.city] else listed(list(of))
    if len(figures) == 1:
        return Side(name, figures[0].value, figures[0].unit, tuple(figures)), name
    return _sum_side(case, metric, figures, name), name


def _shares(case: Case, metric: str, sides: Sequence[Side], whole: Side, name: str) -> Reply:
    question = case.question
    lines, facts, working = [], [], []
    for side in sides:
        share = rounded(side.value * 100 / whole.value)
        lines.append(f"{side.label}占{name}{_title(metric, side.figures)}的{show(rounded_for_text(share))}%（{amount(side.value, side.unit, question.unit)} ÷ {amount(whole.value, whole.unit)}）。")
        facts += [Fact("share", share, "%", side.label, metric, str(question.year), side.figures[0].level), *side.facts]
        working.append(f"占比 = {side.label}{show(side.value)} ÷ {name}{show(whole.value)} × 100% = {show(share)}%")
    figures = [f for side in (*sides, whole) for f in side.figures]
    return Reply("answer", (f"{question.year}年：" + lines[0], *lines[1:]), None, (sources(cited(figures)),),
                 tuple(dict.fromkeys((*facts, *whole.facts))), working=tuple(working))


def rounded_for_text(value: Decimal) -> Decimal:
    """Two decimals are enough to read."""
    return (value * 100).quantize(Decimal(1), "ROUND_HALF_UP") / 100


# ---- comparisons


def compared(case: Case) -> Reply:
    """Who is higher, by how much, or how many times."""
    question = case.question
    if question.pairs:
        return _of_sides(case, _crossed(case))
    if len(question.metrics) > 1 and len(question.districts) == 1:
        return _of_sides(case, _metric_sides(case))
    if len(question.levels) > 1 and len(question.districts) == 1:
        return _of_sides(case, _level_sides(case))
    return joined([_of_sides(case, _sides(case, metric), metric) for metric in question.metrics])


def _metric_sides(case: Case) -> list[Side]:
    district = case.question.districts[0]
    figures = [f for m in case.question.metrics if (f := case.one(district, m))]
    return [Side(f"{district}{f.metric}", f.value, f.unit, (f,)) for f in figures]


def _crossed(case: Case) -> list[Side]:
    """The first district with the first metric, the second with the second."""
    pairs = zip(case.question.order, case.question.metrics, strict=True)
    figures = [f for d, m in pairs if (f := case.one(d, m))]
    return [Side(f"{f.district}{f.metric}", f.value, f.unit, (f,)) for f in figures]


def _level_sides(case: Case) -> list[Side]:
    district, metric = case.question.districts[0], case.question.metrics[0]
    figures = asked(case.cells.of(district, metric), case.question.levels)
    return [Side(f"{district}{metric}{f.level or ''}", f.value, f.unit, (f,)) for f in figures]


def _sides(case: Case, metric: str) -> list[Side]:
    """Each district by itself, each group as its sum; a single group by its highest and lowest."""
    question = case.question
    names = [n for n in question.order or question.districts if n not in question.without]
    if question.operation.against == "mean":
        singles = [n for n in names if not _known(n, case)][:1]
        return [side for n in singles if (side := _side(case, metric, n))] + [_average(case, metric)]
    if question.operation.against == "ends" or (len(names) == 1 and _known(names[0], case)):
        figures, _ = case.among(metric)
        rows = ranked(figures, "desc")
        return [Side(f.district, f.value, f.unit, (f,)) for f in ([rows[0][1], rows[-1][1]] if len(rows) > 1 else [])]
    sides = [side for n in names if n not in question.added and (side := _side(case, metric, n))]
    if question.added and (together := _together(case, metric)):
        sides.insert(0 if names[0] in question.added else len(sides), together)
    return sides


def _side(case: Case, metric: str, name: str) -> Side | None:
    """A district's figure, or the sum of a group's."""
    if not _known(name, case):
        figure = case.one(name, metric)
        return Side(name, figure.value, figure.unit, (figure,)) if figure else None
    members = case.source.catalog.group(name, case.question.city).members
    figures = [f for d in members if d in case.question.districts and (f := case.one(d, metric))]
    return _sum_side(case, metric, figures, f"{name}合计") if figures else None


def _together(case: Case, metric: str) -> Side | None:
    """Those named on one side of a comparison, added up."""
    figures = [f for d in case.question.added if (f := case.one(d, metric))]
    return _sum_side(case, metric, figures, f"{listed(case.question.added)}合计") if figures else None


def _known(group: str, case: Case) -> bool:
    return any(g.name == group and g.city == case.question.city for g in case.source.catalog.groups)


def _average(case: Case, metric: str) -> Side:
    question = case.question
    groups = [g for g in question.groups if _known(g, case)] or [EVERYONE]
    members = case.source.catalog.group(groups[0], question.city).members
    cells = fetch(question.city, question.year, (metric,), members, case.source)
    figures = [f for d in members if (f := cells.one(d, metric, question.levels))]
    return _mean_side(replace(case, question=replace(question, groups=tuple(groups))), metric, figures)


def _of_sides(case: Case, sides: list[Side], metric: str = "") -> Reply:
    question = case.question
    named = [d for d in question.districts if d != question.city]
    missing = [d for d in named if metric and not case.cells.of(d, metric)] if len(named) < 4 else []
    if len(sides) < 2:
        return _one_side(case, sides, metric, missing)
    if len({(kind_of(s.unit), currency_of(s.unit)) for s in sides}) > 1:
        return refused(case, _why_apart([f for s in sides for f in s.figures]), [f for s in sides for f in s.figures])
    if question.operation.reduce == "ratio" and len(sides) == 2:
        return _ratio(case, sides, metric)
    return _difference(case, sides, metric, missing)


def _one_side(case: Case, sides: list[Side], metric: str, missing: list[str]) -> Reply:
    """Only one of those to be compared has a figure."""
    if not sides or not missing:
        return shown(case)
    said = f"{sides[0].label}：{amount(sides[0].value, sides[0].unit)}"
    return replace(refused(case, f"{listed(missing)}没有设{metric}目标（不等于0），无法比较。{said}", sides[0].figures))


def _difference(case: Case, sides: list[Side], metric: str, missing: list[str]) -> Reply:
    question, unit = case.question, sides[0].unit
    values = [convert(s.value, s.unit, unit) for s in sides]
    high, low = max(range(len(sides)), key=lambda i: values[i]), min(range(len(sides)), key=lambda i: values[i])
    gap = rounded(values[high] - values[low])
    lines = [f"{question.year}年{metric + '目标' if metric else '目标'}：" + "，".join(f"{s.label}{_side_level(s)}{amount(s.value, s.unit, question.unit)}" for s in sides) + "。"]
    if gap == 0:
        lines.append(f"{listed([s.label for s in sides])}相同，相差0{unit}。")
    else:
        lines.append(f"{sides[high].label}比{sides[low].label}高{_gap(gap, unit, question.unit)}。")
    if len(sides) > 2:
        lines[-1] = f"最高的是{sides[high].label}，最低的是{sides[low].label}，相差{_gap(gap, unit, question.unit)}。"
    if len(sides) > 2 and question.operation.reduce == "compare":
        return _computed(case, lines, sides, missing, metric, (f"差 = {show(values[high])} - {show(values[low])} = {show(gap)}{_points(unit)}",))
    level = sides[0].figures[0].level if len({s.figures[0].level for s in sides}) == 1 else None
    computed = Fact("difference", gap, _points(unit), None, metric or None, str(question.year), level)
    working = (f"差 = {sides[high].label}{show(values[high])} - {sides[low].label}{show(values[low])} = {show(gap)}{_points(unit)}",)
    reply = _computed(case, lines, sides, missing, metric, working)
    return replace(reply, facts=(*reply.facts, computed))


def _points(unit: str) -> str:
    """Two percentages differ by 百分点."""
    return "百分点" if unit == "%" else unit


def _gap(gap: Decimal, unit: str, wanted: str) -> str:
    return f"{show(gap)}个百分点" if unit == "%" else amount(gap, unit, wanted)


def _side_level(side: Side) -> str:
    return (side.figures[0].level or "") if len(side.figures) == 1 and side.figures[0].level not in (None, side.label[-2:]) else ""


def _ratio(case: Case, sides: list[Side], metric: str) -> Reply:
    question = case.question
    first, second = sides
    below = to_base(second.value, second.unit)
    if below == 0:
        return refused(case, f"{second.label}的目标为0，不能作除数，没有倍数；下面分别列出：", [f for s in sides for f in s.figures])
    ratio = rounded(to_base(first.value, first.unit) / below)
    text = show(rounded_for_text(ratio)) if ratio >= Decimal("0.01") else show(ratio)
    lines = [f"{question.year}年{metric + '目标' if metric else '目标'}：{first.label}{_side_level(first)}{amount(first.value, first.unit, question.unit)}，"
             f"是{second.label}{_side_level(second)}{amount(second.value, second.unit, question.unit)}的{text}倍。"]
    computed = Fact("ratio", ratio, "倍", None, metric or None, str(question.year))
    working = (f"倍数 = {first.label}{show(first.value)}{first.unit} ÷ {second.label}{show(second.value)}{second.unit} = {show(ratio)}倍",)
    reply = _computed(case, lines, sides, [], metric, working)
    return replace(reply, facts=(*reply.facts, computed))
