"""Any annex, table or list of the documents as an Excel workbook."""

from data import narrative
from data.document import Annex, Measure
from data.workbook import Sheet, workbook
from intents.documents.asked import Asked
from intents.documents.evidence import declined, document_of, joined
from intents.mentions.topic import cities
from intents.reply import File, Reply
from intents.sources import Sources

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MEASURES = ("章节", "举措", "牵头（负责）", "牵头方式", "配合", "实施", "要点")
PROJECTS = ("项目", "类别", "阶段", "产业集群", "章节")
NOT_OURS = ("进度", "完成", "上报", "填报", "模板", "通报", "汇总", "排名", "台账", "来历")


def wants(asked: Asked) -> bool:
    """Whether it asks for a table or list as a file."""
    if any(word in asked.text for word in NOT_OURS):
        return False
    if asked.wants("measurelist"):
        return True
    return asked.wants("export") and bool(
        _annexes(asked) or asked.annexes or _listing(asked) or asked.wants("every") or asked.districts
    )


def _listing(asked: Asked) -> bool:
    """Whether a list of measures or projects is meant."""
    return asked.wants("plan", "projectlist", "lead", "join") or bool(
        asked.of("project") or asked.of("group") or asked.of("within")
    )


def answer(asked: Asked, sources: Sources) -> Reply:
    """The workbook, with what is in it."""
    document = document_of(asked.city)
    if asked.wants("projectlist") or (
        asked.city == "重庆市" and not asked.annexes and not asked.wants("measurelist", "plan", "every")
    ):
        return _projects(asked)
    if asked.wants("measurelist", "plan", "lead", "join") and not asked.annexes:
        return _measures(asked)
    wanted = [a for a in document.annexes if a.place in {f"附件{n}" for n in asked.annexes}] or _annexes(asked)
    if asked.annexes and not wanted:
        return declined(
            f"{document.number}没有附件{asked.annexes[0]}。", f"有的是{joined(a.place for a in document.annexes)}。"
        )
    held = [a for a in (wanted or document.annexes) if a.published]
    if not held:
        return _not_published(asked, wanted)
    return _tables(asked, held)


def _annexes(asked: Asked) -> list[Annex]:
    """The annexes that hold the metrics named, or whose words are named."""
    document = document_of(asked.city)
    wanted = set(asked.metrics)
    found = [a for a in document.annexes if any(word in asked.text for word in a.words)]
    return found or [a for a in document.annexes if wanted & {c.metric for c in a.columns}]


def _not_published(asked: Asked, wanted: list[Annex]) -> Reply:
    document = document_of(asked.city)
    annexes = wanted or document.annexes
    titles = joined(f"{a.place}《{a.title}》" for a in annexes)
    return declined(
        f"{document.number}的{titles}略，没有随文公布，导不出来。",
        "可以导出文中点名的项目或举措，例如“导出重庆点名的项目”“重庆举措清单”。",
        choices=("导出重庆点名的项目清单", "重庆举措清单"),
    )


def _tables(asked: Asked, annexes: list[Annex]) -> Reply:
    """The annexes as sheets; only the rows of the districts named, where some are."""
    document = document_of(asked.city)
    places = joined(a.place for a in annexes)
    name = f"{document.year}年{asked.city}{places if len(annexes) < len(document.annexes) else '全部附件'}.xlsx"
    whom = f"（{joined(asked.districts)}）" if asked.districts else ""
    source = [(a.place, document.number, a.name) for a in annexes]
    sheets = [_sheet(annex, asked.districts) for annex in annexes]
    return _file(name, sheets, source, f"{places}{whom}已导出为Excel", f"依据：{document.number} {places}")


def _sheet(annex: Annex, districts: tuple[str, ...]) -> Sheet:
    rows = tuple(row for row in annex.rows if not districts or row[0] in districts)
    return Sheet(annex.place, annex.header, rows or annex.rows)


def _measures(asked: Asked) -> Reply:
    """The measures with leads, joint departments and those who carry them out."""
    document = document_of(asked.city)
    chosen = set(asked.of("section")) | {m.place for m in asked.measures if not asked.vague}
    mine = [m for m in narrative.measures() if cities()[m.document] == asked.city]
    mine = [m for m in mine if not chosen or m.section in chosen or m.place in chosen]
    sheet = Sheet("举措清单", MEASURES, tuple(map(_row, mine)))
    source = [(m.place, document.number, m.title) for m in mine]
    name = f"{document.year}年{asked.city}举措清单.xlsx"
    return _file(name, [sheet], source, f"举措清单共{len(mine)}项，已导出为Excel", f"依据：{document.number}")


def _row(m: Measure) -> tuple[str, ...]:
    how = "分别牵头" if m.separately else m.lead_verb
    points = "；".join(point.what for point in m.points)
    return m.place, m.title, joined(m.lead), how, joined(m.joint), joined(m.carried_out_by), points


def _projects(asked: Asked) -> Reply:
    """The projects that the body names."""
    document = document_of(asked.city)
    projects = [p for p in narrative.projects() if cities()[p.document] == asked.city]
    if not projects:
        return declined(
            f"{document.number}没有列出项目名单，没有可导出的项目清单。",
            "可以导出附件或举措清单，例如“导出附件4”“举措清单给我一份表格”。",
            choices=("导出附件4", "举措清单给我一份表格"),
        )
    sheet = Sheet("点名项目", PROJECTS, tuple((p.name, p.group, p.stage, p.cluster, p.place) for p in projects))
    source = [(p.place, document.number, p.name) for p in projects]
    note = f"依据：{document.number} 二；附件3、附件4的全部项目略，没有随文公布。"
    name = f"{document.year}年{asked.city}点名项目.xlsx"
    return _file(name, [sheet], source, f"文中点名的{len(projects)}个项目已导出为Excel", note)


def _file(name: str, sheets: list[Sheet], source: list[tuple[str, str, str]], line: str, note: str) -> Reply:
    content = workbook(tuple(sheets), tuple(source))
    return Reply("answer", (f"{line}：{name}。",), notes=(note,), files=(File(name, EXCEL, content),))
