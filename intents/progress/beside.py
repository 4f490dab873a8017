"""Whether a word or a day of a message is about progress where it stands: 诸暨外资怎么样, 5月30日诸暨外资, 6月8日那时候."""

import re
from datetime import date

from intents.mentions.period import Period
from intents.progress.lexicon import as_of_end, openers
from intents.reading import Reading

PLANNED = re.compile(
    "(?:要|须|需|应|得|争取|力争|计划|打算|准备|拟|预计|必须|该|至少)(?:要)?(?:今年|全年)?(?:完成|做|达到|引进|实现|到位|投|落实|利用)|要比|要多|要少"
)  # 争取完成: a target
_DAY_OF = re.compile("(?:那天|当天|那时候?|那会儿?|[的底止,、 ])*")
_HOW_MUCH = re.compile("多少|几|是多少|到哪|累计|呢|[?？。]")
_AIM = re.compile("目标|任务|计划")
_BETWEEN = re.compile("这块|那块|这边|那边|这项|方面|这摊|[的,，、 ]")  # 外资这块(怎么样)
_ENDS = re.compile("[?？!！。,，呢啊呀吧 ]|领导问.*|谢谢.*")
_PARTS = ("month", "quarter", "half", "span", "day")


def meant(reading: Reading, match: re.Match[str], value: str) -> str:
    """What a word means where it stands; "" where it is no word of progress there: 诸暨外资目标怎么样, 五县市任务汇总."""
    if value in ("weak", "strong") and _AIM.search(reading.text):
        return ""
    if value in ("fast", "slow"):
        return "" if "比" in reading.text else {"fast": "ahead", "slow": "behind"}[value]
    if value == "tally":
        return "" if reading.cue("target") else "summary"
    if value == "done_sum":
        return "" if PLANNED.search(reading.text) or reading.cue("target") else value
    if value != "how":
        return value
    named = [m.end for m in reading.of("metric", "sector", "facet")]
    close = any(end <= match.start() and not _BETWEEN.sub("", reading.text[end : match.start()]) for end in named)
    beside = reading.cue("compare", "target") or _ENDS.sub("", reading.text[match.end() :])
    return "state" if close and not beside else ""


def is_part(period: Period, reading: Reading) -> bool:
    """Whether it is a part of a year and not all of it."""
    whole = period.last is None or (period.last.month, period.last.day) == (12, 31)
    if period.grain == "day" and period.relative and not period.explicit_year:
        return _is_date(period, reading)
    return period.grain in _PARTS and not (whole and period.grain == "span")


def _is_date(period: Period, reading: Reading) -> bool:
    """Whether a day is the one to which figures run (5月30日诸暨外资), not that of a meeting (6月8日开会, 今天要)."""
    text = reading.text
    names = [m.start for m in reading.of("district", "group", "total", "metric", "sector")]
    behind = _DAY_OF.match(text, period.end)
    at = behind.end() if behind else period.end
    return "月" in text[period.start : period.end] and (
        at == len(text) or bool(_HOW_MUCH.match(text, at)) or at in names
    )


def state_of(reading: Reading) -> tuple[date | None, list[tuple[int, int]]]:
    """The day whose state is asked for (截至6月10日的口径), and where it stands in the text."""
    for m in reading.of("period"):
        if end := as_of_end(reading.text, m.value):
            start = next((m.start - len(w) for w in openers() if reading.text.endswith(w, 0, m.start)), m.start)
            return m.value.last, [(start, end)]
    return None, []
