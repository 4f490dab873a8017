"""The parts of an official document (GB/T 9704-2012) in Word: page, fonts, paragraphs, tables, pictures, page number.
The only room that knows python-docx.

Chinese fonts are set as w:eastAsia, or they never appear; where one is not installed, the font table names others.
"""

from io import BytesIO
from typing import Any
from xml.sax.saxutils import quoteattr
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from bot.render.official_table import ruled_table

SONG, FANG, HEI, KAI, PLAIN = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体"
INSTEAD = {
    SONG: "方正小标宋_GBK,华文中宋,宋体,SimSun,Noto Serif CJK SC",
    FANG: "仿宋,FangSong,华文仿宋,宋体,Noto Serif CJK SC",
    KAI: "楷体,KaiTi,华文楷体,宋体,Noto Serif CJK SC",
    HEI: "SimHei,微软雅黑,Noto Sans CJK SC",
    PLAIN: "SimSun,Noto Serif CJK SC",
}
LATIN = "Times New Roman"
TWO, THREE, FOUR, FIVE = 22.0, 16.0, 14.0, 10.5  # 2号, 3号, 4号, 5号 in points
PITCH = 28.95  # points from line to line: 22 lines on a page
BODY = 9  # the outline level of what is no heading
SPACE = "　"
NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def paper() -> Any:
    """An empty A4 document: margins 37, 26, 35 and 28 mm, a page number of its own on odd and even pages."""
    from docx import Document
    from docx.shared import Mm

    document = Document()
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin, page.right_margin, page.bottom_margin, page.left_margin = Mm(37), Mm(26), Mm(35), Mm(28)
    page.footer_distance = Mm(25)
    _base(document)
    _numbered(document, page)
    _fallbacks(document)
    return document


def write(
    to: Any, text: str, font: str = FANG, size: float = THREE, *, align: str = "both", indent: int = 2, outline: int = 0
) -> Any:
    """A paragraph; `indent` is so many characters of its first line, `outline` its level among the headings (0:
    none; BODY: none either, but it stays with what follows, as headings do)."""
    from docx.shared import Pt

    paragraph = to.add_paragraph()
    run = paragraph.add_run(text)
    run.font.size = Pt(size)
    _fonts(run, font)
    _lay(paragraph, align, indent, size)
    if outline:
        paragraph.paragraph_format.keep_with_next = True
        level = outline if outline == BODY else outline - 1
        paragraph._p.get_or_add_pPr().append(_xml(f'<w:outlineLvl {NS} w:val="{level}"/>'))
    return paragraph


def ruled(paragraph: Any) -> None:
    """The red rule under a paragraph."""
    rule = f'<w:pBdr {NS}><w:bottom w:val="single" w:sz="12" w:space="11" w:color="FF0000"/></w:pBdr>'
    paragraph._p.get_or_add_pPr().insert_element_before(
        _xml(rule), "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:outlineLvl", "w:rPr"
    )


def red(paragraph: Any) -> None:
    """The words of a paragraph in red."""
    from docx.shared import RGBColor

    for run in paragraph.runs:
        run.font.color.rgb = RGBColor(0xFF, 0, 0)


def new_page(document: Any) -> None:
    """What follows begins on a new page."""
    document.add_page_break()


def table(
    document: Any, header: tuple[str, ...], rows: list[tuple[str, ...]], widths: tuple[int, ...], *, whole: bool = False
) -> None:
    """A ruled table, its header on every page; widths in millimetres. A `whole` one is kept on one page."""
    text = ruled_table(header, rows, widths, {"latin": LATIN, "head": HEI, "body": FANG}, NS, whole=whole)
    document.element.body.insert_element_before(_xml(text), "w:sectPr")


def picture(document: Any, png: bytes, wide: int, most: int = 215) -> None:
    """A picture so many millimetres wide, or less where it would be taller than a page."""
    from docx.image.image import Image
    from docx.shared import Mm

    image = Image.from_blob(png)
    width = min(wide, most * image.px_width / image.px_height)
    paragraph = document.add_paragraph()
    paragraph.alignment = 1
    paragraph.add_run().add_picture(BytesIO(png), width=Mm(width))


def saved(document: Any, title: str) -> bytes:
    """The document as the bytes of a .docx file, the same whenever it is made."""
    from datetime import datetime

    about = document.core_properties
    about.title, about.author, about.comments = title, "", ""
    about.created = about.modified = datetime(2012, 1, 1)  # noqa: DTZ001 (python-docx wants it without an offset)
    stream = BytesIO()
    document.save(stream)
    return _undated(stream)


def _undated(stream: BytesIO) -> bytes:
    """The archive without the time at which it was made."""
    again = BytesIO()
    with ZipFile(stream) as old, ZipFile(again, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(ZipInfo(name, (2012, 1, 1, 0, 0, 0)), old.read(name), ZIP_DEFLATED)
    return again.getvalue()


def _xml(text: str) -> Any:
    from docx.oxml import parse_xml

    return parse_xml(text)


def _fonts(run: Any, font: str) -> None:
    from docx.oxml.ns import qn

    run.font.name = LATIN
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def _lay(paragraph: Any, align: str, indent: int, size: float) -> None:
    """Fixed pitch, alignment, the first line indented by characters."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
    from docx.oxml.ns import qn
    from docx.shared import Pt

    sides = {"both": "JUSTIFY", "left": "LEFT", "centre": "CENTER", "right": "RIGHT"}
    shape = paragraph.paragraph_format
    shape.alignment = getattr(WD_ALIGN_PARAGRAPH, sides[align])
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(max(PITCH, size * 1.6))
    shape.space_before = shape.space_after = Pt(0)
    if indent:
        shape.first_line_indent = Pt(indent * size)
        paragraph._p.pPr.ind.set(qn("w:firstLineChars"), str(100 * indent))


def _base(document: Any) -> None:
    """Chinese proofing, 3号仿宋 where nothing else is said."""
    from docx.oxml.ns import qn
    from docx.shared import Pt

    style = document.styles["Normal"]
    style.font.name, style.font.size = LATIN, Pt(THREE)
    properties = style.element.get_or_add_rPr()
    properties.get_or_add_rFonts().set(qn("w:eastAsia"), FANG)
    properties.append(_xml(f'<w:lang {NS} w:val="en-US" w:eastAsia="zh-CN"/>'))
    style.paragraph_format.space_after = Pt(0)


def _numbered(document: Any, page: Any) -> None:
    """— 1 —, at the right on odd pages and at the left on even ones, a character from the edge."""
    document.settings.odd_and_even_pages_header_footer = True
    for footer, side in ((page.footer, "right"), (page.even_page_footer, "left")):
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        paragraph.alignment = 2 if side == "right" else 0
        for text in (f"{SPACE if side == 'left' else ''}— ", None, f" —{SPACE if side == 'right' else ''}"):
            run = paragraph.add_run(text or "")
            run.font.size = _points(FOUR)
            _fonts(run, PLAIN)
            if text is None:
                _field(run)


def _points(size: float) -> Any:
    from docx.shared import Pt

    return Pt(size)


def _field(run: Any) -> None:
    for part in ('<w:fldChar {} w:fldCharType="begin"/>', "<w:instrText {}>PAGE</w:instrText>"):
        run._element.append(_xml(part.format(NS)))
    for part in ('<w:fldChar {} w:fldCharType="separate"/>', "<w:t {}>1</w:t>", '<w:fldChar {} w:fldCharType="end"/>'):
        run._element.append(_xml(part.format(NS)))


def _fallbacks(document: Any) -> None:
    """The font table names what stands in for a font that is not installed."""
    named = "".join(
        f"<w:font w:name={quoteattr(font)}><w:altName w:val={quoteattr(others)}/>"
        f'<w:charset w:val="86"/><w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>'
        for font, others in INSTEAD.items()
    )
    for part in document.part.package.iter_parts():
        if str(part.partname) == "/word/fontTable.xml":
            part._blob = part.blob.replace(b"</w:fonts>", named.encode() + b"</w:fonts>")
