"""Districts that meet conditions, and how many they are."""

from dataclasses import replace
from decimal import Decimal

from data import query
from data.amount import currency_of, kind_of, show, to_base
from data.model import Figure
from data.query import Selection
from intents.reply import Fact, Reply, Table
from intents.targets.case import Case, cited, title
from intents.targets.cells import fetch
from intents.targets.listing import level_of, no_such_cell
from intents.targets.question import MEANS, Condition, Question
from intents.targets.sides import why_apart
from intents.wording import currency, fact, listed, qualified, sources


def filtered(case: Case) -> tuple[Case, list[str], Reply | None]:
    """Only the districts that meet every condition; with the conditions in words, or why they cannot be applied."""
    question = case.question
    texts = []
    keep = [d for d in question.districts if d != question.city or len(question.districts) == 1]
    for condition in question.conditions:
        for metric in condition.metrics or question.metrics:
            figures = {d: f for d in keep if d != _itself(condition) and (f := case.one(d, metric))}
            if not figures:
                return case, [], no_such_cell(replace(case, question=replace(question, metrics=(metric,))))
            if condition.beside:
                beside = {d: f for d in figures if (f := case.one(d, condition.beside))}
                if refusal := _apart(figures, beside):
                    return case, [], refusal
                texts.append(f"{title(case, metric, figures.values())}{condition.text}目标")
                keep = [d for d, f in beside.items() if _within(_base(figures[d]), _bounds(f, condition), condition)]
                continue
            bound = _than(case, condition, metric)
            limits = _limits(bound, next(iter(figures.values())))
            if limits is None:
                return case, [], _other_kind(case, bound, metric, list(figures.values()))
            texts.append(f"{title(case, metric, figures.values())}{bound.text}")
            keep = [d for d, f in figures.items() if _within(to_base(f.value, f.unit), limits, bound)]
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
        if not fits or (condition.scaled and not unit):  # 3000万以下 is no number of projects
            return None
        factor = Decimal(1)
    return (
        None if condition.low is None else condition.low * factor,
        None if condition.high is None else condition.high * factor,
    )


def _than(case: Case, condition: Condition, metric: str) -> Condition:
    """A condition relative to a district, or to the mean of all, with that figure as its bound."""
    if not condition.than:
        return condition
    names = (
        [d.name for d in case.source.catalog.of_city(case.question.city)]
        if condition.than in MEANS
        else [condition.than]
    )
    cells = fetch(case.question.city, case.question.year, (metric,), names, case.source)
    figures = [f for name in names if (f := cells.one(name, metric, case.question.levels))]
    if not figures:
        return condition
    figure = figures[0]
    value = sum((to_base(f.value, f.unit) for f in figures), Decimal(0)) / len(figures)
    unit = currency(figure.unit) if kind_of(figure.unit) == "money" else ""
    low, high = None if condition.low is None else value, None if condition.high is None else value
    return replace(condition, low=low, high=high, unit=unit, than="")


def _itself(condition: Condition) -> str:
    """The district that is the bound and is none of those as high."""
    return condition.than if condition.low is not None and condition.high is not None else ""


def _bounds(figure: Figure, condition: Condition) -> tuple[Decimal | None, Decimal | None]:
    """A figure as the bound on the side that a condition has."""
    value = _base(figure)
    return None if condition.low is None else value, None if condition.high is None else value


def _base(figure: Figure) -> Decimal:
    return to_base(figure.value, figure.unit)


def _apart(figures: dict[str, Figure], beside: dict[str, Figure]) -> Reply | None:
    """Why two metrics cannot be held against each other."""
    found = [*list(figures.values())[:1], *list(beside.values())[:1]]
    if len({(kind_of(f.unit), currency_of(f.unit)) for f in found}) < 2:
        return None
    return Reply("decline", (f"{why_apart(found).split('；')[0]}，比不出谁多谁少。", "可以分别问这两个指标。"))


def _within(value: Decimal, limits: tuple[Decimal | None, Decimal | None], condition: Condition) -> bool:
    low, high = limits
    above = low is None or value > low or (condition.low_included and value == low)
    below = high is None or value < high or (condition.high_included and value == high)
    return above and below


def _other_kind(case: Case, condition: Condition, metric: str, figures: list[Figure]) -> Reply:
    unit = figures[0].unit
    money = condition.unit in ("元", "美元") and kind_of(unit) == "money"
    if case.source.catalog.metric(metric).threshold and condition.unit in ("元", "美元", ""):
        return _no_such_step(case, condition, metric)
    why = "文件没有公布汇率，不能用另一币种的数来筛选" if money else "条件的单位与指标不符"
    return Reply(
        "decline",
        (
            f"{metric}以{unit}计，{why}：“{condition.text}”。",
            f"可以改问，例如“{metric}超过{show(figures[0].value)}{unit}的有哪些”。",
        ),
    )


def _no_such_step(case: Case, condition: Condition, metric: str) -> Reply:
    """在建项目 of 10亿到20亿: they are counted above some amounts only."""
    catalog = case.source.catalog
    sectors, city = catalog.metric(metric).sectors[:1], case.question.city
    steps = [
        m.name
        for m in catalog.metrics
        if m.city == city and m.threshold and m.sectors[:1] == sectors and not m.city_only
    ]
    return Reply(
        "decline",
        (f"文件没有“{condition.text}”这一档，只下达了{listed(steps)}。", f"可以问其中一项，例如“诸暨市{metric}”。"),
    )


def matches(case: Case, kept: Case, texts: list[str]) -> Reply:
    """The districts that meet the conditions, with their figures, the largest first."""
    question = kept.question
    among = f"{case.who}中，" if not case.question.groups and len(case.question.districts) > 1 else ""
    head = f"{question.year}年{among}{'，'.join(texts)}的"
    figures = [f for m in _conditioned(question) for d in question.districts if (f := kept.one(d, m))]
    everyone = [f for m in _conditioned(question) for d in case.question.districts if (f := case.one(d, m))]
    if not figures:
        return Reply("answer", (f"{head}：没有。",), None, (sources(cited(everyone)),), working=tested(figures))
    figures.sort(key=lambda f: (_conditioned(question).index(f.metric), -to_base(f.value, f.unit)))
    names = list(dict.fromkeys(f.district for f in figures))
    lines = [f"{head}有{len(names)}个：{listed(names)}。"]
    several = len(_conditioned(question)) > 1
    rows = [f"{f.district}{f.metric if several else ''}：{level_of(f)}{qualified(f, question.unit)}" for f in figures]
    table = None
    if len(rows) > 4:
        table = Table(("考核对象", "目标"), tuple((r.split("：")[0], r.split("：")[1]) for r in rows))
    return Reply(
        "answer",
        (*lines, *(rows if table is None else ())),
        table,
        (sources(cited(figures)),),
        tuple(map(fact, figures)),
        working=tested(figures),
    )


def _conditioned(question: Question) -> list[str]:
    """The metrics of a filter: those of the conditions, then others asked for."""
    own = [m for c in question.conditions for m in c.metrics]
    return list(dict.fromkeys([*own, *question.metrics]))


def tested(figures: list[Figure]) -> tuple[str, ...]:
    """How it was found who meets a condition: each figure that was looked at."""
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
    lines += [f"{f.district}：{level_of(f)}{qualified(f, question.unit)}" for f in figures]
    every = sources(cited(figures)) if figures else "依据：" + _any_source(case)
    return Reply("answer", tuple(lines), None, (every,), (count, *map(fact, figures)), working=tested(figures))


def _any_source(case: Case) -> str:
    question = case.question
    found = query.figures(case.source.store, Selection(question.city, question.year, question.metrics[:1]))
    return str(found[0].citation) if found else ""
