"""Several figures taken as one: their sum or mean, what it was made from, and why some stay apart."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from data.amount import kind_of, show
from data.model import Figure
from intents.reply import Fact, Reply
from intents.targets.case import Case, cited
from intents.wording import fact, listed, qualified, rounded, sources


@dataclass(frozen=True, slots=True)
class Side:
    """One of the things compared: a figure, or a sum or mean of several, `value` in `unit`; `facts` it rests on."""

    label: str
    value: Decimal
    unit: str
    figures: tuple[Figure, ...]
    computed: Fact | None = None

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Its own figure, or the computed one and what it was computed from."""
        return (self.computed, *map(fact, self.figures)) if self.computed else tuple(map(fact, self.figures))


def figures_of(case: Case, metric: str) -> tuple[list[Figure], list[str]]:
    """The figures of all districts asked about, the city among them, and the districts that have none."""
    found = [(d, case.one(d, metric)) for d in case.question.districts]
    return [f for _, f in found if f], [d for d, f in found if f is None]


def sum_side(case: Case, metric: str, figures: Sequence[Figure], label: str = "") -> Side:
    """Several figures as their sum."""
    label = label or case.who
    value = sum((f.value for f in figures), Decimal(0))
    computed = Fact("sum", rounded(value), figures[0].unit, label, metric, str(case.question.year), figures[0].level)
    return Side(label, value, figures[0].unit, tuple(figures), computed)


def why_apart(figures: Sequence[Figure]) -> str:
    """Why figures of different kinds or currencies are only listed."""
    money = all(kind_of(f.unit) == "money" for f in figures)
    why = "币种不同，文件没有公布汇率，不能相加、相减或求比" if money else "计量单位不同，不能相加、相减或求比"
    return f"{listed(list(dict.fromkeys(f.metric for f in figures)))}{why}；下面分别列出："


def mean_side(case: Case, metric: str, figures: Sequence[Figure]) -> Side:
    """Several figures as their mean, rounded half up to four decimals."""
    value = rounded(sum((f.value for f in figures), Decimal(0)) / len(figures))
    computed = Fact("mean", value, figures[0].unit, case.who, metric, str(case.question.year), figures[0].level)
    return Side(f"{case.who}平均", value, figures[0].unit, tuple(figures), computed)


def inputs(figures: Sequence[Figure]) -> list[str]:
    """What a computed figure was made from, a line each."""
    return [f"{f.district}：{f.level or ''}{qualified(f)}" for f in figures]


def titled(metric: str, figures: Sequence[Figure]) -> str:
    """实际引进外资目标, with the level counted with."""
    level = next((f.level for f in figures if f.level), None)
    return f"{metric}目标" + (f"（{level}）" if level else "")


def formula(what: str, figures: Sequence[Figure], sign: str, value: Decimal, unit: str) -> str:
    """合计 = 越城区1 + 柯桥区2 = 3万美元: how a computed figure came about."""
    terms = f" {sign} ".join(f"{f.district}{show(f.value)}" for f in figures)
    return f"{what} = {terms} = {show(value)}{unit}" if what == "合计" else f"{what} = ({terms}) = {show(value)}{unit}"


def computed_reply(
    case: Case,
    lines: Sequence[str],
    sides: Sequence[Side],
    missing: Sequence[str],
    metric: str,
    working: tuple[str, ...],
) -> Reply:
    """A reply of computed figures with what they were made from."""
    figures = [f for side in sides for f in side.figures]
    notes = [f"{listed(missing)}没有设{metric}目标，未计入。"] if missing else []
    facts = tuple(dict.fromkeys(f for side in sides for f in side.facts))
    return Reply("answer", tuple(lines), None, (*notes, sources(cited(figures))), facts, working=working)
