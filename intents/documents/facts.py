"""What a document says of itself: number, title, issuer, dates, annexes, and what it is based on."""

import re
from collections.abc import Iterator

from data import narrative
from data.document import Annex, Document
from intents.documents.asked import Asked
from intents.documents.evidence import declined, document_of, joined
from intents.mentions.topic import cities
from intents.reply import Reply
from intents.sources import Sources

SOURCE = re.compile(
    "(?:文件|方案|原文|意见)(?:在?哪里?|从哪里?|怎么|去哪里?)?(?:能|可以)?(?:下载|找原文|看原文)|在哪里?下载"
)  # 文件在哪下载
_TO_COME = re.compile("办法|细则|条例|政策")  # 评比(办法)什么时候印发
PLACE_IN_TABLE = re.compile(r"第[一二三四五六七八九十两\d]+(?:个?单元格|[行列栏排格])")  # 附件4(第三行)
FIELDS = (
    "number",
    "title",
    "issuer",
    "signed",
    "disclosed",
    "posted",
    "addressed",
    "index",
    "validity",
    "basis",
    "upper",
)


def wants(asked: Asked) -> bool:
    """Whether it asks for a fact of the document, or for its annexes."""
    if of_another_paper(asked):
        return False
    if asked.annexes and not asked.wants("lead", "join"):
        return (not asked.figures or asked.wants("contents")) and not PLACE_IN_TABLE.search(asked.text)
    others = asked.of("programme") or asked.departments or asked.of("stranger")
    if asked.figures or others or asked.wants("lead", "join", "aim", "principle", "demand"):
        return False
    if asked.wants("annexes", "upper"):
        return True
    if any(not t.general and t.kind == "measure" for t in asked.topics) and not asked.of("document"):
        return asked.wants("basis")
    return (
        asked.wants(*FIELDS)
        or bool(SOURCE.search(asked.text))
        or bool(asked.of("document") and not (asked.leftover or asked.metrics or asked.districts))
    )


def of_another_paper(asked: Asked) -> bool:
    """Whether it asks for the date of a paper that is still to be written: 办法什么时候出台."""
    return asked.wants("signed") and bool(_TO_COME.search(asked.text)) and not asked.of("document")


def answer(asked: Asked, sources: Sources) -> Reply:
    """The facts asked for, each a line."""
    document = document_of(asked.city)
    if asked.wants("upper"):
        return _upper(document)
    if asked.annexes:
        return _annexes(asked, document)
    lines = list(dict.fromkeys(_lines(asked, document))) or list(_summary(document))
    note = f"（{document.number}）"
    return Reply("answer", tuple(lines), notes=() if document.number in "".join(lines) else (note,))


def _lines(asked: Asked, document: Document) -> Iterator[str]:
    """One line for each fact asked for."""
    yield from _names(asked, document)
    if asked.wants("issuer"):
        publisher = f"；网上公开由{document.publisher}发布" if document.publisher else ""
        yield f"由{document.issuer}印发{publisher}。"
    if asked.wants("signed", "disclosed", "posted"):
        yield from _dates(asked, document)
    yield from _record(asked, document)
    if asked.wants("annexes"):
        yield from _annex_list(document)


def _names(asked: Asked, document: Document) -> Iterator[str]:
    """Title and number."""
    if asked.wants("basis") or (asked.wants("title") and asked.wants("number")):
        yield f"《{document.title}》（{document.number}）。"
    elif asked.wants("title"):
        yield f"全称是《{document.title}》，文号{document.number}。"
    elif asked.wants("number"):
        yield f"文号是{document.number}。"


def _record(asked: Asked, document: Document) -> Iterator[str]:
    """What the page that publishes it says of it."""
    if asked.wants("addressed"):
        yield f"主送：{document.addressed_to}。"
    if asked.wants("index"):
        yield f"信息索引号：{document.index_number}。" if document.index_number else "文件没有公布索引号。"
    if asked.wants("validity"):
        yield f"公布时标注的有效性：{document.validity}。" if document.validity else "公布的文本没有标注有效性。"
    if SOURCE.search(asked.text):
        name = f"公开的文件名是“{document.download}”" if document.download else "没有公开的下载文件"
        yield f"{name}；已公布的附件可以在这里导出，例如“导出附件4”。"


def _dates(asked: Asked, document: Document) -> Iterator[str]:
    """The date asked for first, the others after it: they are different days."""
    signed = f"{document.signed.year}年{document.signed.month}月{document.signed.day}日"
    dates = {"signed": f"印发（签发）日期是{signed}"}
    if document.disclosed:
        day = document.disclosed
        dates["disclosed"] = f"公开日期是{day.year}年{day.month}月{day.day}日"
    if document.posted:
        day = document.posted
        dates["posted"] = f"网站发布日期是{day.year}年{day.month}月{day.day}日"
    first = [dates[key] for key in ("signed", "disclosed", "posted") if key in dates and asked.wants(key)]
    rest = [text for text in dates.values() if text not in first]
    missing = [k for k in ("disclosed", "posted") if asked.wants(k) and k not in dates]
    yield "，".join(first or rest[:1]) + ("；文件没有公布公开日期。" if missing else "。")
    if first and rest:
        yield "另外，" + "，".join(rest) + "。"


def _summary(document: Document) -> Iterator[str]:
    day = document.signed
    yield f"《{document.title}》（{document.number}），{document.issuer}{day.year}年{day.month}月{day.day}日印发。"
    yield from _annex_list(document)


def _annex_list(document: Document) -> Iterator[str]:
    withheld = "，都略，没有随文公布" if not any(a.published for a in document.annexes) else ""
    yield f"共{len(document.annexes)}个附件{withheld}："
    yield from (f"· {a.place} {_titled(a)}" for a in document.annexes)


def _titled(annex: Annex) -> str:
    return f"{annex.title}（{annex.part}）" if annex.part else annex.title


def _annexes(asked: Asked, document: Document) -> Reply:
    """What the annexes named are about."""
    found = [a for a in document.annexes if a.place in {f"附件{n}" for n in asked.annexes}]
    if not found:
        have = joined(a.place for a in document.annexes)
        return declined(
            f"{document.number}没有附件{asked.annexes[0]}，只有{have}。", "可以问“一共几个附件，分别是什么”。"
        )
    if any(not a.published for a in found) and (asked.amount or asked.wants("which", "roster", "who")):
        named = joined(f"{a.place}《{_titled(a)}》" for a in found)
        return declined(
            f"{document.number} {named}略，没有随文公布，其中的内容查不到。",
            f"正文里有的可以问，例如“{document.city[:2]}双百计划点名了哪些项目”。",
        )
    lines = []
    for annex in found:
        lines.append(
            f"{annex.place}《{_titled(annex)}》：{annex.about}{'' if annex.published else '；略，没有随文公布'}。"
        )
        if metrics := dict.fromkeys(column.metric for column in annex.columns):
            lines.append(f"指标：{joined(metrics)}。")
    return Reply("answer", tuple(lines), notes=(f"依据：{document.number}",))


def _upper(document: Document) -> Reply:
    """What the document is based on."""
    found = [s for s in narrative.statements() if s.kind == "依据" and cities()[s.document] == document.city]
    if not found:
        return declined(f"{document.number}没有写依据的上级文件。", f"它的全称是《{document.title}》。")
    return Reply("answer", tuple(f"{s.what}。" for s in found), notes=(f"依据：{document.number} {found[0].place}",))
