"""What a message says that its question does not have: negations, sets that the documents do not know, words that are
known and change what is meant. Each would be swallowed, and the answer be to another question."""

import re
from collections.abc import Iterator
from itertools import pairwise

from data.catalog.load import Catalog
from intents.documents.facts import PLACE_IN_TABLE
from intents.mentions.section import ANNEXES
from intents.mentions.versus import THAN
from intents.reading import Mention, Reading
from intents.targets.draft import HOW_MANY, Draft
from intents.targets.operation import PAIRED
from intents.targets.relative import SAME, negated

_NOT = re.compile("(?<!是)不是(?:说|指)?$")  # 不是(最高的)
_FASTER = re.compile("比[^,，。?？高低多少大小]{1,10}[快慢](?=的|吗|么|了|多少|几)")  # 比去年快的: no target is fast
_LISTS = ("名单",)
_COUNTED = ("max", "min", "compare", "share", "sum", "mean", "difference", "ratio", "position")
_ZONE = re.compile(
    "(?:经济|工业|高新|技术)*(?:开发区|高新区|高新|新区|新城)"
)  # 诸暨(开发区) is none of the city's zones
_METRICS = re.compile("的?(?:指标|目标|任务)")  # 最高(的指标)
_APART = ("more", "less", "difference")
_JOINED = re.compile("的?")
_CANNOT = re.compile("完不成|完成不了|完不了")  # nobody can say who will not
_SUM_IS = re.compile("(?:外资|内资|投资|项目|是|会|能|能不能|有没有|是否|是不是|已|都|要|的|,)*")  # 合计(有没有)超过4亿


def unheard(reading: Reading, said: Draft, catalog: Catalog) -> list[str]:
    """The words that nothing in the question stands for."""
    return [
        *PLACE_IN_TABLE.findall(reading.text),
        *(match.group() for match in ANNEXES.finditer(reading.text)),
        *_besides(reading, said),
        *_percent_apart(reading, said, catalog),
        *_of_metrics(reading, said),
        *_negated(reading),
        *(() if said.conditions else negated(reading)),
        *(("不是" + name) for name in said.where.denied if not said.where.said),
        *_included(said, catalog),
        *_zones(reading, catalog),
        *_of_projects(reading, said),
        *_more_than_two(reading, said),
        *_against_a_rest(reading, said),
        *_two_ranks(reading, said),
        *_FASTER.findall(reading.text),
        *(m.text for m in reading.of("rank") if m.text.endswith("项")),  # 新昌任务倒数两项
        *_either(reading, said),
        *_against_a_place(reading, said),
        *_against_a_sum(reading, said),
        *_among_places(reading, said),
        *_first_few_against_one(reading, said),
        *_miscounted(reading, said, catalog),
        *_bounded_sum(reading, said),
        *(m[0] for m in _CANNOT.finditer(reading.text)),
    ]


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


def _of_metrics(reading: Reading, said: Draft) -> Iterator[str]:
    """诸暨第二高的指标: one district's metrics, which have units of their own, put in an order."""
    if len(said.where.names) != 1 or said.where.groups or said.metrics.names:
        return
    for m in reading.mentions:
        place = m.kind == "rank" or (m.kind == "cue" and m.value in ("max", "min"))
        if place and (match := _METRICS.match(reading.text, m.end)):
            yield m.text + match.group()


def _besides(reading: Reading, said: Draft) -> Iterator[str]:
    """外资除外, 工业以外: what is left out is no place."""
    for m in reading.of("cue"):
        if m.value == "besides" and m.text != "外" and m.start not in said.where.behind and not said.where.without:
            yield m.text


def _negated(reading: Reading) -> Iterator[str]:
    """不是最高的, 哪个不是2.1亿."""
    for m in reading.mentions:
        marked = m.kind in ("amount", "bound", "rank", "metric", "sector", "facet", "level") or (
            m.kind == "cue" and m.value in ("max", "min", "compare")
        )
        if marked and _NOT.search(reading.text[: m.start]):
            yield "不是" + m.text


def _included(said: Draft, catalog: Catalog) -> Iterator[str]:
    """越城区含高新区: who is said to be in and is no member of what is asked about."""
    where = said.where
    members = {d for g in catalog.groups if g.name in where.groups for d in g.members}
    for name in where.included:
        others = where.names or where.groups
        if others and not where.total and name not in members and name not in where.names:
            yield f"含{name}"


def _zones(reading: Reading, catalog: Catalog) -> Iterator[str]:
    """诸暨开发区, 新昌高新区: a county's own zone, for which no target is published."""
    mentions = reading.of("district", "group")
    for one, other in pairwise(mentions):
        between = reading.text[one.end : other.start]
        close = _JOINED.fullmatch(between) and other.start not in reading.breaks
        if close and one.kind == "district" and catalog.district(one.value).kind != "city" and _is_zone(one, other):
            yield one.text + between + other.text


def _is_zone(one: Mention, other: Mention) -> bool:
    return bool(_ZONE.fullmatch(other.text)) and not _ZONE.search(one.text)


def _of_projects(reading: Reading, said: Draft) -> Iterator[str]:
    """诸暨外资项目名单, 诸暨最大的外资项目: the documents count projects, and do not name them."""
    if len(said.where.names) != 1 or said.where.groups:
        return
    projects = reading.of("facet")
    if not any(m.value == "项目" for m in projects):
        return
    for m in reading.of("cue"):
        if m.value == "who" and m.text in _LISTS:
            yield m.text
        follows = next((n for n in reading.of("metric", "sector", "facet") if n.start >= m.end), None)
        if m.value in ("max", "min") and follows and _JOINED.fullmatch(reading.text[m.end : follows.start]):
            yield m.text


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


def _miscounted(reading: Reading, said: Draft, catalog: Catalog) -> Iterator[str]:
    """五个开发区, where there are four; 两个县比诸暨多吗: so many are spoken of, and others or fewer are named."""
    for m in reading.of("cue"):
        if m.value != "them" or m.text[0] not in HOW_MANY:
            continue
        group = next((g for g in reading.of("group") if g.start == m.end), None)
        if group and not said.where.names and not said.where.without:
            if len(catalog.group(group.value, reading.city).members) != HOW_MANY[m.text[0]]:
                yield m.text + group.text
        elif m.text[-1] in "县市区" and 0 < len(said.where.names) < said.them:
            yield m.text


def _bounded_sum(reading: Reading, said: Draft) -> Iterator[str]:
    """诸暨和上虞外资合计超过4亿吗: a bound of the sum, not of each."""
    many = len(said.where.names) > 1 or said.where.groups or said.where.total
    sums = [m.end for m in reading.of("cue") if m.value == "sum"]
    if not sums or not many or reading.cue("who", "count", "count?", "max", "min"):
        return
    for m in reading.of("bound"):
        between = reading.text[sums[-1] : m.start] if sums[-1] <= m.start else "-"
        if _SUM_IS.fullmatch(between) and not reading.text.startswith("的", m.end):
            yield m.text
