"""怎么上报: how a report is written, with the sender's own district, period and metrics."""

import re
from dataclasses import replace
from datetime import date, timedelta

from data import query
from data.problem import Problem, decline
from data.progress import month_end
from data.report import Member
from intents.conversation import Conversation
from intents.heard import Heard
from intents.helping import problem_reply
from intents.reply import Reply
from intents.reported import Due, city_of, due_of
from intents.sources import Sources
from intents.turn import Turn

SHOWN = 3  # metrics in the form
_ASIDE = re.compile(r"[\s,，。.!！?？、~～]+|请问|我们|我|现在|今天|吗|呢|吧|啊|的")
_ASKED = re.compile(
    "(?:要|想|想要|来|该|应该|应|怎么|怎样|如何|咋|才能)*(?:上报|填报|报送|报进度|报数|填进度)(?:进度|数据|数)?"
    "(?:怎么写|怎么报|怎么填|怎么弄|格式|的?格式是什么|样例|例子|示例|方法|怎么做)?"
)  # 怎么上报进度, 上报格式


def read(turn: Turn, text: str, member: Member, conversation: Conversation, source: Sources) -> Heard | None:
    """The way to report asked for, if the message does nothing else."""
    if len(text) > 30 or turn.file or not _ASKED.fullmatch(_ASIDE.sub("", text)):
        return None
    return Heard("report", lambda: _form(turn, member, source), lambda _: replace(conversation, previewed=False))


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
