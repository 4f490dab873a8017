"""The year's assessment (年度评比): by the rules of the document where it states them; where it does not, each metric's
rates and ranks, and no winners."""

from dataclasses import replace
from fractions import Fraction

from intents import assessment_rules
from intents.assessment_case import gather
from intents.progress_case import Case, Row
from intents.progress_field import Field, field
from intents.progress_overview import nothing
from intents.progress_ranking import apart
from intents.progress_wording import because, percent_text, rate_fact, short_day
from intents.reply import Fact, Reply
from intents.wording import listed

NO_RULES = "文件只说一年一评比，没有公布评比办法，所以只列完成率和位次，不评先进。"


def assessment(case: Case) -> Reply:
    """The assessment of the year asked about. Raises StoreProblem."""
    gathered = gather(case)
    return assessment_rules.answer(gathered, case) if gathered else _rates(case)


def _rates(case: Case) -> Reply:
    """The year's rates and ranks of each metric; counties and zones apart where that was asked."""
    fields = [(m, field(case, m, case.districts)) for m in case.asked.question.metrics]
    there = [(m, f) for m, f in fields if f and f.rows and not f.rows[0].is_ratio]
    if not there:
        return replace(nothing(case), notes=(NO_RULES,))
    facts = list[Fact]()
    lines = [_line(case, metric, found, facts) for metric, found in there]
    final = all((found.day.month, found.day.day) == (12, 31) for _, found in there)
    head = f"{case.year}年各项指标完成率和位次{'' if final else '（按现有上报数，不是全年的结果）'}："
    rows = [row for _, found in there for row in found.rows]
    waiting = () if all(row.approved for row in rows) else ("其中有待审核的上报数。",)
    notes = (*waiting, NO_RULES, because(rows))
    return Reply("summary", (head, *lines), None, notes, tuple(facts))


def _line(case: Case, metric: str, found: Field, facts: list[Fact]) -> str:
    """A metric's districts in order; those of equal rates share a rank."""
    groups = [(name, [_place(rank, row, facts) for rank, row in rows]) for name, rows in apart(case, found.ranks(case))]
    said = "；".join(f"{f'【{name}】' if name else ''}{'，'.join(places)}" for name, places in groups)
    missing = f"；未报：{listed(found.missing)}" if found.missing else ""
    return f"{metric}（到{short_day(found.day)}）：{said}{missing}。"


def _place(rank: int, row: Row, facts: list[Fact]) -> str:
    share = row.rate or Fraction(0)
    facts.append(rate_fact(row, share))
    return f"{rank}. {row.district}{percent_text(share)}"
