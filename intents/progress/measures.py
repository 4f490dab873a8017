"""What a message wants of progress: which measures, which kind of answer, which lights, to which day."""

import re
from datetime import date, datetime

from data.progress import Light
from intents.mentions.period import Period, in_year
from intents.progress.words import Cue, Spoken

FULL = ("actual", "rate", "lead", "light")
OF_CUE = {
    "actual?": ("actual",),
    "state": FULL,
    "weak": ("lead",),
    "strong": ("lead",),
    "summary": FULL,
    "done_sum": ("actual",),
    "behind": ("lead",),
    "ahead": ("lead",),
    "red": ("lead", "light"),
    "yellow": ("lead", "light"),
    "green": ("lead", "light"),
    "light": ("lead", "light"),
    "not_red": ("lead", "light"),
    "not_yellow": ("lead", "light"),
    "not_green": ("lead", "light"),
    "pace": ("pace", "lead"),
    "both": ("target", "actual", "rate"),
    "ranking": FULL,
    "place": ("rate",),
    "better": ("rate",),
    "worse": ("rate",),
    "most": ("actual",),
    "least": ("actual",),
}
MEASURES = ("target", "actual", "rate", "gap", "lead", "pace", "light", "month", "change", "course", "needed")
DENIED = ("not_red", "not_yellow", "not_green")
LISTED = ("behind", "ahead", "red", "yellow", "green", *DENIED)
_NOUNS = ("预警", "亮灯", "红黄灯", "红灯", "黄灯", "绿灯")  # they are listed unless somebody is asked about
BEHIND: tuple[Light, ...] = ("red", "yellow")
_BESIDE = re.compile("比|快|慢|差|超|落|赶|跟|达")


def measures(words: Spoken) -> tuple[str, ...]:
    """The measures asked for, in the order of the text; none where the message has no word of any."""
    found: list[str] = []
    for cue in words.cues:
        named = OF_CUE.get(cue.value, (cue.value,) if cue.value in MEASURES else ())
        found += [m for m in named if m not in found]
    if {"target", "actual"} <= set(found) and "rate" not in found:
        found.append("rate")
    return tuple(found)


def kind(words: Spoken, named: bool, metric: bool, one: bool = False) -> str:
    """The kind of answer; `named`: districts are named, `metric`: a metric is, `one`: it goes on from single figures.
    "" where nothing tells."""
    if one and not lists_others(words):
        named = metric = True
    for value in ("missing", "inspection", "assessment"):
        if words.says(value):
            return value
    if words.says(*LISTED) and _lists(words, named, metric):
        return "lagging"
    if words.says("summary") and not metric:
        return "summary"
    if not metric and words.says("state", "better", "top", "bottom", "ranking", *LISTED):
        return "summary"
    return "figures" if measures(words) or words.says("ranking", "place", "top", "bottom", "better") else ""


def of_end(words: Spoken) -> bool:
    """Whether only the best or the worst is asked for: 最差的呢, 谁最慢."""
    return words.says("better", "worse", "top", "bottom") and not words.says("summary", "state", "ranking", *LISTED)


def lists_others(words: Spoken) -> bool:
    """Whether a message asks for those behind or for all, not how far the one spoken of is: 落后的, 预警, 一季度汇报."""
    rest = words.rest
    if rest.cue("who", "count", "count?", "each", "all_metrics") or rest.of("group", "total", "who_of", "count_of"):
        return True
    if any(c.value == "summary" and "汇" in c.text for c in words.cues):
        return True
    nouns = () if rest.cue("yesno") and "有" not in rest.text else _NOUNS  # 绿灯吗; not 有绿灯吗
    return any(_is_list(cue, nouns) for cue in words.cues)


def _is_list(cue: Cue, nouns: tuple[str, ...] = _NOUNS) -> bool:
    """Whether a word stands for those who are so: 落后的, 红灯, 没亮绿灯的."""
    return cue.value in LISTED and (cue.text.endswith("的") or cue.text in nouns or cue.value in DENIED)


def _lists(words: Spoken, named: bool, metric: bool) -> bool:
    """Whether those behind (or ahead) are to be listed, not one of them looked at."""
    rest = words.rest
    if words.says("light") or rest.of("rank") or rest.cue("max", "min", "position"):
        return False
    if rest.cue("who", "count", "count?", "each", "all_metrics"):
        return True
    if (
        rest.of("group")
        and not rest.of("district")
        and not rest.cue("yesno")
        and any(_is_list(cue) for cue in words.cues)
    ):
        return True
    if named or rest.of("total"):
        return not metric and not rest.cue("yesno") and named
    return not (metric and rest.cue("yesno"))


def lights(words: Spoken) -> tuple[Light, ...]:
    """The lights asked for: red and yellow for 落后, green for 快于序时进度, the others where one is denied."""
    named: tuple[Light, ...] = ("red", "yellow", "green")
    said = tuple(light for light in named if words.says(light)) or (named if words.says(*DENIED) else ())
    said = tuple(light for light in said if not words.says(f"not_{light}"))
    return said or (("green",) if words.says("ahead") and not words.says("behind") else BEHIND)


def period(words: Spoken, year: int, at: datetime) -> date | None:
    """The day to which figures are asked; None for the newest (到目前, 今年)."""
    days = [day for each in words.periods if (day := _last(in_year(each, year), at.date()))]
    return max(days) if days else None


def _last(each: Period, today: date) -> date | None:
    last = each.last
    if last is None or (each.relative and last == today):
        return None
    return last if each.grain != "year" or last <= today else None


def year_said(words: Spoken) -> int | None:
    """The year that is written."""
    said = [each.last.year for each in words.periods if each.explicit_year and each.last]
    return said[-1] if said else None


def year_of_period(words: Spoken) -> int | None:
    """The year of a period without a year, as the day of asking has it."""
    parts = [each.last.year for each in words.periods if each.last and each.grain not in ("year", "so_far")]
    return parts[-1] if parts else None


def by_amount(words: Spoken, relative: bool = False, before: bool = False) -> bool:
    """Whether the most or the least in amount is asked (完成最多的), not the highest rate; `relative`: whether somebody
    is held against another (完成数比嵊州多的); `before`: whether it was asked before (最少的呢)."""
    if before and not words.cues:
        return True
    said = [m.text for m in words.rest.of("cue") if m.value in ("max", "min")]
    rated = words.says("rate", "lead", "pace", "top", "bottom", "state", "ranking", "gap", *LISTED)
    amount = words.says("actual") and (relative or any(char in text for text in said for char in "多少大小"))
    return not rated and (amount or words.says("most", "least"))
