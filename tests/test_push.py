"""What is sent by itself: subscriptions, reminders, a bulletin published; each once, when the offices are open."""

import random
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from openpyxl import load_workbook

from bot.push import composed, tick
from data import kept_files, members, outbox, subscriptions, workdays
from data.report import Member
from data.workdays import NO_DAYS, Days
from intents.conversation import Conversation
from intents.members import subscribing, urging
from intents.turn import Turn
from tests.offices import CITY, NOW, Office

EXAMPLES = Path(subscribing.__file__).parent
SAID = tomllib.loads((EXAMPLES / "subscribing.examples.toml").read_text(encoding="utf-8"))
URGED = tomllib.loads((EXAMPLES / "urging.examples.toml").read_text(encoding="utf-8"))
LEADER = Member("t:leader", "王市长", "leader")
DAY = timedelta(1)


@pytest.fixture
def office() -> Office:
    return Office()


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=NOW.tzinfo)


def sent(office: Office, text: str) -> list[dict[str, Any]]:
    """What goes out at a tick at that moment."""
    tick(office.desk, at(text))
    with office.desk.outgoing(at(text)) as messages:
        return list(messages)


def heard(office: Office, text: str, intent: Any, moment: datetime = NOW) -> Any:
    turn = Turn(text, LEADER.id, "c", moment)
    return intent.read(turn, text, LEADER, Conversation(), office.desk.source)


# What is said


@pytest.mark.parametrize(("text", "kinds"), SAID["begins"])
def test_a_subscription_begins(text: str, kinds: str, office: Office) -> None:
    reply = office.say("leader", text)
    assert reply.kind == ("receipt" if kinds else "choose")
    assert sorted(each.kind for each in subscriptions.of(office.desk.store, LEADER.id)) == sorted(kinds.split())


@pytest.mark.parametrize(("text", "kinds"), SAID["ends"])
def test_a_subscription_ends(text: str, kinds: str, office: Office) -> None:
    office.say("leader", "全部订阅")
    reply = office.say("leader", text)
    left = {each.kind for each in subscriptions.of(office.desk.store, LEADER.id)}
    assert reply.kind == ("receipt" if kinds else "choose")
    assert left == {"bulletin:5", "inspection", "lagging"} - set(kinds.split())


@pytest.mark.parametrize("text", SAID["asks"])
def test_what_is_subscribed_is_told(text: str, office: Office) -> None:
    assert "还没有订阅" in office.say("leader", text).lines[0]
    office.say("leader", "订阅 半月督查")
    assert "半月督查" in office.say("leader", text).lines[0]


@pytest.mark.parametrize("text", SAID["declined"])
def test_what_is_not_understood_changes_nothing(text: str, office: Office) -> None:
    office.say("leader", "订阅 半月督查")
    assert office.say("leader", text).kind == "decline"
    assert [each.kind for each in subscriptions.of(office.desk.store, LEADER.id)] == ["inspection"]


@pytest.mark.parametrize("text", [*SAID["others"], *URGED["others"]])
def test_another_matter(text: str, office: Office) -> None:
    found = heard(office, text, subscribing)
    assert found is None or text in URGED["others"]
    if text != "催报":
        assert heard(office, text, urging) is None


def test_the_only_subscription_ends_with_a_word_and_none_is_declined(office: Office) -> None:
    assert office.say("leader", "退订").kind == "decline"
    office.say("leader", "订阅 每月10日通报")
    assert "每月10日通报" in office.say("leader", "退订").lines[0]
    assert office.say("leader", "退订").kind == "decline"
    office.say("leader", "订阅 半月督查")
    assert "没有订阅落后时提醒" in office.say("leader", "退订 落后提醒").lines[0]


def test_another_day_takes_the_place_of_the_first(office: Office) -> None:
    office.say("leader", "订阅 每月5日通报")
    office.say("leader", "订阅 每月10日通报")
    assert "已经订阅过" in office.say("leader", "订阅 每月10日通报").lines[0]
    assert [each.kind for each in subscriptions.of(office.desk.store, LEADER.id)] == ["bulletin:10"]


@pytest.mark.parametrize("who", ["official", "zj", "trade", "admin"])
@pytest.mark.parametrize("text", ["订阅 每月5日通报", "退订", "我的订阅", "催报", "发布5月通报"])
def test_only_leaders(who: str, text: str, office: Office) -> None:
    reply = office.say(who, text)
    assert reply.kind == "decline" and "领导" in reply.lines[0]


# When it is due


@pytest.mark.parametrize(
    ("kind", "since", "upto", "moments"),
    [
        ("bulletin:5", "2012-06-04T09:00", "2012-08-31T00:00", ["06-05", "07-05", "08-06"]),  # 5 August is a Sunday
        ("bulletin:5", "2012-06-05T08:30", "2012-07-01T00:00", []),
        ("bulletin:5", "2012-09-28T08:30", "2012-10-31T00:00", ["10-08"]),  # the National Day's week
        ("inspection", "2012-06-01T00:00", "2012-07-31T00:00", ["06-15", "06-29", "07-13"]),
    ],
)
def test_due(kind: str, since: str, upto: str, moments: list[str]) -> None:
    found = subscriptions.due(kind, at(since), at(upto), NO_DAYS)
    assert [f"{each:%m-%d %H:%M}" for each in found] == [f"{day} 08:30" for day in moments]


def test_a_bulletin_is_sent_when_due_once(office: Office) -> None:
    office.report("zj", "进度 诸暨市 2012年5月 外资 9800万美元")
    office.say("leader", "订阅 每月5日通报")
    sent(office, "2012-06-04T16:00")
    assert sent(office, "2012-06-05T08:29") == []
    (message,) = sent(office, "2012-06-05T08:30")
    assert message["to"] == LEADER.id and "【每月5日通报】" in message["text"] and "9800" not in message["text"]
    assert [file.name.rpartition(".")[2] for file in message["files"]] == ["docx", "xlsx"]
    assert message["files"][0].content[:2] == b"PK"
    assert sent(office, "2012-06-05T09:00") == sent(office, "2012-07-04T17:00") == []
    (next_one,) = sent(office, "2012-07-05T10:00")
    assert "6月" in next_one["text"]


def test_another_calendar_sends_nothing_again(office: Office) -> None:
    office.say("leader", "订阅 每月5日通报")
    assert len(sent(office, "2012-06-05T09:00")) == 1
    moved = replace(office.desk.source, days=Days(off=frozenset({date(2012, 6, 5)})))
    office.desk = replace(office.desk, source=moved)
    assert sent(office, "2012-06-06T09:00") == [] and len(sent(office, "2012-07-05T09:00")) == 1


def test_out_of_working_hours_nothing_is_sent(office: Office) -> None:
    office.say("leader", "订阅 每月5日通报")
    assert sent(office, "2012-06-05T20:00") == []
    assert len(sent(office, "2012-06-06T08:30")) == 1


def test_after_months_of_silence_each_bulletin_comes_and_one_inspection(office: Office) -> None:
    office.say("leader", "订阅 每月5日通报")
    office.say("leader", "订阅 半月督查")
    texts = [message["text"] for message in sent(office, "2012-09-07T09:00")]
    assert sum("通报】" in text for text in texts) == 4 and sum("【半月督查】" in text for text in texts) == 1
    assert sent(office, "2012-09-07T10:00") == []


def test_who_is_no_leader_any_more_gets_nothing(office: Office) -> None:
    office.say("leader", "全部订阅")
    office.report("zj", "进度 诸暨市 2012年5月 外资 980万美元")
    members.add(office.desk.store, Member(LEADER.id, "王市长", "official"), NOW)
    assert [m["to"] for m in sent(office, "2012-06-05T09:00")] == ["t:trade"]


def test_text_and_files_of_a_bulletin_are_of_one_moment(office: Office) -> None:
    members.add(office.desk.store, Member("t:leader2", "李市长", "leader"), NOW)
    for who in ("leader", "leader2"):
        office.say(who, "订阅 每月5日通报")
    office.report("zj", "进度 诸暨市 2012年5月 外资 9800万美元")
    put = subscriptions.advance
    with patch("data.subscriptions.advance", lambda store, found, done: found.id == 1 and put(store, found, done)):
        (_, first) = sent(office, "2012-06-05T08:30")
    office.report("zj", "更正 诸暨市 2012年5月 外资 8800万美元")
    second = next(m for m in sent(office, "2012-06-05T09:30") if m["to"] == "t:leader2")
    assert "上报1号" in first["text"] and "上报2号" in second["text"]
    assert ["98" in cells(first), "88" in cells(second), "98" in cells(second)] == [True, True, False]


def cells(message: dict[str, Any]) -> set[str]:
    """The foreign investment that the workbook of a bulletin has, in millions."""
    book = load_workbook(BytesIO(message["files"][1].content))
    values = [str(cell.value) for page in book for row in page.iter_rows() for cell in row]
    return {value[:2] for value in values if value in ("9800", "8800")}


def test_who_was_removed_is_sent_nothing_that_waited(office: Office) -> None:
    office.report("zj", "进度 诸暨市 2012年5月 外资 9800万美元")
    sent(office, "2012-06-04T10:00")
    office.at = at("2012-06-08T20:00")
    office.say("leader", "发布5月通报")
    assert "6月11日" in office.say("leader", "确认").lines[0]
    members.remove(office.desk.store, "t:official", at("2012-06-09T09:00"))
    got = {m["to"] for m in sent(office, "2012-06-11T09:00")}
    assert got == {m.id for m in members.everyone(office.desk.store)} - {LEADER.id}


def test_files_shown_and_never_published_are_forgotten(office: Office) -> None:
    for month in (5, 6, 7):
        office.at = at(f"2012-{month + 1:02}-02T09:00")
        office.report("zj", f"进度 诸暨市 2012年{month}月 外资 9800万美元")
        office.say("leader", f"发布{month}月通报")
    assert office.desk.store.rows("SELECT COUNT(*) FROM kept_file")[0][0] == 2


def test_what_is_behind_is_told_once_a_report(office: Office) -> None:
    office.report("sy", "进度 上虞市 2012年5月 外资 980万美元")  # before the subscription
    office.say("leader", "订阅 落后时提醒")
    office.report("zj", "进度 诸暨市 2012年5月 外资 9800万美元 内资 1000万元")
    (_, _, message) = sent(office, "2012-06-04T16:00")
    assert "诸暨市实际引进内资：红灯" in message["text"] and "外资" not in message["text"].replace("内资", "")
    assert "上虞" not in message["text"] and "上报2号" in message["text"]
    assert sent(office, "2012-06-04T16:01") == []
    office.report("zj", "进度 诸暨市 2012年5月 内资 253000万元")
    assert [m["to"] for m in sent(office, "2012-06-04T16:02")] == ["t:trade"]


def test_a_fault_with_one_does_not_stop_the_others(office: Office) -> None:
    members.add(office.desk.store, Member("t:leader2", "李市长", "leader"), NOW)
    office.say("leader", "订阅 半月督查")
    office.say("leader2", "订阅 每月5日通报")
    with patch("bot.push.composed", side_effect=RuntimeError):
        assert sent(office, "2012-06-15T09:00") == []
    assert len(sent(office, "2012-06-15T09:01")) == 2


# 催报


@pytest.mark.parametrize(("text", "day", "districts", "metrics"), URGED["means"])
def test_what_is_to_be_urged(text: str, day: str, districts: str, metrics: str, office: Office) -> None:
    turn = Turn(text, LEADER.id, "c", at("2012-06-06T09:00"))
    assert heard(office, text, urging, turn.at).needs == "urge"
    scope = urging.scope_of(text, turn, Conversation(), office.desk.source)
    assert isinstance(scope, urging.Scope)
    assert (scope.day, scope.districts, scope.metrics) == (
        date.fromisoformat(day),
        frozenset(districts.split()),
        frozenset(metrics.split()),
    )


@pytest.mark.parametrize("text", URGED["declined"])
def test_nobody_is_urged_for_what_is_not_understood(text: str, office: Office) -> None:
    assert office.say("leader", text).kind == "decline" and sent(office, "2012-06-05T09:00") == []


def test_those_concerned_are_told_what_they_owe(office: Office) -> None:
    office.report("zj", "进度 诸暨市 2012年5月 外资 9800万美元")
    sent(office, "2012-06-04T10:00")
    reply = office.say("leader", "催报")
    told = {message["to"]: message["text"] for message in sent(office, "2012-06-04T10:30")}
    assert reply.kind == "receipt" and set(told) == {"t:zj", "t:zj2", "t:sy", "t:two", "t:works"}
    assert "诸暨市（19项）" in told["t:zj"] and "实际引进外资" not in told["t:zj"] and "6月5日前" in told["t:zj"]
    assert "上虞市" in told["t:two"] and "诸暨市" in told["t:two"]
    assert "嵊州市" in reply.notes[-1] and "没有人可催" in reply.notes[-1]


def test_not_more_than_twice_an_item(office: Office) -> None:
    for _ in range(2):
        assert office.say("leader", "催报 诸暨").kind == "receipt"
    assert office.say("leader", "催报 诸暨").kind == "decline"
    assert "已催过2次" in office.say("leader", "催报 诸暨 上虞").notes[0]
    assert Counter(m["to"] for m in sent(office, "2012-06-05T09:00")) == {"t:zj": 2, "t:zj2": 2, "t:two": 3, "t:sy": 1}


def test_urged_at_night_it_is_told_in_the_morning(office: Office) -> None:
    office.at = at("2012-06-08T20:00")  # a Friday
    reply = office.say("leader", "催报")
    assert "6月11日08:30发出" in reply.lines[0]
    assert sent(office, "2012-06-10T12:00") == [] and len(sent(office, "2012-06-11T08:30")) == 5


def test_a_redelivered_word_urges_once(office: Office) -> None:
    turn = Turn("催报 诸暨", LEADER.id, "c", office.at, id="m1")
    assert office.desk.respond(turn) == office.desk.respond(turn)
    assert Counter(m["to"] for m in sent(office, "2012-06-05T09:00")) == {"t:zj": 1, "t:zj2": 1, "t:two": 1}


def test_it_goes_on_from_who_has_not_reported(office: Office) -> None:
    assert office.say("leader", "外资4月份谁没报").choices == ("催报",)
    office.say("leader", button="催报")
    assert all("2012年1—4月" in m["text"] and "1项" in m["text"] for m in sent(office, "2012-06-05T09:00"))


def test_nothing_owed_nothing_sent(office: Office) -> None:
    office.report("sy", "进度 上虞市 2012年5月 外资 9800万美元")
    sent(office, "2012-06-04T10:00")
    assert "没有要催的" in office.say("leader", "催上虞报外资").lines[0]
    assert office.say("leader", "催报6月").kind == "decline"
    office.at = at("2013-02-04T09:00")
    assert "2013年" in office.say("leader", "催报").lines[0] and "没有" in office.say("leader", "催报").lines[0]
    assert sent(office, "2012-06-05T09:00") == []


# 发布


def test_the_very_file_that_was_shown_is_published(office: Office) -> None:
    office.report("zj", "进度 诸暨市 2012年5月 外资 9800万美元")
    sent(office, "2012-06-04T10:00")
    shown = office.say("leader", "发布5月通报")
    assert shown.kind == "choose" and shown.choices == ("确认", "取消") and len(shown.files) == 2
    office.report("zj", "进度 诸暨市 2012年5月 外资 9900万美元")
    assert office.say("leader", "确认").kind == "receipt"
    messages = [m for m in sent(office, "2012-06-04T16:00") if m["files"]]
    everyone = {m.id for m in members.everyone(office.desk.store)} - {LEADER.id}
    assert {m["to"] for m in messages} == everyone and len(messages) == len(everyone)
    assert all(m["files"] == list(shown.files) for m in messages)
    assert office.say("leader", "确认").kind == "decline"


@pytest.mark.parametrize(
    "text", ["发布5月通报", "把5月通报发给大家", "将5月份通报印发给各单位", "请发布2012年5月通报", "发布通报"]
)
def test_ways_to_publish(text: str, office: Office) -> None:
    assert office.say("leader", text).kind == "decline", "nothing was reported"
    office.report("zj", "进度 诸暨市 2012年5月 外资 9800万美元")
    assert "1—5月" in (line := office.say("leader", text).lines[0]) and "发给10名成员" in line
    assert office.say("leader", "取消").kind == "receipt"
    assert [m["to"] for m in sent(office, "2012-06-05T09:00")] == ["t:trade"]


def test_a_bulletin_that_is_not_made_yet_is_not_published(office: Office) -> None:
    office.report("zj", "进度 诸暨市 2012年5月 外资 9800万美元")
    assert office.say("leader", "发布5月通报").kind == "choose"
    office.desk.store.rows("DELETE FROM kept_file")
    kept_files.load.cache_clear()
    assert "没有做好" in office.say("leader", "确认").lines[0]
    assert [m["to"] for m in sent(office, "2012-06-05T09:00")] == ["t:trade"]


def test_old_files_are_forgotten_once_sent(office: Office) -> None:
    for month in (5, 6, 7):
        office.at = at(f"2012-{month + 1:02}-02T09:00")
        office.report("zj", f"进度 诸暨市 2012年{month}月 外资 9800万美元")
        office.at = NOW
    office.say("leader", "订阅 每月5日通报")
    sent(office, "2012-06-05T09:00")
    tick(office.desk, at("2012-07-05T09:00"))  # made, not sent
    assert office.desk.store.rows("SELECT COUNT(*) FROM kept_file")[0][0] == 4
    tick(office.desk, at("2012-08-06T09:00"))
    assert office.desk.store.rows("SELECT COUNT(*) FROM kept_file")[0][0] == 4, "July's were not sent yet"


# A year


class KilledError(BaseException):
    """The process ended here."""


class Worker:
    """A process that ticks and sends, killed at some of the statements that it runs."""

    def __init__(self, office: Office, chance: random.Random) -> None:
        self.office, self.chance, self.kills = office, chance, 0
        self.sent: list[str] = []

    def run(self, moment: datetime) -> None:
        """One look, killed at a statement or between sending and marking, now and then."""
        store, rows = self.office.desk.store, self.office.desk.store.rows
        fuse = [self.chance.randrange(12) if self.chance.random() < 0.2 else -1]

        def killing(sql: str, parameters: Any = ()) -> Any:
            fuse[0] -= 1
            if fuse[0] == -1 and not sql.startswith("ROLLBACK"):
                raise KilledError
            return rows(sql, parameters)

        with patch.object(store, "rows", killing):
            try:
                tick(self.office.desk, moment)
                for message in outbox.due(store, moment):
                    self.sent.append(message.key)
                    outbox.mark_sent(store, message.id, moment)
            except KilledError:
                self.kills += 1


def hours() -> Iterator[datetime]:
    """Each hour in which the offices are open from June 2012 to May 2013, and one in which they are not."""
    day = at("2012-06-04T00:00")
    while day < at("2013-06-01T00:00"):
        if workdays.is_workday(day.date()):
            yield from (day + timedelta(hours=hour) for hour in (9, 11, 15, 21))
        day += DAY


def test_a_year_of_due_messages_though_killed(office: Office) -> None:
    for who in ("leader", "leader2"):
        members.add(office.desk.store, Member(f"t:{who}", who, "leader"), NOW)
        office.say(who, "订阅 每月5日通报")
        office.say(who, "订阅 半月督查")
    office.report("zj", "进度 诸暨市 2012年5月 外资 9800万美元")
    for message in outbox.due(office.desk.store):
        outbox.mark_sent(office.desk.store, message.id, NOW)
    light = composed(office.desk, "督查", "t:leader", NOW)
    chance = random.Random(6)
    workers = [Worker(office, chance), Worker(office, chance)]
    with patch("bot.push.composed", return_value=light):  # what it says is tested elsewhere
        for moment in hours():
            workers[chance.randrange(2)].run(moment)
    times = Counter(key for worker in workers for key in worker.sent)
    kills = sum(worker.kills for worker in workers)
    wanted = {
        (kind, due)
        for kind in ("bulletin:5", "inspection")
        for due in subscriptions.due(kind, NOW, at("2013-05-31T21:00"), NO_DAYS)
    }
    assert len(wanted) == 12 + 24 and kills > 20
    assert len(times) == 2 * len(wanted), "every one sent"
    assert sum(times.values()) - len(times) <= kills, "twice only where a kill fell between sending and marking"
    assert outbox.due(office.desk.store) == ()
    assert office.desk.source.home == CITY


def test_two_workers_at_once_send_once(office: Office) -> None:
    office.say("leader", "订阅 半月督查")
    (found,) = subscriptions.running(office.desk.store)
    moment = at("2012-06-15T09:00")
    tick(office.desk, moment)
    with patch.object(subscriptions, "running", return_value=(found,)):  # as another worker had read it before
        tick(office.desk, moment)
    assert len(outbox.due(office.desk.store, moment)) == 1
