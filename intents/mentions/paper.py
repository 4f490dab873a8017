"""The document or annex that a message leans on: 按照43号文, 渝府办发24号附件3里, 《…实施方案》所列, 附件2中."""

import re
from collections.abc import Iterator
from functools import cache

from data.library import load_documents
from intents.mentions.lexicon import Meaning
from intents.normal import normalise

_NUMBER = r"(?P<office>{})?(?P<year>[〔\[(]?20\d\d[〕\])]?年?)?第?(?P<no>\d{{1,3}})号(?P<paper>文件|文)?"
_ANNEX = r"附[件表]第?(?P<annex>[1-5一二三四五])"
_FRONT = "(?:根据|依据|依照|按照|按|参照|对照|查|看|在)?"
_BACK = "(?:里面|里头|里边|当中|之中|里|中|上(?![虞市报半])|内(?!资))?"
_SAID = "(?:所?(?:列出|列|定|规定|明确|载明|下达|要求|附(?![件表])))?的?"
_DIGITS = {"一": "1", "二": "2", "三": "3", "四": "4", "五": "5"}


def find_papers(text: str) -> Iterator[tuple[int, int, Meaning]]:
    """Start, end and meaning of each annex or document spoken of; a number that no document has is none of them."""
    if "号" not in text and "附" not in text and not any(title in text for title in _titles()):
        return  # most messages name none, and the pattern is slow
    for match in _pattern().finditer(text):
        city, annex = _city(match), match["annex"]
        if match["no"] and not city:
            continue
        if annex:
            yield match.start(), match.end(), Meaning("annex", "附件" + _DIGITS.get(annex, annex), city)
        elif city:
            yield match.start(), match.end(), Meaning("document", city, city)


@cache
def _pattern() -> re.Pattern[str]:
    title = "《?(?P<title>" + "|".join(sorted(map(re.escape, _titles()), key=len, reverse=True)) + ")》?"
    offices = "|".join(normalise(d.number).text.split("〔")[0] for d in load_documents())
    return re.compile(f"{_FRONT}(?:(?:{_NUMBER.format(offices)}|{title}){_BACK}{_SAID})?(?:{_ANNEX}{_BACK}{_SAID})?")


@cache
def _titles() -> dict[str, str]:
    """Title -> the city whose document it is of."""
    return {normalise(name).text: d.city for d in load_documents() for name in (d.title, d.short_title)}


def _city(match: re.Match[str]) -> str:
    """The city whose document is named; "" where no document or another is named."""
    if match["title"]:
        return _titles()[match["title"]]
    number, whole = match["no"], match["office"] or match["year"] or match["paper"] or match["annex"]
    for document in load_documents() if number and whole else ():
        same = normalise(document.number).text
        year = "".join(filter(str.isdigit, match["year"] or ""))
        if f"{number}号" in same and year in same and (match["office"] or "") in same:
            return document.city
    return ""
