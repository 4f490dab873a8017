"""What reviewers and reporters say of reports: 通过 1, 把2号退回，口径不对, 1到3号都通过, 撤回刚才的上报."""

import re
from dataclasses import dataclass, field

from intents.members.numbers import LIST, Listed, listed_first, numbers_of
from intents.normal import normalise
from intents.submission.text import line

ASIDE = re.compile(r"^(?:(?:好的?|嗯+|行|那|可以|请|麻烦|帮忙|帮我|我|给|先|就|现在|老师|领导)[,。!、\s]*)+")  # 好的，
_END = re.compile(r"(?:[,。!;、~\s]|了|吧|啦|哈|呀|谢谢|辛苦|一下|即可|就行)+$")  # 了, 谢谢
QUESTION = re.compile(r"\?|吗$|为什么|什么|怎么|谁|多少|没有?$|哪|如何|能不能|可不可以|是否|有没有|的话|如果|要是")
OK = "(?:审核|审批)?(?:通过|同意|批准|核准|准予|放行)(?:审核|审批)?"
NO = "(?:(?<![不别没未勿])(?:退回|打回|驳回|退掉|退了)|(?<![先暂])(?:审核)?不(?:予|能)?(?:通过|同意|批准))(?:去|回去)?(?:重报|修改|重新上报|重新报)?"
_BACK = "(?:撤回|撤销|收回|撤掉|撤了|撤下|撤|作废|删除|删掉|取消)"
_BY = (
    r"\s*(?:上报|的|都|全部|全|可以|予以|给予?|审核|先|我|也|请|要|帮我|一起|统统|数据?|没有?问题|无误|没错|正确"
    r"|核对?过了?|看过了?|[, ])*\s*"
)
_TAKE = r"(?:把|将|对)?\s*"
_APPROVED = re.compile(rf"(?:{OK}\s*{_TAKE}({LIST})|{_TAKE}({LIST}){_BY}{OK})")  # 通过 1、2; 1号和2号可以通过
_WHY = re.compile(r"(?:的(?=[\s,:;。]|$))?[\s,:;。]*(?:(?:原因|理由)(?:是|为)?|因为|由于)?[\s,:;]*")
_RETURNS = re.compile(rf"{NO}\s*{_TAKE}")  # 退回 1 口径不对
_RETURNED_BEHIND = re.compile(rf"{_TAKE}({LIST}){_BY}{NO}(.*)", re.DOTALL)  # 把2号退回，口径不对
_RETURNED_LAST = re.compile(rf"[\s,:;]*(.+?)[\s,:;。]*(?:请|予以|先|所以)*{NO}", re.DOTALL)  # 2号口径不对，退回
_DENIED = re.compile("(?:不|别|没|未|勿)(?:用|要|必|该|应|应该|能|需|需要|宜|想)?$")  # 1号不要, before 退回
_BECAUSE = re.compile(r"[\s,:;。的]*(?:原因|理由|因为|由于)")
_CLAUSES = re.compile("[,;。]")
_DECIDES = re.compile(
    rf"\s*(?:{OK}\s*{_TAKE}{LIST}.*|{_TAKE}{LIST}{_BY}(?:{OK}|{NO}).*"
    rf"|{NO}\s*{_TAKE}{LIST}.*|{OK}(?:.*{LIST}.*)?|{LIST})",
    re.DOTALL,
)  # 2号通过, behind 退回 1号
_WITHDRAWN = re.compile(
    rf"{_BACK}(?:我的?)?\s*{_TAKE}({LIST})|{_TAKE}(?:我的?)?({LIST}){_BY}{_BACK}(?:来|回来)?"
)  # 撤回 1
_LATEST = re.compile(
    rf"{_BACK}(?:我的?)?(?:刚才|刚刚|刚|上次|最近|最新|上|那|这|的|一|个|条|份|次|我|报)*(?:上报|报送|数据?)?"
    rf"|{_TAKE}(?:我的?)?(?:刚才|刚刚|刚|上次|最近|最新|上|那|这|的|一|个|条|份|次|我|报)+(?:上报|报送|数据?)?(?:给我|给|先)?{_BACK}(?:回?来)?"
)  # 撤回刚才的上报
_ALL = re.compile(
    rf"(?:把|将)?(?:剩下|剩余|其余|其他|余下|待审核|没审|未审核|列出|所有)*(?:的|上报)*"
    rf"(?:全部|全都|全|一并|都|一起|统统|一次性)+(?:给我)?(?:可以|予以)*(?:{OK}|过)"
    rf"|{OK}(?:全部|所有)(?:的|待审核的?)*(?:上报)?|(?:剩下|剩余|其余|其他|余下)的?{OK}|一键{OK}"
)  # 全部通过, 剩下的都批准
_WAITING = re.compile(
    "(?:看看|看下|看一下|查看|查一下|列出|我)?(?:现在|目前|今天)?(?:还)?(?:有)?(?:哪些|什么|多少|几[份条个]|没有|有没有)?(?:要我|需要我|在?等着?我|待我|轮到我|该我)?"
    "(?:待审核?|待审批|未审核|没审核?|要审核?|需要审核|(?<=我)审)(?:批|核)?的?(?:上报|报告|数据|清单|列表)?"
    "(?:的?(?:有哪些|有几[份条个]|有多少|多少|是哪些|清单|列表))?(?:呢|的)?"
)  # 待审核有几份, 还有多少没审
_NEW = re.compile(
    "(?:看看|现在|今天|最近|又)*(?:有没有|还有|有)?(?:哪些|什么|几份|多少)?新的?(?:报上来|交上来|送上来|报过?来|上报|报送|提交|报)"
    "(?:过来|来)?的?(?:上报|数据?|报告)?(?:没有?|有哪些)?"
)  # 有没有新报上来的
_MINE = re.compile(
    "(?:看看|看下|看一下|查看|查一下|查查)?我们?(?:之前|以前|最近|都|到底|今天|这个月|本月|的)*(?:已经?)?(?:上报|报送|报|填报)(?:过|了|的|过的)*(?:哪些|什么|啥|几次|多少次)?"
    "(?:上报|数据?|情况|记录|清单|列表|状态|结果|进度)*(?:了)?(?:有哪些|是什么)?"
    "|我?(?:们)?(?:的|刚才|刚刚|到底|有没有|是否|是不是)*(?:上报|报送|提交|报)(?:的|数据?)*(?:有没有|是否|是不是)?(?:已经?)?"
    "(?:成功|上去|进去|存入|审核(?:通过)?|通过审核|通过|批准)(?:了|的)*(?:没有?|吗|没)?"
)  # 我的上报, 我报了哪些, 我的上报审核了没有
_NUMERALS = "一二三四五六七八九"
_NUMERAL = re.compile(f"(?<![{_NUMERALS}十零百月])([{_NUMERALS}])号(?!线|文|楼|院)")  # 一号通过
_SENT = re.compile("我们?的?(?:都|已经?)?(?:上报|报送|填报|报)(?:过|上去)?了?(?:吗|么|没有?)")  # 我5月外资报了没
_STATES = {
    "没有?通过|未通过": ("", "return"),
    "没有?审核?过?|未审核?|待审核?": ("",),
    "退回来?|打回来?|驳回": ("return",),
    "通过|批准|审核?过": ("approve",),
    "撤回|撤销": ("withdraw",),
}
_OWN_WORDS = re.compile(
    "看看|查一?下|我们?|以前|之前|上报|报送|报告|报的?|数据?|里面?|当中|哪[些份几个条]*|几份|多少|有没有|有|的|了|过|是|已经?|还|都|给|被|份"
)  # what may stand beside a state: 我的上报哪些被退回了
_STATUS = re.compile(rf"(?:退回|我的?)*\s*({LIST})(.+)")  # 13号什么状态
_STATUS_WORDS = re.compile(
    "状态|情况|怎么?样|什么|为什么|啥|到哪一?步|现在|目前|到底|有没有|已经?|是不是|是否|审核?|退回|通过|原因|理由|上报|没有?|被|给|的|了|过|是|呢|吗|[ ?]"
)


@dataclass(frozen=True, slots=True)
class Word:
    """What is wanted of reports: `what` is approve, return, withdraw, mixed (two decisions), latest, all, waiting,
    status, mine or sent (mine, where something is named); `numbers` which (none: too many), `reason` why, word for
    word, `states` of one's own reports. `sure`: that the numbers end where the reason begins; `alone`: the reason
    where only the first number is one of a report."""

    what: str
    numbers: tuple[int, ...] = ()
    reason: str = ""
    states: tuple[str, ...] = ()
    sure: bool = True
    alone: str = field(default="", compare=False)


def word_of(typed: str) -> Word | None:
    """What a message wants of reports; None where it wants nothing of them, or only asks about it."""
    text = _NUMERAL.sub(lambda m: f"{_NUMERALS.index(m[1]) + 1}号", normalise(typed).text.strip())
    said = _END.sub("", ASIDE.sub("", text))
    if asked := _asked(_END.sub("", text.rstrip("?吗么")), text):
        return asked
    spaced = _NUMERAL.sub(lambda m: f"{_NUMERALS.index(m[1]) + 1}号", line(typed).text)
    if returned := _returned(ASIDE.sub("", spaced), typed):
        return returned
    if QUESTION.search(text):
        return None
    if match := _APPROVED.fullmatch(said):
        return Word("approve", numbers_of(match[1] or match[2]))
    if _is_mixed(said):
        return Word("mixed")
    if withdrawn := _withdrawn(said):
        return withdrawn
    if _ALL.fullmatch(said):
        return Word("all")
    return Word("latest") if _LATEST.fullmatch(said) and not _is_cancel(said) else None


def _is_mixed(said: str) -> bool:
    """Whether an approval goes before a return: 通过1，退回2 数据不实."""
    first, *later = _CLAUSES.split(said)
    returns = any(_DECIDES.fullmatch(clause) and re.search(NO, clause) for clause in later)
    return returns and _APPROVED.fullmatch(first.strip()) is not None


def _asked(bare: str, text: str) -> Word | None:
    """A look at reports: those that wait, one's own, one by its number."""
    if (_WAITING.fullmatch(bare) and "审" in text) or _NEW.fullmatch(bare):
        return Word("waiting")
    if _MINE.fullmatch(_END.sub("", text.rstrip("?"))) and _is_mine(text):
        return Word("mine")
    if _SENT.fullmatch(_END.sub("", text.rstrip("?"))):
        return Word("sent")
    return _of_state(bare) if "我" in bare and re.search("的|哪|有|被", bare) else _status(text)


def _of_state(bare: str) -> Word | None:
    """One's own reports of a state: 我哪份被退回了."""
    for words, states in _STATES.items():
        found = re.search(words, bare)
        if found and not _OWN_WORDS.sub("", bare[: found.start()] + bare[found.end() :]):
            return Word("mine", states=states)
    return None


def _status(text: str) -> Word | None:
    """What became of a report: 13号什么状态, 1号通过了吗."""
    found = _STATUS.fullmatch(text)
    if found is None or _STATUS_WORDS.sub("", found[2]):
        return None
    return Word("status", numbers_of(found[1])) if QUESTION.search(text) or "状态" in text else None


def _withdrawn(said: str) -> Word | None:
    """撤回 with its numbers; a reason may follow: 撤回1号吧，报错了."""
    for text, rest in ((said, ""), (said.partition(",")[0], said.partition(",")[2])):
        if match := _WITHDRAWN.fullmatch(_END.sub("", text)):
            return Word("withdraw", numbers_of(match[1] or match[2]), sure=not re.match(LIST, rest))
    return None


def _is_mine(text: str) -> bool:
    return ("我" in text or "成功" in text) and len(text) > len("我报")


def _is_cancel(said: str) -> bool:
    """取消 and 取消上报 are for what waits for 确认."""
    return said.startswith("取消") or said in ("删除", "删掉", "作废")


def _returned(text: str, typed: str) -> Word | None:
    """退回 with its numbers, which may stand before or behind it, and the reason."""
    if verb := _RETURNS.match(text):
        found, rest = listed_first(text[verb.end() :]), None
    elif behind := _RETURNED_BEHIND.fullmatch(text):
        found, rest = Listed(numbers_of(behind[1]), behind[2]), None
    else:
        taken = re.match(_TAKE, text)
        found = listed_first(text[taken.end() :]) if taken else None
        rest = _RETURNED_LAST.fullmatch(found.rest) if found else None
        if rest is None:
            return None
    if found is None or QUESTION.search(found.rest) or (rest and _DENIED.search(rest[1])):
        return None
    why = rest[1] if rest else found.rest
    first, *later = _CLAUSES.split(why.lstrip(" ,:;。"))
    if any(_DECIDES.fullmatch(clause) for clause in (first, *later)):
        return Word("mixed")
    told = not any(re.match(rf"\s*{LIST}", clause) for clause in later) or _BECAUSE.match(why)
    return Word("return", found.numbers, _why(why, typed), sure=found.sure and bool(told), alone=_alone(found, typed))


def _why(rest: str, typed: str) -> str:
    """The reason in what stands behind the numbers."""
    opened = _WHY.match(rest)
    return _as_typed(rest[opened.end() if opened else 0 :], typed)


def _alone(found: Listed, typed: str) -> str:
    """The reason where only the first number is one of a report."""
    return _as_typed(re.sub(rf"[\s,:;。]*{NO}$", "", found.alone), typed)


def _as_typed(reason: str, typed: str) -> str:
    """The reason word for word as it was typed."""
    reason = reason.strip(" ,:;。!")
    normal = normalise(typed)
    at = normal.text.rfind(reason)
    if not reason or at < 0:
        return reason
    start, end = normal.span(at, at + len(reason))
    return typed[start:end]
