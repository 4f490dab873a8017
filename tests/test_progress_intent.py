"""Questions for progress: what phrases mean, and what is answered from reports that stand, through the real ledger."""

import json
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from time import perf_counter
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.render.text import plain
from data import ledger
from data.catalog.load import load_catalog
from data.library import load_documents
from data.problem import Problem
from data.report import Item
from data.seeding import seed
from data.store import open_store
from intents import progress
from intents.conversation import Conversation, following
from intents.progress import ProgressQuestion, restored
from intents.progress_reading import asked
from intents.reading import read
from intents.reply import Reply
from intents.sources import Sources

HOME, ZONE = "绍兴市", ZoneInfo("Asia/Shanghai")
EXAMPLES: dict[str, Any] = tomllib.loads(Path(progress.__file__).with_name("progress.examples.toml").read_text("utf-8"))
MARCH, APRIL, MAY, JUNE = date(2012, 3, 31), date(2012, 4, 30), date(2012, 5, 31), date(2012, 6, 30)
FDI, DOMESTIC, INDUSTRY, SERVICE = "实际引进外资", "实际引进内资", "工业投资完成投资额", "重大服务业项目完成投资"
FARM, SHARE, PLANTS = "农业产业化项目完成投资", "战略性新兴产业完成投资比重", "外资3000万美元以上项目数"


def moment(month: int, day: int) -> datetime:
    return datetime(2012, month, day, 9, tzinfo=ZONE)


NOW = moment(6, 18)


class Talk:
    """A conversation with a database of its own."""

    def __init__(self, folder: Path, at: datetime) -> None:
        store = open_store(f"sqlite:///{folder}/x.db")
        seed(store, load_documents(), moment(3, 30))
        self.source, self.at = Sources(store, load_catalog(), HOME), at
        self.forget()

    def forget(self) -> None:
        self.before: ProgressQuestion | None = None
        self.conversation = Conversation()

    def report(self, at: datetime, metric: str, day: date, approve: bool = False, **values: str) -> int:
        items = [self.item(short, metric, day, value) for short, value in values.items()]
        found = ledger.submit(self.source.store, items, "local:x", "x", "", False, at)
        if approve:
            ledger.approve(self.source.store, found.number, [metric], "local:r", at)
        return found.number

    def item(self, short: str, metric: str, day: date, value: str) -> Item:
        names = [d.name for d in load_catalog().districts if d.name.startswith(short) and d.city == HOME]
        return Item(HOME, names[0], metric, day, Decimal(value), load_catalog().metric(metric).unit)

    def asks(self, text: str) -> ProgressQuestion | Problem | None:
        found = asked(read(text, self.at.date(), HOME), self.at, self.before, self.conversation, self.source)
        if isinstance(found, ProgressQuestion):
            self.before, self.conversation = found, following(found.question, self.conversation)
        return found

    def says(self, text: str) -> Reply:
        found = self.asks(text)
        assert isinstance(found, ProgressQuestion), (text, found)
        return found.answer(self.source, self.at)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Talk:
    return Talk(tmp_path_factory.mktemp("empty"), NOW)


@pytest.fixture
def talk(tmp_path: Path) -> Talk:
    return Talk(tmp_path, NOW)


@pytest.fixture(scope="module")
def half(tmp_path_factory: pytest.TempPathFactory) -> Talk:
    """Five districts' foreign capital to the end of June: two green, two yellow (one exactly at −10), one red."""
    talk = Talk(tmp_path_factory.mktemp("half"), moment(7, 4))
    talk.report(moment(7, 3), FDI, JUNE, 绍兴县="11440", 诸暨="10290", 上虞="11500", 嵊州="3150", 新昌="1000")
    return talk


def means(found: ProgressQuestion | Problem | None) -> str:
    """A question in one line, as the examples write it."""
    if not isinstance(found, ProgressQuestion):
        return found.kind if found else "none"
    question = found.question
    lights = " " + "、".join(found.lights) if found.kind in ("lagging", "inspection") else ""
    measures = "、".join(found.measures) if found.kind == "figures" else ""
    whom = "、".join(question.groups or question.districts)
    metrics = "、".join(question.metrics) if len(question.metrics) < 4 else f"{len(question.metrics)}项"
    parts = [f"{found.kind}{lights}", measures, whom, metrics, *_rest(found)]
    return "; ".join(part for part in (*parts, found.needs) if part)


def _rest(found: ProgressQuestion) -> Iterator[str]:
    question, operation = found.question, found.question.operation
    yield found.period.isoformat() if found.period else ""
    yield f"as_of {found.as_of.date()}" if found.as_of else ""
    flags = {"approved": found.approved_only, "apart": found.apart, "counted": found.counted, "by_amount": found.by_amount}
    yield " ".join(name for name, said in flags.items() if said)
    yield " ".join(str(part) for part in (operation.order, operation.n, operation.nth, operation.reduce) if part)
    yield " ".join((*question.levels, *(c.text for c in question.conditions), question.unit)).strip()


PHRASES = [(text, meant) for name, table in EXAMPLES.items() if name != "dialogue" for text, meant in table["phrases"]]


@pytest.mark.parametrize(("text", "meant"), PHRASES, ids=[text for text, _ in PHRASES])
def test_phrase(empty: Talk, text: str, meant: str) -> None:
    empty.forget()
    assert means(empty.asks(text)) == meant


@pytest.mark.parametrize("dialogue", EXAMPLES["dialogue"], ids=lambda d: str(d["turns"][0][0]))
def test_dialogue(empty: Talk, dialogue: dict[str, Any]) -> None:
    empty.forget()
    assert [[text, means(empty.asks(text))] for text, _ in dialogue["turns"]] == dialogue["turns"]


def test_there_are_enough_and_none_twice() -> None:
    assert len({text for text, _ in PHRASES}) == len(PHRASES) >= 150


def test_a_question_comes_back_from_its_state(empty: Talk) -> None:
    for text, _ in PHRASES:
        empty.forget()
        found = empty.asks(text)
        if isinstance(found, ProgressQuestion):
            assert restored(json.loads(json.dumps(found.state(), default=str))) == replace(found, notes=())


def test_every_phrase_is_answered_without_any_report(empty: Talk) -> None:
    for text, _ in PHRASES:
        empty.forget()
        found = empty.asks(text)
        if isinstance(found, ProgressQuestion):
            reply = found.answer(empty.source, NOW)
            assert all(fact.measure in ("pace", "count") for fact in reply.facts), text
            assert reply.kind == "decline" or found.kind == "missing" or found.measures == ("pace",), text
