"""Where a message about progress asks for a file: 外资完成排名 图, 全市进度 excel, 来一份5月通报. The words are taken out, the rest
is read as a question for progress, and its reply asks for files of the table that it is made from."""

import re
from dataclasses import replace
from datetime import date

from data import query
from data.progress import month_before
from data.table import Progress
from intents.asof import as_of_day
from intents.assessment import sheet
from intents.conversation import Conversation
from intents.heard import Heard
from intents.helping import problem_reply
from intents.members import order
from intents.progress import bulletin
from intents.progress.case import Case, look
from intents.progress.plain import other_month, plainly
from intents.progress.question import ProgressQuestion, restored
from intents.progress.table import all_lines, own_lines, ranked, table, whole
from intents.reading import Reading, read
from intents.reply import Attachment, Reply
from intents.sources import Sources
from intents.turn import Turn

_ASK = "(?:请|把|将|再|并|也|顺便)?(?:给我|帮我|给|发|来|要|整|做|画|出|看|附|带|用|导出|导成|导|转成|存成|生成|输出)?(?:成|为|个|一?[张份个幅])?的?"
_CHART = re.compile(
    f"[,，、+和\\s]*{_ASK}(?:(?:柱状|柱形|条形)?(?:图表|图片|图形)|(?:柱状|柱形|条形|曲线|折线)图|"
    "(?<![安昌企意地蓝版试])图(?=$|[\\s,，。!！?？、吧呢看给发和]))(?:看看|看一?下|吧|呢)?"
)
_COURSE = re.compile("(?<=[走趋]势)图")
_WORKBOOK = re.compile(
    f"[,，、+和\\s]*{_ASK}(?:导出(?:来|一下|一份)?(?=$|[。,，!！])|(?:[eE][xX][cC][eE][lL]|[xX][lL][sS][xX]?|电子表)(?:表格|文件|表|版)?)"
    "(?:导出|发我|给我|文件|吧|呢)?|^(?:请|帮我)?(?:导出|下载)一?下?"
)
_BULLETIN = re.compile(
    f"{_ASK}(?P<when>.*?)的?(?:月度|每月)?的?通报(?:文件|稿|材料)?"
    "(?:请|再|先)?(?:给我|发给我|发我|发来|拿来|出|做|整|弄|生成|来|发)?(?:一[份个]|出来|好|一下)*(?:我?(?:看看|看一下|看下|看))?(?:吧|呢|了)?"
    "(?P<state>[,，\\s]*(?:按|截至|以|照).+口径)?[。!！]?$"
)
_FORMAT = re.compile(
    "[,，、\\s]*(?:请|也|都|再)?(?:要|用|导出|导成|导|转成|做成|存成|出|发)*(?:一?[份个])?的?"
    "(?:[wW][oO][rR][dD]|[eE][xX][cC][eE][lL])(?:和|与|及|、)?"
    "(?:[eE][xX][cC][eE][lL])?(?:版本?|格式|文件|文档|表格?)?的?"
)  # 通报(,Word版); a bulletin comes as both
_TELL = re.compile("(?:请|给我|帮我)*通报(?:一下|下)(?P<when>.{0,12}?)的?(?:全市)?(?:完成情况|情况|进度|进展)[。!！]?")
_NOT_OURS = re.compile("订阅|退订|督查|批评|表扬|催报|一通报|每月|谁|什么|发布|上报|进度 ")
FEW = 3


def progress(reading: Reading, turn: Turn, conversation: Conversation, source: Sources) -> Heard | None:
    """A question for progress, with the files that it asks for; as order.progress has it otherwise."""
    if (why := other_month(reading, turn.at.date())) is not None and order.is_progress(reading):
        return Heard("progress", lambda: problem_reply(why), lambda _: conversation)
    plain, kinds = split(plainly(reading, turn.at.date()), turn.at.date())
    heard = _again(conversation, turn, source) if kinds and _is_bare(plain) else None
    heard = heard or order.progress(plain, turn, conversation, source)
    if heard is None or (not kinds and heard.needs == "progress"):
        return heard
    return replace(heard, act=lambda: _attached(heard, kinds, turn, source))


def split(reading: Reading, today: date) -> tuple[Reading, tuple[str, ...]]:
    """The reading without the words that ask for a file, and the kinds of file asked for."""
    text, kinds = reading.typed, list[str]()
    told = f"{said['when']}通报" if (said := _TELL.fullmatch(text.strip())) else text.strip()
    if (found := _BULLETIN.fullmatch(_FORMAT.sub("", told))) and not _NOT_OURS.search(told):
        return _of_month((found["state"] or "") + found["when"], reading, today), ("bulletin", "workbook")
    for kind, pattern in (("chart", _COURSE), ("chart", _CHART), ("workbook", _WORKBOOK)):
        shorter = pattern.sub(" ", text)
        if shorter != text and kind not in kinds:
            kinds.append(kind)
        text = shorter
    return (read(text.strip(), today, reading.city) if kinds else reading), tuple(kinds)


def _of_month(when: str, reading: Reading, today: date) -> Reading:
    """The question that a bulletin answers: all metrics of the month, or those named; the last full month's."""
    said = read(when, today, reading.city)
    month = month_before(min(today, as_of_day(when, today) or today))
    dated = when if said.of("period") else f"{month.year}年{month.month}月{when}"
    asks = "完成排名" if said.of("metric", "sector") else "进度汇总" if said.of("district", "total") else "全市进度汇总"
    return read(f"{dated}{asks}", today, reading.city)


def _is_bare(plain: Reading) -> bool:
    """Whether nothing but a file was asked for: 导出excel."""
    return not plain.mentions and not plain.leftover


def _again(conversation: Conversation, turn: Turn, source: Sources) -> Heard | None:
    """The question before, answered again."""
    if not conversation.progress:
        return None
    before = restored(conversation.progress)
    return Heard(before.needs, lambda: before.answer(source, turn.at), lambda _: conversation)


def _attached(heard: Heard, kinds: tuple[str, ...], turn: Turn, source: Sources) -> Reply:
    reply = heard.act()
    state = heard.after(reply).progress
    if reply.kind not in ("answer", "summary") or state is None:
        return reply
    asked = restored(state)
    return with_attachments(reply, asked, kinds or usual(asked), source, turn)


def usual(asked: ProgressQuestion) -> tuple[str, ...]:
    """A metric's districts come with a chart."""
    question = asked.question
    whole_order = question.operation.order and not (question.operation.n or question.operation.nth)
    one = len(question.metrics) == 1 and asked.kind == "figures" and not asked.by_amount
    return ("chart",) if one and whole_order and not (question.conditions or question.operation.reduce) else ()


def with_attachments(
    reply: Reply, asked: ProgressQuestion, kinds: tuple[str, ...], source: Sources, turn: Turn
) -> Reply:
    """The reply with what it asks to be made; all of it from one table. Raises StoreProblem."""
    if not kinds:
        return reply
    year = asked.question.year or query.years(source.store, asked.question.city, asked.as_of)[-1]
    asked = replace(asked, question=replace(asked.question, year=year))
    case = look(asked, source, turn.at, source.thresholds(asked.as_of))
    if "bulletin" in kinds and asked.needs == "summary":
        return _with_bulletin(reply, case)
    if "bulletin" in kinds:
        kinds, reply = ("workbook",), replace(reply, notes=(*reply.notes, "通报是全市的，一个地方的做成Excel表。"))
    made = [a for kind in kinds for a in _attachments(kind, case) if a.table.lines]
    return replace(reply, attach=tuple(made))


def _attachments(kind: str, case: Case) -> tuple[Attachment, ...]:
    if kind == "chart":
        made = table(case, own_lines(case))
        return (Attachment("chart", f"{_name(case, made)}图", _name(case, made), made),)
    own = sheet.sheets(case) if case.asked.kind == "assessment" else ()
    made = table(case, all_lines(case))
    return (Attachment("workbook", f"{_name(case, made)}表", _name(case, made), made, sheets=own),)


def _name(case: Case, made: Progress) -> str:
    """2012年5月底实际引进外资完成情况."""
    question = case.asked.question
    if case.asked.kind == "assessment":
        return f"{case.year}年度{case.city}评比"
    metric = question.metrics[0] if len(question.metrics) == 1 else ""
    who = question.districts if len(question.districts) <= FEW else ("各地",)
    names = "、".join(who)
    return f"{made.day_text or f'{made.year}年'}{names}{metric}完成情况"


def _with_bulletin(reply: Reply, case: Case) -> Reply:
    """The bulletin as a Word file, the workbook of the same table, and a short text."""
    metrics = case.asked.question.metrics
    everyone = replace(case.asked, question=replace(case.asked.question, districts=(case.city,)))
    case = replace(case, asked=everyone)
    lines = [line for m in metrics if (line := whole(case, m))] + [line for m in metrics for line in ranked(case, m)]
    made, day = table(case, lines), case.period or month_before(case.at.date())
    title = bulletin.title(day)
    files = (
        Attachment("bulletin", title, title, made, bulletin.words(made, day, case.asked.as_of)),
        Attachment("workbook", f"{day.year}年{bulletin.span(day)}目标任务完成情况表", title, made),
    )
    said = f"《{title}》已做好（Word和Excel，同一套数）；发文机关、文号、签发人、主送、落款和日期待填。"
    return replace(reply, lines=(said, *reply.lines), table=None, attach=files)
