"""我还有什么没报: what the sender has still to report for a month, and until when."""

import re
from dataclasses import replace
from datetime import date

from data import progress
from data.problem import Problem
from data.report import Member, Standing
from data.standing import standing
from intents.conversation import Conversation
from intents.heard import Heard
from intents.helping import problem_reply
from intents.members.reported import Due, city_of, day_of, due_of, whose
from intents.reading import Reading
from intents.reading import read as read_message
from intents.reply import Reply
from intents.sources import Sources
from intents.submission.preview import until
from intents.turn import Turn
from intents.wording import listed

_WHO = "(?:我们?[市县区局]?|本[市县区局]|自己)"
_WHAT = "(?:什么|哪些|哪几项|哪几个|几项|几个|多少项|啥)(?:指标|数据?|项目?|进度)?"
_NOT = "(?:没有?|未|尚未|还没有?)(?:上报|填报|报送|报|填|交)(?:的|完|全|过|上来|上去)*(?:指标|数据?|进度)?"
_MUST = "(?:还|都|这次)?(?:要|需要|该|应该|应当|得|需)(?:上报|填报|报送|报|填|交)"
_ASKED = re.compile(
    f"(?:请问|查一下|看看|查)?({_WHO})?(?:的)?(?:还|都|现在)*(?:有|差|缺|剩)?"
    f"(?:{_WHAT}(?:还)?{_NOT}|{_NOT}(?:的)?(?:有|是)?{_WHAT}"
    f"|{_MUST}{_WHAT}|{_WHAT}{_MUST}(?:的)?|{_MUST}的有{_WHAT})(?:了|呢|吗|呀|啊|哦|嘛)*"
    f"|(?:还有)?{_NOT}(?:的)?(?:吗|么)|({_WHO})还?(?:欠|差|缺)(?:了)?(?:{_WHAT})(?:没报|没有报)?(?:了|呢)?"
    f"|({_WHO})(?:的|还)*{_NOT}(?:清单|列表)?|({_WHO})(?:都|全部?)?(?:上?报|填|交)(?:完|齐|全)了?(?:吗|没有?)"
    f"|({_WHO})?(?:都|已经?)?(?:上报|报送|填报|报|填|交)(?:过|上去)?了(?:吗|么|没有?)"
)  # 我还有什么没报, 还有没报的吗, 我还欠什么
_MARKS = re.compile(r"[\s,，。.!！?？、]")


def read(turn: Turn, text: str, member: Member, conversation: Conversation, source: Sources) -> Heard | None:
    """What has still to be reported, if that is asked: of oneself, or by somebody who only can mean oneself."""
    if not any(word in text for word in "报交欠") or len(text) > 60 or turn.file:
        return None
    reading = read_message(text, turn.at.date(), source.home)
    found = _ASKED.fullmatch(_without_names(reading))
    if found is None or not (member.role == "staff" or any(found.groups())):
        return None
    after = replace(conversation, previewed=False)
    return Heard("report", lambda: _answered(reading, turn, member, source), lambda _: after)


def _without_names(reading: Reading) -> str:
    """The message without period and district."""
    text = list(reading.text)
    for mention in reading.of("period", "district", "elsewhere", "ambiguous"):
        text[mention.start : mention.end] = " " * (mention.end - mention.start)
    return _MARKS.sub("", "".join(text)).removeprefix("的")


def _answered(reading: Reading, turn: Turn, member: Member, source: Sources) -> Reply:
    day = _day(reading, turn)
    names = whose(reading, member, source)
    if isinstance(day, Problem):
        return problem_reply(day)
    if isinstance(names, Problem):
        return problem_reply(names)
    due = due_of(member, names, day, source)
    return problem_reply(due) if isinstance(due, Problem) else _listed(due, day, turn, member, source)


def _day(reading: Reading, turn: Turn) -> date | Problem:
    """The end of the month meant; the month that runs may be asked for too."""
    for mention in reading.of("period"):
        last = mention.value.last
        if mention.value.grain == "month" and last and last == progress.month_end(turn.at.date()):
            return date(last.year, last.month, last.day)
    return day_of(reading, turn.at.date())


def _listed(due: tuple[Due, ...], day: date, turn: Turn, member: Member, source: Sources) -> Reply:
    """What is missing, a line a district."""
    names = tuple(dict.fromkeys(each.district for each in due))
    found = standing(source.store, city_of(member, source), None, names, upto=day, year=day.year)
    have = {(s.item.district, s.item.metric): s for s in found if s.item.period == day}
    missing = [each for each in due if (each.district, each.metric) not in have]
    head = _head(len(missing), len(due), day, turn.at.date(), source.kept.due(day))
    lines = [
        f"· {name}（{len(own)}项）：{listed(own)}"
        for name in names
        if (own := [each.metric for each in missing if each.district == name])
    ]
    notes = _late(tuple(have.values())) + (("“填报模板”可取一份只填一列的Excel。",) if missing else ())
    return Reply("answer", (head, *lines), notes=notes)


def _head(missing: int, due: int, day: date, today: date, last: date) -> str:
    until_when = f"应在{last.year}年{last.month}月{last.day}日前报送"
    if not missing:
        return f"{until(day)}的{due}项都报了。"
    if day > today:
        return f"{until(day)}还没结束，{due}项中有{missing}项没报，{until_when}。"
    if today > last:
        return f"{until(day)}的{due}项中还有{missing}项没报，{until_when}，已过期，现在报记为迟报。"
    left = f"还有{(last - today).days}天" if today < last else "今天是最后一天"
    return f"{until(day)}的{due}项中还有{missing}项没报，{until_when}，{left}。"


def _late(have: tuple[Standing, ...]) -> tuple[str, ...]:
    late = [s for s in have if s.late]
    return (f"已报的{len(have)}项中，{len(late)}项是迟报。",) if late else ()
