"""What the bounds of a message are held against: 还差1亿以上 what is still to do, 完成1亿以上 what was achieved."""

import re

from intents.mentions.words import WORDS, either
from intents.progress.words import Spoken
from intents.reading import Mention, Reading

_TO_DO = ("gap", "needed")
_OF = ("actual", "rate", *_TO_DO)
_NEAR = 6  # characters between 还差 and 20% that still belong together: 还差大约, 还差不到
_WORDS = either(word for kind in ("ge", "gt", "le", "lt") for word in WORDS["bounds_before"][kind])
_MONEY = (
    f"(?=(?:{_WORDS})?了?(?:大约|约)? ?[\\d.零一二两三四五六七八九十百]+个?[千百]?(?:[万亿只项次户家]|个(?!百|点|月)))"
)
_AIM = "(?:完成)?(?:年度|全年|年初)?的?(?:目标|任务|计划)(?:任务|数)?"
_SHORT = re.compile(
    f"(?:(?:离|距离?|跟|和|与){_AIM}的?)?(?<![相比减])(?:还|仍|尚)?(?:差距|缺口|差额|欠账|差|欠|缺|短)(?:着|了|额)?(?:还)?(?:在|是|为|有)?{_MONEY}"
    f"|(?:离|距离?){_AIM}还?(?:有|剩|是)?{_MONEY}"
)  # 差距在(5000万以内), 离目标不到(2000万)
_EACH = re.compile(
    f"(?:平均)?(?:每个?月|月均)(?:平均|还|均)*(?:要|需要|需|得|须)(?:再)?(?:完成|引进|做|到位|干|投)?{_MONEY}"
)  # 每月要完成(2亿以上)


def plainly_short(text: str, reading: Reading) -> str:
    """外资差100亿以上的 as 还差: without another to differ from, it is short of its target."""
    two = len({level for m in reading.of("level") for level in m.value.split()}) > 1
    if not reading.of("bound") or reading.of("district") or reading.cue("compare", "mean") or two:
        return text
    return _EACH.sub("每月还要完成", _SHORT.sub("还差", text))


def bounded(reading: Reading, words: Spoken) -> str:
    """gap or needed, where that is what the bounds in money are of; else ""."""
    found = [_of(bound, words) for bound in reading.of("bound") if not _is_percent(bound)]
    return found[0] if found else ""


def unfit(reading: Reading, words: Spoken) -> tuple[str, ...]:
    """Bounds that cannot be held against what they stand behind: 完成率还差20个点以上, 完成5000万以上还差1亿以上."""
    bounds = reading.of("bound")
    found = [m.text for m in bounds if _is_percent(m) and _of(m, words) and _gap_before(m, words)]
    money = [m for m in bounds if not _is_percent(m)]
    return (*found, *(m.text for m in money if len({_of(n, words) for n in money}) > 1))


def _of(bound: Mention, words: Spoken) -> str:
    before = [cue for cue in words.cues if cue.value in _OF and cue.end <= bound.start]
    return before[-1].value if before and before[-1].value in _TO_DO else ""


def _gap_before(bound: Mention, words: Spoken) -> bool:
    return any(c.value in _TO_DO and 0 <= bound.start - c.end <= _NEAR for c in words.cues)


def _is_percent(bound: Mention) -> bool:
    return bound.value.unit in ("%", "百分点")
