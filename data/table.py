"""Progress as one table, made once a request: text, chart, workbook and bulletin are all made from its lines, so that
their figures agree. Figures are exact; how a reply's text shows them stands beside them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

UNREPORTED = "未报"


@dataclass(frozen=True, slots=True)
class Line:
    """What somebody has achieved of a metric by a day, beside the target. `rate` and `pace` are shares, `lead` 百分点;
    `light` is 红灯, 黄灯, 绿灯 or empty; `rate_text` and `lead_text` are what a text shows; `status` says 未报, 待审核,
    不完整, 迟报; `report` and `citation` are where actual and target come from."""

    district: str
    metric: str
    unit: str
    day: date
    pace: Fraction
    target: Decimal | None = None
    level: str = ""
    actual: Decimal | None = None
    rate: Fraction | None = None
    lead: Fraction | None = None
    light: str = ""
    rank: int | None = None
    status: tuple[str, ...] = ()
    rate_text: str = ""
    lead_text: str = ""
    actual_text: str = ""
    target_text: str = ""
    day_text: str = ""
    report: str = ""
    citation: str = ""

    @property
    def reported(self) -> bool:
        """Whether there is an actual; 0 is one."""
        return self.actual is not None


@dataclass(frozen=True, slots=True)
class Progress:
    """Lines of progress of one city and year, in the order in which they are shown. `pace_text` and `day_text` are
    those of the day that all lines run to, empty where they differ."""

    city: str
    year: int
    lines: tuple[Line, ...]
    day_text: str = ""
    pace_text: str = ""

    @property
    def metrics(self) -> tuple[str, ...]:
        """The metrics, in order."""
        return tuple(dict.fromkeys(line.metric for line in self.lines))

    @property
    def districts(self) -> tuple[str, ...]:
        """Whose lines there are, in order."""
        return tuple(dict.fromkeys(line.district for line in self.lines))

    @property
    def of_city(self) -> tuple[Line, ...]:
        """The city's own lines: its totals, and what only it has."""
        return tuple(line for line in self.lines if line.district == self.city)

    @property
    def of_districts(self) -> tuple[Line, ...]:
        """The lines of districts."""
        return tuple(line for line in self.lines if line.district != self.city)

    def of(self, metric: str) -> tuple[Line, ...]:
        """The districts' lines of a metric."""
        return tuple(line for line in self.of_districts if line.metric == metric)


def lit(lines: Iterable[Line], *lights: str) -> tuple[Line, ...]:
    """The lines with one of these lights."""
    return tuple(line for line in lines if line.light in lights)
