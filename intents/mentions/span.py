"""From one point of time to another, as written, with what stands before and after: 从, 截至, 底, 以来, 之前."""

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from intents.mentions.moment import WORDS, Piece, find_pieces
from intents.mentions.point import Days, Point, near, read_point

_CLOSERS = ("end", "start_on", "so_far", "before", "up_to", "after", "on_from", "sum")
_OPENERS = ("until", "link", "from", "sum", "earlier", "later")
_TIME = re.compile(r"时间(?:是|为)?\s?$")  # 时间 before 2016到2018
_LISTED = (*WORDS["between"]["list"], *(f"{word}在" for word in WORDS["between"]["list"]))
_UNITS = ("year", "month", "quarter", "day", "date_day")


@dataclass(frozen=True, slots=True)
class Span:
    """`low` to `high` (the same for a single point); `mode` is what stands around it: until, so_far, before …"""

    start: int
    end: int
    low: Point
    high: Point
    mode: str = ""

    @property
    def grain(self) -> str:
        """The calendar unit, or span for anything that is not one."""
        plain = self.low is self.high and self.mode in (("", "until", "end") if self.low.grain == "year" else ("",))
        return self.low.grain if plain else "span"

    @property
    def relative(self) -> bool:
        """Whether the days depend on today."""
        ends = [point for point in (self.low, self.high) if point.year or point.fixed]
        return not ends or any(point.relative for point in ends)

    def days(self, year: int, month: int, today: date) -> Days | None:
        """First and last day, with what was not said taken from `year` and `month`."""
        year, month = self.low.year or self.high.year or year, self.low.low or month
        low = self.low.days(year, month)
        high = self.high.days(year, month)
        if low and high and high < low and self.high.year is None:
            high = self.high.days(year + 1, month)
        if not low or not high or high[1] < low[0] or (self.mode == "so_far" and low[0] > today):
            return None
        return _opened(low[0], high[1], self.mode, today)


def month_end(day: date) -> date:
    """The last day of the month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def find_spans(text: str, today: date) -> list[Span]:
    """The spans and points of the text, left to right."""
    pieces, found, at = find_pieces(text), list[Span](), 0
    while at < len(pieces):
        span, at = _span(text, pieces, at, today)
        if span:
            found.append(_with_year(text, found[-1], span) if found else span)
    return found


def _opened(first: date, last: date, mode: str, today: date) -> Days:
    """The days that are meant: cumulative ones from 1 January, open ones without an end."""
    match mode:
        case "until" | "end" | "sum":
            return date(last.year, 1, 1), last
        case "start_on" | "on_from" | "from":
            return first, None
        case "so_far":
            return first, today
        case "before":
            return None, first - timedelta(1)
        case "up_to":
            return None, last
        case "after":
            return last + timedelta(1), None
    return first, last


def _with_year(text: str, before: Span, span: Span) -> Span:
    """A month in a list takes the year of the one before it: 2021年10月、11月和12月."""
    if span.low.year or span.low.fixed or text[before.end : span.start].strip(" ") not in _LISTED:
        return span
    year = before.high.year or before.low.year
    low = replace(span.low, year=year, said=before.low.said, relative=before.low.relative)
    return replace(span, low=low, high=low if span.high is span.low else span.high)


def _span(text: str, pieces: Sequence[Piece], at: int, today: date) -> tuple[Span | None, int]:
    """The span whose pieces start at `at`, and the index of the piece after it."""
    mode, begin = "", at
    while at + 1 < len(pieces) and pieces[at].kind in _OPENERS:
        mode, at = mode or pieces[at].kind, at + 1
    if begin < at and not near(text, pieces[at - 1].end, pieces[at].start):
        return None, at
    low, after = _low(text, pieces, at, today)
    if low is None:
        return None, max(at, begin + 1) if at > begin else at + 1
    high, after = _high(text, pieces, after, low, today)
    closer, after, end = _close(text, pieces, after, (high or low).end)
    start = pieces[begin].start
    return Span(start, end, low, high or low, _mode(mode, closer, low, high)), after


def _mode(opener: str, closer: str, low: Point, high: Point | None) -> str:
    """What opener and closer mean together; 到 before a single point is 截至."""
    if closer in ("end", "sum", "") and high is not None:
        return ""
    if low.grain == "so_far" or (closer and closer != "end"):
        return "so_far" if low.grain == "so_far" else closer
    if opener in ("earlier", "later"):
        return "before" if opener == "earlier" else "after"
    if low.fixed is None and low.grain == "year":
        return "from" if opener == "from" and not closer else ""
    return "until" if closer == "end" or opener in ("until", "link", "sum") else opener


def _low(text: str, pieces: Sequence[Piece], at: int, today: date) -> tuple[Point | None, int]:
    """The first point, which may borrow its unit from the one after the link: the 1 of 1-5月."""
    low, after = read_point(text, pieces, at, today)
    number = after if low is None else after if low.grain == "year" else len(pieces)
    if number + 2 < len(pieces) and pieces[number].kind == "number" and _borrows(text, pieces, number):
        return _lent(text, pieces, number, low, today)
    if low is None and pieces[at].kind == "number" and _is_bare_year(text, pieces, at):
        return read_point(text, [pieces[at]._replace(kind="year")], 0, today)[0], at + 1
    return low, after


def _borrows(text: str, pieces: Sequence[Piece], at: int) -> bool:
    number, link, other = pieces[at : at + 3]
    close = near(text, number.end, link.start) and near(text, link.end, other.start)
    return close and (link.kind == "link" or text[link.start : link.end] == "、") and other.kind in _UNITS


def _lent(text: str, pieces: Sequence[Piece], at: int, outer: Point | None, today: date) -> tuple[Point | None, int]:
    kind = pieces[at + 2].kind.removeprefix("date_")
    lent = [pieces[at]._replace(kind=kind)]
    point, _ = read_point(text, lent, 0, today)
    if point and outer:
        point = replace(point, start=outer.start, year=outer.year, said=outer.said, relative=outer.relative)
    return point, at + 1


def _is_bare_year(text: str, pieces: Sequence[Piece], at: int) -> bool:
    """Four digits that 从 or 时间 announces: 时间从2016到2018."""
    piece = pieces[at]
    linked = at + 2 < len(pieces) and pieces[at + 1].kind == "link" and pieces[at + 2].kind == "number"
    announced = (at > 0 and pieces[at - 1].kind == "from") or _TIME.search(text, 0, piece.start) is not None
    return piece.end - piece.start == 4 and 1949 <= piece.value <= 2100 and linked and announced


def _high(text: str, pieces: Sequence[Piece], at: int, low: Point, today: date) -> tuple[Point | None, int]:
    """The second point: after 到, or after 和 where 之间 follows it."""
    if at + 1 >= len(pieces) or pieces[at].kind not in ("link", "list") or not near(text, low.end, pieces[at].start):
        return None, at
    if not near(text, pieces[at].end, pieces[at + 1].start):
        return None, at
    high, after = read_point(text, pieces, at + 1, today)
    if high is None and pieces[at + 1].kind == "number" and low.grain == "year" and pieces[at].kind == "link":
        high, after = read_point(text, [pieces[at + 1]._replace(kind="year")], 0, today)[0], at + 2
    closed = (
        after < len(pieces) and pieces[after].kind == "between" and high and near(text, high.end, pieces[after].start)
    )
    if high is None or (pieces[at].kind == "list" and not closed):
        return None, at
    if not high.low and not high.fixed:
        high = replace(high, low=low.low, high=low.low)
    return (replace(high, end=pieces[after].end) if closed else high), after + bool(closed)


def _close(text: str, pieces: Sequence[Piece], at: int, end: int) -> tuple[str, int, int]:
    """What follows the points: 底, 起, 以来, 之前; its kind, the index after it, and where it ends."""
    kind = ""
    while at < len(pieces) and pieces[at].kind in _CLOSERS and near(text, end, pieces[at].start):
        kind = _sum_up(kind, pieces[at].kind)
        end, at = pieces[at].end, at + 1
    return kind, at, end


def _sum_up(kind: str, closer: str) -> str:
    """What two closers mean: 5月底前 counts May, 起至今 ends today."""
    if kind == "end" and closer == "before":
        return "up_to"
    return closer if kind in ("", "end", "start_on") else kind
