"""Other names for districts and metrics, given while the program runs: each in force from a moment on, until it is
taken back. What may become one is judged where texts are read (`intents/words/law.py`)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from data.catalog.load import Catalog, load_catalog
from data.connection import Row
from data.store import Store, moment

_COLUMNS = "kind, word, name, at"
_ALL = f"SELECT {_COLUMNS} FROM alias WHERE ended_at = '' ORDER BY id"
_THEN = f"SELECT {_COLUMNS} FROM alias WHERE at <= ? AND (ended_at = '' OR ended_at > ?) ORDER BY id"
_VERSION = "SELECT MAX(id), MAX(at), MAX(ended_at), COUNT(*) FROM alias"  # moments too: a backup may come in its place
_ADD = "INSERT INTO alias (kind, word, name, at) VALUES (?, ?, ?, ?)"
_END = "UPDATE alias SET ended_at = ? WHERE word = ? AND ended_at = '' RETURNING kind, word, name, at"


@dataclass(frozen=True, slots=True)
class Alias:
    """`word` is another name for the district or metric `name`; `kind` says which of the two."""

    kind: str
    word: str
    name: str
    at: datetime


class AliasProblem(Exception):
    """A word cannot be another name for something; the message is one sentence for a person."""


def kind_of(name: str, catalog: Catalog) -> str:
    """Whether an official name is a district's or a metric's. Raises AliasProblem for another one."""
    if any(district.name == name for district in catalog.districts):
        return "district"
    if any(metric.name == name for metric in catalog.metrics):
        return "metric"
    raise AliasProblem(f"“{name}”不是指标或地区的正式名称，正式名称可用“导出附件4”等查看。")


def in_force(store: Store) -> tuple[Alias, ...] | None:
    """Those in force, read again only where there is a new one or one was taken back; None where there never was any.
    Raises StoreProblem."""
    version = store.rows(_VERSION)[0]
    return None if version[0] is None else _read(store, version)


@lru_cache(maxsize=8)
def _read(store: Store, _version: Row) -> tuple[Alias, ...]:
    return tuple(map(_alias, store.rows(_ALL)))


def in_force_at(store: Store, at: datetime) -> tuple[Alias, ...]:
    """Those that were in force at a moment. Raises StoreProblem."""
    return tuple(map(_alias, store.rows(_THEN, (moment(at), moment(at)))))


def refuse_known(alias: Alias, known: tuple[Alias, ...]) -> None:
    """Raises AliasProblem where the word is one of the known ones already."""
    if same := [each for each in known if each.word == alias.word]:
        raise AliasProblem(f"“{alias.word}”已经是{same[0].name}的别名，要改请先移除。")


def add(store: Store, alias: Alias) -> None:
    """Put it in force. Raises AliasProblem where the word is one already, StoreProblem."""
    with store.write(durable=True):
        refuse_known(alias, in_force(store) or ())
        store.rows(_ADD, (alias.kind, alias.word, alias.name, moment(alias.at)))


def end(store: Store, word: str, at: datetime) -> Alias:
    """Take a word back; what it stood for. Raises AliasProblem where it is none, StoreProblem."""
    found = store.rows(_END, (moment(at), word))
    if not found:
        raise AliasProblem(f"“{word}”不是已加的别名。")
    return _alias(found[0])


def findings(store: Store) -> Iterator[str]:
    """Each alias in force whose name the catalog no longer has. Raises StoreProblem."""
    for alias in in_force(store) or ():
        try:
            there = kind_of(alias.name, load_catalog())
        except AliasProblem:
            there = ""
        if there != alias.kind:
            yield f"别名“{alias.word}”所指的“{alias.name}”已不在名录里。"


def _alias(row: Row) -> Alias:
    kind, word, name, at = row
    return Alias(kind, word, name, datetime.fromisoformat(at))
