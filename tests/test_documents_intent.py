"""Questions about the documents: our examples, follow-ups, exports, and what holds for every answer."""

import tomllib
from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from time import process_time
from typing import Any

import pytest
from openpyxl import load_workbook

from bot.render.text import plain
from data.catalog.load import load_catalog
from data.library import load_documents
from data.narrative import departments, measures
from data.seeding import seed
from data.store import open_store
from data.workbook import Sheet, workbook
from intents.documents import kinds as documents
from intents.documents.kinds import DocumentQuestion
from intents.documents.resumed import about_metrics
from intents.reading import read
from intents.sources import Sources

EXAMPLES: dict[str, Any] = tomllib.loads(
    (Path(documents.__file__).with_name("documents.examples.toml")).read_text("utf-8")
)
HOME, TODAY = "绍兴市", date(2012, 6, 18)


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Sources:
    store = open_store(f"sqlite:///{tmp_path_factory.mktemp('documents')}/x.db")
    seed(store, load_documents(), datetime(2012, 6, 18, tzinfo=UTC))
    return Sources(store, load_catalog(), HOME)


def asked(text: str, before: dict[str, Any] | None = None, home: str = HOME) -> DocumentQuestion | None:
    return documents.read(read(text, TODAY, home), before, home=home)


def examples() -> Iterator[tuple[str, str, str, str]]:
    """Text, kind of request, kind of reply, words that the reply must hold."""
    for kind, table in EXAMPLES.items():
        for text, has in table["phrases"]:
            yield text, kind, table.get("kind", "answer"), has
        for text, has in table.get("decline", {}).get("phrases", ()):
            yield text, kind, "decline", has


@pytest.mark.parametrize(("text", "kind", "reply", "has"), list(examples()), ids=[e[0] for e in examples()])
def test_example(text: str, kind: str, reply: str, has: str, sources: Sources) -> None:
    question = asked(text)
    assert (question.kind if question else "none") == kind
    if question:
        answer = question.answer(sources)
        assert answer.kind == reply
        assert has in plain(answer)


def test_there_are_enough_examples() -> None:
    assert len(list(examples())) >= 250


@pytest.mark.parametrize("text", sorted({e[0] for e in examples() if e[1] != "none"}))
def test_politeness_changes_nothing(text: str, sources: Sources) -> None:
    plainly, politely = asked(text), asked(f"请问{text}？")
    assert plainly and politely
    assert plain(plainly.answer(sources)) == plain(politely.answer(sources))


def test_every_measure_can_be_asked_for(sources: Sources) -> None:
    for measure in measures():
        if measure.lead:
            question = asked(f"{measure.words[0]}谁牵头")
            assert question
            text = plain(question.answer(sources))
            assert all(name in text for name in measure.lead), measure.title


def test_every_department_says_what_it_leads_and_joins(sources: Sources) -> None:
    for department in departments():
        if department.city == HOME and department.kind == "部门":
            for name in (department.name, *department.aliases):
                question = asked(f"{name}有什么任务")
                assert question, name
                assert department.name in plain(question.answer(sources))


def test_figures_in_an_answer_are_facts_with_their_source(sources: Sources) -> None:
    question = asked("央企军企对接怎么开展")
    assert question
    facts = question.answer(sources).facts
    assert [(f.metric, str(f.value), f.unit) for f in facts] == [
        ("央企军企签约项目数", "20", "只"),
        ("央企军企签约项目总投资额", "100", "亿元"),
    ]
    assert {f.source for f in facts} == {"绍政办发〔2012〕43号 三(三)2"}


@pytest.mark.parametrize(
    ("texts", "has"),
    [
        (("央企军企对接谁牵头", "配合的呢", "那股权转让呢"), ("市经信委", "市国资委", "市招商局")),
        (("土地供给谁牵头", "人才呢"), ("市国土局", "市人才办")),
        (("发改委牵头什么", "农业局呢", "环保局呢"), ("越商", "农业项目", "没有提到环保局")),
        (("附件4是讲什么的", "附件5呢", "附件6呢"), ("招商引资", "市内企业", "没有附件6")),
        (("产投办牵头哪些", "其中和国土局一起牵头的是哪项"), ("投资难", "土地供给")),
        (("格力制冷产业园是哪个集群的", "群光电子呢"), ("智能家电", "笔记本电脑")),
    ],
)
def test_follow_up(texts: tuple[str, ...], has: tuple[str, ...], sources: Sources) -> None:
    before = None
    for text, words in zip(texts, has, strict=True):
        question = asked(text, before)
        assert question, text
        assert words in plain(question.answer(sources))
        before = question.state()


def test_who_after_a_figure(sources: Sources) -> None:
    question = asked("谁负责安排", about_metrics(HOME, ["市县联动重大项目开工仪式次数"]))
    assert question
    assert "市经信委" in plain(question.answer(sources))


def test_exported_annex_holds_its_table(sources: Sources) -> None:
    question = asked("导出附件4")
    assert question
    (file,) = question.answer(sources).files
    book = load_workbook(BytesIO(file.content))
    annex = load_documents()[0].annexes[3]
    page = book["附件4"]
    assert [cell.value for cell in page[1]] == list(annex.header)
    assert [str(row[1].value) for row in page.iter_rows(min_row=2)] == [row[1] for row in annex.rows]
    assert all(isinstance(row[1].value, int | float) for row in page.iter_rows(min_row=2))
    assert page.freeze_panes == "B2"
    assert book["来源"]["B2"].value == "绍政办发〔2012〕43号"


def test_text_is_never_a_formula() -> None:
    content = workbook((Sheet("表", ("名", "值"), (("=1+1", "=SUM(A1)"), ("+a", "1.50"))),), (("附件1", "号", "题"),))
    page = load_workbook(BytesIO(content))["表"]
    assert [(cell.value, cell.data_type) for row in page.iter_rows(min_row=2) for cell in row] == [
        ("=1+1", "s"),
        ("=SUM(A1)", "s"),
        ("+a", "s"),
        (1.5, "n"),
    ]


def test_same_question_gives_the_same_bytes(sources: Sources) -> None:
    one, other = (asked("导出附件1") for _ in range(2))
    assert one and other
    assert one.answer(sources) == other.answer(sources)


def test_other_messages_cost_little() -> None:
    readings = [read(text, TODAY, HOME) for text, kind, _, _ in examples() if kind == "none"]
    for reading in readings:
        documents.read(reading, home=HOME)
    times = []
    for reading in readings:
        began = process_time()
        documents.read(reading, home=HOME)
        times.append(process_time() - began)
    assert sorted(times)[len(times) // 2] < 0.0003
