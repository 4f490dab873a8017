"""The numbers of reports in a message: 1、2和4号, 1到3号; and where they end and a reason begins."""

import re
from dataclasses import dataclass

MOST = 20  # numbers of one message
ONE = (
    r"(?:上报|报告|报送|编号|第|no\.?)?\s*\d{1,9}+(?!\d)(?:\s*(?:号|份|条))?+(?:上报|报告|报送)?+"
    r"(?!\.\d|\s?[年月日季%万亿元美只个家次项户倍]|[-—~到至]\d+[年月日])"
)
_TO = "到|至|-|—|~"
_JOIN = rf"(?:\s*(?:[,、;/]|和|与|及|跟|还有|{_TO})\s*|\s+|(?<=[号份条]))"
LIST = rf"{ONE}(?:{_JOIN}{ONE}){{0,{MOST}}}"
_FIRST, _NEXT = re.compile(ONE), re.compile(rf"({_JOIN})({ONE})")
_EACH = re.compile(rf"(\d+)\s*(?:号|份|条)?(?:\s*(?:{_TO})\s*第?(\d+))?")  # 1, 1号到3
_APART = re.compile("的?(?:$|[ ,:;。])|都|均|全")  # 1 2 口径不符, 1 2都不对
_BETWEEN = re.compile("(?:的|互相|之间|数据?|上报)*(?:重|不符|不一|一样|相同|矛盾|冲突|对不上|相差)")  # 1和2号重复


@dataclass(frozen=True, slots=True)
class Listed:
    """The numbers a text begins with and its `rest`. `sure`: that the list ends there; `alone`: the rest where only
    the first number is one of a report, "" where no other reading is thinkable."""

    numbers: tuple[int, ...]
    rest: str
    sure: bool = True
    alone: str = ""


def listed_first(text: str) -> Listed | None:
    """The numbers that a text begins with: 1,2 of 1,2 口径不符, 1 of 1 与4月数5000不符."""
    first = found = _FIRST.match(text)
    if first is None or found is None:
        return None
    joins: list[str] = []
    while len(joins) < MOST and (found := _NEXT.match(text, (last := found).end())):
        joins.append(found[1].strip())
    rest = text[last.end() :]
    numbers = numbers_of(text[: last.end()])
    if not joins:
        return Listed(numbers, rest, sure=not re.match(rf"\s*(?:{_TO}|/)\s*\d", rest))  # 1-3月数不对
    loose = {"", ",", ";"} & set(joins)
    apart = _APART.match(rest) is not None
    between = {"和", "与", "及", "跟"} & set(joins) and rest[:1] != " " and _BETWEEN.match(rest)
    alone = text[first.end() :] if loose or between else ""
    return Listed(numbers, rest, not between and bool(not loose or apart), alone)


def numbers_of(text: str) -> tuple[int, ...]:
    """1, 2 and 3 of 1到3号; of a list each once; none where they are more than MOST."""
    found: dict[int, None] = {}
    for first, last in _EACH.findall(text):
        ends = sorted((int(first), int(last or first)))
        found |= dict.fromkeys(range(ends[0], min(ends[1], ends[0] + MOST) + 1))
    return tuple(found) if len(found) <= MOST else ()
