"""Those whose target is published as 0, and those without one: 哪些地方没有外资任务."""

from decimal import Decimal

from intents.reply import Fact, Reply
from intents.targets.case import Case, cited
from intents.targets.filtering import tested
from intents.wording import fact, listed, sources


def without_task(case: Case) -> Reply:
    """Those whose target is published as 0, and those without such a cell: two different things."""
    if len(case.question.districts) == 1 and len(case.question.metrics) > 1:
        return _without_of_one(case)
    lines, facts, figures = [], [], []
    plain = 0
    for metric in case.question.metrics:
        found, missing = case.among(metric)
        zero = [f for f in found if f.value == 0]
        figures += found
        if case.question.operation.against == "count":
            facts.append(Fact("count", Decimal(len(zero)), "个", None, metric, str(case.question.year)))
        facts += [fact(f) for f in zero]
        said = (
            f"公布为0的有{len(zero)}个：{listed([f.district for f in zero]) or '无'}（0{zero[0].unit if zero else ''}）"
            if zero
            else "公布为0的：无"
        )
        if zero or missing or len(case.question.metrics) < 4:
            lines.append(f"{metric}：{said}；未设目标（表中没有这一格）：{listed(missing) or '无'}。")
        else:
            plain += 1
    lines += [f"其余{plain}项各考核对象都设了目标，没有为0的。"] if plain else []
    return Reply(
        "answer",
        tuple(lines),
        None,
        (sources(cited(figures)),) if figures else (),
        tuple(facts),
        working=tested(figures),
    )


def _without_of_one(case: Case) -> Reply:
    """One district's metrics whose target is 0, and those that it has none for."""
    question = case.question
    whose = question.districts[0]
    figures = [f for m in question.metrics if (f := case.one(whose, m))]
    zero = [f for f in figures if f.value == 0]
    missing = [m for m in question.metrics if m not in {f.metric for f in figures}]
    lines = (
        f"{question.year}年{whose}目标公布为0的指标：{listed([f'{f.metric}（0{f.unit}）' for f in zero]) or '没有'}。",
        f"未设目标（表中没有这一格，不等于0）的指标：{listed(missing) or '没有'}。",
    )
    facts = [fact(f) for f in zero]
    if question.operation.against == "count":
        facts.insert(0, Fact("count", Decimal(len(zero)), "项", whose, None, str(question.year)))
    return Reply("answer", lines, None, (sources(cited(figures)),), tuple(facts), working=tested(figures))
