"""Questions for progress: what phrases mean, and what is answered from reports that stand, through the real ledger."""

import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from time import process_time
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.render.text import plain
from data import ledger
from data.amount import show
from data.catalog.load import load_catalog
from data.library import load_documents
from data.problem import Problem
from data.progress import Thresholds
from data.report import Item
from data.seeding import seed
from data.store import open_store
from intents.conversation import Conversation, following
from intents.progress import question as progress
from intents.progress.plain import plainly
from intents.progress.question import ProgressQuestion, restored
from intents.progress.reading import asked
from intents.reading import read
from intents.reply import Reply
from intents.sources import Sources
from intents.wording import rounded

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
    flags = {
        "approved": found.approved_only,
        "apart": found.apart,
        "counted": found.counted,
        "by_amount": found.by_amount,
        "every": found.every,
    }
    yield " ".join(name for name, said in flags.items() if said)
    yield f"bounds of {found.bounded}" if found.bounded else ""
    yield " ".join(str(part) for part in (operation.order, operation.n, operation.nth, operation.reduce) if part)
    yield " ".join((*question.levels, *(c.text for c in question.conditions), question.unit)).strip()


PHRASES = [(text, meant) for name, table in EXAMPLES.items() if name != "dialogue" for text, meant in table["phrases"]]


@pytest.mark.parametrize(("text", "meant"), PHRASES, ids=[text for text, _ in PHRASES])
def test_phrase(empty: Talk, text: str, meant: str) -> None:
    empty.forget()
    assert means(empty.asks(plainly(read(text, NOW.date(), HOME), NOW.date()).typed)) == meant


@pytest.mark.parametrize("dialogue", EXAMPLES["dialogue"], ids=lambda d: str(d["turns"][0][0]))
def test_dialogue(empty: Talk, dialogue: dict[str, Any]) -> None:
    empty.forget()
    assert [
        [text, means(empty.asks(plainly(read(text, NOW.date(), HOME), NOW.date()).typed))]
        for text, _ in dialogue["turns"]
    ] == dialogue["turns"]


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
            assert reply.kind == "decline" or found.kind in ("missing", "inspection") or found.measures == ("pace",), (
                text
            )


def told(reply: Reply, measure: str, district: str | None = None) -> list[str]:
    """The values of the facts of a measure, as the contract has them."""
    found = [f for f in reply.facts if f.measure == measure and district in (None, f.district)]
    return [show(f.value if measure in ("actual", "target") else rounded(f.value)) for f in found]


def shows_its_facts(reply: Reply) -> bool:
    """Whether the text shows each fact, whole or rounded, in its own unit or another of its kind."""
    text = plain(reply)
    numbers = [Decimal(number) for number in re.findall(r"\d+(?:\.\d+)?", text)]
    level = "持平" in text or "相同" in text
    return all((level and not f.value) or any(_same(abs(f.value), number) for number in numbers) for f in reply.facts)


def _same(value: Decimal, number: Decimal) -> bool:
    exponent = number.as_tuple().exponent
    assert isinstance(exponent, int)
    return any(abs(value / scale - number) <= Decimal(1).scaleb(exponent) / 2 for scale in (1, 10**4, 10**8))


def test_single_figures(talk: Talk) -> None:
    talk.report(moment(4, 3), FDI, MARCH, 新昌="600")
    talk.report(moment(5, 3), FDI, APRIL, 新昌="800")
    last = talk.report(moment(6, 2), FDI, MAY, 新昌="1050")
    reply = talk.says("新昌外资目前完成多少")
    assert (reply.kind, told(reply, "actual")) == ("answer", ["1050"])
    assert (reply.facts[0].period, reply.facts[0].source, len(reply.facts)) == ("2012-05", f"上报{last}号", 1)
    assert "待审核" in plain(reply) and "2012年5月底" in plain(reply)
    assert told(talk.says("4月底是多少"), "actual") == ["800"]
    assert told(talk.says("新昌外资截至3月底的完成率"), "rate") == ["24"]
    behind = talk.says("新昌外资到4月末比序时进度快了还是慢了,几个点?")
    assert told(behind, "lead") == ["-1.3333"] and "慢于序时进度1.33个百分点" in plain(behind)
    assert told(behind, "difference") == ["33.3333"] and shows_its_facts(behind)
    nothing = talk.says("新昌外资2月底完成多少")
    assert (nothing.kind, nothing.facts) == ("decline", ()) and "不等于0" in plain(nothing)
    assert talk.says("嵊州呢?").kind == "decline"


def test_over_the_months(talk: Talk) -> None:
    for month, day, value in ((4, MARCH, "600"), (5, APRIL, "800"), (6, MAY, "1050")):
        talk.report(moment(month, 3), FDI, day, 新昌=value)
    assert told(talk.says("新昌外资当月完成多少"), "difference") == ["250"]
    assert told(talk.says("新昌外资比上月"), "difference") == ["250", "200", "50"]
    assert talk.says("新昌外资3月当月完成多少").kind == "decline"
    course = talk.says("新昌外资走势")
    assert told(course, "actual") == ["600", "800", "1050"] and told(course, "lead") == ["-1", "-1.3333", "0.3333"]
    left = talk.says("新昌外资每月还要完成多少")
    assert (told(left, "gap"), told(left, "mean")) == (["1450"], ["207.1429"]) and "余下7个月" in plain(left)


def test_january_counts_from_nothing(talk: Talk) -> None:
    talk.report(moment(4, 3), FDI, date(2012, 1, 31), 新昌="210")
    assert told(talk.says("新昌外资当月完成多少"), "difference") == ["210"]


def test_waiting_and_approved(talk: Talk) -> None:
    talk.report(moment(5, 4), SERVICE, APRIL, approve=True, 绍兴县="12")
    talk.report(moment(6, 4), SERVICE, MAY, 绍兴县="15.05")
    reply = talk.says("绍兴县服务业投资完成率")
    assert told(reply, "rate") == ["43"] and "待审核" in plain(reply)
    approved = talk.says("只算已审核,绍兴县服务业投资完成率")
    assert told(approved, "actual") == ["12"] and "待审核" not in plain(approved)
    assert told(talk.says("含待审核的呢"), "actual") == ["15.05"]


def test_as_it_stood(talk: Talk) -> None:
    talk.report(moment(6, 4), FDI, MAY, 诸暨="9000")
    talk.report(moment(6, 12), FDI, MAY, 诸暨="9450")
    assert told(talk.says("诸暨外资完成多少"), "actual") == ["9450"]
    then = talk.says("截至6月10日的口径,诸暨外资完成多少")
    assert told(then, "actual") == ["9000"] and "2012-06-10" in plain(then)
    assert talk.says("截至6月1日的口径,诸暨外资完成多少").kind == "decline"


def test_units(talk: Talk) -> None:
    talk.report(moment(6, 4), FDI, MAY, 诸暨="9450")
    talk.report(moment(6, 4), DOMESTIC, MAY, 诸暨="118910")
    reply = talk.says("诸暨外资完成了多少亿美元？")
    assert told(reply, "actual") == ["9450"] and "0.945亿美元" in plain(reply)
    assert "11.891亿元" in plain(talk.says("诸暨内资到5月底完成多少亿"))


def test_gap_and_surpassed(talk: Talk) -> None:
    talk.report(moment(6, 4), FARM, MAY, 绍兴县="0.54", 诸暨="1.5")
    assert told(talk.says("绍兴县农业项目投资完成多少个亿了,还差多少"), "gap") == ["0.66"]
    more = talk.says("诸暨农业投资还差多少")
    assert told(more, "gap") == ["-0.3"] and "超额完成0.3亿元" in plain(more)


def test_two_levels(talk: Talk) -> None:
    talk.report(moment(6, 4), INDUSTRY, MAY, 诸暨="98.5")
    firm = talk.says("诸暨工业投资完成率")
    assert told(firm, "rate") == ["45.1835"] and firm.facts[-1].level == "必保"
    both = talk.says("诸暨工业投资必保和力争完成率")
    assert told(both, "rate") == ["45.1835", "43.2018"] and "力争228亿元" in plain(both)


def test_a_target_of_zero_and_a_share(talk: Talk) -> None:
    talk.report(moment(6, 4), PLANTS, MAY, 新昌="1")
    talk.report(moment(6, 4), SHARE, MAY, 诸暨="38")
    zero = talk.says("新昌3000万美元以上外资项目完成率")
    assert (zero.kind, told(zero, "actual"), told(zero, "rate")) == ("answer", ["1"], []) and "目标为0" in plain(zero)
    share = talk.says("诸暨战新投资占比快于序时进度吗")
    assert told(share, "gap") == ["2"] and not told(share, "rate") and not told(share, "lead")
    whole = talk.says("全市战新投资占比完成多少")
    assert whole.kind == "decline" and told(whole, "actual") == ["38"]


def test_what_only_the_city_has(talk: Talk) -> None:
    talk.report(moment(6, 4), "央企军企签约项目数", MAY, 绍兴市="8")
    own = talk.says("央企签约项目完成率")
    assert told(own, "actual", HOME) == ["8"] and told(own, "rate") == ["40"]
    asked_of_one = talk.says("诸暨央企签约项目完成几个")
    assert asked_of_one.kind == "decline" and told(asked_of_one, "actual", HOME) == ["8"]


def test_the_city_is_the_sum_of_its_districts(talk: Talk) -> None:
    talk.report(moment(5, 4), FDI, APRIL, 新昌="800")
    talk.report(moment(6, 4), FDI, MAY, 绍兴县="9240", 诸暨="9030", 上虞="9890", 袍江="5600")
    talk.report(moment(6, 16), FDI, date(2012, 6, 15), 诸暨="9900")
    reply = talk.says("全市外资到5月底完成多少了")
    assert told(reply, "actual", HOME) == ["33760"] and reply.facts[0].source is None
    assert all(name in plain(reply) for name in ("嵊州", "新昌", "越城", "高新", "镜湖", "滨海", "不完整"))
    assert told(reply, "actual", "新昌县") == ["800"] and "市直" not in plain(reply)
    assert told(talk.says("完成率呢"), "rate", HOME) == ["34.449"]
    assert talk.says("全市服务业投资完成多少了").kind == "decline"


def test_a_total_without_a_period(talk: Talk) -> None:
    talk.report(moment(6, 4), FDI, MAY, 绍兴县="9240", 诸暨="9030", 上虞="9890", 袍江="5600", 嵊州="3000")
    talk.report(moment(6, 16), FDI, date(2012, 6, 15), 诸暨="9900")
    reply = talk.says("全市外资完成多少")
    assert told(reply, "actual", HOME) == ["36760"] and reply.facts[0].period == "2012-05"
    assert "2012年6月15日" in plain(reply)


def test_side_by_side(half: Talk) -> None:
    half.forget()
    rates = half.says("绍兴县、诸暨、上虞外资完成率各多少")
    assert told(rates, "rate") == ["52", "49", "50"]
    assert told(half.says("诸暨上虞外资完成率差多少"), "difference") == ["1"]
    assert told(half.says("诸暨和上虞外资一共完成多少"), "sum") == ["21790"]


def test_ranking(half: Talk) -> None:
    half.forget()
    reply = half.says("上半年外资完成率给各地排个队,不要合计")
    order = list(dict.fromkeys(f.district for f in reply.facts if f.district))
    assert order == ["绍兴县", "上虞市", "诸暨市", "新昌县", "嵊州市"]
    assert (reply.kind, told(reply, "rate")) == ("summary", ["52", "50", "49", "40", "35"])
    assert told(reply, "rank") == ["1", "2", "3", "4", "5"]
    assert all(name in plain(reply) for name in ("未报", "越城", "高新", "袍江", "镜湖", "滨海"))
    assert HOME not in order and shows_its_facts(reply)
    assert told(half.says("外资完成率最低的两个"), "rate") == ["35", "40"]
    assert told(half.says("诸暨外资完成率排第几"), "rank") == ["3"]
    assert told(half.says("外资完成最多的是谁"), "actual") == ["11500"]
    assert told(half.says("外资完成率超过49%的有哪些"), "rate") == ["52", "50"]
    half.forget()
    assert told(half.says("除了绍兴县,外资完成率最高的是谁"), "rate") == ["50"]


def test_equal_rates_share_a_rank(talk: Talk) -> None:
    talk.report(moment(6, 4), FDI, MAY, 绍兴县="9240", 诸暨="8820", 上虞="9200", 嵊州="4500")
    reply = talk.says("外资完成排名")
    assert told(reply, "rank") == ["1", "2", "2", "4"]


def test_counties_and_zones_apart(talk: Talk) -> None:
    talk.report(moment(6, 4), FDI, MAY, 绍兴县="9240", 诸暨="9030", 袍江="5600", 滨海="100")
    reply = talk.says("外资进度排名,县市和开发区分开排")
    assert told(reply, "rank") == ["1", "2", "1", "2"]


def test_who_is_behind(half: Talk) -> None:
    half.forget()
    reply = half.says("上半年外资落后的有哪些，慢几个点")
    assert told(reply, "lead") == ["-15", "-10", "-1"] and told(reply, "difference") == ["1350", "250", "210"]
    assert not [f for f in reply.facts if f.district == "上虞市"] and shows_its_facts(reply)
    assert told(half.says("外资亮红灯的有哪些"), "lead") == ["-15"]
    assert told(half.says("外资哪些地方快于序时进度"), "lead") == ["2", "0"]
    assert "黄灯" in plain(half.says("新昌上半年外资算红灯还是黄灯？"))
    green = plain(half.says("上虞上半年外资是绿灯还是黄灯"))
    assert "绿灯" in green and "持平" in green


def test_thresholds_are_asked_with(half: Talk) -> None:
    half.forget()
    found = half.asks("外资亮红灯的有哪些")
    assert isinstance(found, ProgressQuestion)
    reply = found.answer(half.source, half.at, Thresholds(Fraction(0), Fraction(-5)))
    assert told(reply, "lead") == ["-15", "-10"]


def test_who_has_not_reported(talk: Talk) -> None:
    talk.report(moment(6, 4), FDI, MAY, 绍兴县="9240", 诸暨="9030")
    one = plain(talk.says("外资5月份还有哪些地方没报"))
    assert all(name in one for name in ("上虞", "嵊州", "新昌", "越城", "高新", "袍江", "镜湖", "滨海", "5月底"))
    assert "诸暨" not in one and "绍兴县" not in one
    every = talk.says("谁没报")
    assert sum(line.startswith(("诸暨市：", "嵊州市：")) for line in every.lines) == 2 and "实际引进外资外" in plain(
        every
    )
    assert "都已上报" in plain(talk.says("诸暨外资报了没有"))
    both = plain(talk.says("督查"))
    assert "慢于序时进度" in both and "未报" in both


def test_summaries(talk: Talk) -> None:
    talk.at = moment(4, 6)
    talk.report(moment(4, 5), FDI, MARCH, 绍兴县="5500", 诸暨="5040", 新昌="500")
    talk.report(moment(4, 5), INDUSTRY, MARCH, 绍兴县="57.2", 诸暨="52.32", 新昌="15.08")
    reply = talk.says("一季度汇报")
    assert (reply.kind, told(reply, "actual", HOME)) == ("summary", ["124.6", "11040"])
    assert "不完整" in plain(reply) and "上虞市" in plain(reply) and shows_its_facts(reply)
    district = talk.says("诸暨市进度")
    assert told(district, "actual", "诸暨市") == ["52.32", "5040"] and told(district, "lead") == ["-1", "-1"]
    year = talk.says("年度评比")
    assert told(year, "rate") == ["26", "26", "24", "25", "24", "20"] and "不评先进" in plain(year)
    assert told(talk.says("一季度绍兴县外资完成率是多少，有没有赶上序时"), "lead") == ["0"]
    assert told(talk.says("一季度外资完成率最高的是谁"), "rate") == ["25"]


def test_the_pace_itself(empty: Talk) -> None:
    empty.forget()
    reply = empty.says("5月底序时进度是多少")
    assert told(reply, "pace") == ["41.6667"] and "41.67%" in plain(reply)


def test_what_nothing_explains_is_declined(empty: Talk) -> None:
    for text in (
        "诸暨外资同比完成多少",
        "杭州外资完成多少了",
        "诸暨税收完成率",
        "诸暨外资5月比4月多多少",
        "2011年诸暨外资完成多少",
    ):
        empty.forget()
        found = empty.asks(text)
        assert isinstance(found, Problem) and found.kind == "decline", text


def test_a_choice_is_the_whole_message(empty: Talk) -> None:
    empty.forget()
    found = empty.asks("滨海新区外资完成率")
    assert isinstance(found, Problem) and "滨海新城外资完成率" in found.choices


def test_targets_and_other_offices_are_left_alone(empty: Talk) -> None:
    for text in (
        "诸暨外资目标多少",
        "诸暨外资",
        "工业投资必保最高的是谁",
        "5月通报",
        "撤回 3",
        "通过 1",
        "填报模板",
        "我的上报",
    ):
        empty.forget()
        assert empty.asks(text) is None, text


def test_every_answer_shows_its_facts(half: Talk) -> None:
    for text, _ in PHRASES:
        half.forget()
        found = half.asks(text)
        if isinstance(found, ProgressQuestion):
            assert shows_its_facts(found.answer(half.source, half.at)), text


def test_a_summary_takes_less_than_50_ms(half: Talk) -> None:
    half.forget()
    found = half.asks("全市进度汇总")
    assert isinstance(found, ProgressQuestion)
    times = []
    for _ in range(5):
        began = process_time()
        found.answer(half.source, half.at)
        times.append(process_time() - began)
    assert min(times) < 0.05


@pytest.mark.parametrize(
    "text",
    [
        *("外资没有落后的有哪些", "谁没有落后", "外资不快于序时进度的有哪些", "有哪些不落后"),
        *("外资红灯20个点以上的有谁", "外资没落后10个点以上的"),
    ],
)
def test_what_a_list_of_those_behind_would_swallow_is_asked_again(text: str, half: Talk) -> None:
    assert isinstance(half.asks(text), Problem)


@pytest.mark.parametrize("text", ["有没有落后的", "是不是有红灯的", "外资落后的有哪些", "诸暨外资没有落后吧"])
def test_what_is_no_denial_of_it(text: str, half: Talk) -> None:
    assert isinstance(half.asks(text), ProgressQuestion)
