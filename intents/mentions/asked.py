"""Units asked for: 多少亿美元, 几个亿."""

import re
from collections.abc import Iterator

_UNIT = re.compile(
    r"(?:折合?|合)?(?:成|为)?(?:多少|好多|几)(?:个|十|百|千|来|几)*(千万|百万|亿|万)?个?(?:的)?"
    r"(美元|美金|美刀|元人民币|人民币|元|块钱|块)?(?:人民币)?"
)  # 多少亿美元, 几个亿
_CURRENCY = {"美金": "美元", "美刀": "美元", "元人民币": "元", "人民币": "元", "块钱": "元", "块": "元"}


def find_asked_units(text: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and unit of each unit asked for: 亿美元, 万元, 元, or 亿 and 万 alone."""
    for match in _UNIT.finditer(text):
        scale, currency = match[1] or "", match[2] or ""
        if scale or currency:
            scale = "万" if scale in ("千万", "百万") else scale
            yield match.start(), match.end(), scale + _CURRENCY.get(currency, currency)
