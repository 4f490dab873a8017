"""Whom a question is about: districts, groups, the city's total, who is taken away, and of what a share is asked."""

from dataclasses import dataclass, field

from data.catalog.load import Catalog
from intents.mentions.cover import PUNCTUATION
from intents.reading import Mention, Reading

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

    order: list[Mention] = field(default_factory=list)
    without: list[str] = field(default_factory=list)
    of: list[str] = field(default_factory=list)
    target: list[str] | None = None
    end: int = 0


def find_where(reading: Reading, catalog: Catalog) -> Where:
    """The districts and groups of a reading, each in its part."""
    sorting = _Sorting()
    mentions = [m for m in reading.mentions if m.kind in ("district", "group", "total", "cue")]
    for at, m in enumerate(mentions):
        if m.kind == "cue":
            _turn(sorting, m)
        elif not (m.kind == "district" and _is_address(reading.text, m, mentions[at + 1 :], catalog)):
            _take(sorting, m, reading.text)
    order = sorting.order
    names = tuple(dict.fromkeys(m.value for m in order if m.kind == "district"))
    return Where(
        names,
        tuple(dict.fromkeys(m.value for m in order if m.kind == "group")),
        tuple(dict.fromkeys(m.value for m in order)),
        tuple(sorting.without),
        tuple(sorting.of),
        _added(reading, order),
        any(m.kind == "total" for m in order),
        [m.text for m in order] == ["绍兴"],
    )


def _take(sorting: _Sorting, m: Mention, text: str) -> None:
    if sorting.target and any(c in _STOPS for c in text[sorting.end : m.start]):
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
            sorting.without.extend(m.value for m in sorting.order)
            sorting.order.clear()
        sorting.target = None
    elif cue.value == "share" and cue.text.startswith("占"):
        sorting.target, sorting.end = sorting.of, cue.end
    elif sorting.target is sorting.of and cue.value not in ("and", "or"):
        sorting.target = None


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
