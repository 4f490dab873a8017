"""The grid: every name of every district with every metric, and each of the 231 cells asked in many ways."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from data.catalog.load import load_catalog
from data.library import load_documents
from data.model import District, Figure
from intents.reply import Reply
from tests.desks import SHAOXING, as_stated, ask, published, targets

ASKED_BACK = ("choose", "unclear", "decline", "help")
CATALOG = load_catalog()
DISTRICTS = [district for district in CATALOG.districts if district.city == SHAOXING]


@dataclass(frozen=True)
class Asked:
    """A question with the figures that must answer it."""

    text: str
    figures: tuple[Figure, ...]
    reply: Reply

    @property
    def right(self) -> bool:
        """Whether the targets stated are these, each with its source, and no other."""
        expected = sorted(map(as_stated, self.figures), key=str)
        return self.reply.kind == "answer" and sorted(targets(self.reply), key=str) == expected

    @property
    def asked_back(self) -> bool:
        """Whether no figure was given at all."""
        return self.reply.kind in ASKED_BACK and not targets(self.reply)

    def __str__(self) -> str:
        return f"{self.text!r} -> {self.reply.kind} {targets(self.reply) or ' '.join(self.reply.lines)[:80]}"


@cache
def phrasings() -> dict[str, Any]:
    """The ways to ask, from the file beside this one."""
    return tomllib.loads((Path(__file__).parent / "phrasings.toml").read_text(encoding="utf-8"))


def names(district: District) -> tuple[str, ...]:
    """All the names that a district is listed under."""
    return district.name, *district.aliases, *district.later


def metrics_of(district: District) -> list[str]:
    """The metrics for which a district has figures."""
    return [metric for name, metric in published() if name == district.name]


def cells() -> list[Figure]:
    """The figures of the annexes, a cell each."""
    document = next(document for document in load_documents() if document.city == SHAOXING)
    return [figure for figure in document.figures if figure.citation.place.startswith("附件")]


def turned(names: list[str], by: int) -> str:
    """One of several, by turns."""
    return names[by % len(names)]


def filled(template: str, cell: Figure, district: str, by: int) -> str:
    """A template with the cell's names put in."""
    known = phrasings()
    metric, amount = turned(known["metrics"][cell.metric], by // 2), turned(known["amounts"][cell.unit], by // 3)
    return template.format(d=district, m=metric, l=cell.level or "", q=amount).strip()


def ways(cell: Figure, start: int) -> Iterator[str]:
    """Every way to ask for a cell that the file has."""
    known = phrasings()
    for number, template in enumerate(known["asked"], start):
        yield filled(template, cell, turned(known["districts"][cell.district], number), number)
    for number, template in enumerate(known["traditional"], start):
        yield traditional(filled(template, cell, turned(known["districts"][cell.district], number), number))
    for number, name in enumerate(known["misspelt_districts"].get(cell.district, ()), start):
        yield filled(turned(known["misspelt"], number), cell, name, number)


def traditional(text: str) -> str:
    """In traditional characters."""
    from opencc import OpenCC  # type: ignore[import-untyped]

    return str(_converter(OpenCC).convert(text))


@cache
def _converter(kind: Any) -> Any:
    return kind("s2t")


@pytest.mark.parametrize("district", DISTRICTS, ids=lambda district: district.name)
def test_every_name_of_a_district_with_every_metric(district: District) -> None:
    wrong = []
    for name in names(district):
        for metric in metrics_of(district):
            text = f"{name}{metric}目标是多少"
            asked = Asked(text, published()[district.name, metric], ask(text))
            wrong += [] if asked.right else [str(asked)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("metric", [m for m in CATALOG.metrics if m.city == SHAOXING], ids=lambda metric: metric.name)
def test_every_name_of_a_metric(metric: Any) -> None:
    district = next(name for name, known in reversed(published()) if known == metric.name and name != "市直")
    wrong = []
    for name in (metric.name, *metric.also, *metric.aliases):
        text = f"{district}{name}目标是多少"
        asked = Asked(text, published()[district, metric.name], ask(text))
        wrong += [] if asked.right else [str(asked)]
    assert not wrong, "\n".join(wrong)


def test_each_cell_in_many_ways() -> None:
    questions = [(text, cell) for start, cell in enumerate(cells()) for text in ways(cell, start)]
    replies = [Asked(text, (cell,), ask(text)) for text, cell in questions]
    wrong = [str(asked) for asked in replies if not asked.right and not asked.asked_back]
    assert not wrong, f"{len(wrong)} of {len(replies)} wrong:\n" + "\n".join(wrong[:50])
    asked_back = [str(asked) for asked in replies if not asked.right]
    assert len(asked_back) < 0.02 * len(replies), f"{len(asked_back)} of {len(replies)}:\n" + "\n".join(asked_back[:50])


def test_at_least_ten_ways_for_each_of_231_cells() -> None:
    counts = [len(set(ways(cell, start))) for start, cell in enumerate(cells())]
    assert len(counts) == 231
    assert min(counts) >= 10
