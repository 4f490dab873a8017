"""The words around numbers, read once from quantities.toml, and patterns made of them."""

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

WORDS: dict[str, Any] = tomllib.loads(Path(__file__).with_name("quantities.toml").read_text("utf-8"))


def either(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(set(words), key=lambda word: (-len(word), word)))


def lookup(table: dict[str, list[str]]) -> dict[str, str]:
    """Word to what it stands for."""
    return {word: name for name, words in table.items() for word in words}


_UNIT_WORDS = [*lookup(WORDS["money"]), *lookup(WORDS["shares"]), *WORDS["counts"]["words"], "万", "亿"]
UNIT_STARTS = "".join(sorted({word[0] for word in _UNIT_WORDS}))
