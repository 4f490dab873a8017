"""The library of published documents: loads their folders into frozen nouns, figures first, the rest when asked for."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from data.document import Annex, Column, Document
from data.folder import Where, amount, build, fingerprint, read_csv, read_toml, tables
from data.model import Citation, Figure

ROOT = Path(__file__).parent / "documents"
BODY_HEADER = ["place", "name", "metric", "level", "value", "unit", "qualifier"]


@cache
def load_documents() -> tuple[Document, ...]:
    """The documents that are shipped, the oldest first."""
    return tuple(sorted(map(load_document, folders()), key=lambda document: (document.signed, document.number)))


def folders() -> list[Path]:
    """The folders of the documents that are shipped."""
    return sorted(path.parent for path in ROOT.glob("*/document.toml"))


def load_document(folder: Path) -> Document:
    """One folder as a document with its annexes and all its figures."""
    path = folder / "document.toml"
    content = read_toml(path)
    said = {key: value for key, value in content.items() if key != "annex"}
    document = build(Document, said, Where(path), key=folder.name, fingerprint=fingerprint(folder))
    annexes = tuple(_annexes(document, content, path))
    figures = [figure for annex in annexes for figure in _annex_figures(document, annex)]
    return replace(document, annexes=annexes, figures=(*figures, *_body_figures(document, folder)))


def _annexes(document: Document, content: dict[str, Any], path: Path) -> Iterator[Annex]:
    """Each annex with its columns and, where it was published, its table."""
    columns = [column for table in content.get("annex", []) for column in table.get("column", [])]
    described = iter([build(Column, *found) for found in tables(path, {"annex.column": columns}, "annex.column")])
    for table, where in tables(path, content, "annex"):
        own = tuple(islice(described, len(table.pop("column", []))))
        annex = build(Annex, table, where, document=document.number, columns=own)
        yield replace(annex, **_table(annex, path.parent)) if annex.published else annex


def _table(annex: Annex, folder: Path) -> dict[str, Any]:
    """Header and rows as published: the header that document.toml describes, each row once, each cell a figure."""
    (header, where), *rows = read_csv(folder / annex.file)
    if header[1:] != [column.header for column in annex.columns]:
        raise where.error(f"表头与 document.toml 中{annex.place}的各列不符")
    seen: set[str] = set()
    for (label, *cells), at in rows:
        if label in seen:
            raise at.error(f"“{label}”重复")
        seen.add(label)
        for cell in filter(None, cells):
            amount(cell, at)
    return {"header": tuple(header), "rows": tuple(tuple(row) for row, _ in rows)}


def _annex_figures(document: Document, annex: Annex) -> Iterator[Figure]:
    """A figure for each cell that is not blank; the row of the total is the city's."""
    for label, *cells in annex.rows:
        district = document.city if label == annex.total else label
        for column, cell in zip(annex.columns, cells, strict=True):
            if cell:
                yield Figure(
                    document.city,
                    district,
                    column.metric,
                    document.year,
                    column.level,
                    Decimal(cell),
                    column.unit,
                    annex.citation,
                    row=label,
                    column=column.header,
                )


def _body_figures(document: Document, folder: Path) -> Iterator[Figure]:
    """The figures of the text, all of them the city's; `column` is the name that the text uses."""
    path = folder / "figures.csv"
    if not path.exists():
        return
    (header, where), *lines = read_csv(path)
    if header != BODY_HEADER:
        raise where.error(f"表头应是 {','.join(BODY_HEADER)}")
    for (place, name, metric, level, value, unit, qualifier), at in lines:
        cited, figure = Citation(document.number, place), amount(value, at)
        yield Figure(
            document.city,
            document.city,
            metric,
            document.year,
            level or None,
            figure,
            unit,
            cited,
            qualifier,
            column=name,
        )
