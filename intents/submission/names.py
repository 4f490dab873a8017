"""What stands before a value: of which metric, of whom, to which day, and what it says of the value."""

import re
from dataclasses import dataclass, replace
from datetime import date

from data.amount import kind_of
from data.catalog.load import Catalog
from data.model import Metric
from intents.mentions.lexicon import load_lexicon
from intents.mentions.metric import Metrics, find_metrics
from intents.mentions.period import Period
from intents.mentions.where import find_where
from intents.reading import Mention, Reading, read
from intents.submission.values import fits
from intents.submission.words import (
    BRACKETED,
    CUMULATIVE,
    FILLER,
    INEXACT,
    MONTHLY,
    OWN,
    SINGLE,
    TARGET,
    TODAY,
    UNIT_CELL,
)

_ACHIEVED = re.compile(
    f"(?:{TARGET.pattern})(?:数|量|值|额)?(?=[ ,]?(?:已|累计|实际|现)*(?:完成|达到|做到))"
)  # 任务 before 完成
_NAMING = frozenset(("metric", "sector", "facet", "bound", "amount", "programme", "stage"))
_PLACING = frozenset(("district", "total", "ambiguous", "elsewhere", "group"))
_LEFT = re.compile(r"[^ ,.:;()、。…—\-/|=+<>\[\]【】!#·*\"'~]")
_MARKS = {"monthly": MONTHLY, "today": TODAY, "own": OWN, "inexact": INEXACT, "target": TARGET}
_BOUNDING = ("超过", "超", "大于", "高于", "不低于", "不少于")  # before a threshold: 超1000万美元项目
_SINGLE, _JOINED = ("约", "近", "逾", "拟"), tuple("签合公节履最附靠")  # 签约, 最近
_OF_ITS_OWN = ("外资", "内资", "在建")  # sectors whose 投资 or 完成投资 alone is not the next figure of a project count


@dataclass(frozen=True, slots=True)
class Asker:
    """What names are read for: the day, the city, its catalog."""

    today: date
    city: str
    catalog: Catalog


@dataclass(frozen=True, slots=True)
class Named:
    """What a piece of text names. `metrics`: the names it may be (several: to be asked); `places`: districts as named,
    `elsewhere` other real places, `ambiguous` a name that two places bear; `period` with `period_text` as written;
    `unit` a unit in brackets; `monthly` (`single`: 当月, which no
    longer period can have), `inexact`, `target`, `today`, `own`: what was said of the value or its owner;
    `verb_only`: nothing but 累计完成."""

    metrics: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    ambiguous: tuple[str, ...] = ()
    later: tuple[str, ...] = ()
    period: Period | None = None
    period_text: str = ""
    unit: str = ""
    monthly: bool = False
    single: bool = False
    cumulative: bool = False
    inexact: bool = False
    target: bool = False
    today: bool = False
    own: bool = False
    read_as: tuple[tuple[str, str], ...] = ()

    @property
    def places_it(self) -> bool:
        """Whether it says whose or until when."""
        return bool(self.places or self.elsewhere or self.ambiguous or self.period or self.own or self.today)


def named(text: str, asker: Asker, before: tuple[str, ...] = ()) -> Named | None:
    """What the text names; None where a word of it is not understood. `before`: the metric of the value before it in
    the line, for 其中3000万美元以上 and 完成投资."""
    found, rest = _marked(text)
    reading = read(rest, asker.today, asker.city)
    if not _understood(reading, asker):
        return None
    periods = reading.of("period")
    where = find_where(reading, asker.catalog)
    metrics = _metrics(reading, asker, before)
    if metrics is None or len({(m.value.first, m.value.last) for m in periods}) > 1 or len(where.names) > 1:
        return None
    return replace(
        found,
        metrics=metrics,
        places=(*where.names, *(() if where.names else tuple(m.value for m in reading.of("total")))),
        elsewhere=tuple(m.text if m.kind == "elsewhere" else m.value for m in reading.of("elsewhere", "group")),
        ambiguous=tuple(m.value for m in reading.of("ambiguous")),
        later=tuple(m.text for m in reading.of("district") if m.text in asker.catalog.district(m.value).later),
        period=periods[0].value if periods else None,
        period_text=periods[0].text if periods else "",
        read_as=reading.read_as,
    )


def of_kind(
    names: tuple[str, ...], unit: str | None, scaled: bool, catalog: Catalog, broken: bool = False
) -> tuple[str, ...]:
    """Those of several metrics that a value of this unit can be of: 农业 0.51亿元 is 完成投资. `broken`: it has a
    fraction, so that it is no count."""
    if len(names) < 2:
        return names
    metrics = [catalog.metric(name) for name in names]
    if unit in ("元", "美元"):
        fitting = [m for m in metrics if m.unit.endswith(unit) and (unit == "美元" or not m.unit.endswith("美元"))]
    elif unit == "%":
        fitting = [m for m in metrics if m.is_ratio]
    elif scaled:
        fitting = [m for m in metrics if kind_of(m.unit) == "money"]
    else:
        fitting = [m for m in metrics if kind_of(m.unit) == "count"] if unit else metrics
        fitting = [m for m in fitting if kind_of(m.unit) != "count" or m.is_ratio] if broken and not unit else fitting
    return tuple(m.name for m in fitting)


def _marked(text: str) -> tuple[Named, str]:
    """What the text says of the value, and the rest of it, which names things."""
    unit = BRACKETED.search(text) or UNIT_CELL.search(text)
    if unit:
        text = text[: unit.start()] + " " + text[unit.end() :]
    said: dict[str, bool] = {}
    text = _without(text, _ACHIEVED)
    cumulative, single = CUMULATIVE.search(text) is not None, SINGLE.search(text) is not None
    for name, pattern in _MARKS.items():
        kept = _without(text, pattern)
        said[name], text = kept != text, kept
    unit_name = next(filter(None, unit.groups()), "") if unit else ""
    marked = Named(
        unit=unit_name,
        cumulative=cumulative,
        single=single,
        monthly=said["monthly"],
        today=said["today"],
        own=said["own"],
        inexact=said["inexact"],
        target=said["target"],
    )
    return marked, text


def _without(text: str, pattern: re.Pattern[str]) -> str:
    """The text without these words, but for those inside a metric's name (技改计划) or of a threshold (超1000万美元项目)."""
    if not pattern.search(text):
        return text
    names = [(a, b) for a, b, found in load_lexicon().found(text) if found[0].kind == "metric"]
    return pattern.sub(lambda m: m[0] if _keeps(text, m, names) else " ", text)


def _keeps(text: str, match: re.Match[str], names: list[tuple[int, int]]) -> bool:
    if any(start <= match.start() and match.end() <= end for start, end in names):
        return True
    if match[0] in _BOUNDING and text[match.end() : match.end() + 1].isdigit():
        return True
    return match[0] in _SINGLE and text[match.start() - 1 : match.start()] in _JOINED


def _understood(reading: Reading, asker: Asker) -> bool:
    """Whether every word of it is one that a report may have before a value."""
    if reading.options or reading.city != asker.city or reading.of("other_city"):
        return False
    explained = [m for m in reading.mentions if _may_stand(m)]
    text = list(reading.text)
    for mention in explained:
        text[mention.start : mention.end] = " " * (mention.end - mention.start)
    return not _LEFT.search(FILLER.sub("", "".join(text)))


def _may_stand(mention: Mention) -> bool:
    return mention.kind in _NAMING | _PLACING | {"period"} or (mention.kind == "measure" and mention.value == "actual")


def _metrics(reading: Reading, asker: Asker, before: tuple[str, ...]) -> tuple[str, ...] | None:
    """The metrics it may be of; none where it names none, None where it names one that there is not."""
    if not reading.of("metric", "sector", "facet", "bound", "amount", "programme"):
        return ()
    alone = not reading.of("metric", "sector", "programme")
    found = find_metrics(reading, asker.catalog, before=before if alone else (), one_district=True)
    if found.unknown or found.conditions or found.amounts:
        return None
    names = _of_threshold(found.names or found.rivals, reading, asker)
    if alone and not reading.of("bound", "amount") and not _goes_on(before, names, asker):
        return None
    return _one_phrase(found, names, reading)


def _of_threshold(names: tuple[str, ...], reading: Reading, asker: Asker) -> tuple[str, ...]:
    """Those of several metrics that have the threshold said: 单体投资规模5亿元以上在建项目."""
    said = [m.value for m in reading.of("bound")]
    amounts = [m.value for m in reading.of("amount")] + [bound.amount_low for bound in said if bound.amount_low]
    fitting = tuple(name for name in names if any(fits(amount, asker.catalog.metric(name)) for amount in amounts))
    return fitting if fitting and len(names) > 1 else names


def _one_phrase(found: Metrics, names: tuple[str, ...], reading: Reading) -> tuple[str, ...] | None:
    """None where two metrics are named side by side: 外资、内资."""
    whole = reading.of("metric")
    if not names or len(whole) > 1 or len(set(found.sectors)) > 1 or (whole and found.sectors):
        return None
    return names


def _goes_on(before: tuple[str, ...], names: tuple[str, ...], asker: Asker) -> bool:
    """Whether a facet alone goes on from the value before it: 重大服务业项目 5只 完成投资 12亿元."""
    metrics: list[Metric] = [asker.catalog.metric(name) for name in before]
    return len(names) == 1 and not any(m.sectors[:1] and m.sectors[0] in _OF_ITS_OWN for m in metrics) and bool(before)
