"""Whom a question is about: districts, groups, the city's total, who is taken away, and of what a share is asked."""

import re
from dataclasses import dataclass, field, replace

from data.catalog.load import Catalog
from intents.mentions.cover import PUNCTUATION
from intents.reading import Mention, Reading

_KINDS = ("district", "group", "total", "cue", "who_of", "count_of", "group_less")
_CONNECTED = re.compile("[、和与跟及]")  # 、 between two that are both taken away
_STOPS = frozenset(",;。?!")


@dataclass(frozen=True, slots=True)
class Where:
    """`names` are districts as named (the city among them), `groups` the groups named, `order` both in the order of the
    text (全市 as the city); `without` who is taken away, `of` what a share is taken of; `added` those to be added up
    before they are compared (嵊州加新昌 比 袍江); `total` whether 全市 was said."""

    names: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    of: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    total: bool = False
    bare_city: bool = False

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
    target: list[str] | None = None
    end: int = 0


def find_where(reading: Reading, catalog: Catalog) -> Where:
    """The districts and groups of a reading, each in its part."""
    sorting = _Sorting(reading.text)
    mentions = [m for m in reading.mentions if m.kind in _KINDS]
    for at, m in enumerate(mentions):
        if m.kind == "cue":
            _turn(sorting, m)
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
        _added(reading, order),
        any(m.kind == "total" for m in order),
        [m.text for m in order] == ["绍兴"],
    )


def _rest(sorting: _Sorting, m: Mention) -> None:
    """其他四个县市: the group, where somebody was taken away from it."""
    if sorting.without:
        sorting.target = None
        sorting.order.append(replace(m, kind="group"))


def _take(sorting: _Sorting, m: Mention, text: str) -> None:
    gap = text[sorting.end : m.start]
    if sorting.target and (any(c in _STOPS for c in gap) or (m.kind == "group" and not _CONNECTED.search(gap))):
        sorting.target = None
    if sorting.target is not None:
        sorting.target.append(m.value)
    else:
        sorting.order.append(m)
    sorting.end = m.end


def _turn(sorting: _Sorting, cue: Mention) -> None:
    """Which part the names after this cue belong to."""
    if cue.value == "except":
        sorting.target, sorting.end = sorting.without, cue.end
    elif cue.value == "besides":
        if sorting.target is not sorting.without and cue.text != "外":
            clause = max(sorting.text.rfind(stop, 0, cue.start) for stop in _STOPS)  # 五县市合计，诸暨除外
            sorting.without.extend(m.value for m in sorting.order if m.start > clause)
            sorting.order[:] = [m for m in sorting.order if m.start <= clause]
        sorting.target = None
    elif cue.value == "share" and cue.text.startswith("占"):
        sorting.target, sorting.end = sorting.of, cue.end
    elif cue.value == "compare" and sorting.target:
        sorting.target = None
    elif cue.value == "including":
        sorting.target, sorting.end = [], cue.end
    elif sorting.target is sorting.of and cue.value not in ("and", "or"):
        sorting.target = None


def _compared_to(reading: Reading, order: list[Mention]) -> tuple[str, ...]:
    """The second of two in 镜湖是上虞的百分之几: that of which the first is a share."""
    asks = reading.cue("share") or any(m.value == "%" for m in reading.of("unit"))
    if not asks or len(order) != 2 or reading.cue("compare", "difference", "each"):
        return ()
    between = reading.text[order[0].end : order[1].start]
    return (order[1].value,) if any(word in between for word in ("是", "相当于", "等于", "为")) else ()


def _added(reading: Reading, order: list[Mention]) -> tuple[str, ...]:
    """Those on the side of 比 on which a sum is spoken of: 嵊州加新昌 in 嵊州加新昌比袍江."""
    versus = [
        m for m in reading.of("cue") if m.value == "compare" or (m.value == "and" and m.text in ("跟", "和", "与"))
    ]
    sums = [m for m in reading.of("cue") if m.value == "sum"]
    pivots = [m for m in versus if m.value == "compare"] or versus[-1:]
    if not pivots or not sums:
        return ()
    pivot = pivots[0].start
    sides = ([m for m in order if m.start < pivot], [m for m in order if m.start > pivot])
    for side, spoken in zip(
        sides, (any(s.start < pivot for s in sums), any(s.start > pivot for s in sums)), strict=True
    ):
        if spoken and len(side) > 1:
            return tuple(m.value for m in side)
    return ()


def _is_address(text: str, city: Mention, after: list[Mention], catalog: Catalog) -> bool:
    """A city right before its own district is the district's address: 绍兴(市)诸暨."""
    nearest = after[0] if after else None
    if not nearest or nearest.kind not in ("district", "group") or catalog.district(city.value).kind != "city":
        return False
    gap = text[city.end : nearest.start]
    return nearest.value != city.value and all(c in PUNCTUATION - set("、,/") or c in "的下属里辖各" for c in gap)
