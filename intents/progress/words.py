"""The words of progress in a message: what they ask for, and the message without them, to be read as a question for
figures. The words are in mentions/progress_words.toml, beside those of mentions/words.toml."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from intents.mentions.period import Period, find_periods
from intents.progress.beside import PLANNED, is_part, meant, state_of
from intents.progress.lexicon import matches, words
from intents.reading import Mention, Reading, read

SHOWN = ("actual", "rate", "gap", "lead", "pace")  # the measures of words.toml that are progress
KEPT = ("district", "group", "total", "metric", "sector", "facet", "amount", "bound", "level", "elsewhere", "ambiguous")
_DONE = re.compile("(?:完成|引进|利用|到位|做|投|实现)了?(?:多少|几)")  # 完成多少亿
_OWN_GAP = re.compile("^[^和跟与同比及、,]*(?<![还相仅只])差(?=多少$|多少[?？了呢]*$)")  # 上虞差多少
_STAYS = re.compile("[几多]")  # 完成了几只: the unit asked for stays
_TAIL = re.compile("(?:快|慢|了|还是|或者?)+")


@dataclass(frozen=True, slots=True)
class Cue:
    """text[start:end] asks for something of progress: `value` says what (see the tables of the file). `text`: the word,
    none where a pattern found it."""

    start: int
    end: int
    value: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a message says of progress: its cues in order, the periods it names, the day whose state is asked for, and
    `rest`, the message read without all of these."""

    cues: tuple[Cue, ...]
    periods: tuple[Period, ...]
    as_of: date | None
    rest: Reading

    def says(self, *values: str) -> bool:
        """Whether there is a cue of any of these values."""
        return any(cue.value in values for cue in self.cues)


def asks(reading: Reading) -> bool:
    """Whether what has been achieved is asked, not the target."""
    if reading.cue("rate", "lead", "pace", "office") or (reading.cue("gap") and not reading.cue("except")):
        return True
    values = {cue.value for cue in _found(reading)} - {"points", "noise", "apart", "every_report"}
    if values & {"actual", "state"} or reading.cue("actual") or _DONE.search(reading.text):
        return not PLANNED.search(reading.text) or bool(values - {"actual", "state"})
    if values:
        return True
    day, gone = state_of(reading)
    if day:
        return not any(m.start < gone[0][0] or m.start >= gone[0][1] for m in _targets(reading))
    return (any(is_part(p, reading) for p in _periods(reading)) or reading.cue("actual?")) and not _targets(reading)


def _targets(reading: Reading) -> tuple[Mention, ...]:
    return tuple(m for m in reading.of("measure") if m.value == "target")


def is_own_gap(reading: Reading) -> bool:
    """Whether 差多少 is said of one thing, and so of how far it is from its own target: 上虞外资差多少."""
    sides = ("group", "total", "level", "rank")
    two = len(reading.of("district")) != 1 or len(reading.of("metric", "sector")) > 1 or reading.of(*sides)
    return not two and bool(_OWN_GAP.search(reading.text)) and not reading.cue("who", "max", "min", "target", "rate")


def spoken(reading: Reading, today: date) -> Spoken:
    """What a message says of progress, and the rest of it read as on that day."""
    as_of, gone = state_of(reading)
    cues = tuple(sorted(_cues(reading, gone), key=lambda cue: cue.start))
    spans = [(cue.start, _end(cue, reading.text), words()["instead"].get(cue.value, ",")) for cue in cues]
    spans += [(start, end, ",") for start, end in gone]
    periods = tuple(p for each in _periods(reading) if (p := _outside(each, spans)))
    spans += [(p.start, p.end, _year(p)) for p in periods]
    periods += tuple(p for cue in cues if cue.value == "summary" for p in _within_cue(cue, reading.text, today))
    rest = read(_replaced(reading.text, spans), today, reading.city)
    rest = replace(rest, typed=reading.typed, read_as=reading.read_as + rest.read_as, city=_city(reading, rest))
    return Spoken(cues, periods, as_of, rest)


def _within_cue(cue: Cue, text: str, today: date) -> tuple[Period, ...]:
    """The period of 一季度汇报."""
    return find_periods(text[cue.start : cue.end], today)


def _city(reading: Reading, rest: Reading) -> str:
    return rest.city if rest.of("district", "metric", "sector") else reading.city


def _periods(reading: Reading) -> tuple[Period, ...]:
    return tuple(mention.value for mention in reading.of("period"))


def _year(period: Period) -> str:
    """What stays of a period for the question: its year, where it was said."""
    return f",{period.last.year}年," if period.explicit_year and period.last else ","


def _found(reading: Reading) -> Iterator[Cue]:
    """The words of the file, as far as they do not cut into a name or a target."""
    fixed = [m for m in reading.mentions if m.kind in KEPT or (m.kind == "measure" and m.value == "target")]
    for match, value, word in matches(reading.text):
        covered = [m for m in fixed if m.start < match.end() and match.start() < m.end]
        if all(_may_cover(m, match, value) for m in covered) and (means := meant(reading, match, value)):
            said = match[0] if value in ("tally", "weak", "strong") else word
            yield Cue(match.start(), _tail(reading.text, match.end(), means), means, said)


def _tail(text: str, end: int, value: str) -> int:
    """With the 快了还是慢了 that follows 比序时进度."""
    tail = _TAIL.match(text, end) if value in ("lead", "behind", "ahead") else None
    return tail.end() if tail else end


def _may_cover(mention: Mention, match: re.Match[str], value: str) -> bool:
    """A target inside of 任务完成了吗 belongs to it; a name, or 要完成多少, stays what it is."""
    inside = match.start() <= mention.start and mention.end <= match.end()
    loose = mention.kind in ("measure", "facet", "amount", "level") or value in ("noise", "apart")
    return (
        inside
        and loose
        and (
            mention.kind != "facet" or mention.text in ("多少", "几个") or value == "weak"  # 倒数两项, no 数量
        )
    )


def _cues(reading: Reading, gone: list[tuple[int, int]]) -> Iterator[Cue]:
    """Those of the file, and those of words.toml elsewhere in the text."""
    found = [cue for cue in _found(reading) if not any(cue.start < end and start < cue.end for start, end in gone)]
    measured = [m for m in reading.of("measure") if m.value in (*SHOWN, "actual?", "office")]
    found = [cue for cue in found if not any(_within(cue, m) or _cuts(cue, m) for m in measured)]
    yield from found
    for m in measured:
        apart = not any(cue.start < m.end and m.start < cue.end for cue in found)
        if apart:
            yield Cue(m.start, _tail(reading.text, m.end, str(m.value)), str(m.value), m.text)
    if reading.cue("target") and not any(cue.value == "both" for cue in found):
        yield from _target(reading, [*gone, *((cue.start, cue.end) for cue in found)])


def _within(cue: Cue, mention: Mention) -> bool:
    """Whether a cue is only a piece of a longer word: 多少了 of 完成多少了."""
    return mention.start <= cue.start and cue.end <= mention.end and cue.end - cue.start < len(mention.text)


def _cuts(cue: Cue, mention: Mention) -> bool:
    """Whether a word of no meaning overlaps one that has: 多少了 of 做到多少."""
    return cue.value == "noise" and cue.start < mention.end and mention.start < cue.end


_ASKED = re.compile("(?:是|为|定)?(?:多少|几|多大)|和|与|跟|、|及|,")


def _target(reading: Reading, gone: list[tuple[int, int]]) -> Iterator[Cue]:
    """A target that is asked for as well (目标多少,完成多少), not just named (任务完成多少)."""
    for m in reading.of("measure"):
        taken = any(m.start < end and start < m.end for start, end in gone)
        if m.value == "target" and not taken and (_ASKED.match(reading.text, m.end) or m.text.endswith("多少")):
            yield Cue(m.start, m.end, "target")


def _end(cue: Cue, text: str) -> int:
    """Where the cue ends for the rest, which keeps the unit asked for: 几只 of 完成了几只."""
    if cue.value not in ("actual", "gap") or not cue.text:
        return cue.end
    stays = _STAYS.search(text, cue.start, cue.end)
    return stays.start() if stays else cue.end


def _outside(period: Period, spans: list[tuple[int, int, str]]) -> Period | None:
    """The period where no cue covers it; what a cue begins in (2012年|度评比) without its end."""
    over = [a for a, b, _ in spans if a < period.end and period.start < b]
    if not over:
        return period
    return replace(period, end=min(over)) if period.start < min(over) else None


def _replaced(text: str, spans: list[tuple[int, int, str]]) -> str:
    for start, end, instead in sorted(spans, reverse=True):
        text = text[:start] + instead + text[end:]
    return text
