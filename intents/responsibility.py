"""Who leads, joins and carries out a measure; what a department leads and joins."""

import re
from collections.abc import Iterable

from data import narrative
from data.document import Measure
from intents.asked import Asked
from intents.evidence import cited, declined, document_of, joined, named, unread
from intents.mentions.topic import cities
from intents.reply import Reply
from intents.sources import Sources

NAMES_NO_LEAD = "重庆市"
DOERS = re.compile("谁[来在去]|部门|单位|哪个[局委办口]")  # 谁来编


def wants(asked: Asked) -> bool:
    """Whether it asks who does something, or what a department does."""
    if asked.of("stranger") or asked.departments:
        return _department_asked(asked)
    if not asked.wants("lead", "join", "carry", "who", "office"):
        return False
    if asked.wants("lead"):
        return not asked.counting or bool(asked.measures)
    if asked.counting or (asked.figures and not DOERS.search(asked.text)):
        return False
    if (asked.city == NAMES_NO_LEAD and not asked.wants("join", "office")) or "#" in "".join(asked.of("statement")):
        return False
    who = asked.wants("who", "office") or "谁" in asked.text
    doing = asked.wants("join", "office") or (who and asked.wants("carry", "verb"))
    return doing and not asked.amount and bool(asked.measures or asked.sections) and not asked.of("project")


def _department_asked(asked: Asked) -> bool:
    collective = {d.name for d in narrative.departments() if d.kind == "统称"}
    if not asked.of("stranger") and collective.issuperset(asked.departments):
        return not asked.counting and asked.wants("lead", "join", "carry", "how", "duties") and _doing(asked.text)
    if asked.wants("lead", "join", "carry", "duties", "who", "office", "contents", "plan", "how", "unwritten", "which", "verb"):
        return not (asked.figures and not asked.wants("lead", "join", "duties", "unwritten"))
    return not asked.figures and not asked.leftover


def _doing(text: str) -> bool:
    return any(word in text for word in ("做什么", "干什么", "干啥", "做啥", "牵头", "负责", "配合", "职责", "干嘛", "角色"))


def answer(asked: Asked, sources: Sources) -> Reply:
    """The departments of what is asked, or the measures of a department."""
    if asked.city == NAMES_NO_LEAD:
        return _no_leads(asked)
    if asked.of("stranger") and not asked.departments and not asked.measures:
        return _stranger(asked)
    if asked.departments and asked.wants("unwritten"):
        return _unwritten(asked)
    if asked.departments and (not asked.measures or (asked.vague and asked.wants("duties", "join")) or "除了" in asked.text):
        return _of_departments(asked)
    measures = asked.measures or _of_sections(asked)
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


def _stranger(asked: Asked) -> Reply:
    names = [d.name for d in narrative.departments() if d.city == asked.city and d.kind == "部门"]
    return declined(
        f"{document_of(asked.city).number}里没有提到{joined(asked.of('stranger'))}，没有写它的任务。",
        f"文件写到的部门有：{joined(names)}。",
        choices=("市经信委牵头哪些工作", "督查考核谁牵头，谁配合"),
    )


def _unwritten(asked: Asked) -> Reply:
    """Who heads a department, how it is reached: not in the documents."""
    names = joined(asked.departments)
    return declined(
        f"文件只写到部门，没有{names}的负责人、电话和具体时间。",
        f"可以问“{asked.departments[0]}牵头哪些工作”。",
        choices=(f"{asked.departments[0]}牵头哪些工作",),
    )


def _unknown(asked: Asked) -> Reply:
    words = asked.leftover
    what = joined(f"“{word}”" for word in words) if words else "要问的是哪项工作"
    return declined(
        f"没看懂{what}，文件的举措里没有与它对应的一项，不好说由谁负责。",
        "可以问文件里的举措，例如“股权转让谁牵头”“土地供给由哪几家牵头”“工作举措分哪几块”。",
        choices=("工作举措分哪几块", "股权转让谁牵头", "督查考核谁牵头，谁配合"),
    )


def _of_sections(asked: Asked) -> tuple[Measure, ...]:
    """The measures of the sections that are named, or that pursue what an annex is about."""
    places = {section.place for section in asked.sections} or set(asked.of("sector"))
    return tuple(
        m for m in narrative.measures() if cities()[m.document] == asked.city and (m.section in places or m.place in places)
    )


def _leads(asked: Asked, measures: tuple[Measure, ...]) -> Reply:
    """Who leads, joins and carries out these measures."""
    lines = [_lead_line(m, asked) for m in measures]
    if len(measures) == 1:
        lines += _details(measures[0], asked)
    notes = (*_remarks(asked, measures), *unread(asked.leftover), cited(asked.city, *(m.place for m in measures)))
    return Reply("answer", tuple(lines), notes=notes)


def _lead_line(measure: Measure, asked: Asked) -> str:
    """股权转让 由市金融办负责，市经信委、市招商局配合."""
    verb = "分别牵头" if measure.separately else measure.lead_verb
    together = "共同" if len(measure.lead) > 1 and not measure.separately else ""
    lead = f"由{joined(measure.lead)}{together}{verb}"
    joint = f"配合单位是{joined(measure.joint)}" if measure.joint else ""
    parts = [joint, lead] if joint and asked.wants("join") and not asked.wants("lead") else [lead, joint]
    return f"{measure.title}（{measure.place}）：{'；'.join(part for part in parts if part)}。"


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
    """What else the question names: a department that is not there, a district, a sector that has no lead of its own."""
    notes = []
    leads = {name for m in measures for name in (*m.lead, *m.joint, *m.carried_out_by)}
    for name in (*asked.departments, *asked.of("stranger")):
        if name not in leads:
            notes.append(f"文件没有写{name}参与这项。")
    if asked.districts:
        notes.append(f"文件只写到市级部门，没有为{joined(asked.districts)}另写；各县(市、区)、开发区参与实施。")
    if not asked.measures and not asked.sections:
        notes.append("附件的目标没有单列牵头部门，以上是与它对应的举措。")
    return tuple(notes)


def _of_departments(asked: Asked) -> Reply:
    """What departments lead and join; of several, what they do together."""
    names = asked.departments
    kinds = {d.name: d.kind for d in narrative.departments()}
    mine = [m for m in narrative.measures() if cities()[m.document] == asked.city]
    if all(kinds[name] == "统称" for name in names):
        return _collective(asked, mine)
    shared = [m for m in mine if all(name in (*m.lead, *m.joint) for name in names)]
    if len(names) > 1:
        return _together(asked, shared)
    return _one(asked, names[0], mine)


def _together(asked: Asked, shared: list[Measure]) -> Reply:
    names = joined(asked.departments)
    if not shared:
        return declined(f"没有一项举措由{names}共同承担。", f"可以分别问，例如“{asked.departments[0]}牵头哪些工作”。")
    lines = [f"{names}都在内的有{len(shared)}项：", *(_lead_line(m, asked) for m in shared)]
    return Reply("answer", tuple(lines), notes=(cited(asked.city, *(m.place for m in shared)),))


def _one(asked: Asked, name: str, mine: list[Measure]) -> Reply:
    """市金融办牵头1项，配合0项."""
    led = [m for m in mine if name in m.lead]
    joint = [m for m in mine if name in m.joint]
    lines = _parts(name, led, joint, joins_first=asked.wants("join") and not asked.wants("lead"))
    notes = (*unread(asked.leftover), cited(asked.city, *(m.place for m in (*led, *joint))))
    return Reply("answer", tuple(lines), notes=notes)


def _parts(name: str, led: list[Measure], joint: list[Measure], joins_first: bool) -> list[str]:
    """What it leads and what it joins, that asked for first; what there is none of is said too."""
    first = [f"{name}牵头（负责）{len(led)}项：", *map(_item, led)] if led else [f"{name}没有牵头的举措。"]
    second = [f"{name}配合{len(joint)}项：", *(_item(m, lead=True) for m in joint)] if joint else [f"{name}没有列为配合单位的举措。"]
    return [*second, *first] if joins_first else [*first, *second]


def _item(measure: Measure, lead: bool = False) -> str:
    others = f"（{joined(measure.lead)}{measure.lead_verb}）" if lead else ""
    if not lead and len(measure.lead) > 1:
        others = f"（{joined(measure.lead)}{'分别' if measure.separately else '共同'}{measure.lead_verb}）"
    if not lead and measure.joint:
        others += f"（配合：{joined(measure.joint)}）"
    return f"· {named(measure)}{others}"


def _collective(asked: Asked, mine: Iterable[Measure]) -> Reply:
    """各县(市、区) and their like carry out nearly everything."""
    names = asked.departments
    theirs = [m for m in mine if any(name in m.carried_out_by for name in names)]
    if not theirs:
        return declined(f"文件没有为{joined(names)}单列任务。")
    lines = [f"{joined(names)}不牵头，参与实施{len(theirs)}项举措：", *(f"· {named(m)}（{m.carried_out_verb}）" for m in theirs)]
    return Reply("answer", tuple(lines), notes=(cited(asked.city, *(m.place for m in theirs)),))
