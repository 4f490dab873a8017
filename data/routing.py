"""Which department reviews a metric, and which metrics a department's staff report for the city."""

import tomllib
from collections.abc import Iterable
from functools import cache

from data.catalog.load import HERE
from data.library import load_documents
from data.narrative import measures


@cache
def departments_of() -> dict[str, tuple[str, ...]]:
    """Each metric's departments: of the annex or section that sets it, else the leads of the measure."""
    routing = tomllib.loads((HERE / "routing.toml").read_text(encoding="utf-8"))
    leads = {metric: m.lead for m in measures() for metric in m.metrics if m.lead}
    found: dict[str, tuple[str, ...]] = {}
    for figure in (f for document in load_documents() for f in document.figures):
        place = figure.citation.place
        own = routing.get(figure.city, {}).get(place) or leads.get(figure.metric, ())
        found.setdefault(figure.metric, tuple(own))
    return found


def metrics_of(departments: Iterable[str]) -> tuple[str, ...]:
    """The metrics that these departments review; without a department all of them."""
    names = set(departments)
    return tuple(metric for metric, own in departments_of().items() if not names or names & set(own))
