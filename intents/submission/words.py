"""The words of a report, from mentions/submission.toml, as patterns."""

import re
import tomllib
from pathlib import Path
from typing import Any

from intents.mentions.words import either

WORDS: dict[str, Any] = tomllib.loads((Path(__file__).parents[1] / "mentions" / "submission.toml").read_text("utf-8"))
_MEANING: dict[str, list[str]] = WORDS["meaning"]

INEXACT = re.compile(either(_MEANING["inexact"]))  # 约, 预计
MONTHLY = re.compile(either(_MEANING["monthly"]))  # 当月新增
SINGLE = re.compile(either(_MEANING["single"]))  # 当月, but not 新增
CUMULATIVE = re.compile(f"(?<!非)(?<!不是)(?:{either(_MEANING['cumulative'])})")  # 累计
TODAY = re.compile(either(_MEANING["today"]))  # 截至目前
OWN = re.compile(either(_MEANING["own"]))  # 我市
TARGET = re.compile(either(_MEANING["target"]))  # 目标
ZERO = re.compile(either(_MEANING["zero"]))  # 零报告
SAME = re.compile(either(_MEANING["same"]))  # 本月无新增
FILLER = re.compile(f"(?:{either(WORDS['filler']['words'])})")  # 累计完成
CLOSING = re.compile(f"(?:{either(WORDS['closing']['words'])})")  # 请审核
QUESTION = re.compile(f"(?:{either(WORDS['question']['words'])})(?<![十百千万好]几[个只家])")  # 怎么样
SEPARATORS = " ,、;:。!|/=~·—-.\t"
UNIT = r"(?:十|百|千)?[万亿]?(?:元|美元|圆|美金|人民币)|[万亿]|只|个|家|项|次|%|百分点"
BRACKETED = re.compile(rf" ?\((?:计量)?(?:单位)?[:为]? ?({UNIT})\)|\[({UNIT})\]|【({UNIT})】")  # (万元)
UNIT_CELL = re.compile(rf"[ ,、|]({UNIT})[ ,、|:=]*$")  # the 万美元 of 外资 万美元 9800


def labels(kind: str) -> re.Pattern[str]:
    """A label of this kind at the start of a line: 地区:."""
    return re.compile(rf"[ #*\-·]*(?:[0-9]{{1,2}}[.、)] ?)?(?:{either(WORDS['label'][kind])}) ?[:=] ?")
