"""Where a place's name stands in a text: every name of the directory, less those that are parts of other words."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from data.places import Place, Places
from data.placewords import ordinary_words, whole_words

# behind a name that is no place: 上海(中路111号), 和平(街道), 松湖(镇)
_ROAD_BEHIND = re.compile(r"[东南西北中]?[一二三四五六七八九十]?(?:路(?!网|桥)|街|大道|巷|弄|镇)")
_ROAD_BEFORE = re.compile(r"(?:(?<![公铁道])路|街|巷|弄|镇)$")  # 建设路(香港城), not 公路(杭州)
_OPEN_BEFORE = re.compile(r"(?:^|[^一-鿿]|[的在和与跟及比问省市州盟])$")  # (沙县), 福建省(沙县), 和(沙县); not 管(理县)


@dataclass(frozen=True, slots=True)
class Hit:
    """A name as it stands in the text, and the places it may mean; `exact` where an official name is written."""

    start: int
    end: int
    name: str
    places: tuple[Place, ...]
    exact: bool


def find_hits(text: str, places: Places) -> tuple[Hit, ...]:
    """The names in the order of the text, none overlapping: the longest wins, then the first (江西省 over 镇江)."""
    named = tuple(_names(text, places))
    hits = [hit for hit in named if not _is_part_of_word(text, hit) or _is_behind_its_city(hit, named)]
    taken: list[Hit] = []
    for hit in sorted(_settled(hits), key=lambda hit: (hit.start - hit.end, hit.start)):
        if all(hit.end <= other.start or other.end <= hit.start for other in taken):
            taken.append(hit)
    return tuple(sorted(taken, key=lambda hit: hit.start))


def _names(text: str, places: Places) -> Iterator[Hit]:
    for start in range(len(text) - 1):
        for length in places.lengths.get(text[start : start + 2], ()):
            name = text[start : start + length]
            if len(name) == length and (found := places.named(name)):
                yield _hit(start, name, found)
                if not places.named(name + text[start + length : start + length + 1]):
                    yield from _with_other_suffix(text, start, name, found)


def _hit(start: int, name: str, found: tuple[Place, ...]) -> Hit:
    official = tuple(place for place in found if place.name == name)
    return Hit(start, start + len(name), name, official if len(name) > 2 and official else found, bool(official))


def _with_other_suffix(text: str, start: int, name: str, found: tuple[Place, ...]) -> Iterator[Hit]:
    """A county's short name with the suffix of another time: 义乌(县), which is 义乌市; not 义乌(县里)."""
    end = start + len(name)
    suffix = text[end : end + 1] in ("县", "市", "区") and text[end : end + 2] not in whole_words()
    if suffix and all(place.level == "county" and place.name != name for place in found):
        yield Hit(start, end + 1, name, found, False)


def _is_part_of_word(text: str, hit: Hit) -> bool:
    """完成|都, 全市|中区, 沿海|城市, 上海|路, 镜湖|新区: letters of a name that are no place here."""
    before, behind = text[hit.start - 1 : hit.start + 1] if hit.start else "", text[hit.end - 1 : hit.end + 1]
    if hit.exact and len(hit.name) > 2:
        return (hit.name[0] == "市" or hit.name.endswith("城市")) and before in whole_words()
    if hit.exact:  # not 管|理县
        return not _OPEN_BEFORE.search(text[: hit.start])
    if before in whole_words() or behind in whole_words():
        return True
    return _goes_on(text, hit) or bool(_ROAD_BEHIND.match(text, hit.end) or _ROAD_BEFORE.search(text[: hit.start]))


def _is_behind_its_city(hit: Hit, hits: Iterable[Hit]) -> bool:
    """A county of two letters right behind its city's name: 长治(城区), but not 管(理县)."""
    above = [place for other in hits if other.end == hit.start for place in other.places]
    return hit.exact and any(is_inside(place, other) for place in hit.places for other in above)


def _goes_on(text: str, hit: Hit) -> bool:
    """Whether what follows makes another thing of it: (镜湖)新区, 江西(新建)项目."""
    if hit.places[0].level == "county" and text.startswith(("新区", "新城"), hit.end):
        return True
    return hit.name in ordinary_words() and text.startswith(("项目", "工程", "企业"), hit.end)


def _settled(hits: list[Hit]) -> Iterable[Hit]:
    """Without 济南市 in 济南市中区, where 济南 has a 市中区, and without 海城市 in 威海城市建设."""
    short = {hit.end for hit in hits if not hit.exact}
    shared = {(hit.start, place.city) for hit in hits if hit.exact and hit.name[0] == "市" for place in hit.places}
    hits = [hit for hit in hits if not (hit.name.endswith("城市") and hit.start + 1 in short)]
    return [hit for hit in hits if not any((hit.end - 1, place.name) in shared for place in hit.places)]


def is_inside(place: Place, other: Place) -> bool:
    """Whether a place lies in a higher one: 诸暨市 in 绍兴市, in 浙江省; 松江区 in 上海市."""
    if place is other or place.province != other.province or other.level == "county" or place.level == "province":
        return False
    return other.level == "province" or (place.level == "county" and place.city == other.name)
