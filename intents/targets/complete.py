"""From what a message says to a whole question: what it leaves open is as the question before had it."""

from dataclasses import replace

from data import problem, query
from data.problem import Problem
from intents.sources import Sources
from intents.targets.counted import counted
from intents.targets.draft import Draft, is_bare_year
from intents.targets.operation import PAIRED, PLAIN, Operation
from intents.targets.question import Condition, Question
from intents.targets.whom import whom
from intents.wording import listed


def complete(
    said: Draft,
    before: Question | None,
    sources: Sources,
    recent: tuple[str, ...] = (),
    shown: tuple[str, ...] = (),
) -> Question | Problem:
    """The whole question: what the message says, and what it leaves open as the question before had it. `recent` are
    the districts spoken of lately, `shown` those that the last answer picked out (前三名, 超过1亿的)."""
    city = said.reading.city
    if before and before.city != city:
        before, recent, shown = None, (), ()
    if not sources.catalog.of_city(city) and (said.where.groups or "区县" in said.reading.text):
        return problem.no_districts(city)
    year = _year(said, before, sources, city)
    if isinstance(year, Problem):
        return year
    if said.metrics.rivals:
        return _which_metric(said, sources)
    operation = _operation(said, before)
    of_kind = counted(said, before, recent, shown, sources)
    if isinstance(of_kind, Problem):
        return of_kind
    districts, groups = (of_kind, ()) if of_kind else whom(said, before, recent, shown, operation, sources)
    metrics = _metrics(said, before, districts, sources)
    if isinstance(metrics, Problem):
        return metrics
    follows = before if not said.whole else None
    question = _over_the_city(
        Question(
            city,
            year,
            metrics,
            districts,
            groups,
            said.where.without or (follows.without if follows and not said.where.said else ()),
            _of(said, operation) or (follows.of if follows and operation == follows.operation else ()),
            said.levels or (follows.levels if follows else ()),
            _fitting(operation, districts, groups, metrics, said),
            said.conditions or _carried(said, follows),
            said.unit or (follows.unit if follows and not said.metrics.names else ""),
            _order(said, districts, groups),
            said.where.added,
            _pairs(said),
            follows.as_of if follows else "",
        ),
        said,
        sources,
    )
    if isinstance(question, Problem):
        return question
    return _one_sided(question, said) or _targeted(question, said, sources)


def _one_sided(question: Question, said: Draft) -> Problem | None:
    """内资比嵊州多多少, where it is not sure who is held against 嵊州."""
    alone = len(question.districts) == 1 and said.compares_to(question.districts[0]) and not question.conditions
    if not (alone and question.operation.reduce in PAIRED and not question.operation.against):
        return None
    if len(question.metrics) > 1 or len(question.levels) > 1:
        return None
    name = question.districts[0]
    return Problem("unclear", f"没看出是谁和{name}比，请把两个地方都说出来，例如“诸暨市比{name}高多少”。")


def _over_the_city(question: Question, said: Draft, sources: Sources) -> Question | Problem:
    """What only the city has is asked of the city; a city without published districts has none to choose from."""
    catalog = sources.catalog
    only = all(catalog.metric(m).city_only for m in question.metrics)
    if only and question.operation.reduce == "count" and not (question.groups or question.conditions):
        return replace(question, operation=PLAIN)
    if not catalog.of_city(question.city) and (question.operation.needs_many or question.groups):
        return problem.no_districts(question.city)
    if only and question.operation.needs_many and not said.where.said:
        return replace(question, districts=(question.city,), groups=(), operation=PLAIN)
    return question


def _order(said: Draft, districts: tuple[str, ...], groups: tuple[str, ...]) -> tuple[str, ...]:
    """Districts and groups as named, those of the question before among them."""
    order = tuple(n for n in said.where.order if n in groups or n in districts)
    return order if groups or set(districts) <= set(order) else districts


def _of(said: Draft, operation: Operation) -> tuple[str, ...]:
    """What a share is of: 诸暨在五县市里占."""
    where = said.where
    if operation.reduce == "share" and not where.of and where.names and where.groups:
        return where.groups
    return where.of


def _carried(said: Draft, before: Question | None) -> tuple[Condition, ...]:
    """The conditions of the question before, where this one says nothing else to filter by."""
    if before is None or said.where.said or said.metrics.names:
        return ()
    counts = said.operation is None or said.operation.reduce == "count"
    return before.conditions if counts else ()


def _pairs(said: Draft) -> bool:
    """Whether two districts each have a metric of their own: 袍江的外资比越城的内资多多少."""
    cues = [m for m in said.reading.of("cue") if m.value == "compare"]
    metrics = [m for m in said.reading.mentions if m.kind in ("metric", "sector")]
    two = len(said.where.names) == 2 and len(said.metrics.names) == 2 and len(metrics) == 2
    if two and cues and metrics[0].start < cues[0].start < metrics[1].start:
        return True
    if two and said.operation and said.operation.reduce in PAIRED and _alternate(said):
        return True
    levels = said.reading.of("level")
    if not len(said.where.names) == len(levels) == 2:
        return False
    districts = [m for m in said.reading.of("district") if m.value in said.where.names]
    turn = cues[0].start if cues else districts[-1].start  # 诸暨必保和(上虞)力争差多少
    return levels[0].start < turn < levels[1].start


def _alternate(said: Draft) -> bool:
    """诸暨的外资跟上虞的内资: whom, what, whom, what."""
    named = [m.kind == "district" for m in said.reading.mentions if m.kind in ("district", "metric", "sector")]
    return named == [True, False, True, False]


def _fitting(
    operation: Operation, districts: tuple[str, ...], groups: tuple[str, ...], metrics: tuple[str, ...], said: Draft
) -> Operation:
    """An order over a single district is just its figure."""
    if operation.order and len(districts) == 1 and said.operation is None:
        return PLAIN
    return operation


def _year(said: Draft, before: Question | None, sources: Sources, city: str) -> int | Problem:
    years = query.years(sources.store, city)
    asked = [
        m.value.first.year
        for m in said.reading.of("period")
        if m.value.first and m.value.explicit_year and m.value.grain != "day"
    ]
    asked = [*_bare_years(said), *asked]
    for year in asked:
        if year not in years:
            others = (c.name for c in sources.catalog.cities if year in query.years(sources.store, c.name))
            return problem.no_year(year, city, years, next(others, "") if not said.where.said else "")
    return asked[-1] if asked else before.year if before else years[-1]


def _bare_years(said: Draft) -> list[int]:
    """Years without 年: 2011和2012年."""
    return [int(a.value) for a in said.metrics.amounts if is_bare_year(a)]


def _operation(said: Draft, before: Question | None) -> Operation:
    if said.operation is not None:
        summed = before and not said.whole and before.operation.reduce == "sum" and said.operation.reduce == "share"
        return replace(said.operation, added=True) if summed else said.operation
    only_who = said.reading.cue("who") and not said.metrics.names and not said.where.said
    if before is None or said.whole or said.plain or said.all_metrics or only_who:
        return PLAIN
    filters = said.conditions and before.operation.reduce == "position"  # who is above a bound has no one rank
    return PLAIN if filters else before.operation


def _metrics(
    said: Draft, before: Question | None, districts: tuple[str, ...], sources: Sources
) -> tuple[str, ...] | Problem:
    city = said.reading.city
    if said.metrics.names:
        return _against(said, before, sources) or said.metrics.names
    if before and not said.all_metrics:
        return before.metrics
    if said.where.said or said.all_metrics:
        return tuple(m.name for m in sources.catalog.metrics if m.city == city)
    return Problem("unclear", "没看出问的是哪个指标或哪个地区。")


def _against(said: Draft, before: Question | None, sources: Sources) -> tuple[str, ...] | Problem | None:
    """The metric of the question before with the one named: (诸暨工业投资多少) 比服务业投资多多少."""
    if before is None or said.where.said or len(before.districts) != 1 or not said.compares:
        return None
    former = before.metrics[:1] if before.operation.reduce == "share" else before.metrics
    if len(former) == 1 and len(said.metrics.names) == 1:
        return tuple(dict.fromkeys((*former, *said.metrics.names)))
    whose = before.districts[0]
    return problem.decline(
        f"只能拿一个指标和另一个指标比，这里有{listed((*former, *said.metrics.names))}。",
        f"请写明是哪两个，例如“{whose}{former[0]}比{said.metrics.names[0]}多多少”。",
    )


def _targeted(question: Question, said: Draft, sources: Sources) -> Question:
    """A district's own metric wins over a city-only one of a like name."""
    if question.districts == (question.city,):
        return question
    found = [sources.catalog.metric(m) for m in question.metrics]
    alike = {s for m in found if not m.city_only for s in m.sectors}
    own = tuple(m.name for m in found if not m.city_only or (said.metrics.names and not alike & set(m.sectors)))
    return replace(question, metrics=own) if own else question


def _which_metric(said: Draft, sources: Sources) -> Problem:
    """A question back: the message as it would be with each metric named."""
    subject = "、".join((*said.where.names, *said.where.groups)) or ""
    choices = tuple(f"{subject}{sources.catalog.metric(name).name}目标多少" for name in said.metrics.rivals)
    return problem.several("这句话可以指几个指标", choices)
