"""Why a workbook is not read: each one sentence, and what works instead."""

from collections.abc import Sequence

from data.problem import Problem, decline

AGAIN = "请发“填报模板”取一份模板，只填“本期累计完成”一列，再发回来。"
_STORED = "没有存入任何数据。"
_SHOWN = 8


def no_file(name: str) -> Problem:
    """A file that cannot be opened."""
    return decline(f"读不到您发的文件{name}。{_STORED}", "请重新发送一次。")


def no_workbook(name: str) -> Problem:
    """Something that is no .xlsx file, is damaged, or is locked with a password."""
    return decline(f"{name}不是能读的Excel工作簿（.xlsx），或者已损坏、加了密码。{_STORED}", AGAIN)


def too_large(name: str, limit: str) -> Problem:
    """A file over the limit."""
    return decline(f"{name}超过{limit}，没有读取。{_STORED}", AGAIN)


def too_long(rows: int, columns: int) -> Problem:
    """More rows, columns or cells than a report has."""
    return decline(f"表格超过{rows}行或{columns}列，没有读取。{_STORED}", AGAIN)


def macros(name: str) -> Problem:
    """A workbook with a program in it."""
    return decline(
        f"{name}带有宏，为安全起见没有读取。{_STORED}", "请另存为不带宏的.xlsx再发，或发“填报模板”取一份模板。"
    )


def merged() -> Problem:
    """Merged cells: which row a value belongs to is not certain."""
    return decline(f"表里有合并单元格，说不准数属于哪一行，没有读取。{_STORED}", f"请取消合并后再发。{AGAIN}")


def formulas(cells: Sequence[str]) -> Problem:
    """Formulas: their results are not what somebody typed."""
    return decline(f"{_places(cells)}是公式，不是填写的数，没有读取。{_STORED}", "请把公式“选择性粘贴”为数值后再发。")


def no_figures(cells: Sequence[str]) -> Problem:
    """Cells with an error, a time, true or false where a figure or a name should be."""
    return decline(
        f"{_places(cells)}不是数也不是文字（例如错误值、时刻、逻辑值），没有读取。{_STORED}", "请改正后再发。"
    )


def wrong_layout() -> Problem:
    """No table with a header that is known."""
    return decline(
        f"没有找到填报表：要有一行表头，写着“指标”和“本期累计完成”。{_STORED}",
        AGAIN,
    )


def several_tables(names: Sequence[str]) -> Problem:
    """Tables on several sheets."""
    return decline(
        f"工作簿里有{len(names)}张填报表（{'、'.join(names[:_SHOWN])}），不知道以哪张为准。{_STORED}",
        "请只留一张再发。",
    )


def two_values(columns: Sequence[str]) -> Problem:
    """Two columns that could hold the value."""
    return decline(f"表里有{len(columns)}列都可能是要报的数（{'、'.join(columns)}），没有读取。{_STORED}", AGAIN)


def nothing_filled() -> Problem:
    """A template as it was given out."""
    return decline(f"表里“本期累计完成”一列还没有填。{_STORED}", "没有进展的指标请填0，或填上期的数。")


def unclear_row(sentence: str) -> Problem:
    """A row that fits several metrics or districts."""
    return decline(f"{sentence.rstrip('：:，,请选一个')}。{_STORED}", "请在表里写指标和地区的全称后再发。")


def _places(cells: Sequence[str]) -> str:
    more = f"等{len(cells)}处" if len(cells) > _SHOWN else ""
    return f"单元格{'、'.join(cells[:_SHOWN])}{more}"
