"""Who leads and joins all measures, or those of a section; which of them have several leads, or nobody to help."""

import re
from collections.abc import Callable, Iterable

from data import narrative
from data.document import Measure
from intents.documents.asked import Asked
from intents.documents.evidence import cited
from intents.documents.leads import lead_line
from intents.mentions.topic import cities
from intents.reply import Reply

_THINGS = "(?:措施|举措|工作|任务|事项|事情|事|条款?|项|件)"
_EACH = re.compile(
    f"(?:每一?|各|逐)(?:条|项|件|个)?(?:工作)?{_THINGS}|(?:所有|全部|全体|整个|那?(?:21|22|二十[一二])[条项])的?{_THINGS}"
    "|(?:牵头|责任|负责)(?:单位|部门)(?:的)?(?:一览表?|清单|总表|名单|列表|汇总)|逐(?:条|项)|一条(?:一|1)条"
)  # 每条措施(谁牵头)
_WHICH = re.compile(
    f"(?:哪些?|哪几|有几|几|多少|什么)(?:条|项|件|个)?(?:工作)?{_THINGS}?"
)  # 哪些措施(有两个以上牵头单位)
_NUMBER = "(?:两|二|三|四|2|3|4)"
_LEADS = "(?:牵头|负责|责任)"
_MANY = re.compile(
    f"{_NUMBER}(?:个|家)?(?:及|或)?以上(?:的)?{_LEADS}"
    f"|{_LEADS}(?:单位|部门)?(?:的)?(?:有|在|超过|不止|多于)?(?:{_NUMBER}|1|一)(?:个|家)(?:及?以上|的)?"
    f"|(?:不止|超过|多于)(?:1|一)(?:个|家)(?:单位|部门)?{_LEADS}"
    f"|(?:多个|多家|几家|几个)(?:单位|部门)?(?:共同|一起|联合|分别)?{_LEADS}|(?:共同|联合|一起|分别){_LEADS}"
)  # 两个以上牵头单位, 几家共同牵头
_ALONE = re.compile(
    f"(?:只有|仅有?|就|单独由?)(?:一|1)(?:个|家)(?:单位|部门)?{_LEADS}|(?:单独|独家){_LEADS}"
)  # 只有一家牵头
_HELPED = re.compile("有配合|配合单位的")
_UNHELPED = re.compile("(?:没有?|无|未)(?:列|写|单列|明确)?(?:出)?(?:任何)?(?:配合|协助|协办)")  # 没有配合单位
_DIGITS = {"两": 2, "二": 2, "2": 2, "三": 3, "3": 3, "四": 4, "4": 4}


def wants(asked: Asked) -> bool:
    """Whether it asks about all measures, or all of a section, who leads or joins them."""
    if asked.departments or asked.of("stranger") or not asked.wants("lead", "join", "carry"):
        return False
    if asked.measures and not asked.vague:
        return False
    return _picks(asked.text) is not None or bool(_EACH.search(asked.text))


def answer(asked: Asked) -> Reply:
    """The measures that fit, each with its lead and who joins."""
    picked = _picks(asked.text)
    title, fits = picked or ("", lambda measure: bool(measure.lead))
    found = [m for m in _all(asked) if fits(m)]
    where = "、".join(s.title for s in asked.sections)
    what = f"{where or '方案里'}{title or '各项举措的牵头（负责）单位'}"
    head = (
        f"{what}有{len(found)}项："
        if title and found
        else f"{what}：没有。"
        if not found
        else f"{what}（{len(found)}项）："
    )
    lines = (head, *(f"· {lead_line(m, asked)}" for m in found))
    return Reply("answer", lines, notes=(cited(asked.city, *_places(found or _all(asked))),))


def _places(measures: Iterable[Measure]) -> tuple[str, ...]:
    """The sections of measures, as the place of a long list."""
    return tuple(dict.fromkeys(m.section for m in measures))


def _all(asked: Asked) -> list[Measure]:
    """The measures of the sections named; of the whole document where none is."""
    mine = [m for m in narrative.measures() if cities()[m.document] == asked.city]
    places = {s.place for s in asked.sections}
    return [m for m in mine if not places or m.section in places]


def _picks(text: str) -> tuple[str, Callable[[Measure], bool]] | None:
    """Which measures are picked out, in words and as a test; None where all are meant."""
    if not _WHICH.search(text):
        return None
    if _UNHELPED.search(text):
        return "没有单列配合单位的举措", lambda m: not m.joint
    if _ALONE.search(text):
        return "只有一个牵头（负责）单位的举措", lambda m: len(m.lead) == 1
    if "分别牵头" in text:
        return "几家分别牵头的举措", lambda m: m.separately
    if match := _MANY.search(text):
        if any(word in text for word in ("共同", "联合", "一起")):
            return "几家共同牵头（负责）的举措", lambda m: len(m.lead) > 1 and not m.separately
        least = max((_DIGITS.get(char, 0) for char in match[0]), default=0) or 2
        return f"有{'两三四'[least - 2]}个以上牵头（负责）单位的举措", lambda m: len(m.lead) >= least
    if _HELPED.search(text):
        return "有配合单位的举措", lambda m: bool(m.joint)
    return None
