"""What is said of progress in a roundabout way, in plain words: 过半的 is 超过50%, 比4月 in June is 比上月."""

import re
from datetime import date

from data.problem import Problem, decline
from data.progress import month_before
from intents.mentions.numeral import find_numerals
from intents.progress.bounded import plainly_by, plainly_short
from intents.reading import Reading, read

_OVER_MANY = re.compile("哪些|哪几|谁|哪里|几[个家]|多少[个家]|的(?:地方|县|区|市|单位|地区|有)|各地|哪个")
_WHOLE = re.compile(
    "(?P<no>没有?|未|还没有?|尚未)?(?P<all>都)?(?:已经?|提前)?(?P<over>超额)?完成了?(?:(?:全年|年度|今年|年初)的?)?(?:目标任务|任务|目标|计划)?了?的"
    "(?=(?:都|分别|各)?(?:有|是)?(?:哪|谁|几|多少|地方|县|区|单位))"
)  # 完成全年任务的有哪些
_MET = re.compile(
    "(?<![成有要需须应得能])(?P<no>(?:还|仍|尚)?(?:没有?|未)(?:能|曾)?)?(?:已经?|都|提前)?(?P<over>超额)?(?:完成|达到|达成|实现)(?P<done>了)?"
    "(?P<what>(?:(?!序时|时序|进度|多少|[几率成半点0-9%,，。?？!！、]).){0,14}?)的?(?:(?:全年|年度|今年|年初)的?)?(?P<goal>目标任务|任务|目标|指标)?"
    "(?:了|的|呢|吗)*(?=$|[,，。?？!！]|的?有?(?:哪|谁|几[个家]|多少[个家]))"
)  # 谁没完成外资任务, 哪些完成了内资任务
_SENTENCED = re.compile("批评|表扬|表彰|处罚|处理|后果|问责|追责|怎|奖|会|为什么|原因|考核")  # 没完成任务的怎么处理
_FULFILLED = {  # (denied, surpassed): who did not surpass the target may have met it
    (False, False): "100%以上",
    (False, True): "超过100%",
    (True, False): "低于100%",
    (True, True): "100%以下",
}
_HALVES = {  # (above, strict)
    (True, True): "超过50%",
    (True, False): "50%以上",
    (False, True): "低于50%",
    (False, False): "50%以下",
}
_SHARED = re.compile("占|平均|全市|合计|总数|总量")  # half of something else
_HALF = re.compile(
    "(?P<rate>完成率|完成进度|进度|完成|任务|目标)?(?:任务)?(?P<no>没有?|未|不|尚未|还没)?(?P<how>超过|超|过|达到|达|到|满|足|低于|高于)?(?:了)?"
    "(?P<half>一半|半(?![年天月数个])|五成)"
    "(?P<bound>以上|以下|的)?(?:了)?"
)  # 完成率没过半
_OF_TASK = re.compile(
    r"占了?(?:它|其|自己|自身|本身)?的?(?P<when>\d{4}年)?(?:(?:本?年度?|全年|今年|年初)的?|的)?(?P<level>必保|力争)?的?"
    "(?:目标|任务|计划|指标)(?:任务|数|值|量|额)?的?"
    "(?:几成|百分之几|百分之多少|几分之几|多少个?百分点|百分比|比例|比重|多大(?:比例|比重)?|多少|几)"
)  # (外资)占任务百分之几: of its own target, not of the city's
_BY = re.compile("[,，、 ]*(?:都|分别|各自?|还|一共)*(?:差|缺|欠|超)(?:了)?多少")  # 没完成的有谁，各差多少
_JUST = re.compile(
    "(?:刚好|正好|恰好|刚刚好)(?:完成|达到)了?(?:全年|年度)?(?:任务|目标|计划|100%)?[,，、]?"
    "(?:既?[没不未]有?(?:超额?|多)(?:完成)?[,，、]?(?:也|又)[没不未]有?(?:欠|差|少))?的(?=有?(?:是|谁|哪|几|地方|$))"
)  # 刚好完成、既没超也没欠的
_MOST_OWED = re.compile("(?<![还相仅只])(?:差|缺|欠|短)得?最([多大少小])的?")
_HALF_OF = re.compile("(?<=完成)了?(?:(?:全年|年度|今年)的?)?(?:任务|目标)的?(?=一半了?[吗没])")  # 完成任务的一半了吗
_WHO_LEADS = re.compile("谁的?(?:完成)?进度(?=[快慢][,，]?[快慢]多少)")  # 谁的进度快，快多少
_TO_MAKE_UP = re.compile("每个?月还?[要得]补(?=多少)")  # 每个月要补多少
_OF_TWO = re.compile("[和跟与同、].*之?间|相差|比.*差得?最")  # 两地相差最多
_THAN_WHOM = re.compile(
    "(?:(?:完成|进度|推进|做|干|跑)(?:率|进度)?得?)?(?:比(?P<whom>[^比,，快慢好差]{2,12}?)(?:还|更|要|都)?(?P<how>[快慢]|[好差](?=的))"
    "(?:一些|一点|些|点)?|(?P<side>[快慢]于|落后于?|滞后于?|领先于?)(?P<of>[^比,，快慢了]{2,12}?)(?=的|吗|么|多|几|$))"
)  # 完成得比诸暨快的, 比绍兴县快几个点
_MONTH = r"(\d{1,2}|[一二三四五六七八九十]{1,3})月(?:份|底|末)?"
_THAN = re.compile(
    rf"(?:比|较|跟|和|与)(?:今年)?{_MONTH}(?:时|的时候|当月|单月)?(?:的|相比|比较|比|,)*(?=(?:多|增|少|减|高|低|快|慢|变|涨|怎|如何|进步|提高|$))"
)  # 比4月(多了多少)


def plainly(reading: Reading, today: date) -> Reading:
    """The reading with these said plainly; the same one where there are none."""
    told = _owed(plainly_by(plainly_short(_reworded(_of_task(reading)), reading), reading))
    text = _than_last(_faster(_met(_fulfilled(_halves(told))), reading), today)
    return reading if text == reading.typed else read(text, today, reading.city)


def _reworded(text: str) -> str:
    return _TO_MAKE_UP.sub("每月还要完成", _WHO_LEADS.sub("谁", _HALF_OF.sub("", text)))


def _of_task(reading: Reading) -> str:
    """占任务百分之几 as 完成百分之几; 全市任务里诸暨占任务百分之几 stays a share of the total."""
    whole = reading.of("total") and reading.of("district")
    planned = len(re.findall("目标|任务|指标|计划", reading.typed)) > 1  # 诸暨外资任务占目标多少
    return reading.typed if whole or planned else _OF_TASK.sub(_rate, reading.typed)


def _rate(match: re.Match[str]) -> str:
    return f"{match['when'] or ''}{match['level'] or ''}完成率多少"


def _halves(text: str) -> str:
    """外资完成率没过半的有哪些 as a filter; 外资过半了吗 stays what it is."""
    return _HALF.sub(_bound, text) if _OVER_MANY.search(text) and not _SHARED.search(text) else text


def _fulfilled(text: str) -> str:
    """已经完成全年任务的有哪些 as a filter; 上虞完成任务了吗 stays what it is."""
    just = _JUST.sub("完成率等于100%的", text)
    said = _WHOLE.sub(lambda m: f"{m['all'] or ''}完成率{_FULFILLED[bool(m['no']), bool(m['over'])]}的", just)
    return said if said == text else _BY.sub("，缺口多少", said)


def _owed(text: str) -> str:
    """内资差得最多的是谁 asks for the largest gap."""
    return text if _OF_TWO.search(text) else _MOST_OWED.sub(r"还差最\1的", text)


def _faster(text: str, reading: Reading) -> str:
    """外资比上虞快的 and 完成得比上虞快的 by rates; 比序时快的 stays what it is."""
    if reading.cue("target"):
        return text
    for found in _THAN_WHOM.finditer(text):
        of = _whom(re.sub("的?平均(?:水平|数)?$", "", said := found["whom"] or found["of"]), reading)
        if of is not None:
            side = "高" if (found["how"] or found["side"])[0] in "快好领" else "低"
            whom = said.removesuffix(of) if of else said
            return f"{text[: found.start()]}{of}完成率比{whom}{side}{text[found.end() :]}"
    return text


def who_fulfils(text: str) -> bool:
    """Whether it asks who has met the targets, or has not: 谁没完成外资任务; not what becomes of them."""
    return _met(_fulfilled(text)) != text and not _SENTENCED.search(text)


def _met(text: str) -> str:
    """谁没完成外资任务 as a filter; 诸暨没完成外资任务 stays what it is."""
    return _MET.sub(_rated, text) if _OVER_MANY.search(text) else text


def _rated(match: re.Match[str]) -> str:
    """The bound that 没完成(外资)任务 is; 完成(外资) without 了 or 任务 is none."""
    if not (match["no"] or match["goal"]):
        return match[0]
    return f"{match['what']}完成率{_FULFILLED[bool(match['no']), bool(match['over'])]}的"


def _whom(said: str, reading: Reading) -> str | None:
    """The metric that stands behind somebody's name (诸暨外资), "" for none; None where nobody is named."""
    names = {"", *(m.text for m in reading.of("district", "total"))}
    metrics = {"", *(m.text for m in reading.of("metric", "sector"))}
    return next((m for m in metrics if said.endswith(m) and said.removesuffix(m).removesuffix("的") in names), None)


def _bound(match: re.Match[str]) -> str:
    """The bound in figures; what is denied (没过半, 不低于一半) is the other side, with the half where it was without."""
    how, bound = match["how"] or "", match["bound"] or ""
    if not (how or bound in ("以上", "以下")) or (how == "低于" and bound == "以上"):
        return match[0]
    above = how != "低于" and bound != "以下"
    strict = how in ("超过", "超", "过", "高于", "低于") and bound not in ("以上", "以下")
    if match["no"]:
        above, strict = not above, not strict
    said = _HALVES[above, strict]
    return f"完成率{said}{'的' if bound == '的' else ''}"


def _than_last(text: str, today: date) -> str:
    """比上月 where the month before the one asked (the last full one) is named."""
    found = _than(text, today)
    return f"{text[: found[0].start()]}比上月{text[found[0].end() :]}" if found and found[1] else text


def other_month(reading: Reading, today: date) -> Problem | None:
    """Why a month is not set beside one that is not the month before it: 6月比3月多多少."""
    found = _than(reading.text, today)
    if not found or found[1] or reading.cue("target"):
        return None
    return decline(
        f"只能和上个月比，“{found[0][0].strip(',，')}”比不了。", "可以问“比上月多多少”，或用“走势”看各月底的累计数。"
    )


def _than(text: str, today: date) -> tuple[re.Match[str], bool] | None:
    """Where a month is compared with, and whether it is the one before that asked."""
    found = _THAN.search(text)
    if not found:
        return None
    rest = text[: found.start()] + text[found.end() :]
    asked = [_number(m[1]) for m in re.finditer(_MONTH, rest)] or [month_before(today).month]
    return found, _number(found[1]) == asked[-1] - 1


def _number(text: str) -> int:
    return int(find_numerals(text)[0].value)
