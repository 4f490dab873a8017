"""What documents say beside figures: measures, programmes, projects, statements, award rules; loaded when asked for."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from data.document import (
    AwardRule,
    Department,
    Measure,
    Placed,
    Point,
    Programme,
    Project,
    ProjectGroup,
    Section,
    Statement,
)
from data.folder import build, read_toml, tables
from data.library import folders

T = TypeVar("T", bound=Placed)
DEPARTMENTS = Path(__file__).parent / "catalog" / "departments.toml"


@cache
def measures() -> tuple[Measure, ...]:
    """Every numbered measure, in the documents' order."""
    return tuple(measure for folder in folders() for measure in measures_of(folder))


@cache
def sections() -> tuple[Section, ...]:
    """The sections that hold the measures."""
    return _all("measures.toml", "section", Section)


@cache
def programmes() -> tuple[Programme, ...]:
    """The programmes and slogans known by name."""
    return _all("programmes.toml", "programme", Programme)


@cache
def project_groups() -> tuple[ProjectGroup, ...]:
    """The projects that are counted together."""
    return _all("projects.toml", "group", ProjectGroup)


@cache
def projects() -> tuple[Project, ...]:
    """The projects that are named."""
    return _all("projects.toml", "project", Project)


@cache
def statements() -> tuple[Statement, ...]:
    """Purpose, principles, goals, demands, and what the documents only mention."""
    return _all("statements.toml", "statement", Statement)


@cache
def awards() -> tuple[AwardRule, ...]:
    """The rules of the year's assessment."""
    return _all("statements.toml", "award", AwardRule)


@cache
def departments() -> tuple[Department, ...]:
    """The departments that the documents name."""
    content = read_toml(DEPARTMENTS)
    return tuple(build(Department, table, where) for table, where in tables(DEPARTMENTS, content, "department"))


def measures_of(folder: Path) -> Iterator[Measure]:
    """The measures of one folder, each with its points."""
    path = folder / "measures.toml"
    content, number = read_toml(path), number_of(folder)
    flat = {"measure.point": [point for table in content.get("measure", []) for point in table.get("point", [])]}
    points = iter([build(Point, *found) for found in tables(path, flat, "measure.point")])
    for table, where in tables(path, content, "measure"):
        own = tuple(next(points) for _ in table.pop("point", []))
        yield build(Measure, table, where, document=number, points=own)


def nouns_of(folder: Path, file: str, name: str, kind: type[T]) -> Iterator[T]:
    """The [[name]] tables of one file of a folder, as nouns of a kind."""
    path = folder / file
    for table, where in tables(path, read_toml(path), name):
        yield build(kind, table, where, document=number_of(folder))


@cache
def number_of(folder: Path) -> str:
    """The number of the document that a folder holds."""
    head: dict[str, Any] = read_toml(folder / "document.toml")
    return str(head.get("number", ""))


def _all(file: str, name: str, kind: type[T]) -> tuple[T, ...]:
    return tuple(noun for folder in folders() for noun in nouns_of(folder, file, name, kind))
