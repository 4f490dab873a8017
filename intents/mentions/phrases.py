"""The noun phrases that name metrics, put together from sectors, facets, thresholds and whole names."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal

from data.library import load_documents
from data.model import Metric
from data.narrative import programmes
from intents.mentions.bound import Bound
from intents.mentions.quantity import Amount
from intents.reading import Mention, Reading

_BY_SOURCE = ("外资", "内资", "外资 内资", "市内企业", "招商引资")

_AMOUNTS = ("投资", "计划投资", "年度投资")
AMOUNT_BY_DEFAULT = ("外资", "内资")

_RELEVANT = ("metric", "sector", "facet", "bound", "amount", "stage", "programme", "annex")


@dataclass(slots=True)
class Phrase:
    """One noun phrase as it is put together: 外资、内资 + 项目 + 1000万美元以上. `fixed`: a metric's whole name; `like`:
    the metric before it, for a facet that follows one: 央企军企签约项目几只,(总投资额); `pool`: those of the programme
    named; `annex`: whether it is an annex."""

    sectors: list[str] = field(default_factory=list)
    facets: list[str] = field(default_factory=list)
    thresholds: list[Bound | Amount] = field(default_factory=list)
    fixed: tuple[str, ...] = ()
    like: tuple[str, ...] = ()
    closed: bool = False
    pool: tuple[Metric, ...] = ()
    annex: bool = False


def pool_of(programme: Mention, metrics: list[Metric]) -> tuple[Metric, ...]:
    """The metrics of a programme or an annex: what is said of 三百推进计划 is one of its three."""
    if programme.kind == "annex":
        columns = (c for d in load_documents() for a in d.annexes if a.place == programme.value for c in a.columns)
        inside = {column.metric for column in columns}
    else:
        said = programme.value if isinstance(programme.value, tuple) else (programme.value,)
        inside = {name for p in programmes() if {p.name, *p.metrics} & set(said) for name in p.metrics}
    return tuple(m for m in metrics if m.name in inside)


def is_withheld(annexes: Iterable[Mention], city: str) -> bool:
    """Whether any of the annexes named was not published with the city's document."""
    named = {mention.value for mention in annexes}
    return any(a.place in named and not a.published for d in load_documents() if d.city == city for a in d.annexes)


def numbers_as_projects(reading: Reading) -> Reading:
    """央企军企要签(多少个)、总投资多少: a count before an amount of the same sector is of its projects."""
    kinds = [m for m in reading.mentions if m.kind in ("metric", "sector", "facet", "unit")]
    told = {
        unit
        for before, unit, after in zip(kinds, kinds[1:], kinds[2:], strict=False)
        if (before.kind, unit.value) == ("sector", "count") and after.value in _AMOUNTS
    }
    mentions = (replace(m, kind="facet", value="项目") if m in told else m for m in reading.mentions)
    return replace(reading, mentions=tuple(mentions)) if told else reading


def find_phrases(
    reading: Reading, metrics: list[Metric], counted: bool
) -> tuple[list[Phrase], list[tuple[Bound, Phrase | None]], list[Amount], list[str]]:
    """The noun phrases of a reading; bounds left for a filter, each with the phrase before it; amounts left; sectors
    that qualify another (工业外资). `counted`: an amount is likely a threshold of projects."""
    phrases: list[Phrase] = []
    conditions: list[tuple[Bound, Phrase | None]] = []
    amounts: list[Amount] = []
    relevant = [m for m in reading.mentions if m.kind in _RELEVANT]
    qualified: list[str] = []
    for at, mention in enumerate(relevant):
        if mention.kind in ("bound", "amount"):
            if counted and of_threshold(mention.value, metrics):
                _place(phrases, mention, thresholds=[mention.value])
            elif mention.kind == "bound":
                conditions.append((mention.value, phrases[-1] if phrases else None))
                if phrases:
                    phrases[-1].closed = True
            else:
                amounts.append(mention.value)
        elif mention.kind in ("programme", "annex"):
            if pool := pool_of(mention, metrics):
                phrases.append(Phrase(pool=pool, annex=mention.kind == "annex"))
        elif mention.kind == "stage":
            _add_stage(phrases, mention, relevant[at + 1 :], metrics)
        elif mention.kind == "metric":
            _add_metric(phrases, mention, metrics, relevant[at + 1 :], counted)
        elif mention.kind == "sector":
            if _qualifies(relevant[at - 1] if at else None, mention, reading):
                qualified.append(relevant[at - 1].text + mention.text)
            _add_sector(phrases, mention)
        elif not _is_share(mention, phrases, metrics) and not _said_already(mention, phrases, metrics):
            _place(phrases, mention, facets=[mention.value])
    return phrases, conditions, amounts, qualified


def kind_before(reading: Reading, before: list[Metric]) -> str:
    """count where the number of projects was asked before, and another source is named now: (外资项目数) 问的是内资."""
    projects = bool(before) and all(m.facet == "项目" and set(m.sectors) & set(AMOUNT_BY_DEFAULT) for m in before)
    more = reading.of("metric", "facet", "bound", "amount", "measure", "district", "group", "total")
    named = {m.value for m in reading.of("sector")}
    return "count" if projects and named <= set(AMOUNT_BY_DEFAULT) and not more and "多少" not in reading.text else ""


def _qualifies(before: Mention | None, sector: Mention, reading: Reading) -> bool:
    """Whether two sectors stand together as one that no table has: 工业外资; 外资 内资 and 工业、服务业 do not."""
    if before is None or before.kind != "sector" or before.end != sector.start or sector.start in reading.breaks:
        return False
    return (before.value in _BY_SOURCE) != (sector.value in _BY_SOURCE)


def _add_stage(phrases: list[Phrase], mention: Mention, after: list[Mention], metrics: list[Metric]) -> None:
    """A word that tells apart the metrics of the programme named, or of the metric behind: 双百计划里(前期)的."""
    pool = next((p.pool for p in reversed(phrases) if p.pool), ())
    if not pool and (named := next((m for m in after if m.kind in ("programme", "metric")), None)):
        pool = pool_of(named, metrics)
    if found := tuple(m.name for m in pool if mention.value in m.name):
        phrases.append(Phrase(fixed=found))


def _add_metric(
    phrases: list[Phrase], mention: Mention, metrics: list[Metric], after: list[Mention], counted: bool
) -> None:
    """A whole name is a phrase of its own, unless what follows makes it a sector: 利用外资(1000万美元以上项目)."""
    own = [m for m in metrics if m.name in mention.value]
    makes = after[0] if after else None
    main = len(own) == 1 and own[0].sectors and own[0].sectors[0] in AMOUNT_BY_DEFAULT and own[0].facet == "投资"
    threshold = makes and makes.kind in ("bound", "amount") and counted and of_threshold(makes.value, metrics)
    if main and makes and (threshold or (makes.kind == "facet" and makes.value == "项目")):
        _add_sector(phrases, replace(mention, value=own[0].sectors[0]))
    elif phrases and not phrases[-1].sectors and not phrases[-1].fixed and phrases[-1].thresholds and main:
        phrases[-1].sectors.append(own[0].sectors[0])
    else:
        phrases.append(Phrase(fixed=mention.value))


def _add_sector(phrases: list[Phrase], mention: Mention) -> None:
    sectors = mention.value.split()
    last = phrases[-1] if phrases else None
    if last and not (last.fixed or last.sectors or last.closed or last.pool):
        last.sectors.extend(sectors)
    elif last and last.sectors and not (last.facets or last.thresholds or last.closed):
        last.sectors.extend(s for s in sectors if s not in last.sectors)
    else:
        phrases.append(Phrase(sectors=sectors))


def _place(
    phrases: list[Phrase],
    mention: Mention,
    facets: list[str] | None = None,
    thresholds: list[Bound | Amount] | None = None,
) -> None:
    """A facet or a threshold belongs to the phrase at hand, or begins one."""
    if not phrases:
        phrases.append(Phrase())
    elif phrases[-1].fixed:
        phrases.append(Phrase(like=phrases[-1].fixed))
    phrases[-1].facets.extend(facets or [])
    phrases[-1].thresholds.extend(thresholds or [])


def _said_already(mention: Mention, phrases: list[Phrase], metrics: list[Metric]) -> bool:
    """Whether the metric named before has this facet: 引进外资(金额)."""
    fixed = phrases[-1].fixed if phrases else ()
    return bool(fixed) and all(m.facet == mention.value for m in metrics if m.name in fixed)


def _is_share(mention: Mention, phrases: list[Phrase], metrics: list[Metric]) -> bool:
    """比重 of a metric that is no ratio is a share of the whole: 诸暨外资比重."""
    if mention.value != "比重":
        return False
    sectors = {s for p in phrases for s in p.sectors}
    return not any(m.facet == "比重" and sectors & set(m.sectors) for m in metrics)


def of_threshold(quantity: Bound | Amount, metrics: Iterable[Metric]) -> list[Metric]:
    """The metrics of that threshold."""
    amount = quantity.amount_low if isinstance(quantity, Bound) else quantity
    if isinstance(quantity, Amount) and quantity.unit in (None, "个") and not quantity.scaled:
        return []  # the 1 before a row of a table is not 1亿元
    if amount is None or (isinstance(quantity, Bound) and quantity.high is not None):
        return []
    return [m for m in metrics if m.threshold and _fits(amount, m)]


def _fits(amount: Amount, metric: Metric) -> bool:
    same_value = amount.value == metric.threshold or (
        not amount.scaled and metric.threshold is not None and amount.value * Decimal(10**8) == metric.threshold
    )
    return same_value and amount.unit in (None, metric.currency, "个")
