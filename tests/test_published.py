"""What may be told anywhere, and what is counted as refused."""

from collections.abc import Iterator

import pytest

from bot.inline import published
from intents.turn import Turn
from tests.offices import Office, offices

KEPT = ("context", "exchange", "preview", "outbox", "attempt")


@pytest.fixture
def office() -> Iterator[Office]:
    yield from offices()


def rows(office: Office) -> list[int]:
    return [int(office.desk.store.rows(f"SELECT count(*) FROM {table}")[0][0]) for table in KEPT]


@pytest.mark.parametrize("text", ["诸暨外资", "内资任务前三名", "上虞外资占全市多少", "重庆市工业投资目标多少"])
def test_published(office: Office, text: str) -> None:
    before, reply = rows(office), published(office.desk.source, Turn(text, "inline:7", "inline:1", office.at))
    assert reply is not None and reply.kind == "answer" and any("依据" in note for note in reply.notes)
    assert rows(office) == before


@pytest.mark.parametrize(
    "text",
    [
        *("诸暨外资完成多少", "全市进度汇总", "诸暨外资完成率", "谁落后", "诸暨外资5月的来历", "5亿元以上项目诸暨几只"),
        *("进度 诸暨市 2012年5月 外资 9800万美元", "确认", "加入 abcdefgh1234", "你好", "", "天气", "我的ID", "待审核"),
        *("怎么算的", "开放本群", "导出附件4", "\x00\ud800"),
    ],
)
def test_not_published(office: Office, text: str) -> None:
    office.report("zj", "进度 诸暨市 2012年5月 外资 9800万美元")
    before = rows(office)
    assert published(office.desk.source, Turn(text, "inline:7", "inline:1", office.at)) is None
    assert rows(office) == before


def test_refusals_are_counted_and_not_their_words(
    office: Office, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused: list[str] = []
    monkeypatch.setattr("bot.metrics.count_refused", refused.append)
    office.say("nobody", "加入 geheimnis1234")
    office.say("zj", "诸暨外资" * 2000)
    office.say("zj", "进度 诸暨市 2012年5月 外资 9800万美元", id="1")
    office.say("zj2", "", chat="chat-zj", button="确认", key="1")
    assert refused == ["code", "text_size", "button"]
    assert "geheimnis" not in caplog.text and "诸暨" not in caplog.text
    assert not office.reports
