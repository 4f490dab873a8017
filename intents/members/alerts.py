"""落后时提醒: which of the reports that came in lately are behind the pace."""

from collections.abc import Iterable
from datetime import datetime

from data.report import Item
from data.reports import report
from intents.progress import lagging
from intents.progress.case import Case, Row, look
from intents.progress.measures import BEHIND
from intents.progress.question import ProgressQuestion
from intents.reply import Reply
from intents.sources import Sources
from intents.targets.operation import PLAIN
from intents.targets.question import Question


def behind(after: int, upto: int, at: datetime, source: Sources) -> Reply | None:
    """The values that stand, of the reports after one and up to another, that are behind; None where there is none.
    Raises StoreProblem."""
    found = [each for number in range(after + 1, upto + 1) if (each := report(source.store, number))]
    lines = [
        f"· {lagging.line(row, case)}"
        for city, year in sorted({(item.city, item.period.year) for each in found for item in each.items})
        for case in [_case(city, year, (i for each in found for i in each.items), at, source)]
        for row in _rows(case, after, upto)
    ]
    return Reply("summary", ("新上报里慢于序时进度的：", *lines)) if lines else None


def _case(city: str, year: int, items: Iterable[Item], at: datetime, source: Sources) -> Case:
    metrics = tuple(dict.fromkeys(i.metric for i in items if (i.city, i.period.year) == (city, year)))
    question = Question(city, year, metrics, (city,), operation=PLAIN)
    return look(ProgressQuestion(question, kind="lagging"), source, at, source.thresholds(None))


def _rows(case: Case, after: int, upto: int) -> list[Row]:
    standing = [each for found in case.standings.values() for each in found if after < each.report <= upto]
    rows = [case.row_of(each) for each in sorted(standing, key=lambda each: (each.report, each.item.period))]
    return [row for row in rows if row.light(case.thresholds) in BEHIND]
