"""What holds for any question: its clothes and its order change nothing, and figures come from the tables only."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from bot.render.text import plain
from bot.wire import to_json
from data.amount import unit
from data.catalog.load import load_catalog
from data.model import Metric
from intents.reply import Fact, Reply
from intents.wording import rounded
from tests.desks import SHAOXING, ask, everything, stated, targets

CATALOG = load_catalog()
PLACES = [name for d in CATALOG.of_city(SHAOXING) for name in (d.name, *d.aliases[:2])]
GROUPS = ["五县市", "开发区", "各区县", "各地", "五县市除了诸暨", "除了嵊州各区县", "诸暨、上虞、新昌", "诸暨和袍江"]
METRICS = [metric for metric in CATALOG.metrics if metric.city == SHAOXING and not metric.city_only]
NAMES = {metric.name: (metric.name, *metric.also[:1], *metric.aliases[:3]) for metric in METRICS}
OF_ONE = ("目标是多少", "占全市多少", "排第几", "比上虞多多少", "是新昌的几倍", "和绍兴县比谁高", "必保多少")
OF_MANY = (
    "各多少",
    "合计多少",
    "平均多少",
    "哪家最高",
    "前三名",
    "倒数第二是谁",
    "从高到低排一下",
    "一共占全市多少",
    "比诸暨高的有哪些",
    "最高的比最低的多多少",
)
BOUNDS = {
    "亿元": ("10亿元", "0.5亿", "100亿"),
    "万元": ("1亿元", "30000万元", "20亿"),
    "万美元": ("2000万美元", "1亿美元", "9000万美元"),
    "只": ("5只", "10个", "1只"),
    "%": ("40%", "60%", "15%"),
}
FILTERS = ("超过{}的有哪些", "不到{}的有哪些", "{}以上的有几家", "至少{}的是谁")
FRONT = ["", "请问", "麻烦您", "你好，", "请问一下，", "麻烦问一下", "想问下", "您好！请帮我查一下"]
BACK = ["", "呢", "啊", "吧", "呀", "？", "?", "。", "呢？", "，谢谢", "，谢谢！", "啊，麻烦了", "～", "…", "!!"]
BETWEEN = ["", " ", "  ", "\u3000", "，", ",", "\n", "\t"]
POINTS = {"百分点": "%", "个百分点": "%"}
AMOUNT = re.compile(r"(?<![\d.])(-?\d+(?:\.\d+)?)\s*(亿美元|万美元|美元|亿元|万元|元|个百分点|百分点|%|只|家|项|次|倍)")


@dataclass(frozen=True)
class Asked:
    """A question in its parts: whose, of what, and what of it."""

    place: str
    metric: str
    rest: str

    def __str__(self) -> str:
        return self.place + self.metric + self.rest

    @property
    def turned(self) -> str:
        """The same with the metric first."""
        return self.metric + self.place + self.rest


@st.composite
def questions(draw: st.DrawFn) -> Asked:
    """Any question over places, metrics and operations."""
    metric = draw(st.sampled_from(METRICS))
    asked = Asked("", draw(st.sampled_from(NAMES[metric.name])), "")
    if draw(st.booleans()):
        return replace(asked, place=draw(st.sampled_from(PLACES)), rest=draw(st.sampled_from(OF_ONE)))
    return replace(
        asked, place=draw(st.sampled_from(GROUPS)), rest=draw(st.sampled_from([*OF_MANY, *_filters(metric)]))
    )


def _filters(metric: Metric) -> Iterator[str]:
    for phrase in FILTERS:
        yield from (phrase.format(bound) for bound in BOUNDS[metric.unit])


def facts(text: str) -> list[str]:
    """The facts of the reply to a question, with its kind."""
    reply = ask(text)
    return [reply.kind, *map(str, map(stated, reply.facts))]


@given(questions(), st.sampled_from(FRONT), st.sampled_from(BACK))
def test_politeness_and_particles_change_nothing(asked: Asked, front: str, back: str) -> None:
    assert facts(f"{front}{asked}{back}") == facts(str(asked))


@given(questions(), st.sampled_from(BETWEEN), st.sampled_from(BETWEEN))
def test_spaces_and_punctuation_between_change_nothing(asked: Asked, one: str, other: str) -> None:
    assert facts(f"{asked.place}{one}{asked.metric}{other}{asked.rest}") == facts(str(asked))


@given(questions(), st.data())
def test_spaces_inside_change_nothing(asked: Asked, data: st.DataObject) -> None:
    text = str(asked)
    places = [n for n in range(1, len(text)) if not (text[n - 1].isascii() and text[n].isascii())]
    place = data.draw(st.sampled_from(places))
    assert facts(f"{text[:place]} {text[place:]}") == facts(text)


@given(questions())
def test_the_order_of_district_and_metric_changes_nothing(asked: Asked) -> None:
    assert facts(asked.turned) == facts(str(asked))


@given(questions())
def test_every_target_is_in_the_tables(asked: Asked) -> None:
    assert set(targets(ask(str(asked)))) <= everything()


@given(questions())
def test_every_figure_in_the_text_is_a_fact(asked: Asked) -> None:
    reply = ask(str(asked))
    said = set(amounts(str(asked)))
    assert [
        each for each in amounts(shown(reply)) if each not in said and not any(shows(each, f) for f in reply.facts)
    ] == []


@given(questions())
def test_the_text_shows_every_fact(asked: Asked) -> None:
    reply = ask(str(asked))
    found = list(amounts(shown(reply)))
    missing = [fact for fact in reply.facts if fact.measure not in ("rank", "count")]
    assert [str(fact) for fact in missing if not any(shows(each, fact) for each in found)] == []


@given(questions())
def test_the_same_question_gives_the_same_bytes(asked: Asked) -> None:
    assert to_json(ask(str(asked))).encode() == to_json(ask(str(asked))).encode()


def shown(reply: Reply) -> str:
    """The text without the names of metrics, which hold amounts of their own."""
    text = plain(reply)
    for name in sorted({metric.name for metric in CATALOG.metrics}, key=len, reverse=True):
        text = text.replace(name, "")
    return text


def amounts(text: str) -> Iterator[tuple[Decimal, str]]:
    """The amounts in a text, each with its unit."""
    for match in AMOUNT.finditer(text):
        yield Decimal(match[1]), POINTS.get(match[2], match[2])


def shows(amount: tuple[Decimal, str], fact: Fact) -> bool:
    """Whether an amount in a text is this fact, whole or rounded to the decimals shown."""
    value, name = amount
    wanted, shown_in = unit(POINTS.get(fact.unit, fact.unit)), unit(name)
    if (wanted.base, wanted.kind) != (shown_in.base, shown_in.kind):
        return False
    exact = rounded(fact.value).scaleb(wanted.power - shown_in.power)
    exponent = value.as_tuple().exponent
    return isinstance(exponent, int) and abs(exact - value) <= Decimal(1).scaleb(exponent) / 2
