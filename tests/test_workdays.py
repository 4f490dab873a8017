"""Working days and hours, with the holidays and the days worked in their stead."""

from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.workdays import CLOSES, NO_DAYS, OPENS, CalendarProblem, Days, is_workday, load_days, workday, working

ZONE = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        ("2012-06-05", True),  # a Tuesday
        ("2012-06-09", False),  # a Saturday
        ("2012-06-22", False),  # 端午, a Friday
        ("2012-09-29", True),  # a Saturday worked for the National Day
        ("2012-10-05", False),
        ("2026-02-17", False),  # 春节
    ],
)
def test_holidays_and_the_days_worked_for_them(day: str, worked: bool) -> None:
    assert is_workday(date.fromisoformat(day)) is worked


def test_the_offices_own_days_come_first() -> None:
    own = Days(worked=frozenset({date(2012, 6, 9)}), off=frozenset({date(2012, 6, 5)}))
    assert is_workday(date(2012, 6, 9), own) and not is_workday(date(2012, 6, 5), own)


def test_where_no_calendar_is_published_monday_to_friday(caplog: pytest.LogCaptureFixture) -> None:
    assert is_workday(date(2090, 6, 5)) and not is_workday(date(2090, 6, 4))
    assert [record for record in caplog.records if "2090" in record.getMessage()] and "MUBIAO_HOLIDAYS" in caplog.text


@given(st.dates(date(2006, 1, 1), date(2025, 12, 1)), st.times())
def test_the_next_moment_in_working_hours(day: date, clock: time) -> None:
    at = datetime.combine(day, clock, ZONE)
    found = working(at)
    assert found >= at and is_workday(found.date()) and OPENS <= found.time() < CLOSES
    assert found == at or found.time() == OPENS
    assert working(found) == found
    days = [at.date() + timedelta(n) for n in range((found.date() - at.date()).days)]
    assert not any(is_workday(day) for day in days[1:]), "no working day is passed over"


@given(st.dates(date(2006, 1, 1), date(2025, 12, 1)))
def test_the_working_day_next_to_a_day(day: date) -> None:
    after, before = workday(day), workday(day, forward=False)
    assert before <= day <= after and is_workday(before) and is_workday(after)
    assert (before == day == after) is is_workday(day)


def test_a_file_of_days(tmp_path: Path) -> None:
    path = tmp_path / "days.csv"
    path.write_text("\ufeff2027-01-01,休\n\n2027-01-03, 班 \n", encoding="utf-8")
    assert load_days(path) == Days(frozenset({date(2027, 1, 3)}), frozenset({date(2027, 1, 1)})) != NO_DAYS


@pytest.mark.parametrize("line", ["2027-13-01,休", "2027-01-01", "2027-01-01,假", "元旦"])
def test_a_line_that_is_no_day_is_named(line: str, tmp_path: Path) -> None:
    path = tmp_path / "days.csv"
    path.write_text(f"2027-01-01,休\n{line}\n", encoding="utf-8")
    with pytest.raises(CalendarProblem, match=r"第2行.*2027-01-03,班"):
        load_days(path)


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(CalendarProblem, match="读不了"):
        load_days(tmp_path / "none.csv")
    (tmp_path / "days.xls").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CalendarProblem, match="UTF-8"):
        load_days(tmp_path / "days.xls")
