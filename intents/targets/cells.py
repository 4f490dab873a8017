"""The published figures that a question is about, one for each district, metric and level."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from data import query
from data.catalog.load import Catalog
from data.model import Figure
from data.query import Selection
from intents.sources import Sources

_TWO = ("必保", "力争")


@dataclass(frozen=True, slots=True)
class Cells:
    """Figures by district and metric; `also` are figures published again elsewhere (the body beside an annex)."""

    figures: dict[tuple[str, str], tuple[Figure, ...]]
    also: tuple[Figure, ...]

    def of(self, district: str, metric: str) -> tuple[Figure, ...]:
        """The figures of a district and metric: one, or one a level, or none where the table has no such cell."""
        return self.figures.get((district, metric), ())

    def one(self, district: str, metric: str, levels: tuple[str, ...] = ()) -> Figure | None:
        """The figure to count with: of the level asked for, otherwise 必保 or the one without a level."""
        return counted(self.of(district, metric), levels)


def fetch(
    city: str,
    year: int,
    metrics: Iterable[str],
    districts: Iterable[str],
    sources: Sources,
    as_of: datetime | None = None,
) -> Cells:
    """The cells of these metrics and districts, as published at that moment (or the sources'). Raises StoreProblem."""
    names = tuple(dict.fromkeys(metrics)), tuple(dict.fromkeys(districts))
    selection = Selection(city, year, *names, as_of=as_of or sources.as_of)
    found: dict[tuple[str, str], list[Figure]] = {}
    also: list[Figure] = []
    for figure in query.figures(sources.store, selection):
        same = found.setdefault((figure.district, figure.metric), [])
        (also if any(f.level == figure.level for f in same) else same).append(figure)
    return Cells({cell: tuple(figures) for cell, figures in found.items()}, tuple(also))


def asked(figures: tuple[Figure, ...], levels: tuple[str, ...]) -> tuple[Figure, ...]:
    """Those of the levels asked for; a figure without levels stands for 必保, and for any level where it is alone."""
    if not levels:
        return figures
    chosen = tuple(f for f in figures if f.level in levels or (f.level is None and "必保" in levels))
    return chosen or (figures if len(figures) == 1 else ())


def counted(figures: tuple[Figure, ...], levels: tuple[str, ...]) -> Figure | None:
    """The one figure that rankings, sums and comparisons take."""
    if not figures:
        return None
    wanted = asked(figures, levels[:1])
    return min(wanted or figures, key=lambda f: (f.level or "") not in ("必保", "")) if wanted or figures else None


def has_levels(figures: Iterable[Figure]) -> bool:
    """Whether any figure is one of two levels."""
    return any(figure.level in _TWO for figure in figures)


def scope_of(metric: str, catalog: Catalog) -> str:
    """The sentence that says where a metric without such a cell is set."""
    return f"“{metric}”只有全市目标" if catalog.metric(metric).city_only else ""


def merged(cells: Cells, other: Cells) -> Cells:
    """Both together."""
    return replace(cells, figures={**cells.figures, **other.figures}, also=(*cells.also, *other.also))
