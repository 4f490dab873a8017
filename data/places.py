"""The directory of China's provinces, cities and counties: what a place is called, and which place a name means."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from data.placewords import ordinary_words
from data.shortnames import also, likeness, usual

_CATALOG = Path(__file__).parent / "catalog" / "places.csv"
_RANK = {"province": 0, "city": 1, "county": 2}
_NO_CITY = ("市辖区", "县", "市")
_Row = tuple[str, str, str, str, bool]  # name, level, province, city, former


@dataclass(frozen=True, slots=True)
class Place:
    """A province, city or county. `city` is "" for a province and for a county right under one; a municipality is
    its own city (上海市, 上海市). `former` for a place that only the list of 2012 has (绍兴县)."""

    name: str
    level: str
    province: str
    city: str
    short: str
    former: bool = False


@dataclass(frozen=True, slots=True)
class Places:
    """All places by each of their names, by the two letters a name begins with, and by the city they lie in.

    Source: catalog/places.csv (the lists of 2012 and 2023 together), or a county list such as divisions-2023.csv.
    """

    by_name: dict[str, tuple[Place, ...]]
    lengths: dict[str, tuple[int, ...]]
    inside: dict[str, tuple[Place, ...]]

    @staticmethod
    def load() -> "Places":
        """The shipped list, read once."""
        return _shipped()

    @staticmethod
    def read(path: str | Path) -> "Places":
        """A county list with the columns code, name, level, province, city."""
        with Path(path).open(encoding="utf-8-sig", newline="") as file:
            return _index(_listed(csv.DictReader(file)))

    def named(self, name: str) -> tuple[Place, ...]:
        """The places of that official or usual short name, today's before former ones, higher ones first."""
        return self.by_name.get(name, ())

    def is_name(self, text: str) -> bool:
        """Whether the text is exactly a real place's official name, or a short one that is no ordinary word."""
        found = self.named(text)
        return any(place.name == text for place in found) or (bool(found) and text not in ordinary_words())

    def within(self, short: str, city: str, province: str | None = None) -> Place | None:
        """The one county inside a city (省直辖… for those right under the province) that a short name means."""
        counties = [place for place in self._inside(city, province) if place.level == "county"]
        named = _only([place for place in counties if place.name == short])
        plain = named or _only([place for place in counties if place.name[:-1] == short])
        return plain or _only([place for place in counties if place.short == short]) or _nearest(short, counties)

    def _inside(self, city: str, province: str | None) -> Iterable[Place]:
        found = self.inside.get("" if "直辖" in city else city, ())
        return [place for place in found if province in (None, place.province)]


@cache
def _shipped() -> Places:
    lines = _CATALOG.read_text(encoding="utf-8").splitlines()
    listed = [line for line in lines if not line.startswith("#")][1:]
    return _index(row for line in listed for row in _of_line(*line.split(",")))


def _of_line(province: str, city: str, counties: str, former: str) -> Iterator[_Row]:
    """A line of places.csv as rows; 台湾省,,, is a province without a list, 莱芜市,,莱城区 钢城区 a former city."""
    yield province, "province", province, city if city == province else "", False
    if city and city != province:
        yield city, "city", province, city, bool(former and not counties)
    yield from ((name, "county", province, city, False) for name in counties.split())
    yield from ((name, "county", province, city, True) for name in former.split())


def _listed(rows: Iterable[dict[str, str]]) -> Iterator[_Row]:
    """A county list as rows: 市辖区 and 县 under 上海市 stand for 上海市, 省直辖县级行政区划 for no city."""
    for row in rows:
        name, level, province, city = row["name"], row["level"], row["province"], row["city"]
        if level == "province":
            yield name, level, name, name if name.endswith("市") else "", False
        elif name not in _NO_CITY and "直辖" not in name:
            yield name, level, province, province if city in _NO_CITY else "" if "直辖" in city else city, False


def _index(rows: Iterable[_Row]) -> Places:
    by_name: dict[str, list[Place]] = {}
    inside: dict[str, list[Place]] = {}
    for name, level, province, city, former in dict.fromkeys(rows):
        place = Place(name, level, province, city, usual(name), former)
        inside.setdefault(city, []).append(place)
        for form in dict.fromkeys((name, place.short, *also(name))):
            by_name.setdefault(form, []).append(place)
    names = {form: tuple(sorted(found, key=_order) if len(found) > 1 else found) for form, found in by_name.items()}
    return Places(names, _lengths(names), {city: tuple(found) for city, found in inside.items()})


def _order(place: Place) -> tuple[int, bool]:
    return _RANK[place.level], place.former


def _lengths(names: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """How long the names are that begin with two letters: 诸暨 -> 2, 3 (诸暨, 诸暨市)."""
    lengths: dict[str, tuple[int, ...]] = {}
    for name in names:
        start, known = name[:2], lengths.get(name[:2], ())
        if len(name) not in known:
            lengths[start] = (*known, len(name))
    return lengths


def _only(places: Iterable[Place]) -> Place | None:
    """The one place among these: today's before former ones, the city of 伊宁市 and 伊宁县."""
    found = tuple(places)
    found = tuple(place for place in found if not place.former) or found
    if len(found) > 1:
        found = tuple(place for place in found if place.name.endswith("市"))
    return found[0] if len(found) == 1 else None


def _nearest(short: str, counties: Iterable[Place]) -> Place | None:
    """The one county whose name the letters fit best: 莫旗 -> 莫力达瓦达斡尔族自治旗; equally good ones: None."""
    fits = [(likeness(short, place.name, (place.province, place.city)), place) for place in counties]
    scored = [(score, place) for score, place in fits if score and not place.former]
    best = max((score for score, _ in scored), default=None)
    return _only(place for score, place in scored if score == best)
