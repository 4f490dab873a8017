"""The ledger: what it takes and refuses, and that nothing can be done behind its back."""

import json
import stat
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from data import audit, chain, ledger, measurestate, outbox, seal
from data.amount import TooFine
from data.check import findings
from data.connection import Cursor, connect
from data.ledger import Changed, LedgerProblem, NoReport, Refused
from data.schema_office import metadata
from data.standing import report, standing, states
from data.store import Store, StoreProblem, open_store
from tests.books import CITY, DOMESTIC, FOREIGN, NOW, item, later, new_store, submit

REVIEWER = "local:meng"


@pytest.fixture
def store(kind: str) -> Store:
    return new_store(kind)


@pytest.fixture
def kept(kind: str) -> Store:
    """A store with some of everything."""
    made = new_store(kind)
    submit(made, item(), item("12", DOMESTIC))
    submit(made, item("9900"), minutes=1)
    ledger.approve(made, 1, [DOMESTIC], REVIEWER, later(2))
    submit(made, item("3", district="上虞市"), sender="local:chen", minutes=3)
    ledger.give_back(made, 2, [FOREIGN], REVIEWER, "与海关数不符", later(4))
    ledger.withdraw(made, 3, "local:chen", later(5))
    measurestate.set_measure(
        made, "绍政办发〔2012〕43号", "三(五)4", "首台套认定办法", "已完成", "", REVIEWER, later(6)
    )
    measurestate.add_proof(made, 1, "local:zhao", "表.pdf", "application/pdf", b"%PDF", later(7))
    assert list(audit.findings(made)) == []
    return made


def submit_and_fail(store: Store) -> None:
    submit(store, item("7"))
    raise Refused


def test_numbers_have_no_gaps(store: Store) -> None:
    first = submit(store)
    with pytest.raises(LedgerProblem):
        ledger.submit(store, [item("1"), item("2")], "a:b", "", "", False, NOW)
    with pytest.raises(TooFine):
        submit(store, item("0.000000001"))
    with pytest.raises(Refused), ledger.writing(store):
        submit_and_fail(store)
    assert (first.number, submit(store, item("8")).number) == (1, 2)
    assert [event.seq for event in ledger.events(store)] == [1, 2]
    assert list(audit.findings(store)) == []


def test_a_report_comes_back_as_it_was(store: Store) -> None:
    sent = ledger.submit(
        store, [item("9800.50"), item("0", DOMESTIC)], "local:zhao", "进度 …", "季节性", True, NOW, [None, None]
    )
    assert report(store, sent.number) == sent
    assert str(standing(store, CITY)[0].item.value) == "9800.50"
    assert report(store, 2) is None


def test_the_same_twice_is_one(store: Store) -> None:
    assert len(submit(store, item(), item()).items) == 1
    with pytest.raises(Refused, match="没有可以上报的数"):
        ledger.submit(store, [], "a:b", "", "", False, NOW)


def test_what_was_replaced_meanwhile(store: Store) -> None:
    submit(store)
    submit(store, item("9900"), sender="local:qian", minutes=1)
    with pytest.raises(Changed):
        ledger.submit(store, [item("1")], "local:zhao", "", "", False, later(2), [1])
    third = ledger.submit(store, [item("1")], "local:zhao", "", "", False, later(2), [2])
    assert third.number == 3
    assert json.loads(ledger.events(store, 3)[0].body)["items"][0]["replaces"] == 2


@pytest.mark.parametrize(
    ("act", "sentence"),
    [
        (lambda s: ledger.withdraw(s, 9, "local:zhao", NOW), "没有上报9号"),
        (lambda s: ledger.withdraw(s, 1, "local:qian", NOW), "不是您报的"),
        (lambda s: ledger.withdraw(s, 2, "local:zhao", NOW), "已有指标审核通过"),
        (lambda s: ledger.withdraw(s, 3, "local:zhao", NOW), "已经撤回"),
        (lambda s: ledger.approve(s, 1, [FOREIGN], "local:zhao", NOW), "您自己报的"),
        (lambda s: ledger.approve(s, 1, [DOMESTIC], REVIEWER, NOW), f"没有{DOMESTIC}"),
        (lambda s: ledger.approve(s, 2, [FOREIGN], REVIEWER, NOW), "已经通过过"),
        (lambda s: ledger.approve(s, 3, [FOREIGN], REVIEWER, NOW), "已经撤回"),
        (lambda s: ledger.give_back(s, 1, [FOREIGN], REVIEWER, " ", NOW), "原因"),
        (lambda s: ledger.give_back(s, 8, [FOREIGN], REVIEWER, "错", NOW), "没有上报8号"),
    ],
)
def test_what_is_refused(store: Store, act: Callable[[Store], object], sentence: str) -> None:
    for minutes in range(3):
        submit(store, item(str(minutes)), minutes=minutes)
    ledger.approve(store, 2, [FOREIGN], REVIEWER, later(3))
    ledger.withdraw(store, 3, "local:zhao", later(4))
    before = ledger.events(store)
    with pytest.raises(LedgerProblem, match=sentence):
        act(store)
    assert ledger.events(store) == before


def test_no_report_is_a_problem_of_its_own(store: Store) -> None:
    with pytest.raises(NoReport):
        ledger.known(store, 1)


def test_each_metric_has_its_state(store: Store) -> None:
    submit(store, item(), item("5", DOMESTIC))
    ledger.approve(store, 1, [FOREIGN], REVIEWER, later(1))
    ledger.give_back(store, 1, [FOREIGN], REVIEWER, "错", later(2))
    ledger.approve(store, 1, [DOMESTIC], REVIEWER, later(3))
    assert [(state.metric, state.action, state.counts) for state in states(store, 1)] == [
        (FOREIGN, "return", False),
        (DOMESTIC, "approve", True),
    ]
    assert [event.action for event in ledger.events(store, 1)] == ["submit", "approve", "return", "approve"]


def test_what_was_returned_is_sent_again_not_approved(store: Store) -> None:
    submit(store, item(), item("5", DOMESTIC))
    ledger.give_back(store, 1, [FOREIGN], REVIEWER, "错", later(1))
    for metrics in ([FOREIGN], [FOREIGN, DOMESTIC]):
        with pytest.raises(Refused, match=f"{FOREIGN}已经退回"):
            ledger.approve(store, 1, metrics, REVIEWER, later(2))


def test_messages_go_with_the_entry(store: Store) -> None:
    with pytest.raises(Refused):
        ledger.withdraw(store, submit(store).number, "local:qian", NOW, [("local:a", "x")])
    ledger.approve(store, 1, [FOREIGN], REVIEWER, NOW, [("local:zhao", "通过"), ("local:qian", "通过")])
    assert [(message.to, message.text) for message in outbox.due(store)] == [
        ("local:zhao", "通过"),
        ("local:qian", "通过"),
    ]


def test_receipts_name_the_newest_entry(store: Store) -> None:
    assert ledger.receipt(store) == ""
    submit(store)
    submit(store, item("1", DOMESTIC))
    first, second = ledger.events(store)
    assert ledger.receipt(store, 1) == f"1-{first.hash[:8]}"
    assert ledger.receipt(store) == f"2-{second.hash[:8]}"


def test_the_key_is_its_owners(store: Store) -> None:
    assert seal.key(store.where) is None
    submit(store)
    path = seal.key_path(store.where)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(seal.key(store.where) or b"") == 32
    if store.dialect == "sqlite":
        assert path.read_bytes() not in store.where.path.read_bytes()


def test_without_its_key_the_ledger_takes_nothing(kept: Store) -> None:
    seal.key_path(kept.where).unlink()
    with pytest.raises(StoreProblem, match=r"密钥.*备份"):
        submit(kept, item("1"))
    assert any("找不到台账密钥" in finding for finding in audit.findings(kept))


def test_a_key_that_cannot_be_read(kept: Store) -> None:
    seal.key_path(kept.where).write_text("钥匙", encoding="utf-8")
    with pytest.raises(StoreProblem, match="读不出来"):
        submit(kept, item("1"))


def test_the_head_moves_with_each_commit(store: Store) -> None:
    with ledger.writing(store):
        submit(store)
        submit(store, item("1", DOMESTIC))
        assert seal.head(store.where) == seal.Head(0, "")
    assert str(seal.head(store.where)) == ledger.receipt(store)


def test_nested_in_a_transaction_of_another_kind(store: Store) -> None:
    with pytest.raises(Refused), store.write():
        submit_and_fail(store)
    assert seal.head(store.where) in (None, seal.Head(0, ""))
    with store.write():
        submit(store)
    assert list(audit.findings(store)) == []
    assert seal.head(store.where) == seal.Head(1, ledger.events(store)[0].hash)


def test_a_crash_before_the_head_was_written(kept: Store) -> None:
    old = seal.head_path(kept.where).read_bytes()
    submit(kept, item("1"))
    seal.head_path(kept.where).write_bytes(old)
    assert list(audit.findings(kept)) == []
    assert str(seal.head(kept.where)) == ledger.receipt(kept)


def test_a_head_that_cannot_be_written_loses_nothing(
    store: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    submit(store)

    def full(*_: object) -> None:
        raise OSError

    monkeypatch.setattr(seal, "_write", full)
    submit(store, item("1"))
    assert len(ledger.events(store)) == 2 and "没有写成" in caplog.text


def test_two_stores_in_one_folder(tmp_path: Path) -> None:
    one, other = (open_store(f"sqlite:///{tmp_path / name}") for name in ("1.db", "2.db"))
    for made in (one, other, one):
        submit(made, item(str(len(ledger.events(made)))))
    assert [*audit.findings(one), *audit.findings(other)] == []


def test_a_store_from_before_reports(store: Store) -> None:
    for table in reversed(metadata.sorted_tables):
        if table.name not in ("document", "figure", "exchange", "context"):
            store.rows(f"DROP TABLE {table.name}")
    store.rows("UPDATE schema_version SET version_num = '0001'")
    store.close()
    assert submit(open_store(store.where.url)).number == 1


def sql(*statements: str) -> Callable[[Cursor], None]:
    """What somebody does who has the database's file."""

    def tamper(raw: Cursor) -> None:
        for statement in statements:
            raw.execute(statement)

    return tamper


def rewrite(raw: Cursor) -> None:
    """All of it again with a changed value, by somebody who knows everything but the key."""
    raw.execute("UPDATE entry SET body = replace(body, '9800', '19800')")
    raw.execute("UPDATE item SET published = '19800', scaled = scaled + 1000000000000 WHERE published = '9800'")
    previous = ""
    for row in raw.execute("SELECT seq, at, actor, action, report, body FROM entry ORDER BY seq").fetchall():
        previous = seal.link(b"guessed", previous, chain.canonical(row))
        raw.execute("UPDATE entry SET hash = ? WHERE seq = ?", (previous, row[0]))
    raw.execute("UPDATE ledger_head SET hash = ?", (previous,))


CUT = (
    "DELETE FROM measure_state",
    "DELETE FROM proof",
    "DELETE FROM mark WHERE entry = 6",
    "DELETE FROM entry WHERE seq >= 6",
    "UPDATE ledger_head SET entries = 5, hash = (SELECT hash FROM entry WHERE seq = 5)",
)
TAMPERINGS = {
    "a body changed": sql("UPDATE entry SET body = replace(body, '9800', '9801') WHERE seq = 1"),
    "a body that is no JSON": sql("UPDATE entry SET body = '}' WHERE seq = 1"),
    "a body of another shape": sql("UPDATE entry SET body = '[1]' WHERE seq = 1"),
    "a body that is a blob": sql("UPDATE entry SET body = x'ff' WHERE seq = 1"),
    "an actor changed": sql("UPDATE entry SET actor = 'local:qian' WHERE seq = 3"),
    "a moment changed": sql("UPDATE entry SET at = '2012-06-18T01:00:00.000001+00:00' WHERE seq = 1"),
    "a hash changed": sql("UPDATE entry SET hash = 'x' WHERE seq = 8"),
    "an entry deleted": sql("DELETE FROM mark WHERE entry = 3", "DELETE FROM entry WHERE seq = 3"),
    "the last entry deleted": sql("DELETE FROM proof", "DELETE FROM entry WHERE seq = 8"),
    "an entry inserted": sql(
        "INSERT INTO entry SELECT 9, at, actor, action, report, body, hash FROM entry WHERE seq = 1"
    ),
    "an entry before the first": sql(
        "INSERT INTO entry SELECT 0, at, actor, 'x', 0, body, hash FROM entry WHERE seq = 1"
    ),
    "two entries swapped": sql(
        "UPDATE entry SET seq = 99 WHERE seq = 7",
        "UPDATE entry SET seq = 7 WHERE seq = 8",
        "UPDATE entry SET seq = 8 WHERE seq = 99",
    ),
    "the tail cut": sql(*CUT),
    "all of it cut": sql(
        *(f"DELETE FROM {table}" for table in ("measure_state", "proof", "mark", "item", "report", "entry")),
        "UPDATE ledger_head SET entries = 0, reports = 0, hash = ''",
    ),
    "all of it rewritten": rewrite,
    "a value changed": sql("UPDATE item SET published = '9801' WHERE report = 1 AND line = 0"),
    "the number behind a value changed": sql("UPDATE item SET scaled = scaled + 1 WHERE report = 1 AND line = 0"),
    "a value that is none": sql("UPDATE item SET published = '很多' WHERE report = 1 AND line = 0"),
    "a day that is none": sql("UPDATE item SET period = '五月' WHERE report = 1 AND line = 0"),
    "an item removed": sql("DELETE FROM item WHERE report = 1 AND line = 0"),
    "an item added": sql(
        "INSERT INTO item SELECT 1, 2, city, '新昌县', metric, period, published, scaled, unit, 0 FROM item WHERE line = 1"
    ),
    "items reordered": sql(
        "UPDATE item SET line = 9 WHERE report = 1 AND line = 0",
        "UPDATE item SET line = 0 WHERE report = 1 AND line = 1",
        "UPDATE item SET line = 1 WHERE report = 1 AND line = 9",
    ),
    "a report's sender changed": sql("UPDATE report SET sender = 'local:qian' WHERE number = 1"),
    "a report added": sql("INSERT INTO report VALUES (9, 'a', 'b', '', '', 0)"),
    "a return removed": sql("DELETE FROM mark WHERE action = 'return'"),
    "a withdrawal turned": sql("UPDATE mark SET action = 'approve' WHERE action = 'withdraw'"),
    "an approval added": sql(
        "INSERT INTO mark SELECT 2, 2, metric, 'approve', at, actor, '' FROM mark WHERE action = 'return'"
    ),
    "a measure's state changed": sql("UPDATE measure_state SET state = '未启动'"),
    "a proof's content changed": sql("UPDATE proof SET content = substr(content, 2)"),
    "a proof removed": sql("DELETE FROM proof"),
    "the head row changed": sql("UPDATE ledger_head SET reports = 7"),
    "the head row removed": sql("DELETE FROM ledger_head"),
}


def behind_its_back(store: Store, tamper: Callable[[Cursor], None]) -> None:
    off = {"sqlite": "PRAGMA foreign_keys=OFF", "postgres": "SET session_replication_role = replica"}
    connection = connect(store.where)
    connection.cursor().execute(off[store.dialect])
    tamper(connection.cursor())
    connection.close()


ON_A_SERVER = (
    "a body changed",
    "two entries swapped",
    "the tail cut",
    "all of it rewritten",
    "a proof's content changed",
)


@pytest.mark.parametrize(
    ("kind", "name"), [*(("sqlite", name) for name in TAMPERINGS), *(("postgresql", name) for name in ON_A_SERVER)]
)
def test_tampering_is_found(kept: Store, name: str) -> None:
    behind_its_back(kept, TAMPERINGS[name])
    found = list(findings(kept))
    assert [each for each in found if "台账" in each or "库里" in each or "附件（" in each]
    head = seal.head(kept.where)
    assert head is not None and head.count == 8, "what was done stays to be found"


def test_a_cut_tail_stays_found_as_the_ledger_goes_on(kept: Store) -> None:
    behind_its_back(kept, sql(*CUT))
    for minutes in range(10, 15):
        submit(kept, item(str(minutes)), minutes=minutes)
    assert any("与账外记下的校验值不符" in each for each in audit.findings(kept))


def test_a_head_that_is_gone(kept: Store) -> None:
    seal.head_path(kept.where).unlink()
    assert any("缺失" in each for each in audit.findings(kept))
    submit(kept, item("5"))
    assert any("缺失" in each for each in audit.findings(kept))


def test_many_findings_are_counted() -> None:
    made = new_store()
    for value in range(15):
        submit(made, item(str(value)), minutes=value)
    made.rows("UPDATE entry SET actor = 'local:x'")
    found = list(audit.findings(made))
    assert "……这样的问题共15处。" in found and len(found) < 40


def test_amounts_stay_exact(store: Store) -> None:
    value = Decimal("123456789.0001")
    sent = replace(item(), value=value, unit="%")
    submit(store, sent)
    assert standing(store, CITY)[0].item == sent
