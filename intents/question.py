"""Questions for published targets: which figures, and what to do with them."""

from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from typing import Any

from data import problem, query
from data.model import Metric
from data.problem import Problem
from data.store import Store
from intents.mentions.amount import Amount
from intents.mentions.metric import Metrics, find_metrics
from intents.mentions.where import Where, find_where
from intents.operation import PAIRED, PLAIN, Operation, find_operation
from intents.reading import Reading
from intents.sources import Sources

EVERYONE = "各考核对象"
_HOW_MANY = {"两": 2, "俩": 2, "双": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6}


@dataclass(frozen=True, slots=True)
class Condition:
    """A filter: the metrics it is about and the bounds, in the base unit `unit` (元, 美元, %, 只; "" none written).
    `than`: the district whose figure is the bound (比嵊州高的): high or low is then 0 and says on which side."""

    metrics: tuple[str, ...]
    low: Decimal | None
    high: Decimal | None
    low_included: bool
    high_included: bool
    unit: str
    text: str
    scaled: bool = False
    than: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """Which figures of which year and city, and what to do with them.

    `districts` are official names in order; `groups` the groups they came from; `of` whose total a share is of;
    `levels` those asked for (none: as published); `unit` the unit wanted in the text; `order` districts and groups as
    named, `added` those added up before a comparison; `pairs`: the first district with the first metric against the
    second with the second.
    """

    city: str
    year: int
    metrics: tuple[str, ...]
    districts: tuple[str, ...]
    groups: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    of: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    operation: Operation = PLAIN
    conditions: tuple[Condition, ...] = ()
    unit: str = ""
    order: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    pairs: bool = False

    def state(self) -> dict[str, Any]:
        """As JSON can hold it; `restored` is the way back."""
        return asdict(self)


def restored(state: dict[str, Any]) -> Question:
    """A question from its state."""
    conditions = tuple(Condition(**_tuples(c) | _decimals(c)) for c in state["conditions"])
    return Question(**_tuples(state) | {"operation": Operation(**state["operation"]), "conditions": conditions})


def _tuples(state: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in state.items()}


def _decimals(state: dict[str, Any]) -> dict[str, Any]:
    """The bounds of a condition from their text."""
    return {key: None if state[key] is None else Decimal(state[key]) for key in ("low", "high")}


@dataclass(frozen=True, slots=True)
class Draft:
    """What one message says, before what it leaves open is taken from the question before."""

    reading: Reading
    where: Where
    metrics: Metrics
    operation: Operation | None
    levels: tuple[str, ...]
    unit: str
    conditions: tuple[Condition, ...]
    all_metrics: bool
    plain: bool

    @property
    def says_nothing(self) -> bool:
        """Whether it has neither district, metric, operation, level nor unit."""
        named = self.where.said or self.metrics.names or self.metrics.rivals or self.metrics.unknown
        more = self.operation or self.levels or self.unit or self.all_metrics or self.where.without or self.conditions
        return not (named or more)

    @property
    def whole(self) -> bool:
        """Whether it names both a metric and whom it is about."""
        return bool(self.metrics.names and self.where.said)

    @property
    def them(self) -> int:
        """How many of those spoken of before are meant: 两家 2, 它们 all (9); 0 where none."""
        words = [m.text for m in self.reading.of("cue") if m.value == "them"]
        return next((_HOW_MANY.get(c, 9) for word in words for c in word if c in _HOW_MANY or word in ("它们", "他们")), 0)


def draft(reading: Reading, sources: Sources, before: Question | None) -> Draft:
    """What a message says of figures."""
    where = find_where(reading, sources.catalog)
    spoken = before.metrics if before else ()
    metrics = find_metrics(reading, sources.catalog, spoken, len(where.names) == 1 and not where.groups)
    metrics = _of_this_year(metrics, reading, sources)
    levels = tuple(dict.fromkeys(level for m in reading.of("level") for level in m.value.split()))
    conditions = tuple(_condition(bound, names, reading) for bound, names in metrics.conditions)
    conditions += _equalities(reading, metrics) + _relative(reading, where, metrics)
    if any(c.than for c in conditions):
        where = replace(where, names=(), order=where.groups)
        reading = replace(reading, mentions=tuple(m for m in reading.mentions if m.value not in ("more", "less")))
    paired = len(where.names) + len(where.groups) > 1 or len(metrics.names) > 1 or len(levels) > 1
    paired = paired or (before is not None and len(where.names) == 1 and reading.cue("compare"))
    filtered = bool(conditions) or bool(before and before.conditions and not metrics.names and not where.said)
    operation = find_operation(reading, where, filtered, paired)
    unit = _unit(reading)
    plain = reading.cue("target") and operation is None and not where.said and not metrics.names and not levels
    return Draft(reading, where, metrics, operation, levels, unit, conditions, reading.cue("all_metrics"), plain)


def _of_this_year(metrics: Metrics, reading: Reading, sources: Sources) -> Metrics:
    """Of a programme's whole investment and that of one year, the latter where a year is named: 双百计划今年完成投资."""
    found = [sources.catalog.metric(name) for name in metrics.names]
    both = {"计划投资", "年度投资"} <= {m.facet for m in found}
    if not both or reading.of("metric") or not reading.of("period") or "计划投资" in metrics.facets or reading.cue("sum"):
        return metrics
    return replace(metrics, names=tuple(m.name for m in found if m.facet != "计划投资"))


def _unit(reading: Reading) -> str:
    """The unit wanted in the text; 折合人民币多少亿 is 亿元."""
    unit = next((m.value for m in reading.of("unit") if m.value not in ("count", "money")), "")
    if reading.cue("convert") and "人民币" in reading.text:
        return {"亿": "亿元", "万": "万元", "": "元"}.get(unit, unit)
    return unit


def _equalities(reading: Reading, metrics: Metrics) -> tuple[Condition, ...]:
    """An amount in a question for districts is one they are to equal: 在建项目19只的是哪几家."""
    if not reading.cue("who", "count", "count?"):
        return ()
    return tuple(
        Condition(metrics.names, a.value, a.value, True, True, a.unit or "", reading.text[a.start : a.end], a.scaled)
        for a in metrics.amounts
        if not _counts_districts(a, reading)
    )


def _counts_districts(amount: Amount, reading: Reading) -> bool:
    """Whether an amount only says how many districts were named: 诸暨上虞嵊州新昌四家."""
    return amount.unit in ("家", "个", "地", "县", "市", "区") and amount.value == len(reading.of("district"))


def _relative(reading: Reading, where: Where, metrics: Metrics) -> tuple[Condition, ...]:
    """Those above or below a district: 比嵊州高的有哪些."""
    asked = reading.cue("who", "count", "count?") and reading.cue("compare") and reading.cue("more", "less")
    if not asked or len(where.names) != 1 or reading.cue("max", "min"):
        return ()
    above = reading.cue("more")
    low, high = (Decimal(0), None) if above else (None, Decimal(0))
    text = f"{'高' if above else '低'}于{where.names[0]}"
    return (Condition(metrics.names, low, high, False, False, "", text, than=where.names[0]),)


def _condition(bound: Any, metrics: tuple[str, ...], reading: Reading) -> Condition:
    amount = bound.amount_low or bound.amount_high
    return Condition(
        metrics,
        bound.low,
        bound.high,
        bound.low_incl,
        bound.high_incl,
        bound.unit or "",
        reading.text[bound.start : bound.end],
        amount is not None and amount.scaled,
    )


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
    year = _year(said, before, sources.store, city)
    if isinstance(year, Problem):
        return year
    if said.metrics.rivals:
        return _which_metric(said, sources)
    operation = _operation(said, before)
    districts, groups = _districts(said, before, recent, shown, operation, sources)
    metrics = _metrics(said, before, districts, sources)
    if isinstance(metrics, Problem):
        return metrics
    follows = before if not said.whole else None
    question = _over_the_city(Question(
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
        tuple(n for n in said.where.order if n in groups or n in districts),
        said.where.added,
        _pairs(said),
    ), said, sources)
    return question if isinstance(question, Problem) else _targeted(question, said, sources)


def _over_the_city(question: Question, said: Draft, sources: Sources) -> Question | Problem:
    """What only the city has is asked of the city; a city without published districts has none to choose from."""
    catalog = sources.catalog
    if not catalog.of_city(question.city) and (question.operation.needs_many or question.groups):
        return problem.no_districts(question.city)
    only = all(catalog.metric(m).city_only for m in question.metrics)
    if only and question.operation.needs_many and not said.where.said:
        return replace(question, districts=(question.city,), groups=(), operation=PLAIN)
    return question


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
    return bool(two and cues and metrics[0].start < cues[0].start < metrics[1].start)


def _fitting(
    operation: Operation, districts: tuple[str, ...], groups: tuple[str, ...], metrics: tuple[str, ...], said: Draft
) -> Operation:
    """An order over a single district is just its figure."""
    if operation.order and len(districts) == 1 and said.operation is None:
        return PLAIN
    return operation


def _year(said: Draft, before: Question | None, store: Store, city: str) -> int | Problem:
    years = query.years(store, city)
    asked = [
        m.value.first.year
        for m in said.reading.of("period")
        if m.value.first and m.value.explicit_year and m.value.grain != "day"
    ]
    asked = [*_bare_years(said), *asked]
    for year in asked:
        if year not in years:
            return problem.no_year(year, city, years)
    return asked[-1] if asked else before.year if before else years[-1]


def _bare_years(said: Draft) -> list[int]:
    """Years without 年: 2011和2012年."""
    return [int(a.value) for a in said.metrics.amounts if is_bare_year(a)]


def is_bare_year(amount: Amount) -> bool:
    """Whether an amount without a unit can only be a year."""
    return amount.unit is None and not amount.scaled and amount.value in range(1949, 2101)


def _operation(said: Draft, before: Question | None) -> Operation:
    if said.operation is not None:
        summed = before and not said.whole and before.operation.reduce == "sum" and said.operation.reduce == "share"
        return replace(said.operation, added=True) if summed else said.operation
    only_who = said.reading.cue("who") and not said.metrics.names and not said.where.said
    fresh = said.whole or said.plain or said.all_metrics or only_who or before is None
    return PLAIN if fresh or before is None else before.operation


def _districts(
    said: Draft,
    before: Question | None,
    recent: tuple[str, ...],
    shown: tuple[str, ...],
    operation: Operation,
    sources: Sources,
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The districts meant, and the groups among them."""
    city, where = said.reading.city, said.where
    if where.said or where.without:
        return _named(said, before, operation, sources)
    if said.them and len(recent) >= min(said.them, 2) and not (before and len(before.districts) == said.them):
        return recent[-said.them :], ()
    if operation.reduce in PAIRED and said.operation and before and not operation.needs_many:
        if len(before.districts) < 2 and len(recent) > 1 and len(before.metrics) == 1 and len(said.levels) < 2:
            return recent[-2:], ()
        return before.districts, before.groups
    if before and shown and said.operation and operation.reduce in ("sum", "mean", "share") and not operation.order:
        return shown, ()
    if before and not (operation.needs_many and len(before.districts) == 1 and operation.reduce != "position"):
        return before.districts, before.groups
    if operation.needs_many or said.conditions:
        return _everyone(city, sources), (EVERYONE,)
    return (city,), ()


def _named(
    said: Draft, before: Question | None, operation: Operation, sources: Sources
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    city, where = said.reading.city, said.where
    names = [n for n in where.names if n != city or len(where.names) + len(where.groups) > 1]
    groups = _groups(where, names, operation, sources, city)
    over_all = operation.needs_many or said.conditions or operation.reduce == "sum" and where.without
    if operation.reduce == "position" and groups and not names and before:
        return before.districts if not before.groups else before.districts[:1], groups
    if operation.reduce == "share" and names and groups and not where.of:
        return tuple(names), ()
    if not names and not groups and (over_all or where.without):
        groups = (EVERYONE,)
        if before and before.groups and where.without and not where.total and not where.names:
            groups = before.groups
    if where.total and not over_all and (not names or operation.reduce in ("compare", "difference", "ratio", "")):
        names.append(city)
    if len(names) == 1 and before and said.operation and operation.reduce in PAIRED and not groups:
        if before.metrics and not said.metrics.names and names[0] not in before.districts:
            names = [*before.districts, *names]
    elif names and before and said.operation is None and operation.reduce in PAIRED and len(before.districts) == 2:
        names = [before.districts[0], *names] if len(names) == 1 else names
    for group in groups:
        names.extend(m for m in sources.catalog.group(group, city).members if m not in names)
    names = [n for n in names if n not in _expanded(where.without, city, sources)]
    return tuple(names) or (city,), groups


def _groups(
    where: Where, names: list[str], operation: Operation, sources: Sources, city: str
) -> tuple[str, ...]:
    """The groups asked about; one that only says where the districts named are (开发区里袍江…) is none."""
    if operation.reduce in ("position", "share") or operation.against or not names:
        return where.groups
    return tuple(g for g in where.groups if not set(names) <= set(sources.catalog.group(g, city).members))


def _everyone(city: str, sources: Sources) -> tuple[str, ...]:
    return tuple(d.name for d in sources.catalog.of_city(city))


def _expanded(names: tuple[str, ...], city: str, sources: Sources) -> set[str]:
    """Districts, with the members of groups in place of the groups."""
    groups = {g.name: g.members for g in sources.catalog.groups if g.city == city}
    return {member for name in names for member in groups.get(name, (name,))}


def _metrics(said: Draft, before: Question | None, districts: tuple[str, ...], sources: Sources) -> tuple[str, ...] | Problem:
    city = said.reading.city
    if said.metrics.names:
        return said.metrics.names
    if before and not said.all_metrics:
        return before.metrics
    if said.where.said or said.all_metrics:
        return tuple(m.name for m in sources.catalog.metrics if m.city == city)
    return Problem("unclear", "没看出问的是哪个指标或哪个地区。")


def _targeted(question: Question, said: Draft, sources: Sources) -> Question:
    """A district's own metric wins over a city-only one of a like name."""
    if question.districts == (question.city,):
        return question
    own = tuple(m for m in question.metrics if not sources.catalog.metric(m).city_only)
    return replace(question, metrics=own) if own else question


def _which_metric(said: Draft, sources: Sources) -> Problem:
    """A question back: the message as it would be with each metric named."""
    subject = "、".join((*said.where.names, *said.where.groups)) or ""
    choices = tuple(f"{subject}{_title(sources.catalog.metric(name))}目标多少" for name in said.metrics.rivals)
    return problem.several("这句话可以指几个指标", choices)


def _title(metric: Metric) -> str:
    return metric.name
