"""填报模板: a workbook for the sender's districts and a period, with the last values and one column to fill in."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from data.amount import convert, show
from data.attachment import WORKBOOK
from data.model import Figure
from data.problem import Problem, decline
from data.progress import month_end
from data.report import Member, Standing
from data.sheet_made import Grid, form
from data.standing import standing
from intents.conversation import Conversation
from intents.heard import Heard
from intents.helping import problem_reply
from intents.members.reported import Due, city_of, day_of, due_of, whose
from intents.reading import read as read_message
from intents.reply import File, Reply
from intents.sources import Sources
from intents.submission.preview import until
from intents.turn import Turn
from intents.wording import listed

VALUE = "本期累计完成"
HEADER = ("地区", "时间", "指标", "计量单位", "年度目标", "上期累计完成", "上期截至", VALUE)
WIDTHS = (22, 20, 40, 12, 24, 16, 18, 18)
_ASKED = re.compile(
    "(?:(?:填报|上报|报送|进度|填报进度|进度填报|进度上报|excel|表格)的?(?:模板|模版|样表|空表)|填报表|(?:模板|模版))(?:表|文件)?"
    "|表格?(?:让|给)?我们?(?:来)?填|要填的表格?|空白表格?"
)  # 填报模板
_AROUND = re.compile(
    "请|麻烦|帮我|帮忙|给我|发我|发给我|我要|我想要|要|来|下载|下|取|导出|生成|一份|一个|一张|份|个|的|我们|我|发|一下|吗|吧|呢|谢谢|月份|excel"
)  # 给我一份…


def read(turn: Turn, text: str, member: Member, conversation: Conversation, source: Sources) -> Heard | None:
    """A template asked for, if the message does nothing else."""
    if len(text) > 60 or not ("模" in text or "填报表" in text or "表" in text) or turn.file:
        return None
    reading = read_message(text, turn.at.date(), source.home)
    rest = reading.text
    for mention in reading.of("period", "district", "elsewhere", "ambiguous"):
        rest = rest.replace(mention.text, "", 1)
    if not (found := _ASKED.search(rest)):
        return None
    if re.sub(r"[\s,。!?、]", "", _AROUND.sub("", rest[: found.start()] + rest[found.end() :])):
        return None

    def act() -> Reply:
        day = day_of(reading, turn.at.date())
        names = whose(reading, member, source)
        if trouble := next((each for each in (day, names) if isinstance(each, Problem)), None):
            return problem_reply(trouble)
        assert isinstance(day, date) and isinstance(names, tuple)
        return template(member, names, day, source)

    return Heard("report", act, lambda _: replace(conversation, previewed=False))


def template(member: Member, districts: tuple[str, ...], day: date, source: Sources) -> Reply:
    """The workbook. Raises StoreProblem."""
    due = due_of(member, districts, day, source)
    if isinstance(due, Problem):
        return problem_reply(due)
    if not due:
        return problem_reply(decline("没有要您填报的指标。", "请管理员核对您负责的地区或部门。"))
    last = _last(due, day, city_of(member, source), source)
    rows = tuple(_row(each, day, last.get((each.district, each.metric))) for each in due)
    who = listed(list(dict.fromkeys(each.district for each in due)))
    name = f"填报模板-{who if len(who) <= 30 else member.name}-{_when(day)}.xlsx"
    lines = (
        f"{who}{_when(day)}的填报模板，{len(rows)}项，已列出年度目标和上期数：{name}。",
        f"只填“{VALUE}”一列：从1月1日起到期末的累计数，用表里的计量单位；填好后把文件发回来，核对后回复“确认”。",
    )
    return Reply("answer", lines, files=(File(name, WORKBOOK, form(Grid("填报", HEADER, rows), WIDTHS)),))


def _last(due: Sequence[Due], day: date, city: str, source: Sources) -> dict[tuple[str, str], Standing]:
    """What stands for each, the newest up to the day."""
    names = tuple(dict.fromkeys(each.district for each in due))
    found = standing(source.store, city, None, names, upto=day, year=day.year)
    return {(s.item.district, s.item.metric): s for s in reversed(found)}


def _row(due: Due, day: date, last: Standing | None) -> tuple[str | Decimal | None, ...]:
    before = (last.item.value, until(last.item.period)) if last else (None, "未报")
    return (due.district, _when(day), due.metric, due.unit, _targets(due.targets), *before, None)


def _targets(targets: Sequence[Figure]) -> Decimal | str:
    """A number, or 必保…，力争… in words where there are two levels."""
    values = [convert(f.value, f.unit, targets[0].unit) for f in targets]
    if len(targets) == 1:
        return values[0]
    return "，".join(f"{f.level or ''}{show(value)}" for f, value in zip(targets, values, strict=True))


def _when(day: date) -> str:
    """2012年5月, or 截至2012年5月15日."""
    if day == month_end(day):
        return f"{day.year}年{day.month}月"
    return f"截至{day.year}年{day.month}月{day.day}日"
