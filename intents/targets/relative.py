"""Conditions whose bound is a district's figure, or the mean: 比嵊州高的, 低于诸暨的, 不高于诸暨的, 没有上虞高的."""

import re
from dataclasses import replace
from decimal import Decimal

from intents.mentions.metric import Metrics
from intents.mentions.versus import THAN
from intents.mentions.where import Where
from intents.reading import Mention, Reading
from intents.targets.question import CITY_MEAN, MEAN, Condition, Question

_NOT = re.compile("(?<![有是])(?:不|没有|没|未|未曾)(?:会|能|是)?$")  # 不(高于), not 有没有(超过)
_NOT_AS = re.compile("(?<!有)(?:没有|没)$")  # 没有(诸暨高)
_BESIDE = re.compile("(?:的?水平|线)?的?(?:(?P<above>以上|之上|上面)|以下|之下|下面)")  # 平均线(以下)
_JOIN = re.compile("[、和跟与及同,]?")  # 比嵊州(、)新昌都高的
SAME = ("一样", "一样多", "一样高", "一样大", "同样多", "同样高", "相同", "相等")
_WITH = re.compile("(?:和|跟|与|同|等同于)$")  # (跟)越城一样
_LISTS = re.compile("的(?:地方|地区|单位|区县|县市|县市区|考核对象|开发区)?呢?[.。?!]*$")  # 比诸暨高的


def relative(reading: Reading, where: Where, metrics: Metrics, before: Question | None) -> tuple[Condition, ...]:
    """Those above or below a district, or the mean."""
    asked = reading.cue("who", "count", "count?") or _LISTS.search(reading.text)
    if not asked or reading.cue("max", "min"):
        return ()
    if found := _metric_against_metric(reading, where, metrics) or _same_as(reading, where, metrics):
        return found
    for cue in reading.of("cue"):
        if (cue.value == "compare" or cue.text in THAN) and (bounds := _bounds(cue, reading, where, before)):
            if _chooses(cue, bounds, reading, where):
                return ()
            return tuple(c for than in bounds for c in _compared(cue, than, reading, metrics))
    return _not_as(reading, metrics) or _beside_mean(reading, where, metrics)


def _metric_against_metric(reading: Reading, where: Where, metrics: Metrics) -> tuple[Condition, ...]:
    """服务业投资超过工业投资的有谁: of every district its own two figures."""
    if where.names or len(metrics.names) != 2 or reading.cue("difference", "ratio", "sum"):
        return ()
    named = reading.of("metric", "sector")
    for cue in reading.of("cue"):
        between = any(m.end <= cue.start for m in named) and any(m.start >= cue.end for m in named)
        if between and (cue.value == "compare" or cue.text in THAN):
            first, second = metrics.names
            own = replace(metrics, names=(first,))
            return tuple(replace(c, than="", beside=second) for c in _compared(cue, second, reading, own))
    return ()


def _same_as(reading: Reading, where: Where, metrics: Metrics) -> tuple[Condition, ...]:
    """谁的服务业投资跟越城一样: those whose figure is that of the one named."""
    same = [m for m in reading.of("cue") if m.text in SAME]
    named = [m for m in reading.of("district") if m.value in where.names]
    if not same or len(named) != 1 or reading.text.endswith("不", 0, same[0].start):
        return ()
    behind = any(_WITH.fullmatch(reading.text, named[0].end, m.start) for m in reading.of("cue") if m.value == "who")
    if not behind and not _WITH.search(reading.text[: named[0].start]):
        return ()
    than, zero = str(named[0].value), Decimal(0)
    return (Condition(metrics.names, zero, zero, True, True, "", f"与{than}相同", than=than),)


def _chooses(cue: Mention, bounds: tuple[str, ...], reading: Reading, where: Where) -> bool:
    """Whether one of those named is asked for, not others: 上虞、诸暨比绍兴县谁多, not 五县市里比绍兴县多的有谁."""
    beside = set(where.names) - set(bounds)
    asks = [m for m in reading.of("cue") if m.value == "who" and m.start >= cue.end]
    return bool(beside) and any(m.end == side.start for m in asks for side in _sides(reading, cue.end))


def negated(reading: Reading) -> list[str]:
    """Words of higher and lower that are denied where no condition is made of them: 最多不超过嵊州."""
    cues = [m for m in reading.of("cue") if m.text in THAN]
    return ["不" + m.text for m in cues if m.value in ("more", "less") and _NOT.search(reading.text[: m.start])]


def _compared(cue: Mention, than: str, reading: Reading, metrics: Metrics) -> tuple[Condition, ...]:
    side = cue if cue.text in THAN else next(iter(_sides(reading, cue.end)), None)
    if side is None:
        return ()
    denied = bool(_NOT.search(reading.text[: cue.start]))
    return _made((side.value == "more") != denied, denied, than, metrics)


def _not_as(reading: Reading, metrics: Metrics) -> tuple[Condition, ...]:
    """没有诸暨高的: below it."""
    for m in reading.of("district"):
        side = next((s for s in _sides(reading, m.end) if s.start == m.end), None)
        if side and _NOT_AS.search(reading.text[: m.start]):
            return _made(side.value == "less", False, str(m.value), metrics)
    return ()


def _beside_mean(reading: Reading, where: Where, metrics: Metrics) -> tuple[Condition, ...]:
    """平均线以下, 平均数以上: the mean itself is within."""
    for m in reading.of("cue"):
        side = _BESIDE.match(reading.text, m.end) if m.value == "mean" and not where.names else None
        if side:
            return _made(bool(side["above"]), True, _mean(reading, m), metrics)
    return ()


def _mean(reading: Reading, mean: Mention) -> str:
    """The mean of those asked about; of the whole city where 全市 stands before it."""
    whole = any(m.end <= mean.start for m in reading.of("total"))
    return CITY_MEAN if whole else MEAN


def _sides(reading: Reading, start: int) -> list[Mention]:
    """The words of higher and lower behind a place in the text."""
    return [m for m in reading.of("cue") if m.value in ("more", "less") and m.start >= start]


def _made(above: bool, included: bool, than: str, metrics: Metrics) -> tuple[Condition, ...]:
    low, high = (Decimal(0), None) if above else (None, Decimal(0))
    words = ("不低于" if above else "不高于") if included else "高于" if above else "低于"
    return (Condition(metrics.names, low, high, included, included, "", f"{words}{than}", than=than),)


def _bounds(compared: Mention, reading: Reading, where: Where, before: Question | None) -> tuple[str, ...]:
    """What stands right behind 比 or 低于: a district or several, the mean, the city, or 它, the one spoken of before."""
    found: list[Mention] = []
    for m in reading.of("district"):
        if m.start >= compared.end and _JOIN.fullmatch(reading.text, found[-1].end if found else compared.end, m.start):
            found.append(m)
    if found:
        return tuple(str(m.value) for m in found)
    mean = next((m for m in reading.of("cue") if m.value == "mean" and m.start >= compared.end), None)
    if mean and not where.names:
        return (_mean(reading, mean),)
    if any(m.start == compared.end for m in reading.of("total")):
        return (reading.city,)
    it = (
        before is not None
        and len(before.districts) == 1
        and reading.text[compared.end :].startswith(("它", "他", "她"))
    )
    return (before.districts[0],) if before and it else ()
