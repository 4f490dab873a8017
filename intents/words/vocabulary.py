"""The words known while a message is answered: what is shipped, with the other names in force; where the state of an
earlier day is asked for, with those in force then."""

from collections.abc import Iterator
from contextlib import contextmanager

from data import aliases
from data.aliases import Alias
from intents.asof import as_of_moment
from intents.mentions.lexicon import speaking
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
    then = as_of_moment(turn.text, turn.at)
    return aliases.in_force_at(source.store, then) if then else now
