"""The lines of a message: its opener, labels (地区:, 说明:), numbering, and rows of tables."""

import re
from dataclasses import dataclass, replace

from intents.mentions.words import either
from intents.submission_sheet import expand
from intents.submission_text import Line, line
from intents.submission_words import UNIT, WORDS, labels

_OPENERS = either((*WORDS["opener"]["strong"], *WORDS["opener"]["weak"]))
_POLITE = rf"(?:(?:@\w+|{either(WORDS['opener']['before'])})[ ,。!:、~]*)*"
_AFTER = f"(?:{either(WORDS['opener']['after'])})*"
_NUMBER = r"(?: ?(?:第|上报)? ?\d{1,6} ?号(?:上报|报告)?)?"  # 更正 12号
_OPENER = re.compile(
    rf"[ #【\[<《]*({_OPENERS})(?:{_AFTER})(?:{_OPENERS})?{_NUMBER}{_AFTER}[】\]>》]?(?=$|[ ,、:;。=!(\n]|[^\W_])"
)
_START = re.compile(rf"[ ]*{_POLITE}")
_STRONG = frozenset(WORDS["opener"]["strong"])
_NUMBERING = re.compile(
    r" *(?:\(\d{1,2}\)|\d{1,2}[、)]|\d{1,2}\.(?!\d)|[一二三四五六七八九十]{1,2}、|[-*·、]+(?= ?[^\d ])) *"
)
_LABELS = {kind: labels(kind) for kind in ("aside", "reason", "unit", "district", "period", "metric", "value")}
_REASON = re.compile(rf"(?<=[ ,;。!)])(?:{either(WORDS['label']['reason'])}) ?[:=] ?")  # 说明: inside a line
_UNIT = re.compile(rf" *({UNIT}) *")
_HEAD = 40


@dataclass(frozen=True, slots=True)
class Part:
    """One line to be read: what its label says it is ("" without one)."""

    line: Line
    label: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """A message's lines. `opener`: strong, weak or ""; `opened` where in the text as typed it ends; `reason` what 说明:
    says; `unit` what 单位: says; `unused` the columns of a table that were not taken."""

    parts: tuple[Part, ...]
    opener: str = ""
    opened: int = 0
    reason: str = ""
    unit: str = ""
    unused: tuple[str, ...] = ()
    labels: int = 0


def lines(text: str) -> Message:
    """The lines of a message."""
    rows, unused = expand(tuple(row for row in text.splitlines() if row.strip()))
    if not rows:
        return Message(())
    opener, end, first = _opened(rows[0])
    message = Message((), opener, text.find(rows[0].typed) + end if opener else 0, unused=unused)
    for row in (first, *rows[1:]):
        message = _with(message, row)
    return message


def _opened(first: Line) -> tuple[str, int, Line]:
    """How the first line opens the report, where that ends in the line as typed, and the line without it."""
    start = _START.match(first.text)
    begin = start.end() if start else 0
    found = _OPENER.match(first.text, begin) or _later(first.text, begin)
    if not found:
        return "", 0, first
    end = first.places[found.end() - 1] + 1
    kind = "strong" if found[1] in _STRONG or found[0].lstrip(" 【[<《").startswith("#") else "weak"
    return kind, end, first.blank(0, begin).blank(found.start(), found.end())


def _later(text: str, begin: int) -> re.Match[str] | None:
    """An opener behind a heading: 诸暨市2012年5月进度."""
    return next((m for m in _OPENER.finditer(text, begin, _HEAD) if _closes(text, m.end())), None)


def _closes(text: str, end: int) -> bool:
    return not text[end : end + 1].strip() or text[end : end + 1] in ":;,。("


def _with(message: Message, row: Line) -> Message:
    """The message with one line more."""
    if numbering := _NUMBERING.match(row.text):
        row = row.blank(0, numbering.end())
    if (inside := _REASON.search(row.text)) and not row.whole:
        message = replace(message, reason=_more(message.reason, row.said(inside.end(), len(row.text))))
        row = row.cut(0, inside.start())
    for kind, pattern in _LABELS.items():
        if not row.whole and (label := pattern.match(row.text)):
            return _labelled(message, row, kind, label.end())
    return replace(message, parts=(*message.parts, Part(row)))


def _labelled(message: Message, row: Line, kind: str, end: int) -> Message:
    if kind == "reason":
        return replace(message, reason=_more(message.reason, row.said(end, len(row.text))))
    if kind == "unit":
        if unit := _UNIT.fullmatch(row.text, end):
            return replace(message, unit=unit[1], labels=message.labels + 1)
        kind = "district"
    part = Part(row if kind == "aside" else row.blank(0, end), kind)
    return replace(message, parts=(*message.parts, part), labels=message.labels + (kind != "aside"))


def _more(before: str, after: str) -> str:
    return f"{before};{after}" if before and after else before or after


__all__ = ["Line", "Message", "Part", "line", "lines"]
