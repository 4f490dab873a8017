"""Replay: files in and out, and what goes to others, each message once."""

import io
import json
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.channels.replay import LineProblem, run
from data import outbox
from tests.offices import FOREIGN, NOW, Office, filled, template

ZONE = ZoneInfo("Asia/Shanghai")
AT = "2012-06-04T10:00:00+08:00"
REPORT = "进度 诸暨市 2012年5月 外资 9800万美元"


def played(office: Office, *lines: dict[str, Any], files: Path | None = None) -> list[dict[str, Any]]:
    out = io.StringIO()
    text = [json.dumps({"at": AT, "chat": line.get("from", "x"), **line}, ensure_ascii=False) for line in lines]
    run(text, out, office.desk.respond, ZONE, files, office.desk.outgoing)
    return [json.loads(line) for line in out.getvalue().splitlines()]


@pytest.fixture
def office() -> Office:
    return Office()


def test_what_is_due_goes_with_the_reply(office: Office) -> None:
    preview, receipt, after = played(
        office, {"from": "t:zj", "text": REPORT}, {"from": "t:zj", "text": "确认"}, {"from": "t:zj", "text": "我的上报"}
    )
    assert preview["sent"] == [] and after["sent"] == []
    assert [message["to"] for message in receipt["sent"]] == ["t:trade"]
    assert set(receipt["sent"][0]) == {"to", "text", "files"} and FOREIGN in receipt["sent"][0]["text"]
    assert outbox.due(office.desk.store) == ()


def test_a_tick_does_what_is_due(office: Office) -> None:
    office.report("zj", REPORT)
    first, second = played(office, {"tick": True}, {"tick": True})
    assert (first["kind"], first["text"], first["facts"], first["choices"]) == ("help", "", [], [])
    assert [message["to"] for message in first["sent"]] == ["t:trade"] and second["sent"] == []


def test_the_reporter_is_told_of_a_decision(office: Office) -> None:
    office.report("zj", REPORT)
    office.posted()
    approved, returned = played(
        office, {"from": "t:trade", "text": "通过 1"}, {"from": "t:trade", "text": "退回 1 口径不对"}
    )
    assert [(m["to"], "通过" in m["text"]) for m in approved["sent"]] == [("t:zj", True)]
    assert [(m["to"], "口径不对" in m["text"]) for m in returned["sent"]] == [("t:zj", True)]


def test_delivered_again_nothing_is_sent_again(office: Office) -> None:
    lines = [{"from": "t:zj", "text": REPORT, "id": "1"}, *[{"from": "t:zj", "text": "确认", "id": "2"}] * 2]
    _, first, second = played(office, *lines)
    assert len(first["sent"]) == 1 and second["sent"] == []
    assert {k: v for k, v in first.items() if k != "sent"} == {k: v for k, v in second.items() if k != "sent"}


def test_what_was_not_printed_is_not_marked(office: Office) -> None:
    """A kill between the commit and the line: it goes out with the next one."""
    office.report("zj", REPORT)

    class Closed(io.StringIO):
        def write(self, _text: str) -> int:
            raise BrokenPipeError

    with pytest.raises(BrokenPipeError):
        run(['{"tick": true}'], Closed(), office.desk.respond, ZONE, None, office.desk.outgoing)
    assert len(played(office, {"tick": True})[0]["sent"]) == 1


def test_nobody_waits_for_an_empty_outbox(office: Office) -> None:
    """Where nothing is due, no transaction is begun."""
    began = []
    store = office.desk.store

    @contextmanager
    def write(durable: bool = False) -> Any:
        began.append(durable)
        yield

    store.write = write  # type: ignore[method-assign, assignment]
    with office.desk.outgoing(NOW) as sent:
        assert sent == ()
    assert not began


@pytest.mark.parametrize("line", ['{"tick": false}', '{"tick": 1}', "{}", "[]", '{"file": 3}'])
def test_no_message(office: Office, line: str) -> None:
    with pytest.raises(LineProblem):
        run([line], io.StringIO(), office.desk.respond, ZONE, None)


def test_files_in_and_out(office: Office, tmp_path: Path) -> None:
    (out,) = played(office, {"from": "t:zj", "text": "填报模板"}, files=tmp_path / "out")
    written = Path(out["files"][0]["path"])
    assert written.name == out["files"][0]["name"] and written.read_bytes()[:2] == b"PK"
    path = tmp_path / "filled.xlsx"
    path.write_bytes(filled(template(office), **{FOREIGN: 9800}))
    preview, receipt = played(office, {"from": "t:zj", "file": str(path)}, {"from": "t:zj", "button": "确认"})
    assert preview["kind"] == "preview" and preview["choices"] == ["确认", "取消"]
    assert receipt["kind"] == "receipt" and office.value() == "9800"
