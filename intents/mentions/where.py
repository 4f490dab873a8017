"""Whom a question is about: districts, groups, the city's total, who is taken away, and of what a share is asked."""

import re
from dataclasses import dataclass, field, replace
from itertools import pairwise

from data.catalog.load import Catalog
from intents.mentions.cover import PUNCTUATION
from intents.mentions.versus import added_sides
from intents.reading import Mention, Reading

_KINDS = ("district", "group", "total", "cue", "who_of", "count_of", "group_less")
_CONNECTED = re.compile("[、和与跟及]")  # 、 between two that are both taken away
_STOPS = frozenset(",;。?!")
MINUS = ("减去", "减", "减掉")
_ENDINGS = ("的话", "了", "呢", "后", "以后", "之后")
_INSIDE = re.compile("(?:里|中|内|当中|里面|里头|之中|下面|底下)?的?[,:]?")  # 开发区里(袍江)


@dataclass(frozen=True, slots=True)
class Where:
    """`names` are districts as named (the city among them), `groups` the groups named, `order` both in the order of the
    text (全市 as the city); `without` who is taken away, `of` what a share is taken of; `added` those to be added up
    before they are compared, a side each (嵊州加新昌 比 袍江); `total` whether 全市 was said; `within` groups that only
    say where the districts named are (开发区里袍江); `behind` where words of exception stand that take what is before
    them (诸暨不算); `included` who is only said to be in (五县市含诸暨), `denied` who is said not to be meant
    (不是诸暨)."""

    names: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    of: tuple[str, ...] = ()
    added: tuple[tuple[str, ...], ...] = ()
    total: bool = False
    bare_city: bool = False
    within: tuple[str, ...] = ()
    behind: frozenset[int] = frozenset()
    included: tuple[str, ...] = ()
    denied: tuple[str, ...] = ()

    @property
    def said(self) -> bool:
        """Whether the message says anything of it."""
        return bool(self.names or self.groups or self.total)


@dataclass(slots=True)
class _Sorting:
    """The mentions of districts as they are sorted into their parts."""

    text: str
    order: list[Mention] = field(default_factory=list)
    without: list[str] = field(default_factory=list)
    of: list[str] = field(default_factory=list)
    included: list[str] = field(default_factory=list)
    denied: list[str] = field(default_factory=list)
    behind: set[int] = field(default_factory=set)
    named: tuple[Mention, ...] = ()
    target: list[str] | None = None
    end: int = 0


def find_where(reading: Reading, catalog: Catalog) -> Where:
    """The districts and groups of a reading, each in its part."""
    sorting = _Sorting(reading.text, named=reading.of("metric", "sector", "facet", "level"))
    mentions = [m for m in reading.mentions if m.kind in _KINDS]
    for at, m in enumerate(mentions):
        if m.kind == "cue":
            _turn(sorting, _as_exception(m, mentions[at + 1 :], sorting, catalog))
        elif m.kind == "group_less":
            _rest(sorting, m)
        elif not (m.kind == "district" and _is_address(reading.text, m, mentions[at + 1 :], catalog)):
            _take(sorting, m, reading.text)
    order = sorting.order
    names = tuple(dict.fromkeys(m.value for m in order if m.kind == "district"))
    of = tuple(dict.fromkeys(sorting.of))
    if not of and (second := _compared_to(reading, order)):
        of, order = second, order[:1]
        names = (order[0].value,)
    return Where(
        names,
        tuple(dict.fromkeys(m.value for m in order if m.kind in ("group", "who_of", "count_of"))),
        tuple(dict.fromkeys(m.value for m in order)),
        tuple(dict.fromkeys(sorting.without)),
        of,
        added_sides(reading, order),
        any(m.kind == "total" for m in order),
        [m.text for m in order] == ["绍兴"],
        _within(reading.text, order),
        frozenset(sorting.behind),
        tuple(sorting.included),
        tuple(n for n in sorting.denied if n not in names),
    )


def _rest(sorting: _Sorting, m: Mention) -> None:
    """其他四个县市: the group, where somebody was taken away from it; 其他 alone is what is left of the group named."""
    if sorting.without:
        sorting.target = None
        if m.value == "各考核对象" and any(each.kind == "group" for each in sorting.order):
            return
        sorting.order.append(replace(m, kind="group"))


def _take(sorting: _Sorting, m: Mention, text: str) -> None:
    gap = text[sorting.end : m.start]
    stops = any(c in _STOPS for c in gap)
    asked = sorting.target is sorting.of and (stops or (gap[:1] == "、" and not sorting.of))  # 占多少、(开发区)占多少
    if asked or (sorting.target and (stops or (m.kind == "group" and not _CONNECTED.search(gap)))):
        sorting.target = None
    if text.endswith("不是", 0, m.start) and not text.endswith("是不是", 0, m.start):
        sorting.denied.append(m.value)
    elif sorting.target is not None:
        sorting.target.append(m.value)
    else:
        sorting.order.append(m)
    sorting.end = m.end


def _turn(sorting: _Sorting, cue: Mention) -> None:
    """Which part the names after this cue belong to."""
    if cue.value == "except":
        if _stands_behind(sorting, cue):
            _take_back(sorting, cue)
        else:
            sorting.target, sorting.end = sorting.without, cue.end
    elif cue.value == "besides":
        if sorting.target is not sorting.without and cue.text != "外":
            _take_back(sorting, cue)
        sorting.target = None
    elif cue.value == "share" and cue.text.startswith("占"):
        sorting.target, sorting.end = sorting.of, cue.end
    elif cue.value == "compare" and sorting.target:
        sorting.target = None
    elif cue.value == "including":
        sorting.target, sorting.end = sorting.included, cue.end
    elif sorting.target is sorting.of and cue.value not in ("and", "or"):
        sorting.target = None


def _as_exception(cue: Mention, after: list[Mention], sorting: _Sorting, catalog: Catalog) -> Mention:
    """五县市减去诸暨 is 五县市 without 诸暨: 减去 between a group and one of its members takes the member away."""
    groups = [m.value for m in sorting.order if m.kind == "group"]
    follows = after[0] if after and after[0].kind == "district" else None
    if cue.value != "difference" or cue.text not in MINUS or not groups or follows is None:
        return cue
    members = {d for g in catalog.groups if g.name in groups for d in g.members}
    return replace(cue, value="except") if follows.value in members else cue


def _stands_behind(sorting: _Sorting, cue: Mention) -> bool:
    """Whether an exception ends its clause and has its place before it: 诸暨不算, 把诸暨去掉."""
    ends = sorting.text[cue.end : cue.end + 1] in ("", *_STOPS) or sorting.text.startswith(_ENDINGS, cue.end)
    gap = sorting.text[sorting.order[-1].end : cue.start] if sorting.order else "-"
    rest = sorting.text[: cue.start] + sorting.text[cue.end :]
    alone = cue.text == "不要" and not any(m.kind in ("group", "total") for m in sorting.order)
    return ends and not gap.strip("就也的都给") and not alone and "要" not in rest


def _take_back(sorting: _Sorting, cue: Mention) -> None:
    """The places right before a word of exception are those taken away: 五县市合计，诸暨、上虞除外."""
    clause = max(sorting.text.rfind(stop, 0, cue.start) for stop in _STOPS)
    taken: list[Mention] = []
    end = cue.start
    while sorting.order and sorting.order[-1].start > clause:
        last = sorting.order[-1]
        if any(last.end <= m.start < end for m in sorting.named):
            break
        taken, end = [sorting.order.pop(), *taken], last.start
    sorting.without.extend(m.value for m in taken)
    if taken:
        sorting.behind.add(cue.start)


def _within(text: str, order: list[Mention]) -> tuple[str, ...]:
    """Groups that stand right before a district to say where it is: 开发区里的袍江."""
    pairs = pairwise(order)
    return tuple(g.value for g, d in pairs if g.kind == "group" and _INSIDE.fullmatch(text[g.end : d.start]))


def _compared_to(reading: Reading, order: list[Mention]) -> tuple[str, ...]:
    """The second of two in 镜湖是上虞的百分之几: that of which the first is a share."""
    asks = reading.cue("share") or any(m.value == "%" for m in reading.of("unit"))
    if not asks or len(order) != 2 or reading.cue("compare", "difference", "each"):
        return ()
    between = reading.text[order[0].end : order[1].start]
    return (order[1].value,) if any(word in between for word in ("是", "相当于", "等于", "为")) else ()


def _is_address(text: str, city: Mention, after: list[Mention], catalog: Catalog) -> bool:
    """A city right before its own district is the district's address: 绍兴(市)诸暨."""
    nearest = after[0] if after else None
    if not nearest or nearest.kind not in ("district", "group") or catalog.district(city.value).kind != "city":
        return False
    gap = text[city.end : nearest.start]
    return nearest.value != city.value and all(c in PUNCTUATION - set("、,/") or c in "的下属里辖各" for c in gap)
