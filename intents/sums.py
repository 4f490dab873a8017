"""Sums and means, and what must not be added."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from data.amount import convert, currency_of, kind_of, show
from data.model import Figure, Metric
from intents.case import Case, cited, joined, refused
from intents.cells import fetch
from intents.listing import shown
from intents.question import EVERYONE
from intents.reply import Fact, Reply
from intents.wording import amount, fact, listed, qualified, rounded, sources


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


def summed(case: Case) -> Reply:
    """The sum over districts for each metric; over metrics for one district where these may be added."""
    question = case.question
    if len(question.districts) == 1 and len(question.metrics) > 1:
        return _over_metrics(case)
    cases = _by_group(case) if question.operation.each and len(question.groups) > 1 else [case]
    reply = joined([summed_metric(each, metric) for metric in question.metrics for each in cases])
    currencies = {currency_of(f.unit) for f in reply.facts} - {None}
    if len(currencies) < 2:
        return reply
    return replace(reply, notes=(*reply.notes, "币种不同，文件没有公布汇率，各项不再相加。"))


def _by_group(case: Case) -> list[Case]:
    """The question for each of its groups by itself."""
    question, catalog = case.question, case.source.catalog
    members = {g: catalog.group(g, question.city).members for g in question.groups}
    return [
        replace(case, question=replace(question, groups=(g,), districts=tuple(d for d in m if d in question.districts)))
        for g, m in members.items()
    ]


def figures_of(case: Case, metric: str) -> tuple[list[Figure], list[str]]:
    """The figures of all districts asked about, the city among them, and the districts that have none."""
    found = [(d, case.one(d, metric)) for d in case.question.districts]
    return [f for _, f in found if f], [d for d, f in found if f is None]


def summed_metric(case: Case, metric: str) -> Reply:
    """The sum of one metric over the districts asked about; the published total where these are all."""
    question = case.question
    figures, missing = figures_of(case, metric)
    if not figures or len(figures) == 1:
        return shown(replace(case, question=replace(question, metrics=(metric,))))
    if case.source.catalog.metric(metric).is_ratio:
        return refused(case, f"{metric}是比率，不能相加；下面分别列出：", figures)
    if question.city in question.districts:
        return refused(case, f"全市数已包含各地，{metric}不能再与其中的地方相加；下面分别列出：", figures)
    if _is_everyone(case):
        return _published_total(case, metric, figures)
    side = sum_side(case, metric, figures)
    lines = [
        f"{question.year}年{case.who}{titled(metric, figures)}合计：{amount(side.value, side.unit, question.unit)}。",
        *_inputs(figures),
    ]
    return computed_reply(
        case, lines, [side], missing, metric, (_formula("合计", figures, "+", side.value, side.unit),)
    )


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


def sum_side(case: Case, metric: str, figures: Sequence[Figure], label: str = "") -> Side:
    """Several figures as their sum."""
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
    if len({currency_of(f.unit) or kind_of(f.unit) for f in rest}) > 1:
        return refused(case, why_apart(rest), figures)
    if parts or len({m.cut for m in metrics}) > 1 or _overlap(metrics):
        return refused(case, f"{listed([f.metric for f in figures])}口径有重叠，不能相加；下面分别列出：", figures)
    if len(rest) < 2:
        return shown(case)
    unit = rest[0].unit
    value = sum((convert(f.value, f.unit, unit) for f in rest), Decimal(0))
    computed = Fact("sum", rounded(value), unit, district, None, str(question.year), None)
    side = Side(district, value, unit, tuple(rest), computed)
    lines = [
        f"{question.year}年{district}{listed([f.metric for f in rest])}目标合计：{amount(value, unit, question.unit)}。",
        *(f"{f.metric}：{f.level or ''}{qualified(f)}" for f in rest),
    ]
    return computed_reply(case, lines, [side], [], "", (_formula("合计", rest, "+", value, unit),))


def _overlap(metrics: list[Metric]) -> bool:
    """Whether amounts are views of the same investment: by source or by sector. Counts of projects are none."""
    return any(m.cut and kind_of(m.unit) == "money" for m in metrics)


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
    lines = [
        f"{question.year}年{whole.district}{whole.metric}目标：{qualified(whole, question.unit)}。",
        f"其中{inner}，已包含在内，不重复相加。",
    ]
    return Reply(
        "answer",
        tuple(lines),
        None,
        (sources(cited([whole, *parts])),),
        (fact(whole), *map(fact, parts)),
        working=(f"{listed([f.metric for f in parts])}是{whole.metric}的其中数，合计取{whole.metric}。",),
    )


def why_apart(figures: Sequence[Figure]) -> str:
    """Why figures of different kinds or currencies are only listed."""
    money = all(kind_of(f.unit) == "money" for f in figures)
    why = "币种不同，文件没有公布汇率，不能相加、相减或求比" if money else "计量单位不同，不能相加、相减或求比"
    return f"{listed(list(dict.fromkeys(f.metric for f in figures)))}{why}；下面分别列出："


def averaged(case: Case, metric: str) -> Reply:
    """The mean of one metric over the districts asked about that have it."""
    question = case.question
    districts = [d for d in question.districts if d != question.city]
    if not districts or districts == [question.city]:
        districts = [d.name for d in case.source.catalog.of_city(question.city)]
        cells = fetch(question.city, question.year, (metric,), districts, case.source)
        case = replace(case, cells=cells, question=replace(question, districts=tuple(districts), groups=(EVERYONE,)))
    figures, missing = figures_of(replace(case, question=replace(case.question, districts=tuple(districts))), metric)
    if not figures:
        return summed_metric(case, metric)
    if case.source.catalog.metric(metric).is_ratio:
        return refused(case, f"{metric}是比率，不能求平均；下面分别列出：", figures)
    side = mean_side(case, metric, figures)
    lines = [
        f"{question.year}年{case.who}{titled(metric, figures)}平均每个{amount(side.value, side.unit, question.unit)}（{len(figures)}个平均）。",
        *_inputs(figures),
    ]
    working = (_formula("平均", figures, "+", side.value, side.unit).replace(") = ", f") ÷ {len(figures)} = "),)
    return computed_reply(case, lines, [side], missing, metric, working)


def mean_side(case: Case, metric: str, figures: Sequence[Figure]) -> Side:
    """Several figures as their mean, rounded half up to four decimals."""
    value = rounded(sum((f.value for f in figures), Decimal(0)) / len(figures))
    computed = Fact("mean", value, figures[0].unit, case.who, metric, str(case.question.year), figures[0].level)
    return Side(f"{case.who}平均", value, figures[0].unit, tuple(figures), computed)


def _inputs(figures: Sequence[Figure]) -> list[str]:
    """What a computed figure was made from, a line each."""
    return [f"{f.district}：{f.level or ''}{qualified(f)}" for f in figures]


def titled(metric: str, figures: Sequence[Figure]) -> str:
    """实际引进外资目标, with the level counted with."""
    level = next((f.level for f in figures if f.level), None)
    return f"{metric}目标" + (f"（{level}）" if level else "")


def _formula(what: str, figures: Sequence[Figure], sign: str, value: Decimal, unit: str) -> str:
    terms = f" {sign} ".join(f"{f.district}{show(f.value)}" for f in figures)
    return f"{what} = {terms} = {show(value)}{unit}" if what == "合计" else f"{what} = ({terms}) = {show(value)}{unit}"


def computed_reply(
    case: Case,
    lines: Sequence[str],
    sides: Sequence[Side],
    missing: Sequence[str],
    metric: str,
    working: tuple[str, ...],
) -> Reply:
    """A reply of computed figures with what they were made from."""
    figures = [f for side in sides for f in side.figures]
    notes = [f"{listed(missing)}没有设{metric}目标，未计入。"] if missing else []
    facts = tuple(dict.fromkeys(f for side in sides for f in side.facts))
    return Reply("answer", tuple(lines), None, (*notes, sources(cited(figures))), facts, working=working)
