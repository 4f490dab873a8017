"""A county behind its city, named by a few letters: 鄂尔多斯市达旗, 济南市中; the whole text is the place."""

import re
from collections.abc import Iterator

from data.places import Place, Places
from intents.mentions.place import find_places

_DIRECT = re.compile(r"(?:省|自治区)?直辖县?级?行政区划|市辖区(?=.)")  # 海南省(省直辖县级行政区划)万宁
_NO_COUNTY = frozenset(("市区", "城区", "县区", "区县", "地区", "郊区", "辖区", "县城", "开发区", "园区"))
_LONGEST = 30


def whole_place(text: str, places: Places, city: str | None = None, province: str | None = None) -> Place | None:
    """The county that the whole text is: a short name inside `city`, or one behind its city (鄂尔多斯市达旗)."""
    if city:
        return places.within(text, city, province)
    if not 2 <= len(text) <= _LONGEST:
        return None
    text = _DIRECT.sub("", text)
    found = (places.within(rest, *above) for rest, above in _splits(text, places) if rest not in _NO_COUNTY)
    return next((place for place in found if place), None) or _alone(text, places)


def _alone(text: str, places: Places) -> Place | None:
    """The one county of that name, an everyday word too, as nothing else is said: 万年, 三门."""
    forms = (text + suffix for suffix in ("", "区", "县", "市", "旗"))
    found = list(dict.fromkeys(place for form in forms for place in places.named(form) if not place.former))
    return found[0] if len(found) == 1 and found[0].level == "county" else None


def _splits(text: str, places: Places) -> Iterator[tuple[str, tuple[str, str | None]]]:
    """What is behind a city, or behind the province of a county right under it, the longest city first."""
    for cut in range(len(text) - 1, 1, -1):
        above = find_places(text[:cut], places)
        if above and not above[-1].county and _covers(text[:cut], [(one.start, one.end) for one in above]):
            yield text[cut:].strip(), (above[-1].city or "", above[-1].province)


def _covers(text: str, spans: list[tuple[int, int]]) -> bool:
    """Whether places one behind the other are the whole text: 重庆市重庆市."""
    edges = [0, *(edge for span in spans for edge in span), len(text)]
    return all(not text[end:start].strip() for end, start in zip(edges[::2], edges[1::2], strict=True))
