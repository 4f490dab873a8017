"""What was told on a day can be told again: by the reports, targets, words and thresholds of then."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from docx import Document as Word
from openpyxl import load_workbook

from bot.desk import Desk, open_desk
from bot.render.files import with_files
from bot.render.text import plain
from data import aliases, query
from data.catalog.load import load_catalog
from data.document import Document
from data.library import load_documents
from data.selection import Selection
from data.settings_kept import Kept
from intents.asof import MAY_SAY, as_of_day, without
from intents.progress.lexicon import words
from intents.reply import Reply
from intents.turn import Turn
from intents.words.law import new_alias
from tests.bulletins import file
from tests.offices import CITY, FOREIGN, ZHUJI, Office, said

JUNE = datetime.fromisoformat("2012-06-10T15:00:00+08:00")
NOVEMBER = datetime.fromisoformat("2012-11-20T09:00:00+08:00")
DECEMBER = datetime.fromisoformat("2012-12-12T09:00:00+08:00")
STRICT = Kept(light_green=Decimal(9), light_red=Decimal(-2))
THEN = "5月通报 截至6月10日的口径"


def revised() -> tuple[Document, ...]:
    """The shipped documents, one target of them raised."""
    first, *others = load_documents()
    figures = tuple(
        replace(f, value=Decimal(30000)) if (f.district, f.metric) == (ZHUJI, FOREIGN) else f for f in first.figures
    )
    assert figures != first.figures
    return replace(first, figures=figures, fingerprint="revised"), *others


class Telling:
    """The bulletins of a desk, each with all that it is made of."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.made: list[Reply] = []
        monkeypatch.setattr("bot.desk.with_files", self._with_files)

    def _with_files(self, reply: Reply) -> Reply:
        self.made.append(reply)
        return with_files(reply)

    def told(self, desk: Desk, text: str, at: datetime) -> dict[str, Any]:
        """Text, paragraphs, table, and what stands in the Word file and in the workbook."""
        reply = desk.respond(Turn(text, "t:leader", f"chat-{at}", at))
        assert reply.kind == "summary", plain(reply)
        bulletin = next(each for each in self.made[-1].attach if each.kind == "bulletin")
        document = Word(BytesIO(file(reply, ".docx").content))
        tables = [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]
        book = load_workbook(BytesIO(file(reply, ".xlsx").content))
        return {
            "text": plain(reply),
            "facts": reply.facts,
            "paragraphs": bulletin.paragraphs,
            "table": bulletin.table,
            "word": [[p.text for p in document.paragraphs], tables],
            "workbook": {page.title: [[cell.value for cell in row] for row in page.rows] for page in book},
        }


@pytest.fixture
def office() -> Office:
    made = Office()
    made.report("zj", "进度 诸暨市 2012年5月 外资 8000万美元 内资 12.3亿元")
    made.report("sy", "进度 上虞市 2012年5月 外资 9800万美元")
    return made


def change(office: Office, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Corrects a report, raises a target, gives a word another meaning, and starts again with other thresholds."""
    office.at = NOVEMBER
    office.report("zj", "更正 诸暨市 2012年5月 外资 7000万美元 原因：核减")
    aliases.add(office.desk.store, new_alias("洋资", FOREIGN, load_catalog(), NOVEMBER))
    monkeypatch.setattr("bot.desk.load_documents", revised)
    office.desk = open_desk(f"sqlite:///{office.folder / 'office.db'}", CITY, NOVEMBER, STRICT, answers=True)
    return office.desk


def test_a_bulletin_is_the_same_again(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    telling = Telling(monkeypatch)
    plainly, then = telling.told(office.desk, "5月通报", JUNE), telling.told(office.desk, THEN, JUNE)
    desk = change(office, monkeypatch)
    again, now = telling.told(desk, THEN, DECEMBER), telling.told(desk, "5月通报", DECEMBER)
    assert again == then
    marks = "（按2012年6月10日的口径）", "按2012-06-10当天的口径。"
    assert (marks[1] in then["text"], marks[0] in then["paragraphs"][0].text) == (True, True)
    assert then["text"].replace(f"\n{marks[1]}", "") == plainly["text"]
    assert (then["facts"], then["table"], then["workbook"]) == (
        plainly["facts"],
        plainly["table"],
        plainly["workbook"],
    )
    for part in ("text", "facts", "paragraphs", "table", "word", "workbook"):
        assert now[part] != plainly[part], part
    lines = [next(line for line in each["table"].of(FOREIGN) if line.district == ZHUJI) for each in (again, now)]
    assert [(line.actual, line.target, line.light) for line in lines] == [(8000, 21000, "黄灯"), (7000, 30000, "红灯")]


def test_an_answer_is_the_same_again(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "诸暨外资完成率多少，快于序时进度吗，截至6月10日的口径"
    office.at = JUNE
    before = said(office.say("leader", text), "answer", "8000", "21000", "38.1%")
    change(office, monkeypatch)
    office.at = DECEMBER
    assert said(office.say("leader", text), "answer") == before
    said(office.say("leader", "诸暨外资完成率多少，快于序时进度吗"), "answer", "7000", "30000", "23.33%")
    said(office.say("leader", "诸暨洋资完成多少"), "answer", "7000")
    said(office.say("leader", "诸暨洋资完成多少，截至6月10日的口径"), "decline", "洋资")
    office.at = datetime.fromisoformat("2013-01-15T09:00:00+08:00")
    assert said(office.say("leader", text), "answer") == before


def test_what_was_asked_then_goes_on_then(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    change(office, monkeypatch)
    office.at = DECEMBER
    said(office.say("leader", "诸暨外资完成率多少，截至6月10日的口径"), "answer", "38.1%")
    said(office.say("leader", "怎么算的"), "answer", "21000", "8000")
    said(office.say("leader", "上虞呢"), "answer", "9800", "2012-06-10")
    said(office.say("leader", "通报 截至6月10日的口径"), "summary", "2012年1—5月")
    said(office.say("leader", "谁没报 截至6月10日的口径"), "summary", "到2012年5月底")


def test_a_target_as_it_was_published_then(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    change(office, monkeypatch)
    office.at = DECEMBER
    said(office.say("guest", "诸暨外资目标多少"), "answer", "30000")
    text = said(
        office.say("guest", "诸暨外资目标多少，按6月10日的口径"), "answer", "21000", "按2012-06-10当天公布的目标"
    )
    assert "30000" not in text and "目标按年下达" not in text
    said(office.say("guest", "占全市多少"), "answer", "21.43%", "按2012-06-10当天公布的目标")
    said(office.say("guest", "怎么算的"), "answer", "21000", "kept.replaced_at > ?")
    assert "按2012" not in said(office.say("guest", "诸暨外资占全市多少"), "answer", "30.61%")


def test_how_far_a_measure_was_then() -> None:
    office = Office()
    said(office.say("talent", "措施进展 三(五)4 首台套认定办法 推进中"), "receipt")
    office.at = NOVEMBER
    said(office.say("talent", "措施进展 三(五)4 首台套认定办法 已出台"), "receipt")
    for text in ("首台套认定办法出台了没有", "措施进展 三(五)4", "措施进展"):
        said(office.say("leader", text), "answer", "已完成")
        said(office.say("leader", f"{text} 截至6月10日的口径"), "answer", "推进中", "按2012-06-10当天的口径")
    said(office.say("leader", "首台套认定办法出台了没有，按6月1日的口径"), "decline", "还没有报过进展")


def test_a_history_has_its_own_days(office: Office) -> None:
    said(office.say("leader", "诸暨外资5月的来历，截至6月10日的口径"), "decline", "去掉口径")


def test_the_documents_of_a_moment(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    change(office, monkeypatch)
    store, asked = office.desk.store, Selection(CITY, 2012, (FOREIGN,), (ZHUJI,))

    def at(moment: datetime | None) -> list[Decimal]:
        return [figure.value for figure in query.figures(store, replace(asked, as_of=moment))]

    first, second = [Decimal(21000)], [Decimal(30000)]
    assert [at(None), at(JUNE), at(NOVEMBER - timedelta(microseconds=1)), at(NOVEMBER)] == [
        second,
        first,
        first,
        second,
    ]
    assert at(datetime.fromisoformat("2001-01-01T00:00:00+08:00")) == first, "a store made later has its first version"
    assert query.years(store, CITY, JUNE) == (2012,) == query.years(store, CITY)
    text = query.explain(replace(asked, as_of=JUNE), store.dialect)
    assert "2012-06-10T07:00:00.000000+00:00" in text


def test_another_process_with_other_settings_tells_the_same(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    before = plain(office.desk.respond(Turn(THEN, "t:leader", "june", JUNE)))
    plainly = plain(office.desk.respond(Turn("5月通报", "t:leader", "june", JUNE)))
    change(office, monkeypatch)
    lines = [{"from": "t:leader", "chat": text, "text": text, "at": DECEMBER.isoformat()} for text in (THEN, "5月通报")]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MUBIAO_")}
    environment |= {"MUBIAO_DATABASE_URL": f"sqlite:///{office.folder / 'office.db'}", "MUBIAO_LIGHT_RED": "-1.5"}
    done = subprocess.run(
        [sys.executable, "-m", "bot", "replay", "--light-green", "8"],
        input="".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines),
        capture_output=True,
        text=True,
        env=environment,
        check=True,
    )
    then, now = (json.loads(line)["text"] for line in done.stdout.splitlines())
    assert then == before and now != plainly
    kept = office.desk.store.rows("SELECT name, value FROM setting ORDER BY id")
    assert [tuple(row) for row in kept] == [
        ("light_green", "9"),
        ("light_red", "-2"),
        ("light_green", "8"),
        ("light_red", "-1.5"),
    ]


@pytest.mark.parametrize("word", words()["as_of"]["words"])
def test_every_word_for_an_earlier_day_is_seen(word: str) -> None:
    assert MAY_SAY.search(word)
    text, today = f"诸暨外资完成多少，按6月10日{word}", DECEMBER.date()
    assert (as_of_day(text, today), without(text, today)) == (JUNE.date(), "诸暨外资完成多少，")
