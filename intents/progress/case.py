"""A question for progress with what answers it: the targets, the reports that stand, and rows made of the two."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from data import progress
from data.amount import convert
from data.model import Figure
from data.progress import Light, Thresholds, Total
from data.report import Standing
from data.standing import standing
from intents.sources import Sources
from intents.targets.cells import Cells, fetch

if TYPE_CHECKING:
    from intents.progress.question import ProgressQuestion


@dataclass(frozen=True, slots=True)
class Row:
    """What somebody has achieved of a metric by a day, beside the target that it counts against. `source` is the report
    (None: a sum of several), `partial` where somebody is missing from the sum."""

    district: str
    metric: str
    day: date
    value: Decimal
    unit: str
    target: Figure | None
    source: str | None = None
    approved: bool = True
    late: bool = False
    partial: bool = False

    @property
    def is_ratio(self) -> bool:
        """Whether it is a percentage, which has no rate and no lead."""
        return self.unit == "%"

    @property
    def aim(self) -> Decimal | None:
        """The target in the unit of the actual."""
        return None if self.target is None else convert(self.target.value, self.target.unit, self.unit)

    @property
    def rate(self) -> Fraction | None:
        """Actual ÷ target; None without a target, with a target of 0, and for a ratio."""
        return None if self.aim is None or self.is_ratio else progress.rate(self.value, self.aim)

    @property
    def lead(self) -> Fraction | None:
        """Rate − pace in 百分点, where there is a rate."""
        return None if self.aim is None or self.is_ratio else progress.lead(self.value, self.aim, self.day)

    @property
    def gap(self) -> Decimal | None:
        """Target − actual, below 0 where it is surpassed."""
        return None if self.aim is None else progress.gap(self.value, self.aim)

    def light(self, thresholds: Thresholds) -> Light | None:
        """The light of its lead, where there is one."""
        return None if self.lead is None else progress.light(self.lead, thresholds)


@dataclass(frozen=True, slots=True)
class Case:
    """A question for progress, the cells of its targets, and the standing reports by district and metric, newest
    first. `at` is the moment that counts as now: of an earlier state, the moment of that."""

    asked: "ProgressQuestion"
    source: Sources
    at: datetime
    cells: Cells
    standings: dict[tuple[str, str], tuple[Standing, ...]]
    thresholds: Thresholds

    @property
    def city(self) -> str:
        """The city that is spoken of."""
        return self.asked.question.city

    @property
    def year(self) -> int:
        """The year whose targets count."""
        return self.asked.question.year

    @property
    def period(self) -> date | None:
        """The day to which figures are asked (None: the newest)."""
        return self.asked.period

    @property
    def districts(self) -> tuple[str, ...]:
        """The districts asked about, the city aside; all of them where only the city was."""
        asked = tuple(d for d in self.asked.question.districts if d != self.city)
        return asked or self.everyone

    @property
    def everyone(self) -> tuple[str, ...]:
        """Every district of the city, in the documents' order."""
        return tuple(d.name for d in self.source.catalog.of_city(self.city))

    @property
    def level(self) -> str:
        """The level that counts where there are two: 必保, and 力争 across districts where only that was asked."""
        question = self.asked.question
        operation = question.operation
        across = operation.needs_many or operation.reduce or question.conditions or question.groups
        return "力争" if (across or self.asked.kind == "lagging") and question.levels == ("力争",) else "必保"

    def target(self, district: str, metric: str, level: str = "") -> Figure | None:
        """The target that counts, or that of a level."""
        found, wanted = self.cells.of(district, metric), level or self.level
        return next((f for f in found if f.level == wanted), None) or self.cells.one(district, metric)

    def expected(self, metric: str) -> tuple[str, ...]:
        """The districts that owe reports of a metric: those with a target above 0."""
        return tuple(d for d in self.everyone if (f := self.target(d, metric)) and f.value)

    def of(self, district: str, metric: str) -> tuple[Standing, ...]:
        """The standing reports of a district and metric, the newest first."""
        return self.standings.get((district, metric), ())

    def all_of(self, metric: str) -> tuple[Standing, ...]:
        """The standing reports of all districts of the city."""
        return tuple(each for d in self.everyone for each in self.of(d, metric))

    def row(self, district: str, metric: str, day: date | None = None) -> Row | None:
        """What a district reported: to the day given, or asked for, or its newest."""
        wanted = day or self.period
        found = self.of(district, metric)
        each = next((s for s in found if s.item.period == wanted), None) if wanted else progress.newest(found)
        return self.row_of(each) if each else None

    def row_of(self, each: Standing) -> Row:
        """A standing report beside its target."""
        item = each.item
        target = self.target(item.district, item.metric)
        source = f"上报{each.report}号"
        return Row(
            item.district, item.metric, item.period, item.value, item.unit, target, source, each.approved, each.late
        )

    def total(self, metric: str) -> Total | None:
        """The city's total of a metric."""
        unit = self.source.catalog.metric(metric).unit
        return progress.total(self.all_of(metric), self.expected(metric), unit, self.period)

    def row_of_total(self, metric: str, found: Total) -> Row:
        """The city's total beside the city's published target."""
        target, approved = self.target(self.city, metric), all(part.approved for part in found.parts)
        return Row(
            self.city, metric, found.period, found.value, found.unit, target, None, approved, False, found.partial
        )


def look(asked: "ProgressQuestion", source: Sources, at: datetime, thresholds: Thresholds) -> Case:
    """The case of a question. Raises StoreProblem."""
    question = asked.question
    everyone = tuple(d.name for d in source.catalog.of_city(question.city))
    districts = (question.city, *everyone)
    cells = fetch(question.city, question.year, question.metrics, districts, source, asked.as_of)
    of = (source.store, question.city, question.metrics, districts)
    found = standing(*of, year=question.year, as_of=asked.as_of, approved_only=asked.approved_only)
    now = min(asked.as_of, at) if asked.as_of else at
    return Case(asked, source, now, cells, _sorted(found), thresholds)


def _sorted(found: Iterable[Standing]) -> dict[tuple[str, str], tuple[Standing, ...]]:
    cells: dict[tuple[str, str], list[Standing]] = {}
    for each in sorted(found, key=lambda each: each.item.period, reverse=True):
        cells.setdefault((each.item.district, each.item.metric), []).append(each)
    return {cell: tuple(standings) for cell, standings in cells.items()}
