"""Amounts: a number with its scale and unit, money, counts and shares alike."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from intents.mentions.moment import dates_in_figures
from intents.mentions.number import is_said, plain_numerals, sign_start
from intents.mentions.numeral import Numeral, find_numerals
from intents.mentions.words import WORDS, either, lookup

_MONEY = lookup(WORDS["money"])
_SHARES = lookup(WORDS["shares"])
_COUNTS = {word: word for word in WORDS["counts"]["words"]}
_UNITS = _MONEY | _SHARES | _COUNTS
_NOT_BEFORE: dict[str, str] = WORDS["counts"]["not_before"]
_SIGNS = lookup(WORDS["signs"])

_UNIT = re.compile(either(_UNITS))  # 元, 个百分点, 只
_SIGN = re.compile(f"(?:{either(_SIGNS)}) ?$")  # $ before 300
_MORE = re.compile(r" ?(?:多|余|来|几)(?!少|大|自)")  # 9800多, 30余: more than the number says
_SCALE = re.compile(r"个?(多|半)?个?([万亿])(半)?")  # 3个亿, 5个多亿, 9800多万, 一个半亿
_TENTHS = re.compile(r" ?成(?!立|交|本|功|果|员|为|绩|长|套|都|熟|效|人|分|就|品|年)([半一二三四五六七八九1-9])?")  # 九成, 三成半, 六成五
_OF = re.compile(r"(负的?)? ?([百佰千仟万]) ?分 ?之 ?(负)? *$")  # 百分之 before 六十
_PART = re.compile(r" ?([角毛分])(?:钱|整|正(?!式))?")  # 壹角, 壹分 after 元
_PART_ALONE = re.compile(r" ?([角毛分])(?:钱|整)|([角毛])(?=$|[壹贰叁肆伍陆柒捌玖,。;、])")  # 五角钱, 壹角壹分
_WHOLE = re.compile(r"[整正](?![式在])")  # 壹拾元整
_PERIOD = re.compile(r" *(?:年|月|日(?!元|圆|均)|号|季|天|周|点钟|个月|个季|个工作日|小时|(?:[-~—至到、]|[—-]{2}) ?[\d一二三四五六七八九十]+ ?(?:年|月|日(?!元|圆)|号|季))")  # 5月, 1-5月, 3个月
_PHONE = re.compile(r"(?<!\d)(?:0\d{2,3}-?\d{7,8}|1[3-9]\d{9})(?!\d)")  # 0575-82212345: a telephone
_RANK = re.compile(r"(?:第|倒数|(?<![目之以当提日从])前) ?$")  # 第 before 3: no amount
_OF_NEXT = re.compile(r" ?分 ?之")  # 分之 after 百: part of a share
_ROUGH = re.compile(f"(?:{either(WORDS['inexact']['before'])})(?:为|了|有|是)? ?$")  # 约, 超过了
_NOT_ROUGH = re.compile(f"(?:{either(WORDS['inexact']['not_before'])})$")  # 最近, 合约
_ROUGHLY = re.compile(f" ?(?:{either(WORDS['inexact']['after'])})")  # 左右
_SHARE_OF = {"百": Decimal(1), "佰": Decimal(1), "千": Decimal("0.1"), "仟": Decimal("0.1"), "万": Decimal("0.01")}
_PARTS = {"角": Decimal("0.1"), "毛": Decimal("0.1"), "分": Decimal("0.01")}


@dataclass(frozen=True, slots=True)
class Amount:
    """A quantity as written. `value` is in the base unit `unit` (元, 美元, %, 百分点, 只 …), None where none is written.

    9800万美元 is 98000000 美元, written 9800 at scale 10000. `implied`: no digit is written (千万元).
    """

    start: int
    end: int
    value: Decimal
    unit: str | None
    written: Decimal
    scale: Decimal = Decimal(1)
    inexact: bool = False
    implied: bool = False
    upto: Decimal | None = None

    @property
    def scaled(self) -> bool:
        """Whether 万 or 亿 is written."""
        return self.scale > 1

    @property
    def negative(self) -> bool:
        """Whether it is below zero."""
        return self.value < 0

    @property
    def money(self) -> bool:
        """Whether the unit is a currency."""
        return self.unit in WORDS["money"]


def find_amounts(text: str) -> tuple[Amount, ...]:
    """The quantities of the text from left to right; dates, ordinals and 几个亿 are none."""
    return tuple(amount for amount in all_amounts(text) if not amount.implied or _is_ten(text, amount))


def _is_ten(text: str, amount: Amount) -> bool:
    """Whether an amount without a digit is one all the same: 百万元, not the 万元 of a unit nor 上千万元."""
    return amount.money and text[amount.start] in "十百千" and not text[:amount.start].endswith(("上", "成"))


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
        if not _is_date(text, numeral, dates) and (amount := _amount(text, numeral)):
            found.append(amount)
    return found


def _is_date(text: str, numeral: Numeral, dates: list[tuple[int, int]]) -> bool:
    if any(start <= numeral.start < end for start, end in dates) or _RANK.search(text, 0, numeral.start):
        return True
    if numeral.implied and _OF_NEXT.match(text, numeral.end):
        return True
    return numeral.scale == 1 and bool(_PERIOD.match(text, numeral.end))


def _amount(text: str, numeral: Numeral) -> Amount | None:
    """The quantity around one numeral."""
    amount = Amount(numeral.start, numeral.end, numeral.value, None, numeral.value / numeral.scale, numeral.scale,
                    numeral.inexact, numeral.implied, numeral.upto)
    if shared := _share(text, amount) or _part(text, amount):
        return _rough(text, shared)
    if text[amount.start] == "半" and not _SCALE.match(text, amount.end):
        return None
    amount = _signed(text, _with_unit(text, _with_scale(text, amount)))
    return _rough(text, amount)


def _share(text: str, amount: Amount) -> Amount | None:
    """百分之六, 千分之三 and 九成 as per cent; None when it is none of them."""
    before = _OF.search(text, max(0, amount.start - 6), amount.start)
    if before and not (before.start() and text[before.start() - 1] in "一二三四五六七八九十0123456789"):
        value = amount.value * _SHARE_OF[before[2]] * (-1 if before[1] or before[3] else 1)
        return replace(amount, start=before.start(), value=value, unit="%", written=value, scale=Decimal(1), implied=False)
    tenths = _TENTHS.match(text, amount.end)
    if tenths and amount.scale == 1:
        rest = find_numerals(tenths[1] or "")
        value = amount.value * 10 + (rest[0].value * (10 if tenths[1] == "半" else 1) if rest else 0)
        return replace(amount, end=tenths.end(), value=value, unit="%", written=value, implied=False)
    return None


def _part(text: str, amount: Amount) -> Amount | None:
    """五角钱 and 壹角 in yuan."""
    match = _PART_ALONE.match(text, amount.end)
    if not match or amount.scaled:
        return None
    value = amount.value * _PARTS[match[1] or match[2]]
    return replace(amount, end=match.end(), value=value, written=value, unit="元", implied=False)


def _with_scale(text: str, amount: Amount) -> Amount:
    """3个亿 and 9800多万: the 万 or 亿 that the numeral did not reach."""
    more = _SCALE.match(text, amount.end)
    if not more or amount.scaled:
        return amount
    scale = Decimal(10**8 if more[2] == "亿" else 10**4)
    written = amount.written + (Decimal("0.5") if "半" in (more[1], more[3]) else 0)
    return replace(amount, end=more.end(), value=written * scale, written=written, scale=scale, implied=False,
                   upto=amount.upto * scale if amount.upto is not None else None,
                   inexact=amount.inexact or more[1] == "多")


def _with_unit(text: str, amount: Amount) -> Amount:
    more = _MORE.match(text, amount.end)
    at = more.end() if more else amount.end
    at += len(text) - at - len(text[at:].lstrip(" "))
    match = _UNIT.match(text, at)
    if match and _stands(text, match, at > (more.end() if more else amount.end)):
        end = match.end()
        if match[0] in ("元", "圆") and (whole := _WHOLE.match(text, end)):
            end = whole.end()
        return replace(amount, end=end, unit=_UNITS[match[0]], inexact=amount.inexact or bool(more))
    sign = _SIGN.search(text, max(0, amount.start - 5), amount.start)
    unit = _SIGNS[sign[0].strip()] if sign else None
    return replace(amount, start=sign.start() if sign else amount.start, unit=unit,
                   end=more.end() if more else amount.end, inexact=amount.inexact or bool(more))


def _stands(text: str, unit: re.Match[str], apart: bool) -> bool:
    """Whether a unit is not the beginning of another word (项目, 家庭; 1 口径)."""
    following = text[unit.end():unit.end() + 1]
    if apart and unit[0] in _COUNTS and following.strip(" ,。;、!?)"):
        return False
    return not following or following not in _NOT_BEFORE.get(unit[0], "")


def _signed(text: str, amount: Amount) -> Amount:
    start = sign_start(text, amount.start)
    if start == amount.start:
        return amount
    return replace(amount, start=start, value=-amount.value, written=-amount.written)


def _rough(text: str, amount: Amount) -> Amount:
    """With 约, 近, 左右 and their like."""
    before = _ROUGH.search(text, max(0, amount.start - 6), amount.start)
    if before and not _NOT_ROUGH.search(text, 0, before.end()):
        return replace(amount, inexact=True)
    return replace(amount, inexact=True) if _ROUGHLY.match(text, amount.end) else amount


def _add_part(text: str, found: list[Amount], numeral: Numeral) -> bool:
    """壹角, 壹分 and the 5 of 3块5, added to the yuan just before them."""
    last = found[-1]
    if last.unit != "元" or last.end != numeral.start or last.scaled:
        return False
    part = _PART.match(text, numeral.end)
    if not part and not (numeral.value < 10 and text[last.end - 1] == "块" and not _UNIT.match(text, numeral.end)):
        return False
    value = last.value + numeral.value * (_PARTS[part[1]] if part else Decimal("0.1"))
    found[-1] = replace(last, value=value, written=value, end=part.end() if part else numeral.end)
    return True
