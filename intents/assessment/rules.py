"""The assessment by a document's own rules in words: who wins what, who is praised, who did not meet the target, what
is missing, what only the government judges."""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from data import query
from data.assessment import Outcome, Prize, Result
from data.document import AwardRule
from data.library import load_documents
from data.model import Figure
from data.selection import Selection
from intents.assessment.case import Contested, Gathered
from intents.documents.award import line
from intents.progress.case import Case
from intents.progress.wording import (
    actual_fact,
    actual_text,
    because,
    computed,
    day_text,
    figure,
    percent_text,
    period_of,
    rate_fact,
)
from intents.reply import Fact, Reply
from intents.wording import amount, fact, listed


def answer(gathered: Gathered, case: Case) -> Reply:
    """The assessment as far as it can be made; where no contest has both targets and reports, what is missing."""
    if not gathered.held:
        return _missing(gathered, case)
    facts = list[Fact]()
    lines = [text for each in gathered.contests for text in _contest(each, gathered, case, facts)]
    facts += [fact(f) for rule in gathered.rule.judged for f in _published(rule, case)]
    final = all(each.final for each in gathered.held)
    head = f"{case.year}年度评比，按{gathered.rule.citation}的规则和上报数{'' if final else '暂排（不是全年的结果）'}："
    rows = [row for each in gathered.held for row in each.rows.values()]
    cited = because(rows)
    own = f"、{gathered.rule.place}" if gathered.rule.document in cited else f"；{gathered.rule.citation}"
    return Reply("summary", (head, *lines), None, (*_judged(gathered), cited + own), tuple(facts))


def _contest(each: Contested, gathered: Gathered, case: Case, facts: list[Fact]) -> list[str]:
    """A contest's paragraph."""
    if each not in gathered.held:
        return [f"【{each.contest.who}】{_lacking(each, case)}，不参评。"]
    decided, when = each.decided, f"到{day_text(each.day)}" if each.day else ""
    told = [f"【{each.contest.who}】{when}{each.contest.metric}："]
    told += [_prize(outcome, each, facts) for outcome in decided.outcomes]
    yet = "未完成年度任务，是通报批评的候选" if each.final else "尚未完成年度任务（年终仍未完成的，是通报批评的候选）"
    unsure = "完成了任务，名次要等缺的数才能定"
    for what, those in (("其余完成年度任务的，通报表扬", decided.praised), (unsure, decided.open)):
        told += [f"· {what}：{_rated(those, each, facts)}。"] if those else []
    told += [f"· {yet}：{_rated(decided.candidates, each, facts)}。"] if decided.candidates else []
    return told + [f"· {why}：{_names(those)}。" for why, those in _gaps(each) if those]


def _prize(outcome: Outcome, each: Contested, facts: list[Fact]) -> str:
    """Who wins a prize, and who stands among the first without having met the target."""
    prize, case = outcome.prize, each.case
    facts += [fact(f) for f in _published(prize.rule, case)]
    head = f"· {prize.rule.what}，{'授予' if each.final else '暂列'}“{prize.rule.honour}”："
    if not outcome.places:
        return f"{head}缺{_year_before(each)}的数，增幅算不出。"
    top = [(rank, result) for rank, result in outcome.places if result in outcome.winners]
    told = "，".join(_place(rank, result, each, prize, facts) for rank, result in top) or "还定不下来" * bool(
        outcome.open
    )
    passed = [r for rank, r in outcome.places if rank <= prize.top and r.met is False]
    return f"{head}{told or '没有'}。" + (f"（{_names(passed)}在前{prize.top}名，但未完成任务。）" if passed else "")


def _place(rank: int, result: Result, each: Contested, prize: Prize, facts: list[Fact]) -> str:
    """1. 诸暨市220亿元（完成率100.92%）; by growth 1. 诸暨市增长12.5%（上年200亿元，为上年的1.125倍）."""
    row = each.rows[result.name]
    facts.append(actual_fact(row))
    if prize.by == "total" or result.growth is None:
        facts.append(rate_fact(row, row.rate or Fraction(0)))
        return f"{rank}. {result.name}{actual_text(row, each.case)}（完成率{percent_text(row.rate or Fraction(0))}）"
    then, times = each.before[result.name], result.growth + 1
    facts.append(_then(each, result))
    facts.append(computed("ratio", times, "倍", row))
    grown = f"{'增长' if times >= 1 else '下降'}{percent_text(abs(times - 1))}"
    shown = (
        f"{actual_text(row, each.case)}，上年同期{amount(then.item.value, then.item.unit)}，为上年的{figure(times)}倍"
    )
    return f"{rank}. {result.name}{grown}（{shown}）"


def _then(each: Contested, result: Result) -> Fact:
    """What was achieved the year before."""
    then = each.before[result.name]
    item = then.item
    day = period_of(item.period)
    return Fact("actual", item.value, item.unit, item.district, item.metric, day, None, f"上报{then.report}号")


def _rated(those: Iterable[Result], each: Contested, facts: list[Fact]) -> str:
    """诸暨市（完成率99.54%）、…"""
    said = []
    for result in those:
        row = each.rows[result.name]
        share = row.rate or Fraction(0)
        facts.append(rate_fact(row, share))
        said.append(f"{result.name}（完成率{percent_text(share)}）")
    return listed(said)


def _gaps(each: Contested) -> tuple[tuple[str, Sequence[Result]], ...]:
    """What is missing, and of whom."""
    decided = each.decided
    growth = decided.without_before if any(o.places for o in decided.outcomes if o.prize.by == "growth") else ()
    return (
        ("没有年度任务，不参评", decided.without_target),
        ("未报（不等于0），不参评", decided.without_report),
        (f"缺{_year_before(each)}的数（或为0），增幅算不出", growth),
        ("其中待审核", [r for r in decided.results if r.name in each.rows and not each.rows[r.name].approved]),
    )


def _year_before(each: Contested) -> str:
    return f"{each.case.year - 1}年同期" if not each.final else f"{each.case.year - 1}年全年"


def _names(those: Iterable[Result]) -> str:
    return listed([each.name for each in those])


def _published(rule: AwardRule, case: Case) -> list[Figure]:
    """The number of places, as the document publishes it."""
    name = rule.metric
    found = query.figures(case.source.store, Selection(case.city, case.year, (name,), (case.city,))) if name else ()
    return [f for f in found if f.citation == rule.citation]


def _judged(gathered: Gathered) -> tuple[str, ...]:
    """What is not computed."""
    rule = gathered.rule
    grounds = rule.criticism.judged if rule.criticism else ()
    notes = [f"{'、'.join(grounds)}由政府认定，这里不算。"] if grounds else []
    return (*notes, *(f"{each.what}：{'、'.join(each.judged)}由政府认定，这里不算。" for each in rule.judged))


def _missing(gathered: Gathered, case: Case) -> Reply:
    """The rules, and what is needed to apply them."""
    rules = [prize.rule for each in gathered.contests for prize in each.contest.prizes]
    others = [rule for rule in (gathered.rule.praise, gathered.rule.criticism, *gathered.rule.judged) if rule]
    facts = [fact(f) for rule in (*rules, *others) for f in _published(rule, case)]
    lacking = [f"· {each.contest.who}：{_lacking(each, case)}。" for each in gathered.contests]
    growth = any(prize.by == "growth" for each in gathered.contests for prize in each.contest.prizes)
    before = [f"· 算增幅还要{case.year - 1}年的完成数。"] if growth else []
    head = f"{case.city}{case.year}年度评比还算不出来，规则是："
    lines = (
        head,
        *map(line, [*rules, *others]),
        "要算出结果，还缺：",
        *lacking,
        *before,
        "补齐以前不排名，也不评先进。",
    )
    return Reply("decline", lines, None, (f"依据：{gathered.rule.citation}",), tuple(facts))


def _lacking(each: Contested, case: Case) -> str:
    """What a contest cannot do without: its targets, its reports."""
    results = each.decided.results
    parts = []
    if not any(result.target for result in results):
        parts.append(f"各单位的年度任务（{_annex(each, case)}）")
    if not any(result.actual is not None for result in results):
        parts.append(f"{case.year}年的完成数")
    return f"缺{'、'.join(parts)}" if parts else "有任务的都没有上报"


def _annex(each: Contested, case: Case) -> str:
    """附件1《…计划表》没有随文公布."""
    annexes = [a for d in load_documents() if (d.city, d.year) == (case.city, case.year) for a in d.annexes]
    found = next((a for a in annexes if a.place == each.contest.annex), None)
    if found is None:
        return each.contest.annex
    return f"{found.place}《{found.title}》{'' if found.published else '没有随文公布'}"
