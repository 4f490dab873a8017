"""How fast a question is understood, looked up and answered, beside a bare SELECT of one figure as the floor.

Run `python -m benchmarks.speed [--json]`; README.md beside this file says how to read it.
"""

import argparse
import json
import os
import re
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial
from itertools import count, cycle, islice
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from benchmarks.questions import Conversation, conversations
from benchmarks.year import LEADER, START, Year
from bot.desk import Desk, open_desk
from data.query import Selection, figures
from intents.reading import read
from intents.turn import Turn

ROOT = Path(__file__).parents[1]
HOME = "绍兴市"
NOW = datetime(2012, 6, 18, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
YEAR_OVER = datetime(2013, 1, 9, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
SAMPLES = 1000
SELDOM = 20  # samples of what takes long
STARTS = 7
SERVED = 2000
BARE = "SELECT published FROM figure WHERE city = ? AND year = ? AND metric = ? AND district = ?"
CELL = (HOME, 2012, "实际引进外资", "诸暨市")
SELECTIONS = {
    "one figure": Selection(HOME, 2012, ("实际引进外资",), ("诸暨市",)),
    "a district": Selection(HOME, 2012, None, ("诸暨市",)),
    "a metric": Selection(HOME, 2012, ("实际引进外资",)),
    "a city": Selection(HOME, 2012, None),
}


@dataclass(frozen=True)
class Row:
    """One line of the table: what was measured, how it came out, and against the floor if it is a time."""

    what: str
    kind: str
    unit: str
    median: float
    p99: float | None = None
    floors: float | None = None
    p99_floors: float | None = None


@dataclass(frozen=True)
class Timer:
    """Times calls; `floor` is the bare SELECT's median in milliseconds."""

    floor: float

    def row(self, what: str, kind: str, times: list[float]) -> Row:
        """The row of times in milliseconds."""
        median, p99 = statistics.median(times), percentile(times, 99)
        return Row(what, kind, "ms", median, p99, median / self.floor, p99 / self.floor)


def percentile(times: list[float], part: int) -> float:
    """The time that so many of a hundred do not exceed."""
    return sorted(times)[min(len(times) - 1, len(times) * part // 100)]


def timed(work: Callable[[], object]) -> float:
    """Milliseconds that a call takes."""
    began = time.perf_counter_ns()
    work()
    return (time.perf_counter_ns() - began) / 1e6


def repeated(work: Callable[[], object], times: int = SAMPLES) -> list[float]:
    """Milliseconds of each of many calls, after as many as a tenth that do not count."""
    return [timed(work) for _ in range(times + times // 10)][times // 10 :]


def floor(path: Path) -> list[float]:
    """Milliseconds of a prepared SELECT of one figure, nothing else done."""
    connection = sqlite3.connect(path)
    try:
        return repeated(lambda: connection.execute(BARE, CELL).fetchall(), 20 * SAMPLES)
    finally:
        connection.close()


def understanding(said: list[Conversation]) -> list[float]:
    """Milliseconds to read the last message of each."""
    return [timed(partial(read, each[-1], NOW.date(), HOME)) for each in rounds(said)]


def replying(desk: Desk, said: list[Conversation], chats: Iterator[int]) -> list[float]:
    """Milliseconds of the desk's reply to the last message of each, what came before it said first."""
    return [_last(desk, each, f"chat-{next(chats)}") for each in rounds(said)]


def _last(desk: Desk, said: Conversation, chat: str) -> float:
    turns = [Turn(text, "bench:one", chat, NOW) for text in said]
    for turn in turns[:-1]:
        desk.respond(turn)
    return timed(lambda: desk.respond(turns[-1]))


def rounds(said: list[Conversation]) -> Iterator[Conversation]:
    """The conversations again and again, until there are enough samples."""
    for _ in range(max(1, SAMPLES // len(said))):
        yield from said


def in_process(folder: Path) -> Iterator[Row]:
    """All that is measured in this process, the floor first."""
    path = folder / "bench.db"
    desk, asked = open_desk(f"sqlite:///{path}", HOME, NOW), conversations()
    bare = floor(path)
    timer = Timer(statistics.median(bare))
    yield timer.row("floor", "bare SELECT", bare)
    for said in asked.values():
        replying(desk, said[:5], count(-SAMPLES))
    for kind, said in asked.items():
        yield timer.row("understanding", kind, understanding(said))
    for kind, selection in SELECTIONS.items():
        yield timer.row("query", kind, repeated(partial(figures, desk.store, selection)))
    yield from replies(desk, asked, timer)


def replies(desk: Desk, asked: dict[str, list[Conversation]], timer: Timer) -> Iterator[Row]:
    """The whole reply by kind, all kinds together, and how many that is in a second."""
    chats, every = count(), list[float]()
    for kind, said in asked.items():
        times = replying(desk, said, chats)
        every += times
        yield timer.row("reply", kind, times)
    yield timer.row("reply", "all", every)
    mean = statistics.mean(every)
    yield Row("throughput", "all", "questions/s", 1000 / mean, floors=mean / timer.floor)


def with_a_year(folder: Path, timer: Timer) -> Iterator[Row]:
    """What a leader asks of a whole year's reports, and what others wait while bulletins are made."""
    year = Year(open_desk(f"sqlite:///{folder / 'year.db'}", HOME, START))
    year.play()
    asked, chats = {"summary": "全市进度汇总", "assessment": "2012年度评比", "chart": "外资完成排名 图"}, count()

    def ask(text: str, sender: str = LEADER.id) -> None:
        year.desk.respond(Turn(text, sender, f"year-{next(chats)}", YEAR_OVER))

    for kind, text in asked.items():
        yield timer.row("a year", kind, repeated(partial(ask, text), SELDOM))
    yield timer.row("a year", "bulletin", repeated(partial(ask, "12月通报"), SELDOM // 5))
    alone = repeated(partial(ask, "诸暨外资目标多少"), SAMPLES)
    yield timer.row("a year", "a target, alone", alone)
    done = threading.Event()

    def bulletins() -> None:
        while not done.is_set():
            ask("12月通报")

    others = threading.Thread(target=bulletins)
    others.start()
    yield timer.row("a year", "a target, meanwhile", repeated(partial(ask, "诸暨外资目标多少"), SAMPLES))
    done.set()
    others.join()


def outside(folder: Path, bare: float) -> Iterator[Row]:
    """What a process of its own takes: the first start on a new database, later ones, and the memory to serve."""
    address = f"sqlite:///{folder / 'own.db'}"
    timer = Timer(bare)
    yield timer.row("start", "ask, new database", [asking(address)])
    yield timer.row("start", "ask", [asking(address) for _ in range(STARTS)])
    for number, megabytes in serving(address):
        yield Row("peak memory", f"serving, replies: {number}", "MB", megabytes)


def asking(address: str) -> float:
    """Milliseconds of `mubiao ask` from start to end."""
    return timed(partial(subprocess.run, command("ask", "诸暨市外资目标多少?"), **environment(address), check=True))


def serving(address: str) -> Iterator[tuple[int, float]]:
    """How many messages a process has answered, and its peak memory by then."""
    texts = cycle(text for said in conversations().values() for each in said for text in each)
    lines = (json.dumps({"text": text, "chat": f"c{number % 50}"}) + "\n" for number, text in enumerate(texts))
    process = subprocess.Popen(command("replay"), stdin=subprocess.PIPE, text=True, **environment(address))
    with process as served:
        assert served.stdin and served.stdout
        for number, line in enumerate(islice(lines, SERVED), 1):
            served.stdin.write(line)
            served.stdin.flush()
            served.stdout.readline()
            if number in (1, SERVED // 10, SERVED):
                yield number, peak(served.pid)


def peak(process: int) -> float:
    """Megabytes that a process has held at most; not a number where the system does not tell."""
    status = Path(f"/proc/{process}/status")
    found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text()) if status.exists() else None
    return int(found[1]) / 1024 if found else float("nan")


def command(*arguments: str) -> list[str]:
    """The program with these arguments."""
    return [sys.executable, "-m", "bot", *arguments]


def environment(address: str) -> dict[str, Any]:
    """How a process is started: on that database, at the root of the project, quietly."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("MUBIAO_")}
    return {"cwd": ROOT, "env": env | {"MUBIAO_DATABASE_URL": address}, "stdout": subprocess.PIPE}


def measured() -> Iterator[Row]:
    """Every row of the table."""
    with tempfile.TemporaryDirectory() as folder:
        rows = in_process(Path(folder))
        yield (first := next(rows))
        yield from rows
        yield from with_a_year(Path(folder), Timer(first.median))
        yield from outside(Path(folder), first.median)


def table(rows: Iterable[Row]) -> Iterator[str]:
    """The rows aligned, a header above them."""
    columns = "{:<14}{:<26}{:>12}{:>12} {:<12}{:>10}{:>12}"
    yield columns.format("what", "kind", "median", "p99", "", "x floor", "p99 x floor")
    for row in rows:
        figures = shown(row.median, 4), shown(row.p99, 4), row.unit, shown(row.floors, 0), shown(row.p99_floors, 0)
        yield columns.format(row.what, row.kind, *figures)


def shown(figure: float | None, digits: int) -> str:
    """A figure with so many decimals, one fewer for each digit before the point; nothing for none."""
    if figure is None:
        return ""
    return f"{figure:,.{max(0, digits - len(f'{figure:.0f}'))}f}"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print a JSON array of the rows")
    if parser.parse_args().json:
        print(json.dumps([asdict(row) for row in measured()], ensure_ascii=False, indent=1))
        return
    for line in table(measured()):
        print(line, flush=True)


if __name__ == "__main__":
    main()
