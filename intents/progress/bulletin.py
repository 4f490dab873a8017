"""The words of a bulletin (通报), made from the table by rule: what happened, who leads and lags, what is behind or
missing, what each remaining month must bring. Nothing is said that no figure tells."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal

from data import progress
from data.amount import show
from data.table import Line, Progress, lit
from intents.progress.wording import figure
from intents.reply import Paragraph
from intents.wording import listed

SPANS = {3: "一季度", 6: "上半年", 9: "前三季度", 12: "全年"}
DIGITS = "一二三四五六七八九"
MANY = 6  # so many ranked are told by the first and the last three
ENDS = 3


def title(day: date) -> str:
    """关于2012年1—5月目标任务完成情况的通报."""
    return f"关于{day.year}年{span(day)}目标任务完成情况的通报"


def span(day: date) -> str:
    """1—5月, 上半年; of a day within a month 1月1日—5月15日."""
    if day != progress.month_end(day):
        return f"1月1日—{day.month}月{day.day}日"
    return SPANS.get(day.month, f"1—{day.month}月" if day.month > 1 else "1月")


def words(table: Progress, day: date, as_of: datetime | None = None) -> tuple[Paragraph, ...]:
    """The paragraphs of the bulletin to that day, as it stood at that moment."""
    parts = (
        ("总体情况", _whole(table)),
        ("各地完成情况", _districts(table)),
        ("存在的主要问题", _troubles(table)),
        ("下一步工作要求", _demands(table, day)),
    )
    found = [(name, list(body)) for name, body in parts]
    heads = [(name, body) for name, body in found if body]
    chapters = [p for n, (name, body) in enumerate(heads, 1) for p in (Paragraph(f"{numeral(n)}、{name}", 1), *body)]
    return (Paragraph(_opening(table, day, as_of)), *chapters)


def numeral(number: int) -> str:
    """十二 of 12, up to 99."""
    tens, ones = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else f"{DIGITS[tens - 1]}十"
    return head + (DIGITS[ones - 1] if ones else "")


def _opening(table: Progress, day: date, as_of: datetime | None) -> str:
    documents = dict.fromkeys(line.citation.rpartition(" ")[0] for line in table.lines if line.citation)
    basis = f"根据{listed(list(documents))}下达的目标任务和各地各部门的上报数，" if documents else ""
    state = f"（按{as_of.year}年{as_of.month}月{as_of.day}日的口径）" if as_of else ""
    return f"{basis}现将{table.city}{day.year}年{span(day)}目标任务完成情况{state}通报如下。"


def _whole(table: Progress) -> Iterator[Paragraph]:
    """The city: how many metrics keep the pace, and each of them."""
    lines = table.of_city
    there = [line for line in lines if line.reported]
    silent = [line.metric for line in lines if not line.reported]
    judged = [line for line in there if line.light]
    green, yellow, red = (len(lit(judged, light)) for light in ("绿灯", "黄灯", "红灯"))
    pace = f"截至{table.day_text}，序时进度为{table.pace_text}。" if table.day_text else ""
    counted = f"{table.city}有上报数的指标{len(there)}项，其中可与序时进度相比的{len(judged)}项："
    lights = f"快于或持平序时进度的{green}项，慢于序时进度的{yellow + red}项（黄灯{yellow}项、红灯{red}项）。"
    none = f"尚无上报数的指标{len(silent)}项：{listed(silent)}。" if silent else ""
    yield Paragraph(pace + counted + lights + none)
    yield from (Paragraph(text) for text in _by_light(there, table) if text)


def _by_light(lines: Sequence[Line], table: Progress) -> Iterator[str]:
    """Each metric's sentence, those of a light together."""
    for light, head in (("绿灯", "快于或持平"), ("黄灯", "慢于"), ("红灯", "明显慢于")):
        said = [_sentence(line, table) for line in lit(lines, light)]
        yield f"{head}序时进度（{light}）的{len(said)}项：{'；'.join(said)}。" if said else ""
    others = [_sentence(line, table) for line in lines if not line.light]
    yield f"不与序时进度相比的{len(others)}项：{'；'.join(others)}。" if others else ""


def _sentence(line: Line, table: Progress) -> str:
    if line.target is None:
        return f"{line.metric}累计完成{line.actual_text}，未设年度目标"
    if line.lead is None:
        return f"{line.metric}为{line.actual_text}，年度目标{line.level}{line.target_text}，{line.rate_text}"
    partial = [each.district for each in table.of(line.metric) if not each.reported] if "不完整" in line.status else []
    more = f"（合计不完整，缺{listed(partial)}）" if partial else ""
    done = f"完成年度目标（{line.level}{line.target_text}）的{line.rate_text}"
    return f"{line.metric}累计完成{line.actual_text}{more}，{done}，{lead_phrase(line)}"


def lead_phrase(line: Line) -> str:
    """快于序时进度1.56个百分点, 与序时进度持平."""
    if not line.lead:
        return "与序时进度持平"
    return f"{line.lead_text[0]}于序时进度{line.lead_text[1:]}个百分点"


def _districts(table: Progress) -> Iterator[Paragraph]:
    """Each metric: who leads, who lags, who is behind the pace, who has not reported."""
    metrics = [m for m in table.metrics if any(line.reported for line in table.of(m))]
    for number, metric in enumerate(metrics, 1):
        yield Paragraph(f"（{numeral(number)}）{metric}", 2)
        yield Paragraph("".join(_field(table.of(metric))))


def _field(lines: Sequence[Line]) -> Iterator[str]:
    """A metric's districts: by rate, or for a ratio who has met the target; then the lights, and who is silent."""
    ranked = [line for line in lines if line.rank]
    yield _ratios(ranked) if ranked and ranked[0].lead is None else _order(ranked)
    for light in ("黄灯", "红灯"):
        behind = [line.district for line in lit(lines, light)]
        yield f"{light}{len(behind)}个：{listed(behind)}。" if behind else ""
    silent = [line.district for line in lines if not line.reported]
    yield f"未报{len(silent)}个：{listed(silent)}。" if silent else ""


def _order(ranked: Sequence[Line]) -> str:
    """The first three and the last three with all that tie there; all where they are few or the two would meet."""
    first = [line for line in ranked if (line.rank or 0) <= ENDS]
    last = [line for line in ranked if (line.rank or 0) >= (ranked[-ENDS:][0].rank or 0)]
    if len(ranked) >= MANY and len(first) + len(last) <= len(ranked):
        return f"完成率居前的是{_rates(first)}；居后的是{_rates(last)}。"
    return f"按完成率依次是{_rates(ranked)}。" if ranked else ""


def _rates(lines: Sequence[Line]) -> str:
    """诸暨市（50%），上虞市、嵊州市（均为45%）: equal rates together."""
    found: dict[str, list[str]] = {}
    for line in lines:
        found.setdefault(line.rate_text, []).append(line.district)
    return "，".join(f"{listed(names)}（{'均为' if len(names) > 1 else ''}{rate}）" for rate, names in found.items())


def _ratios(lines: Sequence[Line]) -> str:
    met = [f"{line.district}{line.actual_text}" for line in lines if not line.rate_text.startswith("低于")]
    below = [
        f"{line.district}{line.actual_text}（{line.rate_text}）" for line in lines if line.rate_text.startswith("低于")
    ]
    said = (
        f"达到目标的{len(met)}个：{listed(met)}" if met else "",
        f"未达到的{len(below)}个：{listed(below)}" if below else "",
    )
    return "；".join(filter(None, said)) + "。"


def _troubles(table: Progress) -> Iterator[Paragraph]:
    """What is red, what was not reported, what waits for review."""
    red = _by_district(lit(table.lines, "红灯"))
    silent = _by_district(line for line in table.of_districts if not line.reported)
    waiting = sum("待审核" in line.status for line in table.lines)
    found = (
        ("进度明显滞后", f"红灯指标共{_count(red)}项：{_told(red)}。" if red else ""),
        ("报送不全", f"未报共{_count(silent)}项（未报不等于0）：{_told(silent)}。" if silent else ""),
        ("审核未完", f"已上报、尚未审核的共{waiting}项，审核后的数可能有变化。" if waiting else ""),
    )
    for number, (name, text) in enumerate([each for each in found if each[1]], 1):
        yield Paragraph(f"（{numeral(number)}）{name}", 2)
        yield Paragraph(text)


def _by_district(lines: Iterable[Line]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in lines:
        found.setdefault(line.district, []).append(line.metric)
    return found


def _count(found: dict[str, list[str]]) -> int:
    return sum(map(len, found.values()))


def _told(found: dict[str, list[str]]) -> str:
    return "；".join(f"{name}{len(metrics)}项：{listed(metrics)}" for name, metrics in found.items())


def _demands(table: Progress, day: date) -> Iterator[Paragraph]:
    """What each remaining month must bring, for the metrics behind the pace; what is still to be reported."""
    left, behind = progress.months_left(day), lit(table.of_city, "黄灯", "红灯")
    if behind and left:
        each = "；".join(f"{line.metric}{_needed(line)}" for line in behind)
        yield Paragraph(
            f"对慢于序时进度的指标，各地各部门要对照目标抓紧推进。余下{figure(left)}个月要完成年度目标，平均每月还要完成：{each}。"
        )
    if any(not line.reported for line in table.lines):
        yield Paragraph("尚未报送的，请尽快补报；确无进展的，也要零报告。")


def _needed(line: Line) -> str:
    each = progress.needed(line.actual or Decimal(0), line.target or Decimal(0), line.day)
    return f"{show(progress.decimal(each, 2))}{line.unit}" if each is not None else ""
