"""The earlier day whose state a message asks for: 截至6月10日的口径, read before the rest of it."""

import re
from datetime import date, datetime

from intents.mentions.period import Period, find_periods
from intents.normal import normalise
from intents.progress.lexicon import as_of_end, openers

MAY_SAY = re.compile(
    "[口点點数數版天时時会會]"
)  # each of the words has one of these: most messages need no closer look


def as_of_day(text: str, today: date) -> date | None:
    """That day, if the text names one."""
    found = _found(normalise(text).text, today) if MAY_SAY.search(text) else None
    return found[0].last if found else None


def as_of_moment(text: str, at: datetime) -> datetime | None:
    """The end of that day, for a message of the moment `at`."""
    day = as_of_day(text, at.date())
    return None if day is None else datetime.combine(day, datetime.max.time(), at.tzinfo)


def without(text: str, today: date) -> str:
    """The text without the words that name that day."""
    if not MAY_SAY.search(text):
        return text
    normal = normalise(text)
    if (found := _found(normal.text, today)) is None:
        return text
    start, end = normal.span(found[1], found[2])
    return f"{text[:start]} {text[end:]}".strip()


def _found(text: str, today: date) -> tuple[Period, int, int] | None:
    """The period of a normalised text that is meant, and where its words begin and end."""
    for period in find_periods(text, today):
        if end := as_of_end(text, period):
            before = (word for word in openers() if text.endswith(word, 0, period.start))
            return period, period.start - len(next(before, "")), end
    return None
