"""Which metrics a question is about: whole names, or a sector with a facet and a threshold put together."""

from dataclasses import dataclass

from data.amount import kind_of
from data.catalog.load import Catalog
from data.model import Metric
from intents.mentions.bound import Bound
from intents.mentions.hint import counts, unit_hint
from intents.mentions.phrases import (
    AMOUNT_BY_DEFAULT,
    Phrase,
    find_phrases,
    kind_before,
    numbers_as_projects,
    of_threshold,
    pool_of,
)
from intents.mentions.quantity import Amount
from intents.reading import Reading

_LIKE_FACETS = {"计划投资": "投资", "年度投资": "投资"}

_UNIT_FACETS = {
    "money": ("投资", "计划投资", "年度投资"),
    "count": ("项目", "企业", "次数", "创建点", "园区", "集群", "名次"),
    "%": ("比重", "增长"),
}


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


def find_metrics(
    reading: Reading, catalog: Catalog, before: tuple[str, ...] = (), one_district: bool = False
) -> Metrics:
    """The metrics of a reading. `before`: the metrics spoken of before, for a facet or threshold without a sector."""
    metrics = [m for m in catalog.metrics if m.city == reading.city]
    hint = unit_hint(reading) or kind_before(reading, [m for m in metrics if m.name in before])
    reading = numbers_as_projects(reading)
    counted = counts(reading, hint, one_district) or _of_projects(metrics, before)
    phrases, conditions, amounts, qualified = find_phrases(reading, metrics, counted)
    phrases = [p for p in phrases if not _opens(p, phrases, metrics)]
    names: list[str] = []
    rivals: tuple[str, ...] = ()
    unknown: list[str] = qualified
    for phrase in phrases:
        found = _resolved(phrase, metrics, hint, [m for m in metrics if m.name in before])
        if found is None:
            unknown.append("".join([*phrase.sectors, *phrase.facets]))
        elif _is_rival(phrase, found):
            rivals = tuple(m.name for m in found)
        else:
            names.extend(m.name for m in (_wholes(found) if phrase.pool and not phrase.annex else found))
    if phrases and any(not pool_of(m, metrics) for m in reading.of("programme")):
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


def _wholes(found: list[Metric]) -> list[Metric]:
    """Without those that are parts of others among them: 战略性工业项目总共几个 is 10, not 3 and 3 and 4 more."""
    names = {m.name for m in found}
    return [m for m in found if m.whole not in names or kind_of(m.unit) == "money"]


def _opens(phrase: Phrase, phrases: list[Phrase], metrics: list[Metric]) -> bool:
    """Whether a programme or a sector only says where the metrics named next belong: 三百推进计划里(储备项目)."""
    inside = {m.name for m in phrase.pool} | {m.name for m in metrics if set(phrase.sectors) & set(m.sectors)}
    alone = not (phrase.fixed or phrase.facets or phrase.thresholds or set(phrase.sectors) & set(AMOUNT_BY_DEFAULT))
    in_annex = {s for m in phrase.pool for s in m.sectors} if phrase.annex else set()
    return alone and any(p is not phrase and (inside & set(p.fixed) or in_annex & set(p.sectors)) for p in phrases)


def _of_projects(metrics: list[Metric], before: tuple[str, ...]) -> bool:
    """Whether projects above a threshold were spoken of: (外资3000万以上项目几只) 1000万以上的呢."""
    found = [m for m in metrics if m.name in before]
    return bool(found) and all(m.threshold for m in found)


def _resolved(phrase: Phrase, metrics: list[Metric], hint: str, before: list[Metric]) -> list[Metric] | None:
    """The metrics of a phrase; None where nothing fits what it says."""
    if phrase.fixed:
        fixed = [m for m in metrics if m.name in phrase.fixed]
        return _siblings(fixed, metrics, hint) or fixed
    if phrase.pool and not phrase.sectors and not phrase.facets and not phrase.thresholds:
        return list(phrase.pool) if phrase.annex and not hint else _default("", list(phrase.pool), hint)
    if not phrase.sectors:
        return _without_sector(phrase, metrics, hint, _kin(phrase.like, metrics) or before)
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


def _reaches(sector: str, phrase: Phrase) -> bool:
    """Whether the facet behind several sectors is said of this one too: not in 外资、内资、服务业(项目)."""
    return sector not in AMOUNT_BY_DEFAULT or phrase.sectors[-1] in AMOUNT_BY_DEFAULT or phrase.facets != ["项目"]


def _narrowed(own: list[Metric], phrase: Phrase, hint: str) -> list[Metric]:
    sector_default = not phrase.facets and not phrase.thresholds
    if sector_default:
        return _default(phrase.sectors[0] if len(phrase.sectors) == 1 else "", own, hint)
    if phrase.thresholds:
        return [m for threshold in phrase.thresholds for m in of_threshold(threshold, own)]
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
    return not thresholds or any(metric in of_threshold(t, [metric]) for t in thresholds)


def _default(sector: str, own: list[Metric], hint: str) -> list[Metric]:
    """A sector alone: the amount of 外资 or 内资, otherwise all of the category, as far as the unit asked for fits."""
    main = next((s for s in AMOUNT_BY_DEFAULT if s == sector or (not sector and own and s in own[0].sectors)), None)
    if main and hint != "count":
        return [m for m in own if m.facet == "投资"]
    wanted = _UNIT_FACETS.get(hint)
    fitting = [m for m in own if wanted and m.facet in wanted]
    if sector == "工业" and hint == "money":
        fitting = [m for m in fitting if m.name.startswith("工业投资")] or fitting
    return fitting or own


def _without_sector(phrase: Phrase, metrics: list[Metric], hint: str, before: list[Metric]) -> list[Metric] | None:
    """A facet or a threshold alone: what was spoken of tells the sector; otherwise all that fit."""
    sectors = {s for m in before for s in m.sectors[:1]}
    pools = ([m for m in metrics if sectors & set(m.sectors)], metrics) if before else (metrics,)
    pools = (list(phrase.pool),) if phrase.pool else pools
    for pool in pools:
        fitting = [m for m in pool if _of_thresholds(m, phrase.thresholds)]
        if not phrase.thresholds:
            facets = _facets(phrase.facets, hint, fitting)
            fitting = [m for m in fitting if m.facet in facets]
        if fitting:
            return fitting
    return None


def _is_rival(phrase: Phrase, found: list[Metric]) -> bool:
    """Without a sector, several that fit are a question back, unless they are of one sector."""
    if phrase.fixed or phrase.sectors or phrase.pool or len(found) < 2:
        return False
    return len({m.sectors[0] if m.sectors else m.name for m in found}) > 1


def _of_phrase(phrase: Phrase | None, phrases: list[Phrase], metrics: list[Metric], hint: str) -> tuple[str, ...]:
    """The metrics of the phrase that a bound follows, if there are several phrases."""
    if phrase is None or len(phrases) < 2:
        return ()
    found = _resolved(phrase, metrics, hint, []) or []
    if len(phrase.sectors) > 1:
        found = [m for m in found if phrase.sectors[-1] in m.sectors]
    return tuple(m.name for m in found)
