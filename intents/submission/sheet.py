"""Rows pasted from a sheet: a header tells what a column holds, each row becomes lines of name, unit and value."""

import re
from dataclasses import dataclass

from intents.mentions.lexicon import load_lexicon
from intents.normal import normalise
from intents.submission.text import Line, line, made
from intents.submission.words import UNIT, WORDS

_LABEL, _COLUMN = WORDS["label"], WORDS["column"]
_KINDS: dict[str, tuple[str, ...]] = {
    "number": tuple(_COLUMN["number"]),
    "unit": tuple(_LABEL["unit"]),
    "name": (*_LABEL["metric"], "名称", "项目"),
    "district": tuple(_LABEL["district"]),
    "target": tuple(_COLUMN["target"]),
    "aside": tuple(_COLUMN["aside"]),
    "monthly": tuple(_COLUMN["monthly"]),
    "value": tuple(_LABEL["value"]),
    "period": tuple(_LABEL["period"]),
}
_KIND_OF = {word: kind for kind, words in reversed(_KINDS.items()) for word in words}
_IN_BRACKETS = re.compile(rf"\((?:单位[:]?)?({UNIT})\)")
_TARGET = re.compile("目标|任务|计划数|必保|力争")
_ASIDE = re.compile("率|同比|增长|增幅|去年|上年|上月|上期|排名|差")
_VALUE = re.compile("完成|累计|实绩|进度|数值|实际|填报|本期")
_PERIOD = re.compile(r"\d{1,2}月|季度|半年")
_BLANK = re.compile(r"[-—/\s无]*")


@dataclass(frozen=True, slots=True)
class _Header:
    """A table's header: the delimiter, and for each column its kind and its cell."""

    delimiter: str
    kinds: tuple[str, ...]
    cells: tuple[str, ...]


def expand(rows: tuple[str, ...]) -> tuple[tuple[Line, ...], tuple[str, ...]]:
    """The lines of the rows, those of tables made from their columns; and the columns that were left aside."""
    lines: list[Line] = []
    unused: list[str] = []
    header: _Header | None = None
    for row in rows:
        found = _header(row)
        if found:
            header = found
            unused += [cell for cell, kind in zip(found.cells, found.kinds, strict=True) if kind in ("target", "aside")]
        elif header and (table := _row(row, header)):
            lines.extend(table)
        else:
            header = header if header and header.delimiter in row else None
            lines.append(line(row))
    return tuple(lines), tuple(dict.fromkeys(unused))


def _cells(row: str, delimiter: str) -> tuple[str, ...]:
    if delimiter == "|":
        row = row.strip().strip("|")
    return tuple(cell.strip() for cell in row.split(delimiter))


def _header(row: str) -> _Header | None:
    """The header that a row is, if it is one: at least two cells, each of a known kind, one of them a value's."""
    plain = row.replace("，", ",")
    delimiter = next((mark for mark in ("\t", "|", ",") if mark in plain), "")
    if not delimiter:
        return None
    cells = _cells(plain, delimiter)
    kinds = tuple(_kind(normalise(cell).text.replace(" ", "")) for cell in cells)
    known = [kind for kind in kinds if kind]
    holds = any(kind in ("value", "monthly", "of_district", "of_metric") for kind in kinds)
    if len(known) < 2 or not holds or (delimiter == "," and len(known) < len(cells)):
        return None
    named = {"name", "of_metric"} & set(kinds)
    return _Header(delimiter, kinds, cells) if named and not any(map(_is_figure, cells)) else None


def _is_figure(cell: str) -> bool:
    return (
        re.fullmatch(
            r"(?:约|近|超|预计)?-?[\d.,]+\s*(?:%|[亿万]?(?:元|美元|美金)?|只|个|家|次|项|户)(?:左右|多)?", cell
        )
        is not None
    )


def _kind(cell: str) -> str:
    """What a column holds, by its header's cell."""
    bare = _IN_BRACKETS.sub("", cell)
    if kind := _KIND_OF.get(bare, ""):
        return kind
    meant = {m.kind for m in load_lexicon().words.get(bare, ())}
    if "district" in meant:
        return "of_district"
    if meant & {"metric", "sector"}:
        return "of_metric"
    if _TARGET.search(bare):
        return "target"
    if _ASIDE.search(bare):
        return "aside"
    if "累计" not in bare and any(word in bare for word in ("当月", "本月", "新增")):
        return "monthly"
    return "value" if _VALUE.search(bare) or _PERIOD.search(bare) else ""


def _row(row: str, header: _Header) -> list[Line]:
    """A row of a table as lines, a line for each of its values; none where it does not fit the header."""
    cells = _cells(row.replace("，", ",") if header.delimiter == "," else row, header.delimiter)
    if header.delimiter not in row.replace("，", ",") or len(cells) != len(header.kinds) or _is_rule(cells):
        return [made("", "")] if header.delimiter == "|" and _is_rule(cells) else []
    place = " ".join(cell for cell, kind in zip(cells, header.kinds, strict=True) if kind in ("district", "period"))
    name = "".join(cell for cell, kind in zip(cells, header.kinds, strict=True) if kind == "name")
    unit = "".join(cell for cell, kind in zip(cells, header.kinds, strict=True) if kind == "unit")
    texts = [
        " ".join((place, _said(kind, head, name, unit, "monthly" in header.kinds), cell))
        for cell, kind, head in zip(cells, header.kinds, header.cells, strict=True)
        if kind in ("value", "monthly", "of_district", "of_metric") and not _BLANK.fullmatch(cell)
    ]
    return [made(text, row) for text in texts] or [made(f"{place} {name}", row)]


def _said(kind: str, head: str, name: str, unit: str, monthly: bool) -> str:
    """What goes before a value: its column's head where that says something, the name, the unit. `monthly`: another
    column has the month's own values."""
    bracket = _IN_BRACKETS.search(normalise(head).text)
    unit = unit or (bracket[1] if bracket else "")
    if kind == "of_metric":
        return head if bracket or not unit else f"{head}({unit})"
    bare = re.sub(r"[(（].*", "", head)
    own = "当月" if kind == "monthly" else "累计" if kind == "value" and monthly else ""
    period = bare if kind == "of_district" or _PERIOD.search(bare) else own
    return f"{period} {name}({unit})" if unit else f"{period} {name}"


def _is_rule(cells: tuple[str, ...]) -> bool:
    return all(re.fullmatch(r":?-{2,}:?", cell) for cell in cells if cell) and any(cells)
