"""A year of reports as an office sends them, made from a seed and played through the desk, message by message.

Every district reports every annex every month: most on time, some late, some never; in many forms and units; corrected,
taken back, given back and sent again; with mid-month reports, zero reports and messages that are refused.

Run `python -m benchmarks.year --seed 7 --database-url sqlite:///demo.db` for a database to try things on; as a library,
`Year(desk, seed).play(until)` goes on from where it stopped.
"""

import argparse
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

from bot.desk import Desk, open_desk
from data import members
from data.amount import show
from data.catalog.load import load_catalog
from data.library import load_documents
from data.model import Metric
from data.progress import month_end
from data.report import Member
from data.routing import departments_of
from intents.turn import Turn

CITY, YEAR = "绍兴市", 2012
ZONE = ZoneInfo("Asia/Shanghai")
START = datetime(YEAR, 3, 30, 9, tzinfo=ZONE)
LEADER, OFFICIAL = Member("demo:leader", "林市长", "leader"), Member("demo:official", "龚员", "official")
WEIGHTS = (5, 6, 9, 9, 8, 10, 8, 8, 9, 8, 9, 11)  # a slow spring and a rush at the year's end, in hundredths
OTHER_UNIT = {
    "万美元": ("亿美元", Decimal(10000)),
    "万元": ("亿元", Decimal(10000)),
    "亿元": ("万元", Decimal("0.0001")),
}
REASONS = ("与统计数不符，请核对", "请附佐证后重报", "口径不对，应为累计数")


@dataclass(frozen=True, slots=True)
class Value:
    """What is to be reported of a metric."""

    metric: Metric
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Said:
    """One message of the year. `key` names the report that it makes, or, where `{}` stands in it, that it is about;
    `confirmed` a report's; `refused` one that the desk must not take; `unsure` one that it may."""

    at: datetime
    sender: str
    text: str
    key: str = ""
    confirmed: bool = False
    refused: bool = False
    unsure: bool = False


@dataclass(frozen=True, slots=True)
class Batch:
    """What one sender owes of one annex."""

    sender: str
    whose: str
    reviewer: str
    targets: tuple[tuple[Metric, Decimal], ...]


@dataclass
class Year:
    """A year at a desk. What has been sent is in the desk's store; `numbers` are the reports made so far."""

    desk: Desk
    seed: int = 7
    numbers: dict[str, str] = field(default_factory=dict)
    messages: int = 0

    def __post_init__(self) -> None:
        for member in (LEADER, OFFICIAL, *_members()):
            members.add(self.desk.store, member, START)
        self._waiting = sorted(plan(self.seed), key=lambda said: (said.at, said.sender, said.key))

    def play(self, until: datetime | None = None) -> None:
        """Send what is due until then (None: all). Raises AssertionError where the desk replies otherwise."""
        while self._waiting and (until is None or self._waiting[0].at <= until):
            self._say(self._waiting.pop(0))

    def _say(self, said: Said) -> None:
        number = self.numbers.get(said.key, "")
        if "{}" in said.text and not number:
            return
        reply = self._turn(said.sender, said.text.format(number), said.at)
        if said.refused or not said.confirmed:
            wanted = "decline" if said.refused else "receipt"
            assert reply[0] == wanted, (said, reply)
            return
        assert reply[0] == "preview" or said.unsure, (said, reply)
        if reply[0] != "preview":
            return
        kind, text = self._turn(said.sender, "确认", said.at + timedelta(seconds=30))
        assert kind == "receipt", (said, text)
        self.numbers[said.key] = re.findall(r"上报(\d+)号", text)[0]

    def _turn(self, sender: str, text: str, at: datetime) -> tuple[str, str]:
        self.messages += 1
        reply = self.desk.respond(Turn(text, sender, f"chat-{sender}", at, id=f"m{self.messages}"))
        return reply.kind, " ".join(reply.lines)


def plan(seed: int) -> Iterator[Said]:
    """Every message of the year, in no order."""
    chance = random.Random(seed)
    for batch in batches():
        courses = {metric.name: _course(chance, metric, target) for metric, target in batch.targets}
        for month in range(1, 13):
            yield from _month(chance, batch, _capped(batch, courses, month), month)


def batches() -> Iterator[Batch]:
    """Who owes what: each district each annex to its first department, each department the city's own metrics."""
    catalog, owed = load_catalog(), dict[tuple[str, str, str], dict[str, Decimal]]()
    for figure in (f for d in load_documents() if d.city == CITY for f in d.figures if f.level in (None, "必保")):
        metric, place = catalog.metric(figure.metric), figure.citation.place
        department = (departments_of()[metric.name] or ("",))[0]
        if metric.city_only and department:
            owed.setdefault((CITY, department, department), {}).setdefault(metric.name, figure.value)
        elif figure.district != CITY:
            owed.setdefault((figure.district, place, department), {}).setdefault(metric.name, figure.value)
    for (district, place, department), targets in owed.items():
        sender = f"demo:{district if district != CITY else place}"
        named = tuple((catalog.metric(name), value) for name, value in targets.items())
        yield Batch(sender, district, f"demo:审{department}", named)


def _members() -> Iterator[Member]:
    found = dict[str, Member]()
    for batch in batches():
        name, department = batch.sender.removeprefix("demo:"), batch.reviewer.removeprefix("demo:审")
        own = ((), (department,)) if batch.whose == CITY else ((batch.whose,), ())
        found[batch.sender] = Member(batch.sender, f"{name}填报", "staff", *own)
        found[batch.reviewer] = Member(batch.reviewer, f"{department}审核", "reviewer", (), (department,))
    yield from found.values()


def _course(chance: random.Random, metric: Metric, target: Decimal) -> tuple[Decimal, ...]:
    """The cumulative value at the end of each month; of a ratio its value."""
    if metric.is_ratio:
        return tuple(max(Decimal(0), target + Decimal(chance.randint(-40, 40)) / 10) for _ in range(12))
    places = Decimal("0.01") if metric.unit == "亿元" else Decimal(1)
    year = target * (1 if chance.random() < 0.15 else Decimal(chance.randint(8000, 11800)) / 10000)
    even = chance.random() < 0.1  # exactly on the pace, month by month
    parts = [Decimal(1) if even else weight * Decimal(chance.randint(60, 140)) / 100 for weight in WEIGHTS]
    sums = [sum(parts[: month + 1], Decimal(0)) / sum(parts) for month in range(12)]
    return tuple((year * share).quantize(places, ROUND_HALF_UP) for share in sums)


def _capped(batch: Batch, courses: dict[str, tuple[Decimal, ...]], month: int) -> list[Value]:
    """The values of a month, a 其中 never above its whole; a target of 0 is not reported."""
    values = dict[str, Decimal]()
    for metric, _ in batch.targets:
        value = courses[metric.name][month - 1]
        values[metric.name] = min(value, values.get(metric.whole or "", value))
    return [Value(metric, values[metric.name]) for metric, target in batch.targets if target]


def _month(chance: random.Random, batch: Batch, values: Sequence[Value], month: int) -> Iterator[Said]:
    """What a sender says of one month, and what the reviewer says to it."""
    end, key = month_end(date(YEAR, month, 1)), f"{batch.sender}{batch.targets[0][0].name}{month}"
    if chance.random() < 0.03 and month > 2:
        middle = [replace(v, amount=v.amount) for v in values if not v.metric.is_ratio and v.metric.unit != "只"][:1]
        at = _moment(chance, end.replace(day=16), 0, 2)
        halved = [replace(v, amount=(v.amount * Decimal("0.5")).quantize(Decimal(1), ROUND_DOWN)) for v in middle]
        yield from [_report(chance, batch, halved, end.replace(day=15), at, f"{key}中")] if halved else []
    if chance.random() < 0.05:
        return
    sent = [value for value in values if chance.random() > 0.03]
    if not sent:
        return
    late = chance.random() < 0.12
    at = _moment(chance, end, 6, 18) if late else _moment(chance, end, 1, 4)
    yield from _refused(chance, batch, sent, at)
    monthly = [v for v in sent if v.metric.unit in OTHER_UNIT] if chance.random() < 0.04 and month > 1 else []
    yield _report(chance, batch, [v for v in sent if v not in monthly] or sent, end, at, key)
    yield from _after(chance, batch, sent, end, at, key)
    yield from (_of_the_month(chance, batch, v, month, at, key) for v in monthly)


def _of_the_month(chance: random.Random, batch: Batch, value: Value, month: int, at: datetime, key: str) -> Said:
    """What the month alone has brought; it cannot be taken where the month before was not reported."""
    part = (value.amount / month).quantize(Decimal(1), ROUND_DOWN)
    text = f"进度 {batch.whose} {YEAR}年{month}月当月 {value.metric.name} {show(part)}{value.metric.unit}"
    then = at + timedelta(minutes=chance.randint(10, 50))
    return Said(then, batch.sender, text, f"{key}{value.metric.name}", confirmed=True, unsure=True)


def _after(
    chance: random.Random, batch: Batch, values: Sequence[Value], end: date, at: datetime, key: str
) -> Iterator[Said]:
    """Approved, given back, taken back, corrected or left waiting."""
    fate, later = chance.random(), at + timedelta(hours=chance.randint(2, 60), minutes=chance.randint(1, 50))
    if fate < 0.03:
        yield Said(at + timedelta(minutes=20), batch.sender, "撤回 {}", key)
    elif fate < 0.08:
        yield Said(later, batch.reviewer, f"退回 {{}} {chance.choice(REASONS)}", key)
    elif fate < 0.88:
        yield Said(later, batch.reviewer, "通过 {}", key)
    if (fate < 0.08 and chance.random() < 0.7) or 0.8 < fate < 0.84:
        again, other = (
            later + timedelta(days=1),
            [_changed(chance, value) for value in values][: 1 if fate > 0.08 else None],
        )
        yield _report(chance, batch, _fit(other, values), end, again, f"{key}再", "更正")
        if chance.random() < 0.8:
            yield Said(again + timedelta(hours=3), batch.reviewer, "通过 {}", f"{key}再")


def _changed(chance: random.Random, value: Value) -> Value:
    """A little more or less than was said first; counts stay, for one may be 其中 of another."""
    if value.metric.unit not in OTHER_UNIT:
        return value
    places = Decimal("0.01") if value.metric.unit == "亿元" else Decimal(1)
    return replace(value, amount=(value.amount * Decimal(chance.randint(97, 103)) / 100).quantize(places))


def _fit(values: list[Value], before: Sequence[Value]) -> list[Value]:
    """Never an empty correction."""
    return values or list(before[:1])


def _refused(chance: random.Random, batch: Batch, values: Sequence[Value], at: datetime) -> Iterator[Said]:
    """A message that cannot be taken comes before the right one now and then: a count in 亿元."""
    counts = [value for value in values if value.metric.unit == "只"]
    if counts and chance.random() < 0.02:
        text = f"进度 {batch.whose} {YEAR}年{at.month - 1 or 12}月 {counts[0].metric.name} 3亿元"
        yield Said(at - timedelta(minutes=5), batch.sender, text, refused=True)


def _moment(chance: random.Random, day: date, first: int, last: int) -> datetime:
    """A working hour of some day after."""
    then = day + timedelta(days=chance.randint(first, last))
    return datetime(then.year, then.month, then.day, chance.randint(8, 16), chance.randint(6, 59), tzinfo=ZONE)


def _report(
    chance: random.Random,
    batch: Batch,
    values: Sequence[Value],
    day: date,
    at: datetime,
    key: str,
    opener: str = "进度",
) -> Said:
    """A report in one of the forms that people use."""
    when = f"{YEAR}年{day.month}月" if day == month_end(day) else f"截至{YEAR}年{day.month}月{day.day}日"
    form = chance.choice((_in_a_line, _in_lines, _labelled, _pasted))
    return Said(at, batch.sender, form(chance, opener, batch.whose, when, values), key, confirmed=True)


def _in_a_line(chance: random.Random, opener: str, whose: str, when: str, values: Sequence[Value]) -> str:
    """进度 诸暨市 2012年5月 实际引进外资 9800万美元，实际引进内资 12.3亿元"""
    return f"{opener} {whose} {when} " + "，".join(f"{v.metric.name} {_amount(chance, v)}" for v in values)


def _in_lines(chance: random.Random, opener: str, whose: str, when: str, values: Sequence[Value]) -> str:
    lines = (f"{v.metric.name}：{_amount(chance, v)}" if v.amount else f"{v.metric.name} 零报告" for v in values)
    return "\n".join([f"#{opener} {whose} {when}", *lines])


def _labelled(chance: random.Random, opener: str, whose: str, when: str, values: Sequence[Value]) -> str:
    head = (opener, f"地区：{whose}", f"时间：{when}")
    return "\n".join([*head, *(f"{v.metric.name}({v.metric.unit})：{v.amount:,}" for v in values)])


def _pasted(_: random.Random, opener: str, whose: str, when: str, values: Sequence[Value]) -> str:
    head = (f"{opener} {whose} {when}", "指标\t单位\t累计完成")
    return "\n".join([*head, *(f"{v.metric.name}\t{v.metric.unit}\t{show(v.amount)}" for v in values)])


def _amount(chance: random.Random, value: Value) -> str:
    """The amount in its own unit or, now and then, in one ten thousand times as big or small."""
    unit, factor = OTHER_UNIT.get(value.metric.unit, ("", Decimal(1)))
    if unit and chance.random() < 0.3:
        return f"{show(value.amount / factor)}{unit}"
    return f"{show(value.amount)}{value.metric.unit}"


def main() -> None:
    """Make a database."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.year", description=__doc__)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--database-url", required=True, help="sqlite:///demo.db")
    options = parser.parse_args()
    year = Year(open_desk(options.database_url, CITY, START), options.seed)
    year.play()
    print(
        f"{year.messages}条消息，{len(year.numbers)}份上报。试试：mubiao ask 12月通报 --as {LEADER.id} --at 2013-01-09"
    )


if __name__ == "__main__":
    main()
