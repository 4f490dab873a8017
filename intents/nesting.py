"""One metric's order says which places are meant, and another figure of theirs is asked: 外资前五里内资最低的是谁."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from data import problem
from data.catalog.load import Catalog
from intents.conversation import Conversation, shown_in
from intents.heard import Heard, said
from intents.helping import problem_reply
from intents.members import order
from intents.reading import Mention, Reading, read
from intents.reply import Reply
from intents.sources import Sources
from intents.targets.answer import answer
from intents.targets.case import joined
from intents.targets.complete import complete
from intents.targets.draft import draft
from intents.targets.question import Question
from intents.trouble import trouble_with
from intents.turn import Turn
from intents.wording import listed

_PLACES = re.compile(
    "(?:的,?)?(?:那)?[一两二三四五六七八九十]?[个家位]?"
    "(?P<set>县市|区县|开发区)?(?P<place>地方|地区|单位|考核对象)?(?P<within>里面?|当中|之中|中|内)?"
    "(?:,(?=它|他|其)|(?<=[方区位象市县里面中内]),|的|其|它的|它们的|他们的|各自|今年|要|任务|目标)*"
)  # 外资最多的(三家的)服务业项目数
_PARTED = re.compile("[,;。?!、和与跟及]|多少|几")
_ITS = re.compile(
    "(?:的?(?:是|为)?,?[?!。,;]?(?:它|他|那|其|该地)?(?:们)?的?(?:今年)?的?)"
)  # 外资第二的是谁(,它的)内资


@dataclass(frozen=True, slots=True)
class Nested:
    """`head` asks which places, `tail` what of them, both to be read by themselves; `both` where the places are asked
    for as well (外资第二的是谁，它的内资多少); no tail: what is meant is not clear, `rank` being the word."""

    head: str
    tail: str
    both: bool
    rank: str


def nested(reading: Reading, catalog: Catalog) -> Nested | None:
    """The two questions that a message makes, if it is of this kind."""
    named = reading.of("metric", "sector", "facet")
    ranks = [m for m in reading.mentions if m.kind == "rank" or (m.kind == "cue" and m.value in ("max", "min"))]
    ranks = [r for r in ranks if any(m.end <= r.start for m in named if m.kind != "facet")]
    asked = next((m for m in named if ranks and m.start >= ranks[0].end), None)
    if asked is None or any(m.start < asked.start for m in reading.of("district", "bound", "amount", "elsewhere")):
        return None
    rank = [r for r in ranks if r.end <= asked.start][-1]
    whos = [m for m in reading.of("cue") if m.value == "who" and rank.end <= m.start < asked.start]
    again = any(r.start > asked.start for r in ranks)
    found = _PLACES.fullmatch(reading.text, rank.end, whos[0].start if whos else asked.start)
    if whos and not (found and found["within"]):
        return None if again else _and_its(reading, rank, whos[-1], asked)
    if found is None or (again and not found["within"]):
        apart = asked.start in reading.breaks or _PARTED.search(reading.text, rank.end, asked.start)
        return None if apart or asked.kind == "facet" else Nested("", "", False, rank.text)
    placed = found["place"] or found["within"] or found["set"] or rank.text[-1] in "家个位名方"
    if asked.kind == "facet" and not placed:
        return None
    tail = _sector(reading, rank, catalog) if asked.kind == "facet" else ""
    tail += reading.text[whos[0].start if whos else asked.start :]
    return Nested(reading.text[: rank.end] + (f"的{found['set']}" if found["set"] else ""), tail, False, rank.text)


def _and_its(reading: Reading, rank: Mention, who: Mention, asked: Mention) -> Nested | None:
    """外资第二的是谁,它的内资多少: the second half speaks of the one that the first asks for."""
    its = _ITS.fullmatch(reading.text, who.end, asked.start)
    another = any(m.value == "who" and m.start > asked.start for m in reading.of("cue"))
    another = another or any(m.start > asked.start for m in reading.of("district", "group"))
    if not its or another or asked.kind == "facet":
        return None
    return Nested(reading.text[: who.end], reading.text[asked.start :], True, rank.text)


def _sector(reading: Reading, rank: Mention, catalog: Catalog) -> str:
    """The sector that the first metric is of, for 项目几只 behind it."""
    before = [m for m in reading.of("metric", "sector") if m.end <= rank.start][-1]
    if before.kind == "sector":
        return before.text
    return next((s for name in before.value for s in catalog.metric(name).sectors), "")


def heard(
    reading: Reading, turn: Turn, conversation: Conversation, source: Sources, asked: Callable[..., Heard]
) -> Heard | None:
    """What is asked of those at the top of another metric, where it is: first who they are, then, as `asked` has it,
    the rest with their names. Raises StoreProblem."""
    parts = None if order.is_progress(reading) else nested(reading, source.catalog)
    if parts is None:
        return None
    today, last = turn.at.date(), conversation.question
    head = read(parts.head, today, reading.city)
    drafted = draft(head, source, last)
    unclear = not parts.tail or trouble_with(head, drafted, source)
    question = None if unclear else complete(drafted, last, source, conversation.recent, conversation.shown)
    if not isinstance(question, Question) or len(question.metrics) != 1 or not question.operation.order:
        return said(problem_reply(problem.two_steps(parts.rank)), conversation)
    first = answer(question, source)
    picked = shown_in(question, first)
    tail = read("、".join(picked) + parts.tail, today, reading.city)
    second = asked(tail, turn, conversation, source)
    return replace(second, act=lambda: _beside(first, picked, second.act(), parts.both))


def _beside(first: Reply, picked: tuple[str, ...], second: Reply, both: bool) -> Reply:
    """The second reply with who the places are before it; the first with its figures where it was asked as well."""
    if second.kind != "answer":
        return second
    if both:
        return joined([first, second])
    who = first.lines[0].split("：")[0]
    named = who if who.endswith(picked[-1:]) else f"{who}：{listed(picked)}"
    return replace(second, lines=(f"{named}。", *second.lines))
