"""A point of time as written (2012年5月, 去年三季度, 15日) and the days that it covers once its year is known."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from intents.mentions.moment import Piece

Days = tuple[date | None, date | None]


@dataclass(frozen=True, slots=True)
class Point:
    """Months `low` to `high` of `year` (None: not said), or `day` of month `low` (0: not said), or just `fixed` days.

    `said`: the year is written; `relative`: it depends on today.
    """

    start: int
    end: int
    year: int | None = None
    low: int = 0
    high: int = 0
    day: int = 0
    grain: str = "year"
    relative: bool = False
    fixed: date | None = None
    said: bool = False

    def days(self, year: int, month: int = 0) -> tuple[date, date] | None:
        """First and last day with what was not said taken from `year` and `month`; None when there is no such day."""
        if self.fixed:
            return self.fixed, self.fixed
        year, low = self.year or year, self.low or month
        try:
            if self.day:
                return date(year, low, self.day), date(year, low, self.day)
            high = self.high or low
            return date(year, low, 1), date(year, high, monthrange(year, high)[1])
        except (ValueError, IndexError):
            return None


def read_point(text: str, pieces: Sequence[Piece], at: int, today: date) -> tuple[Point | None, int]:
    """The point of time whose pieces start at `at`, and the index of the piece after it."""
    piece = pieces[at]
    if piece.kind == "iso":
        return _iso(piece), at + 1
    if piece.kind == "day_shift":
        return Point(piece.start, piece.end, grain="day", relative=True, fixed=today + timedelta(piece.value)), at + 1
    point, at = _year(pieces[at], today), at + (piece.kind in ("year", "year_shift"))
    if point is not None and (at >= len(pieces) or not near(text, point.end, pieces[at].start)):
        return point, at
    inner = _inner(pieces[at], point, today) if at < len(pieces) else None
    if inner is None:
        return point, at
    if pieces[at].kind in ("month", "month_shift"):
        return _with_day(text, pieces, at + 1, inner)
    return inner, at + 1


def near(text: str, start: int, end: int) -> bool:
    """Whether nothing but a space or 的 stands between."""
    return text[start:end].strip(" ") in ("", "的")


def full_year(value: int, today: date) -> int:
    """Two digits of a year made four, as near to today as may be."""
    if value >= 100:
        return value
    return min((1900 + value, 2000 + value), key=lambda year: abs(year - today.year))


def _iso(piece: Piece) -> Point | None:
    year, month, day = piece.value // 10000, piece.value // 100 % 100, piece.value % 100
    if not 1 <= month <= 12:
        return None
    return Point(piece.start, piece.end, year, month, month, day, "day" if day else "month", said=True)


def _year(piece: Piece, today: date) -> Point | None:
    if piece.kind not in ("year", "year_shift"):
        return None
    year = full_year(piece.value, today) if piece.kind == "year" else today.year + piece.value
    return Point(piece.start, piece.end, year, 1, 12, relative=piece.kind == "year_shift", said=True)


def _inner(piece: Piece, outer: Point | None, today: date) -> Point | None:
    """Months, quarters and the like within `outer`, a year, if there is one."""
    point = replace(outer, end=piece.end) if outer else Point(piece.start, piece.end, relative=True)
    if piece.kind in ("month_shift", "quarter_shift"):
        return _shifted(piece, point, today)
    if piece.kind == "day" and outer is None:
        return replace(point, day=piece.value, grain="day")
    spans = {
        "month": (piece.value, piece.value, "month"),
        "quarter": (3 * piece.value - 2, 3 * piece.value, "quarter"),
        "half": (6 * piece.value - 5, 6 * piece.value, "half"),
        "firsts": (1, piece.value, "span"),
        "whole": (1, 12, "year"),
        "first_month": (1, 1, "month"),
        "first_quarter": (1, 3, "quarter"),
        "year_end": (1, 12, "year"),
        "year_so_far": (1, 12, "so_far"),
    }
    if piece.kind not in spans:
        return None
    low, high, grain = spans[piece.kind]
    year = today.year if piece.kind in ("whole", "year_end", "year_so_far") else None
    return replace(point, low=low, high=high, grain=grain, year=point.year or year)


def _shifted(piece: Piece, point: Point, today: date) -> Point:
    """本月, 上季度: counted from today; 去年本月 keeps the year that was said."""
    size = 3 if piece.kind == "quarter_shift" else 1
    months = (today.year * 12 + today.month - 1) // size + piece.value
    year, low = divmod(months * size, 12)
    grain = "quarter" if size == 3 else "month"
    return replace(point, year=point.year or year, low=low + 1, high=low + size, grain=grain, relative=True)


def _with_day(text: str, pieces: Sequence[Piece], at: int, month: Point) -> tuple[Point, int]:
    """The day after a month: 5月15日, and 八月十五 where nothing follows that the number could count."""
    if at >= len(pieces) or text[month.end : pieces[at].start].strip(" "):
        return month, at
    piece = pieces[at]
    if piece.kind in ("day", "date_day"):
        return replace(month, end=piece.end, high=month.low, day=piece.value, grain="day"), at + 1
    return month, at
