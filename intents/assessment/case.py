"""The figures that a document's rules of assessment are applied to: targets, what was achieved, the year before."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from data.amount import convert
from data.assessment import Assessment, Contest, Result, Rule, assess, rule_of
from data.progress import month_end, period_of
from data.report import Standing
from data.standing import standing
from intents.progress.case import Case, Row, look


@dataclass(frozen=True, slots=True)
class Contested:
    """A contest decided, with the rows and the reports of the year before that it was decided from; `day` is the day to
    which all figures run, None where nobody has reported."""

    decided: Assessment
    case: Case
    day: date | None
    rows: dict[str, Row]
    before: dict[str, Standing]

    @property
    def contest(self) -> Contest:
        """Whom it compares, and by what."""
        return self.decided.contest

    @property
    def final(self) -> bool:
        """Whether the figures are those of the whole year."""
        return self.day is not None and (self.day.month, self.day.day) == (12, 31)


@dataclass(frozen=True, slots=True)
class Gathered:
    """The rules of a document and its contests."""

    rule: Rule
    contests: tuple[Contested, ...]

    @property
    def held(self) -> tuple[Contested, ...]:
        """The contests in which somebody has both a target and a report."""
        return tuple(c for c in self.contests if any(each.met is not None for each in c.decided.results))


def gather(case: Case) -> Gathered | None:
    """What the rules of the case's city and year make of its reports; None where no document states rules. Raises
    StoreProblem."""
    rule = rule_of(case.city, case.year)
    return Gathered(rule, tuple(_contested(contest, case) for contest in rule.contests)) if rule else None


def _contested(contest: Contest, case: Case) -> Contested:
    question = replace(case.asked.question, metrics=(contest.metric,))
    own = look(replace(case.asked, question=question), case.source, case.at, case.thresholds)
    names = tuple(d.name for d in case.source.catalog.of_city(case.city) if d.kind in contest.kinds)
    owed = [name for name in own.expected(contest.metric) if name in names]
    day = case.period or period_of([s for name in names for s in own.of(name, contest.metric)], owed)
    rows = {name: row for name in names if day and (row := own.row(name, contest.metric, day))}
    before = _before(own, contest.metric, names, day) if day else {}
    unit = case.source.catalog.metric(contest.metric).unit
    results = [_result(name, own, rows.get(name), before.get(name), contest.metric, unit) for name in names]
    return Contested(assess(results, contest), own, day, rows, before)


def _before(case: Case, metric: str, names: Sequence[str], day: date) -> dict[str, Standing]:
    """The reports to the same day of the year before."""
    year = day.year - 1
    then = month_end(date(year, day.month, 1)) if day == month_end(day) else day.replace(year=year)
    of, asked = (case.source.store, case.city, (metric,), names), case.asked
    found = standing(*of, year=year, as_of=asked.as_of, approved_only=asked.approved_only)
    wanted = [s for s in found if s.item.period == then]
    return {each.item.district: each for each in wanted}


def _result(name: str, case: Case, row: Row | None, before: Standing | None, metric: str, unit: str) -> Result:
    target = case.target(name, metric)

    def amount(value: Decimal, own: str) -> Decimal:
        return convert(value, own, unit)

    return Result(
        name,
        amount(target.value, target.unit) if target else None,
        amount(row.value, row.unit) if row else None,
        amount(before.item.value, before.item.unit) if before else None,
    )
