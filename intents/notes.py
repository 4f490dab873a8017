"""What is said beside an answer: how the message was read, later names, who is in a group."""

from dataclasses import replace

from intents.mentions.where import find_where
from intents.reading import Mention, Reading
from intents.reply import Reply
from intents.sources import Sources
from intents.targets.question import Question


def with_notes(reply: Reply, reading: Reading, source: Sources, question: Question) -> Reply:
    """The reply with how the message was read where that is not plain."""
    notes = [f"“{typed}”按“{word}”理解。" for typed, word in reading.read_as]
    notes += [
        _later(m, source, question.year)
        for m in reading.of("district")
        if m.text in source.catalog.district(m.value).later
    ]
    notes += [f"没有{m.text}的目标：现有文件不涉及该地。" for m in reading.of("elsewhere")]
    notes += [f"“{aside.strip()}”没有当作条件。" for aside in reading.asides]
    notes += _set(question, source)
    if "房地产" in reading.text and any("内资" in m for m in question.metrics):
        notes.append("文件的内资口径不含房地产项目。")
    periods = [m.value for m in reading.of("period") if not (m.value.grain == "day" and m.value.relative)]
    parts = any(period.grain != "year" for period in periods) or "半年" in reading.text
    if not question.as_of and parts:
        notes.append("目标按年下达，没有分月分季，以上是全年目标。")
    where = find_where(reading, source.catalog)
    choices = reply.choices
    if where.bare_city and reply.kind == "answer":
        choices = (reading.text.replace("绍兴", "绍兴县", 1),)
        notes.append("“绍兴”按绍兴市（全市）理解；如指绍兴县，请选下面一项。")
    return replace(reply, notes=(*reply.notes, *dict.fromkeys(notes)), choices=choices)


def _later(mention: Mention, source: Sources, year: int) -> str:
    district = source.catalog.district(mention.value)
    return f"{mention.text}在{year}年为{district.name}（{district.later_year}年起改名），按{district.name}回答。"


def _set(question: Question, source: Sources) -> list[str]:
    """Who is in the group that was named."""
    named = [g for g in source.catalog.groups if g.name in question.groups and g.name in ("区县", "开发区", "五县市")]
    return [f"{g.name}指：{'、'.join(g.members)}。" for g in named if len(question.districts) < 12]
