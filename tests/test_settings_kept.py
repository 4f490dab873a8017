"""Settings that figures depend on: read, kept as they were, and what they change."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from bot.desk import open_desk
from bot.settings import SettingsProblem, load_settings
from data.settings_kept import USUAL, Kept, keep, kept_at
from data.store import Store, open_store
from intents.turn import Turn
from tests.offices import CITY, NOW, Office

STRICT = Kept(Decimal("0.5"), Decimal("-2.25"), 3)
DAY = timedelta(1)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(f"sqlite:///{tmp_path / 'kept.db'}")


def rows(store: Store) -> list[tuple[str, str]]:
    return [tuple(row) for row in store.rows("SELECT name, value FROM setting ORDER BY id")]  # type: ignore[misc]


def test_what_was_in_force_at_a_moment(store: Store) -> None:
    keep(store, USUAL, NOW)
    assert rows(store) == [] and kept_at(store, NOW) == USUAL
    keep(store, STRICT, NOW + 2 * DAY)
    keep(store, STRICT, NOW + 3 * DAY)
    assert rows(store) == [("light_green", "0.5"), ("light_red", "-2.25"), ("due_day", "3")]
    keep(store, Kept(light_red=Decimal(-8)), NOW + 4 * DAY)
    assert [kept_at(store, NOW + n * DAY) for n in (1, 2, 3, 4)] == [
        USUAL,
        STRICT,
        STRICT,
        Kept(light_red=Decimal(-8)),
    ]
    keep(store, USUAL, NOW + 5 * DAY)
    assert kept_at(store, NOW + 6 * DAY) == USUAL and len(rows(store)) == 3 + 3 + 1


def test_due_is_in_the_next_month() -> None:
    assert [STRICT.due(date(2012, 5, 31)), STRICT.due(date(2012, 12, 31))] == [date(2012, 6, 3), date(2013, 1, 3)]


def test_the_environment_is_read_exactly(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load_settings().kept == USUAL
    for name, value in (("LIGHT_GREEN", "0.5"), ("LIGHT_RED", "-2.25"), ("DUE_DAY", "3")):
        monkeypatch.setenv(f"MUBIAO_{name}", value)
    assert load_settings().kept == STRICT
    assert load_settings(light_red="-7", due_day="9").kept == Kept(Decimal("0.5"), Decimal(-7), 9)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("light_red", value) for value in ("红", "NaN", "1")),
        *(("light_green", value) for value in ("inf", "", "-11")),
        *(("due_day", value) for value in ("31", "0", "五")),
    ],
)
def test_a_wrong_one_is_one_sentence(name: str, value: str) -> None:
    with pytest.raises(SettingsProblem, match=r"^MUBIAO_[A-Z_]+：.+。$"):
        load_settings(**{name: value})


def test_a_desk_goes_by_its_settings_and_keeps_them() -> None:
    office = Office()
    office.report("zj", "进度 诸暨市 2012年5月 外资 8000万美元")  # lead -3.57
    url = f"sqlite:///{office.folder / 'office.db'}"

    def asked(kept: Kept, text: str = "诸暨外资快于序时进度吗", answers: bool = False) -> str:
        desk = open_desk(url, CITY, office.at, kept, answers)
        return "\n".join(desk.respond(Turn(text, "t:leader", "lights", office.at)).lines)

    assert "黄灯" in asked(USUAL, "诸暨市进度") + asked(USUAL, "谁落后")
    assert "红灯" in asked(STRICT, "谁落后") and rows(office.desk.store) == []
    office.wait(days=8)
    asked(STRICT, answers=True)
    assert len(rows(office.desk.store)) == 3
    then = "谁落后，截至6月10日的口径"
    assert "红灯" in asked(STRICT, "谁落后")
    assert asked(STRICT, then) == asked(USUAL, then) and "黄灯1" in asked(STRICT, then)


def test_late_is_after_the_due_day() -> None:
    office = Office(datetime.fromisoformat("2012-06-04T09:00:00+08:00"))
    url = f"sqlite:///{office.folder / 'office.db'}"
    office.desk = open_desk(url, CITY, NOW, Kept(due_day=3))
    assert "6月3日前报送，已过期" in str(office.say("zj", "我还有什么没报").lines)
    assert "迟报" in str(office.report("zj", "进度 诸暨市 2012年5月 外资 8000万美元").lines)
    office.desk = open_desk(url, CITY, NOW)
    assert "迟报" not in str(office.report("zj", "进度 诸暨市 2012年5月 内资 12亿元").lines)
