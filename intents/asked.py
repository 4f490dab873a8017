"""What a message asks of the documents: the things it names, what is wanted of them, and the words that nothing explains."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from data import narrative
from data.document import Measure, Section
from intents.mentions.amount import find_amounts
from intents.mentions.cover import Segment, cover
from intents.mentions.lexicon import load_lexicon
from intents.mentions.period import find_periods
from intents.mentions.topic import Topic, cities, load_topics, triggers
from intents.normal import normalise
from intents.reading import Mention, Reading

PLACE = re.compile(
    r"(?P<part>[一二三四])\s*[、.]?\s*\((?P<section>[一二三四五六])\)\s*第?(?P<item>[1-9一二三四五六](?=$|[^0-9一-鿿]|[条点项款是讲说写谁由归的]))?[条点项款]?"
    r"|第(?P<part2>[一二三四])(?:大?部分|大块|章)(?:第?\(?(?P<section2>[一二三四五六])\)?[条节]?(?:第?(?P<item2>[1-9一二三四])[点项])?)?"
)  # 三(五)4, 三、(五), 第三部分第五条第4点
ANNEX = re.compile(r"附[件表]\s*第?(\d{1,2}|[一二三四五六七八九十])")  # 附件4, 附表四
GROUP = re.compile(r"(?!企业|大型|哪些|各大|哪个|哪家)[一-鿿]{2,4}集团")  # 化医集团
TELLING = ("measure", "section", "programme", "project", "group", "cluster", "document")
BREAK = frozenset(",;、?!。;和与跟及")
OPERATIONS = ("max", "min", "difference", "ratio", "share", "sum", "mean", "position", "sort", "sort_up", "more", "less", "count")
SHORT = 20  # characters of a message that goes on from the one before
LISTED = ("几条", "几件", "几项", "多少条", "多少件")
REPORTS = re.compile(r"\s*#?(?:措施进展|(?:进度|上报|报送|填报|更新|更正|补报|撤回|通过|退回|订阅|退订|加入|确认|取消)(?:\s|[:：,，]|[一-鿿]{2,5}[市县区]|\d))")  # 进度 诸暨市 …
WHICH = re.compile(r"哪\s?\d+\s?[家只个项户名]|名单|花名册|名录|哪些人|哪几位")  # 哪50家
WHOSE = re.compile(r"(?:谁|哪(?:个|家|几家|几个|些)?(?:部门|单位|局|办|家)?)家?的(?:事|活|任务|职责|责任|工作|分内)(?!最|多|重|高|大|是|有|完成)")  # 哪个单位的事
_DIGITS = {char: number for number, char in enumerate("零一二三四五六七八九十")}


@dataclass(frozen=True)
class Asked:
    """What is asked. `phrases` are the noun phrases, each a tuple of words with the topics they can mean; `asks` what is
    wanted; `figures` whether the message reads as a question for figures, `counting` for comparing or counting them, `amount` whether it
    asks for any number at all, `plain` whether all of it is known to questions for figures; `spoken` whether the city is
    said."""

    city: str
    text: str
    asks: frozenset[str]
    phrases: tuple[tuple[tuple[Topic, ...], ...], ...] = ()
    places: tuple[str, ...] = ()
    annexes: tuple[int, ...] = ()
    group: str = ""
    leftover: tuple[str, ...] = ()
    figures: bool = False
    counting: bool = False
    amount: bool = False
    plain: bool = False
    spoken: bool = False
    districts: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    metrics: tuple[str, ...] = ()

    @cached_property
    def topics(self) -> tuple[Topic, ...]:
        """Every topic named, in order."""
        return tuple(dict.fromkeys(t for phrase in self.phrases for word in phrase for t in word))

    def of(self, kind: str) -> tuple[str, ...]:
        """What is named of a kind; that by general words only where no other word is there."""
        found = [t for t in self.topics if t.kind == kind]
        special = [t for t in found if not t.general]
        return tuple(dict.fromkeys(t.value for t in special or found))

    def wants(self, *asks: str) -> bool:
        """Whether any of these is wanted."""
        return not self.asks.isdisjoint(asks)

    @property
    def departments(self) -> tuple[str, ...]:
        """The departments of the document that are named."""
        return self.of("department")

    @property
    def vague(self) -> bool:
        """Whether every measure is named by general words only."""
        return all(t.general for t in self.topics if t.kind == "measure")

    @property
    def named(self) -> bool:
        """Whether it names anything that stands in a document."""
        kinds = ("measure", "section", "programme", "project", "group", "cluster", "statement", "award")
        return bool(self.places) or any(t.kind in kinds for t in self.topics)

    @cached_property
    def measures(self) -> tuple[Measure, ...]:
        """The measures that are meant, in the documents' order."""
        meant = set(self.places)
        plain = self.vague
        for phrase in self.phrases:
            meant |= _common(phrase, plain)
        for programme in narrative.programmes():
            if programme.name in self.of("programme") and cities()[programme.document] == self.city and programme.lead_at:
                meant |= {programme.lead_at} if not meant else set()
        return tuple(m for m in narrative.measures() if m.place in meant and cities()[m.document] == self.city)

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The sections that are named."""
        named = {*self.of("section"), *self.places}
        return tuple(s for s in narrative.sections() if s.place in named and cities()[s.document] == self.city)


def _common(phrase: tuple[tuple[Topic, ...], ...], general: bool) -> set[str]:
    """The places that all words of a phrase share, or those of the word with the fewest."""
    options = [{t.value for t in word if t.kind == "measure" and (general or not t.general)} for word in phrase]
    options = [option for option in options if option]
    if not options:
        return set()
    return set.intersection(*options) or min(options, key=len)


def ask(reading: Reading, home: str, before: bool = False) -> Asked | None:
    """What a message asks of the documents; None where no word of it is about them. `before`: it may go on from one that
    was."""
    text = normalise(reading.typed).text if reading.read_as else reading.text
    found = load_topics().found(text)
    if before and len(text) <= SHORT:
        return _asked(reading, text, home, cover(text, _candidates(text, found))[1])
    if not any(triggers(topics) for _, _, topics in found) and not PLACE.search(text) and "集团" not in text:
        if not (reading.city == "重庆市" or "重庆" in text or "渝" in text or "附件" in text or "附表" in text):
            return None
    if REPORTS.match(text):
        return None
    path = cover(text, _candidates(text, found))[1]
    return _asked(reading, text, home, path)


def _candidates(text: str, found: list[tuple[int, int, tuple[Topic, ...]]]) -> Iterator[Segment]:
    for start, end, topics in found:
        yield Segment(start, end, 0.95 if topics[0].kind != "filler" else 1.1, topics)
    for start, end, meanings in load_lexicon().found(text):
        if meanings[0].kind != "district" or not _near_word(text, end):
            yield Segment(start, end, 1.4 if end - start == 1 else 1.05, "base")
    for pattern, kind in ((PLACE, "place"), (ANNEX, "annex"), (GROUP, "group")):
        for match in pattern.finditer(text):
            yield Segment(match.start(), match.end(), 1.15 if kind == "group" else 0.8, (kind, match))
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
    city = _city(reading, text, [s.what for s in words], home)
    phrases = tuple(_phrases(text, path, city))
    metrics = tuple(name for m in reading.of("metric") for name in m.value)
    subject = bool(reading.of("metric", "sector"))
    amount = "多少" in text or any(map(_counts, reading.mentions))
    counting = subject and any(map(_counts, reading.mentions))
    return Asked(
        city=city,
        text=text,
        asks=_wanted(text, words),
        phrases=phrases,
        places=tuple(_place(match) for kind, match in matches if kind == "place"),
        annexes=tuple(_number(match[1]) for kind, match in matches if kind == "annex"),
        group=next((match[0] for kind, match in matches if kind == "group"), ""),
        leftover=_leftover(text, path),
        figures=counting or (subject and bool(reading.of("measure", "level"))),
        counting=counting,
        amount=amount,
        plain=bool(reading.of("metric", "sector", "facet")) and not reading.leftover,
        spoken=_said(text, city) or (city == reading.city and not reading.of("metric", "sector", "district")),
        districts=tuple(m.value for m in reading.of("district") if m.value != city and m.text in text),
        outside=tuple(m.text for m in reading.of("elsewhere") if getattr(m.value, "county", "") and getattr(m.value, "city", "") == city),
        metrics=metrics,
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


def _said(text: str, city: str) -> bool:
    return city[:2] in text or (city == "重庆市" and "渝" in text)


def _city(reading: Reading, text: str, words: list[tuple[Topic, ...]], home: str) -> str:
    """The city spoken of: the one named, or the only one whose document has what is named, or home."""
    if "重庆" in text or "渝" in text or any(getattr(m.value, "city", "") == "重庆市" for m in reading.of("elsewhere")):
        return "重庆市" if "绍兴" not in text or reading.city == "重庆市" else "绍兴市"
    if any(m.kind == "district" and m.text in text for m in reading.mentions):
        return reading.city
    if "绍兴" in text:
        return "绍兴市"
    for kinds in (TELLING, ("statement", "award")):
        sets = [{t.city for t in word if t.kind in kinds and not t.general} for word in words]
        only = {next(iter(cities)) for cities in sets if len(cities) == 1}
        if any(sets):
            return home if home in only or not only else only.pop()
    return home


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


def _place(match: re.Match[str]) -> str:
    """三(五)4 as the documents' places are written."""
    groups = match.groupdict()
    part, section = groups["part"] or groups["part2"], groups["section"] or groups["section2"]
    item = groups["item"] or groups["item2"] or ""
    number = str(_number(item)) if item else ""
    return f"{part}({section}){number}" if section else part


def _number(written: str) -> int:
    return int(written) if written.isdigit() else _DIGITS[written]
