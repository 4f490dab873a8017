"""The answer to a question back: 1, 第二个, 在建的那个."""

import re
from datetime import datetime

from intents.conversation import Conversation
from intents.mentions.metric import find_metrics
from intents.mentions.number import find_numbers
from intents.mentions.where import find_where
from intents.reading import Reading, read
from intents.sources import Sources

_CHOICE = re.compile(
    r"(?:第|选|选第|要|就)?\s*([0-9]|[一二两三四五六七八九])\s*(?:个|项|条|号|吧|的|。|\.)*"
)  # 第二个, 1


def chosen(text: str, conversation: Conversation, at: datetime, source: Sources) -> str | None:
    """The complete message that an answer to a choice stands for: 1, 第二个, 在建的那个."""
    choices = conversation.choices
    if not choices:
        return None
    if match := _CHOICE.fullmatch(text.strip()):
        number = int(find_numbers(match[1].replace("两", "二"))[0].value)
        return choices[number - 1] if 0 < number <= len(choices) else None
    reading = read(text, at.date(), source.home)
    choices = tuple(choice for choice in choices if _no_more(reading, choice))
    if (by_words := _by_words(reading, choices)) or reading.leftover or find_where(reading, source.catalog).said:
        return by_words
    meant = find_metrics(reading, source.catalog, one_district=True)
    names = set(meant.names or meant.rivals)
    fitting = [c for c in choices if names & set(find_metrics(read(c, at.date(), source.home), source.catalog).names)]
    return fitting[0] if len(fitting) == 1 else None


def _no_more(reading: Reading, choice: str) -> bool:
    """Whether a message asks nothing that the choice does not say: 滨海新城外资完成率 is a question of its own."""
    asked = [m for m in reading.mentions if m.kind in ("measure", "rank", "bound", "period") and m.value != "target"]
    asked += [m for m in reading.of("cue") if m.value in ("max", "min", "difference", "share", "sum")]
    return all(m.text in choice for m in asked)


def _by_words(reading: Reading, choices: tuple[str, ...]) -> str | None:
    """The one choice that holds every name said: 新昌."""
    words = [m.text for m in reading.mentions if m.kind in ("sector", "metric", "district", "facet", "level")]
    fitting = [c for c in choices if words and all(word in c for word in words)]
    return fitting[0] if len(fitting) == 1 and not reading.leftover else None
