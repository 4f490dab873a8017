"""Which metrics a question is about: whole names, or a sector with a facet and a threshold put together."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal

from data.amount import kind_of
from data.catalog.load import Catalog
from data.model import Metric
from data.narrative import programmes
from intents.mentions.amount import Amount, Bound
from intents.reading import Mention, Reading

_BY_SOURCE = ("外资", "内资", "外资 内资", "市内企业", "招商引资")
AMOUNT_BY_DEFAULT = ("外资", "内资")
_RELEVANT = ("metric", "sector", "facet", "bound", "amount", "stage", "programme")
_LIKE_FACETS = {"计划投资": "投资", "年度投资": "投资"}
_UNIT_FACETS = {"money": ("投资", "计划投资", "年度投资"), "count": ("项目", "企业", "次数", "创建点", "园区", "集群", "名次"), "%": ("比重", "增长")}


@dataclass(slots=True)
class _Phrase:
    """One noun phrase as it is put together: 外资、内资 + 项目 + 1000万美元以上. `fixed`: a metric's whole name; `like`:
    the metric before it, for a facet that follows one: 央企军企签约项目几只,(总投资额); `pool`: those of the programme
    named."""

    sectors: list[str] = field(default_factory=list)
    facets: list[str] = field(default_factory=list)
    thresholds: list[Bound | Amount] = field(default_factory=list)
    fixed: tuple[str, ...] = ()
    like: tuple[str, ...] = ()
    closed: bool = False
    pool: tuple[Metric, ...] = ()


@dataclass(frozen=True, slots=True)
class Metrics:
    """The metrics meant. `names` all of them; `rivals` where it must be one of these (choose); `conditions` the bounds
    left for a filter, each with the metrics named before it; `unknown` what was said of a metric that none has."""

    names: tuple[str, ...] = ()
    rivals: tuple[str, ...] = ()
    conditions: tuple[tuple[Bound, tuple[str, ...]], ...] = ()
    unknown: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    facets: tuple[str, ...] = ()
    amounts: tuple[Amount, ...] = ()


def find_metrics(reading: Reading, catalog: Catalog, before: tuple[str, ...] = (), one_district: bool = False) -> Metrics:
    """The metrics of a reading. `before`: the metrics that were spoken of, for a facet or threshold without a sector."""
    metrics = [m for m in catalog.metrics if m.city == reading.city]
    hint = _unit_hint(reading)
    counted = _counts(reading, hint, one_district)
    phrases, conditions, amounts, qualified = _phrases(reading, metrics, counted)
    phrases = [p for p in phrases if not _opens(p, phrases)]
    names: list[str] = []
    rivals: tuple[str, ...] = ()
    unknown: list[str] = qualified
    for phrase in phrases:
        found = _resolved(phrase, metrics, hint, [m for m in metrics if m.name in before])
        if found is None:
            unknown.append(_said(phrase))
        elif _is_rival(phrase, found):
            rivals = tuple(m.name for m in found)
        else:
            names.extend(m.name for m in found)
    if phrases and any(not _pool(m, metrics) for m in reading.of("programme")):
        unknown.extend(m.text for m in reading.of("programme"))
    unique = tuple(dict.fromkeys(names))
    resolved = tuple((b, _of_phrase(p, phrases, metrics, hint) or unique) for b, p in conditions)
    return Metrics(
        unique,
        rivals if not unique else (),
        resolved,
        tuple(unknown),
        tuple(s for p in phrases for s in p.sectors),
        tuple(f for p in phrases for f in p.facets),
        tuple(amounts),
    )


def _opens(phrase: _Phrase, phrases: list[_Phrase]) -> bool:
    """Whether a programme only says where the metrics named next belong: 三百推进计划里(储备项目)."""
    inside = {m.name for m in phrase.pool}
    alone = not (phrase.sectors or phrase.facets or phrase.thresholds)
    return alone and any(other is not phrase and inside & set(other.fixed) for other in phrases)


def _pool(programme: Mention, metrics: list[Metric]) -> tuple[Metric, ...]:
    """The metrics of a programme: what is said of 三百推进计划 is one of its three."""
    inside = {name for p in programmes() if p.name == programme.value for name in p.metrics}
    return tuple(m for m in metrics if m.name in inside)


def _unit_hint(reading: Reading) -> str:
    """money, count or % where the question says in what its answer is to be counted."""
    for mention in reading.of("unit"):
        if mention.value == "%" and reading.cue("share", "difference", "rate"):
            continue
        if mention.value in ("%", "count"):
            return str(mention.value)
        return "money"
    return ""


def _counts(reading: Reading, hint: str, one_district: bool) -> bool:
    """Whether an amount is likely to be a threshold of projects rather than a filter."""
    said = any(m.value == "项目" for m in reading.of("facet")) or any(m.value == "在建" for m in reading.of("sector"))
    if said or hint == "count":
        return True
    return one_district and not reading.cue("who")


def _phrases(
    reading: Reading, metrics: list[Metric], counted: bool
) -> tuple[list[_Phrase], list[tuple[Bound, _Phrase | None]], list[Amount], list[str]]:
    phrases: list[_Phrase] = []
    conditions: list[tuple[Bound, _Phrase | None]] = []
    amounts: list[Amount] = []
    relevant = [m for m in reading.mentions if m.kind in _RELEVANT]
    qualified: list[str] = []
    for at, mention in enumerate(relevant):
        if mention.kind in ("bound", "amount"):
            if counted and _threshold(mention.value, metrics):
                _place(phrases, mention, thresholds=[mention.value])
            elif mention.kind == "bound":
                conditions.append((mention.value, phrases[-1] if phrases else None))
                if phrases:
                    phrases[-1].closed = True
            else:
                amounts.append(mention.value)
        elif mention.kind == "programme":
            if pool := _pool(mention, metrics):
                phrases.append(_Phrase(pool=pool))
        elif mention.kind == "stage":
            _add_stage(phrases, mention)
        elif mention.kind == "metric":
            _add_metric(phrases, mention, metrics, relevant[at + 1 :], counted)
        elif mention.kind == "sector":
            if _qualifies(relevant[at - 1] if at else None, mention, reading):
                qualified.append(relevant[at - 1].text + mention.text)
            _add_sector(phrases, mention)
        elif not _is_share(mention, phrases, metrics) and not _said_already(mention, phrases, metrics):
            _place(phrases, mention, facets=[mention.value])
    return phrases, conditions, amounts, qualified


def _qualifies(before: Mention | None, sector: Mention, reading: Reading) -> bool:
    """Whether two sectors stand together as one that no table has: 工业外资; 外资 内资 and 工业、服务业 do not."""
    if before is None or before.kind != "sector" or before.end != sector.start or sector.start in reading.breaks:
        return False
    return (before.value in _BY_SOURCE) != (sector.value in _BY_SOURCE)


def _add_stage(phrases: list[_Phrase], mention: Mention) -> None:
    """A word that tells apart the metrics of the programme named: 双百计划里(前期)的."""
    pool = next((p.pool for p in reversed(phrases) if p.pool), ())
    if found := tuple(m.name for m in pool if mention.value in m.name):
        phrases.append(_Phrase(fixed=found))


def _add_metric(
    phrases: list[_Phrase], mention: Mention, metrics: list[Metric], after: list[Mention], counted: bool
) -> None:
    """A whole name is a phrase of its own, unless what follows makes it a sector: 利用外资(1000万美元以上项目)."""
    own = [m for m in metrics if m.name in mention.value]
    makes = after[0] if after else None
    main = len(own) == 1 and own[0].sectors and own[0].sectors[0] in AMOUNT_BY_DEFAULT and own[0].facet == "投资"
    threshold = makes and makes.kind in ("bound", "amount") and counted and _threshold(makes.value, metrics)
    if main and makes and (threshold or (makes.kind == "facet" and makes.value == "项目")):
        _add_sector(phrases, replace(mention, value=own[0].sectors[0]))
    elif phrases and not phrases[-1].sectors and not phrases[-1].fixed and phrases[-1].thresholds and main:
        phrases[-1].sectors.append(own[0].sectors[0])
    else:
        phrases.append(_Phrase(fixed=mention.value))


def _add_sector(phrases: list[_Phrase], mention: Mention) -> None:
    sectors = mention.value.split()
    last = phrases[-1] if phrases else None
    if last and not (last.fixed or last.sectors or last.closed or last.pool):
        last.sectors.extend(sectors)
    elif last and last.sectors and not (last.facets or last.thresholds or last.closed):
        last.sectors.extend(s for s in sectors if s not in last.sectors)
    else:
        phrases.append(_Phrase(sectors=sectors))


def _place(
    phrases: list[_Phrase], mention: Mention, facets: list[str] | None = None, thresholds: list[Bound | Amount] | None = None
) -> None:
    """A facet or a threshold belongs to the phrase at hand, or begins one."""
    if not phrases:
        phrases.append(_Phrase())
    elif phrases[-1].fixed:
        phrases.append(_Phrase(like=phrases[-1].fixed))
    phrases[-1].facets.extend(facets or [])
    phrases[-1].thresholds.extend(thresholds or [])


def _said_already(mention: Mention, phrases: list[_Phrase], metrics: list[Metric]) -> bool:
    """Whether the metric named before has this facet: 引进外资(金额)."""
    fixed = phrases[-1].fixed if phrases else ()
    return bool(fixed) and all(m.facet == mention.value for m in metrics if m.name in fixed)


def _is_share(mention: Mention, phrases: list[_Phrase], metrics: list[Metric]) -> bool:
    """比重 of a metric that is no ratio is a share of the whole: 诸暨外资比重."""
    if mention.value != "比重":
        return False
    sectors = {s for p in phrases for s in p.sectors}
    return not any(m.facet == "比重" and sectors & set(m.sectors) for m in metrics)


def _threshold(quantity: Bound | Amount, metrics: Iterable[Metric]) -> list[Metric]:
    """The metrics of that threshold."""
    amount = quantity.amount_low if isinstance(quantity, Bound) else quantity
    if amount is None or (isinstance(quantity, Bound) and quantity.high is not None):
        return []
    return [m for m in metrics if m.threshold and _fits(amount, m)]


def _fits(amount: Amount, metric: Metric) -> bool:
    same_value = amount.value == metric.threshold or (
        not amount.scaled and metric.threshold is not None and amount.value * Decimal(10**8) == metric.threshold
    )
    return same_value and amount.unit in (None, metric.currency, "个")


def _resolved(phrase: _Phrase, metrics: list[Metric], hint: str, before: list[Metric]) -> list[Metric] | None:
    """The metrics of a phrase; None where nothing fits what it says."""
    if phrase.fixed:
        fixed = [m for m in metrics if m.name in phrase.fixed]
        return _siblings(fixed, metrics, hint) or fixed
    if phrase.pool and not phrase.sectors and not phrase.facets and not phrase.thresholds:
        return _default("", list(phrase.pool), hint)
    if not phrase.sectors:
        return _without_sector(phrase, metrics, hint, list(phrase.pool) or _kin(phrase.like, metrics) or before)
    found: list[Metric] = []
    for sector in phrase.sectors:
        own = [m for m in metrics if sector in m.sectors]
        fitting = _narrowed(own, phrase, hint) if _reaches(sector, phrase) else _default(sector, own, hint)
        if not fitting and len(phrase.sectors) > 1:
            fitting = _default(sector, own, hint)
        if not fitting:
            return None
        found.extend(m for m in fitting if m not in found)
    return found


def _kin(names: tuple[str, ...], metrics: list[Metric]) -> list[Metric]:
    """The other metrics of the same sectors."""
    sectors = {s for m in metrics if m.name in names for s in m.sectors}
    return [m for m in metrics if sectors & set(m.sectors) and m.name not in names]


def _siblings(fixed: list[Metric], metrics: list[Metric], hint: str) -> list[Metric]:
    """What is meant where a name is asked in another kind of unit: 央企签约项目多少亿, 工业投资几个点."""
    wanted = {"money": _UNIT_FACETS["money"], "count": _UNIT_FACETS["count"], "%": ("增长",)}.get(hint, ())
    if len(fixed) != 1 or not wanted or fixed[0].facet in wanted or (hint == "%" and fixed[0].is_ratio):
        return []
    return [m for m in metrics if m.facet in wanted and set(m.sectors) & set(fixed[0].sectors) and not m.threshold]


def _reaches(sector: str, phrase: _Phrase) -> bool:
    """Whether the facet behind several sectors is said of this one too: not in 外资、内资、服务业(项目)."""
    return sector not in AMOUNT_BY_DEFAULT or phrase.sectors[-1] in AMOUNT_BY_DEFAULT or phrase.facets != ["项目"]


def _narrowed(own: list[Metric], phrase: _Phrase, hint: str) -> list[Metric]:
    sector_default = not phrase.facets and not phrase.thresholds
    if sector_default:
        return _default(phrase.sectors[0] if len(phrase.sectors) == 1 else "", own, hint)
    if phrase.thresholds:
        return [m for threshold in phrase.thresholds for m in _threshold(threshold, own)]
    facets = _facets(phrase.facets, hint, own)
    return [m for m in own if m.facet in facets]


def _facets(facets: list[str], hint: str, fitting: list[Metric]) -> list[str]:
    """The facets asked for; 服务业项目多少亿 asks for the money."""
    wanted = _UNIT_FACETS.get(hint, ())
    if facets == ["项目"] and hint == "money" and any(m.facet in wanted for m in fitting):
        return list(wanted)
    there = {m.facet for m in fitting}
    found = [f if f in there else _LIKE_FACETS.get(f, f) for f in facets]
    return [*found, "计划投资", "年度投资"] if "投资" in found and "投资" not in there else found


def _of_thresholds(metric: Metric, thresholds: list[Bound | Amount]) -> bool:
    return not thresholds or any(metric in _threshold(t, [metric]) for t in thresholds)


def _default(sector: str, own: list[Metric], hint: str) -> list[Metric]:
    """A sector alone: the amount of 外资 or 内资, otherwise all of the category, as far as the unit asked for fits."""
    main = next((s for s in AMOUNT_BY_DEFAULT if s == sector or (not sector and own and s in own[0].sectors)), None)
    if main and not hint == "count":
        return [m for m in own if m.facet == "投资"]
    wanted = _UNIT_FACETS.get(hint)
    fitting = [m for m in own if wanted and m.facet in wanted]
    if sector == "工业" and hint == "money":
        fitting = [m for m in fitting if m.name.startswith("工业投资")] or fitting
    return fitting or own


def _without_sector(phrase: _Phrase, metrics: list[Metric], hint: str, before: list[Metric]) -> list[Metric] | None:
    """A facet or a threshold alone: what was spoken of tells the sector; otherwise all that fit."""
    sectors = {s for m in before for s in m.sectors[:1]}
    pools = (before, [m for m in metrics if sectors & set(m.sectors)], metrics) if before else (metrics,)
    for pool in pools:
        fitting = [m for m in pool if _of_thresholds(m, phrase.thresholds)]
        if not phrase.thresholds:
            facets = _facets(phrase.facets, hint, fitting)
            fitting = [m for m in fitting if m.facet in facets]
        if fitting:
            return fitting
    return None


def _is_rival(phrase: _Phrase, found: list[Metric]) -> bool:
    """Without a sector, several that fit are a question back, unless they are of one sector."""
    if phrase.fixed or phrase.sectors or len(found) < 2:
        return False
    return len({m.sectors[0] if m.sectors else m.name for m in found}) > 1


def _of_phrase(phrase: _Phrase | None, phrases: list[_Phrase], metrics: list[Metric], hint: str) -> tuple[str, ...]:
    """The metrics of the phrase that a bound follows, if there are several phrases."""
    if phrase is None or len(phrases) < 2:
        return ()
    found = _resolved(phrase, metrics, hint, []) or []
    if len(phrase.sectors) > 1:
        found = [m for m in found if phrase.sectors[-1] in m.sectors]
    return tuple(m.name for m in found)


def _said(phrase: _Phrase) -> str:
    return "".join([*phrase.sectors, *phrase.facets])


def kinds(metrics: Iterable[Metric]) -> Iterator[str]:
    """The kinds of unit of metrics: money, ratio, count."""
    return (kind_of(m.unit) for m in metrics)
