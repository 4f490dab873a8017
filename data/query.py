"""A typed question for figures -> a sqlglot tree -> SQL of the store's dialect -> figures.

The only room that knows sqlglot, and the only one that reads figures. SELECT only, every value a bound parameter;
the SQL is built once a shape (which conditions, how many values) and then kept.
"""

import json
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from data.connection import Row
from data.model import Citation, Figure
from data.selection import YEARS, Parameters, Selection, Shape, listed, parameters, shape, shortened
from data.store import Store, moment

if TYPE_CHECKING:
    from sqlglot import exp

__all__ = ["Selection", "cities", "explain", "figures", "sql", "years"]

COLUMNS = (
    ("figure", ("city", "district", "metric", "year", "level", "published", "unit")),
    ("document", ("number",)),
    ("figure", ("place", "qualifier", "row_label", "column_label")),
)


def figures(store: Store, selection: Selection) -> tuple[Figure, ...]:
    """The figures selected, in the documents' order, a figure that stands in two places twice. Raises StoreProblem."""
    if () in (selection.metrics, selection.districts, selection.levels) or selection.year not in YEARS:
        return ()
    return tuple(listed(map(_figure, store.rows(*sql(selection, store.dialect))), selection))


def years(store: Store, city: str, as_of: datetime | None = None) -> tuple[int, ...]:
    """The years for which the city has (had) targets, ascending; each one sought by itself, since SQLite would read
    every figure to tell them apart. Raises StoreProblem."""
    found: list[int] = []
    text, then = _next_year(store.dialect, as_of is not None), (moment(as_of),) if as_of else ()
    while later := store.rows(text, (*then, city, found[-1] if found else 0)):
        found.append(later[0][0])
    return tuple(found)


def cities(store: Store) -> tuple[str, ...]:
    """The cities of which there is a document, in the order of their names. Raises StoreProblem."""
    return tuple(city for (city,) in store.rows(_cities(store.dialect)))


def sql(selection: Selection, dialect: str) -> tuple[str, Parameters]:
    """The SQL of this dialect and the values to bind, in order."""
    short = shortened(selection)
    return _text(shape(short), dialect), parameters(short)


def explain(selection: Selection, dialect: str) -> str:
    """The same SQL laid out for a person, the values bound to it below."""
    short = shortened(selection)
    laid_out = _tree(shape(short)).sql(dialect=dialect, pretty=True).replace("%s", "?")  # no literal holds either
    return f"{laid_out}\n参数:{json.dumps(parameters(short), ensure_ascii=False)}"


@lru_cache(maxsize=1024)
def _text(shape: Shape, dialect: str) -> str:
    return _tree(shape).sql(dialect=dialect)


def _tree(shape: Shape) -> "exp.Select":
    """The SELECT of a shape, over the documents in force (then), in their order."""
    from sqlglot import exp

    columns = [exp.column(name, table=table) for table, names in COLUMNS for name in names]
    order = exp.column("signed", table="document"), exp.column("id", table="figure")
    return (
        exp.select(*columns)
        .from_("figure")
        .join("document", on=exp.and_(_same_document(), _in_force(shape.as_of)))
        .where(*_conditions(shape))
        .order_by(*order)
    )


def _conditions(shape: Shape) -> "list[exp.Condition]":
    from sqlglot import exp

    def column(name: str) -> exp.Column:
        return exp.column(name, table="figure")

    made: list[exp.Condition] = [column(name).eq(exp.Placeholder()) for name in ("city", "year")]
    for name, length in (("metric", shape.metrics), ("district", shape.districts), ("level", shape.levels)):
        if length is not None:
            made.append(column(name).isin(*(exp.Placeholder() for _ in range(length))))
    signs = {">=": exp.GTE, ">": exp.GT, "<=": exp.LTE, "<": exp.LT}
    made.extend(
        signs[sign](this=column("scaled"), expression=exp.Placeholder()) for sign in (shape.low, shape.high) if sign
    )
    return made


def _same_document() -> "exp.Condition":
    from sqlglot import exp

    return exp.column("id", table="document").eq(exp.column("document_id", table="figure"))


def _in_force(then: bool = False) -> "exp.Condition":
    """The version of a document that nothing has replaced; `then`: the oldest that nothing had replaced at the moment
    bound, so that a store made later still answers with the first."""
    from sqlglot import exp

    if not then:
        return exp.column("replaced_at", table="document").eq("")
    kept = {name: exp.column(name, table="kept") for name in ("id", "number", "replaced_at")}
    stood = exp.or_(kept["replaced_at"].eq(""), exp.GT(this=kept["replaced_at"].copy(), expression=exp.Placeholder()))
    same = kept["number"].eq(exp.column("number", table="document"))
    oldest = exp.select(exp.Min(this=kept["id"])).from_(exp.alias_(exp.to_table("document"), "kept", table=True))
    return exp.column("id", table="document").eq(oldest.where(same, stood).subquery())


@lru_cache(maxsize=4)
def _next_year(dialect: str, then: bool) -> str:
    from sqlglot import exp

    year, city = exp.column("year", table="figure"), exp.column("city", table="figure")
    select = exp.select(year).from_("figure").join("document", on=exp.and_(_same_document(), _in_force(then)))
    wanted = select.where(city.eq(exp.Placeholder()), exp.GT(this=year.copy(), expression=exp.Placeholder()))
    return wanted.order_by(year.copy()).limit(1).sql(dialect=dialect)


@lru_cache(maxsize=4)
def _cities(dialect: str) -> str:
    from sqlglot import exp

    city = exp.column("city", table="document")
    return exp.select(city).distinct().from_("document").where(_in_force()).order_by(city.copy()).sql(dialect=dialect)


def _figure(row: Row) -> Figure:
    """A row of COLUMNS as a figure."""
    city, district, metric, year, level, published, unit, number, place, qualifier, row_label, column_label = row
    return Figure(
        city,
        district,
        metric,
        year,
        level or None,
        Decimal(published),
        unit,
        Citation(number, place),
        qualifier,
        row_label,
        column_label,
    )
