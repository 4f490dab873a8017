"""The rules of the year's assessment, as the document states them."""

import re

from data import narrative
from data.document import AwardRule
from intents.documents.asked import Asked
from intents.documents.cityof import says
from intents.documents.evidence import cited, declined, facts_of, unread
from intents.mentions.topic import cities
from intents.reply import Reply
from intents.sources import Sources

RULES = re.compile(
    "评|先进|表彰|表扬|批评|处罚|问责|追责|奖|好处|甜头|示范|没完成|未完成|完不成|失真|造假|考核|怎么处理|会怎|后果"
    "|倾斜|称号|授予|不力|前十|前10|前5|前五"
)
OURS = re.compile("奖|评上|先进|表彰|批评|处罚|完不成|没完成|怎么评|怎么考核|考核办法|如何考核")
ROSTER = re.compile(r"名单|哪\s?\d+\s?[户个家名]|被批评的|获奖的|受表彰的|评上的有|评上了谁|谁评上|谁获奖")
RANKED = re.compile("排到|第几|前几|怎么|能评|才能|哪些|条件|会怎|怎样|没进|什么")
BAD = (
    "批评",
    "造假",
    "失真",
    "弄虚",
    "虚报",
    "瞒报",
    "没完成",
    "未完成",
    "完不成",
    "不力",
    "处罚",
    "问责",
    "追责",
    "挨批",
)
PARTS = (
    ("倾斜支持", ("好处", "倾斜", "甜头", "优惠", "奖什么", "奖励", "支持")),
    ("通报批评", BAD),
    ("通报表扬", ("表扬", "没进前", "完成任务但", "完成了任务但", "未进前")),
    (
        "授予称号",
        ("先进", "评上", "称号", "示范企业", "前10", "前十", "前5", "前五", "排到", "进前", "授予", "表彰", "评先"),
    ),
)


def wants(asked: Asked) -> bool:
    """Whether it asks for rules of awards."""
    if not (asked.wants("award") or asked.of("award")):
        return False
    if asked.city == "重庆市":
        if asked.figures and not says(asked.text, asked.city):
            return False  # 外资没完成任务的有哪些
        return bool(RULES.search(asked.text)) and not (asked.amount and not RANKED.search(asked.text))
    return bool(OURS.search(asked.text)) and not asked.figures and not asked.wants("lead", "join")


def answer(asked: Asked, sources: Sources) -> Reply:
    """The rules asked for, or all of them."""
    if asked.city != "重庆市":
        return _not_given(asked)
    rules = _asked_for(asked)
    if ROSTER.search(asked.text):
        return declined("文件只有评选规则，没有受表彰或被批评的名单。", *map(line, rules), cited(asked.city, "三(五)"))
    lines = [line(rule) for rule in rules]
    facts = facts_of((r.metric for r in rules if r.metric), asked.city, "三(五)", sources)
    notes = (*unread(asked.leftover), cited(asked.city, "三(五)"))
    return Reply("answer", (_first(rules), *lines), notes=notes, facts=facts)


def _not_given(asked: Asked) -> Reply:
    """Shaoxing announces rules without giving them."""
    return declined(
        "绍兴的文件实行一年一评比，但只要求抓紧完善考核奖励办法，怎么评、奖多少、怎么罚都没有写。",
        "可以问“督查考核谁牵头，谁配合”；重庆的文件写了评先规则，可以问“重庆先进单位怎么评”。",
        cited(asked.city, "三(六)3"),
        choices=("督查考核谁牵头，谁配合", "重庆先进单位怎么评"),
    )


def _asked_for(asked: Asked) -> list[AwardRule]:
    """The rules of the kind asked for; all where none is."""
    rules = [rule for rule in narrative.awards() if cities()[rule.document] == asked.city]
    kinds = [kind for kind, words in PARTS if any(word in asked.text for word in words)][:1]
    found = [rule for rule in rules if not kinds or rule.kind in kinds]
    who = "集团" if "集团" in asked.text else "区县" if "区县" in asked.text else "企业" if "示范" in asked.text else ""
    if kinds == ["授予称号"] and "示范" in asked.text:
        return [rule for rule in found if "示范" in rule.honour]
    return [rule for rule in found if who in rule.who] if kinds == ["授予称号"] else found


def line(rule: AwardRule) -> str:
    """A rule as one line, with what only the government judges."""
    honour = f"，授予“{rule.honour}”" if rule.honour else ""
    judged = f"（{'、'.join(rule.judged)}由政府认定）" if rule.judged else ""
    return f"· {rule.what}{honour}{judged}。"


def _first(rules: list[AwardRule]) -> str:
    kinds = list(dict.fromkeys(rule.kind for rule in rules))
    return f"重庆2013年的考核规则，{'、'.join(kinds)}："
