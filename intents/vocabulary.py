"""The words known while a message is answered: what is shipped, with the other names in force; where the state of an
earlier day is asked for, with those in force then."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from data import aliases
from data.aliases import Alias
from intents.mentions.lexicon import speaking
from intents.normal import normalise
from intents.progress_words import as_of_day
from intents.sources import Sources
from intents.turn import Turn


@contextmanager
def spoken(turn: Turn, source: Sources) -> Iterator[None]:
    """These words are known while the block runs. Raises StoreProblem."""
    with speaking(_known(turn, source)):
        yield


def _known(turn: Turn, source: Sources) -> tuple[Alias, ...]:
    now = aliases.in_force(source.store)
    if now is None:
        return ()
    day = as_of_day(normalise(turn.text).text, turn.at.date())
    if day is None:
        return now
    return aliases.in_force_at(source.store, datetime.combine(day, datetime.max.time(), turn.at.tzinfo))
