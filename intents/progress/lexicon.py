"""The words of progress as they stand in mentions/progress_words.toml, and where they stand in a text."""

import re
import tomllib
from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from intents.mentions.period import Period
from intents.mentions.words import either

ONE_DAY = timedelta(days=1)


@cache
def words() -> dict[str, Any]:
    """The tables of the file."""
    path = Path(__file__).parents[1] / "mentions" / "progress_words.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def pattern() -> tuple[re.Pattern[str], dict[str, str]]:
    """All cue words, the longest first, and what each means."""
    value_of = {word: value for value, listed in words()["cue"].items() for word in listed}
    return re.compile(either(value_of)), value_of


def as_of_end(text: str, period: Period) -> int | None:
    """Where the words end that make the state of a day asked for (6月10日|的口径, 6月8日|那时候); None without them. The
    last day of a month is a period: 5月31日那天."""
    found = _as_of_words("words").match(text, period.end)
    if found is None and period.grain == "day" and period.last and (period.last + ONE_DAY).day > 1:
        found = _as_of_words("of_day").match(text, period.end)
    return found.end() if found and period.last else None


@cache
def _as_of_words(table: str) -> re.Pattern[str]:
    return re.compile(f"(?:{either(words()['as_of'][table])})")


@cache
def openers() -> tuple[str, ...]:
    """What may stand before such a day, the longest first."""
    return tuple(sorted(words()["as_of"]["before"], key=len, reverse=True))


@cache
def _shapes() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """What can be said in many ways, as patterns, with its meaning: 离年度目标还缺多少."""
    table = words()["pattern"]
    return tuple((value, re.compile(pattern)) for value, listed in table.items() for pattern in listed)


def matches(text: str) -> Iterator[tuple[re.Match[str], str, str]]:
    """The words and patterns of the file in a text, what each means and the word; one inside of a longer is none."""
    words_of, value_of = pattern()
    shapes = [(match, value, "") for value, shape in _shapes() for match in shape.finditer(text)]
    found = [(match, value_of[match[0]], match[0]) for match in words_of.finditer(text)]
    both = sorted((*shapes, *found), key=lambda each: (each[0].start() - each[0].end(), each[0].start()))
    taken: list[re.Match[str]] = []
    for match, value, word in both:
        if not any(match.start() < other.end() and other.start() < match.end() for other in taken):
            taken.append(match)
            yield match, value, word
