"""The projects that Chongqing's document names: group, stage and cluster; and what its annexes hold unpublished."""

from data import narrative
from data.document import Annex, Project, ProjectGroup
from intents.documents.asked import Asked
from intents.documents.evidence import cited, declined, document_of, facts_of, joined, unread
from intents.mentions.topic import cities
from intents.reply import Reply
from intents.sources import Sources

TITLES = {"双百计划": "附件3", "百项重点技术改造": "附件4"}
ASKS = ("stage", "which", "meaning", "contents", "roster", "money", "where", "purpose", "how")


def wants(asked: Asked) -> bool:
    """Whether it asks about a named project, a cluster, or the projects of a group."""
    if asked.wants("award", "lead", "join") or asked.city != "重庆市":
        return False
    if asked.of("project"):
        return True
    if asked.of("cluster"):
        return asked.wants("which", "stage", "contents", "who") or not (asked.asks or asked.amount or asked.leftover)
    if asked.counting and not asked.wants("roster"):
        return False
    return asked.wants("which", "roster", "meaning", "who") and bool(_groups(asked))


def answer(asked: Asked, sources: Sources) -> Reply:
    """The projects meant with what the document says of them."""
    if names := asked.of("project"):
        found = [p for p in narrative.projects() if p.name in names]
        return (
            _money(found[0], asked) if asked.wants("money") and not asked.wants("stage") else _described(found, asked)
        )
    if clusters := asked.of("cluster"):
        found = [p for p in narrative.projects() if p.cluster in clusters]
        return _described(found, asked) if found else _no_project(clusters, asked)
    return _grouped(asked, sources)


def _money(project: Project, asked: Asked) -> Reply:
    return declined(
        f"文件没有写{project.name}的投资额、业主和竣工日期，只写了它属于{_kind(project)}，处于“{project.stage}”。",
        f"可以问“{project.name}什么阶段”。",
        cited(asked.city, project.place),
    )


def _no_project(clusters: tuple[str, ...], asked: Asked) -> Reply:
    return declined(
        f"文件没有为{joined(clusters)}点名项目，项目表（附件3）略。",
        "可以问“重庆双百计划点名了哪些项目”。",
        cited(asked.city, "二(二)"),
    )


def _kind(project: Project) -> str:
    """十大战略性工业项目中加快推进的战略性项目."""
    group = next(g for g in narrative.project_groups() if g.name == project.group)
    return f"{group.within}（{group.name}）"


def _described(projects: list[Project], asked: Asked) -> Reply:
    lines = [
        f"{p.name}：{f'属于{p.cluster}，' if p.cluster else ''}列入{_kind(p)}，安排是{p.stage}。" for p in projects
    ]
    return Reply(
        "answer", tuple(lines), notes=(*unread(asked.leftover), cited(asked.city, *(p.place for p in projects)))
    )


def _groups(asked: Asked) -> list[ProjectGroup]:
    """The groups meant: by name, or by programme and stage."""
    groups = narrative.project_groups()
    within = set(asked.of("within")) or ({"双百计划"} if "双百" in asked.text else set())
    stages = set(asked.of("stage"))
    by_stage = [g for g in groups if any(_is_stage(g, s) for s in stages) and (not within or g.within in within)]
    return by_stage or [g for g in groups if g.name in asked.of("group")] or [g for g in groups if g.within in within]


def _is_stage(group: ProjectGroup, stage: str) -> bool:
    if stage == "前期手续":
        return "前期手续" in group.stage and "开工" not in group.stage
    return stage in group.stage


def _grouped(asked: Asked, sources: Sources) -> Reply:
    """The projects of the groups; where the rest stands in an annex that was not published, that is said."""
    groups = _groups(asked)
    counts = facts_of((g.count for g in groups), asked.city, groups[0].place, sources)
    number = {fact.metric: f"{fact.value:f}" for fact in counts}
    lines = [_line(g, number.get(g.count, "")) for g in groups]
    annexes = dict.fromkeys(TITLES[g.within] for g in groups if not g.complete and g.within in TITLES)
    notes = [f"其余项目在{a}《{_annex(asked.city, a).title}》，{a}略，没有随文公布。" for a in annexes]
    places = cited(asked.city, *(g.place for g in groups))
    if annexes and (asked.wants("roster") or _whole(groups)):
        return Reply("decline", (f"全部项目的名单没有随文公布。{notes[0]}", *lines), notes=(places,))
    return Reply("answer", tuple(lines), notes=(*notes, *unread(asked.leftover), places), facts=counts)


def _whole(groups: list[ProjectGroup]) -> bool:
    """Whether every group of an incomplete programme is meant, that is all of its projects."""
    mine = [g for g in narrative.project_groups() if g.within == groups[0].within]
    return all(not g.complete for g in groups) and len(groups) == len(mine)


def _line(group: ProjectGroup, count: str) -> str:
    names = [p.name for p in narrative.projects() if p.group == group.name]
    if group.complete:
        return f"{group.name}共{count}个：{joined(names)}。"
    return f"{group.name}共{count}个，文中点名的有：{joined(names)}。"


def _annex(city: str, place: str) -> Annex:
    return next(a for a in document_of(city).annexes if a.place == place)


def wants_withheld(asked: Asked) -> bool:
    """Whether it asks for what an unpublished annex holds."""
    if asked.city != "重庆市" or asked.wants("award", "lead", "join", "annexes", "addressed") or asked.of("project"):
        return False
    if asked.measures and not asked.vague and asked.wants("plan", "how", "contents", "meaning"):
        return False
    return bool(asked.outside or (asked.spoken and (asked.group or _whose(asked)))) and not asked.of("document")


def _whose(asked: Asked) -> set[str]:
    """附件1 or 附件2, as far as one of them holds what is asked."""
    statements = (
        narrative.statements()[int(value[1:])].place for value in asked.of("statement") if value.startswith("#")
    )
    return {place for place in (*asked.of("withheld"), *statements) if place in ("附件1", "附件2")}


def answer_withheld(asked: Asked, sources: Sources) -> Reply:
    """Declines, naming the annex, and what the city has."""
    place = "附件2" if asked.group or (not asked.outside and "附件1" not in _whose(asked)) else "附件1"
    annex = _annex(asked.city, place)
    whom = joined(asked.outside) or asked.group or ("各区县" if place == "附件1" else "大型企业集团")
    return declined(
        f"没有{whom}的目标：{document_of(asked.city).number} {place}《{annex.title}》略，没有随文公布。",
        "可以问重庆全市的目标，例如“重庆工业和信息化投资目标”。",
        choices=("重庆工业和信息化投资目标", "重庆技改投资目标"),
    )


def city_of(project: Project) -> str:
    """The city whose document names a project."""
    return cities()[project.document]
