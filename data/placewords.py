"""The words beside the directory of places (catalog/place-words.toml): everyday words, and the peoples in names."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

_FILE = Path(__file__).parent / "catalog" / "place-words.toml"


def ordinary_words() -> frozenset[str]:
    """Place names that are everyday words too (合作, 新建): places only with their suffix or behind their city."""
    return _words("ordinary")


def whole_words() -> frozenset[str]:
    """Everyday words of two letters that no short name may cut through: 完成|都 is no 成都."""
    return _words("whole")


@cache
def peoples() -> tuple[str, ...]:
    """The peoples as they stand in names: 蒙古族, and 蒙古 where the 族 is left out (和布克赛尔蒙古自治县)."""
    found = sorted(_words("peoples"))
    return (*(f"{name}族" for name in found), *(name for name in found if len(name) > 1))


def earlier_names(name: str) -> tuple[str, ...]:
    """What a place was called before the list of 2012 (襄阳市: 襄樊市, 襄樊)."""
    return tuple(_file()["earlier"].get(name, "").split())


@cache
def _file() -> dict[str, Any]:
    with _FILE.open("rb") as file:
        return tomllib.load(file)


@cache
def _words(key: str) -> frozenset[str]:
    return frozenset(_file()[key].split())
