"""What is added to the question before: 再加上新昌总共多少, 袍江也算上, 一共多少 after several asked one by one."""

import re
from datetime import datetime

from data import problem
from data.problem import Problem, decline
from intents.conversation import Conversation
from intents.mentions.metric import find_metrics
from intents.reading import Reading, read
from intents.sources import Sources
from intents.targets.question import EVERYONE, Question

_BEFORE = re.compile(
    "^(?:那|如果|要是|假如|若)?(?:再|还|也)?(?:把)?(?:加上|加进|加|算上|算进|连上|带上|添上|并上)(?!起来|总|权)"
)
_BEHIND = re.compile(
    "^(?:那|如果|要是)?(?:再|还)?(?:把|将)?(?P<who>[^,，]+?)(?:也|都)?(?:加上|加进来|加进去|算上|算进去|算进来|带上)(?:的话|呢|吧|了)*(?P<rest>[,，].*)?$"
)
_ALSO = re.compile("^(?P<who>[^,，]+?)的?也(?:要|来|看|说|报)[^,，]*[,，](?:还有|再有|再加|以及|另外)(?P<what>.+)$")
_THAN = re.compile("^(?:那|那么|这样)?(?:要|会)?比(?!例|重|较|如)")  # (加起来) 比越城区多多少
_SHORT = 20  # characters of a message that only asks for the sum
_SUMS = re.compile("[共合总總加和计計汇匯打凑湊拢攏并併]")  # each word for a sum has one; looked for before all is read
_OPERATIONS = ("sum", "share", "difference", "ratio", "mean", "compare", "more", "less", "max", "min", "position")
_WHO = ("district", "group", "total")
_WHAT = ("metric", "sector", "facet")


def added(text: str, at: datetime, conversation: Conversation, question: Question, source: Sources) -> str | Problem:
    """The message as one that names all that is added up; the reason where that is not sure."""
    if question.operation.reduce == "sum" and (match := _THAN.match(text)):
        return _than(text, text[match.end() :], at, conversation, question)
    if match := _ALSO.match(text):
        return _also(text, match, at, question)
    if match := _BEFORE.match(text):
        return _with(text, text[match.end() :], at, conversation, question, source)
    if (match := _BEHIND.match(text)) and read(match["who"], at.date(), question.city).of(*_WHO):
        return _with(text, match["who"] + (match["rest"] or ""), at, conversation, question, source)
    return _one_by_one(text, at, conversation, question)


def _than(text: str, than: str, at: datetime, conversation: Conversation, question: Question) -> str | Problem:
    """比越城区多多少 after a sum: the sum is held against it."""
    reading = read(than, at.date(), question.city)
    whom = conversation.shown or question.order or question.districts
    if not reading.of(*_WHO) or reading.of(*_WHAT) or reading.cue("who"):
        return text
    against = reading.of(*_WHO)
    unsure = reading.cue("mean") or (len(against) > 1 and not reading.cue("sum"))
    unsure = unsure or bool(question.groups or reading.of("group", "total") or {m.value for m in against} & set(whom))
    if unsure or len(question.metrics) != 1 or question.without or len(whom) < 2 or len(question.levels) > 1:
        return problem.decline(
            "前面的合计不能这样接着比。", "请把要比的都说出来，例如“嵊州市加新昌县的外资比袍江多多少”。"
        )
    ends = "" if reading.cue(*_OPERATIONS) else "多多少"
    than = than.rstrip("呢吧吗?？。") if ends else than
    return f"{'加'.join(whom)}的{question.metrics[0]}{''.join(question.levels)}比{than}{ends}"


def _with(
    text: str, more: str, at: datetime, conversation: Conversation, question: Question, source: Sources
) -> str | Problem:
    reading = read(more, at.date(), question.city)
    first = next((m for m in reading.mentions if m.kind in (*_WHO, *_WHAT)), None)
    if first is None or reading.leftover or question.operation.reduce == "position":
        return text
    ends = "" if reading.cue(*_OPERATIONS) or question.operation.reduce in ("share", "mean") else "合计多少"
    if first.kind in _WHAT:
        whom = "、".join(question.groups or question.districts) if len(question.districts) < 12 else ""
        return f"{whom}{'、'.join(question.metrics)}、{more}{ends}"
    metrics = find_metrics(reading, source.catalog, question.metrics).names
    if metrics and metrics != question.metrics:
        return decline(
            "只有同一个指标的数才能加在一起，前后问的指标不同。",
            f"可以把要加的都说出来，例如“诸暨市和新昌县{question.metrics[0]}合计多少”。",
        )
    bases = _bases(conversation, question)
    texts = tuple(f"{'、'.join(base)}、{more}{ends}" for base in bases)
    return texts[0] if len(texts) == 1 else problem.unsure(text, texts) if texts else text


def _bases(conversation: Conversation, question: Question) -> list[tuple[str, ...]]:
    """Whom something is added to: those of the question before; where they were asked one by one, it is not sure."""
    if conversation.shown:
        return [conversation.shown]
    if question.groups and not question.without and EVERYONE not in question.groups:
        return [question.order or question.groups]
    if question.groups:
        return []
    one = len(question.districts) == 1 and question.districts != (question.city,)
    before = conversation.recent if one and len(conversation.recent) > 1 and len(conversation.spoken) == 1 else ()
    return [each for each in (before, question.districts) if each]


def _also(text: str, match: re.Match[str], at: datetime, question: Question) -> str | Problem:
    """上虞的也要，还有内资: the other metric of whom?"""
    who, what = (read(match[name], at.date(), question.city) for name in ("who", "what"))
    if not who.of(*_WHO) or who.of(*_WHAT) or not what.of(*_WHAT) or what.of(*_WHO):
        return text
    before, metrics = "、".join(question.districts), "、".join(question.metrics)
    all_of = tuple(f"{whom}{metrics}、{match['what']}" for whom in (f"{before}、{match['who']}", match["who"]))
    return problem.unsure(text, all_of) if len(question.districts) < 6 else text


def _one_by_one(text: str, at: datetime, conversation: Conversation, question: Question) -> str | Problem:
    """一共多少 after 诸暨外资, 上虞呢: those asked one by one, districts or metrics; both is a question back."""
    one = len(question.districts) == len(question.metrics) == 1 and not conversation.shown
    if not one or len(text) > _SHORT or not _SUMS.search(text):
        return text
    city = question.districts == (question.city,)
    whom = () if city else conversation.recent
    several = not question.operation.reduce and max(len(whom), len(conversation.spoken)) > 1
    if not several or not _only_sum(read(text, at.date(), question.city)):
        return text
    of_one = f"{question.districts[0]}{'、'.join(conversation.spoken)}合计多少"
    of_all = f"{'、'.join(whom)}{question.metrics[0]}合计多少"
    if len(whom) > 1 and len(conversation.spoken) > 1:
        return problem.unsure(text, (of_all, of_one))
    return of_all if len(whom) > 1 else of_one


def _only_sum(reading: Reading) -> bool:
    """Whether a message asks for a sum and says nothing else."""
    cues = [m for m in reading.mentions if m.kind != "unit"]
    return bool(cues) and not reading.leftover and all(m.kind == "cue" and m.value in ("sum", "and") for m in cues)
