"""What a message about reports names beside its words: metrics, districts, months; 待审核 外资, 我4月报了什么."""

import re
from dataclasses import dataclass
from datetime import date

from data.report import Item
from intents.mentions.metric import find_metrics
from intents.mentions.where import find_where
from intents.reading import Reading, read
from intents.sources import Sources

_NAMING = ("district", "metric", "sector", "period")
_UNSURE = ("elsewhere", "ambiguous", "group", "other_city", "bound", "amount", "programme", "annex")


@dataclass(frozen=True, slots=True)
class Names:
    """Which metrics, districts and last days are named (none: all), `said` in their official words; `rest` the message
    without them."""

    rest: str = ""
    said: str = ""
    metrics: tuple[str, ...] = ()
    districts: tuple[str, ...] = ()
    days: tuple[date, ...] = ()

    def holds(self, item: Item) -> bool:
        """Whether a reported value is one of those named."""
        return (
            (not self.metrics or item.metric in self.metrics)
            and (not self.districts or item.district in self.districts)
            and (not self.days or item.period in self.days)
        )


def names_in(text: str, today: date, source: Sources) -> Names | None:
    """What a message names; None where it names nothing, or something that reports cannot be looked up by."""
    reading = read(text, today, source.home)
    if reading.of(*_UNSURE) or not reading.of(*_NAMING):
        return None
    days = tuple(m.value.last for m in reading.of("period"))
    found = find_metrics(reading, source.catalog)
    districts, metrics = find_where(reading, source.catalog).names, found.names or found.rivals
    if None in days or found.unknown or (reading.of("metric", "sector") and not metrics):
        return None
    sectors = [m.text for m in reading.of("metric", "sector")]
    said = "、".join((*districts, *(m.text for m in reading.of("period")), *sectors))
    return Names(_without(reading), said, metrics, districts, tuple(day for day in days if day))


def _without(reading: Reading) -> str:
    text = list(reading.text)
    for mention in reading.of(*_NAMING, "facet"):
        text[mention.start : mention.end] = " " * (mention.end - mention.start)
    return re.sub(r"\s+", "", "".join(text))
