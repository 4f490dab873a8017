"""The renderer: nothing is lost, nothing is taken for HTML, nothing is too long, columns stand under each other."""

import html
import re

from hypothesis import given
from hypothesis import strategies as st

from bot.render.text import LIMIT, aligned, messages, plain, spoken
from bot.render.width import units, width
from intents.reply import Reply, Table
from tests.e2e.tgserver import parse

COUNTIES = ("诸暨市", "上虞市", "嵊州市", "绍兴县", "新昌县")
TABLE = Table(("县市", "外资目标"), tuple((name, f"{n}000万美元") for n, name in enumerate(COUNTIES, 8)))
NOTE = "依据:绍政办发〔2012〕43号 附件4"

texts = st.text(st.characters(codec="utf-8", exclude_characters="\n"))
cells = st.text(st.sampled_from("诸暨市abc1.<&>-(Q2)𠮷é́"), min_size=1, max_size=12)
tables = st.integers(1, 4).flatmap(
    lambda n: st.builds(Table, st.tuples(*[cells] * n), st.lists(st.tuples(*[cells] * n), max_size=8).map(tuple))
)


def read(page: str) -> str:
    """What a message shows, read by the simplest reader."""
    return html.unescape(re.sub(r"</?pre>", "", page))


def test_plain_is_lines_table_notes() -> None:
    reply = Reply("answer", ("各县市:",), Table(("县市", "目标"), (("诸暨市", "2.1"), ("新昌县", "12"))), (NOTE,))
    assert plain(reply) == f"各县市:\n县市    目标\n诸暨市   2.1\n新昌县    12\n{NOTE}"


def test_a_narrow_table_is_a_block_on_a_phone() -> None:
    (page,) = messages(Reply("answer", ("各县市<外资>:",), TABLE, (NOTE,)))
    block = "\n".join(aligned(TABLE))
    assert page == f"各县市&lt;外资&gt;:\n<pre>{block}</pre>\n{NOTE}"


def test_a_short_or_wide_table_is_a_line_a_row() -> None:
    assert messages(Reply("answer", table=Table(TABLE.header, TABLE.rows[:2]))) == [
        "诸暨市：8000万美元\n上虞市：9000万美元"
    ]
    wide = Table(("县市", "必保", "力争"), tuple((name, "实际引进外资2.1亿美元", "") for name in COUNTIES))
    assert messages(Reply("answer", table=wide))[0].startswith("诸暨市：必保 实际引进外资2.1亿美元\n")


def test_several_figures_are_named() -> None:
    table = Table(("县市", "必保", "力争"), (("诸暨市", "3%", "5%"), ("新昌县", "", "4%")))
    assert spoken(table) == ["诸暨市：必保 3%，力争 5%", "新昌县：力争 4%"]


def test_a_ranking_reads_as_a_ranking() -> None:
    header = ("名次", "考核对象", "完成率", "快慢（百分点）", "灯")
    table = Table(header, (("1", "诸暨市", "42.6%", "快0.93", "绿灯"), ("未报", "绍兴县", "", "", "")))
    assert spoken(table) == ["1. 诸暨市：完成率 42.6%，快0.93个百分点，绿灯", "未报 绍兴县"]


def test_what_has_no_value_is_left_out() -> None:
    table = Table(
        ("指标", "累计", "完成率", "快慢（百分点）", "灯"),
        (("工业投资增长", "15.2%", "高于目标0.2个百分点", "—", "—"),),
    )
    assert spoken(table) == ["工业投资增长：累计 15.2%，高于目标0.2个百分点"]


def test_ragged_and_empty_tables() -> None:
    assert aligned(Table(("甲",), (("乙", "1"), ()))) == ["甲", "乙  1"]
    assert aligned(Table((), ())) == spoken(Table((), ())) == messages(Reply("help", table=Table((), ()))) == []


def test_choices_alone_get_a_line() -> None:
    assert messages(Reply("choose", choices=("甲", "乙"))) == ["请选择："]


def test_listed_choices_stay_together() -> None:
    pages = messages(Reply("choose", ("字" * 30,), choices=("短", "长" * 20)), 50)
    assert pages == ["字" * 30, "1. 短\n2. " + "长" * 20]


@given(st.lists(texts, min_size=1), st.integers(2, 40))
def test_pages_hold_the_whole_text(lines: list[str], limit: int) -> None:
    pages = [read(page) for page in messages(Reply("answer", tuple(lines)), limit)]
    assert all(units(page) <= limit for page in pages)
    shown = re.sub(r"\s", "", "".join(pages))
    assert shown == re.sub(r"\s", "", "".join(lines))


@given(st.lists(st.text("字ab<&", min_size=1, max_size=20), min_size=1))
def test_pages_break_at_lines(lines: list[str]) -> None:
    pages = messages(Reply("answer", tuple(lines)), 20)
    assert "\n".join(read(page) for page in pages) == "\n".join(lines)


@given(texts)
def test_telegram_reads_every_text_as_that_text(text: str) -> None:
    for page in messages(Reply("answer", ("起", text, "止"))):
        shown, entities = parse(page)
        assert not any(entity["type"] in ("bold", "pre", "texturl") for entity in entities)
        assert re.sub(r"\W", "", shown) == re.sub(r"\W", "", f"起{text}止")


@given(tables)
def test_telegram_reads_every_table(table: Table) -> None:
    for page in messages(Reply("answer", ("表",), table, ("止",))):
        assert parse(page)[0].startswith("表")


@given(tables)
def test_columns_stand_under_each_other(table: Table) -> None:
    grid = [[" ".join(cell.split()) for cell in row] for row in (table.header, *table.rows)]
    ends = [0]
    for column in zip(*grid, strict=True):
        ends.append(ends[-1] + max(map(width, column)) + 2)
    for line, row in zip(aligned(table), grid, strict=True):
        for start, end, cell in zip(ends, ends[1:], row, strict=False):
            shown = between(line, start, end - 2)
            assert shown.strip(" ") == cell and (shown.startswith(cell) or width(shown) == end - 2 - start)


def between(line: str, start: int, end: int) -> str:
    """The part of a line that stands between two half-width columns."""
    return "".join(
        c for n, c in enumerate(line) if start < width(line[: n + 1]) + (not width(c)) and width(line[: n + 1]) <= end
    )


@given(st.text())
def test_units_are_what_telegram_counts(text: str) -> None:
    assert units(text) == len(text.encode("utf-16-le", "surrogatepass")) // 2


def test_a_full_message_is_one_message() -> None:
    assert len(messages(Reply("answer", ("&" * LIMIT,)))) == 1
    assert len(messages(Reply("answer", ("𠮷" * (LIMIT // 2) + "a",)))) == 2


def test_width() -> None:
    assert [width(text) for text in ("诸暨市", "abc", "2.1亿", "é", "e\u0301", "\u200b", "〔1〕")] == [
        6,
        3,
        5,
        1,
        1,
        0,
        5,
    ]
