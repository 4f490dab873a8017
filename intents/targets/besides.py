"""What there is beside some metrics: 除外资外还有哪些任务, 除了工业投资还有什么."""

import re
from dataclasses import replace

from data.catalog.load import Catalog
from intents.mentions.metric import find_metrics
from intents.reading import Reading

_REST = re.compile(
    "(?:以外|之外|外)?,?(?:还要?有|还要|还|其他|其它|其余|剩下|别的)[^,。;]*(?:什么|啥|哪些|任务|指标|目标|$)"
)  # 除外资(外还有哪些任务)
_CUES = ("except", "besides", "and", "each")


def besides(reading: Reading, catalog: Catalog) -> tuple[Reading, tuple[str, ...]]:
    """The other metrics of the city, and the reading without the words that ask for them; none where none are asked."""
    cue = next((m for m in reading.of("cue") if m.value == "except"), None)
    rest = _REST.search(reading.text, cue.end) if cue else None
    if cue is None or rest is None:
        return reading, ()
    inside = tuple(m for m in reading.mentions if cue.end <= m.start and m.end <= rest.start())
    after = [m for m in reading.mentions if m.start >= rest.start() and m.kind in ("metric", "sector", "facet", "rank")]
    left_out = find_metrics(replace(reading, mentions=inside), catalog)
    if after or not left_out.names or any(m.kind in ("district", "group", "total") for m in inside):
        return reading, ()
    mine = [m for m in catalog.metrics if m.city == reading.city]
    names = (m.name for m in mine if m.name not in left_out.names and not set(m.sectors) & set(left_out.sectors))
    spoken = (m for m in reading.mentions if m not in inside and m.kind != "group_less" and m.value not in _CUES)
    return replace(reading, mentions=tuple(spoken)), tuple(names)
