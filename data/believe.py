"""Is this report believable? What cannot be is a fault, what is unlikely a warning; each a sentence naming the item.

Pure functions over the items, the year's targets, the catalog and what stands.
"""

from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from data.amount import AmountProblem, convert, kind_of, show
from data.catalog.load import Catalog
from data.model import Figure, Metric
from data.report import Item, Standing

Cell = tuple[str, str]  # district, metric
Targets = Mapping[Cell, Sequence[Figure]]
STEPS = (Decimal(10**4), Decimal(10**8), Decimal("1e-4"), Decimal("1e-8"))
LEAST, MOST = Decimal("0.01"), Decimal(10)  # shares of the target that a year's value may well have


def faults(
    items: Sequence[Item], targets: Targets, catalog: Catalog, standing: Sequence[Standing] = ()
) -> tuple[str, ...]:
    """Why the report cannot be, each fault by itself."""
    found = [*_two_values(items)]
    for item in items:
        found.extend(_item_faults(item, targets, catalog.metric(item.metric)))
    return tuple(dict.fromkeys((*found, *_parts(items, catalog, standing))))


def warnings(
    items: Sequence[Item], targets: Targets, catalog: Catalog, standing: Sequence[Standing] = ()
) -> tuple[str, ...]:
    """What is unlikely about the report, each point by itself."""
    found: list[str] = []
    for item in items:
        metric = catalog.metric(item.metric)
        found.extend(_against_target(item, _target(item, targets), metric))
        found.extend(_against_earlier(item, _others(item, standing, items), metric))
    return tuple(dict.fromkeys(found))


def day(end: date) -> str:
    """2012年5月底, or 2012年5月15日 within a month."""
    return f"{end.year}年{end.month}月底" if end == _month_end(end) else f"{end.year}年{end.month}月{end.day}日"


def _month_end(end: date) -> date:
    return end.replace(day=monthrange(end.year, end.month)[1])


def _name(item: Item) -> str:
    return f"{item.district}{item.metric}（{day(item.period)}）"


def _figure(item: Item) -> str:
    return f"{show(item.value)}{item.unit}"


def _two_values(items: Sequence[Item]) -> Iterator[str]:
    said: dict[tuple[str, str, date], list[Decimal]] = {}
    for item in items:
        values = said.setdefault((item.district, item.metric, item.period), [])
        if item.value not in values:
            values.append(item.value)
    for item in items:
        values = said.pop((item.district, item.metric, item.period), [])
        if len(values) > 1:
            yield f"{_name(item)}有{len(values)}个不同的值：{'、'.join(f'{show(v)}{item.unit}' for v in values)}。"


def _item_faults(item: Item, targets: Targets, metric: Metric) -> Iterator[str]:
    if item.value < 0 and metric.facet != "增长":
        yield f"{_name(item)}是负数（{_figure(item)}）。"
    if kind_of(item.unit) == "count" and item.value != item.value.to_integral_value():
        yield f"{_name(item)}是个数，不能有小数（{_figure(item)}）。"
    if metric.facet == "比重" and item.value > 100:
        yield f"{_name(item)}是比重，不能超过100%（{_figure(item)}）。"
    if not targets.get((item.district, item.metric)):
        yield f"{item.district}没有{item.metric}的{item.period.year}年目标，不能上报这一项。"


def _parts(items: Sequence[Item], catalog: Catalog, standing: Sequence[Standing]) -> Iterator[str]:
    """Each 其中 against its wholes, in the message and among what stands for that very period."""
    sent = {(i.district, i.period, i.metric): i for i in items}
    stored = {(s.item.district, s.item.period, s.item.metric): s.item for s in standing}
    known = stored | sent
    for (district, period, name), part in known.items():
        for whole_name in wholes(name, catalog):
            whole = known.get((district, period, whole_name))
            fresh = (district, period, name) in sent or (district, period, whole_name) in sent
            if whole and fresh and _more(part, whole):
                yield f"{_name(part)}{_figure(part)}超过它所属的{whole_name}{_figure(whole)}。"


def wholes(metric: str, catalog: Catalog) -> Iterator[str]:
    """The metrics of which this one is a part, the nearest first."""
    while whole := catalog.metric(metric).whole:
        yield whole
        metric = whole


def _more(part: Item, whole: Item) -> bool:
    try:
        return convert(part.value, part.unit, whole.unit) > whole.value
    except AmountProblem:
        return False


def _target(item: Item, targets: Targets) -> Decimal | None:
    """The year's target in the item's unit: 必保 where there are two levels."""
    figures = targets.get((item.district, item.metric)) or ()
    ranked = sorted(figures, key=lambda f: (f.level == "力争" or "力争" in f.qualifier, f.level is not None))
    return convert(ranked[0].value, ranked[0].unit, item.unit) if ranked else None


def _against_target(item: Item, target: Decimal | None, metric: Metric) -> Iterator[str]:
    if target is None:
        return
    if target == 0:
        yield f"{_name(item)}的全年目标是0，报的是{_figure(item)}。"
    elif item.value > target and not metric.is_ratio:
        yield f"{_name(item)}{_figure(item)}超过全年目标{show(target)}{item.unit}。"
    if target > 0 and (unit := _meant(item, target)):
        yield f"{_name(item)}{_figure(item)}与全年目标{show(target)}{item.unit}相差悬殊，请核对单位（是不是{unit}？）。"


def _meant(item: Item, target: Decimal) -> str:
    """The figure with which the value would fit the target, as it would be in another unit: 139亿 for 139万."""
    if kind_of(item.unit) != "money" or item.value <= 0 or LEAST / 5 < item.value / target <= MOST / 2:
        return ""
    fitting = [item.value * step for step in STEPS if LEAST <= item.value * step / target <= MOST]
    return f"{show(fitting[0])}{item.unit}" if fitting else ""


def _others(item: Item, standing: Sequence[Standing], items: Sequence[Item]) -> list[Item]:
    """The values of the same item for other periods of the year, the message's own before those stored; by period."""
    cell = (item.district, item.metric, item.period.year)
    found = {
        other.period: other
        for other in (*(s.item for s in standing), *items)
        if (other.district, other.metric, other.period.year) == cell and other.period != item.period
    }
    return [found[period] for period in sorted(found)]


def _against_earlier(item: Item, others: list[Item], metric: Metric) -> Iterator[str]:
    earlier = [other for other in others if other.period < item.period]
    later = [other for other in others if other.period > item.period]
    if not metric.is_ratio and (higher := [other for other in earlier if other.value > item.value]):
        last = higher[-1]
        yield f"{_name(item)}{_figure(item)}比{day(last.period)}的累计数{_figure(last)}还少。"
    if not metric.is_ratio and (lower := [other for other in later if other.value < item.value]):
        yield f"{_name(item)}{_figure(item)}比{day(lower[0].period)}已报的累计数{_figure(lower[0])}还多。"
    if earlier and 0 < earlier[-1].value * 3 < item.value:
        yield f"{_name(item)}{_figure(item)}是{day(earlier[-1].period)}{_figure(earlier[-1])}的三倍多。"
