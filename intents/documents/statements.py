"""Principles and demands, and what the documents only mention without writing it."""

import re

from data import narrative
from data.document import Measure, Placed, Statement
from intents.documents.asked import Asked
from intents.documents.evidence import cited, declined, document_of, joined, unread
from intents.documents.facts import of_another_paper
from intents.mentions.topic import cities
from intents.reply import Reply
from intents.sources import Sources

KINDS = {"principle": "原则", "demand": "要求", "aim": "目的"}
LIST = re.compile(
    r"名单|花名册|名录|一览表|项目表|项目清单|具体(?:是|有)?哪(?:些|几)|哪些人|哪几位|哪\s?\d+\s?[家只户个项]"
    r"|(?<!\d)\d+[家只户个项](?!县|市|区|开发区|考核)(?:(?!以[上下内])[一-鿿]){1,12}(?:具体|分别)?是哪"
)  # names that stand nowhere: 具体有哪些, 20只重点农业项目是哪些
WHEN = re.compile(
    "什么时候|啥时候|何时|哪天|几号|几月|在哪(?:里|儿|个[县市区地]|[开办举?]|$)|去哪"
)  # days and places stand nowhere
_WHICH = re.compile(r"哪\s?\d+\s?个")  # 7大千亿级集群是哪7个
ORDER = "一二三四五六七八九"


def statements_of(city: str) -> tuple[Statement, ...]:
    """Purpose, principles, goals and demands of a city's document."""
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
    mine = statements_of(asked.city)
    wanted = [s for s in mine if s.place in asked.of("statement")]
    kind = next((KINDS[a] for a in ("principle", "demand", "aim") if asked.wants(a)), "")
    found = [s for s in wanted if not kind or s.kind == kind] or wanted or [s for s in mine if s.kind == kind]
    number = next((n for n, char in enumerate(ORDER) if f"第{char}" in asked.text or f"第{n + 1}" in asked.text), None)
    if kind and not wanted and number is not None and number < len(found):
        found = [found[number]]
    if not found:
        return declined(f"{document_of(asked.city).number}没有单列{kind}。", "可以问“有哪些举措”。")
    return said(asked, tuple(found))


def said(asked: Asked, statements: tuple[Statement, ...]) -> Reply:
    """Statements as an answer."""
    head = f"{'工作' if statements[0].kind in ('原则', '要求') else ''}{statements[0].kind}有{len(statements)}条："
    lines = [head] if len(statements) > 1 else []
    lines.extend(f"{s.place} {s.title}：{s.what}。" for s in statements)
    return Reply(
        "answer", tuple(lines), notes=(*unread(asked.leftover), cited(asked.city, *(s.place for s in statements)))
    )


def wants_unwritten(asked: Asked) -> bool:
    """Whether it asks for what the documents only mention: lists of names, dates, standards, amounts."""
    if of_another_paper(asked):
        return True
    about = bool(asked.measures or asked.of("programme")) and not asked.of("project")
    lists = bool(LIST.search(_WHICH.sub("", asked.text) if _has_parts(asked) else asked.text))
    if asked.figures or asked.wants("lead", "measurelist", "export"):
        return about and lists and not asked.wants("lead", "measurelist", "export")
    if asked.wants("meaning") and any(not p.defined for p in narrative.programmes() if p.name in asked.of("programme")):
        return False
    if any(value.startswith("#") for value in asked.of("statement")):
        return True
    if asked.amount and about and not asked.wants("plan"):
        return lists or not (asked.metrics or any(m.metrics for m in asked.measures))
    when = bool(WHEN.search(asked.text)) and not asked.amount
    return about and (asked.wants("unwritten") or when or lists)


def _has_parts(asked: Asked) -> bool:
    """Whether the document names what a programme consists of: 7大千亿级集群是哪7个."""
    return any(p.parts for p in narrative.programmes() if p.name in asked.of("programme"))


def answer_unwritten(asked: Asked, sources: Sources) -> Reply:
    """Declines, naming where it is mentioned and what is written of it."""
    numbers = [int(value[1:]) for value in asked.of("statement") if value.startswith("#")]
    found = [s for s in (narrative.statements()[n] for n in numbers) if cities()[s.document] == asked.city]
    place = [m.place for m in asked.measures]
    best: Statement | None = next((s for s in found if s.place in place), found[0] if found else None)
    best = best or next(
        (
            s
            for s in narrative.statements()
            if s.kind == "未载明" and s.place in place and cities()[s.document] == asked.city
        ),
        None,
    )
    if best is None and not asked.measures:
        return declined(
            "没看出问的是哪个办法；办法、细则的出台日期文件里没有写。",
            "请写明是哪一项，例如“首台套认定办法谁牵头”；文件本身的日期问“文件什么时候印发的”。",
        )
    if best is None:
        return declined("文件没有写这一项的名单、标准、时间或金额。", *_where(asked.measures, asked.city))
    return declined(f"{best.what}。", *_where(asked.measures or (best,), asked.city))


def _where(mentioned: tuple[Placed, ...], city: str) -> tuple[str, ...]:
    """Where it is mentioned, and what can be asked of it."""
    if not mentioned:
        return ()
    first = mentioned[0]
    hint = ""
    if isinstance(first, Measure):
        lead = (
            f"{'分别' if first.separately else ''}{first.lead_verb}单位：{joined(first.lead)}。" if first.lead else ""
        )
        hint = f"{lead}可以问“{first.words[0]}有哪些举措”。"
    return (*((hint,) if hint else ()), cited(city, first.place))
