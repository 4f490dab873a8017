"""Signs around a value that make it no exact cumulative figure: ~9800, >9800, 9800+, 9800/年, △300, (300)."""

import re

from intents.submission.text import Line
from intents.submission.values import Value

_BEFORE = re.compile(r"[~～∼〜≈≒≥≤≧≦><＞＜±+＋△▲∆▽▼]+\s*$")  # ~9800, >9800, +1500, △300
_AFTER = re.compile(
    r"(?:[+＋~～*＊]+(?=\s|$|[,，;；。、)）|!！])|[/／]\s?(?:年|月|季|天|日|家|个|户|人))"
)  # 9800+, 9800万美元/年
_STARRED = re.compile(r"[*＊]+$")  # **9800万美元**, which is only bold
_OPENS, _CLOSES = re.compile(r"(?<![^\W_])\s*[(（]\s*$"), re.compile(r"\s*[)）]")  # (300) apart from the name
_OPENS_GLUED, _CLOSES_UNIT = (
    re.compile(r"[(（]\s*$"),
    re.compile(r"\s*[)）]\s*(?:[万亿]|元|美元|只|个|家|项)"),
)  # (300)万元


def signed(line: Line, value: Value) -> str:
    """The value with the sign beside it, as it was written; "" where there is none."""
    if value.amount is None or value.start >= value.end:
        return ""
    written = line.raw or line.typed
    start, end = line.places[value.start], line.places[value.end - 1] + 1
    before, after = written[:start], written[end:]
    sign, tail = _BEFORE.search(before), _AFTER.match(after)
    if tail and tail[0][0] in "*＊" and _STARRED.search(before):
        tail = None
    if sign or tail:
        return (sign[0] if sign else "") + written[start:end] + (tail[0] if tail else "")
    bare = value.amount.unit is None and not value.amount.scaled
    apart = _OPENS.search(before) and _CLOSES.match(after)
    if bare and (apart or (_OPENS_GLUED.search(before) and _CLOSES_UNIT.match(after))):
        return f"({written[start:end]})"
    return ""
