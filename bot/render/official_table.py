"""A ruled table as the XML of a Word document: written as text, for cells made one by one take seconds."""

from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
ALONE = "<w:cantSplit/>"  # a row stays on one page
KEPT = "<w:keepNext/>"  # and on that of the row after it
TALL = '<w:trHeight w:val="350" w:hRule="atLeast"/>'  # 6 mm
SMALL = 21  # half points: 5号


def ruled_table(
    header: tuple[str, ...],
    rows: list[tuple[str, ...]],
    widths: tuple[int, ...],
    fonts: Mapping[str, str],
    space: str,
    *,
    whole: bool = False,
) -> str:
    """The table; widths in millimetres, `fonts` for latin, head and body, `space` the declaration of the namespace. Of
    a `whole` one each row stays on the page of the next."""
    grid = "".join(f'<w:gridCol w:w="{_twips(width)}"/>' for width in widths)
    keeps = [KEPT if whole else ""] * len(rows)
    head = _row(header, widths, (fonts["latin"], fonts["head"]), f"{ALONE}{TALL}<w:tblHeader/>", KEPT)
    body = "".join(
        _row(row, widths, (fonts["latin"], fonts["body"]), ALONE + TALL, keep)
        for row, keep in zip(rows, [*keeps[1:], ""], strict=True)
    )
    return f"<w:tbl {space}><w:tblPr>{_shape(widths)}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{head}{body}</w:tbl>"


def _shape(widths: tuple[int, ...]) -> str:
    borders = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for side in SIDES)
    return (
        f'<w:tblW w:w="{_twips(sum(widths))}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="40" w:type="dxa"/><w:right w:w="40" w:type="dxa"/></w:tblCellMar>'
    )


def _row(cells: tuple[str, ...], widths: tuple[int, ...], fonts: tuple[str, str], properties: str, keep: str) -> str:
    made = "".join(_cell(text, width, *fonts, keep) for text, width in zip(cells, widths, strict=True))
    return f"<w:tr><w:trPr>{properties}</w:trPr>{made}</w:tr>"


def _cell(text: str, width: int, latin: str, font: str, keep: str) -> str:
    centred = f'<w:pPr>{keep}<w:spacing w:line="280" w:lineRule="atLeast"/><w:jc w:val="center"/></w:pPr>'
    fonts = f"<w:rFonts w:ascii={quoteattr(latin)} w:hAnsi={quoteattr(latin)} w:eastAsia={quoteattr(font)}/>"
    look = f'<w:rPr>{fonts}<w:sz w:val="{SMALL}"/></w:rPr>'
    run = f'<w:r>{look}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
    shape = f'<w:tcPr><w:tcW w:w="{_twips(width)}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
    return f"<w:tc>{shape}<w:p>{centred}{run}</w:p></w:tc>"


def _twips(millimetres: int) -> int:
    return round(millimetres * 1440 / 25.4)
