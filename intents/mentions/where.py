"""Whom a question is about: districts, groups, the city's total, who is taken away, and of what a share is asked."""

from dataclasses import dataclass

from data.catalog.load import Catalog
from intents.mentions.cover import PUNCTUATION
from intents.reading import Mention, Reading


@dataclass(frozen=True, slots=True)
class Where:
    """`names` are single districts as named (the city among them), `groups` the groups named, `without` who is taken
    away, `of` what a share is taken of (districts' and groups' names), `later` names read as an older one."""

    names: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    of: tuple[str, ...] = ()
    total: bool = False
    bare_city: bool = False

    @property
    def said(self) -> bool:
        """Whether the message says anything of it."""
        return bool(self.names or self.groups or self.total)


def find_where(reading: Reading, catalog: Catalog) -> Where:
    """The districts and groups of a reading, each in its part."""
    names: list[str] = []
    groups: list[str] = []
    without: list[str] = []
    of: list[str] = []
    total = bare = False
    target: list[str] | None = None
    mentions = [m for m in reading.mentions if m.kind in ("district", "group", "total", "cue", "other_city")]
    for at, m in enumerate(mentions):
        if m.kind == "cue":
            target = _part(m, target, without, of, names)
            continue
        if m.kind == "district" and _is_address(reading.text, m, mentions[at + 1 :], catalog):
            continue
        if target is not None:
            target.append(m.value)
        elif m.kind == "group":
            groups.append(m.value)
        elif m.kind == "total":
            total = True
        else:
            bare = bare or m.text == "绍兴"
            names.append(m.value)
    unique = tuple(dict.fromkeys(names))
    return Where(unique, tuple(dict.fromkeys(groups)), tuple(without), tuple(of), total, bare and unique == ("绍兴市",))


def _part(
    cue: Mention, target: list[str] | None, without: list[str], of: list[str], names: list[str]
) -> list[str] | None:
    """Which list the names after this cue belong to."""
    if cue.value == "except":
        return without
    if cue.value == "besides":
        if target is not without and cue.text != "外":
            without.extend(names)
            names.clear()
        return None
    if cue.value == "share" and cue.text.startswith("占"):
        return of
    return target if cue.value in ("and", "or") else None if target is of else target


def _is_address(text: str, city: Mention, after: list[Mention], catalog: Catalog) -> bool:
    """A city right before its own district is the district's address: 绍兴(市)诸暨."""
    nearest = after[0] if after else None
    if not nearest or nearest.kind not in ("district", "group") or catalog.district(city.value).kind != "city":
        return False
    gap = text[city.end : nearest.start]
    return nearest.value != city.value and all(c in PUNCTUATION - set("、,/") or c in "的下属里辖各" for c in gap)
