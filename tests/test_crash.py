"""Killed at any moment, and many at once: what was receipted is there, once, and the chain verifies."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

import pytest

from data import audit, ledger, outbox
from data.standing import all_reports
from data.store import Store, open_store
from tests.books import NOW, item, later, new_store

ROOT = Path(__file__).parent.parent
THREADS, EACH = 8, 15


def submit_on_and_on(url: str) -> None:
    """Reports until killed, a receipt a line once it is committed: number, value, the ledger's mark."""
    store = open_store(url)
    for count in range(10**6):
        value = f"{os.getpid()}.{count:04}"
        report = ledger.submit(
            store, [item(value)], "local:a", value, "", False, later(count), None, [("local:b", value)]
        )
        print(report.number, value, ledger.receipt(store, report.number), flush=True)


def send_on_and_on(url: str) -> None:
    """Sends what waits until killed or done: a line a message sent, before it is marked."""
    store = open_store(url)
    while messages := outbox.due(store, limit=10):
        for message in messages:
            print(message.text, flush=True)
            outbox.mark_sent(store, message.id, later(0))


def submit_together(url: str) -> None:
    """Eight senders at once, in one process."""
    store = open_store(url)

    def send(sender: str) -> None:
        for count in range(EACH):
            ledger.submit(store, [item(str(count))], sender, f"{sender} {count}", "", False, later(count))

    threads = [threading.Thread(target=send, args=(f"local:{os.getpid()}-{n}",)) for n in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def start(function: str, store: Store) -> subprocess.Popen[str]:
    code = f"import sys; from tests.test_crash import {function}; {function}(sys.argv[1])"
    command = [sys.executable, "-c", code, store.where.url]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def killed(function: str, store: Store, wait: float) -> list[str]:
    """The whole lines that a process printed until it was killed, so long after its first one."""
    process = start(function, store)
    assert process.stdout is not None and process.stderr is not None
    first = process.stdout.readline()
    time.sleep(wait)
    process.send_signal(signal.SIGKILL)
    lines = [first, *process.stdout.readlines()]
    assert first, process.stderr.read()
    process.communicate()
    return [line.strip() for line in lines if line.endswith("\n")]


@pytest.mark.timeout(900)
def test_no_receipt_is_lost_though_killed(kind: str, pytestconfig: pytest.Config) -> None:
    kills = 200 if pytestconfig.getoption("--long") else {"sqlite": 20, "postgresql": 5}[kind]
    chance, store, receipts = random.Random(4), new_store(kind), list[list[str]]()
    for _ in range(kills):
        receipts += [line.split() for line in killed("submit_on_and_on", store, chance.random() / 5)]
        assert list(audit.findings(store)) == []
    reports = {report.number: report for report in all_reports(store)}
    assert sorted(reports) == list(range(1, len(reports) + 1))
    assert len(receipts) == len({number for number, *_ in receipts})
    for number, value, mark in receipts:
        report = reports[int(number)]
        assert report.words == value == str(report.items[0].value)
        assert ledger.receipt(store, report.number) == mark
    assert len(reports) - len(receipts) <= kills, "only the one under way at a kill may be there without its receipt"
    assert max(Counter(report.words for report in reports.values()).values()) == 1
    told = [message.text for message in outbox.due(store, limit=10**6)]
    assert told == [report.words for report in reports.values()]


def test_no_message_is_lost_though_killed(pytestconfig: pytest.Config) -> None:
    kills = 50 if pytestconfig.getoption("--long") else 5
    chance, store, sent = random.Random(5), new_store(), list[str]()
    with store.write():
        wanted = {
            f"{number}" for number in range(1000 * kills) if outbox.enqueue(store, f"{number}", "a", f"{number}", NOW)
        }
    for _ in range(kills):
        sent += killed("send_on_and_on", store, chance.random() / 10)
    assert len(sent) < len(wanted), "each was killed at work"
    sent += start("send_on_and_on", store).communicate()[0].split()
    assert set(sent) == wanted and outbox.due(store) == ()
    assert len(sent) - len(wanted) <= kills, "twice only where the kill fell between sending and marking"


def test_many_at_once(kind: str) -> None:
    store = new_store(kind)
    started = [start("submit_together", store) for _ in range(2)]
    said = [process.communicate(timeout=100) for process in started]
    assert [err for _, err in said] == ["", ""] and [process.returncode for process in started] == [0, 0]
    reports = all_reports(store)
    assert [report.number for report in reports] == list(range(1, 2 * THREADS * EACH + 1))
    assert set(Counter(report.words for report in reports).values()) == {1}
    assert list(audit.findings(store)) == []
