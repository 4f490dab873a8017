"""怎么上报: how a report is written, with the sender's own district, period and metrics."""

import re
from dataclasses import replace
from datetime import date, timedelta

from data import query
from data.problem import Problem, decline
from data.progress import month_end
from data.report import Member
from intents import reading as readings
from intents.conversation import Conversation
from intents.heard import Heard
from intents.helping import problem_reply
from intents.members.reported import Due, city_of, due_of
from intents.reading import read as read_message
from intents.reply import Reply
from intents.sources import Sources
from intents.submission.words import TODAY
from intents.turn import Turn

LONGEST = 30
SHOWN = 3  # metrics in the form
_ASIDE = re.compile(r"[\s,，。.!！?？、~～]+|请问|我们|我|现在|今天|吗|呢|吧|啊|的")
_ASKED = re.compile(
    "(?:要|想|想要|来|该|应该|应|怎么|怎样|如何|咋|才能)*(?:上报|填报|报送|报进度|报数|填进度)(?:进度|数据|数)?"
    "(?:怎么写|怎么报|怎么填|怎么弄|格式|的?格式是什么|样例|例子|示例|方法|怎么做)?"
)  # 怎么上报进度, 上报格式
_HOW = re.compile(
    "(?:怎么|怎样|如何|咋|不会|不知道)(?:样|个|去|才能|该|怎么|要|来)*(?:上报|填报|报送|报数|报进度|填数|填写|填|报)"
    "(?!销|警|名|价|考|案|废|批)|(?:上报|填报)(?:步骤|流程|方法)"
)  # 我是新来的，不知道怎么报数据
_OPENED = re.compile(
    "(?:我?(?:要|想|来|得|先)?)(?:上报|填报|报送|补报|报一下)(?!过|了|的|情况|没|齐|人|谁|率|截|时|期)[^?？号]{1,12}"
)  # 上报外资
_DUE = re.compile(
    "(?:上报|报送|填报|报数|交数|报进度|报数据|月报|数据)"
    ".{0,6}(?:截止|截至|期限|最晚|最迟|什么时候|几号|哪天|啥时候|何时)"
    "|(?:最晚|最迟)(?:几号|哪天|什么时候|何时).{0,4}报"
    "|(?:截止|期限|最晚|最迟|几号|哪天|什么时候|啥时候|何时).{0,8}(?:上报|报送|填报|报数|交数|报进度|报数据|要报|报完)"
)  # 填报截止日期是几号
_PAST = re.compile("的[?？。]?$|了[?？。]?$|过|谁|文件|印发|发布|公开|审核|通报|督查")
_ACTS = (
    (
        re.compile("(?:怎么|怎样|如何|咋)(?:才能)?(?:撤回|撤销|收回|作废|删除?)"),
        "report",
        "撤回发“撤回 编号”，例如“撤回 1”；只能撤回自己报的、还没有审核通过的。",
    ),
    (
        re.compile(
            "(?:怎么|怎样|如何|咋)(?:才能)?(?:更正|修改|改(?!善|革|造|进|制|变)|订正|改正)|报错了?数?(?:怎么办|咋办)"
        ),
        "report",
        "更正把正确的数再报一次即可，例如“更正 5月 外资 9850万美元”；确认后新数计入，旧数留在台账里。",
    ),
    (
        re.compile(
            "(?:怎么|怎样|如何|咋|哪里)(?:才能)?(?:知道|看|查|看到|查询)?(?:有没有)?"
            "(?:审核|通过|批)(?:了没|没有|了没有|结果|状态|情况)"
        ),
        "report",
        "发“我的上报”就能看到每份上报是待审核、已通过还是已退回；审核后也会通知您。",
    ),
    (
        re.compile("(?:怎么|怎样|如何|咋)(?:才能)?(?:审核|通过|退回|批准|审批)(?:上报|数据|[0-9]+号?|的|呢|[?？])*$"),
        "review",
        "发“待审核”看清单；“通过 编号”或“退回 编号 原因”，“全部通过”会先列出再确认。",
    ),
    (
        re.compile(
            "(?:我们?(?:的|上报|报)|上报).{0,8}(?:谁|哪个部门|什么时候|多久|几天|何时|哪天).{0,3}审"
            "|(?:谁|哪个部门)(?:来|负责)?审核(?:我|上报)"
        ),
        "ask",
        "每项指标由负责它的市级部门审核，没有规定几天；发“我的上报”可看每份是待审核、已通过还是已退回，审核后会通知您。",
    ),
    (
        re.compile("(?:怎么|怎样|如何|咋)(?:才能)?确认"),
        "report",
        "上报后会先读给您核对（预览），回复“确认”才存入，“取消”放弃，30分钟内有效。",
    ),
)


def read(turn: Turn, text: str, member: Member, conversation: Conversation, source: Sources) -> Heard | None:
    """The way to report asked for, or until when, if the message does nothing else."""
    if len(text) > LONGEST or turn.file:
        return None
    after = replace(conversation, previewed=False)
    for pattern, needs, told in _ACTS:
        if pattern.search(text):
            return Heard(needs, lambda told=told: Reply("help", (told,)), lambda _: after)  # type: ignore[misc]
    if _DUE.search(text) and not _PAST.search(text) and _DUE.search(_without_until(text, turn.at.date(), source)):
        return Heard("ask", lambda: _due(turn, source), lambda _: after)
    asked = _ASKED.fullmatch(_ASIDE.sub("", text)) or _HOW.search(text)
    if not asked:
        return None
    return Heard("report", lambda: _form(turn, member, source), lambda _: after)


def _without_until(text: str, today: date, source: Sources) -> str:
    """The message without the day to which a value runs: 上报 我市 截至5月底 工业投资90亿元."""
    reading = read_message(text, today, source.home)
    said = list(reading.text)
    for mention in reading.of("period"):
        said[mention.start : mention.end] = " " * (mention.end - mention.start)
    return TODAY.sub(" ", "".join(said))


def opened(turn: Turn, text: str, member: Member, conversation: Conversation, source: Sources) -> Heard | None:
    """The form for a report that is opened and holds no value: 上报外资."""
    if turn.file or any(c.isdigit() and text[i + 1 : i + 2] not in "月0123456789年" for i, c in enumerate(text)):
        return None
    if not _OPENED.fullmatch(text.strip()) or _tell_me(text, turn, member, source):
        return None
    return Heard("report", lambda: _form(turn, member, source), lambda _: replace(conversation, previewed=False))


def _tell_me(text: str, turn: Turn, member: Member, source: Sources) -> bool:
    """Whether 报一下 asks to be told a figure: 报一下诸暨外资 names whose, 报一下外资目标 what."""
    if not text.strip().startswith("报一下"):
        return False
    reading = readings.read(text, turn.at.date(), source.home)
    return member.role != "staff" or bool(reading.of("district", "group", "total") or reading.cue("target"))


def _due(turn: Turn, source: Sources) -> Reply:
    """Until when the last full month is reported."""
    last = turn.at.date().replace(day=1) - timedelta(days=1)
    due = source.kept.due(last)
    told = f"{last.year}年{last.month}月的数应在{due.year}年{due.month}月{due.day}日前报送，晚于这一天记为迟报。"
    return Reply("help", (told, "每月报上月的累计数；“我还有什么没报”可看还差哪些。"))


def _form(turn: Turn, member: Member, source: Sources) -> Reply:
    day = _day(turn.at.date(), city_of(member, source), source)
    due = due_of(member, member.districts, day, source)
    if isinstance(due, Problem) or not due:
        nothing = decline("没有要您填报的指标。", "请管理员核对您负责的地区或部门。")
        return problem_reply(due if isinstance(due, Problem) else nothing)
    own = [each for each in due if each.district == due[0].district]
    month = f"{day.year}年{day.month}月"
    lines = (
        "上报发一条消息，报几项都行，填从1月1日起到期末的累计数，例如：",
        f"进度 {own[0].district} {month} {_blanks(own)}",
        f"{own[0].district}共{len(own)}项；读给您核对，回复“确认”才存入。",
        "项目多时用Excel：发“填报模板”，填好发回来。",
        "报错了，把改正的数再报一次，替换原来的；没通过的也可以发“撤回 编号”，编号见“我的上报”。",
    )
    return Reply("help", lines, choices=(f"填报模板 {month}", f"我还有什么没报 {month}"))


def _day(today: date, city: str, source: Sources) -> date:
    """The end of the last full month; where its year has no targets, of the same month of the newest year that has."""
    last = today.replace(day=1) - timedelta(days=1)
    years = query.years(source.store, city)
    return last if last.year in years or not years else month_end(date(years[-1], last.month, 1))


def _blanks(due: list[Due]) -> str:
    """实际引进外资 ＿＿万美元, of the first few."""
    return " ".join(f"{each.metric} ＿＿{each.unit}" for each in due[:SHOWN])
