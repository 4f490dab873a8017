"""What a section or a measure contains, principles and demands, and what is only mentioned without being written."""

import re

from data import narrative
from data.document import Measure, Placed, Statement
from intents.asked import Asked
from intents.evidence import cited, declined, document_of, facts_of, joined, named, unread
from intents.mentions.topic import cities
from intents.reply import Fact, Reply
from intents.sources import Sources

ASKS = ("plan", "how", "contents", "which", "meaning", "purpose", "where", "duties", "roster", "demand")
STRONG = ("plan", "how", "contents", "meaning", "purpose", "where", "demand")
COMMAND = re.compile("督查|督办|评比|通报|汇报|汇总|进度")  # asks for progress, not for what the document says
KINDS = {"principle": "原则", "demand": "要求", "aim": "目的"}
LIST = re.compile(r"名单|花名册|名录|一览表|项目表|项目清单|具体(?:是|有)?哪(?:些|几)|哪些人|哪几位|哪\s?\d+\s?[家只户]")  # names that stand nowhere
ORDER = "一二三四五六七八九"


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
    return not (asked.plain or asked.leftover or asked.asks or asked.vague or asked.amount or _commands(asked.text))


def _commands(text: str) -> bool:
    return bool(COMMAND.search(text)) and not any(word in text for word in ("多久", "频率", "周期", "几天"))


def answer(asked: Asked, sources: Sources) -> Reply:
    """The measures of sections, or the points of measures, or the sections."""
    statements = tuple(s for s in _statements(asked.city) if s.place in asked.places)
    if statements and not asked.measures:
        return _said(asked, statements)
    if asked.measures and not (asked.sections and asked.vague):
        return _points(asked, sources)
    if asked.sections:
        return _listed(asked)
    if asked.places:
        return declined(f"{document_of(asked.city).number}里没有{joined(asked.places)}这一条。", "可以问“工作举措分哪几块”。")
    if asked.leftover:
        return declined(
            f"没看懂{joined(f'“{w}”' for w in asked.leftover)}，文件里没有与它对应的举措。",
            "可以问“工作举措分哪几块”“破解要素制约有哪些举措”。",
            choices=("工作举措分哪几块", "破解要素制约有哪些举措"),
        )
    return _all(asked)


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


def _statements(city: str) -> tuple[Statement, ...]:
    return tuple(s for s in narrative.statements() if cities()[s.document] == city and s.kind != "未载明")


def wants_statement(asked: Asked) -> bool:
    """Whether it asks for principles, demands, or the aim."""
    if asked.figures and not asked.wants("principle"):
        return False
    if asked.wants("principle", "aim") or (asked.wants("demand") and not (asked.measures or asked.sections)):
        return True
    return any(not value.startswith("#") for value in asked.of("statement")) and not asked.wants("lead", "join")


def answer_statement(asked: Asked, sources: Sources) -> Reply:
    """The statements named, or all of the kind asked for, or the one of a number."""
    mine = _statements(asked.city)
    wanted = [s for s in mine if s.place in asked.of("statement")]
    kind = next((KINDS[a] for a in ("principle", "demand", "aim") if asked.wants(a)), "")
    found = [s for s in wanted if not kind or s.kind == kind] or wanted or [s for s in mine if s.kind == kind]
    number = next((n for n, char in enumerate(ORDER) if f"第{char}" in asked.text or f"第{n + 1}" in asked.text), None)
    if kind and not wanted and number is not None and number < len(found):
        found = [found[number]]
    if not found:
        return declined(f"{document_of(asked.city).number}没有单列{kind}。", "可以问“有哪些举措”。")
    return _said(asked, tuple(found))


def _said(asked: Asked, statements: tuple[Statement, ...]) -> Reply:
    head = f"{'工作' if statements[0].kind in ('原则', '要求') else ''}{statements[0].kind}有{len(statements)}条："
    lines = [head] if len(statements) > 1 else []
    lines.extend(f"{s.place} {s.title}：{s.what}。" for s in statements)
    return Reply("answer", tuple(lines), notes=(*unread(asked.leftover), cited(asked.city, *(s.place for s in statements))))


def wants_unwritten(asked: Asked) -> bool:
    """Whether it asks for what the documents only mention: lists of names, dates, standards, amounts."""
    about = bool(asked.measures or asked.of("programme")) and not asked.of("project")
    if asked.figures or asked.wants("lead", "measurelist", "export"):
        return about and bool(LIST.search(asked.text)) and not asked.wants("lead", "measurelist", "export")
    if asked.wants("meaning") and any(not p.defined for p in narrative.programmes() if p.name in asked.of("programme")):
        return False
    if any(value.startswith("#") for value in asked.of("statement")):
        return True
    if asked.amount and about and not asked.metrics and not any(m.metrics for m in asked.measures):
        return not asked.wants("plan")
    return about and (asked.wants("unwritten") or bool(LIST.search(asked.text)))


def answer_unwritten(asked: Asked, sources: Sources) -> Reply:
    """Declines, naming where it is mentioned and what is written of it."""
    numbers = [int(value[1:]) for value in asked.of("statement") if value.startswith("#")]
    found = [s for s in (narrative.statements()[n] for n in numbers) if cities()[s.document] == asked.city]
    place = [m.place for m in asked.measures]
    best: Statement | None = next((s for s in found if s.place in place), found[0] if found else None)
    best = best or next((s for s in narrative.statements() if s.kind == "未载明" and s.place in place and cities()[s.document] == asked.city), None)
    if best is None:
        return declined("文件没有写这一项的名单、标准、时间或金额。", *_where(asked.measures, asked.city))
    return declined(f"{best.what}。", *_where(asked.measures or (best,), asked.city))


def _where(mentioned: tuple[Placed, ...], city: str) -> tuple[str, ...]:
    """Where it is mentioned, and what can be asked of it."""
    if not mentioned:
        return ()
    first = mentioned[0]
    hint = f"可以问“{first.words[0]}有哪些举措”。" if isinstance(first, Measure) else ""
    return (*((hint,) if hint else ()), cited(city, first.place))
