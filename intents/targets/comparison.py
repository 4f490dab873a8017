"""Who is higher, by how much, how many times."""

from dataclasses import replace
from decimal import Decimal

from data.amount import convert, currency_of, kind_of, show, to_base
from intents.reply import Fact, Reply
from intents.targets.case import Case, joined, refused
from intents.targets.cells import asked, fetch
from intents.targets.listing import shown
from intents.targets.question import EVERYONE
from intents.targets.ranking import ranked
from intents.targets.shares import rounded_for_text
from intents.targets.sides import Side, computed_reply, mean_side, sum_side, why_apart
from intents.wording import amount, listed, rounded


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
    question = case.question
    if len(question.metrics) == 1:
        return _crossed_levels(case)
    pairs = zip(question.order, question.metrics, strict=True)
    figures = [f for d, m in pairs if (f := case.one(d, m))]
    return [Side(f"{f.district}{f.metric}", f.value, f.unit, (f,)) for f in figures]


def _crossed_levels(case: Case) -> list[Side]:
    """The first district at the first level, the second at the second: 诸暨力争比绍兴县必保."""
    question, metric = case.question, case.question.metrics[0]
    pairs = zip(question.order, question.levels, strict=True)
    figures = [f for d, level in pairs if (f := case.cells.one(d, metric, (level,)))]
    return [Side(f"{f.district}{metric}{f.level or ''}", f.value, f.unit, (f,)) for f in figures]


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
        sides = [side for n in singles if (side := _side(case, metric, n))]
        return [*sides, *([average] if (average := _average(case, metric)) else [])]
    if question.operation.against == "ends" or (len(names) == 1 and _known(names[0], case)):
        figures, _ = case.among(metric)
        rows = ranked(figures, "desc")
        return [Side(f.district, f.value, f.unit, (f,)) for f in ([rows[0][1], rows[-1][1]] if len(rows) > 1 else [])]
    found: list[Side | None] = []
    for name in names:
        together = next((added for added in question.added if name in added), (name,))
        if name == together[0]:
            found.append(_side(case, metric, name) if len(together) < 2 else _together(case, metric, together))
    return [side for side in found if side]


def _side(case: Case, metric: str, name: str) -> Side | None:
    """A district's figure, or the sum of a group's."""
    if not _known(name, case):
        figure = case.one(name, metric)
        return Side(name, figure.value, figure.unit, (figure,)) if figure else None
    figures = [f for d in _members(name, case) if d in case.question.districts and (f := case.one(d, metric))]
    return sum_side(case, metric, figures, f"{name}合计") if figures else None


def _together(case: Case, metric: str, names: tuple[str, ...]) -> Side | None:
    """Those named on one side of a comparison, added up, each once."""
    members = [d for n in names for d in (_members(n, case) if _known(n, case) else (n,))]
    figures = [f for d in dict.fromkeys(members) if (f := case.one(d, metric))]
    return sum_side(case, metric, figures, f"{listed(list(names))}合计") if figures else None


def _members(group: str, case: Case) -> tuple[str, ...]:
    return case.source.catalog.group(group, case.question.city).members


def _known(group: str, case: Case) -> bool:
    return any(g.name == group and g.city == case.question.city for g in case.source.catalog.groups)


def _average(case: Case, metric: str) -> Side | None:
    """The mean of a group's figures; None where it has none."""
    question = case.question
    groups = [g for g in question.groups if _known(g, case)] or [EVERYONE]
    members = _members(groups[0], case)
    cells = fetch(question.city, question.year, (metric,), members, case.source)
    figures = [f for d in members if (f := cells.one(d, metric, question.levels))]
    own = replace(case, question=replace(question, groups=tuple(groups)))
    return mean_side(own, metric, figures) if figures else None


def _of_sides(case: Case, sides: list[Side], metric: str = "") -> Reply:
    question = case.question
    named = [d for d in question.districts if d != question.city]
    missing = [d for d in named if metric and not case.cells.of(d, metric)] if len(named) < 4 else []
    if len(sides) < 2:
        return _one_side(case, sides, metric, missing)
    if len({(kind_of(s.unit), currency_of(s.unit)) for s in sides}) > 1:
        return refused(case, why_apart([f for s in sides for f in s.figures]), [f for s in sides for f in s.figures])
    if question.operation.reduce == "ratio" and len(sides) == 2:
        return _ratio(case, sides, metric)
    return _difference(case, sides, metric, missing)


def _one_side(case: Case, sides: list[Side], metric: str, missing: list[str]) -> Reply:
    """Only one of those to be compared has a figure."""
    if not sides or not missing:
        return shown(case)
    why = f"{listed(missing)}没有设{metric}目标（不等于0），无法比较。"
    return refused(case, f"{why}{sides[0].label}：{amount(sides[0].value, sides[0].unit)}", sides[0].figures)


def _difference(case: Case, sides: list[Side], metric: str, missing: list[str]) -> Reply:
    question, unit = case.question, sides[0].unit
    more, less = ("多", "少") if kind_of(unit) not in ("money", "ratio") else ("高", "低")
    values = [convert(s.value, s.unit, unit) for s in sides]
    high, low = max(range(len(sides)), key=lambda i: values[i]), min(range(len(sides)), key=lambda i: values[i])
    gap = rounded(values[high] - values[low])
    lines = [
        f"{question.year}年{metric + '目标' if metric else '目标'}："
        + "，".join(f"{s.label}{_side_level(s)}{amount(s.value, s.unit, question.unit)}" for s in sides)
        + "。"
    ]
    if gap == 0:
        lines.append(f"{listed([s.label for s in sides])}一样，相差0{_points(unit)}。")
    elif len(sides) > 2:
        ends = f"最{more}的是{_at(sides, values, high)}，最{less}的是{_at(sides, values, low)}"
        lines.append(f"{ends}，相差{_gap(gap, unit, question.unit)}。")
    else:
        lines.append(f"{sides[high].label}比{sides[low].label}{more}{_gap(gap, unit, question.unit)}。")
    if len(sides) > 2 and question.operation.reduce == "compare":
        return computed_reply(
            case,
            lines,
            sides,
            missing,
            metric,
            (f"差 = {show(values[high])} - {show(values[low])} = {show(gap)}{_points(unit)}",),
        )
    level = sides[0].figures[0].level if len({s.figures[0].level for s in sides}) == 1 else None
    computed = Fact("difference", gap, _points(unit), None, metric or None, str(question.year), level)
    taken = f"{sides[high].label}{show(values[high])} - {sides[low].label}{show(values[low])}"
    working = (f"差 = {taken} = {show(gap)}{_points(unit)}",)
    reply = computed_reply(case, lines, sides, missing, metric, working)
    return replace(reply, facts=(*reply.facts, computed))


def _at(sides: list[Side], values: list[Decimal], end: int) -> str:
    """Those at an end, with all that tie."""
    return listed([side.label for side, value in zip(sides, values, strict=True) if value == values[end]])


def _points(unit: str) -> str:
    """Two percentages differ by 百分点."""
    return "百分点" if unit == "%" else unit


def _gap(gap: Decimal, unit: str, wanted: str) -> str:
    return f"{show(gap)}个百分点" if unit == "%" else amount(gap, unit, wanted)


def _side_level(side: Side) -> str:
    return (
        (side.figures[0].level or "")
        if len(side.figures) == 1 and side.figures[0].level not in (None, side.label[-2:])
        else ""
    )


def _ratio(case: Case, sides: list[Side], metric: str) -> Reply:
    question = case.question
    first, second = sides
    below = to_base(second.value, second.unit)
    if below == 0:
        return refused(
            case,
            f"{second.label}的目标为0，不能作除数，没有倍数；下面分别列出：",
            [f for s in sides for f in s.figures],
        )
    ratio = rounded(to_base(first.value, first.unit) / below)
    text = show(rounded_for_text(ratio)) if ratio >= Decimal("0.01") else show(ratio)
    what = f"{metric}目标" if metric else "目标"
    above = f"{first.label}{_side_level(first)}{amount(first.value, first.unit, question.unit)}"
    below_it = f"{second.label}{_side_level(second)}{amount(second.value, second.unit, question.unit)}"
    lines = [f"{question.year}年{what}：{above}，是{below_it}的{text}倍。"]
    computed = Fact("ratio", ratio, "倍", None, metric or None, str(question.year))
    working = (
        (
            f"倍数 = {first.label}{show(first.value)}{first.unit} ÷ {second.label}{show(second.value)}{second.unit}"
            f" = {show(ratio)}倍"
        ),
    )
    reply = computed_reply(case, lines, sides, [], metric, working)
    return replace(reply, facts=(*reply.facts, computed))
