"""Whose value it is, and whether the sender may report it: the own district's, or the city's."""

from dataclasses import dataclass

from data import report_problem
from data.catalog.load import Catalog
from data.model import Metric
from data.problem import Problem
from data.report import Item, Member
from data.routing import departments_of
from intents.sources import Sources
from intents.submission.names import Named


@dataclass(frozen=True, slots=True)
class Whose:
    """The district, whether it was not named but the sender's own, and those to choose from where there are several."""

    district: str = ""
    assumed: bool = False
    choices: tuple[str, ...] = ()


def whose(said: Named, metric: Metric | None, member: Member, city: str, catalog: Catalog) -> Whose | Problem:
    """Whose value is meant, as far as the sender may report it. `metric` None: any."""
    if said.elsewhere:
        return report_problem.not_own(said.elsewhere[0], member)
    if said.ambiguous:
        return _ambiguous(said, member, catalog)
    if metric is not None and metric.city_only and not set(said.places) - {city}:
        return _of_city(metric, member, city)
    if said.places:
        place = said.places[0]
        return Whose(place) if place in member.districts else _foreign(place, metric, member, city)
    return _own(member, metric, city)


def not_theirs(items: tuple[Item, ...], member: Member, source: Sources) -> Problem | None:
    """Why an item is not the sender's to report, if one is not (any more)."""
    for item in items:
        said = Named(places=(item.district,))
        found = whose(said, source.catalog.metric(item.metric), member, item.city, source.catalog)
        if isinstance(found, Problem):
            return found
    return None


def leads(metric: str) -> tuple[str, ...]:
    """The departments whose staff report a metric of the city's."""
    return departments_of().get(metric, ())


def led_by(departments: tuple[str, ...], catalog: Catalog, city: str) -> tuple[str, ...]:
    """The city-only metrics that any of these departments leads."""
    metrics = [m.name for m in catalog.metrics if m.city_only and m.city == city]
    return tuple(name for name in metrics if set(departments) & set(leads(name)))


def _ambiguous(said: Named, member: Member, catalog: Catalog) -> Whose | Problem:
    """A name that two places bear: the sender's own one of them."""
    choices = next(a.choices for a in catalog.ambiguous if a.name == said.ambiguous[0])
    own = tuple(choice for choice in choices if choice in member.districts)
    if not own:
        return report_problem.not_own(said.ambiguous[0], member)
    return Whose(own[0]) if len(own) == 1 else Whose(choices=own)


def _of_city(metric: Metric, member: Member, city: str) -> Whose | Problem:
    """The city's value of a metric that only the city has."""
    if city in member.districts or set(member.departments) & set(leads(metric.name)):
        return Whose(city)
    return report_problem.city_only(metric.name, city, leads(metric.name))


def _foreign(place: str, metric: Metric | None, member: Member, city: str) -> Problem:
    if place == city and metric is not None and not metric.city_only:
        return report_problem.city_is_summed(metric.name, city, member)
    if metric is not None and metric.city_only:
        return report_problem.city_only(metric.name, city, leads(metric.name))
    return report_problem.not_own(place, member)


def _own(member: Member, metric: Metric | None, city: str) -> Whose | Problem:
    if len(member.districts) == 1:
        return Whose(member.districts[0], assumed=True)
    if member.districts:
        return Whose(choices=member.districts)
    if member.departments and metric is None:
        return Whose(city, assumed=True)
    name = metric.name if metric else ""
    return report_problem.city_is_summed(name, city, member) if member.departments else report_problem.no_district()
