"""Clauses that only tell why or for whom somebody asks: 我跟老同事聊天用, 在车上打字不方便. They are no condition."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

_END = re.compile(r"[,;。.!?:\n~…—()]+")  # between 督查要用 and 诸暨外资多少


@cache
def _words() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """What such a clause speaks of; what may limit the figure asked for; what only looks as if it did."""
    table = tomllib.loads(Path(__file__).with_name("circumstance.toml").read_text(encoding="utf-8"))
    personal, limiting, harmless = (re.compile("|".join(table[name])) for name in ("personal", "limiting", "harmless"))
    return personal, limiting, harmless


def harmless(text: str) -> list[tuple[int, int]]:
    """Spans that look like a period or a condition and are neither: 半年总结, 下午三点前."""
    return [match.span() for match in _words()[2].finditer(text)]


def circumstances(
    text: str, meaning: Iterable[tuple[int, int]], unknown: Iterable[tuple[int, int]], breaks: Iterable[int] = ()
) -> Iterator[tuple[int, int]]:
    """Spans of clauses of circumstance. `meaning`: spans of words that name what a figure can depend on; `unknown`: of
    words known to name what no table has; `breaks`: where a space stood. Where there is only one clause there is none.
    """
    clauses = list(_clauses(text, sorted(breaks)))
    named, never = list(meaning), list(unknown)
    if len(clauses) < 2:
        return
    personal, limiting, soft = _words()
    for start, end in clauses:
        inside = any(start < b and a < end for a, b in (*named, *never))
        clause = text[start:end]
        if not inside and personal.search(clause) and not limiting.search(soft.sub("", clause)):
            yield start, end


def _clauses(text: str, breaks: list[int]) -> Iterator[tuple[int, int]]:
    cuts = [match.span() for match in _END.finditer(text)] + [(at, at) for at in breaks]
    start = 0
    for first, last in sorted(cuts):
        if first > start:
            yield start, first
        start = max(start, last)
    if start < len(text):
        yield start, len(text)
