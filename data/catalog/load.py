"""The catalog: cities, districts, groups and metrics, read from the TOML files beside this module."""

import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from data.model import District, Group, Metric

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class City:
    """A city whose documents are known: its aliases and the words its documents use for its own row."""

    name: str
    aliases: tuple[str, ...]
    total: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """A name that two places bear: the person is asked which of `choices` is meant."""

    name: str
    city: str
    choices: tuple[str, ...]


@dataclass(frozen=True)
class Catalog:
    """Everything that has a name, each list in the documents' order."""

    cities: tuple[City, ...]
    districts: tuple[District, ...]
    groups: tuple[Group, ...]
    ambiguous: tuple[Ambiguous, ...]
    metrics: tuple[Metric, ...]

    def metric(self, name: str) -> Metric:
        """The metric of that name. Raises KeyError for a name that is not in the catalog."""
        return self._metrics[name]

    def district(self, name: str) -> District:
        """The district (or city) of that official name. Raises KeyError for another name."""
        return self._districts[name]

    def of_city(self, city: str) -> tuple[District, ...]:
        """The districts of a city, without the city itself."""
        return tuple(d for d in self.districts if d.city == city and d.kind != "city")

    def group(self, name: str, city: str) -> Group:
        """The group of that name in that city. Raises StopIteration for another name."""
        return next(g for g in self.groups if (g.name, g.city) == (name, city))

    @cached_property
    def _metrics(self) -> dict[str, Metric]:
        return {metric.name: metric for metric in self.metrics}

    @cached_property
    def _districts(self) -> dict[str, District]:
        return {district.name: district for district in self.districts}


@cache
def load_catalog() -> Catalog:
    """The shipped catalog."""
    cities = tuple(City(c["name"], tuple(c["aliases"]), tuple(c["total"])) for c in _read("cities")["city"])
    districts = tuple(District(c.name, c.name, "city", c.aliases) for c in cities)
    places = _read("districts")
    districts += tuple(_district(d) for d in places["district"])
    groups = tuple(_group(g, districts) for g in places["group"])
    ambiguous = tuple(Ambiguous(a["name"], a["city"], tuple(a["choices"])) for a in places["ambiguous"])
    return Catalog(cities, districts, groups, ambiguous, tuple(_metric(m) for m in _read("metrics")["metric"]))


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))


def _district(d: dict[str, Any]) -> District:
    return District(**_frozen(d))


def _group(g: dict[str, Any], districts: tuple[District, ...]) -> Group:
    members = tuple(d.name for d in districts if d.city == g["city"] and d.kind in g["kinds"])
    return Group(g["name"], g["city"], tuple(g["aliases"]), members)


def _metric(m: dict[str, Any]) -> Metric:
    threshold = m.get("threshold")
    return Metric(**_frozen(m) | {"threshold": threshold and Decimal(threshold)})


def _frozen(table: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in table.items()}
