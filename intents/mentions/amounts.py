"""The amounts of a text: which numerals are quantities, and which are dates, ranks or telephones."""

import re
from dataclasses import replace
from decimal import Decimal

from intents.mentions.moment import dates_in_figures
from intents.mentions.number import plain_numerals
from intents.mentions.numeral import Numeral
from intents.mentions.quantity import PARTS, UNITS, Amount, read_amount

# 5月, 1-5月, 3个月
_PERIOD = re.compile(
    r" *(?:年|月|日(?!元|圆|均)|号|季|天|周|点钟|个月|个季|个工作日|小时"
    r"|(?:[-~—至到、]|[—-]{2}) ?[\d一二三四五六七八九十]+ ?(?:年|月|日(?!元|圆)|号|季))"
)
_PHONE = re.compile(r"(?<!\d)(?:0\d{2,3}-?\d{7,8}|1[3-9]\d{9})(?!\d)")  # 0575-82212345: a telephone
_RANK = re.compile(r"(?:第|倒数|(?<![目之以当提日从])前) ?$")  # 第 before 3: no amount
_OF_NEXT = re.compile(r" ?分 ?之")  # 分之 after 百: part of a share
# 诸暨上虞新昌(三家里): how many were listed
_AMONG = re.compile(
    r" ?[家个地者县市区]{1,4}(?:里(?!程)|当中|之中|其中|中(?=$|[ ,。?!;谁哪有最是按排第工农]|[内外]资|[内外]贸))"
)
_PART = re.compile(r" ?([角毛分])(?:钱|整|正(?!式))?")  # 壹角, 壹分 after 元


def find_amounts(text: str) -> tuple[Amount, ...]:
    """The quantities of the text from left to right; dates, ordinals and 几个亿 are none."""
    return tuple(amount for amount in all_amounts(text) if not amount.implied or _is_ten(text, amount))


def _is_ten(text: str, amount: Amount) -> bool:
    """Whether an amount without a digit is one all the same: 百万元, not the 万元 of a unit nor 上千万元."""
    return amount.money and text[amount.start] in "十百千" and not text[: amount.start].endswith(("上", "成"))


def all_amounts(text: str) -> list[Amount]:
    """The same with those that name a power of ten alone (亿, 千万), which count only beside 过 or 以上."""
    numerals = plain_numerals(text)
    if not numerals:
        return []
    dates = dates_in_figures(text) + [match.span() for match in _PHONE.finditer(text)]
    found: list[Amount] = []
    for numeral in numerals:
        if found and (numeral.start < found[-1].end or _add_part(text, found, numeral)):
            continue
        if not _is_date(text, numeral, dates) and (amount := read_amount(text, numeral)):
            found.append(amount)
    return found


def _is_date(text: str, numeral: Numeral, dates: list[tuple[int, int]]) -> bool:
    """Whether a numeral is a date, a rank, or the count of what was listed, and so no amount."""
    if any(start <= numeral.start < end for start, end in dates) or _RANK.search(text, 0, numeral.start):
        return True
    if numeral.implied and _OF_NEXT.match(text, numeral.end):
        return True
    return numeral.scale == 1 and bool(_PERIOD.match(text, numeral.end) or _AMONG.match(text, numeral.end))


def _add_part(text: str, found: list[Amount], numeral: Numeral) -> bool:
    """壹角, 壹分 and the 5 of 3块5, added to the yuan just before them."""
    last = found[-1]
    if last.unit != "元" or last.end != numeral.start or last.scaled or numeral.implied:
        return False
    part = _PART.match(text, numeral.end)
    if not part and not (
        numeral.value < 10 and text[last.end - 1] == "块" and text[numeral.end : numeral.end + 1] not in UNITS
    ):
        return False
    value = last.value + numeral.value * (PARTS[part[1]] if part else Decimal("0.1"))
    found[-1] = replace(last, value=value, written=value, end=part.end() if part else numeral.end)
    return True
