"""Sums and means over districts."""

from dataclasses import replace

from data.amount import currency_of
from data.model import Figure
from intents.reply import Reply
from intents.targets.case import Case, joined, refused
from intents.targets.cells import fetch
from intents.targets.listing import shown
from intents.targets.metric_sums import over_metrics
from intents.targets.question import EVERYONE
from intents.targets.sides import computed_reply, figures_of, formula, inputs, mean_side, sum_side, titled
from intents.wording import amount


def summed(case: Case) -> Reply:
    """The sum over districts for each metric; over metrics for one district where these may be added."""
    question = case.question
    if len(question.districts) == 1 and len(question.metrics) > 1:
        return over_metrics(case)
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
        *inputs(figures),
    ]
    return computed_reply(case, lines, [side], missing, metric, (formula("合计", figures, "+", side.value, side.unit),))


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
        (
            f"{question.year}年{case.who}{titled(metric, figures)}平均每个{amount(side.value, side.unit, question.unit)}"
            f"（{len(figures)}个平均）。"
        ),
        *inputs(figures),
    ]
    working = (formula("平均", figures, "+", side.value, side.unit).replace(") = ", f") ÷ {len(figures)} = "),)
    return computed_reply(case, lines, [side], missing, metric, working)
