"""What a comparison, an order or a sum says that no way of answering takes up: it would be swallowed, and the answer be
to another question."""

import re
from collections.abc import Iterator

from data.catalog.load import Catalog
from intents.mentions.versus import THAN
from intents.reading import Reading
from intents.targets.draft import Draft
from intents.targets.operation import PAIRED
from intents.targets.relative import SAME

_APART = ("more", "less", "difference")


_SUM_IS = re.compile("(?:外资|内资|投资|项目|是|会|能|能不能|有没有|是否|是不是|已|都|要|的|,)*")  # 合计(有没有)超过4亿


def beyond(reading: Reading, said: Draft, catalog: Catalog) -> Iterator[str]:
    """The words for it."""
    yield from _percent_apart(reading, said, catalog)
    yield from _more_than_two(reading, said)
    yield from _against_a_rest(reading, said)
    yield from _two_ranks(reading, said)
    yield from _either(reading, said)
    yield from _against_a_place(reading, said)
    yield from _against_a_sum(reading, said)
    yield from _among_places(reading, said)
    yield from _first_few_against_one(reading, said)
    yield from _bounded_sum(reading, said)


def _percent_apart(reading: Reading, said: Draft, catalog: Catalog) -> Iterator[str]:
    """少百分之几: by what part of the other; only ratios and shares are so many points apart."""
    ratios = any(catalog.metric(name).is_ratio for name in said.metrics.names)
    for unit in reading.of("unit"):
        side = next((m for m in reading.of("cue") if m.end == unit.start and m.value in _APART), None)
        if (
            unit.value == "%"
            and side
            and (said.metrics.names or unit.text.startswith("百分之"))
            and not ratios
            and not reading.cue("share", "rate")
        ):
            yield side.text + unit.text


def _more_than_two(reading: Reading, said: Draft) -> Iterator[str]:
    """诸暨加嵊州减新昌: added and taken away at once."""
    minus = [m for m in reading.of("cue") if m.value == "difference" and m.text.startswith("减")]
    if minus and reading.cue("sum") and len(said.where.names) > 2:
        yield minus[0].text


def _against_a_rest(reading: Reading, said: Draft) -> Iterator[str]:
    """诸暨和除上虞外的五县市谁高: a group without some of its members on one side of a comparison."""
    where = said.where
    paired = said.operation and said.operation.reduce in PAIRED and not said.operation.against
    if paired and where.without and where.groups and where.names:
        yield from (m.text for m in reading.of("cue") if m.value in ("except", "besides"))


def _two_ranks(reading: Reading, said: Draft) -> Iterator[str]:
    """倒数第一和倒数第二差多少: two places in the order, other than the first and the last."""
    operation = said.operation
    if operation is None or operation.against == "ends" or operation.reduce == "extremes":
        return
    places = [m.text for m in reading.of("rank") if m.value.which in ("nth", "nth_bottom")]
    ends = [m.text for m in reading.of("cue") if m.value in ("max", "min")]
    if len(places) > 1 or (places and ends and operation.reduce in PAIRED):
        yield from (*places, *ends)


def _either(reading: Reading, said: Draft) -> Iterator[str]:
    """内资大于30亿或者外资大于2亿的: districts are kept that meet all conditions."""
    if len(said.conditions) > 1:
        yield from (m.text for m in reading.of("cue") if m.value == "or" and m.text.startswith("或"))


def _against_a_place(reading: Reading, said: Draft) -> Iterator[str]:
    """诸暨比最高的少多少, 比第一名少多少: what it is held against is a place in the order."""
    if said.operation and (said.operation.against == "ends" or said.operation.reduce == "extremes"):
        return
    versus = [m.end for m in reading.of("cue") if m.value == "compare" and m.text in ("比", "较")]
    for m in reading.mentions:
        place = m.kind == "rank" or (m.kind == "cue" and m.value in ("max", "min"))
        held = reading.cue("difference", "ratio", "more", "less") or m.text[-1] in "高大多低小少"  # 比(第二名高)多少
        if place and m.start in versus and held:
            yield reading.text[m.start - 1 : m.end]


def _against_a_sum(reading: Reading, said: Draft) -> Iterator[str]:
    """谁比嵊州和新昌加起来多, 诸暨外资内资加起来比上虞多吗: a sum compared that is not one side's sum over places."""
    if said.where.added or not reading.cue("sum"):
        return
    bounds = [c for c in said.conditions if c.than]
    summed = said.operation and said.operation.reduce == "sum" and not said.operation.order and not said.conditions
    if len(bounds) > 1 or (summed and (reading.cue("compare") or _tells_higher(reading))):
        yield from (m.text for m in reading.of("cue") if m.value == "sum")


def _tells_higher(reading: Reading) -> bool:
    """Whether it is asked if or who is higher."""
    return reading.cue("more", "less") and reading.cue("who", "yesno", "or")


def _among_places(reading: Reading, said: Draft) -> Iterator[str]:
    """外资项目比内资项目多的地方, 哪些地方外资一样多: what is compared of every place, and no condition was made of it."""
    asked = reading.cue("who") or reading.text.rstrip("?。!").endswith(
        ("的地方", "的单位", "的区县", "的县市", "的开发区")
    )
    paired = said.operation and said.operation.reduce == "compare" and not said.operation.order
    same = [m for m in reading.of("cue") if m.text in SAME]
    if asked and same and reading.text.endswith("不", 0, same[0].start):
        yield "不" + same[0].text
    if not asked or said.where.names or said.conditions or not (same or (paired and len(said.metrics.names) > 1)):
        return
    yield from (m.text for m in same or [m for m in reading.of("cue") if m.value == "compare" or m.text in THAN])


def _first_few_against_one(reading: Reading, said: Draft) -> Iterator[str]:
    """外资前三名加起来有没有诸暨的两倍: the sum of the first few against one that is named."""
    few = [m.text for m in reading.of("rank") if m.value.which in ("top", "bottom")]
    alone = len(said.where.names) == 1 and not said.where.groups and not said.where.total
    if few and alone and reading.cue("sum"):
        yield from few


def _bounded_sum(reading: Reading, said: Draft) -> Iterator[str]:
    """诸暨和上虞外资合计超过4亿吗: a bound of the sum, not of each."""
    many = len(said.where.names) > 1 or said.where.groups or said.where.total
    sums = [m.end for m in reading.of("cue") if m.value == "sum"]
    if not (sums and many and said.conditions) or reading.cue("who", "count", "count?", "max", "min"):
        return
    for m in reading.of("bound"):
        between = reading.text[sums[-1] : m.start] if sums[-1] <= m.start else "-"
        if _SUM_IS.fullmatch(between) and not reading.text.startswith("的", m.end):
            yield m.text
