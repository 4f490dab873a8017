"""What the bounds of a message are held against: 还差1亿以上 what is still to do, 落后5个点以上 the lead."""

import re

from intents.mentions.words import WORDS, either
from intents.progress.measures import LISTED
from intents.progress.words import Spoken
from intents.reading import Mention, Reading
from intents.targets.question import Condition

_TO_DO = ("gap", "needed")
_LEADS = ("behind", "ahead")
_BY_HOW_MUCH = re.compile("(?:[高低多少快慢大小]|平均|均值|平均数|平均水平)(?:出|了|上|过)*$")  # 比诸暨高(5个点以上)
_CLOSE = re.compile("[在有了出得达为约大]*")  # 落后(了)5个点以上
_OF = ("actual", "rate", *_TO_DO)
_DONE = re.compile("(?:完成|到位|引进|利用|实现|做|累计)(?:了|到|数|额)*$")  # 完成(5000万以上)
_NEAR = 6  # characters between 还差 and 20% that still belong together: 还差大约, 还差不到
_WORDS = either(word for kind in ("ge", "gt", "le", "lt") for word in WORDS["bounds_before"][kind])
_MONEY = (
    f"(?=(?:{_WORDS})?了?(?:大约|约)? ?[\\d.零一二两三四五六七八九十百]+个?[千百]?(?:[万亿只项次户家]|个(?!百|点|月)))"
)
_AIM = "(?:完成)?(?:年度|全年|年初)?的?(?:目标|任务|计划)(?:任务|数)?"
_LACK = "差距|缺口|差额|欠账|差|欠|(?<=[还仍尚])[缺短]|剩下|剩余|剩"  # 缺5亿元以上项目的: they have none
_SHORT = re.compile(
    f"(?:(?:离|距离?|跟|和|与){_AIM}的?)?(?<![相比减])(?:还|仍|尚)?(?:{_LACK})(?:着|了|额)?还?(?:在|是|为|有)?{_MONEY}"
    f"|(?:离|距离?){_AIM}还?(?:有|剩|是)?{_MONEY}"
)  # 差距在(5000万以内), 离目标不到(2000万)
_LEFT = re.compile(
    rf"(?:还|仍|尚)有(?P<bound>(?:{_WORDS})?\d[\d.]*个?[千百]?[万亿][元美金]*(?:以上|以下|以内|左右)?)的?(?:任务)?"
    "(?:没有?|未|尚未)(?:完成|到位|做|干)"
)  # 还有1亿以上没完成
_WIDEST = re.compile("(?<![相的])差距(?=最?[大小]的|最[大小]|排名|排序|排个)")  # 差距最大的
_ASIDE = re.compile("(?<=[,，、 ])(?:各自?|分别|都)?(?:差|欠|缺)(?:了)?多少(?=[?？。]?$)")  # 完成率40%以下的有谁,差多少
_EACH = re.compile(
    f"(?:平均)?(?:每个?月|月均)(?:平均|还|均)*(?:要|需要|需|得|须)(?:再)?(?:完成|引进|做|到位|干|投)?{_MONEY}"
)  # 每月要完成(2亿以上)
_POINTS = f"(?=(?:{_WORDS})?了?(?:大约|约)? ?[\\d.零一二两三四五六七八九十]+ ?(?:个?百分点|个点|%))"
_THAN = "(?:比|较|跟|和|与|离)?(?:序时|时序|时间)(?:进度)?(?:还|要|就)?"
_SLOW, _FAST = "慢|落后|滞后", "快|超前|领先"
_ONLY_OF_PACE = "(?:欠|差|低|超|高)(?=[于了出过]*序时)"
_BY = re.compile(
    f"(?:{_THAN}(?P<than>{_SLOW}|{_FAST}|欠|差|低|超|高)|(?P<side>{_SLOW}|{_FAST}|{_ONLY_OF_PACE}))"
    f"(?:于|了|出|过|得|在)*(?:序时(?:进度)?)?了?{_POINTS}"
)  # 比序时慢(5个点以上), 慢得(不到5个点)


def plainly_by(text: str, reading: Reading) -> str:
    """慢5个点以上的 as 慢于序时进度5个点以上的."""
    if not reading.of("bound") or reading.of("district") or re.search("上个?月|同比|环比|全市|平均", text):
        return text
    return _BY.sub(_side, text)


def _side(match: re.Match[str]) -> str:
    fast = (match["than"] or match["side"]) in (*_FAST.split("|"), "超", "高")
    return f"{'快' if fast else '慢'}于序时进度"


def plainly_short(text: str, reading: Reading) -> str:
    """外资差100亿以上的 as 还差: without another to differ from, it is short of its target."""
    two = len({level for m in reading.of("level") for level in m.value.split()}) > 1
    if reading.of("district") or reading.cue("compare", "mean") or two or "间" in text:
        return text
    text = text if reading.cue("target") else _WIDEST.sub("缺口", text)  # 外资任务差距最大的
    text = _LEFT.sub(lambda m: f"还差{m['bound']}", text)
    if not reading.of("bound"):
        return text
    text = _ASIDE.sub("还差多少", text)
    return _EACH.sub("每月还要完成", _SHORT.sub("还差", text))


def bounded(reading: Reading, words: Spoken, before: str = "") -> str:
    """gap, needed or lead, where that is what the bounds are of; else "". `before`: what those before were of, for
    bounds without a word of it: 10个点以上的呢."""
    done = any(_DONE.search(reading.text[: m.start]) for m in reading.of("bound"))
    if not (done or words.says(*_OF, *LISTED)):
        return before
    found = [of for bound in reading.of("bound") if (of := _of(bound, reading, words)) != "rate"]
    return found[0] if found else ""


def unfit(reading: Reading, words: Spoken) -> tuple[str, ...]:
    """Bounds that cannot be held against what they stand behind: 完成率还差20个点以上, 完成5000万以上还差1亿以上, 红灯10个点以上."""
    bounds = reading.of("bound")
    of = {m.start: _of(m, reading, words) for m in bounds}
    found = [m.text for m in bounds if of[m.start] == "rate" and _gap_before(m, words)]
    if words.says(*LISTED):
        found += [m.text for m in bounds if m.value.unit == "百分点" and of[m.start] != "lead"]
    lead = "lead" in of.values() and (len(set(of.values())) > 1 or (words.says("behind") and words.says("ahead")))
    mixed = lead or len(set(of.values()) - {"rate"}) > 1
    return tuple(dict.fromkeys((*found, *(m.text for m in bounds if mixed))))


def clashing(reading: Reading, conditions: tuple[Condition, ...], reduce: str, kind: str) -> tuple[str, ...]:
    """Bounds beside what they cannot go with: 当月完成超过500万的, 超过40%的平均是多少, 比诸暨高5个点以上的, 快2个点的; `kind` of
    the question, monthly where months are held against each other."""
    bounds = reading.of("bound")
    if kind == "lagging" and (exact := tuple(c.text for c in conditions if c.low == c.high)):
        return exact
    if conditions and (kind == "monthly" or reduce in ("mean", "share", "ratio")):
        return tuple(c.text for c in conditions)
    if any(c.than for c in conditions) or reading.cue("mean"):
        return tuple(m.text for m in bounds if _BY_HOW_MUCH.search(reading.text[: m.start]))
    return ()


def _of(bound: Mention, reading: Reading, words: Spoken) -> str:
    """What a bound is of: lead right behind 落后, rate for a %, gap or needed for money behind 还差; "" the amount."""
    before = [cue for cue in words.cues if cue.value in (*_OF, *_LEADS) and cue.end <= bound.start]
    last = before[-1] if before else None
    if last and last.value in _LEADS and _CLOSE.fullmatch(reading.text[last.end : bound.start]):
        return "lead"
    if bound.value.unit in ("%", "百分点"):
        return "rate"
    done = _DONE.search(reading.text[: bound.start])
    return last.value if last and last.value in _TO_DO and not (done and last.end <= done.start()) else ""


def _gap_before(bound: Mention, words: Spoken) -> bool:
    return any(c.value in _TO_DO and 0 <= bound.start - c.end <= _NEAR for c in words.cues)
