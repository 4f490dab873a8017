"""What reviewers and reporters say of reports: 通过 1, 把2号退回，口径不对, 1到3号都通过, 撤回刚才的上报."""

import re
from dataclasses import dataclass

from intents.normal import normalise

MOST = 20  # numbers of one message
_ASIDE = re.compile(r"^(?:(?:好的?|嗯+|行|那|可以|请|麻烦|帮忙|帮我|我|给|先|就|现在|老师|领导)[,。!、\s]*)+")  # 好的，
_END = re.compile(r"(?:[,。!;、~\s]|了|吧|啦|哈|呀|谢谢|辛苦|一下|即可|就行)+$")  # 了, 谢谢
_QUESTION = re.compile(r"\?|吗$|为什么|什么|怎么|谁|多少|没有?$|哪|如何|能不能|可不可以|是否|有没有|的话|如果|要是")
_ONE = r"(?:上报|报告|报送|编号|第|no\.?)?\s*\d{1,9}(?:\s*(?:号|份|条))?+(?:上报|报告|报送)?+(?![\d年月日季%.万亿])"
_LIST = rf"{_ONE}(?:\s*(?:[,、;]|和|与|及|跟|还有|到|至|-|—|\s)\s*{_ONE}){{0,{MOST}}}"
_FEW = rf"{_ONE}(?:\s*(?:、|和|与|及|跟)\s*{_ONE}){{0,{MOST}}}"  # 1、2号, before a reason
_OK = "(?:审核|审批)?(?:通过|同意|批准|核准|准予|放行)(?:审核|审批)?"
_NO = "(?:退回|打回|驳回|退掉|退了|(?:审核)?不(?:予|能)?(?:通过|同意|批准))(?:去|回去)?(?:重报|修改|重新上报|重新报)?"
_BACK = "(?:撤回|撤销|收回|撤掉|撤了|撤下|撤|作废|删除|删掉|取消)"
_BY = r"\s*(?:上报|的|都|全部|全|可以|予以|给予?|审核|先|我|也|请|要|帮我|一起|统统)*\s*"
_TAKE = r"(?:把|将|对)?\s*"
_APPROVED = re.compile(rf"(?:{_OK}\s*{_TAKE}({_LIST})|{_TAKE}({_LIST}){_BY}{_OK})")  # 通过 1、2; 1号和2号可以通过
_WHY = r"[\s,:;。]*(?:(?:原因|理由)(?:是|为)?|因为|由于)?[\s,:;]*"
_RETURNED = re.compile(rf"{_NO}\s*{_TAKE}({_FEW})(?:的)?{_WHY}(.*)", re.DOTALL)  # 退回 1 口径不对
_RETURNED_BEHIND = re.compile(rf"{_TAKE}({_FEW}){_BY}{_NO}{_WHY}(.*)", re.DOTALL)  # 把2号退回，口径不对
_RETURNED_LAST = re.compile(
    rf"{_TAKE}({_ONE})[\s,:;]*(.+?)[\s,:;。]*(?:请|予以|先|所以)*{_NO}", re.DOTALL
)  # 2号口径不对，退回
_WITHDRAWN = re.compile(rf"{_BACK}(?:我的?)?\s*{_TAKE}({_ONE})|{_TAKE}(?:我的?)?({_ONE}){_BY}{_BACK}")  # 撤回 1
_LATEST = re.compile(
    rf"{_BACK}(?:我的?)?(?:刚才|刚刚|刚|上次|最近|最新|上|那|这|的|一|个|条|份|次|我|报)*(?:上报|报送|数据?)?"
    rf"|{_TAKE}(?:我的?)?(?:刚才|刚刚|刚|上次|最近|最新|上|那|这|的|一|个|条|份|次|我|报)+(?:上报|报送|数据?)?(?:给我|给|先)?{_BACK}"
)  # 撤回刚才的上报
_ALL = re.compile(
    rf"(?:把|将)?(?:剩下|剩余|其余|其他|余下|待审核|没审|未审核|列出|所有)*(?:的|上报)*"
    rf"(?:全部|全都|全|一并|都|一起|统统|一次性)+(?:给我)?(?:可以|予以)*(?:{_OK}|过)"
    rf"|{_OK}(?:全部|所有)(?:的|待审核的?)*(?:上报)?|(?:剩下|剩余|其余|其他|余下)的?{_OK}|一键{_OK}"
)  # 全部通过, 剩下的都批准
_WAITING = re.compile(
    "(?:看看|看下|看一下|查看|查一下|列出|我)?(?:现在|目前|今天)?(?:还)?(?:有)?(?:哪些|什么|多少|几[份条个]|没有|有没有)?(?:要我|需要我|等我)?"
    "(?:待审核?|待审批|未审核|没审核?|要审核?|需要审核|(?<=我)审)(?:批)?的?(?:上报|报告|数据|清单|列表)?"
    "(?:的?(?:有哪些|有几[份条个]|有多少|多少|是哪些|清单|列表))?(?:呢|的)?"
)  # 待审核有几份, 还有多少没审
_MINE = re.compile(
    "(?:看看|看下|看一下|查看|查一下|查查)?我们?(?:之前|以前|最近|都|到底|今天|这个月|本月|的)*(?:已经?)?(?:上报|报送|报|填报)(?:过|了|的|过的)*(?:哪些|什么|啥|几次|多少次)?"
    "(?:上报|数据?|情况|记录|清单|列表|状态|结果|进度)*(?:了)?(?:有哪些|是什么)?"
    "|我?(?:们)?(?:的|刚才|刚刚|到底|有没有|是否|是不是)*(?:上报|报送|提交|报)(?:的|数据?)*(?:有没有|是否|是不是)?(?:已经?)?"
    "(?:成功|上去|进去|存入|审核(?:通过)?|通过审核|通过|批准)(?:了|的)*(?:没有?|吗|没)?"
)  # 我的上报, 我报了哪些, 我的上报审核了没有


@dataclass(frozen=True, slots=True)
class Word:
    """What is wanted of reports: `what` is approve, return, withdraw, latest, all, waiting or mine; `numbers` which,
    `reason` why, word for word."""

    what: str
    numbers: tuple[int, ...] = ()
    reason: str = ""


def word_of(typed: str) -> Word | None:
    """What a message wants of reports; None where it wants nothing of them, or only asks about it."""
    text = normalise(typed).text.strip()
    said = _END.sub("", _ASIDE.sub("", text))
    if _WAITING.fullmatch(_END.sub("", text.rstrip("?"))) and "审" in text:
        return Word("waiting")
    if _MINE.fullmatch(_END.sub("", text.rstrip("?"))) and _is_mine(text):
        return Word("mine")
    if returned := _returned(_ASIDE.sub("", text), typed):
        return returned
    if _QUESTION.search(text):
        return None
    if match := _APPROVED.fullmatch(said):
        return Word("approve", _numbers(match[1] or match[2]))
    if match := _WITHDRAWN.fullmatch(_END.sub("", said.partition(",")[0])):
        numbers = _numbers(match[1] or match[2])
        return Word("withdraw", numbers) if len(numbers) == 1 else None
    if _ALL.fullmatch(said):
        return Word("all")
    return Word("latest") if _LATEST.fullmatch(said) and not _is_cancel(said) else None


def _is_mine(text: str) -> bool:
    return ("我" in text or "成功" in text) and len(text) > len("我报")


def _is_cancel(said: str) -> bool:
    """取消 and 取消上报 are for what waits for 确认."""
    return said.startswith("取消") or said in ("删除", "删掉", "作废")


def _returned(text: str, typed: str) -> Word | None:
    for pattern in (_RETURNED, _RETURNED_BEHIND, _RETURNED_LAST):
        if (match := pattern.fullmatch(text)) and not _QUESTION.search(match[2]):
            return Word("return", _numbers(match[1]), _as_typed(match[2], typed))
    return None


def _as_typed(reason: str, typed: str) -> str:
    """The reason word for word as it was typed."""
    reason = reason.strip(" ,:;。!")
    normal = normalise(typed)
    at = normal.text.rfind(reason)
    if not reason or at < 0:
        return reason
    start, end = normal.span(at, at + len(reason))
    return typed[start:end]


def _numbers(text: str) -> tuple[int, ...]:
    """1, 2 and 3 of 1到3号; of a list each once."""
    found: list[int] = []
    for first, last in re.findall(r"(\d+)\s*(?:号|份|条)?(?:\s*(?:到|至|-|—)\s*第?(\d+))?", text):
        end = int(last) if last else int(first)
        found += range(int(first), min(end, int(first) + MOST) + 1)
    return tuple(dict.fromkeys(found))
