"""订阅, 退订, 我的订阅: what a leader has sent to them when it is due."""

import re
from dataclasses import replace
from datetime import datetime, timedelta

from data import reports, subscriptions
from data.problem import Problem, decline
from data.report import Member
from data.subscriptions import BULLETIN, INSPECTION, LAGGING, LAST_DAY, Subscription
from intents.conversation import Conversation
from intents.heard import Heard
from intents.helping import problem_reply
from intents.mentions.numeral import find_numerals
from intents.normal import normalise
from intents.reply import Reply
from intents.sources import Sources
from intents.turn import Turn
from intents.wording import listed

USUAL_DAY = 5
LONGEST = 60
OFFERED = (f"订阅 每月{USUAL_DAY}日通报", "订阅 半月督查", "订阅 落后时提醒")
_MARKS = re.compile(r"[\s,，。.!！?？、;；:：~～“”\"'（）()]+")
_SENT = "(?:订阅|推送|提醒|通报|督查)"
_END = re.compile(
    f"退订|(?:取消|停止|停掉|停了|关闭|关掉|关了|解除|终止)(?:我的)?(?=.*{_SENT})"
    f"|不再?(?:想|要|用)?再?(?:收到?|看到?|接收)(?=.*{_SENT})|不再?(?:想|要|用)?(?=订阅)"
    "|(?:不要|不用|不必|别)再?(?:给我|向我)?(?=(?:订阅|推送|提醒|通知|发).*(?:了|通报|督查|$))"
)  # 取消订阅, 别再给我发通报了
_ASKS = re.compile(
    "(?:我|现在|目前|都|已经?)*(?:的|有)?(?:订阅|订)[了过]?些?(?:什么|哪些|啥|哪几[项个种]|没有?|吗)(?:内容|东西)?(?:呢|吗)?"
    "|(?:看看|查看|查一下)?(?:我的|我有哪些|有哪些)订阅(?:列表|清单|情况|有哪些|是什么)?"
)  # 我订阅了哪些, 我的订阅
_EVERY = "(?:每(?:个?月|半|周|星期|天|日|季|年|逢)|按月|按时|定期|定时|自动|以后)"
_BEHIND = "(?:落后|滞后|掉队|低于序时|慢于序时|红灯|黄灯|预警)"
_WANTS = re.compile(
    f"订阅|{_EVERY}.*(?:(?:发|推送|推|送)(?:给)?我|给我(?:发|推送|推|送|来)|收到|订上)|{_SENT}(?:情况)?[也都一并起]*订[上了]?吧?$|开通.*(?:推送|提醒)"
    f"|{_BEHIND}.*(?:提醒|预警)(?:我|一下我)|{_BEHIND}.*(?:就|时|的话|及时|随时|马上|预警).*(?:通知|告诉|告知)(?:我|一下我)"
)  # 每月5日把通报发给我, 谁落后了就提醒我
_ASKS_NOW = re.compile("哪|多少|几(?!日)|怎么|如何|现在|目前|吗|是什么|什么时候|规定")  # 落后的有哪些,告诉我
_KINDS = {
    INSPECTION: re.compile("督[查察](?:通报|情况|清单|结果)?"),
    BULLETIN: re.compile("(?:全市的?)?(?:每个?月的?)?(?:月度的?)?(?:月?通报|月报)"),
    LAGGING: re.compile(
        "(?:谁|有人|有地方|哪里|哪个地方|指标|进度|一旦|如果|只要|有)*"
        "(?:(?:落后|滞后|掉队|(?:慢|低)于序时(?:进度)?|亮?[红黄]灯|预警)(?:了|的话|的)?(?:的?时候?|就)*(?:请|要|及时|马上)?)+"
        "(?:提醒|通知|告诉|告知|推送)?"
    ),
}  # 半月督查, 全市月度通报, 谁落后了就提醒
_WHEN = {
    INSPECTION: re.compile("(?:每?半个?月|半月|双周|每月两次)(?:的|一次)*|一次"),
    BULLETIN: re.compile("(?:每个?月|按月|月月)的?|(?P<day>[0-9]{1,2}|[一二三四五六七八九十]{1,3})[日号]的?"),
    LAGGING: re.compile("(?!)"),
}  # 每半个月, 每月5日
_ALL = re.compile("全部|所有|都|三[种项个]")
_NOTHING = re.compile(
    "订阅|订上|订|收到|请|麻烦|帮忙|帮我|给我|向我|我们?|想要|想|要|需要|以后|今后|自动|定时|定期|按时|准时|及时|每次|再|也|还|把|将|发送|发给|发|一份|"
    "推送|推|送|给|报|来|开通|开启|设置|设定|设|个|份|一下|下|功能|服务|消息|提醒|通知|告诉|告知|谢谢|的|吧|了|呢|啊|和|跟|及|与|并|到|微信|内容"
)


def read(turn: Turn, text: str, member: Member, conversation: Conversation, source: Sources) -> Heard | None:
    """A message about what is to be sent by itself, if it is one."""
    said = _MARKS.sub("", normalise(turn.button or text).text)
    if not said or len(said) > LONGEST or turn.file:
        return None
    after = replace(conversation, previewed=False)
    if _ASKS.fullmatch(said):
        return Heard("subscribe", lambda: _mine(member, source), lambda _: after)
    ends = _END.search(said)
    if not ends and (not _WANTS.search(said) or ("订阅" not in said and _ASKS_NOW.search(said))):
        return None
    kinds = kinds_of(_END.sub("", said, count=1))
    act = _ended if ends else _begun
    return Heard(
        "subscribe",
        lambda: problem_reply(kinds) if isinstance(kinds, Problem) else act(kinds, turn, source),
        lambda reply: replace(after, choices=reply.choices if reply.kind == "choose" else ()),
    )


def kinds_of(said: str) -> tuple[str, ...] | Problem:
    """The kinds that a message names, every word of it accounted for; none where it names none."""
    found: list[str] = []
    for kind, named in _KINDS.items():
        shorter = named.sub(" ", said)
        if shorter != said:
            days = [match["day"] for match in _WHEN[BULLETIN].finditer(shorter) if match["day"]]
            said = _WHEN[kind].sub(" ", shorter)
            found.append(f"{kind}:{_day(days)}" if kind == BULLETIN else kind)
    if any(kind == f"{BULLETIN}:0" for kind in found):
        return decline(f"通报只能订在每月1日到{LAST_DAY}日之间的一天。", f"例如“{OFFERED[0]}”。")
    if _ALL.search(said):
        found = found or [f"{BULLETIN}:{USUAL_DAY}", INSPECTION, LAGGING]
    if rest := "".join(_NOTHING.sub("", _ALL.sub("", said)).split()):
        return decline(f"订阅里的“{rest}”没看明白，没有改动订阅。", f"可以订阅的是全市的：{'、'.join(OFFERED)}。")
    return tuple(found)


def _day(days: list[str]) -> int:
    """The day of a bulletin; 0 where it cannot be one."""
    numbers = {int(find_numerals(day)[0].value) for day in days} or {USUAL_DAY}
    return next((n for n in numbers if len(numbers) == 1 and 1 <= n <= LAST_DAY), 0)


def _begun(kinds: tuple[str, ...], turn: Turn, source: Sources) -> Reply:
    if not kinds:
        return Reply("choose", ("要订阅哪一种？",), choices=OFFERED)
    lines = []
    for kind in kinds:
        done = str(reports.newest(source.store)) if kind == LAGGING else ""
        new = subscriptions.subscribe(source.store, turn.sender, kind, turn.at, done)
        lines.append(f"{'已订阅' if new else '已经订阅过'}：{name(kind)}。{when(kind, turn.at, source)}")
    return Reply("receipt", tuple(lines), notes=("“我的订阅”可查看，“退订”可停止。",))


def _ended(kinds: tuple[str, ...], turn: Turn, source: Sources) -> Reply:
    mine = subscriptions.of(source.store, turn.sender)
    if not mine:
        return problem_reply(decline("您没有订阅，不用退订。", f"可以订阅：{'、'.join(OFFERED)}。"))
    if not kinds and len(mine) > 1:
        names = tuple(f"退订 {name(each.kind)}" for each in mine)
        return Reply("choose", ("要退订哪一种？",), choices=(*names, "全部退订"))
    wanted = [k.partition(":")[0] for k in kinds]
    gone = [each for each in mine if not kinds or each.kind.partition(":")[0] in wanted]
    if not gone:
        return problem_reply(
            decline(f"您没有订阅{listed([name(k) for k in kinds])}。", f"您订阅的是：{_names(mine)}。")
        )
    for each in gone:
        subscriptions.end(source.store, turn.sender, each.kind, turn.at)
    return Reply("receipt", (f"已退订：{_names(gone)}，不再发送。",))


def _mine(member: Member, source: Sources) -> Reply:
    mine = subscriptions.of(source.store, member.id)
    if not mine:
        return Reply("answer", (f"您还没有订阅。可以发：{'、'.join(OFFERED)}。",))
    return Reply("answer", (f"您的订阅：{_names(mine)}。",), notes=("“退订”可停止。",))


def name(kind: str) -> str:
    """What a kind is called."""
    which, _, day = kind.partition(":")
    return {BULLETIN: f"每月{day}日通报", INSPECTION: "半月督查", LAGGING: "落后时提醒"}[which]


def when(kind: str, at: datetime, source: Sources) -> str:
    """When it is sent next."""
    if kind == LAGGING:
        return "有上报慢于序时进度，就在工作时间告诉您。"
    first = subscriptions.due(kind, at, at + timedelta(days=70), source.days)[0]
    moves = "提前" if kind == INSPECTION else "顺延"
    return f"下一次在{first.year}年{first.month}月{first.day}日{first:%H:%M}发（遇休息日{moves}）。"


def _names(found: tuple[Subscription, ...] | list[Subscription]) -> str:
    return "、".join(name(each.kind) for each in found)
