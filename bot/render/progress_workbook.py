"""The table of progress as a workbook to work with: rates are formulas that give the figures of the text."""

from collections.abc import Iterable
from decimal import Context, Decimal
from fractions import Fraction

from bot.render.width import width
from data.table import Line, Progress
from data.workbook import Cell, Number, Sheet, Word, workbook

HEADER = (
    "指标",
    "考核对象",
    "截止日",
    "位次",
    "计量单位",
    "目标级别",
    "目标",
    "累计完成",
    "完成率",
    "序时进度",
    "快于序时进度（百分点）",
    "灯",
    "文中写法",
    "备注",
    "数据来源",
    "目标依据",
)
LIGHTS = {"绿灯": "#C6E9DC", "黄灯": "#FBF6B8", "红灯": "#F6CBB0"}
EXCEL = Context(prec=15)  # the digits that Excel itself keeps
NOTES = (
    ("累计完成", "自1月1日起累计到截止日；未报的为空，不等于0。"),
    ("完成率", "累计完成÷目标，目标有必保、力争两级的按“目标级别”一栏；目标为0或比重类指标不算完成率。"),
    ("序时进度", "（月份－1＋p）÷12；15日以前p＝日÷30，以后p＝½＋（日－15）÷2（当月天数－15）。"),
    ("快于序时进度", "（完成率－序时进度）×100，负数为慢于序时进度。"),
    ("位次", "按完成率从高到低，相同的并列，其后名次顺延；未报的不排名。"),
    ("备注", "待审核：已上报、尚未审核；不完整：有的地方未报，合计里没有；迟报：过了报送时限。"),
)


def progress_workbook(table: Progress, title: str, first: tuple[Sheet, ...] = ()) -> bytes:
    """The sheets given, the lines of the table (the city's and the districts' apart) and a sheet 来源, as .xlsx."""
    parts = (("全市", table.of_city), ("各地", table.of_districts))
    sheets = [_sheet(name, lines) for name, lines in parts if lines]
    return workbook((*first, *sheets, _sources(table, title)))


def _sheet(name: str, lines: tuple[Line, ...]) -> Sheet:
    return Sheet(name, HEADER, tuple(_row(line, number) for number, line in enumerate(lines, 2)), fixed=2)


def _row(line: Line, row: int) -> tuple[Cell, ...]:
    """One line; `row` is its number in the sheet, to which its formulas point."""
    return (
        line.metric,
        line.district,
        f"{line.day:%Y-%m-%d}",
        Number(Decimal(line.rank), "0") if line.rank else "",
        line.unit,
        line.level,
        _amount(line.target),
        _amount(line.actual),
        *_shares(line, row),
        Word(line.light, LIGHTS.get(line.light, "")),
        _said(line),
        "、".join(line.status),
        line.report,
        line.citation,
    )


def _amount(value: Decimal | None) -> Cell:
    return "" if value is None else Number(value, _form(value))


def _form(value: Decimal) -> str:
    """With the decimals that the figure was published or reported with."""
    places = -int(value.normalize().as_tuple().exponent)
    return "#,##0" + (f".{'0' * places}" if places > 0 else "")


def _shares(line: Line, row: int) -> tuple[Cell, Cell, Cell]:
    """Rate, pace and lead, each as a formula; a ratio's distance to its target stands in 文中写法."""
    pace = Number(_decimal(line.pace), "0.00%", f"{line.pace.numerator}/{line.pace.denominator}")
    if line.rate is None or line.lead is None:
        return "", pace, ""
    places = "0" * max(2, len(line.lead_text.partition(".")[2]))
    rate = Number(
        _decimal(line.rate), f"0.{'0' * max(2, len(line.rate_text.partition('.')[2]) - 1)}%", f"H{row}/G{row}"
    )
    return rate, pace, Number(_decimal(line.lead), f"0.{places}", f"(I{row}-J{row})*100")


def _decimal(value: Fraction) -> Decimal:
    return EXCEL.divide(Decimal(value.numerator), Decimal(value.denominator))


def _said(line: Line) -> str:
    """As the reply's text shows it: 46.67%，快5."""
    return line.rate_text if line.lead is None else f"{line.rate_text}，{line.lead_text}"


def _sources(table: Progress, title: str) -> Sheet:
    """来源: what it is, where actuals and targets come from, how figures are reckoned."""
    pace = f"到{table.day_text}，序时进度{table.pace_text}" if table.day_text else "各指标截止日不同，见各行"
    rows = [("表名", title), ("截止日", pace)]
    rows += [
        (cited, f"目标：{_names(line.metric for line in table.lines if line.citation == cited)}")
        for cited in _all(line.citation for line in table.lines)
    ]
    rows += [(number, f"完成数：{_reported(number, table)}") for number in _all(line.report for line in table.lines)]
    return Sheet("来源", ("项目", "说明"), tuple((name, _cut(text)) for name, text in (*rows, *NOTES)))


def _reported(number: str, table: Progress) -> str:
    lines = [line for line in table.lines if line.report == number]
    return f"{_names(line.district for line in lines)} {_names(line.metric for line in lines)}"


def _all(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, names)))


def _names(names: Iterable[str]) -> str:
    return "、".join(_all(names))


def _cut(text: str, columns: int = 2000) -> str:
    return text if width(text) <= columns else f"{text[: columns // 2]}…"
