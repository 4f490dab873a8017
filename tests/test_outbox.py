"""The outbox: nothing lost, nothing twice, what failed later again. And how far measures are, and proofs."""

import pytest

from data import kept_files, outbox
from data.kept_files import KeptFile
from data.ledger import NoReport, Refused, events
from data.measurestate import add_proof, content, measure_state, measure_states, proofs, set_measure
from data.store import Store
from tests.books import NOW, later, new_store, submit

FILE = KeptFile("a.xlsx", "application/x", b"PK")
DOCUMENT, PLACE = "绍政办发〔2012〕43号", "三(五)4"


@pytest.fixture
def store(kind: str) -> Store:
    return new_store(kind)


def texts(store: Store, minutes: int | None = None, limit: int = 100) -> list[str]:
    return [message.text for message in outbox.due(store, None if minutes is None else later(minutes), limit)]


def test_sent_once(store: Store) -> None:
    kept_files.put(store, "a", [FILE], NOW)
    assert outbox.enqueue(store, "k", "local:a", "一", NOW, "a")
    assert not outbox.enqueue(store, "k", "local:a", "二", NOW)
    (message,) = outbox.due(store)
    assert message == outbox.Message(message.id, "k", "local:a", "一", (FILE,), NOW, 0)
    outbox.mark_sent(store, message.id, later(1))
    assert texts(store) == []
    assert not outbox.enqueue(store, "k", "local:a", "三", NOW)


def test_the_oldest_first(store: Store) -> None:
    for text in "一二三":
        outbox.enqueue(store, text, "local:a", text, NOW)
    assert texts(store) == ["一", "二", "三"] and texts(store, limit=2) == ["一", "二"]


def test_what_failed_waits_longer_each_time(store: Store) -> None:
    outbox.enqueue(store, "k", "local:a", "一", NOW)
    number = outbox.due(store)[0].id
    waits = []
    for _ in range(9):
        outbox.failed(store, number, NOW, "timeout")
        waits.append(next(minutes for minutes in range(62) if texts(store, minutes)))
    assert waits == [1, 1, 2, 4, 8, 16, 32, 60, 60]
    assert texts(store) == ["一"] and outbox.due(store)[0].attempts == 9


def test_what_can_never_be_sent_stays_with_its_reason(store: Store) -> None:
    outbox.enqueue(store, "k", "local:a", "一", NOW)
    outbox.failed(store, outbox.due(store)[0].id, NOW, "blocked", final=True)
    assert texts(store) == texts(store, 10**6) == []
    assert store.rows("SELECT why, sent_at FROM outbox") == [("blocked", "")]


def enqueue_and_fail(store: Store) -> None:
    outbox.enqueue(store, "k", "local:a", "一", NOW)
    raise Refused


def test_a_transaction_undone_sends_nothing(store: Store) -> None:
    with pytest.raises(Refused), store.write():
        enqueue_and_fail(store)
    assert texts(store) == []


def test_how_far_a_measure_is(store: Store) -> None:
    assert measure_state(store, DOCUMENT, PLACE) is None
    set_measure(store, DOCUMENT, PLACE, "首台套认定办法", "推进中", "", "local:a", NOW)
    set_measure(store, DOCUMENT, PLACE, "", "推进中", "", "local:a", later(1))
    set_measure(store, DOCUMENT, PLACE, "首台套认定办法", "已完成", "已出台", "local:a", later(2), "措施进展 …")
    now = measure_state(store, DOCUMENT, PLACE, "首台套认定办法")
    then = measure_state(store, DOCUMENT, PLACE, "首台套认定办法", later(1))
    assert now and (now.state, now.note, now.at) == ("已完成", "已出台", later(2))
    assert then and then.state == "推进中"
    assert len(measure_states(store, DOCUMENT)) == 2 and measure_states(store, "x") == ()
    assert [event.action for event in events(store)] == ["measure"] * 3
    with pytest.raises(Refused, match="没有“好了”这种进展"):
        set_measure(store, DOCUMENT, PLACE, "", "好了", "", "local:a", NOW)


def test_a_proof_is_kept_with_its_report(store: Store) -> None:
    submit(store)
    event = add_proof(store, 1, "local:zhao", "表.pdf", "application/pdf", b"%PDF", later(1))
    (proof,) = proofs(store, 1)
    assert (proof.entry, proof.name, proof.type) == (event.seq, "表.pdf", "application/pdf")
    assert content(store, event.seq) == b"%PDF" and content(store, 99) == b""
    with pytest.raises(NoReport):
        add_proof(store, 2, "local:zhao", "表.pdf", "application/pdf", b"%PDF", later(1))
