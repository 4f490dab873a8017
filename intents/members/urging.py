"""催报: those who owe reports are told what, by a leader's word; no item of a period more than twice."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from data import members, outbox, problem, query, reminders, workdays
from data.problem import Problem, decline
from data.reminders import LIMIT, Owed
from data.report import Member
from data.standing import standing
from intents.conversation import Conversation
from intents.heard import Heard
from intents.helping import problem_reply
from intents.members.reported import city_of, day_of, due_of
from intents.mentions.metric import find_metrics
from intents.mentions.where import find_where
from intents.normal import normalise
from intents.progress.question import restored
from intents.progress.summary import everyone, expanded
from intents.reading import read as read_message
from intents.reply import Reply
from intents.sources import Sources
from intents.submission.preview import key_of, until
from intents.turn import Turn
from intents.wording import listed

LONGEST = 60
MANY = 6  # metrics named one by one
_ASKED = re.compile(
    "^(?:请|麻烦|帮我|帮忙|给我|替我|去|再|快|我要|我想|发(?:个|一[个条下])?|给.{0,12}发(?:个|一[个条下])?|对.{0,12}|向.{0,12})*催"
    "|催(?:报|办|一[催下次]|催)(?:一下|一次|通知|消息)?$"
    "|提醒(?=.*(?:没有?|未|尽快|抓紧|及时|赶紧|快)(?:上?报|填|交))"
    "|提醒.{1,12}(?:尽快|抓紧|及时|赶紧|赶快|快点?|马上).*(?:报|交|填)(?:一?下|上来|过来|送|齐)"
    "|(?:除.{1,12}(?:以|之)?外|.{1,12}[以之]外的?)[,，]?(?:都|全|全部|其他的?|其余的?)+(?:要)?催|(?:没有?|未)(?:上?报|填报|交)的?.{0,8}提醒"
)  # 催报, 给没报的发个催报, 提醒各地尽快报
_NOT_ASKED = re.compile(
    "谁|哪|多少|几|怎么|什么时候|吗|不用|不要|别|催过|催了|催得|催着|催我|催要|在催|目标|任务|提醒我"
)
_WORDS = re.compile(
    "(?:请|麻烦|帮我|帮忙|给我|替我|我要|我想|向|给|对|把|叫|让|再|都|去|发(?:个|一[个条下])?)*"
    "(?:催报|催办|催促|催一催|催催|催|提醒)(?:一下|一次|下|他们|她们|大家|的)*"
    "|(?:还|仍|尚)?(?:没有?|未|尚未)(?:上报|报送|填报|报|填|交)(?:的|数据|过)*|(?:各|有关|相关|那些|哪些|这些|所有)*(?:填报员|报送员|人员|"
    "地方|单位|地区|区县|同志)|尽快|抓紧|及时|赶紧|赶快|马上|快点?|把|(?:上?报|交|填)(?:上来|过来|齐|一下)|上报|报送|填报|报|进度|数据|一下|他们|她们|大家|消息|通知"
)  # 催一下没报的


@dataclass(frozen=True, slots=True)
class Scope:
    """Which reports: to which day, of which districts and metrics (none: all)."""

    city: str
    day: date
    districts: frozenset[str] = frozenset()
    metrics: frozenset[str] = frozenset()

    def holds(self, district: str, metric: str) -> bool:
        """Whether a report is meant."""
        return (not self.districts or district in self.districts) and (not self.metrics or metric in self.metrics)


def read(turn: Turn, text: str, member: Member, conversation: Conversation, source: Sources) -> Heard | None:
    """The word to remind those who owe reports, if it is that."""
    said = normalise(turn.button or text).text
    if len(said) > LONGEST or not _ASKED.search(said) or _NOT_ASKED.search(said) or turn.file:
        return None
    scope = scope_of(said, turn, conversation, source)
    after = replace(conversation, previewed=False)
    return Heard(
        "urge",
        lambda: problem_reply(scope) if isinstance(scope, Problem) else _reminded(scope, turn, member, source),
        lambda _: after,
    )


def scope_of(said: str, turn: Turn, conversation: Conversation, source: Sources) -> Scope | Problem:
    """Which reports are meant; a problem where a word is not understood."""
    reading = read_message(_WORDS.sub(" ", said).strip(" ,，。.!！、;；:："), turn.at.date(), source.home)
    where, found = find_where(reading, source.catalog), find_metrics(reading, source.catalog)
    unknown = (*reading.leftover, *found.unknown, *(m.text for m in reading.of("elsewhere", "ambiguous", "other_city")))
    if unknown or found.rivals or found.conditions:
        what = "、".join(dict.fromkeys(unknown)) or reading.text
        return decline(f"催报里的“{what}”没看明白，没有发出催报。", "可以发：催报、催报 诸暨、催报 4月 外资。")
    day = day_of(reading, turn.at.date())
    if isinstance(day, Problem):
        return day
    city = reading.city
    districts = expanded((*where.names, *where.groups), city) - {city} - expanded(where.without, city)
    if where.without and not districts:
        districts = set(everyone(city)) - expanded(where.without, city)
    scope = Scope(city, day, frozenset(districts), frozenset(found.names))
    return scope if reading.mentions else _as_before(scope, conversation)


def _as_before(scope: Scope, conversation: Conversation) -> Scope:
    """催报 alone goes on from 谁没报 or 督查."""
    before = restored(conversation.progress) if conversation.progress else None
    if before is None or before.kind not in ("missing", "inspection"):
        return scope
    named = frozenset(before.question.districts) - {before.question.city}
    few = len(before.question.metrics) <= MANY
    return replace(
        scope,
        day=before.period or scope.day,
        districts=named,
        metrics=frozenset(before.question.metrics) if few else frozenset(),
    )


def _reminded(scope: Scope, turn: Turn, leader: Member, source: Sources) -> Reply:
    if scope.day > turn.at.date():
        return problem_reply(decline(f"{until(scope.day)}还没有到，不用催报。"))
    if not everyone(scope.city):
        return problem_reply(decline(f"{scope.city}的目标没有分到区县，没有可催的上报。"))
    have = query.years(source.store, scope.city)
    if scope.day.year not in have:
        return problem_reply(problem.no_year(scope.day.year, scope.city, have))
    staff = [m for m in members.everyone(source.store) if m.role == "staff" and city_of(m, source) == scope.city]
    owed = {m.id: _owed(m, scope, source) for m in staff}
    alone = [d for d in everyone(scope.city) if not any(d in m.districts for m in staff)]
    orphans = [d for d in alone if _owed(Member("", "", "staff", (d,)), scope, source)]
    if not any(owed.values()) and not orphans:
        return Reply("answer", (f"{_what(scope)}{until(scope.day)}的进度都已上报，没有要催的。",))
    times = reminders.times(source.store, scope.city, scope.day)
    left = {who: [each for each in items if times.get(each, 0) < LIMIT] for who, items in owed.items()}
    told = [m for m in staff if left[m.id]]
    at = workdays.working(turn.at, source.days)
    for m in told:
        words = _message(left[m.id], scope, leader, turn.at.date(), source.kept.due(scope.day))
        outbox.enqueue(source.store, f"urge/{key_of(turn)}/{m.id}", m.id, words, turn.at, not_before=at)
    fresh = sorted({each for items in left.values() for each in items})
    reminders.reminded(source.store, scope.city, fresh, scope.day, turn.at, turn.sender)
    often = {each for items in owed.values() for each in items} - set(fresh)
    return _receipt(scope, [(m, left[m.id]) for m in told], len(often), orphans, at if at > turn.at else None)


def _owed(member: Member, scope: Scope, source: Sources) -> list[Owed]:
    """What somebody has still to report: with a target above 0 and no report to that day."""
    due = due_of(member, member.districts, scope.day, source)
    if isinstance(due, Problem):
        return []
    names = tuple(dict.fromkeys(each.district for each in due))
    found = standing(source.store, scope.city, None, names, upto=scope.day, year=scope.day.year)
    there = {(s.item.district, s.item.metric) for s in found if s.item.period == scope.day}
    wanted = [(each.district, each.metric) for each in due if each.target and scope.holds(each.district, each.metric)]
    return [each for each in wanted if each not in there]


def _receipt(
    scope: Scope, told: list[tuple[Member, list[Owed]]], often: int, orphans: list[str], later: datetime | None
) -> Reply:
    notes = [f"有{often}项已催过{LIMIT}次，不再催。"] if often else []
    notes += [f"{listed(orphans)}还没有填报员，没有人可催；管理员可以添加。"] if orphans else []
    if not told:
        return problem_reply(decline("没有发出催报。" + "".join(notes)))
    when = f"现在不是工作时间，{later.month}月{later.day}日{later:%H:%M}发出。" if later else ""
    lines = [f"· {m.name}（{_districts(items)}）：{len(items)}项" for m, items in told]
    head = f"已催报{len(told)}人，{_what(scope)}{until(scope.day)}的进度。{when}"
    return Reply("receipt", (head, *lines), notes=tuple(notes))


def _message(items: Sequence[Owed], scope: Scope, leader: Member, today: date, last: date) -> str:
    """What somebody is told: whose figures are missing, of what, until when."""
    over = "，已过期" if today > last else ""
    names = dict.fromkeys(district for district, _ in items)
    lines = [f"· {name}（{len(own)}项）：{_some(own)}" for name in names if (own := [m for d, m in items if d == name])]
    head = f"{leader.name}催报：{until(scope.day)}的进度还有{len(items)}项没报（应在{last.month}月{last.day}日前报送{over}）："
    return "\n".join((head, *lines, "发“填报模板”可取一份只填一列的Excel，发“我还有什么没报”可看清单。"))


def _some(metrics: list[str]) -> str:
    return listed(metrics) if len(metrics) <= MANY else f"{listed(metrics[:MANY])}等"


def _districts(items: Sequence[Owed]) -> str:
    return listed(list(dict.fromkeys(district for district, _ in items)))


def _what(scope: Scope) -> str:
    where = listed(sorted(scope.districts)) if 0 < len(scope.districts) <= 3 else ""
    return where + (listed(sorted(scope.metrics)) if 0 < len(scope.metrics) <= 3 else "")
