"""What a published document holds, as frozen nouns; the names of their fields are the keys of the TOML files."""

from dataclasses import dataclass
from datetime import date, datetime

from data.model import Citation, Figure


@dataclass(frozen=True, slots=True)
class Placed:
    """Anything that stands somewhere in a document: its number and the annex or section."""

    document: str
    place: str

    @property
    def citation(self) -> Citation:
        """Where it stands, as figures are cited."""
        return Citation(self.document, self.place)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of an annex: the header as in the CSV file, the metric it holds, the unit, the level."""

    header: str
    metric: str
    unit: str
    level: str | None = None


@dataclass(frozen=True, slots=True)
class Annex(Placed):
    """An annex: what it is about and, where it was published, its table as published (`header`, `rows`).

    `total` is the label of the row that holds the city's total; unpublished annexes (略) have no columns and no rows.
    """

    title: str
    about: str
    published: bool
    part: str = ""
    file: str = ""
    total: str = ""
    words: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()
    header: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def name(self) -> str:
        """The title with its part, as printed."""
        return f"{self.title}({self.part})" if self.part else self.title


@dataclass(frozen=True, slots=True)
class Document:
    """A published document: what it says of itself, its annexes, every figure of it, and a hash of its folder."""

    key: str
    number: str
    title: str
    short_title: str
    city: str
    year: int
    kind: str
    issuer: str
    signed: date
    fingerprint: str
    aliases: tuple[str, ...] = ()
    publisher: str = ""
    addressed_to: str = ""
    disclosed: date | None = None
    posted: datetime | None = None
    index_number: str = ""
    disclosure: str = ""
    validity: str = ""
    subject: str = ""
    source: str = ""
    download: str = ""
    annexes: tuple[Annex, ...] = ()
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True, slots=True)
class Section(Placed):
    """A section that holds measures, e.g. 三(五) 尽力破解要素制约难题."""

    title: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Point:
    """One action of a measure in our own words, the words that ask for it, and the metrics that it sets."""

    what: str
    words: tuple[str, ...] = ()
    metrics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Measure(Placed):
    """A numbered measure: who leads it, who joins, who carries it out, and its actions.

    `separately` says 分别牵头: each lead has a part of its own, and the document does not say which. `general` are
    those of the words that decide only where no other word is found (战略性新兴产业 beside 银企对接会).
    """

    section: str
    title: str
    lead: tuple[str, ...] = ()
    joint: tuple[str, ...] = ()
    carried_out_by: tuple[str, ...] = ()
    lead_verb: str = ""
    carried_out_verb: str = ""
    separately: bool = False
    words: tuple[str, ...] = ()
    general: tuple[str, ...] = ()
    points: tuple[Point, ...] = ()

    @property
    def metrics(self) -> tuple[str, ...]:
        """The metrics that its actions set, in their order."""
        return tuple(metric for point in self.points for metric in point.metrics)


@dataclass(frozen=True, slots=True)
class Programme(Placed):
    """A programme or slogan known by name. `defined` is false where the document names it without saying what it is.

    `also_at` are other places that name it, `lead_at` the place of the measure whose lead is its lead.
    """

    name: str
    kind: str
    what: str
    defined: bool
    aliases: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    metrics: tuple[str, ...] = ()
    also_at: tuple[str, ...] = ()
    lead_at: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class ProjectGroup(Placed):
    """Projects that the document counts together; `within` is the programme, `count` the metric with their number."""

    name: str
    within: str
    stage: str
    count: str
    what: str
    aliases: tuple[str, ...] = ()
    complete: bool = False


@dataclass(frozen=True, slots=True)
class Project(Placed):
    """A project that the document names, with its group, and its industrial cluster where the document gives one."""

    name: str
    group: str
    stage: str
    cluster: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement(Placed):
    """What the document says beside figures and measures, in our own words.

    `kind` is 目的, 原则, 目标, 要求, 依据 or 未载明: the last is what the document only mentions and does not hold.
    """

    kind: str
    title: str
    what: str
    words: tuple[str, ...] = ()
    metrics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AwardRule(Placed):
    """A rule of the year's assessment. `kind` is 授予称号, 通报表扬, 通报批评 or 倾斜支持.

    `by` is what is ranked (投资总量, 投资增幅) and `top` how far, or how many; `metric` publishes that number; `met`
    says whether the year's target must be met (true), was not met (false), or is not asked (absent); `judged` are
    grounds that only the government can judge and nobody computes.
    """

    kind: str
    who: str
    what: str
    by: str = ""
    top: int | None = None
    metric: str = ""
    met: bool | None = None
    honour: str = ""
    judged: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Department:
    """A department by its official name as used; `kind` is 部门, or 统称 for 各县(市、区) and their like."""

    name: str
    city: str
    kind: str
    aliases: tuple[str, ...] = ()
    later: tuple[str, ...] = ()
