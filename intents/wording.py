"""Figures in words: amounts in the unit published and in the one asked for, sources, lists."""

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal

from data.amount import convert, kind_of, show
from data.model import Citation, Figure
from intents.reply import Fact


def rounded(value: Decimal) -> Decimal:
    """Rounded half up to four decimals, as computed facts are."""
    return value.quantize(Decimal("0.0001"), ROUND_HALF_UP).normalize() + 0


def amount(value: Decimal, unit: str, wanted: str = "") -> str:
    """21000万美元(2.1亿美元); the unit wanted comes first: 2.1亿美元(21000万美元)."""
    plain = f"{show(value)}{unit}"
    other = _wanted(unit, wanted)
    if other and other != unit:
        return f"{_in(value, unit, other)}（{plain}）"
    common = "" if other else _commoner(value, unit)
    return f"{plain}（{_in(value, unit, common)}）" if common else plain


def _in(value: Decimal, unit: str, other: str) -> str:
    return f"{show(rounded(convert(value, unit, other)))}{other}"


def _wanted(unit: str, wanted: str) -> str:
    """The unit asked for, in the currency of the figure: 亿 of 万美元 is 亿美元; "" where it is of another kind."""
    if not wanted or kind_of(unit) != "money":
        return ""
    full = f"{wanted}{currency(unit)}" if wanted in ("亿", "万") else wanted
    return full if kind_of(full) == "money" and currency(full) == currency(unit) else ""


def _commoner(value: Decimal, unit: str) -> str:
    """亿 for ten thousand 万 and more, 万 for less than one 亿."""
    if unit.startswith("万") and abs(value) >= 10000:
        return "亿" + unit[1:]
    if unit.startswith("亿") and 0 < abs(value) < 1:
        return "万" + unit[1:]
    return ""


def other_currency(unit: str, wanted: str) -> bool:
    """Whether a figure is asked for in a currency that is not its own."""
    if not wanted or wanted in ("亿", "万", "%") or kind_of(unit) != "money":
        return False
    return currency(unit) != currency(wanted)


def currency(unit: str) -> str:
    """元 or 美元, the base unit of a sum of money."""
    return "美元" if unit.endswith("美元") else "元"


def qualified(figure: Figure, wanted: str = "") -> str:
    """A figure with what the document puts around it: 70只以上, 力争2000亿元."""
    text = amount(figure.value, figure.unit, wanted)
    before = [q for q in figure.qualifier.split() if q not in _AFTER]
    after = [q for q in figure.qualifier.split() if q in _AFTER]
    return "".join(before) + text + "".join(after)


_AFTER = ("以上", "左右", "以内", "以下")


_SOURCES = "依据："


def fact(figure: Figure) -> Fact:
    """A published figure as a fact."""
    period = str(figure.year)
    return Fact(
        "target", figure.value, figure.unit, figure.district, figure.metric, period, figure.level, str(figure.citation)
    )


def sources(citations: Iterable[Citation]) -> str:
    """依据:绍政办发〔2012〕43号 附件1、附件4."""
    by_document: dict[str, list[str]] = {}
    for citation in citations:
        places = by_document.setdefault(citation.document, [])
        if citation.place not in places:
            places.append(citation.place)
    return _SOURCES + "；".join(f"{number} {'、'.join(places)}" for number, places in by_document.items())


def with_sources_once(notes: Iterable[str]) -> tuple[str, ...]:
    """Notes with the sources of all of them as one line at the end."""
    notes = tuple(dict.fromkeys(notes))
    told = [note.removeprefix(_SOURCES).split("；") for note in notes if note.startswith(_SOURCES)]
    by_document: dict[str, list[str]] = {}
    for number, _, places in (piece.partition(" ") for pieces in told for piece in pieces):
        by_document.setdefault(number, []).extend(places.split("、"))
    line = "；".join(f"{number} {'、'.join(dict.fromkeys(places))}" for number, places in by_document.items())
    others = tuple(note for note in notes if not note.startswith(_SOURCES))
    return (*others, _SOURCES + line) if line else others


def listed(names: Sequence[str]) -> str:
    """诸暨市、上虞市."""
    return "、".join(names)
