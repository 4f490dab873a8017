"""One line that tells of several: 外资、内资分别为9800万美元、12.3亿元; 诸暨、嵊州外资分别为9100和3300万美元; 外资、内资均为0."""

import re
from itertools import pairwise

from intents.mentions.lexicon import load_lexicon
from intents.submission.text import Line, made

_EACH = re.compile(r"([^;。]*)分别(?:为|是|完成|达到|到位|实现)?[: ]?([^;。]*[^;。 ])[;。 ]*")
_ALIKE = re.compile(
    r"([^;。]*[^;。\d])(?:均|都|全部?)(?:为|是|完成)? ?((?:\d[\d.,]*|零(?!报|进|上|增)|零报告|零进展|无新增)\w*)[;。! ]*"
)
_FIGURE = re.compile(
    r"\d(?![\d年月日\-~/.]|[\d万亿千百]*(?:美?元)?以上)|其[余他它]"
)  # what is no list of names: 外资9800万美元，其余
_AND = re.compile(r" ?(?:[、,]|和|与|及) ?")
_BARE = re.compile(r"[\d.,]+")
_UNIT = re.compile(r"[^\d.,].*$")
_MARK = re.compile(r"(?:^|(?<=[ ,;。:]))(?:\((\d{1,2})\)|(\d{1,2})(?:[、)]|\.(?!\d))) *(?=[^\d\s])")  # (1), 1. and 1、
_LAST = re.compile(r"\D*$")
_LONG = 200  # the longest line in which such turns are looked for
_CLAUSE = re.compile("[,;。]")
_METRICS = frozenset(("metric", "sector"))
_NAMES = _METRICS | {"facet"}

_Name = tuple[str, int, int]  # what is said before a value, and where the name of it stands in the line


def apart(row: Line) -> tuple[Line, ...]:
    """A line for each of those that a line tells of; the line itself where it tells of one."""
    if row.whole or len(row.text) > _LONG:
        return (row,)
    if (found := _EACH.fullmatch(row.text)) and not _FIGURE.search(_without_names(found[1])):
        values = tuple(found[2][a:b] for a, b in _parts(found[2]))
        if names := _districts(found[1]):
            values = _of_one_unit(values)
        names = names or _listed(found[1])
        return _lines(row, names, values) if len(names) == len(values) > 1 else (row,)
    if alike := _alike(row):
        return alike
    pieces = [row.cut(a, b) for a, b in _parts(row.text, _CLAUSE)]
    if len(pieces) > 1 and any(map(_alike, pieces)):
        return tuple(one for piece in pieces for one in _alike(piece) or (piece,))
    return (row,)


def unnumbered(row: Line) -> Line:
    """A line without the numbers of what it lists: (1)外资9800万美元 (2)内资11.6亿元. Each stands behind a value and
    before another, so that it is no count itself: 外资项目 1、内资项目 2."""
    if row.whole or len(row.text) > _LONG:
        return row
    marks = list(_MARK.finditer(row.text))
    if len(marks) < 2 or [int(m[1] or m[2]) for m in marks] != list(range(1, len(marks) + 1)):
        return row
    ends = [0, *(m.end() for m in marks)]
    pieces = [row.text[a : m.start()] for a, m in zip(ends, marks, strict=False)]
    valued = all(any(c.isdigit() for c in piece) for piece in pieces[1:])
    if not valued or any(_spans(_behind(piece), _NAMES) for piece in pieces):
        return row
    for mark in marks:
        row = row.blank(*mark.span())
    return row


def _behind(piece: str) -> str:
    """What stands behind the last figure."""
    found = _LAST.search(piece)
    return found[0] if found else ""


def _alike(row: Line) -> tuple[Line, ...]:
    """A line for each of 外资、内资均为0; none for another text."""
    found = _ALIKE.fullmatch(row.text)
    if not found or _FIGURE.search(_without_names(found[1])):
        return ()
    names = _districts(found[1]) or _listed(found[1])
    return _lines(row, names, (found[2],) * len(names))


def _lines(row: Line, names: tuple[_Name, ...], values: tuple[str, ...]) -> tuple[Line, ...]:
    """A line for each, which is given back by its name."""
    told = zip(names, values, strict=True)
    return tuple(made(f"{name} {value}", row.said(start, end)) for (name, start, end), value in told)


def _listed(head: str) -> tuple[_Name, ...]:
    return tuple((head[a:b], a, b) for a, b in _parts(head))


def _parts(text: str, between: re.Pattern[str] = _AND) -> list[tuple[int, int]]:
    """Where what is listed in a text stands, without spaces around it."""
    ends = [0, *(end for match in between.finditer(text) for end in match.span()), len(text)]
    parts = (
        (a + len(text[a:b]) - len(text[a:b].lstrip()), a + len(text[a:b].rstrip()))
        for a, b in zip(ends[::2], ends[1::2], strict=True)
    )
    return [(a, b) for a, b in parts if a < b]


def _districts(head: str) -> tuple[_Name, ...]:
    """The head once for each of the districts that it lists before or behind one metric; none where it lists none."""
    spans = _spans(head, frozenset(("district",)))
    if len(spans) < 2 or len(_spans(head, _METRICS)) != 1:
        return ()
    between = [head[a[1] : b[0]] for a, b in pairwise(spans)]
    if any(_AND.sub("", each).strip() for each in between):
        return ()
    return tuple((f"{head[: spans[0][0]]} {head[a:b]} {head[spans[-1][1] :]}", a, b) for a, b in spans)


def _spans(text: str, kinds: frozenset[str]) -> list[tuple[int, int]]:
    """Where the longest words of these kinds stand."""
    found = [(a, b) for a, b, meant in load_lexicon().found(text) if kinds & {m.kind for m in meant}]
    return [s for s in sorted(found) if not any(o != s and o[0] <= s[0] and s[1] <= o[1] for o in found)]


def _without_names(text: str) -> str:
    for start, end in reversed(_spans(text, _METRICS)):
        text = text[:start] + text[end:]
    return text


def _of_one_unit(values: tuple[str, ...]) -> tuple[str, ...]:
    """The values of one metric, those without a unit in the last one's: 9100和3300万美元."""
    unit = _UNIT.search(values[-1]) if values else None
    return tuple(value + unit[0] if unit and _BARE.fullmatch(value) else value for value in values)
