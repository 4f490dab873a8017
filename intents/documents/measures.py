"""What a section or a measure contains, principles and demands, and what is only mentioned without being written."""

import re

from data import narrative
from data.document import Measure
from intents.documents.asked import Asked
from intents.documents.evidence import cited, declined, document_of, facts_of, joined, named, unread
from intents.documents.statements import said, statements_of
from intents.mentions.topic import cities
from intents.reply import Fact, Reply
from intents.sources import Sources

ASKS = ("plan", "how", "contents", "which", "meaning", "purpose", "where", "duties", "roster", "demand")
STRONG = ("plan", "how", "contents", "meaning", "purpose", "where", "demand")
COMMAND = re.compile("督查|督办|评比|通报|汇报|汇总|进度")  # asks for progress, not for what the document says


def wants(asked: Asked) -> bool:
    """Whether it asks what a section, a measure, or all of them contain."""
    if asked.wants("plan") and not (asked.counting and asked.districts):
        return True
    if asked.places and not asked.figures:
        return True
    if asked.figures or not (asked.measures or asked.sections):
        return False
    if asked.wants(*ASKS):
        return asked.wants(*STRONG) or not (asked.plain or asked.districts)
    return not (
        asked.plain
        or asked.leftover
        or asked.asks
        or (asked.vague and not asked.sections)
        or asked.amount
        or _commands(asked.text)
    )


def _commands(text: str) -> bool:
    return bool(COMMAND.search(text)) and not any(word in text for word in ("多久", "频率", "周期", "几天"))


def answer(asked: Asked, sources: Sources) -> Reply:
    """The measures of sections, or the points of measures, or the sections."""
    statements = tuple(s for s in statements_of(asked.city) if s.place in asked.places)
    if statements and not asked.measures:
        return said(asked, statements)
    if asked.measures and not (asked.sections and asked.vague):
        return _points(asked, sources)
    if asked.sections:
        return _listed(asked)
    if asked.places:
        return _part(asked)
    return _unknown(asked) if asked.leftover else _all(asked)


def _part(asked: Asked) -> Reply:
    """A whole part by its number: 第三部分."""
    begins = tuple(f"{place}(" for place in asked.places)
    if part := tuple(s for s in statements_of(asked.city) if s.place.startswith(begins)):
        return said(asked, part)
    if any(s.place.startswith(begins) for s in narrative.sections() if cities()[s.document] == asked.city):
        return _all(asked)
    number = document_of(asked.city).number
    return declined(f"{number}里没有{joined(asked.places)}这一条。", "可以问“工作举措分哪几块”。")


def _unknown(asked: Asked) -> Reply:
    return declined(
        f"没看懂{joined(f'“{word}”' for word in asked.leftover)}，文件里没有与它对应的举措。",
        "可以问“工作举措分哪几块”“破解要素制约有哪些举措”。",
        choices=("工作举措分哪几块", "破解要素制约有哪些举措"),
        unknown=tuple(asked.leftover),
    )


def _all(asked: Asked) -> Reply:
    """The sections with the number of their measures."""
    sections = [s for s in narrative.sections() if cities()[s.document] == asked.city]
    mine = [m for m in narrative.measures() if cities()[m.document] == asked.city]
    lines = [f"{asked.city}{document_of(asked.city).year}年的工作举措分{len(sections)}块："]
    for section in sections:
        titles = [m.title for m in mine if m.section == section.place]
        lines.append(f"· {section.place} {section.title}：{joined(titles)}")
    return Reply("answer", tuple(lines), notes=(cited(asked.city, *(s.place for s in sections)),))


def _listed(asked: Asked) -> Reply:
    """The measures of the sections named, each with its lead."""
    lines: list[str] = []
    for section in asked.sections:
        mine = [m for m in narrative.measures() if m.section == section.place and m.document == section.document]
        lines.append(f"{section.title}有{len(mine)}项举措：")
        lines.extend(f"· {named(m)}{_lead(m)}" for m in mine)
    notes = (*unread(asked.leftover), cited(asked.city, *(s.place for s in asked.sections)))
    return Reply("answer", tuple(lines), notes=notes)


def _lead(measure: Measure) -> str:
    if not measure.lead:
        return ""
    return f"（{joined(measure.lead)}{'分别' if measure.separately else ''}{measure.lead_verb}）"


def _points(asked: Asked, sources: Sources) -> Reply:
    """The actions of the measures named; figures in them are facts."""
    lines: list[str] = []
    facts: tuple[Fact, ...] = ()
    for measure in asked.measures[:4]:
        lines.append(f"{measure.title}（{measure.place}）：")
        lines.extend(f"{number}. {point.what}" for number, point in enumerate(measure.points, 1))
        if measure.lead:
            lines.append(f"{'分别' if measure.separately else ''}{measure.lead_verb}单位：{joined(measure.lead)}。")
        facts += facts_of(measure.metrics, asked.city, measure.place, sources)
    notes = (*unread(asked.leftover), cited(asked.city, *(m.place for m in asked.measures[:4])))
    return Reply("answer", tuple(lines), notes=notes, facts=facts)
