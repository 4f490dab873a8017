"""Pieces of a line: the name before a value, the brackets after it, the beginning that says whose and until when."""

import re

from data.model import Metric
from intents.submission.context import context
from intents.submission.names import Asker, Named, named
from intents.submission.values import Value, only_threshold
from intents.submission.words import BRACKETED, CLOSING, FILLER, INEXACT, SEPARATORS

_PAREN = re.compile(r" ?[(\[]([^()\[\]]*)[)\]]")  # (1000万美元以上) after a value
_STARTS = re.compile(r"(?:^|(?<=[ ,、;:。!|(]))(?=[^ ,、;:。!|])")  # where a name may begin
_ENDS = re.compile(r"(?<=[^ ,、;:。!|])(?=[ ,、;:。!|])")  # where a word may end
_REACH = 8
_LONGEST = 120


def name_before(
    text: str, start: int, end: int, extra: str, asker: Asker, before: tuple[str, ...]
) -> tuple[Named | None, int]:
    """What stands before a value, from the first place on from which all is understood; and that place."""
    starts = [start, *(m.start() for m in _STARTS.finditer(text, start, end) if m.start() > start)]
    said = None
    for begin in dict.fromkeys((starts[0], *starts[-_REACH:])):
        if end - begin > _LONGEST:
            continue
        found = named(text[begin:end] + extra, asker, before)
        if found is not None and found.metrics:
            return found, begin
        said = said or (found if begin == start else None)
    return said, start


def leading(text: str, start: int, end: int, asker: Asker) -> tuple[Named | None, int]:
    """The longest beginning of a text that says only whose and until when, and where it ends."""
    stops = [m.start() for m in _ENDS.finditer(text, start, end)][:_REACH]
    for stop in reversed(stops):
        said = named(text[start:stop], asker)
        if said is not None and not said.metrics and said.places_it:
            return context(said), stop
    return None, start


def is_bare(text: str, start: int, end: int) -> bool:
    """Whether text[start:end] says nothing of its own: 累计完成."""
    return not CLOSING.sub("", FILLER.sub("", text[start:end])).strip(SEPARATORS + "()")


def is_rough(piece: str) -> bool:
    """Whether a piece after a value says that it is no exact figure: (预计数)."""
    rest = INEXACT.sub("", piece)
    return rest != piece and not FILLER.sub("", rest).strip(SEPARATORS + "()")


def suffix(text: str, value: Value, asker: Asker, metrics: tuple[Metric, ...]) -> tuple[str, str, int]:
    """What brackets right after a value say: a unit, more of the name (1000万美元以上), or the period; and where it ends."""
    paren = _PAREN.match(text, value.end)
    if not paren or value.amount is None:
        return "", "", value.end
    unit = BRACKETED.fullmatch(paren[0])
    if unit and value.amount.unit is None:
        return next(filter(None, unit.groups()), ""), "", paren.end()
    said = named(paren[1], asker)
    tells = said is not None and not said.metrics and (said.places_it or said.monthly or said.cumulative)
    if tells or only_threshold(paren[1], metrics):
        return "", f" ({paren[1]})", paren.end()
    return "", "", value.end


def joined(text: str, spans: tuple[tuple[int, int], ...]) -> list[tuple[int, int]]:
    """Pieces that nothing but separators part, as one."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and not text[found[-1][1] : start].strip(SEPARATORS):
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found
