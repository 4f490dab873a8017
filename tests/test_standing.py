"""What stands, held to a simple model of it; history, what waits, how it stood earlier."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data import audit, ledger, members
from data.ledger import LedgerProblem
from data.report import Item, Member
from data.standing import history, pending, replaced, reports_of, standing
from data.store import Store
from tests.books import CITY, DOMESTIC, FOREIGN, MAY, NOW, item, later, new_store, numbers, submit

APRIL = date(2012, 4, 30)
SENDERS, REVIEWER = ("local:zhao", "local:qian"), "local:meng"
Key = tuple[str, str, date]


@pytest.fixture
def store(kind: str) -> Store:
    return new_store(kind)


def values(store: Store, minutes: int | None = None) -> dict[Key, tuple[str, int, bool]]:
    as_of = None if minutes is None else later(minutes)
    found = standing(store, CITY, as_of=as_of)
    return {(s.item.district, s.item.metric, s.item.period): (str(s.item.value), s.report, s.approved) for s in found}


@dataclass
class Model:
    """Reports as a list; each says of its metrics whether they are approved, returned, withdrawn or nothing."""

    reports: list[tuple[str, tuple[Item, ...], dict[str, str]]] = field(default_factory=list)

    def standing(self) -> dict[Key, tuple[str, int, bool]]:
        found = {}
        for number, (_, items, states) in enumerate(self.reports, 1):
            for each in items:
                if (state := states.get(each.metric, "")) in ("", "approve"):
                    found[each.district, each.metric, each.period] = (str(each.value), number, state == "approve")
        return found

    def submit(self, sender: str, items: tuple[Item, ...]) -> bool:
        self.reports.append((sender, items, {}))
        return True

    def withdraw(self, number: int, sender: str) -> bool:
        if number > len(self.reports) or self.reports[number - 1][0] != sender:
            return False
        _, items, states = self.reports[number - 1]
        if {"approve", "withdraw"} & set(states.values()):
            return False
        states.update({each.metric: "withdraw" for each in items})
        return True

    def review(self, number: int, metrics: list[str], reviewer: str, action: str) -> bool:
        if number > len(self.reports) or self.reports[number - 1][0] == reviewer:
            return False
        _, items, states = self.reports[number - 1]
        there = set(metrics) <= {each.metric for each in items}
        if not there or "withdraw" in states.values() or all(states.get(m) == action for m in metrics):
            return False
        if action == "approve" and "return" in map(states.get, metrics):
            return False
        states.update(dict.fromkeys(metrics, action))
        return True


ITEMS = st.dictionaries(
    st.tuples(
        st.sampled_from(("诸暨市", "上虞市")), st.sampled_from((FOREIGN, DOMESTIC)), st.sampled_from((APRIL, MAY))
    ),
    st.integers(0, 10**6).map(lambda number: str(number / 100)),
    min_size=1,
    max_size=4,
).map(lambda chosen: tuple(item(value, metric, district, day) for (district, metric, day), value in chosen.items()))
METRICS = st.lists(st.sampled_from((FOREIGN, DOMESTIC)), min_size=1, max_size=2, unique=True)
NUMBERS = st.integers(1, 6)
STEPS = st.one_of(
    st.tuples(st.just("submit"), st.sampled_from(SENDERS), ITEMS),
    st.tuples(st.just("withdraw"), NUMBERS, st.sampled_from(SENDERS)),
    st.tuples(st.just("approve"), NUMBERS, METRICS, st.sampled_from((*SENDERS, REVIEWER))),
    st.tuples(st.just("return"), NUMBERS, METRICS, st.sampled_from((*SENDERS, REVIEWER))),
)


def act(store: Store, model: Model, step: tuple, minutes: int) -> tuple[bool, bool]:
    """The step in both: whether it was done in the ledger, and in the model."""
    kind, *how = step
    at = later(minutes)
    ways: dict[str, tuple[Callable[..., object], Callable[..., bool]]] = {
        "submit": (lambda who, items: ledger.submit(store, items, who, "", "", False, at), model.submit),
        "withdraw": (lambda n, who: ledger.withdraw(store, n, who, at), model.withdraw),
        "approve": (
            lambda n, metrics, who: ledger.approve(store, n, metrics, who, at),
            lambda n, metrics, who: model.review(n, metrics, who, "approve"),
        ),
        "return": (
            lambda n, metrics, who: ledger.give_back(store, n, metrics, who, "错", at),
            lambda n, metrics, who: model.review(n, metrics, who, "return"),
        ),
    }
    real, simple = ways[kind]
    try:
        real(*how)
    except LedgerProblem:
        return False, simple(*how)
    return True, simple(*how)


@given(st.lists(STEPS, max_size=25))
def test_what_stands_is_what_a_simple_model_says(steps: list[tuple]) -> None:
    store, model = new_store(), Model()
    told = []
    for minutes, step in enumerate(steps):
        done, modelled = act(store, model, step, minutes)
        assert done == modelled, step
        told.append(model.standing())
        assert values(store) == told[-1]
    for minutes, then in enumerate(told):
        assert values(store, minutes) == then
    assert list(audit.findings(store)) == []
    store.close()


def test_a_correction_taken_back_brings_the_old_value_back(store: Store) -> None:
    submit(store, item("100"))
    ledger.approve(store, 1, [FOREIGN], REVIEWER, later(1))
    submit(store, item("200"), minutes=2)
    key = ("诸暨市", FOREIGN, MAY)
    assert values(store)[key] == ("200", 2, False)
    ledger.withdraw(store, 2, "local:zhao", later(3))
    assert values(store)[key] == ("100", 1, True)
    submit(store, item("300"), minutes=4)
    ledger.give_back(store, 3, [FOREIGN], REVIEWER, "错", later(5))
    assert values(store)[key] == ("100", 1, True)
    ledger.give_back(store, 1, [FOREIGN], REVIEWER, "错", later(6))
    assert values(store) == {}
    assert values(store, 2)[key] == ("200", 2, False)
    assert values(store, -1) == {}


def test_what_is_asked_for(store: Store) -> None:
    submit(store, item("1", period=APRIL), item("2"), item("3", DOMESTIC), item("4", district="上虞市"))
    submit(store, item("5", period=date(2011, 12, 31)), minutes=1)

    def asked(**which: object) -> list[str]:
        return [str(s.item.value) for s in standing(store, CITY, **which)]  # type: ignore[arg-type]

    assert asked() == ["2", "3", "4", "1", "5"]
    assert asked(year=2012) == ["2", "3", "4", "1"]
    assert asked(year=2012, upto=APRIL) == ["1"]
    assert asked(upto=date(2012, 5, 30)) == ["1", "5"]
    assert asked(metrics=[DOMESTIC]) == ["3"]
    assert asked(metrics=[FOREIGN], districts=["上虞市", "新昌县"]) == ["4"]
    assert asked(metrics=[]) == asked(districts=[]) == []
    assert standing(store, "重庆市") == ()


def test_what_an_item_would_replace(store: Store) -> None:
    submit(store, item("1"))
    found = replaced(store, [item("2"), item("2", DOMESTIC)])
    assert [each and (each.report, str(each.item.value)) for each in found] == [(1, "1"), None]


def test_what_waits(store: Store) -> None:
    submit(store, item("1"), item("2", DOMESTIC))
    submit(store, item("3"), minutes=1)
    submit(store, item("4", district="上虞市"), minutes=2)
    assert [(w.report.number, w.metrics) for w in pending(store)] == [
        (1, (DOMESTIC,)),
        (2, (FOREIGN,)),
        (3, (FOREIGN,)),
    ]
    ledger.approve(store, 1, [DOMESTIC], REVIEWER, later(3))
    ledger.give_back(store, 2, [FOREIGN], REVIEWER, "错", later(4))
    assert [(w.report.number, w.metrics) for w in pending(store)] == [(1, (FOREIGN,)), (3, (FOREIGN,))]
    assert pending(store, [DOMESTIC]) == () and len(pending(store, [FOREIGN])) == 2


def test_reports_of_a_sender(store: Store) -> None:
    for minutes, sender in enumerate(("local:zhao", "local:qian", "local:zhao")):
        submit(store, item(str(minutes)), sender=sender, minutes=minutes)
    assert numbers(reports_of(store, "local:zhao")) == [3, 1]
    assert reports_of(store, "local:nobody") == ()


def test_history_names_who_and_why(store: Store) -> None:
    members.add(store, Member("local:zhao", "赵军", "staff", ("诸暨市",)), NOW)
    submit(store, item("1"), item("9", DOMESTIC))
    members.remove(store, "local:zhao", NOW + timedelta(minutes=1))
    ledger.give_back(store, 1, [FOREIGN], REVIEWER, "与海关数不符", later(2))
    submit(store, item("2"), sender="local:qian", minutes=3)
    submit(store, item("3"), sender="local:qian", minutes=4)
    past = history(store, "诸暨市", FOREIGN, MAY)
    assert [(p.report, str(p.item.value), p.replaces, p.name) for p in past] == [
        (1, "1", 0, "赵军"),
        (2, "2", 0, "local:qian"),
        (3, "3", 2, "local:qian"),
    ]
    assert [(r.action, r.name, r.reason) for r in past[0].reviews] == [("return", REVIEWER, "与海关数不符")]
    assert [p.state for p in past] == ["return", "", ""] and not past[0].approved
    assert history(store, "诸暨市", FOREIGN, APRIL) == () and len(history(store, "诸暨市", DOMESTIC)) == 1
