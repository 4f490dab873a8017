"""From a message to what it asks of the documents: its words, the city spoken of, the phrases, what is left over."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from intents.documents.asked import Asked
from intents.documents.cityof import city_of, says
from intents.mentions.amounts import find_amounts
from intents.mentions.courtesy import find_courtesy
from intents.mentions.cover import Segment, cover
from intents.mentions.lexicon import load_lexicon
from intents.mentions.period import find_periods
from intents.mentions.section import ANNEX, PLACE, annexes_of, number_of, place_of
from intents.mentions.topic import Topic, load_topics, triggers
from intents.normal import normalise
from intents.reading import Mention, Reading

GROUP = "(?!企业|大型|哪些|各大|哪个|哪家|请问)(?=([一-鿿]{{{}}}集团))"  # 化医集团
BREAK = frozenset(",;、?!。;和与跟及")
OPERATIONS = (
    "max",
    "min",
    "difference",
    "ratio",
    "share",
    "sum",
    "mean",
    "position",
    "sort",
    "sort_up",
    "more",
    "less",
    "count",
)
SHORT = 20  # characters of a message that goes on from the one before
LISTED = ("几条", "几件", "几项", "多少条", "多少件")
REPORTS = re.compile(
    r"\s*#?(?:措施进展|(?:进度|上报|报送|填报|更新|更正|补报|撤回|通过|退回|订阅|退订|加入|确认|取消)(?:\s|[:：,，]|[一-鿿]{2,5}[市县区]|\d))"
)  # 进度 诸暨市 …
WHICH = re.compile(r"哪\s?\d+\s?[家只个项户名]|名单|花名册|名录|哪些人|哪几位")  # 哪50家
WHOSE = re.compile(
    r"(?:谁|哪(?:个|家|几家|几个|些)?(?:部门|单位|局|办|家)?)家?的(?:事|活|任务|职责|责任|工作|分内)(?!最|多|重|高|大|是|有|完成)"
)  # 哪个单位的事


def ask(reading: Reading, home: str, before: bool = False) -> Asked | None:
    """What a message asks of the documents; None where no word of it is about them.

    `before`: there was such a question before, and a short message may go on from it.
    """
    text = normalise(reading.typed).text if reading.read_as else reading.text
    found = load_topics().found(text)
    if before and len(text) <= SHORT:
        return _asked(reading, text, home, cover(text, _candidates(text, found))[1])
    if REPORTS.match(text) or not (_elsewhere(reading, text) or any(triggers(topics) for _, _, topics in found)):
        return None
    path = cover(text, _candidates(text, found))[1]
    return _asked(reading, text, home, path)


def _elsewhere(reading: Reading, text: str) -> bool:
    """Whether it may be about the documents though none of their words is there: 万州区的任务, 附件一, 三(五)4."""
    if reading.city == "重庆市" or reading.of("elsewhere") or PLACE.search(text):
        return True
    return any(word in text for word in ("重庆", "渝", "附件", "附表", "集团"))


def _candidates(text: str, found: list[tuple[int, int, tuple[Topic, ...]]]) -> Iterator[Segment]:
    for start, end, topics in found:
        yield Segment(start, end, 0.95 if topics[0].kind != "filler" else 1.1, topics)
    for start, end, meanings in load_lexicon().found(text):
        if meanings[0].kind != "unknown" and (meanings[0].kind != "district" or not _near_word(text, end)):
            yield Segment(start, end, 1.4 if end - start == 1 else 1.05, "base")
    for pattern, kind in ((PLACE, "place"), (ANNEX, "annex")):
        for match in pattern.finditer(text):
            yield Segment(match.start(), match.end(), 0.8, (kind, match))
    for start, end in find_courtesy(text):
        yield Segment(start, end, 1.3, "base")
    for length in (2, 3, 4):
        for match in re.finditer(GROUP.format(length), text):
            yield Segment(match.start(1), match.end(1), 3.0 + length / 10, ("group", match))
    for amount in find_amounts(text):
        yield Segment(amount.start, amount.end, 1.0, "base")
    for period in find_periods(text, date(2012, 12, 31)):
        yield Segment(period.start, period.end, 1.0, "base")


def _near_word(text: str, end: int) -> bool:
    """Whether a district's name runs on into a word: 绍兴商人 is not 绍兴."""
    return text[end : end + 2] in ("商人", "籍商", "老板")


def _asked(reading: Reading, text: str, home: str, path: list[Segment]) -> Asked:
    words = [s for s in path if isinstance(s.what, tuple) and s.what and isinstance(s.what[0], Topic)]
    matches = [s.what for s in path if isinstance(s.what, tuple) and s.what and isinstance(s.what[0], str)]
    city = city_of(reading, text, [s.what for s in words], home)
    asked = Asked(
        city=city,
        text=text,
        asks=_wanted(text, words),
        phrases=tuple(_phrases(text, path, city)),
        places=tuple(place_of(match) for kind, match in matches if kind == "place"),
        annexes=annexes_of(tuple(number_of(match[1]) for kind, match in matches if kind == "annex"), text),
        group=next((match[1] for kind, match in matches if kind == "group"), ""),
        leftover=_leftover(text, path),
    )
    return _with_reading(asked, reading)


def _with_reading(asked: Asked, reading: Reading) -> Asked:
    """The same with what questions for figures read in the message."""
    subject, counts = bool(reading.of("metric", "sector")), any(map(_counts, reading.mentions))
    outside = [m for m in reading.of("elsewhere") if getattr(m.value, "county", "")]
    local = asked.city == reading.city and not reading.of("metric", "sector", "district")
    return replace(
        asked,
        figures=subject and (counts or bool(reading.of("measure", "level"))),
        counting=subject and counts,
        amount=counts or "多少" in asked.text,
        plain=bool(reading.of("metric", "sector", "facet")) and not reading.leftover,
        spoken=says(asked.text, asked.city) or local,
        districts=tuple(m.value for m in reading.of("district") if m.value != asked.city and m.text in asked.text),
        outside=tuple(m.text for m in outside if getattr(m.value, "city", "") == asked.city),
        metrics=tuple(name for m in reading.of("metric") for name in m.value),
    )


def _wanted(text: str, words: list[Segment]) -> frozenset[str]:
    """What is asked, by its words; 哪50家 asks for names."""
    asks = {t.value for s in words for t in s.what if t.kind == "ask"}
    asks |= {"roster"} if WHICH.search(text) else set()
    return frozenset(asks | {"lead"} if WHOSE.search(text) else asks)


def _counts(mention: Mention) -> bool:
    """Whether a mention asks to count or compare figures; 几条 and 哪三个 ask for a list."""
    if mention.kind == "unit":
        return mention.text not in LISTED
    if mention.kind == "facet":
        return "多少" in mention.text or "几" in mention.text
    if mention.kind == "cue":
        return mention.value in OPERATIONS and len(mention.text) > 1
    return mention.kind == "bound" or (mention.kind == "rank" and "哪" not in mention.text)


def _phrases(text: str, path: list[Segment], city: str) -> Iterator[tuple[tuple[Topic, ...], ...]]:
    """Words that stand together, with what they can mean in a city."""
    phrase: list[tuple[Topic, ...]] = []
    for segment in path:
        here = _here(segment, city)
        if here:
            phrase.append(here)
        elif phrase and (text[segment.start] in BREAK or _asks(segment)):
            yield tuple(phrase)
            phrase = []
    if phrase:
        yield tuple(phrase)


def _here(segment: Segment, city: str) -> tuple[Topic, ...]:
    if not isinstance(segment.what, tuple) or not segment.what or not isinstance(segment.what[0], Topic):
        return ()
    abroad = ("department",) if city == "重庆市" else ()
    return tuple(
        t for t in segment.what if t.kind not in ("ask", "filler") and (t.city in ("", city) or t.kind in abroad)
    )


def _asks(segment: Segment) -> bool:
    what = segment.what
    return isinstance(what, tuple) and bool(what) and isinstance(what[0], Topic) and what[0].kind == "ask"


def _leftover(text: str, path: list[Segment]) -> tuple[str, ...]:
    words, before = list[str](), -1
    for segment in path:
        if segment.what is None:
            if before == segment.start:
                words[-1] += text[segment.start]
            else:
                words.append(text[segment.start])
            before = segment.end
    return tuple(words)
