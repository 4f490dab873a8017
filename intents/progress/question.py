"""Questions for progress: what has been achieved of which targets, to which day, and what is asked of it."""

from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any

from data import query
from data.catalog.load import load_catalog
from data.problem import Problem
from data.progress import Light, Thresholds, pace
from intents.assessment import answer as assessment
from intents.progress import lagging, measures, missing, overview, own
from intents.progress.case import look
from intents.progress.compare import REDUCED, reduced
from intents.progress.course import over_months
from intents.progress.figures import figures
from intents.progress.measures import BEHIND, FULL
from intents.progress.ranking import ranking
from intents.progress.wording import day_text, pace_fact, percent_text
from intents.progress.words import Spoken, spoken
from intents.reading import Reading
from intents.reply import Reply
from intents.sources import Sources
from intents.targets.draft import Draft
from intents.targets.operation import PLAIN, Operation
from intents.targets.question import EVERYONE, Question
from intents.targets.question import restored as restored_question

MONTHLY = ("month", "change", "course")
FEW = 3  # more metrics than these are a summary
ACROSS = ("lagging", "missing", "inspection", "summary", "assessment", "own")


@dataclass(frozen=True, slots=True)
class ProgressQuestion:
    """What is asked of progress. `question` has districts, metrics, operation, conditions and unit (year 0: the newest
    with targets); `period` is the day to which figures run (None: the newest report), `as_of` the moment whose state is
    asked for, `lights` those that `lagging` lists, `apart` whether counties and zones are ranked apart, `counted`
    whether it was asked how many, `by_amount` whether the amount ranks, `bounded` what a condition of money is held
    against (gap, needed, lead; "" what was achieved), `every` whether a district must be so in every metric; `notes`
    are said beside the answer, once.

    `kind` is figures, summary, lagging, missing, inspection, assessment or own (of one, which metric is
    the furthest)."""

    question: Question
    measures: tuple[str, ...] = ("actual",)
    kind: str = "figures"
    period: date | None = None
    as_of: datetime | None = None
    approved_only: bool = False
    lights: tuple[Light, ...] = BEHIND
    apart: bool = False
    counted: bool = False
    by_amount: bool = False
    bounded: str = ""
    every: bool = False
    notes: tuple[str, ...] = ()

    @property
    def needs(self) -> str:
        """progress: single figures, one district's, those named side by side, the city's total; summary: everything
        across districts."""
        question = self.question
        named = question.districts != (question.city,) and not question.groups
        if self.kind in ACROSS:
            return "progress" if named and self.kind != "assessment" else "summary"
        many = question.operation.needs_many and not (named and len(question.districts) > 1)
        return "summary" if many or question.groups or (question.conditions and not named) else "progress"

    @property
    def is_one(self) -> bool:
        """Whether it is about single figures: of a few metrics of one district, or of the city's total."""
        question = self.question
        one = len(question.districts) == 1 and not question.groups and not question.conditions
        return self.kind == "figures" and one and len(question.metrics) <= FEW

    def state(self) -> dict[str, Any]:
        """As JSON can hold it; `restored` is the way back."""
        days = {"period": self.period and self.period.isoformat(), "as_of": self.as_of and self.as_of.isoformat()}
        fields = {name: value for name, value in asdict(self).items() if name != "notes"}
        return fields | {"question": self.question.state()} | days

    def answer(self, source: Sources, at: datetime, thresholds: Thresholds | None = None) -> Reply:
        """The reply, by the thresholds given or those in force. Raises StoreProblem."""
        question = self.question
        if not question.year:
            years = query.years(source.store, question.city, self.as_of)
            return replace(self, question=replace(question, year=years[-1])).answer(source, at, thresholds)
        if self.measures == ("pace",):
            return _pace(self, at)
        reply = _answered(self, source, at, thresholds or source.thresholds(self.as_of))
        notes = (*self.notes, *((f"按{self.as_of:%Y-%m-%d}当天的口径。",) if self.as_of else ()))
        return replace(reply, notes=(*reply.notes, *notes))


def restored(state: dict[str, Any]) -> ProgressQuestion:
    """A question for progress from its state."""
    fields = {key: tuple(value) if isinstance(value, list) else value for key, value in state.items()}
    return ProgressQuestion(
        **fields
        | {
            "question": restored_question(state["question"]),
            "period": state["period"] and date.fromisoformat(state["period"]),
            "as_of": state["as_of"] and datetime.fromisoformat(state["as_of"]),
        }
    )


def _answered(asked: ProgressQuestion, source: Sources, at: datetime, thresholds: Thresholds) -> Reply:
    case = look(asked, source, at, thresholds)
    operation = asked.question.operation
    match asked.kind:
        case "lagging":
            return lagging.lagging(case)
        case "missing":
            return missing.missing(case)
        case "inspection":
            return missing.inspection(case)
        case "summary":
            return overview.overview(case)
        case "own":
            return own.own(case)
        case "assessment":
            return assessment.assessment(case)
    if set(asked.measures) & set(MONTHLY):
        return over_months(case)
    if operation.reduce in REDUCED and not asked.question.conditions:
        return reduced(case)
    return ranking(case) if operation.needs_many or asked.question.conditions else figures(case)


def _pace(asked: ProgressQuestion, at: datetime) -> Reply:
    """The pace itself, which needs no report."""
    day = asked.period or (min(asked.as_of, at) if asked.as_of else at).date()
    share = pace(day)
    text = f"{day_text(day)}的序时进度是{percent_text(share)}。"
    return Reply("answer", (text,), None, ("算法：已过的月数÷12，月底按整月、15日按半个月算。",), (pace_fact(day),))


def read(
    reading: Reading, said: Draft, question: Question | Problem, at: datetime, before: ProgressQuestion | None = None
) -> ProgressQuestion | None:
    """The question for progress that a message asks, its districts and metrics completed already; what it does not say
    is as in the one before. None where it asks for none."""
    if isinstance(question, Problem):
        return None
    return made(spoken(reading, at.date()), said, question, at, before)


def made(
    words: Spoken, said: Draft, question: Question, at: datetime, before: ProgressQuestion | None
) -> ProgressQuestion | None:
    """A question for progress from the words of a message and its completed question."""
    named = bool(said.where.names or said.where.groups)
    few = before is not None and before.kind == "figures" and len(before.question.metrics) <= FEW
    end = few and measures.of_end(words)
    kind = measures.kind(words, named, end or bool(said.metrics.names), before is not None and before.is_one)
    follows = before if before and not (said.whole and kind) else None
    wanted = measures.measures(words) or (("rate",) if end else _carried(follows, kind))
    kind = kind or _kind_before(follows, said)
    said_when = words.periods or words.as_of or words.says("approved", "every_report")
    if not follows and not wanted and not said_when and not kind:
        return None
    kept = follows.question.operation if follows and kind == "own" else PLAIN
    question = replace(question, operation=kept) if kind in ACROSS else _ranked(question, words, said, kind)
    return ProgressQuestion(
        question,
        _ordered(wanted, question, kind),
        kind or "figures",
        measures.period(words, question.year, at) or (follows.period if follows and not words.periods else None),
        _moment(words, at) or (follows.as_of if follows else None),
        words.says("approved") or bool(follows and follows.approved_only and not words.says("every_report")),
        measures.lights(words) if words.says(*measures.LISTED) or not follows else follows.lights,
        words.says("apart") or bool(follows and follows.apart and not kind),
        words.rest.cue("count", "count?"),
        measures.by_amount(words, any(c.than for c in said.conditions), bool(follows and follows.by_amount)),
    )


def _carried(follows: ProgressQuestion | None, kind: str) -> tuple[str, ...]:
    """The measures of the question before; of a ranking's, the full ones."""
    return follows.measures if follows and kind in ("", "figures") else ()


def _kind_before(follows: ProgressQuestion | None, said: Draft) -> str:
    """The kind of the question before; one district after a list, or one metric after a summary, is looked at by
    itself."""
    if follows is None:
        return ""
    if said.where.names and follows.kind in ("lagging", "inspection", "assessment"):
        return "figures" if len(follows.question.metrics) <= FEW or said.metrics.names else "summary"
    return "figures" if said.metrics.names and follows.kind in ("summary", "assessment", "own") else follows.kind


def _ordered(wanted: tuple[str, ...], question: Question, kind: str) -> tuple[str, ...]:
    if question.operation.needs_many and not set(wanted) - {"actual"}:
        return tuple(dict.fromkeys((*wanted, *FULL)))
    return wanted or ("actual",)


def _ranked(question: Question, words: Spoken, said: Draft, kind: str) -> Question:
    """外资进度 and 外资完成排名 without a district: all districts in the order of their rates."""
    if kind != "figures" or said.where.said or not said.metrics.names:
        return question
    one = words.says("actual", "rate", "gap", "month", "change", "course", "needed")
    table = words.says("state", "summary") and not one
    if (not table and not words.says("ranking", "top", "bottom", "apart")) or question.operation.needs_many:
        return question
    everyone = tuple(d.name for d in load_catalog().of_city(question.city))
    if not everyone or all(load_catalog().metric(m).city_only for m in question.metrics):
        return replace(question, operation=PLAIN)
    return replace(question, districts=everyone, groups=(EVERYONE,), operation=Operation("desc"))


def _moment(words: Spoken, at: datetime) -> datetime | None:
    """The end of the day whose state is asked for."""
    if words.as_of is None:
        return None
    return datetime.combine(words.as_of, datetime.max.time(), at.tzinfo)
