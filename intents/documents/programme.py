"""What a programme or slogan known by name is, what it consists of, and where it stands."""

from data import narrative
from data.document import Programme
from intents.documents.asked import Asked
from intents.documents.evidence import cited, declined, facts_of, joined, unread
from intents.mentions.topic import cities
from intents.reply import Reply
from intents.sources import Sources

DEFINING = ("meaning", "which", "roster", "unwritten", "contents")


def wants(asked: Asked) -> bool:
    """Whether it asks about a programme."""
    if not _meant(asked) or asked.figures or asked.amount or asked.wants("lead", "join", "carry", "award"):
        return False
    if asked.wants(*DEFINING, "where", "purpose"):
        return True
    return not asked.leftover and not asked.metrics and not asked.asks and not asked.counting


def _meant(asked: Asked) -> list[Programme]:
    """The programmes named in this city's document, the most specific ones."""
    return [p for p in narrative.programmes() if p.name in asked.of("programme") and cities()[p.document] == asked.city]


def answer(asked: Asked, sources: Sources) -> Reply:
    """What it is, its parts and its place; a decline where the document does not say what it is."""
    programme = _meant(asked)[0]
    where = joined((programme.place, *programme.also_at))
    if asked.wants("where") and not asked.wants("meaning", "which", "roster"):
        return Reply("answer", (f"{programme.name}写在{where}：{programme.what}。",), notes=(_cited(programme, asked),))
    if not (programme.defined or programme.parts or asked.wants("purpose")) and asked.wants(*DEFINING):
        return _undefined(programme, asked)
    return _described(programme, asked, sources)


def _cited(programme: Programme, asked: Asked) -> str:
    return cited(asked.city, programme.place, *programme.also_at)


def _undefined(programme: Programme, asked: Asked) -> Reply:
    note = programme.note or "文件只提到名称，没有说明它指什么"
    return declined(
        f"{programme.name}：{note}。", f"它在文件里是{programme.what}（{programme.place}）。", _cited(programme, asked)
    )


def _described(programme: Programme, asked: Asked, sources: Sources) -> Reply:
    lines = [f"{programme.name}：{programme.what}。"]
    lines.extend(f"{number}. {part}" for number, part in enumerate(programme.parts, 1))
    if programme.note:
        lines.append(f"{programme.note}。")
    lead = next(
        (m for m in narrative.measures() if m.place == programme.lead_at and m.document == programme.document), None
    )
    if lead and lead.lead:
        lines.append(f"{'分别' if lead.separately else ''}{lead.lead_verb}单位：{joined(lead.lead)}。")
    facts = facts_of(programme.metrics, asked.city, programme.place, sources)
    shown = "".join(lines)
    kept = tuple(f for f in facts if f"{f.value.normalize():f}" in shown)
    return Reply("answer", tuple(lines), notes=(*unread(asked.leftover), _cited(programme, asked)), facts=kept)
