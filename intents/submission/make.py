"""From a value with its context to the item it reports: metric, district, day, figure in the published unit."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from data import report_problem
from data.model import Metric
from data.problem import Problem
from data.query import Selection, figures
from data.report import Member
from data.standing import standing
from intents.sources import Sources
from intents.submission.found import Found
from intents.submission.names import Named
from intents.submission.period import Until, is_month, until
from intents.submission.signs import signed
from intents.submission.units import published
from intents.submission.whose import Whose, led_by, whose


@dataclass(frozen=True, slots=True)
class ReadItem:
    """One figure as read: to the day `period`, in the published unit. `monthly`: the month's own figure, to be added to
    the month before; `rest`: one of all that 零报告 or 本月无新增 stands for. `said` as typed, `notes` how it was read."""

    city: str
    district: str
    metric: str
    period: date
    value: Decimal
    unit: str
    monthly: bool = False
    rest: bool = False
    said: str = ""
    notes: tuple[str, ...] = ()
    place_assumed: bool = False
    day_assumed: bool = False


@dataclass(frozen=True, slots=True)
class Sender:
    """Who reports, to which city, on which day, from which sources."""

    member: Member
    city: str
    today: date
    sources: Sources


@dataclass(frozen=True, slots=True)
class Open:
    """A value that can be of several metrics, or of several districts."""

    found: Found
    metrics: tuple[str, ...] = ()
    districts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a value cannot be."""

    text: str


Made = ReadItem | Problem | Open | Fault


def make(found: Found, sender: Sender, named: frozenset[str]) -> Iterator[Made]:
    """What a value reports. `named`: the metrics named in the message, which 其余零报告 leaves out."""
    said = found.named
    if found.named.inexact or found.value.inexact:
        yield report_problem.inexact((found.said,))
        return
    if sign := signed(found.line, found.value):
        yield report_problem.signed(sign)
        return
    metrics = said.metrics or _all(said, sender, named)
    if not metrics:
        yield report_problem.nothing_left(found.said)
        return
    narrowed = _narrowed(metrics, said, sender) if len(said.metrics) > 1 else metrics
    if len(narrowed) > 1 and said.metrics:
        figures_of = [published(found.value, said.unit, sender.sources.catalog.metric(name)) for name in narrowed]
        yield Open(found, metrics=narrowed) if not all(f.fault for f in figures_of) else Fault(figures_of[0].fault)
        return
    for name in narrowed:
        yield _one(found, sender.sources.catalog.metric(name), sender)


def _one(found: Found, metric: Metric, sender: Sender) -> Made:
    said = found.named
    place = whose(said, metric, sender.member, sender.city, sender.sources.catalog)
    if isinstance(place, Problem):
        return place
    if place.choices:
        return Open(found, districts=place.choices)
    end = until(said, sender.today)
    if isinstance(end, Problem):
        return end
    figure = published(found.value, said.unit, metric)
    if figure.fault:
        return Fault(figure.fault)
    monthly = found.value.what == "same" or (said.monthly and not said.cumulative and is_month(said))
    notes = tuple(
        filter(None, (figure.note, *_read_as(said), *_whole(place), *_assumed(end), *_later(said, place, end)))
    )
    return ReadItem(
        sender.city,
        place.district,
        metric.name,
        end.day,
        figure.value,
        metric.unit,
        monthly,
        not said.metrics,
        found.said,
        notes,
        place.assumed,
        end.assumed,
    )


def _read_as(said: Named) -> tuple[str, ...]:
    return tuple(f"“{typed}”按“{word}”理解。" for typed, word in said.read_as)


def _whole(place: Whose) -> tuple[str, ...]:
    return (f"没有写地区，按您负责的{place.district}上报。",) if place.assumed else ()


def _assumed(end: Until) -> tuple[str, ...]:
    if not end.assumed:
        return ()
    return (f"没有写到哪个月，按上一个整月上报：截至{end.day.year}年{end.day.month}月底。",)


def _later(said: Named, place: Whose, end: Until) -> tuple[str, ...]:
    return tuple(f"{name}在{end.day.year}年为{place.district}，按{place.district}上报。" for name in said.later)


def _narrowed(metrics: tuple[str, ...], said: Named, sender: Sender) -> tuple[str, ...]:
    """Those that the district has; a district's own metric wins over a city-only one of a like name."""
    catalog = sender.sources.catalog
    own = tuple(name for name in metrics if not catalog.metric(name).city_only)
    city = tuple(name for name in metrics if catalog.metric(name).city_only)
    if not sender.member.districts:
        return (
            led_by(sender.member.departments, catalog, sender.city)
            and tuple(name for name in metrics if name in led_by(sender.member.departments, catalog, sender.city))
        ) or metrics
    return own or city


def _all(said: Named, sender: Sender, named: frozenset[str]) -> tuple[str, ...]:
    """The metrics that a 零报告 without a metric stands for: all with a target that the message does not name and that
    are not reported for the period yet; what is there is corrected only by name."""
    catalog = sender.sources.catalog
    place = whose(said, None, sender.member, sender.city, catalog)
    end = until(said, sender.today)
    if isinstance(place, Problem) or isinstance(end, Problem) or place.choices:
        return tuple(m.name for m in catalog.metrics if m.city == sender.city and not m.city_only)[:1]
    if place.district == sender.city:
        return tuple(m for m in led_by(sender.member.departments, catalog, sender.city) if m not in named)
    there = figures(sender.sources.store, Selection(sender.city, end.day.year, None, (place.district,)))
    reported = standing(sender.sources.store, sender.city, None, (place.district,), year=end.day.year)
    gone = named | {each.item.metric for each in reported if each.item.period == end.day}
    return tuple(dict.fromkeys(f.metric for f in there if f.metric not in gone and f.unit != "%"))
