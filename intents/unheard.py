"""What a message says that its question does not have: negations, sets that the documents do not know, words that are
known and change what is meant. Each would be swallowed, and the answer be to another question."""

import re
from collections.abc import Iterator
from itertools import pairwise

from data.catalog.load import Catalog
from intents.documents.facts import PLACE_IN_TABLE
from intents.mentions.section import ANNEXES
from intents.reading import Mention, Reading
from intents.targets.beyond import beyond
from intents.targets.draft import HOW_MANY, Draft
from intents.targets.relative import negated

_NOT = re.compile("(?<!是)不是(?:说|指)?$")  # 不是(最高的)
_FASTER = re.compile("比[^,，。?？高低多少大小]{1,10}[快慢](?=的|吗|么|了|多少|几)")  # 比去年快的: no target is fast
_LISTS = ("名单",)
_COUNTED = ("max", "min", "compare", "share", "sum", "mean", "difference", "ratio", "position")
_ZONE = re.compile(
    "(?:经济|工业|高新|技术)*(?:开发区|高新区|高新|新区|新城)"
)  # 诸暨(开发区) is none of the city's zones
_METRICS = re.compile("的?(?:指标|目标|任务)")  # 最高(的指标)
_JOINED = re.compile("的?")
_CANNOT = re.compile("完不成|完成不了|完不了")  # nobody can say who will not


def unheard(reading: Reading, said: Draft, catalog: Catalog) -> list[str]:
    """The words that nothing in the question stands for."""
    return [
        *PLACE_IN_TABLE.findall(reading.text),
        *(match.group() for match in ANNEXES.finditer(reading.text)),
        *_besides(reading, said),
        *beyond(reading, said, catalog),
        *_of_metrics(reading, said),
        *_negated(reading),
        *(() if said.conditions else negated(reading)),
        *(("不是" + name) for name in said.where.denied if not said.where.said),
        *_included(said, catalog),
        *_zones(reading, catalog),
        *_of_projects(reading, said),
        *_FASTER.findall(reading.text),
        *(m.text for m in reading.of("rank") if m.text.endswith("项")),  # 新昌任务倒数两项
        *_miscounted(reading, said, catalog),
        *(m[0] for m in _CANNOT.finditer(reading.text)),
    ]


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
            m.kind == "cue" and m.value in _COUNTED
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
