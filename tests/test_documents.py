"""The documents as data: every cell there, sums equal to published totals, body and annexes in agreement."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from shutil import copytree

import pytest

from data.document import Annex, Document
from data.folder import DocumentError, read_csv
from data.library import ROOT, load_document, load_documents
from data.model import Figure

SHAOXING, CHONGQING = load_documents()
SCALE = {"亿元": ("元", 10**8), "万元": ("元", 10**4), "亿美元": ("美元", 10**8), "万美元": ("美元", 10**4)}


def plain(figure: Figure) -> tuple[str, Decimal]:
    """The figure in the base of its unit: 9.8亿美元 and 98000万美元 are the same."""
    base, factor = SCALE.get(figure.unit, (figure.unit, 1))
    return base, figure.value * factor


def in_annex(figure: Figure) -> bool:
    return figure.citation.place.startswith("附件")


def columns() -> Iterator[tuple[Annex, str, list[str]]]:
    """Each column of a published annex: the annex, the header, the cells from the total downwards."""
    for annex in SHAOXING.annexes:
        cells = zip(*(row[1:] for row in annex.rows), strict=True)
        for header, column in zip(annex.header[1:], cells, strict=True):
            yield annex, header, list(column)


def test_every_cell_of_the_five_annexes_is_there() -> None:
    cells = Counter(figure.citation.place for figure in SHAOXING.figures if in_annex(figure))
    assert cells == {"附件1": 99, "附件2": 24, "附件3": 20, "附件4": 77, "附件5": 11}
    assert sum(cells.values()) == 231


def test_the_body_has_its_figures() -> None:
    assert sum(not in_annex(figure) for figure in SHAOXING.figures) == 34
    assert len(CHONGQING.figures) == 22
    assert all(figure.district == figure.city for figure in CHONGQING.figures)


@pytest.mark.parametrize(("annex", "header", "cells"), list(columns()))
def test_an_additive_column_sums_to_its_published_total(annex: Annex, header: str, cells: list[str]) -> None:
    if "%" in header:
        return
    total, *parts = (Decimal(cell) for cell in cells)
    assert annex.rows[0][0] == annex.total
    assert sum(parts) == total


def test_the_body_agrees_with_the_annexes() -> None:
    totals = {f.metric: f for f in SHAOXING.figures if in_annex(f) and f.district == f.city and f.level is None}
    both = [(f, totals[f.metric]) for f in SHAOXING.figures if not in_annex(f) and f.metric in totals]
    assert len(both) == 18
    for body, annex in both:
        assert plain(body) == plain(annex), body.column


@pytest.mark.parametrize("document", load_documents(), ids=lambda document: document.key)
def test_each_figure_is_cited_and_stated_once(document: Document) -> None:
    for figure in document.figures:
        assert figure.citation.document == document.number
        assert figure.citation.place
        assert figure.column
        assert (figure.city, figure.year) == (document.city, document.year)
    keys = Counter((f.citation, f.district, f.metric, f.level) for f in document.figures)
    assert max(keys.values()) == 1


def test_missing_rows_stay_missing() -> None:
    rows = {annex.place: {row[0] for row in annex.rows} for annex in SHAOXING.annexes}
    assert "绍兴高新技术开发区" not in rows["附件3"]
    assert [place for place, labels in rows.items() if "市直" in labels] == ["附件2"]
    assert all("袍江经济技术开发区" in labels for labels in rows.values())


def test_unpublished_annexes_have_no_table() -> None:
    assert [annex.place for annex in CHONGQING.annexes] == ["附件1", "附件2", "附件3", "附件4"]
    assert not any(annex.published or annex.rows for annex in CHONGQING.annexes)


def test_fingerprint_follows_the_content(tmp_path: Path) -> None:
    folder = copytree(ROOT / SHAOXING.key, tmp_path / SHAOXING.key)
    assert load_document(folder) == SHAOXING
    annex = folder / "annex-5.csv"
    annex.write_text(annex.read_text(encoding="utf-8").replace("485", "486"), encoding="utf-8")
    changed = load_document(folder)
    assert changed.fingerprint != SHAOXING.fingerprint
    assert replace(changed, fingerprint="", figures=(), annexes=()) == replace(
        SHAOXING, fingerprint="", figures=(), annexes=()
    )


@pytest.mark.parametrize(
    ("file", "old", "new", "line"),
    [
        ("annex-5.csv", "114.3", "一百", 3),
        ("annex-5.csv", "诸暨市,136.5", "诸暨市,136.5,1", 4),
        ("annex-5.csv", "诸暨市", "绍兴县", 4),
        ("annex-5.csv", "完成投资", "完成额", 1),
        ("figures.csv", ",15,", ",15?,", 2),
        ("figures.csv", "qualifier", "note", 1),
        ("document.toml", "year = 2012", 'year = "2012"', 7),
        ("document.toml", "year = 2012", "jahr = 2012", 7),
        ("document.toml", "year = 2012", "year = ", 7),
        ("document.toml", 'issuer = "绍兴市人民政府办公室"', "", 1),
    ],
)
def test_a_fault_names_its_file_and_line(tmp_path: Path, file: str, old: str, new: str, line: int) -> None:
    folder = copytree(ROOT / SHAOXING.key, tmp_path / SHAOXING.key)
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DocumentError) as caught:
        load_document(folder)
    assert (caught.value.path.name, caught.value.line) == (file, line)
    assert f"{file} 第{line}行" in str(caught.value)


def test_a_missing_and_an_empty_table_are_faults(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="没有这个文件"):
        list(read_csv(tmp_path / "annex-9.csv"))
    (tmp_path / "empty.csv").write_text("\n", encoding="utf-8")
    with pytest.raises(DocumentError, match="没有内容"):
        list(read_csv(tmp_path / "empty.csv"))
