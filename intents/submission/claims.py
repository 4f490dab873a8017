"""Whether a message is a report: it says so, is laid out as one, or tells exact values and nothing else."""

import re

from data.report import Member
from intents.mentions.amounts import find_amounts
from intents.mentions.lexicon import load_lexicon
from intents.mentions.quantity import Amount
from intents.submission.found import Found
from intents.submission.gather import Gathered
from intents.submission.lines import Message
from intents.submission.signs import signed
from intents.submission.text import line

_ASKS = re.compile(
    "以上(?!数据)|以下|以内|之间|介于|目标|任务|计划(?!的?项目)|最[高低多少快慢大小好差]|比(?!重)|除|差|占(?!面上)|(?<!目)前[\\d一二三四五六七八九十几]"
    "|后[\\d一二三四五六七八九十几]|倒数|列(?!入)|查(?!收)|搜"
)  # a question for targets: 外资1亿以上
_COUNTED = re.compile(
    r"以上(?=的?(?:外资|内资|在建|重大|工业)?(?:项目)?(?:完成|累计|为|有|共|改成|改为|应为|应该?|是|:|,| )*\d+ ?[只个项])"
)  # 1000万美元以上6只
_BESIDE = re.compile(
    "同比|环比|增长|增幅|下降|(?:完成|占)(?:了)?(?:年度|全年|年|序时)*(?:目标|任务|计划)?的?\\d|完成率|序时"
    r"|^\(?[+\-±↑↓▲▼△▽]? ?\d+(?:\.\d+)?%\)?$"
)  # 同比增长12%, (-3%)


def claims(text: str, message: Message, gathered: Gathered) -> bool:
    """Whether the message is a report: it opens as one and holds a value, or is laid out as one."""
    if message.opener == "strong":
        return bool(gathered.found) or _values(message)
    if message.opener == "weak":
        return bool(gathered.found) or (_values(message) and _names_metric(message))
    if message.labels >= 2 or message.table:
        return bool(gathered.found) or (message.labels >= 2 and _values(message))
    words = any(each.value.what in ("zero", "same") for each in gathered.found)
    return words and not gathered.unread


def tells(text: str, gathered: Gathered, member: Member) -> bool:
    """Whether staff tell exact values and nothing that is not known to stand beside them, though no word says that it
    is a report: 5月外资9800万美元，同比增长12%."""
    told = line(text).text
    for piece in gathered.unread:
        told = told.replace(line(piece).text, " ")
    if member.role != "staff" or not gathered.found or _ASKS.search(_COUNTED.sub("", told)):
        return False
    aside = all(_BESIDE.search(line(piece).text) for piece in gathered.unread)
    dated = any(each.named.period for each in gathered.found)
    whole = (not gathered.unread or (aside and dated)) and (dated or all(map(_is_figure, gathered.found)))
    exact = [not (each.value.inexact or each.named.inexact or signed(each.line, each.value)) for each in gathered.found]
    told_of = all(each.value.amount and each.named.metrics and not each.named.target for each in gathered.found)
    return whole and told_of and (all(exact) or (dated and any(exact)))


def _is_figure(found: Found) -> bool:
    """Whether a value without a period can only be a figure: 9800, but not 2012 nor 3."""
    amount = found.value.amount
    return bool(amount and (amount.unit or amount.scaled or (amount.value >= 100 and not 1900 < amount.value < 2100)))


def _values(message: Message) -> bool:
    return any(_amounts(part.line.text) for part in message.parts if part.label != "aside")


def _amounts(text: str) -> list[Amount]:
    """The amounts of a line, without the numeral of 五县市."""
    return [a for a in find_amounts(text) if a.unit or a.scaled or text[a.end : a.end + 1] not in tuple("县市区")]


def _names_metric(message: Message) -> bool:
    """Whether money or a count stands beside a metric's name that could not be read with it."""
    found = (
        m.kind for part in message.parts for _, _, meanings in load_lexicon().found(part.line.text) for m in meanings
    )
    money = any(a.money or a.scaled or a.unit is None for part in message.parts for a in _amounts(part.line.text))
    return money and any(kind in ("metric", "sector") for kind in found)
