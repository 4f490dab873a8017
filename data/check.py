"""Checks of the data: sums against published totals, the body against the annexes, the store against the documents,
rules of assessment, the ledger against its seal and the reports against the ledger (`audit`)."""

from collections.abc import Iterator
from decimal import Decimal

from data import aliases, audit
from data.amount import show, to_base
from data.assessment import rule_of
from data.catalog.load import load_catalog
from data.document import Document
from data.folder import DocumentError
from data.library import load_documents
from data.model import Figure
from data.query import Selection, figures
from data.store import Store


def findings(store: Store) -> Iterator[str]:
    """Each thing that is off, in a sentence. Raises StoreProblem."""
    for document in load_documents():
        yield from _stored(store, document)
        yield from _sums(document)
        yield from _body(document)
        yield from _rules(document)
    yield from aliases.findings(store)
    yield from audit.findings(store)


def _rules(document: Document) -> Iterator[str]:
    """Rules of assessment that cannot be applied."""
    try:
        rule = rule_of(document.city, document.year)
    except DocumentError as fault:
        yield str(fault)
        return
    known = {metric.name for metric in load_catalog().metrics if metric.city == document.city}
    for contest in rule.contests if rule else ():
        if contest.metric not in known:
            yield f"{document.number} 评比规则的指标“{contest.metric}”不在指标目录里"
        if contest.annex not in {annex.place for annex in document.annexes}:
            yield f"{document.number} 评比规则的任务表“{contest.annex}”不是文件的附件"


def _stored(store: Store, document: Document) -> Iterator[str]:
    """Figures that are not in the store as the document has them."""
    there = set(figures(store, Selection(document.city, document.year, None)))
    own = {f for f in there if f.citation.document == document.number}
    for figure in sorted(set(document.figures) ^ own, key=str):
        where = "库里没有" if figure in document.figures else "库里多出或被改动"
        yield f"{figure.citation} {figure.district} {figure.metric}：{where} {show(figure.value)}{figure.unit}"


def _sums(document: Document) -> Iterator[str]:
    """Columns whose districts do not add up to the published total. Sums are of 元, 美元 and pieces; ratios have none."""
    for annex in document.annexes:
        cells = [f for f in document.figures if f.citation.place == annex.place]
        for metric, level in dict.fromkeys((f.metric, f.level) for f in cells):
            column = [f for f in cells if (f.metric, f.level) == (metric, level)]
            if not load_catalog().metric(metric).is_ratio:
                yield from _sum(document, column)


def _sum(document: Document, column: list[Figure]) -> Iterator[str]:
    total = [f for f in column if f.district == document.city]
    added = sum((f.value for f in column if f.district != document.city), Decimal(0))
    if total and total[0].value != added:
        f = total[0]
        yield f"{f.citation} {f.metric}{f.level or ''}：各地之和{show(added)}，公布的合计{show(f.value)}{f.unit}"


def _body(document: Document) -> Iterator[str]:
    """Figures that two places of a document give differently."""
    first: dict[tuple[str, str, str | None], Figure] = {}
    for f in document.figures:
        same = first.setdefault((f.district, f.metric, f.level), f)
        if to_base(same.value, same.unit) != to_base(f.value, f.unit):
            other = f"{same.citation.place}的{show(same.value)}{same.unit}"
            yield f"{f.citation} {f.metric}：{show(f.value)}{f.unit}，与{other}不同"
