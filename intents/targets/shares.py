"""What part of a whole: 占全市多少."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from data.amount import currency_of, kind_of, show, to_base
from data.model import Figure
from intents.reply import Fact, Reply
from intents.targets.case import Case, cited, joined, refused
from intents.targets.cells import fetch, merged
from intents.targets.listing import shown
from intents.targets.question import EVERYONE
from intents.targets.sides import Side, figures_of, sum_side, titled, why_apart
from intents.targets.sums import summed_metric
from intents.wording import amount, fact, listed, qualified, rounded, sources


def share(case: Case, metric: str) -> Reply:
    """What part of a whole: of the city's total, or of the group named behind 占."""
    question = case.question
    if case.source.catalog.metric(metric).is_ratio:
        figures, _ = figures_of(case, metric)
        if question.districts == (question.city,) or figures:
            one = replace(case, question=replace(question, metrics=(metric,)))
            return (
                shown(one)
                if len(figures) == 1
                else refused(case, f"{metric}本身是比率，不再求占比；下面分别列出：", figures)
            )
    whole, name = _whole(case, metric)
    parts = [d for d in question.districts if d != question.city or len(question.districts) == 1]
    figures = [f for d in parts if (f := case.one(d, metric))]
    if not figures or whole is None:
        return summed_metric(case, metric)
    if whole.value == 0:
        return refused(case, f"{name}{metric}目标为0，没有占比：", figures)
    if question.districts == (question.city,):
        return _shares_of_all(case, metric, whole)
    added = question.operation.added
    if len(question.groups) > 1 and not added and not question.operation.each:
        return _shares(case, metric, _by_group(case, metric, figures), whole, name)
    together = [sum_side(case, metric, figures)] if (added or question.groups) and len(figures) > 1 else []
    apart = [Side(f.district, f.value, f.unit, (f,)) for f in figures]
    sides = apart + (together if added else []) if question.operation.each or not together else together
    return _shares(case, metric, sides, whole, name)


def _by_group(case: Case, metric: str, figures: list[Figure]) -> list[Side]:
    """Each group as its sum, and those named beside the groups."""
    catalog, question = case.source.catalog, case.question
    members = {g: catalog.group(g, question.city).members for g in question.groups}
    sums = [(g, [f for f in figures if f.district in of]) for g, of in members.items()]
    rest = [f for f in figures if not any(f.district in of for of in members.values())]
    sides = [sum_side(case, metric, of, g) for g, of in sums if of]
    return sides + [Side(f.district, f.value, f.unit, (f,)) for f in rest]


def share_of_metric(case: Case) -> Reply:
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
        return refused(case, why_apart([one, other]), [one, other])
    if other.value == 0:
        return refused(case, f"{district}{whole}目标为0，没有占比：", [one, other])
    share = rounded(to_base(one.value, one.unit) * 100 / to_base(other.value, other.unit))
    line = (
        f"{case.question.year}年{district}{part}目标（{qualified(one)}）占{whole}目标（{qualified(other)}）"
        f"的{show(rounded_for_text(share))}%。"
    )
    computed = Fact("share", share, "%", district, part, str(case.question.year))
    working = (f"占比 = {show(one.value)}{one.unit} ÷ {show(other.value)}{other.unit} × 100% = {show(share)}%",)
    return Reply(
        "answer", (line,), None, (sources(cited([one, other])),), (computed, fact(one), fact(other)), working=working
    )


def _shares_of_all(case: Case, metric: str, whole: Side) -> Reply:
    districts = tuple(d.name for d in case.source.catalog.of_city(case.question.city))
    cells = fetch(case.question.city, case.question.year, (metric,), districts, case.source)
    sides = [
        Side(f.district, f.value, f.unit, (f,)) for d in districts if (f := cells.one(d, metric, case.question.levels))
    ]
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
    return sum_side(case, metric, figures, name), name


def _shares(case: Case, metric: str, sides: Sequence[Side], whole: Side, name: str) -> Reply:
    question = case.question
    lines, facts, working = [], [], []
    for side in sides:
        share = rounded(side.value * 100 / whole.value)
        lines.append(
            f"{side.label}占{name}{titled(metric, side.figures)}的{show(rounded_for_text(share))}%"
            f"（{amount(side.value, side.unit, question.unit)} ÷ {amount(whole.value, whole.unit)}）。"
        )
        facts += [Fact("share", share, "%", side.label, metric, str(question.year), side.figures[0].level)]
        facts += [side.computed] if side.computed else side.facts
        working.append(f"占比 = {side.label}{show(side.value)} ÷ {name}{show(whole.value)} × 100% = {show(share)}%")
    figures = [f for side in (*sides, whole) for f in side.figures]
    if question.operation.against == "difference" and len(sides) == 2:
        facts.append(_apart(facts, metric, question.year))
        lines.append(f"两者相差{show(rounded_for_text(facts[-1].value))}个百分点。")
    return Reply(
        "answer",
        (f"{question.year}年" + lines[0], *lines[1:]),
        None,
        (sources(cited(figures)),),
        tuple(dict.fromkeys((*facts, *([whole.computed] if whole.computed else whole.facts)))),
        working=tuple(working),
    )


def _apart(facts: list[Fact], metric: str, year: int) -> Fact:
    """How far two shares are apart."""
    one, other = (f.value for f in facts if f.measure == "share")
    return Fact("difference", abs(one - other), "百分点", None, metric, str(year))


def rounded_for_text(value: Decimal) -> Decimal:
    """Two decimals are enough to read."""
    return (value * 100).quantize(Decimal(1), "ROUND_HALF_UP") / 100
