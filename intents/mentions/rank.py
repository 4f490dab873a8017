"""Places in an order: 前三, 后两名, 倒数第二, 第3名, 最低的三个, 哪两家."""

import re
from dataclasses import dataclass

from intents.mentions.number import find_numbers

_N = r"([0-9]{1,3}|[一二两三四五六七八九十]{1,3})"
_UNIT = r"(?:名|位|个|家|强|甲|地|单位|地方)?(?:的?地方|的?单位)?"
_PATTERNS = tuple(
    (which, re.compile(pattern))
    for which, pattern in (
        ("nth_bottom", rf"(?:倒数|倒着数|从后往前数?)第{_N}{_UNIT}(?:高|低|大|小|多|少)?"),  # 倒数第二名
        (
            "bottom",
            rf"(?:排名?)?(?:后|末|最后|倒数|倒数前|垫底的?|尾部|末尾)(?:面的?)?{_N}(?:名|位|个|家|强)(?:的?地方)?",
        ),  # 后三名
        ("bottom", rf"(?:后|末|倒数|倒数前){_N}(?![0-9一二三四五六七八九十年月季亿万只项次])"),  # 倒数三
        ("bottom", rf"倒数{_N}项"),  # 倒数两项
        ("bottom", rf"(?:最低|最小|最少|最轻|垫底|最靠后)(?:的)?(?:是|有)?(?:哪)?{_N}{_UNIT}"),  # 最低的三个
        ("low_nth", rf"第{_N}(?:低|小|少)的?"),  # 第二低
        (
            "top",
            rf"(?:排在?|排名|位居|位列|居|进入?|挤进)?(?:前|头|top ?)(?:面的?)?{_N}(?!季|个季|个月|月|年){_UNIT}",
        ),  # 前三名, 头两个
        ("top", rf"(?:最高|最大|最多|最重|最靠前)(?:的)?(?:是|有)?(?:哪)?{_N}{_UNIT}"),  # 最高的三个
        ("nth", rf"(?:排名?)?第{_N}(?!产业|季|个季|条|项|号|附件)(?:名|位|个|家)?(?:高|大|多)?"),  # 第2名, 第三高
        ("who_n", rf"(?:是)?哪{_N}{_UNIT}"),  # 哪两家
    )
)
_HINT = re.compile(r"[前后头末第最哪倒垫排尾]|top")  # 前三: no pattern matches without one of these


@dataclass(frozen=True, slots=True)
class Rank:
    """`which` is top, bottom, nth, nth_bottom, low_nth (第二低) or who_n (哪两家); `n` the number."""

    start: int
    end: int
    which: str
    n: int


def find_ranks(text: str) -> tuple[Rank, ...]:
    """Every reading of every place in an order; readings may overlap, the caller settles that."""
    if not _HINT.search(text):
        return ()
    return tuple(
        Rank(match.start(), match.end(), which, int(find_numbers(match[1].replace("两", "二"))[0].value))
        for which, pattern in _PATTERNS
        for match in pattern.finditer(text)
    )
