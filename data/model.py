"""The nouns of the domain: frozen, with exact decimals, each figure with the place that publishes it."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class District:
    """Who a target is set for: a county, a city at county level, a district, a zone, 市直, an enterprise group, or the
    city itself.

    `kind` is one of city, county, district, zone, direct (市直), enterprise (企业集团).
    `later` is the name it bears today where that differs, `later_year` the first year of that name.
    """

    name: str
    city: str
    kind: str
    aliases: tuple[str, ...] = ()
    later: tuple[str, ...] = ()
    later_year: int | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """A named set of districts, members in the documents' order."""

    name: str
    city: str
    aliases: tuple[str, ...]
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Metric:
    """What is measured. `unit` is the unit as published; `also` are names other places of the documents use for it.

    `whole` is the metric of which this one is a part (其中); `sectors`, `facet` and `threshold` are what a question
    may say of it without its full name (外资 + 项目 + 1000万美元), the threshold in 元 or 美元; `city_only` where
    districts have no figure. `cut` tells which of two overlapping views of investment it belongs to (source, sector),
    `share_of` of what a ratio is the numerator and the denominator.
    """

    name: str
    city: str
    unit: str
    sectors: tuple[str, ...] = ()
    facet: str = ""
    threshold: Decimal | None = None
    currency: str | None = None
    also: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    whole: str | None = None
    city_only: bool = False
    cut: str | None = None
    share_of: tuple[str, ...] = ()

    @property
    def is_ratio(self) -> bool:
        """Whether the metric is a percentage, never summed or averaged."""
        return self.unit == "%"


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a figure stands: document number and annex or section, e.g. 绍政办发〔2012〕43号 附件4."""

    document: str
    place: str

    def __str__(self) -> str:
        return f"{self.document} {self.place}"


@dataclass(frozen=True, slots=True)
class Figure:
    """One published target: whose, of what, for which year, at which level, how much, and where it stands.

    `level` is 必保, 力争 or None; `qualifier` what the document puts around it (以上, 左右, 力争, 上半年).
    """

    city: str
    district: str
    metric: str
    year: int
    level: str | None
    value: Decimal
    unit: str
    citation: Citation
    qualifier: str = ""
    row: str = ""
    column: str = ""
