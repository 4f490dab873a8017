"""Questions for figures: the rows they give, beside a plain reading of the same figures; the SQL they become."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import sqlglot
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlglot import exp

from data.amount import to_base
from data.document import Document
from data.model import Citation, Figure
from data.query import Selection, cities, explain, figures, sql, years
from data.seeding import seed
from data.selection import LONGEST
from data.store import Store
from tests.books import new_store
from tests.conftest import KINDS

DISTRICTS = ("甲市", "乙县", "丁区", "戊'; DROP TABLE figure; --")
LEVELS = (None, "必保", "力争")
INJECTIONS = [
    "'",
    "''; DROP TABLE figure; --",
    '" OR ""="',
    "乙县' OR 1=1 --",
    "?",
    "%s",
    ":x",
    "\0",
    "') UNION SELECT 1 --",
]


def _figures(city: str, year: int, number: str) -> tuple[Figure, ...]:
    cited = Citation(number, "附件1")
    invest = [
        Figure(city, each, "投资", year, level, Decimal(f"{index}.5"), "亿元", cited, row=each, column="投资额")
        for index, each in enumerate(DISTRICTS)
        for level in LEVELS[1:]
    ]
    counts = [
        Figure(city, each, "项目数", year, None, Decimal(10 - 5 * i), "只", cited)
        for i, each in enumerate(DISTRICTS[:3])
    ]
    body = Figure(city, "甲市", "项目数", year, None, Decimal(10), "只", Citation(number, "二(一)"), "以上")
    return (*invest, *counts, body)


def _document(city: str, year: int, number: str) -> Document:
    signed = date(year, 3, 29)
    return Document(
        "k", number, "题", "短", city, year, "通知", "办", signed, "f", figures=_figures(city, year, number)
    )


DOCUMENTS = (_document("甲市", 2013, "新号"), _document("甲市", 2012, "旧号"), _document("己市", 2011, "他号"))
ALL = tuple(figure for document in DOCUMENTS for figure in document.figures)


@pytest.fixture(scope="module", params=KINDS)
def store(request: pytest.FixtureRequest) -> Store:
    made = new_store(request.param)
    seed(made, DOCUMENTS, datetime(2012, 6, 18, tzinfo=UTC))
    return made


def _expected(asked: Selection) -> tuple[Figure, ...]:
    """The same by a plain reading."""

    def within(figure: Figure) -> bool:
        base = to_base(figure.value, figure.unit)
        low, high = asked.low, asked.high
        return (low is None or base > low or (asked.low_included and base == low)) and (
            high is None or base < high or (asked.high_included and base == high)
        )

    return tuple(
        figure
        for figure in ALL
        if (figure.city, figure.year) == (asked.city, asked.year)
        and (asked.metrics is None or figure.metric in asked.metrics)
        and (asked.districts is None or figure.district in asked.districts)
        and (asked.levels is None or figure.level in asked.levels)
        and within(figure)
    )


def _some(*values: str | None) -> st.SearchStrategy[tuple[str | None, ...] | None]:
    return st.none() | st.lists(st.sampled_from(values), unique=True).map(tuple)


bounds = st.none() | st.sampled_from(
    [Decimal(text) for text in ("0", "5", "9.99999", "10", "50000000", "150000000", "1E+40")]
)
selections = st.builds(
    Selection,
    city=st.sampled_from(["甲市", "己市", "庚市"]),
    year=st.sampled_from([2011, 2012, 2013, 10**30, -1]),
    metrics=_some("投资", "项目数", "没有"),
    districts=_some(*DISTRICTS, "没有"),
    levels=_some(*LEVELS),
    low=bounds,
    high=bounds,
    low_included=st.booleans(),
    high_included=st.booleans(),
)


@settings(deadline=None)
@given(asked=selections)
def test_as_a_plain_reading(store: Store, asked: Selection) -> None:
    assert figures(store, asked) == _expected(asked)


@settings(deadline=None)
@given(asked=selections, dialect=st.sampled_from(["sqlite", "postgres"]))
def test_one_select_and_everything_bound(asked: Selection, dialect: str) -> None:
    text, bound = sql(asked, dialect)
    mark = "?" if dialect == "sqlite" else "%s"
    assert text.count(mark) == len(bound)
    if dialect == "sqlite":
        (tree,) = sqlglot.parse(text, dialect=dialect)
        assert isinstance(tree, exp.Select)
        assert [each.this for each in tree.find_all(exp.Literal)] == [""]


@pytest.mark.parametrize("text", INJECTIONS)
def test_no_text_becomes_sql(store: Store, text: str) -> None:
    asked = Selection(text, 2012, (text, text), (text,), (text,))
    assert figures(store, asked) == ()
    assert sql(asked, "sqlite")[0] == sql(Selection("甲市", 2012, ("a", "b"), ("c",), ("d",)), "sqlite")[0]
    assert years(store, text) == ()
    assert len(figures(store, Selection("甲市", 2012, None))) == len(_figures("甲市", 2012, ""))


def test_a_district_with_a_quote_in_its_name(store: Store) -> None:
    assert [
        figure.district for figure in figures(store, Selection("甲市", 2012, ("投资",), DISTRICTS[3:], ("必保",)))
    ] == [DISTRICTS[3]]


def test_figures_come_whole(store: Store) -> None:
    found = figures(store, Selection("甲市", 2012, ("项目数",), ("甲市",)))
    assert found == (
        Figure("甲市", "甲市", "项目数", 2012, None, Decimal(10), "只", Citation("旧号", "附件1")),
        Figure("甲市", "甲市", "项目数", 2012, None, Decimal(10), "只", Citation("旧号", "二(一)"), "以上"),
    )


def test_values_as_published(store: Store) -> None:
    found = figures(store, Selection("甲市", 2012, ("投资",), ("乙县",), ("力争",)))
    assert [(str(figure.value), figure.unit, figure.row, figure.column) for figure in found] == [
        ("1.5", "亿元", "乙县", "投资额")
    ]


def test_lists_of_thousands(store: Store) -> None:
    many = tuple(f"区{number}" for number in range(50_000))
    asked = Selection("甲市", 2012, (*many, "投资"), (*many, "丁区", "乙县"), ("必保",))
    assert [figure.district for figure in figures(store, asked)] == ["乙县", "丁区"]
    edge = Selection("甲市", 2012, ("投资", *many[: LONGEST - 1]), ("丁区", *many[: LONGEST - 1]), LEVELS)
    assert len(figures(store, edge)) == 2
    assert figures(store, replace(edge, districts=many)) == ()


def test_years_and_cities(store: Store) -> None:
    assert years(store, "甲市") == (2012, 2013)
    assert years(store, "己市") == (2011,)
    assert years(store, "庚市") == ()
    assert set(cities(store)) == {"甲市", "己市"}


def test_explained_is_what_runs() -> None:
    asked = Selection("甲市", 2012, ("投资",), ("乙县", "丁区"), (None,), low=Decimal("0.5"), low_included=False)
    laid_out, listed = explain(asked, "sqlite").split("\n参数:")
    assert " ".join(laid_out.split()) == sql(asked, "sqlite")[0]
    assert listed == '["甲市", 2012, "投资", "乙县", "丁区", "", 5000]'


def test_built_once_a_shape() -> None:
    one = sql(Selection("甲市", 2012, ("投资",)), "sqlite")[0]
    assert sql(Selection("己市", 2013, ("项目数",)), "sqlite")[0] is one
