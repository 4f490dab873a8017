"""Who leads, joins and carries out a measure; what a department leads and joins."""

import re
from collections import Counter

from data import narrative
from data.document import Measure
from intents.documents import departments, rosters
from intents.documents.asked import Asked
from intents.documents.evidence import cited, declined, document_of, joined, named, unread
from intents.documents.leads import lead_line, roles
from intents.mentions.topic import cities
from intents.reply import Reply
from intents.sources import Sources

NAMES_NO_LEAD = "重庆市"
MOST = re.compile("最多|最少|各部门|分别牵头几|每个部门|哪些部门|哪几个部门")
PURSUED = {
    1: ("三(一)", "三(二)1"),
    2: ("三(二)2",),
    3: ("三(二)3",),
    4: ("三(三)",),
    5: ("三(四)",),
}  # annex: measures
DOERS = re.compile("谁[来在去]|部门|单位|哪个[局委办口]")  # 谁来编


def wants(asked: Asked) -> bool:
    """Whether it asks who does something, or what a department does."""
    if asked.of("stranger") or asked.departments:
        return departments.wants(asked)
    if not asked.wants("lead", "join", "carry", "who", "office"):
        return False
    if rosters.wants(asked):
        return True
    if asked.wants("lead"):
        return not asked.counting or bool(asked.measures) or "牵头" in asked.text
    if asked.counting or (asked.figures and not DOERS.search(asked.text)):
        return False
    if (asked.city == NAMES_NO_LEAD and not asked.wants("join", "office")) or "#" in "".join(asked.of("statement")):
        return False
    who = asked.wants("who", "office") or bool(DOERS.search(asked.text) or "谁" in asked.text)
    doing = asked.wants("join", "office") or (who and asked.wants("carry", "verb"))
    return (
        doing
        and not asked.amount
        and bool(asked.measures or asked.sections or asked.of("sector"))
        and not asked.of("project")
    )


def answer(asked: Asked, sources: Sources) -> Reply:
    """The departments of what is asked, or the measures of a department."""
    if asked.city == NAMES_NO_LEAD:
        return _no_leads(asked)
    if rosters.wants(asked):
        return rosters.answer(asked)
    if asked.of("stranger") and not asked.departments and not asked.measures:
        return departments.stranger(asked)
    if asked.departments and asked.wants("unwritten"):
        return departments.unwritten(asked)
    if asked.departments and not asked.measures and any(word in asked.text for word in ("分别", "各自")):
        return departments.each(asked)
    if asked.departments and (
        not asked.measures or (asked.vague and asked.wants("duties", "join")) or "除了" in asked.text
    ):
        return departments.of_departments(asked)
    measures = asked.measures or _of_sections(asked)
    if not measures and not asked.leftover and MOST.search(asked.text):
        return _counted(asked)
    if not measures or (asked.leftover and asked.vague and not asked.sections):
        return _unknown(asked)
    return _leads(asked, measures)


def _no_leads(asked: Asked) -> Reply:
    document = document_of(asked.city)
    measures = [named(m) for m in asked.measures[:2]]
    about = f"这项工作在{joined(measures)}，只写了任务。" if measures else "各项任务都只写了内容和目标。"
    return declined(
        f"重庆的文件没有写牵头部门或责任单位，所以答不了由谁负责。{about}",
        f"可以问任务内容、项目和考核规则，例如“重庆保障工业投资任务有哪几条措施”。({document.number})",
        choices=("重庆保障工业投资任务有哪几条措施", "重庆先进单位怎么评"),
    )


def _unknown(asked: Asked) -> Reply:
    words = asked.leftover
    what = joined(f"“{word}”" for word in words) if words else "要问的是哪项工作"
    return declined(
        f"没看懂{what}，文件的举措里没有与它对应的一项，不好说由谁负责。",
        "可以问文件里的举措，例如“股权转让谁牵头”“土地供给由哪几家牵头”“工作举措分哪几块”。",
        choices=("工作举措分哪几块", "股权转让谁牵头", "督查考核谁牵头，谁配合"),
        unknown=tuple(words),
    )


def _of_sections(asked: Asked) -> tuple[Measure, ...]:
    """The measures of the sections that are named, or that pursue what an annex is about."""
    places = {section.place for section in asked.sections} or set(asked.of("sector"))
    places |= {place for annex in asked.annexes for place in PURSUED.get(annex, ())}
    return tuple(
        m
        for m in narrative.measures()
        if cities()[m.document] == asked.city and (m.section in places or m.place in places)
    )


def _leads(asked: Asked, measures: tuple[Measure, ...]) -> Reply:
    """Who leads, joins and carries out these measures."""
    lines = [*roles(asked, measures), *(lead_line(m, asked) for m in measures)]
    if len(measures) == 1:
        lines += _details(measures[0], asked)
    notes = (*_remarks(asked, measures), *unread(asked.leftover), cited(asked.city, *(m.place for m in measures)))
    return Reply("answer", tuple(lines), notes=notes)


def _details(measure: Measure, asked: Asked) -> list[str]:
    lines = []
    if measure.separately:
        lines.append("几家分别牵头，各管哪一块文件没有写。")
    if not measure.joint and asked.wants("join"):
        lines.append("文件没有为这项单列配合单位。")
    if measure.carried_out_by:
        lines.append(f"{joined(measure.carried_out_by)}{measure.carried_out_verb}。")
    return lines


def _remarks(asked: Asked, measures: tuple[Measure, ...]) -> tuple[str, ...]:
    """What else the question names: a department that is not there, a district, a sector without a lead of its own."""
    leads = {name for m in measures for name in (*m.lead, *m.joint, *m.carried_out_by)}
    notes = [f"文件没有写{name}参与这项。" for name in (*asked.departments, *asked.of("stranger")) if name not in leads]
    if asked.districts:
        notes.append(f"文件只写到市级部门，没有为{joined(asked.districts)}另写；各县(市、区)、开发区参与实施。")
    if not asked.measures and not asked.sections:
        notes.append("附件的目标没有单列牵头部门，以上是与它对应的举措。")
    return tuple(notes)


def _counted(asked: Asked) -> Reply:
    """How many measures each department leads, the most first."""
    mine = [m for m in narrative.measures() if cities()[m.document] == asked.city]
    counts = Counter(name for m in mine for name in m.lead).most_common()
    lines = [
        f"牵头（负责）最多的是{counts[0][0]}，{counts[0][1]}项。各部门：",
        *(f"· {name} {count}项" for name, count in counts),
    ]
    return Reply("answer", tuple(lines), notes=(cited(asked.city, "三"),))
