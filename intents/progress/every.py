"""Whether several metrics must all be so: 外资和内资都快于序时的, 三项全部亮红灯的; and what of it cannot be told."""

import re
from itertools import pairwise

from data.problem import Problem, decline
from intents.progress.measures import LISTED
from intents.progress.words import Cue, Spoken
from intents.reading import Reading

_ALL = "都|均|全部|全都|全|同时|双双|皆|俱|一起"
_BEFORE = re.compile(f"(?:{_ALL})(?:是|已|已经|处于|在|能|要|亮着?|挂|算|得)*$")  # 都(快于序时), 都亮(红灯)
_COUNTED = re.compile(f"(?P<n>[两二三四五2-5])[项个](?:指标|任务)?(?:都|也)?(?:{_ALL})")  # 三项全部
_EACH = re.compile(f"(?:各项|每项|样样|项项|(?:所有|全部)(?:的)?指标)(?:指标|任务)?(?:{_ALL})")  # 各项都
_ITEMS = re.compile("指标|哪[些几]?项")
_NUMBERS = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5}
_OF = (*LISTED, "rate", "gap", "needed")


def is_every(reading: Reading, words: Spoken) -> bool:
    """Whether a word of all stands right before what is said of the metrics; 都有谁落后 asks for a list."""
    if _named(reading) < 2 and not counted(reading):
        return False
    starts = [
        *(cue.start for cue in words.cues if cue.value in _OF or _is_owing(cue)),
        *(m.start for m in reading.of("bound")),
    ]
    starts += [m.start for m in reading.of("cue") if m.value in ("more", "less", "compare")]
    return any(_BEFORE.search(reading.text[:start]) for start in starts)


def _is_owing(cue: Cue) -> bool:
    """没报, not 报了没有."""
    return cue.value == "missing" and cue.text[:1] in ("没", "未", "还", "尚")


def counted(reading: Reading) -> int:
    """How many items all are said to be so: 三项 of 三项全部快于序时的; 0 where none are counted."""
    found = _COUNTED.search(reading.text)
    return (_NUMBERS.get(found["n"]) or int(found["n"])) if found else 0


def _named(reading: Reading) -> int:
    """How many metrics are named: 外资和内资 two, 内外资 too."""
    sectors = {name for m in reading.of("sector") for name in str(m.value).split()}
    return len(sectors) + len({m.value for m in reading.of("metric")})


def untold(reading: Reading, words: Spoken, before: int) -> Problem | None:
    """Why several metrics cannot be told together: nobody knows which (三项都, where `before` had another number), all
    of them at once (各项都), or one is to be so and another so (外资红灯内资绿灯)."""
    if not words.says(*LISTED) and not reading.of("bound"):
        return None
    named, number = _named(reading), counted(reading)
    if number and number != (named or before):
        return decline(f"没说清是哪{number}项指标。", "可以把指标写出来，例如“外资、内资都快于序时进度的有哪些”。")
    if not named and _EACH.search(reading.text):
        return decline(
            "所有指标一起比不了：各地的指标不一样，很多还没有上报。",
            "可以点出几项，例如“外资、内资都快于序时进度的有哪些”。",
        )
    of_items = not named and len(reading.of("district")) > 1 and _ITEMS.search(reading.text)
    if of_items and any(_BEFORE.search(reading.text[: cue.start]) for cue in words.cues if cue.value in LISTED):
        return decline("还不能找几个地方都落后（或都快）的指标。", "可以逐个问，例如“诸暨哪些指标落后”。")
    if apart := _apart(reading, words):
        return decline(
            f"一次只能按一种快慢来筛，“{apart[0]}”没法和前面的一起算。",
            "可以分开问，例如“外资谁落后”“内资哪些快于序时进度”。",
        )
    return None


def _apart(reading: Reading, words: Spoken) -> list[str]:
    """A second thing that is said of a second metric."""
    listed = [cue for cue in words.cues if cue.value in LISTED]
    found = []
    for one, other in pairwise(listed):
        between = any(one.end <= m.start < other.start for m in reading.of("metric", "sector"))
        if between and one.value != other.value:
            found.append(reading.text[other.start : other.end])
    return found
