"""How a message begins and ends as a report does: told in one line with a question behind it, or 无 for a value."""

import re

from intents.mentions.amounts import find_amounts
from intents.mentions.lexicon import load_lexicon
from intents.submission.lines import lines
from intents.submission.text import line
from intents.submission.words import QUESTION

LONGEST = 6000
_BLANK = re.compile("[ :,]*(?:暂?无|没有|暂缺)[。! ]*$")


def opens(text: str) -> bool:
    """Whether a message begins as a report and tells money or a count: 进度 诸暨 5月 固定资产投资9800万美元."""
    if len(text) > LONGEST or not (message := lines(text)).opened:
        return False
    told = [a for part in message.parts for a in find_amounts(part.line.text) if a.money or a.scaled or a.unit]
    return any(a.unit != "%" for a in told) and (message.opener == "strong" or not QUESTION.search(line(text).text))


def without_question(text: str) -> tuple[str, str]:
    """A report in one line, and the question that follows it behind a comma: 上报 外资9800万美元，内资目标是多少?"""
    pieces = re.split(r"(?<=[,，;；。])", text)
    first = next((n for n, piece in enumerate(pieces) if QUESTION.search(line(piece).text)), 0)
    told, asked = "".join(pieces[:first]), "".join(pieces[first:]).strip()
    whole = first and "\n" not in text and len(text) <= LONGEST
    return (told, asked) if whole and opens(told) and lines(told).opener == "strong" else (text, "")


def is_blank(piece: str) -> bool:
    """Whether a piece names a metric and has 无 for its value: 20亿以上在建项目 无."""
    said = line(piece).text
    kinds = {m.kind for _, _, meanings in load_lexicon().found(said) for m in meanings}
    return (
        _BLANK.search(said) is not None and not _BLANK.fullmatch(said) and bool(kinds & {"metric", "sector", "facet"})
    )
