"""Words that were not known: how often each, with one example; never who asked. What is kept was masked where texts are
read (`intents/words/masking.py`)."""

from dataclasses import dataclass
from datetime import datetime

from data.store import Store, moment

MOST = 5_000
_NOTE = """INSERT INTO unanswered (words, example, kind, times, first_at, last_at) VALUES (?, ?, ?, 1, ?, ?)
ON CONFLICT (words) DO UPDATE SET times = unanswered.times + 1, last_at = excluded.last_at RETURNING times"""
_FORGET = """DELETE FROM unanswered WHERE words NOT IN
(SELECT words FROM unanswered ORDER BY times DESC, last_at DESC, words DESC LIMIT ?)"""
_TOP = "SELECT words, example, times, last_at FROM unanswered ORDER BY times DESC, last_at DESC, words LIMIT ?"


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A word that was not known, a message that held it, how often it came and when last."""

    word: str
    example: str
    times: int
    last_at: datetime


def note(store: Store, word: str, example: str, kind: str, at: datetime) -> None:
    """Count a word that got a reply of this kind; beyond `MOST` words the rarest, of these the oldest, are forgotten.
    Raises StoreProblem."""
    if store.rows(_NOTE, (word, example, kind, moment(at), moment(at)))[0][0] == 1:
        store.rows(_FORGET, (MOST,))


def commonest(store: Store, top: int) -> tuple[Unanswered, ...]:
    """The words that came most often, the latest of equals first. Raises StoreProblem."""
    rows = store.rows(_TOP, (top,))
    return tuple(Unanswered(word, text, times, datetime.fromisoformat(at)) for word, text, times, at in rows)
