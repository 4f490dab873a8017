"""The counters: nothing is lost between threads, and the desk's replies are counted."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot import desk as desks
from bot import metrics
from intents.turn import Turn
from tests.desks import NOW, ask, desk


def grown(act: Callable[[], object]) -> tuple[metrics.Counted, metrics.Counted]:
    """What was counted before and after."""
    before = metrics.counted()
    act()
    return before, metrics.counted()


def test_each_thread_counts() -> None:
    def count(_number: int) -> None:
        metrics.count_refused("rate")
        metrics.count_reply("answer", 0.2)

    def all_at_once() -> None:
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(count, range(4000)))

    before, after = grown(all_at_once)
    assert after.refused["rate"] - before.refused.get("rate", 0) == 4000
    assert after.replies["answer"] - before.replies.get("answer", 0) == 4000
    assert after.seconds - before.seconds == pytest.approx(800)


@pytest.mark.parametrize(("seconds", "first"), [(0.0, 0.05), (0.05, 0.05), (0.051, 0.1), (10.0, 10.0), (11.0, None)])
def test_a_column_holds_all_that_took_no_longer(seconds: float, first: float | None) -> None:
    before, after = grown(lambda: metrics.count_reply("help", seconds))
    added = [bound for (bound, now), (_, then) in zip(after.within, before.within, strict=True) if now > then]
    assert added == [bound for bound in metrics.WITHIN if first is not None and bound >= first]


def test_the_desk_counts_its_replies() -> None:
    before, after = grown(lambda: ask("诸暨市外资目标多少"))
    assert after.replies["answer"] == before.replies.get("answer", 0) + 1
    assert after.faults == before.faults


def test_the_desk_counts_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desks, "understand", lambda *_: 1 / 0)
    before, after = grown(lambda: desk().respond(Turn("问", "test:fault", "fault", NOW)))
    assert after.faults == before.faults + 1


def test_ages() -> None:
    metrics.polling()
    metrics.looked()
    found = metrics.counted()
    assert found.poll_age is not None and found.look_age is not None and 0 <= found.look_age < 5
