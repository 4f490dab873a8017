"""The city whose document a message is about."""

from intents.mentions.topic import Topic
from intents.reading import Reading

TELLING = ("measure", "section", "programme", "project", "group", "cluster", "document")


def says(text: str, city: str) -> bool:
    """Whether the text names the city."""
    return city[:2] in text or (city == "重庆市" and "渝" in text)


def city_of(reading: Reading, text: str, words: list[tuple[Topic, ...]], home: str) -> str:
    """The city spoken of: the one named, or the only one whose document has what is named, or home."""
    if "重庆" in text or "渝" in text or any(getattr(m.value, "city", "") == "重庆市" for m in reading.of("elsewhere")):
        return "重庆市" if "绍兴" not in text or reading.city == "重庆市" else "绍兴市"
    if any(m.kind == "district" and m.text in text for m in reading.mentions):
        return reading.city
    if "绍兴" in text:
        return "绍兴市"
    for kinds in (TELLING, ("statement", "award")):
        telling = [word for word in words if any(t.kind in kinds and not t.general for t in word)]
        sets = [{t.city for t in word if t.city} for word in telling]
        only = {next(iter(cities)) for cities in sets if len(cities) == 1}
        if sets:
            return home if home in only or not only else only.pop()
    return home
