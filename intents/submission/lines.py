"""The lines of a message: its opener, labels (地区:, 说明:), numbering, and rows of tables."""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from intents.mentions.lexicon import Lexicon, load_lexicon
from intents.mentions.words import either
from intents.submission.several import apart, unnumbered
from intents.submission.sheet import expand
from intents.submission.text import Line, dates_apart, line
from intents.submission.words import UNIT, WORDS, labels

_OPENERS = either((*WORDS["opener"]["strong"], *WORDS["opener"]["weak"]))
_POLITE = rf"(?:(?:@\w+|{either(WORDS['opener']['before'])})[ ,。!:、~]*)*"
_AFTER = f"(?:{either(WORDS['opener']['after'])})*"
_NUMBER = r"(?: ?(?:第|上报)? ?\d{1,6} ?号(?:上报|报告)?)?"  # 更正 12号
_IN_PERIOD = r"(?<=[\d一二三四五六七八九十个本当上该])"  # before the 月 of 4月报表, which is no 月报
_OPENER = re.compile(
    rf"[ #【\[<《]*(?!{_IN_PERIOD}月)({_OPENERS})"
    rf"(?:{_AFTER})(?:{_OPENERS})?{_NUMBER}{_AFTER}[】\]>》]?(?=$|[ ,、:;。=!(\n]|[^\W_])"
)
_START = re.compile(rf"[ ]*{_POLITE}")
_STRONG = frozenset(WORDS["opener"]["strong"])
_NUMBERING = re.compile(
    r" *(?:\(\d{1,2}\)|\d{1,2}[、)]|\d{1,2}\.(?!\d)|[一二三四五六七八九十]{1,2}、|[-*·、]+(?= ?[^\d ])) *"
)
_TWO_MONTHS = re.compile(r" *(?!1、|一、)[\d一二三四五六七八九十]{1,2}、 ?[\d一二三四五六七八九十]{1,2}月")  # 4、5月
_REPORTS = re.compile(
    r"报(?:一?下|个)?(?=[ :,]*(?:20\d\d年|\d{1,2}月|[一二三四五六七八九十]{1,2}月|\d[-~到至]|截[至止]|外资|内资|工业|农业|服务业))"
)  # 报5月
_OF_MONTH = re.compile(r"(?<=[\d一二三四五六七八九十本当上该]月)报(?=[ ,:;。(]|$)")  # 报 of 4月报:
_CLOSED = re.compile(
    rf"(?:[,。;、!\s]|请|现|一并|特此|予以|给您|麻烦)*(?<![零未没])(?:上报|报送|填报|补报|报告|汇报|更正|报上来)"
    rf"(?:{either(WORDS['closing']['words'])}|[,。;、!\s]|如上)*$"
)  # 上报 behind the values
_LABELS = {kind: labels(kind) for kind in ("aside", "reason", "unit", "district", "period", "metric", "value")}
_REASON = re.compile(rf"(?:{either(WORDS['label']['reason'])}) ?[:=] ?")  # 说明: inside a line
_UNIT = re.compile(rf" *({UNIT}) *")
_OLD = re.compile(
    r"(?:由|从|不是|并非|原来的?|原报的?|原)[: ]?([^,;。改更调修应\n]*\d[^,;。改更调修应\n]*)[, ]?"
    r"(?=(?:更正|修正|调整|更新|更|修)?(?:改为|改成|为|应为|成|(?:而|应该?|应当)?是))"
)
_HEAD = 40
_LONG = 200  # the longest line in which such turns are looked for


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
    corrects: int | None = None
    table: bool = False
    replaced: tuple[str, ...] = ()


def lines(text: str) -> Message:
    """The lines of a message."""
    rows, unused = expand(tuple(row for row in text.splitlines() if row.strip()))
    if not rows:
        return Message(())
    opener, end, first = _opened(rows[0])
    if not opener and (told := _closed(rows)):
        opener, end, rows, first = "weak", 0, told, told[0]
    message = Message((), opener, text.find(rows[0].typed) + end if opener else 0, unused=unused)
    message = replace(message, corrects=_corrects(rows[0], first), table=any(row.whole for row in rows))
    for row in (first, *rows[1:]):
        new, old = _without_old(row)
        message = replace(message, replaced=(*message.replaced, *old))
        for one in apart(unnumbered(new)):
            message = _with(message, dates_apart(one, _metric_words(load_lexicon())))
    return message


def _opened(first: Line) -> tuple[str, int, Line]:
    """How the first line opens the report, where that ends in the line as typed, and the line without it."""
    start = _START.match(first.text)
    begin = start.end() if start else 0
    found = _OPENER.match(first.text, begin) or _REPORTS.match(first.text, begin) or _later(first.text, begin)
    if not found:
        return "", 0, first if first.text[begin : begin + 1] in "市县区局办" else first.blank(0, begin)
    end = first.places[found.end() - 1] + 1
    kind = (
        "strong"
        if (found.re is _OPENER and found[1] in _STRONG) or found[0].lstrip(" 【[<《").startswith("#")
        else "weak"
    )
    return kind, end, first.blank(0, begin).blank(found.start(), found.end())


def _later(text: str, begin: int) -> re.Match[str] | None:
    """An opener behind a heading: 诸暨市2012年5月进度, 诸暨4月报:."""
    found = (m for m in _OPENER.finditer(text, begin, _HEAD) if _closes(text, m.end()) or _begins(text, m))
    first = next((m for m in found if text[m.start() - 1 : m.start()] != "零"), None)
    return first or _OF_MONTH.search(text, begin, _HEAD)


def _closes(text: str, end: int) -> bool:
    return not text[end : end + 1].strip() or text[end : end + 1] in ":;,。("


def _begins(text: str, opener: re.Match[str]) -> bool:
    """Whether a strong opener begins anew behind other words: 来啦来啦 上报袍江5月数据."""
    return opener[1] in _STRONG and text[opener.start() - 1 : opener.start()] in tuple(" ,。!;")


def _closed(rows: tuple[Line, ...]) -> tuple[Line, ...]:
    """The rows without the words at their end that make a report of them; none where there are no such words."""
    found = _CLOSED.search(rows[-1].text)
    if not found or (len(rows) == 1 and not found.start()):
        return ()
    return (*rows[:-1], rows[-1].blank(*found.span()))


def _corrects(row: Line, rest: Line) -> int | None:
    """The report that an opener names: 更正 12号."""
    opener = "".join(a for a, b in zip(row.text, rest.text, strict=True) if a != b or a == " ")
    found = re.search(r"(\d{1,6}) ?号", opener)
    return int(found[1]) if found else None


def _without_old(row: Line) -> tuple[Line, tuple[str, ...]]:
    """A line without the figure that was wrong: 由9800万美元 before 改为9900万美元."""
    found = list(_OLD.finditer(row.text)) if not row.whole and len(row.text) <= _LONG else []
    old = tuple(row.said(m.start(1), m.end(1)) for m in found)
    for match in found:
        row = row.blank(*match.span())
    return row, old


@lru_cache(maxsize=8)
def _metric_words(lexicon: Lexicon) -> re.Pattern[str]:
    """A metric's name right before a figure."""
    names = (word for word, found in lexicon.words.items() if {m.kind for m in found} & {"metric", "sector", "facet"})
    return re.compile(f"(?:{either(names)})[ :=,(|]*(?:完成|累计|为|是)*[ :=]*$")


def _with(message: Message, row: Line) -> Message:
    """The message with one line more."""
    numbering = _NUMBERING.match(row.text)
    if numbering and not (message.opener and not message.parts and _TWO_MONTHS.match(row.text)):
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
