"""Words that nothing explains, read as what they were probably meant to be."""

from datetime import date

from data.places import Places
from intents.mentions.candidates import path_of
from intents.mentions.cover import Segment, doubtful
from intents.mentions.lexicon import Lexicon
from intents.mentions.nearest import Repair, nearest
from intents.mentions.place import PlaceMention
from intents.normal import Normal

_ALIKE = 1.5  # repairs whose costs differ by less are equally near


def left_over(text: str, path: list[Segment]) -> list[int]:
    """Places in the text that nothing explains."""
    unsure = doubtful(text, path)
    return [
        i
        for n, segment in enumerate(path)
        if segment.what is None or n in unsure or is_unknown(segment)
        for i in range(segment.start, segment.end)
    ]


def is_unknown(segment: Segment) -> bool:
    """Whether a word is known to name what no table has."""
    return isinstance(segment.what, tuple) and segment.what[0].kind == "unknown"


def best_repairs(text: str, left: list[int], path: list[Segment], today: date, lexicon: Lexicon) -> list[Repair]:
    """The repair that explains most, with those about equally near that mean something else; none if none helps."""
    if len(left) > 40:
        return []
    now = _score(text, path)
    scored = []
    for repair in nearest(lexicon).repairs(text, left):
        if not _may_be_place(text, repair, path):
            changed = text[: repair.start] + repair.word + text[repair.end :]
            score = repair.cost + _score(changed, path_of(changed, today, lexicon))
            if score < now - 5:
                scored.append((score, repair))
    if not scored:
        return []
    scored.sort()
    best = scored[0]
    alike = [best[1]]
    for score, repair in scored[1:]:
        if score - best[0] < _ALIKE and not any(_same(lexicon, text, repair, other) for other in alike):
            alike.append(repair)
    return alike


def _score(text: str, path: list[Segment]) -> float:
    unsure = doubtful(text, path)
    return sum(10.0 * (s.end - s.start) if n in unsure else s.cost for n, s in enumerate(path))


def _may_be_place(text: str, repair: Repair, path: list[Segment]) -> bool:
    """A real place's name is never a misspelling of another's."""
    window = text[repair.start : repair.end]
    return Places.load().is_name(window) or any(
        isinstance(s.what, PlaceMention) and s.start < repair.end and repair.start < s.end for s in path
    )


def _same(lexicon: Lexicon, text: str, one: Repair, other: Repair) -> bool:
    """Whether two repairs come to the same, or do not contradict each other."""

    def meant(repair: Repair) -> set[tuple[str, str]]:
        return {(m.kind, m.value) for m in lexicon.words[repair.word]}

    def made(repair: Repair) -> str:
        return text[: repair.start] + repair.word + text[repair.end :]

    overlapping = one.start < other.end and other.start < one.end
    return bool(meant(one) & meant(other)) or not overlapping or made(one) == made(other)


def replaced(normal: Normal, repair: Repair) -> Normal:
    """The text with a word read as another; its places are those of what was typed."""
    first, last = normal.places[repair.start], normal.places[repair.end - 1]
    places = [min(first + i, last) for i in range(len(repair.word) - 1)] + [last]
    return Normal(
        normal.text[: repair.start] + repair.word + normal.text[repair.end :],
        (*normal.places[: repair.start], *places, *normal.places[repair.end :]),
    )
