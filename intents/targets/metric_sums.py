"""Several metrics of one district added up, and what must not be: parts to their whole, two views of one investment."""

from decimal import Decimal

from data.amount import convert, currency_of, kind_of
from data.model import Figure, Metric
from intents.reply import Fact, Reply
from intents.targets.case import Case, cited, refused
from intents.targets.listing import shown
from intents.targets.sides import Side, computed_reply, formula, why_apart
from intents.wording import amount, fact, listed, qualified, rounded, sources


def over_metrics(case: Case) -> Reply:
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
    return computed_reply(case, lines, [side], [], "", (formula("合计", rest, "+", value, unit),))


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
