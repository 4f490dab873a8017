"""One metric as a part of another: what stands before 占 is the part, what stands behind it the whole."""

from dataclasses import replace

from data.catalog.load import Catalog
from intents.mentions.metric import Metrics, find_metrics
from intents.mentions.where import Where
from intents.reading import Mention, Reading

_PLANNED = ("计划", "总计划")


def portion(reading: Reading, metrics: Metrics, where: Where, catalog: Catalog) -> tuple[Metrics, Where]:
    """Part and whole of 双百计划今年投资占计划投资多少, as the two metrics; both unchanged where it is no such question."""
    cues = [m for m in reading.of("cue") if m.value == "share" and m.text.startswith("占")]
    if len(cues) != 1 or reading.of("annex"):
        return metrics, where
    front, back = _half(reading, 0, cues[0].start), _half(reading, cues[0].end, len(reading.text))
    part = of_this_year(find_metrics(front, catalog), front, catalog).names
    behind = find_metrics(back, catalog, part)
    whole = _planned(back, part, catalog) or behind.names
    if len(part) != 1 or len(whole) != 1 or part == whole or not _of_the_same(where, reading.city):
        return metrics, where
    return replace(metrics, names=(*part, *whole), rivals=(), unknown=behind.unknown), replace(where, of=())


def _of_the_same(where: Where, city: str) -> bool:
    """Whether nobody is named behind 占, or only the city whose own part it is: not 诸暨工业投资占全市服务业投资."""
    return not where.of or (set(where.of) == {city} and set(where.names) <= {city} and not where.groups)


def of_this_year(metrics: Metrics, reading: Reading, catalog: Catalog) -> Metrics:
    """Of a programme's whole investment and that of one year, the latter where a year is named: 双百计划今年完成投资."""
    found = [catalog.metric(name) for name in metrics.names]
    both = {"计划投资", "年度投资"} <= {m.facet for m in found}
    if not both or not reading.of("period") or "计划投资" in metrics.facets or reading.cue("sum"):
        return metrics
    return replace(metrics, names=tuple(m.name for m in found if m.facet != "计划投资"))


def _planned(back: Reading, part: tuple[str, ...], catalog: Catalog) -> tuple[str, ...]:
    """占计划几成, 占计划投资多少: the whole that the part itself has, where that is what is planned."""
    others = [m for m in back.of("metric", "sector", "programme", "facet") if m.value != "投资"]
    said = [m for m in back.of("measure") if m.text in _PLANNED and not others]
    wholes = [catalog.metric(name).whole for name in part] if said else []
    return tuple(w for w in wholes if w and catalog.metric(w).facet == "计划投资")


def _half(reading: Reading, start: int, end: int) -> Reading:
    def inside(mention: Mention) -> bool:
        return start <= mention.start and mention.end <= end

    return replace(reading, mentions=tuple(m for m in reading.mentions if inside(m)))
