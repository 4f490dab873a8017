"""A question with the cells that answer it, and what all ways of answering share."""

from collections.abc import Iterable
from dataclasses import dataclass

from data.model import Citation, Figure
from intents.reply import Reply, Table
from intents.sources import Sources
from intents.targets.cells import Cells
from intents.targets.question import Question
from intents.wording import fact, listed, qualified, sources, with_sources_once


@dataclass(frozen=True, slots=True)
class Case:
    """A question with what answers it: its cells, where they are from, and the names of things."""

    question: Question
    cells: Cells
    source: Sources

    def one(self, district: str, metric: str) -> Figure | None:
        """The figure of a district that is counted with."""
        return self.cells.one(district, metric, self.question.levels)

    def among(self, metric: str) -> tuple[list[Figure], list[str]]:
        """The figures of all districts asked about, and the districts that have none."""
        found = [(d, self.one(d, metric)) for d in self.question.districts if d != self.question.city]
        return [f for _, f in found if f], [d for d, f in found if f is None]

    @property
    def who(self) -> str:
        """The set of districts, as the text names it."""
        question = self.question
        name = "、".join((*question.groups, *self._beside())) if question.groups else listed(question.districts)
        out = f"（除{listed(question.without)}）" if question.without else ""
        return name + out

    def _beside(self) -> list[str]:
        """The districts that are in none of the groups asked about: 五县市和(越城区)."""
        question = self.question
        known = {g.name: g.members for g in self.source.catalog.groups if g.city == question.city}
        if not set(question.groups) <= set(known):
            return []
        members = {d for g in question.groups for d in known[g]}
        return [d for d in question.districts if d not in members and d != question.city]


def cited(figures: Iterable[Figure]) -> tuple[Citation, ...]:
    """Where figures stand, each place once."""
    return tuple(dict.fromkeys(figure.citation for figure in figures))


def title(case: Case, metric: str, figures: Iterable[Figure] = ()) -> str:
    """实际引进外资目标, with the level where one of two is counted with."""
    levels = {f.level for f in figures if f.level}
    return f"{metric}目标" + (f"（{'、'.join(sorted(levels))}）" if levels else "")


def refused(case: Case, why: str, figures: Iterable[Figure]) -> Reply:
    """What must not be computed, with the figures beside each other."""
    figures = list(figures)
    lines = [f"{f.district}{f.metric}：{f.level or ''}{qualified(f)}" for f in figures]
    return Reply(
        "decline", (why, *lines), facts=tuple(map(fact, figures)), notes=(sources(cited(figures)),) if figures else ()
    )


def joined(replies: list[Reply]) -> Reply:
    """Several replies as one; declines count only where nothing else is there."""
    if len(replies) == 1:
        return replies[0]
    good = [r for r in replies if r.kind == "answer"] or replies
    tables = [r.table for r in good if r.table]
    lines = [line for r in good for line in (*r.lines, *(_rows(r.table) if r.table and len(tables) > 1 else ()))]
    notes = with_sources_once(note for r in good for note in r.notes)
    return Reply(
        good[0].kind,
        tuple(lines),
        tables[0] if len(tables) == 1 else None,
        notes,
        tuple(f for r in good for f in r.facts),
        working=tuple(w for r in good for w in r.working),
    )


def _rows(table: Table) -> list[str]:
    return [" ".join(row) for row in table.rows]
