"""Places of a document as they are written: 三(五)4, 三、(五), 第三部分第五条第4点, 附件四."""

import re

PLACE = re.compile(
    r"(?P<part>[一二三四])\s*[、.]?\s*\((?P<section>[一二三四五六七八九])\)"
    r"\s*第?(?P<item>[1-9](?!\d)|[一二三四五六](?=$|[^0-9一-鿿]|[条点项款是讲说写谁由归的]))?[条点项款]?"
    r"|第(?P<part2>[一二三四])(?:大?部分|大块|章)(?:第?\(?(?P<section2>[一二三四五六七八九])\)?[条节]?(?:第?(?P<item2>[1-9一二三四])[点项])?)?"
)  # 三(五)4, 三、(五), 第三部分第五条第4点
ANNEX = re.compile(r"附[件表]\s*第?(\d{1,2}|[一二三四五六七八九十])(?:里面|里头|里边|里|中)?")  # 附件4, 附表四里
ANNEXES = re.compile(
    r"附[件表]第?(?P<first>[1-9一二三四五六七八九])[到至~—-]附?[件表]?(?P<last>[1-9一二三四五六七八九])(?!\d)"
)  # 附件1到附件5
_DIGITS = {char: number for number, char in enumerate("零一二三四五六七八九十")}


def place_of(match: re.Match[str]) -> str:
    """三(五)4 as the documents' places are written."""
    groups = match.groupdict()
    part, section = groups["part"] or groups["part2"], groups["section"] or groups["section2"]
    item = groups["item"] or groups["item2"] or ""
    number = str(number_of(item)) if item else ""
    return f"{part}({section}){number}" if section else part


def annexes_of(numbers: tuple[int, ...], text: str) -> tuple[int, ...]:
    """The numbers of annexes, with those between the first and the last of a span."""
    span = ANNEXES.search(text)
    return tuple(range(number_of(span["first"]), number_of(span["last"]) + 1)) if span else numbers


def number_of(written: str) -> int:
    """4 for 4 and 四."""
    return int(written) if written.isdigit() else _DIGITS[written]
