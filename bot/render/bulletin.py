"""A bulletin as an official document in Word. What no figure tells (sender, number, signer, addressees, date, seal) is
left to be filled in; the words come with the attachment, the tables and the chart from its table."""

from dataclasses import replace
from typing import Any

from bot.render.chart import pages, png
from bot.render.official import (
    BODY,
    FANG,
    FOUR,
    HEI,
    KAI,
    SONG,
    SPACE,
    THREE,
    TWO,
    new_page,
    paper,
    picture,
    red,
    ruled,
    saved,
    table,
    write,
)
from data.table import Line, Progress
from intents.reply import Attachment

FONTS = {0: FANG, 1: HEI, 2: KAI}
CITY = ("指标", "单位", "年度目标", "累计完成", "完成率", "快慢", "灯", "备注")
CITY_WIDTHS = (38, 13, 18, 18, 19, 18, 10, 22)
ALL = ("位次", "考核对象", "年度目标", "累计完成", "完成率", "快慢", "灯", "备注")
ALL_WIDTHS = (10, 36, 19, 19, 19, 18, 10, 25)
RATIO = ("位次", "考核对象", "年度目标", "累计完成", "与目标相比", "备注")  # which has no rate, pace or light
RATIO_WIDTHS = (10, 36, 19, 19, 47, 25)
ATTACHED = ("全市各项指标完成情况表", "各地分指标完成情况表", "全市各项指标完成情况图")


def bulletin(attachment: Attachment) -> bytes:
    """The document as the bytes of a .docx file."""
    document = paper()
    _head(document, attachment.title)
    for paragraph in attachment.paragraphs:
        write(document, paragraph.text, FONTS[paragraph.level], outline=paragraph.level)
    _foot(document)
    _city_table(document, attachment.table)
    _tables(document, attachment.table)
    _pictures(document, attachment)
    _imprint(document)
    return saved(document, attachment.title)


def _head(document: Any, title: str) -> None:
    """版头 with its blanks, the red rule, the title in 2号小标宋, the addressees to be filled in."""
    red(write(document, "（发文机关标志）", SONG, 36, align="centre", indent=0))
    write(document, "", indent=0)
    numbers = f"（发文字号待填）{SPACE * 8}签发人：（待填）"
    ruled(write(document, numbers, FANG, align="centre", indent=0))
    write(document, "", indent=0)
    for line in title.replace("目标任务", "目标任务\n").split("\n"):
        write(document, line, SONG, TWO, align="centre", indent=0)
    write(document, "", indent=0)
    write(document, "（主送机关待填）：", indent=0, align="left")


def _foot(document: Any) -> None:
    """What is attached; signature and date to be filled in."""
    write(document, "", indent=0)
    for number, name in enumerate(ATTACHED, 1):
        write(document, f"{'附件：' if number == 1 else SPACE * 3}{number}. {name}", align="left")
    write(document, "", indent=0)
    write(document, "", indent=0)
    write(document, f"（发文机关署名待填）{SPACE * 4}", align="right", indent=0)
    write(document, f"（成文日期待填）{SPACE * 4}", align="right", indent=0)
    write(document, "（此稿由系统按上报数生成，未编号、未签发、未用印。）", FANG, align="left")


def _attached(document: Any, number: int) -> None:
    """An attachment begins on a new page, its name on the third line."""
    new_page(document)
    write(document, f"附件{number}", HEI, align="left", indent=0)
    write(document, "", indent=0)
    write(document, ATTACHED[number - 1], SONG, TWO, align="centre", indent=0)


def _city_table(document: Any, progress: Progress) -> None:
    _attached(document, 1)
    _said_day(document, progress)
    table(document, CITY, [(line.metric, line.unit, *_cells(line)) for line in progress.of_city], CITY_WIDTHS)


def _tables(document: Any, progress: Progress) -> None:
    """A table a metric, its districts by rank."""
    _attached(document, 2)
    _said_day(document, progress)
    for number, metric in enumerate((m for m in progress.metrics if progress.of(m)), 1):
        lines = progress.of(metric)
        write(document, f"{number}. {metric}（{lines[0].unit}）", FANG, FOUR, align="left", indent=0, outline=3)
        rows = [(str(line.rank or "—"), line.district, *_cells(line)) for line in lines]
        if lines[0].unit == "%":
            table(document, RATIO, [(*row[:5], row[7]) for row in rows], RATIO_WIDTHS, whole=True)
        else:
            table(document, ALL, rows, ALL_WIDTHS, whole=True)


def _said_day(document: Any, progress: Progress) -> None:
    """What is said of a table: its day, the pace, the unit of 快慢."""
    when = f"截至{progress.day_text}，序时进度{progress.pace_text}；" if progress.day_text else ""
    write(document, f"{when}快慢单位：百分点", FANG, FOUR, align="centre", indent=0, outline=BODY)


def _cells(line: Line) -> tuple[str, ...]:
    """Target, actual, rate, lead, light, remark: the words that the text uses."""
    bare = [text.removesuffix(line.unit) for text in (line.target_text, line.actual_text)]
    target = f"{line.level}{bare[0]}"
    remark = "、".join(word for word in line.status if word != line.rate_text)
    return target, bare[1], line.rate_text, line.lead_text, line.light or "—", remark


def _pictures(document: Any, attachment: Attachment) -> None:
    """The city's metrics, drawn as the chart of a reply is."""
    _attached(document, 3)
    city = replace(attachment.table, lines=attachment.table.of_city)
    for part in pages(city):
        picture(document, png(city, f"全市各项指标完成情况（到{city.day_text}）", part), 120, 190)


def _imprint(document: Any) -> None:
    """版记, to be filled in."""
    write(document, "", indent=0)
    write(document, "抄送：（待填）", FANG, THREE - 2, align="left", indent=1)
    write(document, "（印发机关、印发日期待填）", FANG, THREE - 2, align="left", indent=1)
