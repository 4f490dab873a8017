"""The program for twenty minutes under load, with faults of the network, processes killed and one power cut: memory
stays flat, nothing is lost and nothing doubled. Only with --long."""

import os
import random
import signal
import statistics
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from tests.e2e.offices import LEADER, REVIEWER, Office
from tests.e2e.test_reporting import STAFF
from tests.e2e.tgserver import NAME, User, serving

SECONDS = 20 * 60
WARM = 0.25  # share of a life after which its memory is looked at
GROWTH = 8.0  # MiB that a process may grow from then on
ASKERS, GROUPS = 20, 3
QUESTIONS = (
    "诸暨外资目标",
    "内资任务前三名",
    "那上虞呢",
    "5亿元以上项目诸暨几只",
    "股权转让由谁牵头",
    "怎么算的",
    "/help",
    "天气",
)
FAULTS = (("sendMessage", [500] * 9), ("sendMessage", [429, 429]), ("sendMessage", ["drop"] * 5), ("getUpdates", [502]))


class Load:
    """All who write to the bot until time is up, what they were told, and what the program weighed."""

    def __init__(self, office: Office, seconds: float) -> None:
        self.office, self.until = office, time.monotonic() + seconds
        self.asked: dict[int, int] = {}
        self.receipts: list[str] = []
        self.charts = 0
        self.weights: dict[str, list[tuple[float, float]]] = {}
        self.stumbled: list[BaseException] = []

    def on(self) -> bool:
        return time.monotonic() < self.until

    def asks(self, user: User, chance: random.Random) -> None:
        """Questions in a chat; in a group the bot is addressed."""
        while self.on():
            text = chance.choice(QUESTIONS)
            assert user.say(text if user.chat > 0 else f"@{NAME} {text.lstrip('/')}", 1, 60), "no answer"
            self.asked[user.chat] = self.asked.get(user.chat, 0) + 1
            time.sleep(chance.uniform(0.2, 1.5))

    def reports(self, user: User, district: str) -> None:
        """Reports, each confirmed."""
        value = 1000
        while self.on():
            value, after = value + 1, self.office.tg.mark()
            user.say(f"进度 {district} 2012年5月 外资 {value}万美元", 1, 0)
            preview = self.office.told(user.chat, after, 1, 60, f"外资 {value}万美元，")[0]
            user.press(preview, "确认", 1, 0)
            self.receipts.append(self.office.told(user.chat, after, 1, 60, f"外资 {value}万美元\n")[0]["text"])
            time.sleep(4)

    def looks(self, user: User) -> None:
        """Charts and workbooks for a leader, once there is something to show."""
        while not self.receipts:
            time.sleep(1)
        while self.on():
            after = self.office.tg.mark()
            user.say("2012年5月全市进度汇总 图 excel", 0)
            assert self.office.tg.calls(after, "sendDocument", 1, 60, chat_id=user.chat), "no workbook"
            self.charts += 1
            time.sleep(5)

    def breaks(self, chance: random.Random) -> None:
        """Faults of the network, now and then."""
        while self.on():
            time.sleep(chance.uniform(5, 15))
            method, faults = chance.choice(FAULTS)
            self.office.tg.server.faults[method] = list(faults)

    def weighs(self) -> None:
        """What each process of the program takes, every two seconds."""
        while self.on():
            bot = self.office.bot
            for process in (str(bot.process.pid), *bot.children()):
                self.weights.setdefault(process, []).append((time.monotonic(), resident(process)))
            time.sleep(2)

    def run(self) -> None:
        """All of them at once, with a power cut at half time."""
        tg, half = self.office.tg, (self.until - time.monotonic()) / 2
        people = [tg.user(100 + number) for number in range(ASKERS)]
        people += [tg.user(200 + number, -300 - number) for number in range(GROUPS)]
        chance = random.Random(7)
        work: list[Callable[[], None]] = [partial(self.asks, user, random.Random(user.chat)) for user in people]
        work += [partial(self.reports, self.office.people[who], where) for who, where in STAFF.items()]
        work += [partial(self.looks, self.office.people[LEADER]), partial(self.breaks, chance), self.weighs]
        threads = [threading.Thread(target=self.watched, args=(each,)) for each in work]
        for thread in threads:
            thread.start()
        self.lives(half)
        self.office.kill()
        self.office.start()
        self.lives(half)
        for thread in threads:
            thread.join(half + 120)

    def lives(self, seconds: float) -> None:
        """So long; early on the processes that the program has started are killed."""
        time.sleep(seconds * WARM / 2)
        for worker in self.office.bot.children():
            os.kill(int(worker), signal.SIGKILL)
        time.sleep(seconds * (1 - WARM / 2))

    def watched(self, act: Callable[[], None]) -> None:
        try:
            act()
        except BaseException as error:
            self.stumbled.append(error)
            raise


def resident(process: str) -> float:
    """MiB of memory; 0 where it is gone."""
    try:
        lines = Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))


def growth(weights: list[tuple[float, float]]) -> float:
    """MiB that a process grew from when it was warm to its end, by the line that fits best."""
    warm = [each for each in weights[int(len(weights) * WARM) :] if each[1]]
    times, sizes = [at for at, _ in warm], [size for _, size in warm]
    return statistics.linear_regression(times, sizes).slope * (times[-1] - times[0])


@pytest.mark.timeout(SECONDS + 600)
def test_a_long_day(tmp_path: Path) -> None:
    with serving() as tg:
        office = Office(tg, tmp_path, STAFF)
        load = Load(office, SECONDS)
        try:
            load.run()
        finally:
            tg.server.faults.clear()
            time.sleep(5)
            printed = office.bot.stop()
        assert not load.stumbled, load.stumbled
        office.start()
        for chat, asked in load.asked.items():
            told = [call for call in tg.calls(0, "sendMessage", 0, 0, chat_id=chat) if call["ok"]]
            assert asked <= len(told) <= asked + 1, f"chat {chat}: {asked} asked, {len(told)} answered"
        reports = office.rows("SELECT words FROM report")
        assert len(load.receipts) == len(reports) == len(set(reports)), "a receipt a report, none twice"
        wanted = len(office.rows(f"SELECT id FROM outbox WHERE recipient = 'telegram:{REVIEWER}'"))
        notices = office.told(REVIEWER, 0, wanted, 60, "待审核")
        assert len(reports) == wanted <= len(notices) <= wanted + 3
        printed += office.bot.stop()
        assert office.bot.process.returncode == 0 and "Traceback" not in printed, printed
        assert office.rows("SELECT count(*) FROM outbox WHERE sent_at = ''") == [(0,)]
        assert office.rows("SELECT count(*) FROM inbox WHERE finished_at = ''") == [(0,)]
        assert office.findings() == [] and load.charts > SECONDS / 30
        lives = [life for life in load.weights.values() if life[-1][0] - life[0][0] > SECONDS / 3]
        grown = [round(growth(life), 1) for life in lives]
        print(f"{sum(load.asked.values())} answers, {len(reports)} reports, {load.charts} charts, grown {grown} MiB")
        assert max(grown) < GROWTH, grown
