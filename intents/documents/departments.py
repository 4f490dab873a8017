"""What a department leads and joins, what several do together, and those that the documents do not name."""

import re
from collections.abc import Iterable

from data import narrative
from data.document import Measure
from intents.documents.asked import Asked
from intents.documents.evidence import cited, declined, document_of, joined, named, unread
from intents.documents.leads import lead_line
from intents.mentions.topic import cities
from intents.reply import Reply

_LED_BY_OTHERS = re.compile(
    "(?:(?<!是)不是|不由|不归|并非)[^,。;?]{0,9}(?:牵头|负责)|(?<!有)(?:不|没有?|未)(?:参与)?(?:牵头|负责)"
)  # 哪些(不是经信委牵头)的
_NOT_JOINED = re.compile("(?:(?<!是)不是|不由)[^,。;?]{0,9}配合|(?<!有)(?:不|没有?|未)(?:参与)?配合")


def wants(asked: Asked) -> bool:
    """Whether it asks what the departments named do, or who they are among."""
    collective = {d.name for d in narrative.departments() if d.kind == "统称"}
    if not asked.of("stranger") and collective.issuperset(asked.departments):
        return not asked.counting and asked.wants("lead", "join", "carry", "how", "duties") and _doing(asked.text)
    if asked.wants(
        "lead", "join", "carry", "duties", "who", "office", "contents", "plan", "how", "unwritten", "which", "verb"
    ):
        return not (asked.figures and not asked.wants("lead", "join", "duties", "unwritten"))
    return not asked.figures and not asked.leftover


def _doing(text: str) -> bool:
    return any(
        word in text for word in ("做什么", "干什么", "干啥", "做啥", "牵头", "负责", "配合", "职责", "干嘛", "角色")
    )


def stranger(asked: Asked) -> Reply:
    """Declines for a real department that the document does not name, with those that it does."""
    names = [d.name for d in narrative.departments() if d.city == asked.city and d.kind == "部门"]
    return declined(
        f"{document_of(asked.city).number}里没有提到{joined(asked.of('stranger'))}，没有写它的任务。",
        f"文件写到的部门有：{joined(names)}。",
        choices=("市经信委牵头哪些工作", "督查考核谁牵头，谁配合"),
    )


def unwritten(asked: Asked) -> Reply:
    """Who heads a department, how it is reached: not in the documents."""
    names = joined(asked.departments)
    return declined(
        f"文件只写到部门，没有{names}的负责人、电话和具体时间。",
        f"可以问“{asked.departments[0]}牵头哪些工作”。",
        choices=(f"{asked.departments[0]}牵头哪些工作",),
    )


def of_departments(asked: Asked) -> Reply:
    """What departments lead and join; of several, what they do together."""
    names = asked.departments
    kinds = {d.name: d.kind for d in narrative.departments()}
    mine = [m for m in narrative.measures() if cities()[m.document] == asked.city]
    if all(kinds[name] == "统称" for name in names):
        return _collective(asked, mine)
    shared = [m for m in mine if all(name in (*m.lead, *m.joint) for name in names)]
    if _NOT_JOINED.search(asked.text) or (len(names) > 1 and _LED_BY_OTHERS.search(asked.text)):
        return declined(
            "问的是不归谁牵头或配合的工作，文件没有这样列。",
            f"可以问“{names[0]}牵头哪些工作”“{names[0]}配合哪些工作”。",
        )
    if len(names) > 1:
        return _together(asked, shared)
    if _LED_BY_OTHERS.search(asked.text):
        return _by_others(asked, names[0], mine)
    return _one(asked, names[0], mine)


def each(asked: Asked) -> Reply:
    """Several departments one after the other."""
    mine = [m for m in narrative.measures() if cities()[m.document] == asked.city]
    replies = [_one(asked, name, mine) for name in asked.departments]
    places = [m.place for m in mine if set(asked.departments) & {*m.lead, *m.joint}]
    return Reply(
        "answer", tuple(line for reply in replies for line in reply.lines), notes=(cited(asked.city, *places),)
    )


def _together(asked: Asked, shared: list[Measure]) -> Reply:
    names = joined(asked.departments)
    if not shared:
        return declined(f"没有一项举措由{names}共同承担。", f"可以分别问，例如“{asked.departments[0]}牵头哪些工作”。")
    lines = [f"{names}都在内的有{len(shared)}项：", *(lead_line(m, asked) for m in shared)]
    return Reply("answer", tuple(lines), notes=(cited(asked.city, *(m.place for m in shared)),))


def _by_others(asked: Asked, name: str, mine: list[Measure]) -> Reply:
    """The measures that a department does not lead."""
    others = [m for m in mine if m.lead and name not in m.lead]
    lines = [f"不由{name}牵头（负责）的有{len(others)}项：", *(f"· {lead_line(m, asked)}" for m in others)]
    return Reply("answer", tuple(lines), notes=(cited(asked.city, *(m.place for m in others)),))


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
    second = (
        [f"{name}配合{len(joint)}项：", *(_item(m, lead=True) for m in joint)]
        if joint
        else [f"{name}没有列为配合单位的举措。"]
    )
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
    lines = [
        f"{joined(names)}不牵头，参与实施{len(theirs)}项举措：",
        *(f"· {named(m)}（{m.carried_out_verb}）" for m in theirs),
    ]
    return Reply("answer", tuple(lines), notes=(cited(asked.city, *(m.place for m in theirs)),))
