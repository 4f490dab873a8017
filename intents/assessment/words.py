"""谁能得奖: of a leader the question for the year's assessment; of everybody else one for the document's rules."""

import re

from data.report import Member

_WHO = re.compile(
    "(?:谁|哪些?(?:区县|县市区?|地方|地区|单位|家|个|几家|几个)?)(?:家)?(?:能|会|该|可以|可能|要|将|应该?)*(?:得|有|受|被|当|算|是)?"
    "(?:得?奖|获奖|拿奖|评上?先进(?:单位)?|评上|评先|评优|先进(?:单位)?|表彰|(?:通报)?(?:表扬|批评))(?:了|的|呢|啊)*"
    "(?=$|[?？。!！,，\\s县市开区分按]|excel|导出|图)"
)  # 谁能得奖, 哪些区县能评先进, 谁会被通报批评


def as_assessment(text: str, member: Member) -> str:
    """The message of a leader who asks for winners as one that asks for the assessment; any other as it is."""
    return _WHO.sub("评比", text) if member.role == "leader" else text
