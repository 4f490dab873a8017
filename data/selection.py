"""Which figures a question is about, as a noun; what its SQL depends on, what is bound to it, what is left to sift."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from data.amount import nearest
from data.model import Figure
from data.store import moment

Parameters = tuple[str | int, ...]

LONGEST = 1000
YEARS = range(1, 10_000)


@dataclass(frozen=True, slots=True)
class Selection:
    """Which figures: None is all of that kind, an empty tuple none at all. A level None is that of figures without
    levels. `low` and `high` bound the amount in its base unit (元, 美元, %, 个), included or not. `as_of` is the moment
    whose documents count (None: those in force)."""

    city: str
    year: int
    metrics: tuple[str, ...] | None
    districts: tuple[str, ...] | None = None
    levels: tuple[str | None, ...] | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    low_included: bool = True
    high_included: bool = True
    as_of: datetime | None = None


@dataclass(frozen=True, slots=True)
class Shape:
    """All of a selection that its SQL depends on: the length of each list (None: not asked), and each bound's sign."""

    metrics: int | None
    districts: int | None
    levels: int | None
    low: str
    high: str
    as_of: bool = False


def shortened(selection: Selection) -> Selection:
    """Without a list too long to be bound, which `listed` then applies."""
    if len(selection.metrics or ()) > LONGEST:
        selection = replace(selection, metrics=None)
    return replace(selection, districts=None) if len(selection.districts or ()) > LONGEST else selection


def listed(found: Iterable[Figure], selection: Selection) -> Iterable[Figure]:
    """Those that are in the lists too long to be bound; a short one was applied by the SQL already."""
    for field, names in (("metric", selection.metrics or ()), ("district", selection.districts or ())):
        if len(names) > LONGEST:
            among = frozenset(names)
            found = [figure for figure in found if getattr(figure, field) in among]
    return found


def shape(selection: Selection) -> Shape:
    """The shape of a selection whose lists are short enough."""
    return Shape(
        None if selection.metrics is None else len(selection.metrics),
        None if selection.districts is None else len(selection.districts),
        None if selection.levels is None else len(selection.levels),
        "" if selection.low is None else ">=" if selection.low_included else ">",
        "" if selection.high is None else "<=" if selection.high_included else "<",
        selection.as_of is not None,
    )


def parameters(selection: Selection) -> Parameters:
    """The values to bind, in the order of the conditions. A bound between two stored numbers becomes the one of them
    that cuts alike."""
    bound: list[str | int] = [moment(selection.as_of)] if selection.as_of else []
    bound.extend((selection.city, selection.year))
    for names in (selection.metrics, selection.districts, selection.levels):
        bound.extend(name or "" for name in names or ())
    if selection.low is not None:
        bound.append(nearest(selection.low, above=selection.low_included))
    if selection.high is not None:
        bound.append(nearest(selection.high, above=not selection.high_included))
    return tuple(bound)
