"""What a message names, as JSON Lines for scripts and acceptance, and as a list for people."""

import json
from collections.abc import Callable, Iterable
from datetime import date, tzinfo
from decimal import Decimal
from pathlib import Path
from typing import Any, TextIO

from bot.channels.replay import LineProblem, moment
from data.places import Places
from intents.mentions.amount import Money
from intents.mentions.bound import Bound
from intents.mentions.number import Number
from intents.mentions.period import Period
from intents.mentions.quantity import Amount
from intents.naming import Named, Naming, Where, name
from intents.reply import Reply, Table

_KINDS = {
    "number": "数", "percent": "百分数", "money": "金额", "range": "范围", "period": "时间", "place": "地点", "district": "区县",
    "group": "分组", "ambiguous": "几种可能", "total": "全市", "metric": "指标", "sector": "领域", "level": "档次", "measure": "所问",
}  # fmt: skip
Read = Callable[[str, date, str | None, str | None], Naming]


def reader(directory: Path | None, home: str) -> Read:
    """Reads a text on a day, its places inside a city (and province) if one is given. Raises LineProblem."""
    places = _directory(directory) if directory else Places.load()
    return lambda text, day, within, province: name(text, day, places, home, within, province)


def _directory(path: Path) -> Places:
    try:
        return Places.read(path)
    except (OSError, KeyError, ValueError, TypeError, AttributeError):
        raise LineProblem(f"读不了地名表 {path}，请给一个有 code,name,level,province,city 五列的 CSV 文件") from None


def run(lines: Iterable[str], out: TextIO, read: Read, zone: tzinfo, at: str | None) -> None:
    """Reads each line and writes what it names at once. Raises LineProblem for a line that is no message."""
    for number, line in enumerate(lines, 1):
        if line.strip():
            found = _read_line(_object(line, number), read, zone, at)
            print(json.dumps(found, ensure_ascii=False), file=out, flush=True)


def _object(line: str, number: int) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except ValueError as error:
        raise LineProblem(f"第{number}行不是 JSON：{error}") from None
    if not isinstance(found, dict) or not isinstance(found.get("text"), str):
        raise LineProblem(f"第{number}行没有 text")
    if wrong := [key for key in ("at", "within", "within_province") if not isinstance(found.get(key), str | None)]:
        raise LineProblem(f"第{number}行的 {wrong[0]} 不是文字")
    return found


def _read_line(line: dict[str, Any], read: Read, zone: tzinfo, at: str | None) -> dict[str, Any]:
    """What a line names; `within` and `within_province` are the city and province that its places lie in."""
    day = moment(line.get("at") or at, zone).date()
    naming = read(line["text"], day, line.get("within"), line.get("within_province"))
    return {"id": line.get("id"), **contract(naming, line["text"])}


def contract(naming: Naming, typed: str) -> dict[str, Any]:
    """The shape of the contract; `span` is the place in the text, from and to."""
    return {"mentions": [_mention(one, typed) for one in naming.named], "leftover": list(naming.leftover)}


def _mention(one: Named, typed: str) -> dict[str, Any]:
    place = {"kind": one.kind, "span": [one.start, one.end], "text": typed[one.start : one.end]}
    return place | _fields(one.value)


def _fields(value: Any) -> dict[str, Any]:
    match value:
        case Number() | Amount():
            return {"value": _decimal(value.value)}
        case Money():
            ends = {"value": _decimal(value.value), "value_max": _decimal(value.value_max)}
            return ends | {"currency": value.currency, "op": value.op}
        case Bound():
            ends = {"min": _decimal(value.low), "max": _decimal(value.high)}
            return ends | {"min_incl": value.low_incl, "max_incl": value.high_incl, "unit": value.unit}
        case Period():
            return _period(value)
        case Where():
            return {"province": value.province, "city": value.city, "county": value.county}
        case tuple():
            return {"names": list(value)}
    return {"name": str(value)}


def _period(period: Period) -> dict[str, Any]:
    """First and last day; all readings in `any_of` where the year was not said."""
    days = {"start": _iso(period.first), "end": _iso(period.last)}
    if len(period.any_of) < 2:
        return days
    return days | {"any_of": [[_iso(first), _iso(last)] for first, last in period.any_of]}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _decimal(value: Decimal | None) -> str | None:
    """Plain digits: 3657000000, 6.3, 0."""
    if value is None:
        return None
    text = f"{value:f}" if value else "0"
    return text.rstrip("0").rstrip(".") if "." in text else text


def show(text: str, read: Read, zone: tzinfo, at: str | None) -> None:
    """Writes what a text names: a coloured list in a terminal, a plain one when piped."""
    from rich.console import Console

    from bot.channels import terminal

    terminal.show(listed(read(text, moment(at, zone).date(), None, None), text), Console())


def listed(naming: Naming, typed: str) -> Reply:
    """The same for a person to read: a row a mention, and what is left over."""
    rows = tuple(_row(one, typed) for one in naming.apart)
    left = (f"没读懂：{'、'.join(naming.leftover)}",) if naming.leftover else ()
    empty = () if rows else ("没有读出什么。",)
    return Reply("answer", empty, Table(("种类", "原文", "读作", "位置"), rows) if rows else None, left)


def _row(one: Named, typed: str) -> tuple[str, ...]:
    return _KINDS[one.kind], typed[one.start : one.end], _spoken(one.value), f"{one.start}–{one.end}"


def _spoken(value: Any) -> str:
    fields = _fields(value)
    match value:
        case Period():
            return f"{fields['start'] or '…'} 至 {fields['end'] or '…'}"
        case Bound():
            low, high = "[" if value.low_incl else "(", "]" if value.high_incl else ")"
            return f"{low}{fields['min'] or ''}, {fields['max'] or ''}{high} {value.unit or ''}".rstrip()
        case Where():
            return " ".join(dict.fromkeys(filter(None, fields.values())))
        case tuple():
            return "、".join(value)
    return " ".join(str(part) for part in fields.values() if part)
