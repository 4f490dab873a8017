"""Mutated messages and workbooks, and questions in any order: each gets a reply, and nothing is stored that its preview
did not show."""

import random

import pytest

from data.amount import show
from tests.examples import examples
from tests.offices import SHANGYU, ZHUJI, Office, filled, said, saved, template

MESSAGES = (
    "进度 诸暨市 2012年5月 外资 9800万美元 内资 12.3亿元",
    "#进度\n地区：诸暨市\n时间：1-5月\n实际引进外资：9,800万美元\n工业投资(万元)：235000\n说明：统计局核实",
    "上报 诸暨 5月底 工投三千五百万元，服务业投资 3.5亿",
    "更正 外资 8800万美元",
    "零报告 外资",
    "诸暨市外资目标多少",
    "诸暨外资完成多少了",
)
PIECES = [
    "0",
    "7",
    ".",
    ",",
    "，",
    "-",
    "万",
    "亿",
    "元",
    "美元",
    "%",
    "％",
    "\n",
    " ",
    "\t",
    "5月",
    "外资",
    "内资",
    "上虞",
    "㎡",
]
PIECES += [
    "诸暨",
    "：",
    "=",
    "1e9",
    "九",
    "负",
    "约",
    "<b>",
    "'",
    "\x00",
    "\u202e",
    "\U0001f600",
    "确认",
    "撤回",
    "(",
    "）",
    "无",
]
CELLS = [
    None,
    "",
    "9800",
    9800,
    -1,
    1.5,
    10**30,
    "=1+1",
    "9800万美元",
    "约3亿",
    "诸暨市",
    True,
    "\u202e",
    "无",
    "1/2",
    "９８",
]


def mutated(text: str, chance: random.Random) -> str:
    """The text with one to four pieces put in, taken out, doubled or moved."""
    for _ in range(chance.randint(1, 4)):
        at, end = sorted((chance.randint(0, len(text)), chance.randint(0, len(text))))
        end = min(end, at + 6)
        replacement = chance.choice(["", chance.choice(PIECES), text[at:end] * 2, text[at:end][::-1]])
        text = text[:at] + replacement + text[end:]
    return text


def confirmed_as_shown(office: Office, preview: str) -> int:
    """Confirms; how many items were stored, each of which the preview has word for word."""
    before = len(office.items)
    said(office.say("zj", "确认"), "receipt")
    stored = office.items[before:]
    for item in stored:
        assert item.district in preview and item.metric in preview, (item, preview)
        assert f"{show(item.value)}{item.unit}" in preview, (item, preview)
    return len(stored)


@pytest.mark.timeout(900)
def test_mutated_messages(pytestconfig: pytest.Config) -> None:
    chance, office, stored = random.Random(11), Office(), 0
    for number in range(20_000 if pytestconfig.getoption("--long") else 1_000):
        if number % 500 == 0:  # a new one now and then: all of an office's reports are read again each time
            office.sound()
            office = Office()
        before, reply = len(office.items), office.say("zj", mutated(chance.choice(MESSAGES), chance))
        text = said(reply, reply.kind)
        assert text.strip() and len(office.items) == before, "nothing is stored without a word of confirmation"
        stored += confirmed_as_shown(office, text) if reply.kind == "preview" else 0
    assert stored > 100, "the mutations leave enough to be read"
    office.sound()


@pytest.mark.timeout(900)
def test_mutated_workbooks(pytestconfig: pytest.Config) -> None:
    chance, office, stored = random.Random(12), Office(), 0
    for _ in range(500 if pytestconfig.getoption("--long") else 50):
        book = template(office)
        for _ in range(chance.randint(0, 2)):
            page = book.active
            cell = page.cell(chance.randint(1, page.max_row), chance.randint(1, page.max_column))
            cell.value = chance.choice(CELLS)
        if chance.random() < 0.1:
            book.active.delete_rows(chance.randint(1, 4))
        content = bytearray(filled(book, 实际引进外资=chance.choice(CELLS)) if chance.random() < 0.9 else saved(book))
        for _ in range(chance.choice([0, 0, 0, 1, 20])):
            content[chance.randrange(len(content))] = chance.randrange(256)
        before, reply = len(office.items), office.send("zj", bytes(content))
        text = said(reply, reply.kind)
        assert text.strip() and len(office.items) == before
        stored += confirmed_as_shown(office, text) if reply.kind == "preview" else 0
    assert stored > 3, "some can be read"
    office.sound()


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("诸暨外资排第几", "内资高于10亿的有哪些", ("有4个", "绍兴县")),
        ("诸暨外资在五县市排第几", "内资高于10亿的有哪些地方", ("有3个", "绍兴县")),
        ("诸暨和上虞外资谁高", "诸暨", ("诸暨市实际引进外资目标：21000万美元",)),
        ("诸暨和上虞外资谁完成得好", "那诸暨呢", ("累计完成9800万美元",)),
        ("诸暨外资比各地平均数高多少", "银企对接会", ("只下达到全市",)),
    ],
)
def test_what_goes_on_from_another_kind_of_question(before: str, after: str, words: tuple[str, ...]) -> None:
    office = Office()
    office.report("zj", f"进度 {ZHUJI} 2012年5月 外资 9800万美元")
    office.report("sy", f"进度 {SHANGYU} 2012年5月 外资 9900万美元")
    office.say("zj", before)
    reply = office.say("zj", after)
    said(reply, reply.kind, *words)


@pytest.mark.timeout(900)
def test_examples_in_any_order(pytestconfig: pytest.Config) -> None:
    chance, office = random.Random(13), Office()
    office.report("zj", f"进度 {ZHUJI} 2012年5月 外资 9800万美元")
    texts = [example.text for example in examples()]
    for number in range(20_000 if pytestconfig.getoption("--long") else 600):
        reply = office.say("zj", chance.choice(texts), chat=str(number // 4))
        said(reply, reply.kind)
