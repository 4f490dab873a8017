"""Periods: the examples, and what must hold for any month, quarter and year."""

import tomllib
from calendar import monthrange
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intents.mentions.amounts import find_amounts
from intents.mentions.period import Period, as_read, find_periods, in_year, is_year, months
from tests.numerals import ROUND, chinese

EXAMPLES = tomllib.loads(
    (Path(__file__).parent.parent / "intents/mentions/quantities.examples.toml").read_text("utf-8")
)
TODAY = date(2012, 6, 20)
YEARS, MONTHS = st.integers(2000, 2030), st.integers(1, 12)
DAYS = st.dates(date(2000, 1, 1), date(2030, 12, 31))
WORDS = st.lists(
    st.sampled_from(
        [
            "2012",
            "12",
            "5",
            "年",
            "月",
            "日",
            "号",
            "季度",
            "上半年",
            "到",
            "-",
            "至",
            "截至",
            "底",
            "末",
            "以来",
            "前",
            "去年",
            "本月",
            "一",
            "三",
            "、",
            "和",
            "之间",
            "起",
            "之前",
            "或之后",
            "今天",
            ".",
            "/",
            " ",
            "外资",
        ]
    ),
    max_size=9,
)


def written(text: str, period: Period) -> str:
    return f"{text[period.start : period.end]} = {period.first or ''}..{period.last or ''} {period.grain}"


def end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def days(text: str, today: date = TODAY) -> list[tuple[date | None, date | None]]:
    return [(period.first, period.last) for period in find_periods(text, today)]


@pytest.mark.parametrize("text", EXAMPLES["period"])
def test_examples(text: str) -> None:
    assert [written(text, period) for period in find_periods(text, TODAY)] == EXAMPLES["period"][text]


@pytest.mark.parametrize("text", EXAMPLES["period_in_january"])
def test_january_looks_back(text: str) -> None:
    assert [written(text, period) for period in find_periods(text, date(2013, 1, 10))] == EXAMPLES["period_in_january"][
        text
    ]


@pytest.mark.parametrize("text", EXAMPLES["period_as_read"])
def test_as_read(text: str) -> None:
    found = [f"{period.first or ''}..{period.last or ''}" for period in as_read(text, TODAY)]
    assert found == EXAMPLES["period_as_read"][text]


@given(YEARS, MONTHS)
def test_month_in_every_style(year: int, month: int) -> None:
    spoken = "".join(ROUND[int(digit)] for digit in str(year))
    spoken_month = chinese(month).removeprefix("一") if month >= 10 else chinese(month)
    for text in (
        f"{year}年{month}月",
        f"{year}年{month:02}月份",
        f"{year}-{month:02}",
        f"{year}/{month}",
        f"{year}.{month}",
        f"{year}{month:02}",
        f"{spoken}年{spoken_month}月",
        f"{year} 年 {month} 月",
        f"{year}年的{month}月",
    ):
        assert days(f"诸暨 {text} 外资") == [(date(year, month, 1), end(year, month))], text


@given(YEARS, MONTHS)
def test_cumulative_periods_start_on_new_years_day(year: int, month: int) -> None:
    for text in (
        f"{year}年1-{month}月",
        f"{year}年1月至{month}月",
        f"截至{year}年{month}月底",
        f"到{year}年{month}月末",
        f"{year}年前{month}个月",
        f"{year}年{month}月累计",
        f"{year}年{month}月底",
        f"截止到{year}年{month}月{end(year, month).day}日",
    ):
        assert month == 1 or days(f"上虞{text}完成") == [(date(year, 1, 1), end(year, month))], text


@given(DAYS)
def test_days_in_every_style(day: date) -> None:
    for text in (
        f"{day.year}年{day.month}月{day.day}日",
        f"{day:%Y-%m-%d}",
        f"{day:%Y%m%d}",
        f"{day.year}.{day.month}.{day.day}",
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}年{chinese(day.month)}月{chinese(day.day)}号",
    ):
        assert days(text) == [(day, day)], text


@given(MONTHS, DAYS)
def test_month_without_a_year(month: int, today: date) -> None:
    (period,) = find_periods(f"新昌{month}月外资", today)
    assert period.first is not None and period.last is not None and period.first.month == month
    assert (period.first.year, month) <= (today.year, today.month) < (period.first.year + 1, month)
    assert len(period.any_of) == 2 and not period.explicit_year and period.relative
    assert in_year(period, period.first.year + 1).first == period.first.replace(year=period.first.year + 1)


@given(YEARS, DAYS)
def test_years(year: int, today: date) -> None:
    (period,) = find_periods(f"{year}年全市外资目标", today)
    assert is_year(period) and period.explicit_year and not period.relative
    assert [period.first for period in find_periods("今年和去年", today)] == [
        date(today.year, 1, 1),
        date(today.year - 1, 1, 1),
    ]


@given(YEARS, MONTHS, st.integers(0, 10))
def test_months_of_a_span(year: int, month: int, more: int) -> None:
    last = min(month + more, 12)
    (period,) = find_periods(f"{year}年{month}月到{last}月", TODAY)
    found = months(period) if last > month else (period,)
    assert [(one.first, one.last) for one in found] == [
        (date(year, one, 1), end(year, one)) for one in range(month, last + 1)
    ]


@given(MONTHS, st.decimals(1, 10**6, places=1), st.sampled_from(["万美元", "亿元", "万", "只"]))
def test_dates_are_no_amounts(month: int, value: object, unit: str) -> None:
    for when in (
        f"2012年{month}月",
        f"1-{month}月",
        f"2012-{month:02}",
        f"2012.{month}",
        f"2012{month:02}",
        f"截至{month}月15日",
        "一季度",
        "前三季度",
    ):
        text = f"进度 诸暨 {when} 外资 {value}{unit}"
        (amount,) = find_amounts(text)
        (period,) = find_periods(text, TODAY)
        assert period.end <= amount.start and text[amount.start : amount.end] == f"{value}{unit}"


@given(WORDS, DAYS)
def test_anything_is_read_in_order(words: list[str], today: date) -> None:
    text, at = "".join(words), 0
    for period in find_periods(text, today):
        assert at <= period.start < period.end <= len(text)
        assert period.first is None or period.last is None or period.first <= period.last
        at = period.end
    as_read(text, today)
