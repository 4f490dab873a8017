"""A year of due messages sent by a process that is killed again and again: every one is sent, and one twice only where
the kill fell between the sending and the mark."""

import random
import signal
import subprocess
import sys
from collections import Counter
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from unittest.mock import patch

import pytest

from bot.push import tick
from data import members, outbox, subscriptions, workdays
from data.report import Member
from data.workdays import NO_DAYS
from intents.reply import Reply
from tests.offices import NOW, Office

ROOT = Path(__file__).parent.parent
END = NOW.replace(year=2013)
LEADERS = ("t:leader", "t:leader2")


def send_for_a_year(url: str, since: str) -> None:
    """Each hour in which the offices are open, from that moment on, as fast as it goes: what is due is made and sent. A
    line an hour, and a line a message sent, before it is marked."""
    from bot.desk import open_desk

    desk, moment = open_desk(url, "绍兴市", NOW), datetime.fromisoformat(since).astimezone(NOW.tzinfo)
    with patch("bot.push.composed", return_value=Reply("summary", ("督查",))):  # what it says is tested elsewhere
        while moment < END:
            if workdays.working(moment) == moment:
                print("at", moment.isoformat(), flush=True)
                tick(desk, moment)
                for message in outbox.due(desk.store, moment):
                    print("sent", message.key, flush=True)
                    outbox.mark_sent(desk.store, message.id, moment)
            moment += timedelta(hours=1)
    print("over", flush=True)


def run(url: str, since: str, count: int) -> list[str]:
    """The whole lines of the process, until it is killed after so many or ends."""
    code = "import sys; from tests.test_push_crash import send_for_a_year; send_for_a_year(*sys.argv[1:])"
    command = [sys.executable, "-c", code, url, since]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        lines = list(islice(process.stdout, count))
        assert lines, "it could not begin"
        process.send_signal(signal.SIGKILL)
        lines += process.stdout.readlines()
    return [line.strip() for line in lines if line.endswith("\n")]


@pytest.mark.timeout(900)
def test_a_year_of_pushes_though_killed(pytestconfig: pytest.Config) -> None:
    office, chance = Office(), random.Random(8)
    for who in LEADERS:
        members.add(office.desk.store, Member(who, who, "leader"), NOW)
        for kind in ("bulletin:5", "inspection"):
            subscriptions.subscribe(office.desk.store, who, kind, NOW)
    most = 40 if pytestconfig.getoption("--long") else 1000  # lines between two kills
    sent, since, kills = list[str](), NOW.isoformat(), 0
    while since != "over":
        lines = run(office.desk.store.where.url, since, chance.randrange(1, most))
        sent += [line.partition(" ")[2] for line in lines if line.startswith("sent")]
        since = "over" if lines[-1] == "over" else [line for line in lines if line.startswith("at")][-1][3:]
        kills += since != "over"
    times = Counter(sent)
    moments = {kind: subscriptions.due(kind, NOW, END, NO_DAYS) for kind in ("bulletin:5", "inspection")}
    assert kills >= 3, "it was killed at work"
    assert len(times) == len(LEADERS) * sum(map(len, moments.values())), "every one sent"
    assert len(sent) - len(times) <= kills, "twice only where a kill fell between sending and marking"
    print(f"{len(sent)} sent, {len(sent) - len(times)} of them twice, {kills} kills")
