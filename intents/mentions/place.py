"""Places in a text: 浙江绍兴诸暨, 福建省鼓楼区, 苏州市工业园区: province, city and county, joined and filled in."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from data.places import Place, Places
from data.placewords import ordinary_words, whole_words
from intents.mentions.placehits import Hit, find_hits, is_inside

# a zone behind its city: 苏州市(工业园区), 武汉市(经济开发区), 深圳市(大鹏新区); not the group 绍兴(开发区)
_ZONE = re.compile(
    r"(?:(?:(?:国家级?|经济|技术|高新|产业|工业|综合|保税|出口加工|循环|化工)+|[^\W\d的在和与跟及比有多少是哪各全等到]{2,3})"
    r"(?:开发区|园区|新区|新城|合作区|示范区|管理区|保税区|加工区|试验区|度假区|景区)|高新区|经开区|综保区)"
)
_GAP = re.compile(r"\s*(?P<former>地区)?\s*")  # 绍兴 诸暨; 柳州(地区)忻城县, as a city was called once
_TAIL = re.compile(r"市辖区|(?<![市州盟])地区")  # 淮安市(市辖区), 绍兴(地区), not 绍兴市(地区生产总值)
_LOOSE = re.compile(r"$|[^一-鿿]|[的和与跟及比在呢吗是]")  # what may be beside a whole name: (和)杭州(的)


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place where it stands in the text: `places` are all it may mean, and the names what these agree in.

    `county` of a zone is its name as written (苏州市工业园区); `exact` is False where a short name was written.
    """

    start: int
    end: int
    places: tuple[Place, ...]
    province: str | None
    city: str | None
    county: str | None
    exact: bool


def find_places(text: str, places: Places) -> tuple[PlaceMention, ...]:
    """The places that a text names, in its order; a short name that is an everyday word, or a part of one, is none."""
    chains = _chains(text, find_hits(text, places))
    named = (chain for chain in chains if len(chain) > 1 or chain[0].name not in ordinary_words())
    mentions = [_with_tail(_mention(chain), text, places) for chain in named]
    return tuple(mention for mention in mentions if not _is_part_of_name(mention, text, mentions))


def _chains(text: str, hits: Iterable[Hit]) -> Iterator[list[Hit]]:
    """Hits side by side, each inside the one before: [江苏, 淮安, 清江浦区]; each narrows what the next may mean."""
    chain: list[Hit] = []
    for hit in hits:
        inner = _inside(text, chain[-1], hit) if chain else ()
        if chain and not inner:
            yield chain
            chain = []
        chain.append(replace(hit, places=inner or hit.places))
    if chain:
        yield chain


def _inside(text: str, outer: Hit, hit: Hit) -> tuple[Place, ...]:
    """What a name may mean behind another: 鼓楼区 behind 福建省, 忻城县 behind 柳州地区 (today in another city)."""
    gap = _GAP.fullmatch(text, outer.end, hit.start)
    if gap and gap["former"]:
        provinces = {place.province for place in outer.places if place.level == "city"}
        return tuple(place for place in hit.places if place.level == "county" and place.province in provinces)
    return tuple(place for place in hit.places if gap and any(is_inside(place, other) for other in outer.places))


def _mention(chain: list[Hit]) -> PlaceMention:
    last = chain[-1]
    meant = _highest(last.places)
    county = _shared(place.name if place.level == "county" else None for place in meant)
    province, city = _shared(place.province for place in meant), _shared(_city(place) for place in meant)
    return PlaceMention(chain[0].start, last.end, meant, province, city, county, last.exact)


def _highest(found: tuple[Place, ...]) -> tuple[Place, ...]:
    """The places of the highest level, today's before former ones: 长沙 is 长沙市, not 长沙县."""
    first = found[0]
    return tuple(place for place in found if (place.level, place.former) == (first.level, first.former))


def _city(place: Place) -> str | None:
    return (place.name if place.level == "city" else place.city) or None


def _shared(values: Iterable[str | None]) -> str | None:
    """The one value that all have; None where they differ: 朝阳区 may be in several cities."""
    different = set(values)
    return different.pop() if len(different) == 1 else None


def _with_tail(mention: PlaceMention, text: str, places: Places) -> PlaceMention:
    """With what a city alone may be followed by: 淮安市(市辖区), 绍兴(地区), or a zone of its own."""
    if mention.county or not mention.city:
        return mention
    if tail := _TAIL.match(text, mention.end):
        return replace(mention, end=tail.end())
    if zone := _ZONE.match(text, mention.end):
        place = places.within(zone[0], mention.city, mention.province)
        found = (place,) if place else mention.places
        return replace(mention, end=zone.end(), places=found, county=zone[0], exact=bool(place))
    return mention


def _is_part_of_name(mention: PlaceMention, text: str, mentions: list[PlaceMention]) -> bool:
    """A short name in the name of something at a place written in full: 杭州市钱塘区的(杭州)融创城."""
    if mention.exact or all(place.short != text[mention.start : mention.end] for place in mention.places):
        return False
    others = [other for other in mentions if other.county and text.endswith(other.county, other.start, other.end)]
    full = [other for other in others if other.end - other.start > len(other.county or "")]
    return any(other.end == mention.start for other in others) or (bool(full) and not _stands_free(mention, text))


def _stands_free(mention: PlaceMention, text: str) -> bool:
    """Whether what is beside a name is no part of it: 和(义乌)外资 is free, 的(九龙)仓 and 恒瑞(上城)小区 are not."""
    before, behind = text[: mention.start], text[mention.end :]
    left = _LOOSE.match(before[-1:]) or before[-2:] in whole_words()
    return bool(left and (_LOOSE.match(behind[:1]) or behind[:2] in whole_words()))
