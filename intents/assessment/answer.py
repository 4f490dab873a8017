"""The year's assessment (年度评比): by the rules of the document where it states them; where it does not, each metric's
rates and ranks, and no winners."""

from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from intents.assessment import rules
from intents.assessment.case import gather
from intents.progress.case import Case, Row
from intents.progress.field import Field, field
from intents.progress.overview import nothing
from intents.progress.ranking import apart
from intents.progress.wording import because, percent_text, rate_fact, short_day
from intents.reply import Fact, Reply
from intents.targets.question import EVERYONE
from intents.wording import listed

NO_RULES = "文件只说一年一评比，没有公布评比办法，所以只列完成率和位次，不评先进。"


def assessment(case: Case) -> Reply:
    """The assessment of the year asked about. Raises StoreProblem."""
    gathered = gather(case)
    return rules.answer(gathered, case) if gathered else _rates(case)


def _rates(case: Case) -> Reply:
    """The year's rates and ranks of each metric; counties and zones apart where that was asked."""
    there = ranked(case)
    if not there:
        return replace(nothing(case), notes=(NO_RULES,))
    facts, group = list[Fact](), case.asked.question.groups[:1]
    lines = [_line(each, facts) for each in there]
    rows = [row for each in there for _, places in each.groups for _, row in places]
    final = all((each.day.month, each.day.day) == (12, 31) for each in there)
    within = f"（位次在{group[0]}内排）" if group and group[0] != EVERYONE else ""
    head = f"{case.year}年各项指标完成率和位次{within}{'' if final else '（按现有上报数，不是全年的结果）'}："
    waiting = () if all(row.approved for row in rows) else ("其中有待审核的上报数。",)
    return Reply("summary", (head, *lines), None, (*waiting, NO_RULES, because(rows)), tuple(facts))


@dataclass(frozen=True, slots=True)
class Ranked:
    """A metric's districts by rank, to one day, in groups where they are ranked apart; and who has not reported."""

    metric: str
    day: date
    groups: tuple[tuple[str, tuple[tuple[int, Row], ...]], ...]
    missing: tuple[str, ...]


def ranked(case: Case) -> tuple[Ranked, ...]:
    """Each metric that has rates. A group is ranked by itself, one who is named keeps the rank among all."""
    whom = case.districts if case.asked.question.groups else case.everyone
    fields = [(m, field(case, m, whom)) for m in case.asked.question.metrics]
    found = [_ranked(case, m, each) for m, each in fields if each and each.rows and not each.rows[0].is_ratio]
    return tuple(each for each in found if each.groups)


def _ranked(case: Case, metric: str, found: Field) -> Ranked:
    named = set(case.districts)
    groups = [
        (name, tuple((rank, row) for rank, row in places if row.district in named))
        for name, places in apart(case, found.ranks(case))
    ]
    missing = tuple(name for name in found.missing if name in named)
    return Ranked(metric, found.day, tuple((name, places) for name, places in groups if places), missing)


def _line(each: Ranked, facts: list[Fact]) -> str:
    """A metric's districts in order; those of equal rates share a rank."""
    groups = [(name, [_place(rank, row, facts) for rank, row in places]) for name, places in each.groups]
    said = "；".join(f"{f'【{name}】' if name else ''}{'，'.join(places)}" for name, places in groups)
    missing = f"；未报：{listed(each.missing)}" if each.missing else ""
    return f"{each.metric}（到{short_day(each.day)}）：{said}{missing}。"


def _place(rank: int, row: Row, facts: list[Fact]) -> str:
    share = row.rate or Fraction(0)
    facts.append(rate_fact(row, share))
    return f"{rank}. {row.district}{percent_text(share)}"
