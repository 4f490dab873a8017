"""Whether a message says 确认 or 取消 of what waits, or only nods at it."""

import re

from intents.normal import normalise

_BARE = re.compile(r"[\s,。.!?、;:~…]+")  # 确认，没问题！
_LEAD = (
    "(?:好的?|行|可以|嗯+|对的?|是的?|没问题|没有问题|没错|都对|无误|ok|收到"
    "|已?核对(?:过|好|完)?了?|看过了|数据?(?:都)?(?:没问题|无误|没错|正确|准确|对的?)"
    "|以上|全部|都|我|已|请|那就?|就|这就|帮我|麻烦|现)*"
)
_TAIL = (
    "(?:无误|没问题|没有问题|没错|上报|提交|存入|入库|保存|了|的|吧|啊|哈|哦|呀|嘞|一下|好的|可以|正确|准确|ok|谢谢|多谢|请(?:存入|提交|予?受理|存|入库)"
    "|以上|全部|数据|内容|上述|都对|都没问题"
    "|辛苦了|辛苦)*"
)
_YES = re.compile(
    f"{_LEAD}确认{_TAIL}|{_LEAD}确认(?:这次|本次|此次)?(?:更正|修改)(?:上报|提交|无误)?"
)  # 好的，确认无误; 确认更正
_NO = re.compile(
    "(?:好的?|那就?|先|还是|我要|请|帮我|麻烦|确认|确定"
    "|不对|(?:报|写|填|弄|搞)?错了?|算了吧?|(?:先|暂时)?不(?:报|交|存|提交|上报|要)了)*"
    "取消(?:上报|提交|吧|了|掉|这次|本次|预览|一下|确认|的|不报了)*"
)  # 取消上报
_BARE_YES = frozenset(("是", "是的", "对", "对的", "没错", "是滴", "对滴", "对对", "对对对", "没错的"))
_BARE_NO = frozenset(("不", "不对", "算了", "算了吧", "不报了", "先不报了", "先不报", "不要了", "放弃"))
_DROPPED = re.compile(
    "(?:先|还是|那就?|就|我|把|这[份个条次]|刚才的?|它|上报|数据?|暂时)*"
    "(?:不(?:要?(?:交|报|存|提交|上报|存入|填)|要)(?:了|它)*|(?:删掉|删除|删了|作废|放弃|算了|丢掉|扔掉|撤掉))(?:吧|了|掉|它)*"
)  # 先不交了, 这份不要了; only right behind a preview
_HALF = re.compile(
    "(?:对的?|好的?|嗯+|行|可以|是的?|没错|ok|先|还|我|再|数据?|全部|都)*"
    "(?:存吧?|存了吧?|存入吧?|提交吧?|报吧|(?:准确|正确|核对)(?:无误)?|无误|就这么报|确定(?:无误|没问题|没错|正确|准确|上报|提交|存入)|确认确认|确[任仁定]|确认吗"
    "|不确认|别确认|等等|等一?下|稍等|看看|想想|(?:不确认|别确认)(?:等等|等一?下))(?:吧|了|哈|啊)*"
)  # 对的，存吧; 先不确认
_NODS = frozenset(
    [
        "好",
        "好的",
        "好滴",
        "好吧",
        "嗯",
        "嗯嗯",
        "嗯好",
        "行",
        "行吧",
        "可以",
        "可以的",
        "ok",
        "okk",
        "okay",
        "没问题",
        "没有问题",
        "无误",
        "正确",
        "收到",
        "知道了",
        "同意",
        "存吧",
        "存入",
        "提交",
        "提交吧",
        "就这样",
        "就这样吧",
        "yes",
        "y",
        "确定",
        "然后呢",
        "下一步",
        "报了吗",
    ]
)


def decision(said: str, previewed: bool) -> bool | None:
    """True for 确认, False for 取消, None for anything else. A bare 是 or 不对 counts only where the preview is what was
    said last (`previewed`)."""
    bare = bare_of(said)
    if _YES.fullmatch(bare) or (previewed and bare in _BARE_YES):
        return True
    dropped = previewed and (bare in _BARE_NO or _DROPPED.fullmatch(bare))
    return False if _NO.fullmatch(bare) or dropped else None


def nods(said: str) -> bool:
    """Whether a message is a nod, which is not yet a 确认: 好的."""
    return bare_of(said) in _NODS or half_said(said)


def half_said(said: str) -> bool:
    """Whether a message can only be about what waits, but neither confirms nor cancels it: 对的，存吧."""
    return _HALF.fullmatch(bare_of(said)) is not None


def bare_of(said: str) -> str:
    """The message without marks and emoji."""
    return _BARE.sub("", normalise(said).text)
