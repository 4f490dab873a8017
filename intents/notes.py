"""What is said beside an answer: how the message was read, later names, who is in a group."""

import re
from dataclasses import replace

from data.amount import currency_of, kind_of, to_base
from intents.mentions.quantity import Amount
from intents.mentions.where import find_where
from intents.reading import Mention, Reading
from intents.reply import Fact, Reply
from intents.sources import Sources
from intents.targets.draft import Draft, is_bare_year
from intents.targets.question import Question

_IS = re.compile("是不是|是否|是[^,。;]*(?:吗|么|吧)|对(?:吗|吧|不对)")  # 诸暨外资(是不是)22000


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


def confirmed(reply: Reply, said: Draft) -> Reply:
    """The reply with a plain yes or no before it, where it is asked whether a figure is so: 诸暨外资是不是22000."""
    told = [a for a in said.metrics.amounts if not is_bare_year(a)]
    asked = _IS.search(said.reading.text) and said.operation is None and not said.conditions
    if not asked or len(told) != 1 or not reply.facts or reply.kind != "answer":
        return reply
    same = [_equals(told[0], f) for f in reply.facts if f.measure == "target"]
    if len(same) != len(reply.facts) or len({(f.district, f.metric) for f in reply.facts}) != 1:
        return reply
    return replace(reply, lines=("是的。" if any(same) else "不是。", *reply.lines))


def _equals(amount: Amount, fact: Fact) -> bool:
    """Whether an amount is that of a fact; without unit and scale it is taken in the fact's own."""
    if amount.unit is None and not amount.scaled:
        return amount.value in (fact.value, to_base(fact.value, fact.unit))
    kinds = (kind_of(amount.unit), currency_of(amount.unit)) if amount.unit else (None, None)
    alike = amount.unit is None or kinds == (kind_of(fact.unit), currency_of(fact.unit))
    return alike and amount.value == to_base(fact.value, fact.unit)


def _later(mention: Mention, source: Sources, year: int) -> str:
    district = source.catalog.district(mention.value)
    return f"{mention.text}在{year}年为{district.name}（{district.later_year}年起改名），按{district.name}回答。"


def _set(question: Question, source: Sources) -> list[str]:
    """Who is in the group that was named."""
    named = [g for g in source.catalog.groups if g.name in question.groups and g.name in ("区县", "开发区", "五县市")]
    return [f"{g.name}指：{'、'.join(g.members)}。" for g in named if len(question.districts) < 12]
