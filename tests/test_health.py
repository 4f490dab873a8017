"""Health and metrics over HTTP, on this machine only."""

import json
import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from bot import health, metrics
from data import inbox, outbox
from data.state import queues
from data.store import Store, moment
from tests.books import NOW, new_store


@contextmanager
def served(store: Store) -> Iterator[str]:
    with health.serving(0, store) as port:
        yield f"http://127.0.0.1:{port}"


def get(url: str, method: str = "GET") -> tuple[int, str]:
    try:
        with urlopen(Request(url, method=method), timeout=10) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as error:
        with error:
            return error.code, error.read().decode()


@pytest.fixture
def last(monkeypatch: pytest.MonkeyPatch) -> dict[str, float]:
    """When the bot looked and was answered last, to be set."""
    last: dict[str, float] = {}
    monkeypatch.setattr(metrics, "_last", last)
    return last


def test_alive(last: dict[str, float]) -> None:
    store = new_store()
    with served(store) as url:
        assert get(f"{url}/health")[0] == 503, "nothing was looked at yet"
        metrics.looked()
        assert get(f"{url}/health") == (200, get(f"{url}/health")[1])
        assert json.loads(get(f"{url}/health")[1])["off"] == []
        metrics.polling()
        assert get(f"{url}/health")[0] == 200
        last["poll"] -= health.UNANSWERED + 1
        code, told = get(f"{url}/health")
        assert code == 503 and "连不上 Telegram" in json.loads(told)["off"][0]
        metrics.polled()
        assert get(f"{url}/health")[0] == 200
        last["look"] -= health.SILENT + 1
        assert get(f"{url}/health")[0] == 503


def test_a_database_that_cannot_be_read(last: dict[str, float]) -> None:
    store = new_store()
    metrics.looked()
    store.rows("DROP TABLE inbox")
    with served(store) as url:
        code, told = get(f"{url}/health")
        assert code == 503 and len(json.loads(told)["off"]) == 1
        code, told = get(f"{url}/metrics")
        assert code == 200 and "mubiao_faults_total" in told and "mubiao_inbox_unfinished" not in told


LINE = re.compile(r'[a-z_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? [0-9.e+-]+|# (HELP|TYPE) .*')  # a_total{b="c"} 1.0


def test_metrics(last: dict[str, float]) -> None:
    store = new_store()
    outbox.enqueue(store, "1", "telegram:1", "秘密的话", NOW)
    inbox.put(store, [("telegram:1:1", "{}")], NOW)
    metrics.count_refused('a "quoted"\nreason')
    metrics.count_reply("answer", 0.2)
    metrics.polled()
    with served(store) as url:
        code, told = get(f"{url}/metrics")
    assert code == 200 and "秘密" not in told
    assert "mubiao_inbox_unfinished 1.0" in told and "mubiao_outbox_waiting 1.0" in told
    assert "mubiao_outbox_failed 0.0" in told and "mubiao_last_poll_age_seconds" in told
    assert 'mubiao_refused_total{reason="a \\"quoted\\"\\nreason"}' in told
    count = re.search(r"mubiao_reply_seconds_count (\d+)", told)
    every = re.findall(r"mubiao_replies_total\{.*\} (\d+)", told)
    assert count and int(count[1]) == sum(map(int, every)) >= 1
    strange = [line for line in told.splitlines() if not LINE.fullmatch(line.replace('\\"', "").replace("\\n", ""))]
    assert strange == []


def test_what_waits_for_the_offices_or_for_nobody_is_not_stuck() -> None:
    store = new_store()
    outbox.enqueue(store, "1", "local:zhang", "终端里的人", NOW)
    outbox.enqueue(store, "2", "telegram:1", "明天上班再发", NOW, not_before=NOW + timedelta(hours=14))
    _, waits, _ = queues(store)
    assert (waits.waiting, waits.oldest) == (1, moment(NOW + timedelta(hours=14)))


def test_nothing_else_is_answered(last: dict[str, float]) -> None:
    with served(new_store()) as url:
        assert get(f"{url}/")[0] == get(f"{url}/../x")[0] == 404
        assert get(f"{url}/health", "POST")[0] == get(f"{url}/metrics", "DELETE")[0] == 405


def test_on_this_machine_only() -> None:
    with health.serving(0, new_store()) as port:
        outside = [each[4][0] for each in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)]
        for address in {str(each) for each in outside if not str(each).startswith("127.")}:
            with socket.socket() as other:
                assert other.connect_ex((address, port)) != 0
        assert Path("/proc/net/tcp").exists() is False or f"0100007F:{port:04X}" in Path("/proc/net/tcp").read_text()


def test_one_who_says_nothing_stops_nobody(monkeypatch: pytest.MonkeyPatch, last: dict[str, float]) -> None:
    monkeypatch.setattr(health._Quiet, "timeout", 0.3)
    metrics.looked()
    with served(new_store()) as url, socket.create_connection(("127.0.0.1", int(url.rsplit(":", 1)[1]))):
        assert get(f"{url}/health")[0] == 200
