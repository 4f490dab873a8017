"""Whose month is meant, and what belongs to it: the period that a message names, and each figure due for it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from data import period_problem, problem, query, report_problem
from data.model import Figure
from data.problem import Problem
from data.query import Selection
from data.report import Member
from intents.mentions.where import find_where
from intents.reading import Reading
from intents.sources import Sources
from intents.submission.names import Named
from intents.submission.period import until
from intents.submission.whose import led_by


@dataclass(frozen=True, slots=True)
class Due:
    """A figure due: whose, of what, in which unit; the year's targets of it, 必保 first."""

    district: str
    metric: str
    unit: str
    targets: tuple[Figure, ...]

    @property
    def target(self) -> Decimal:
        """The target that it is measured against."""
        return self.targets[0].value


def city_of(member: Member, sources: Sources) -> str:
    """The city whose figures a member reports."""
    return next((sources.catalog.district(name).city for name in member.districts), sources.home)


def day_of(reading: Reading, today: date) -> date | Problem:
    """The last day of the period that a message names; without one, of the last full month."""
    periods = reading.of("period")
    if len({(m.value.first, m.value.last) for m in periods}) > 1:
        return period_problem.open_period("、".join(m.text for m in periods))
    said = Named(period=periods[0].value, period_text=periods[0].text) if periods else Named()
    end = until(said, today)
    return end if isinstance(end, Problem) else end.day


def whose(reading: Reading, member: Member, sources: Sources) -> tuple[str, ...] | Problem:
    """The sender's districts, or those of them that a message names."""
    where = find_where(reading, sources.catalog)
    foreign = [name for name in where.names if name not in member.districts]
    elsewhere = [m.text for m in reading.of("elsewhere", "ambiguous", "group", "other_city")]
    if foreign or elsewhere:
        return report_problem.not_own((*foreign, *elsewhere)[0], member)
    return where.names or member.districts


def due_of(member: Member, districts: tuple[str, ...], day: date, sources: Sources) -> tuple[Due, ...] | Problem:
    """All that a member has to report to that day, in the documents' order. Raises StoreProblem."""
    city = city_of(member, sources)
    have = query.years(sources.store, city)
    if day.year not in have:
        return problem.no_year(day.year, city, have)
    found = [
        d for name in districts for d in _due(query.figures(sources.store, Selection(city, day.year, None, (name,))))
    ]
    led = led_by(member.departments, sources.catalog, city)
    if led and districts == member.districts:
        found += _due(query.figures(sources.store, Selection(city, day.year, led, (city,))))
    return tuple(found)


def _due(figures: Iterable[Figure]) -> list[Due]:
    """One for each metric."""
    cells: dict[str, list[Figure]] = {}
    for figure in figures:
        known = cells.setdefault(figure.metric, [])
        if figure.level not in [f.level for f in known]:
            known.append(figure)
    ordered = (sorted(found, key=lambda f: f.level == "力争") for found in cells.values())
    return [Due(found[0].district, found[0].metric, found[0].unit, tuple(found)) for found in ordered]
