"""A document's own rules of the year's assessment (评比) as data, and what they make of the year's figures.

Exact, and nothing is guessed: where somebody's figure is missing, only those are winners whose place is sure whatever
it may be; for others it says that their place is open.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Literal

from data.document import AwardRule, Placed
from data.folder import Where, build, read_toml, tables
from data.library import folders
from data.narrative import nouns_of, number_of
from data.progress import ranks


@dataclass(frozen=True, slots=True)
class Prize:
    """The first `top` of all by the year's amount (total) or by growth over the year before, of those that met the
    year's target; `rule` is the document's own."""

    by: Literal["total", "growth"]
    top: int
    rule: AwardRule


@dataclass(frozen=True, slots=True)
class Contest:
    """Who is compared with whom: the districts of these `kinds`, by what they achieved of `metric`, whose targets stand
    in `annex`; `total` and `growth` name what the prizes go by, empty where there is none."""

    who: str
    kinds: tuple[str, ...]
    metric: str
    annex: str
    total: str = ""
    growth: str = ""
    prizes: tuple[Prize, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule(Placed):
    """The rules of one document: its contests, who is praised, who criticised, and what only the government judges."""

    contests: tuple[Contest, ...]
    praise: AwardRule | None = None
    criticism: AwardRule | None = None
    judged: tuple[AwardRule, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """One's year, all in one unit: the target (None: none was set), what was achieved (None: not reported), and what
    was achieved the year before (None: not known)."""

    name: str
    target: Decimal | None
    actual: Decimal | None
    before: Decimal | None = None

    @property
    def met(self) -> bool | None:
        """Whether the target was met; None where there is none (or one of 0), or no report."""
        return None if not self.target or self.actual is None else self.actual >= self.target

    @property
    def growth(self) -> Fraction | None:
        """This year ÷ the year before − 1; None where either is unknown or the year before was 0."""
        return Fraction(self.actual) / Fraction(self.before) - 1 if self.actual is not None and self.before else None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a prize comes to. `places` are all whose figure is known, with their ranks (equal ones share one), whether
    they met the target or not; `unknown` those whose figure is not; `winners` those who are surely among the first and
    met the target, `open` those who may be."""

    prize: Prize
    places: tuple[tuple[int, Result], ...]
    unknown: tuple[Result, ...]
    winners: tuple[Result, ...]
    open: tuple[Result, ...]


@dataclass(frozen=True, slots=True)
class Assessment:
    """A contest decided as far as it can be. Each result with target and report is exactly one of: winner of a prize,
    `open`, `praised` (met the target, wins nothing) or `candidates` for criticism (did not meet it)."""

    contest: Contest
    results: tuple[Result, ...]
    outcomes: tuple[Outcome, ...]
    open: tuple[Result, ...]
    praised: tuple[Result, ...]
    candidates: tuple[Result, ...]
    without_target: tuple[Result, ...]
    without_report: tuple[Result, ...]
    without_before: tuple[Result, ...]

    @property
    def met(self) -> tuple[Result, ...]:
        """Those who met the target."""
        return tuple(each for each in self.results if each.met)


def assess(results: Sequence[Result], contest: Contest) -> Assessment:
    """What the rules of a contest make of the results."""
    outcomes = tuple(_outcome(results, prize) for prize in contest.prizes)
    won = {each.name for outcome in outcomes for each in outcome.winners}
    may = {each.name for outcome in outcomes for each in outcome.open} - won
    met = [each for each in results if each.met]
    by_growth = any(prize.by == "growth" for prize in contest.prizes)
    return Assessment(
        contest,
        tuple(results),
        outcomes,
        _those(each for each in met if each.name in may),
        _those(each for each in met if each.name not in won | may),
        _those(each for each in results if each.met is False),
        _those(each for each in results if not each.target),
        _those(each for each in results if each.target and each.actual is None),
        _those(each for each in results if by_growth and not each.before),
    )


def _outcome(results: Sequence[Result], prize: Prize) -> Outcome:
    """Ranked among all; one is sure of a place where even every unknown figure ahead of it would leave it there."""
    found = {each.name: value for each in results if (value := _value(each, prize)) is not None}
    by_name = {each.name: each for each in results}
    places = tuple((rank, by_name[name]) for rank, name in ranks(found))
    unknown = _those(each for each in results if each.name not in found)
    sure = [each for rank, each in places if each.met and rank + len(unknown) <= prize.top]
    may = [each for rank, each in places if each.met and rank <= prize.top < rank + len(unknown)]
    return Outcome(prize, places, unknown, _those(sure), _those([*may, *(each for each in unknown if each.met)]))


def _value(each: Result, prize: Prize) -> Fraction | None:
    if prize.by == "growth":
        return each.growth
    return None if each.actual is None else Fraction(each.actual)


def _those(results: Iterable[Result]) -> tuple[Result, ...]:
    return tuple(results)


def rule_of(city: str, year: int) -> Rule | None:
    """The rules that a document of the city and year states; None where there are none. Raises DocumentError."""
    return next((rule for folder in folders() if (rule := _rule(folder, city, year))), None)


def _rule(folder: Path, city: str, year: int) -> Rule | None:
    path, head = folder / "assessment.toml", read_toml(folder / "document.toml")
    content = read_toml(path)
    if not content or (head["city"], head["year"]) != (city, year):
        return None
    awards = tuple(nouns_of(folder, "statements.toml", "award", AwardRule))
    contests = tuple(_contest(table, where, awards) for table, where in tables(path, content, "contest"))
    compared = {prize.rule for contest in contests for prize in contest.prizes}
    praise, criticism = (next((a for a in awards if a.kind == kind), None) for kind in ("通报表扬", "通报批评"))
    judged = tuple(a for a in awards if a.judged and a not in compared and a is not criticism)
    return Rule(number_of(folder), str(content["place"]), contests, praise, criticism, judged)


def _contest(table: dict[str, object], where: Where, awards: Sequence[AwardRule]) -> Contest:
    """A contest with its prizes: the awards for those compared in it. Raises DocumentError where one has no award."""
    bare = build(Contest, table, where, prizes=())
    by: tuple[tuple[Literal["total", "growth"], str], ...] = (("total", bare.total), ("growth", bare.growth))
    found = [(how, a) for how, name in by if name for a in awards if (a.who, a.by) == (bare.who, name)]
    if len(found) < sum(1 for _, name in by if name):
        raise where.error(f"statements.toml 里没有“{bare.who}”的评选规则", "who")
    if any(not a.met or not a.top for _, a in found):
        raise where.error(f"“{bare.who}”的评选规则要写明名次（top），并以完成任务为前提（met = true）", "who")
    return build(Contest, table, where, prizes=tuple(Prize(how, a.top or 0, a) for how, a in found))
