"""One amount: a number with its scale and unit, money, counts and shares alike."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from intents.mentions.number import sign_start
from intents.mentions.numeral import Numeral, find_numerals
from intents.mentions.words import WORDS, either, lookup

_MONEY = lookup(WORDS["money"])
_SHARES = lookup(WORDS["shares"])
_COUNTS = {word: word for word in WORDS["counts"]["words"]}
UNITS = _MONEY | _SHARES | _COUNTS
_NOT_BEFORE: dict[str, str] = WORDS["counts"]["not_before"]
_SIGNS = lookup(WORDS["signs"])

_UNIT = re.compile(either(UNITS))  # 元, 个百分点, 只
_SIGN = re.compile(f"(?:{either(_SIGNS)}) ?$")  # $ before 300
_MORE = re.compile(r" ?(?:[多余来](?!少|大|自|源)|几(?![个只家月号项]))")  # 9800多, 30余: more than the number says
_SCALE = re.compile(r"个?(多|半)?个?([万亿])(半)?")  # 3个亿, 5个多亿, 9800多万, 一个半亿
# 九成, 三成半, 六成五
_TENTHS = re.compile(
    r" ?成(?!立|交|本|功|果|员|为|绩|长|套|都|熟|效|人|分|就|品|年)"
    r"([半一二三四五六七八九1-9])?"
)
_OF = re.compile(r"(负的?)? ?([百佰千仟万]) ?分 ?之 ?(负)? *$")  # 百分之 before 六十
_PART_ALONE = re.compile(r" ?([角毛分])(?:钱|整)|([角毛])(?=$|[壹贰叁肆伍陆柒捌玖\d,。;、])")  # 五角钱, 壹角壹分
_WHOLE = re.compile(r"[整正](?![式在])")  # 壹拾元整
_ROUGH = re.compile(f"(?:{either(WORDS['inexact']['before'])})(?:为|了|有|是)? ?$")  # 约, 超过了
_NOT_ROUGH = re.compile(f"(?:{either(WORDS['inexact']['not_before'])})$")  # 最近, 合约
_ROUGHLY = re.compile(f" ?(?:{either(WORDS['inexact']['after'])})")  # 左右
_SHARE_OF = {"百": Decimal(1), "佰": Decimal(1), "千": Decimal("0.1"), "仟": Decimal("0.1"), "万": Decimal("0.01")}
PARTS = {"角": Decimal("0.1"), "毛": Decimal("0.1"), "分": Decimal("0.01")}


@dataclass(frozen=True, slots=True)
class Amount:
    """A quantity as written: `value` in the base unit `unit` (元, 美元, %, 百分点, 只 …; None where none is written).

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


def read_amount(text: str, numeral: Numeral) -> Amount | None:
    """The quantity around one numeral."""
    amount = Amount(
        numeral.start,
        numeral.end,
        numeral.value,
        None,
        numeral.value / numeral.scale,
        numeral.scale,
        numeral.inexact,
        numeral.implied,
        numeral.upto,
    )
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
        return replace(
            amount, start=before.start(), value=value, unit="%", written=value, scale=Decimal(1), implied=False
        )
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
    value = amount.value * PARTS[match[1] or match[2]]
    return replace(amount, end=match.end(), value=value, written=value, unit="元", implied=False)


def _with_scale(text: str, amount: Amount) -> Amount:
    """3个亿 and 9800多万: the 万 or 亿 that the numeral did not reach."""
    more = _SCALE.match(text, amount.end)
    if not more or amount.scaled:
        return amount
    scale = Decimal(10**8 if more[2] == "亿" else 10**4)
    written = amount.written + (Decimal("0.5") if "半" in (more[1], more[3]) else 0)
    return replace(
        amount,
        end=more.end(),
        value=written * scale,
        written=written,
        scale=scale,
        implied=False,
        upto=amount.upto * scale if amount.upto is not None else None,
        inexact=amount.inexact or more[1] == "多",
    )


def _with_unit(text: str, amount: Amount) -> Amount:
    more = _MORE.match(text, amount.end)
    at = more.end() if more else amount.end
    at += len(text) - at - len(text[at:].lstrip(" "))
    match = _UNIT.match(text, at)
    if match and _stands(text, match, at > (more.end() if more else amount.end)):
        end = match.end()
        if match[0] in ("元", "圆") and (whole := _WHOLE.match(text, end)):
            end = whole.end()
        return replace(amount, end=end, unit=UNITS[match[0]], inexact=amount.inexact or bool(more))
    sign = _SIGN.search(text, max(0, amount.start - 5), amount.start)
    unit = _SIGNS[sign[0].strip()] if sign else None
    return replace(
        amount,
        start=sign.start() if sign else amount.start,
        unit=unit,
        end=more.end() if more else amount.end,
        inexact=amount.inexact or bool(more),
    )


def _stands(text: str, unit: re.Match[str], apart: bool) -> bool:
    """Whether a unit is not the beginning of another word (项目, 家庭; 1 口径)."""
    following = text[unit.end() : unit.end() + 1]
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
