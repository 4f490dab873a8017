"""A line of a report as it is read, its spaces kept, each character with its place in what was typed."""

import re
from dataclasses import dataclass, replace

from intents.normal import normalise

_WORD = re.compile(r"\S+")
_MARKS = re.compile(r"^[\s,、;:。!|=~·—]+|[\s,、;:。!|=~·—]+$")  # what is trimmed from a piece given back
# figures that look like a date or a telephone, behind a metric: 201205, 2012.5, 13912345678元
_DATELIKE = re.compile(
    r"(?<![\d.,\-/〔a-z])(?:\d{6}|\d{8}|(?:19|20)\d\d\.\d{1,2}|1[3-9]\d{9}(?= ?(?:元|美元|圆|块)))(?![\d\-/年月日号季]|[.,]\d)"
)
_TEXT_ONLY = re.compile(r"[^\d]*$")


@dataclass(frozen=True, slots=True)
class Line:
    """`text` as it is read; `places[i]` is the place in `typed` of text[i]. A line made from a table's row gives the
    row (`whole`) for every piece of it, and its places are in `raw`."""

    text: str
    places: tuple[int, ...]
    typed: str
    whole: bool = False
    raw: str = ""

    def said(self, start: int, end: int) -> str:
        """text[start:end] word for word as it was typed, without the separators around it."""
        if self.whole:
            return self.typed.strip()
        words = _MARKS.sub("", self.text[start:end])
        if not words:
            return ""
        start = self.text.index(words, start)
        return self.typed[self.places[start] : self.places[start + len(words) - 1] + 1]

    def begin(self, start: int, end: int) -> int:
        """Where the first word of text[start:end] begins."""
        return start + len(self.text[start:end]) - len(self.text[start:end].lstrip())

    def cut(self, start: int, end: int) -> "Line":
        """Only text[start:end] of it."""
        return replace(self, text=self.text[start:end], places=self.places[start:end])

    def blank(self, start: int, end: int) -> "Line":
        """The same line with text[start:end] made spaces."""
        return replace(self, text=self.text[:start] + " " * (end - start) + self.text[end:])


def line(typed: str) -> Line:
    """A line as typed, to be read: each word normalised by itself, one space between two."""
    text: list[str] = []
    places: list[int] = []
    for word in _WORD.finditer(typed):
        normal = normalise(word[0])
        if normal.text and text:
            text.append(" ")
            places.append(word.start() - 1)
        text.extend(normal.text)
        places.extend(word.start() + place for place in normal.places)
    return Line("".join(text), tuple(places), typed)


def made(text: str, row: str) -> Line:
    """A line put together from the row of a table."""
    read = line(text)
    return Line(read.text, read.places, row, whole=True, raw=text)


def dates_apart(read: Line, is_named: re.Pattern[str]) -> Line:
    """The line with commas in figures that a metric's name goes before, so that they are not taken for dates."""
    text, places, moved = read.text, read.places, 0
    for match in _DATELIKE.finditer(read.text):
        if is_named.search(_before(read.text, match.start())):
            grouped = _grouped(match[0])
            start, end = match.start() + moved, match.end() + moved
            spread = [places[start]] * (len(grouped) - len(match[0])) + list(places[start:end])
            text, places = text[:start] + grouped + text[end:], (*places[:start], *spread, *places[end:])
            moved += len(grouped) - len(match[0])
    return replace(read, text=text, places=places)


def _before(text: str, end: int) -> str:
    """What stands before a figure, back to the figure before it."""
    found = _TEXT_ONLY.search(text, max(0, end - 24), end)
    return found[0] if found else ""


def _grouped(figure: str) -> str:
    whole, point, rest = figure.partition(".")
    return f"{int(whole):,}" + point + rest
