"""Words of a report that say a time and that no item took: 13月, 上周, 4月 beside 5月. While one of them is left over it is
not known to what day the figures run, and nothing is taken for granted."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from data import period_problem
from data.problem import Problem
from intents.mentions.amounts import find_amounts
from intents.mentions.period import find_periods, in_year
from intents.mentions.quantity import Amount
from intents.mentions.words import either
from intents.submission.gather import Gathered
from intents.submission.lines import Message
from intents.submission.make import ReadItem
from intents.submission.names import Asker, named
from intents.submission.period import is_relative
from intents.submission.text import line
from intents.submission.words import CUMULATIVE, FILLER, SEPARATORS, WORDS

_TIMED = WORDS["time"]
_ONE = (
    rf"{either(_TIMED['words'])}|第?(?:[0-9]{{1,3}}|[一二三四五六七八九十两]{{1,3}}) ?(?:个?(?:季度?|月份?|周|星期|礼拜|旬)|日)"
    rf"|(?<![a-z])(?:{either(_TIMED['latin'])}|q[0-9])(?![a-z0-9])"
)
_TIME = re.compile(rf"((?:(?:{_ONE}) ?)*(?:{_ONE}))[前后底末初]?")  # 13月, 第14周, 5月上旬, 端午前
_SLASHED = re.compile(r"(?<![\d.])\d{1,2} ?/ ?\d{1,2} ?月")  # 4/5月
_DATE = re.compile(
    r"(?<![\d.,/\-])(?:(?:0?[1-9]|1[0-2]) ?[./\-~—] ?(?:0?[1-9]|[12]\d|3[01])|(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))"
    r"(?![\d.,/\-])"
)  # 5/15, 5.15, 1-5, 0515
_WHEN = re.compile(either(WORDS["change"]["when"]))  # 时间, before 4月
_COMPARES = re.compile(either(_TIMED["compares"]))  # 比4月


def unread_time(message: Message, gathered: Gathered, items: Sequence[ReadItem], asker: Asker) -> Problem | None:
    """Why it is not known to what day the figures run, where a word says a time which no item has."""
    if not items:
        return None
    days, assumed = {item.period for item in items}, any(item.day_assumed for item in items)
    for text in dict.fromkeys(_texts(message, gathered)):
        told = _without_asides(text, gathered)
        if assumed and (found := _time(told, asker.today)):
            return period_problem.unclear_time(found)
        told = _without_asides(text, gathered, asker)
        if slashed := _SLASHED.search(told):
            return period_problem.unclear_time(slashed[0])
        if _other(told, days, asker.today):
            return period_problem.two_times(_months(told, asker.today))
    alone = next((piece for piece in gathered.unread if _says_only_when(piece, asker)), "")
    near = (piece for piece in gathered.near if assumed and find_periods(line(piece).text, asker.today))
    piece = alone or next(near, "")
    return period_problem.unclear_time(piece) if piece else None


def _texts(message: Message, gathered: Gathered) -> Iterator[str]:
    """The lines that hold values, the one that opens the report, and those labelled 时间."""
    yield from (found.line.text for found in gathered.found)
    for number, part in enumerate(message.parts):
        if part.label == "period" or (number == 0 and message.opener):
            yield part.line.text


def _without_asides(text: str, gathered: Gathered, asker: Asker | None = None) -> str:
    """The line without the pieces that are given back unread and tell of something else: 比4月增加800万美元; with the
    `asker`, all that tell of more than whose and until when: 6月底前可完成."""
    for piece in gathered.unread:
        told = line(piece).text
        figure = any(map(_is_figure, find_amounts(told))) and not _DATE.search(told)
        if figure or _COMPARES.search(told) or (asker and _tells_more(told, asker)):
            text = text.replace(told, " ")
    return text


def _tells_more(piece: str, asker: Asker) -> bool:
    rest = FILLER.sub(" ", re.sub(r"\d+", " ", _DATE.sub(" ", _TIME.sub(" ", _WHEN.sub(" ", piece)))))
    return bool(rest.strip(SEPARATORS + "()")) and named(rest, asker) is None


def _is_figure(amount: Amount) -> bool:
    """Whether a number can only be a value, not a month or a day."""
    return bool(amount.unit or amount.scaled or amount.value >= 100)


def _other(text: str, days: set[date], today: date) -> bool:
    """Whether the text says a month or a day to which no item runs; 年初以来 alone says none."""
    periods = [p if p.explicit_year else in_year(p, today.year) for p in find_periods(text, today)]
    said = [(p.last, text[p.start : p.end]) for p in periods if p.grain != "year"]
    return any(
        last is not None and last not in days and not is_relative(word) and bool(CUMULATIVE.sub("", word))
        for last, word in said
    )


def _months(text: str, today: date) -> tuple[str, ...]:
    return tuple(text[p.start : p.end] for p in find_periods(text, today) if p.grain != "year")


def _time(text: str, today: date) -> str:
    """A word for a time that is no known period."""
    known = [(period.start, period.end) for period in find_periods(text, today)]
    found = (m for m in _TIME.finditer(text) if not any(a <= m.start() and m.end(1) <= b for a, b in known))
    return next((match[0] for match in found), "")


def _says_only_when(piece: str, asker: Asker) -> bool:
    """Whether a piece says a time and besides at most whose: 诸暨 5/15, 上旬."""
    rest, times = _TIME.subn(" ", piece)
    rest, dates = _DATE.subn(" ", rest)
    if not (times or dates):
        return False
    said = named(FILLER.sub("", rest).strip(SEPARATORS + "()"), asker)
    return said is not None and not said.metrics and not said.period
