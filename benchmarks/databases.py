"""How fast a whole reply is on PostgreSQL beside SQLite, each message to both, one after the other in the same run.

Run `python -m benchmarks.databases`; the server is the tests' own, with fsync as a server in use has it.
"""

import statistics
import time
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice

from benchmarks.questions import conversations
from intents.turn import Turn
from tests import servers
from tests.offices import NOW, Office

EACH, REPORTS, WARM = 40, 150, 10
Times = tuple[list[float], list[float]]


def main() -> None:
    """Prints a line a kind of message: medians in milliseconds, and their ratio."""
    servers.SETTINGS["fsync"] = "on"
    offices = (Office(kind="sqlite"), Office(kind="postgresql"))
    print(f"{'':12}{'SQLite':>10}{'PostgreSQL':>12}{'ratio':>8}")
    for name, turns in (("question", questions()), ("report", reports())):
        one, other = (statistics.median(times) * 1000 for times in timed(offices, turns))
        print(f"{name:12}{one:8.2f}ms{other:10.2f}ms{other / one:8.2f}")


def questions() -> Iterator[Turn]:
    """Questions of each kind, by a leader; the first ones once more, since nothing is warm yet."""
    kinds = [tuple(islice(each, EACH)) for each in conversations().values()]
    for number, asked in enumerate(asked for kind in (*kinds, *kinds) for asked in kind):
        yield from (Turn(text, "t:leader", f"chat-{number}", NOW) for text in asked)


def reports() -> Iterator[Turn]:
    """A report and its 确认, again and again."""
    for number in range(REPORTS):
        at = NOW + timedelta(minutes=number)
        for text in (f"进度 诸暨市 2012年5月 外资 {9000 + number}万美元", "确认"):
            yield Turn(text, "t:zj", "chat", at)


def timed(offices: tuple[Office, Office], turns: Iterator[Turn]) -> Times:
    """Seconds a reply took, of both."""
    times: Times = ([], [])
    for number, turn in enumerate(turns):
        for office, taken in zip(offices, times, strict=True):
            began = time.perf_counter()
            office.desk.respond(turn)
            if number >= WARM:
                taken.append(time.perf_counter() - began)
    return times


if __name__ == "__main__":
    main()
