"""Short changes that name no metric: 改为10400万美元, 不是10300,是10400; 月份错了,是3月. And what changes a preview in
other words than those: 外资改9850，其他不变."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TypeVar

from data import period_problem, report_problem
from data.believe import day
from data.problem import Problem
from intents.mentions.amounts import find_amounts
from intents.mentions.lexicon import load_lexicon
from intents.mentions.period import Period, find_periods
from intents.mentions.quantity import Amount
from intents.mentions.words import either
from intents.submission.ground import CHANGES, Ground
from intents.submission.make import ReadItem
from intents.submission.names import Asker, Named
from intents.submission.period import until
from intents.submission.signs import signed
from intents.submission.text import line
from intents.submission.units import published
from intents.submission.values import Value
from intents.submission.words import CLOSING, FILLER, INEXACT, QUESTION, SEPARATORS, WORDS

_LONGEST = 60
_WHOLE = 400  # the longest message that is put in the words of a change
_Said = TypeVar("_Said", Amount, Period)
_SOFT = re.compile(either(WORDS["change"]["soft"]))  # 把, 这个数
_WHEN = re.compile(either(WORDS["change"]["when"]))  # 月份
_OTHER = re.compile(
    rf"[^,不\d牵责]{{0,10}}?(?:{either(WORDS['change']['parts'])})(?:名称?)?(?:写|报|填|弄|搞|打)?(?:错|不对|改)"
    "|不是(?!.*[问查看吗呢?]).*[^不]是"
)  # 地区错了, 外资的单位错了, 不是外资，是内资
_NOT = re.compile(r"(?:不是|并非|而非|不对) ?$")  # 不是 before 10300
_TO = re.compile("改|为|应|是|成")  # between the old and the new
_MARK = r"[ ,，。;；、!！\n]"
_STAYS = re.compile(
    rf"(?:^|{_MARK}+)([^,，。;；、!！\n\d月期年不没未别]{{1,14}}?)"
    rf"(?:{either(WORDS['change']['unchanged'])})(?:了|的|吧|就行|即可)*(?={_MARK}|$)"
)  # ，其他不变; 内资不变
_REST = re.compile(either(WORDS["change"]["rest"]))
_ALTERS = re.compile(
    rf"(?:[那这]一?[项个条](?:数[字据]?)?)? ?(?:{either(WORDS['change']['to'])}) ?[:：]?(?=[\d零一二三四五六七八九十])"
)  # 改 before 9850
_WRONG = re.compile(
    r"(?:[那这]一?[项个条])?(?:的?数[字据]?)?(?:写|报|填|弄|搞|打)?(?:错了?|不对|有误|[多少高低]了)[ ,，。;；]+(?=(?:应该?|应当|改|是|更正)[^\d]{0,3}\d)"
)  # 错了， before 应为9850
_BEGINS = re.compile(rf"^ *(?:{either(WORDS['change']['opens'])})(?:吧|哈|啊)?[ ,，:：。]+(?=\S)")  # 改一下，
_ADDS = re.compile(
    rf" *(?:{either(WORDS['change']['adds'])})(?:[一]?[项个]|上报)?[ ,，:：]*(?=[^\s说报材上])"
)  # 补充：
_WAS = re.compile(
    r"(\d[\d.]*(?:[,，]\d{3})*(?:\.\d+)?[十百千]?[万亿]?(?:美?元|美金|只|个|家|项|%)?)"
    rf"{_MARK}*(?:而)?不是(\d[\d.]*(?:[,，]\d{{3}})*[^,，。;；、改应是\d]*)(?={_MARK}|$)"
)  # 9850万美元，不是9800
_FROM = re.compile(
    r"(?<![\d.,，由从是原])(\d[\d.]*(?:,\d{3})*(?:\.\d+)?[十百千]?[万亿]?(?:美?元|美金|只|个|家|项|%)?) ?"
    rf"(?:{either(WORDS['change']['to'])}|→|->|=>) ?(?=\d)"
)  # 9800改成9850
_HINTS = re.compile(f"(?:{either(WORDS['change']['hints'])})(?!吗|没)")
_AMISS = re.compile(
    "[^,].*(?:(?<![算答])错了?|不对|有误|[写弄搞报填]反|[多少]写)|.*(?:应该?|应当)(?:是|为)[十百千万亿]*(?:美?元|只|家|个)"
)  # 外资错了, 外资应该是亿美元
_ASKED = re.compile("我?(?:要|想)?(?:问|查)的?|目标|任务")  # 不是，我问的是内资


def new_value(text: str, ground: Ground, asker: Asker) -> str | Problem | None:
    """The whole message that a change of one value stands for, or why it is not known which; None where it is none."""
    told = line(text)
    amounts = _pair(told.text, find_amounts(told.text)) if len(told.text) <= _LONGEST else ()
    exact = INEXACT.sub(lambda m: " " * len(m[0]), told.text)
    if not amounts or not _only(exact, amounts):
        return None
    old, new = amounts[0] if len(amounts) == 2 else None, amounts[-1]
    written = told.said(new.start, new.end)
    if sign := signed(told, Value(new.start, new.end, "figure", new)):
        return report_problem.signed(sign)
    if new.inexact or exact != told.text:
        return report_problem.inexact((told.said(0, len(told.text)),))
    items = [i for i in ground.items if _can_be(i, new, asker) and (old is None or _is(i, old, asker))]
    if len(items) != 1 or (old and old.unit and not new.unit and not new.scaled):
        return report_problem.which_item(written, tuple(f"{i.district}{i.metric}" for i in items or ground.items))
    if items[0].monthly:
        return period_problem.monthly_or_not(written)
    end = items[0].period
    return f"更正 {items[0].district} {end.year}年{end.month}月{end.day}日 {items[0].metric} {written}"


def in_plain_words(text: str) -> str:
    """A message in the words that a change of a preview has, without what it says of the items that stay; the same
    where it has none of its own: 更正 外资改为9850万美元 of 外资改9850万美元，内资不变."""
    if len(text) > _WHOLE or not (any(c.isdigit() for c in text) or find_amounts(line(text).text)):
        return text
    told = _STAYS.sub(lambda m: "" if _is_of_items(m[1]) else m[0], text).lstrip(" ,，。;；、!！")
    told = _WAS.sub(lambda m: f"不是{_plain(m[2])},是{_plain(m[1])}", told)
    told = _FROM.sub(lambda m: f"由{_plain(m[1])}改为", told)
    told = _ALTERS.sub("改为", _WRONG.sub("", told))
    if added := _ADDS.match(told):
        return f"再加一项 {told[added.end() :]}"
    told = _BEGINS.sub("", told)
    if told == text or CHANGES.search(line(told).text):
        return told
    return f"更正 {told}"


def _plain(figure: str) -> str:
    """A figure without the commas in it."""
    return re.sub("[,，]", "", figure)


def _is_of_items(words: str) -> bool:
    """Whether words are of what is reported: 其他, 内资, but not 数据."""
    kinds = {m.kind for _, _, meanings in load_lexicon().found(line(words).text) for m in meanings}
    return _REST.search(words) is not None or bool(kinds & {"metric", "sector", "facet"})


def hints(text: str, previewed: bool) -> bool:
    """Whether a message may mean to change what waits, in words that are not understood: 外资多写了一个0. Where the
    preview is not what was said last (`previewed`), only with a figure, or of something that is amiss."""
    told = line(text).text
    if len(told) > _WHOLE or QUESTION.search(told) or _ASKED.search(told) or not _HINTS.search(told):
        return False
    return previewed or bool(find_amounts(told)) or _AMISS.match(told) is not None


def is_other(text: str) -> bool:
    """Whether a change is of whose or of which metric, and gives no figure: 地区错了，是嵊州; 不是外资，是内资."""
    told = line(text).text
    return len(told) <= _LONGEST and not find_amounts(told) and _OTHER.match(told) is not None


def new_day(text: str, ground: Ground, asker: Asker) -> tuple[ReadItem, ...] | Problem | None:
    """The items to the day to which they are now said to run; None where no other day is said."""
    told = line(text).text
    periods = _pair(told, find_periods(told, asker.today)) if len(told) <= _LONGEST else ()
    if not periods or not _only(_WHEN.sub(lambda m: " " * len(m[0]), told), periods):
        return None
    ends: list[date] = []
    for period in periods:
        end = until(Named(period=period, period_text=told[period.start : period.end]), asker.today)
        if isinstance(end, Problem):
            return end
        ends.append(end.day)
    days = {item.period for item in ground.items}
    wrong = {ends[0]} if len(ends) == 2 else days
    if len(wrong) > 1 or not wrong <= days:
        return period_problem.which_period(text, [day(each) for each in sorted(days)])
    return tuple(replace(i, period=ends[-1]) if i.period in wrong else i for i in ground.items)


def _pair(text: str, said: Sequence[_Said]) -> tuple[_Said, ...]:
    """What is said alone, or the old one and the new one: 不是10300,是10400; 是10400,不是10300."""
    if len(said) != 2:
        return tuple(said) if len(said) == 1 else ()
    first, second = said
    if _NOT.search(text, 0, second.start) and not _NOT.search(text, 0, first.start):
        return second, first
    return (first, second) if _TO.search(text, first.end, second.start) else ()


def _only(text: str, said: Sequence[Amount | Period]) -> bool:
    """Whether the text says that something changes, and nothing beside these."""
    for each in said:
        text = text[: each.start] + " " * (each.end - each.start) + text[each.end :]
    rest = CHANGES.sub(" ", text)
    return rest != text and not CLOSING.sub("", FILLER.sub("", _SOFT.sub("", rest))).strip(SEPARATORS + "()")


def _can_be(item: ReadItem, amount: Amount, asker: Asker) -> bool:
    """Whether an amount's unit is one for the item's metric."""
    return not published(Value(0, 0, "figure", amount), "", asker.catalog.metric(item.metric)).fault


def _is(item: ReadItem, amount: Amount, asker: Asker) -> bool:
    """Whether the item has this value."""
    return published(Value(0, 0, "figure", amount), "", asker.catalog.metric(item.metric)).value == item.value
