"""What goes on from an answer about progress: 最差的呢 of those just listed, 它还差多少 of the one just found, 哪个快 of two
metrics of one district."""

import re
from dataclasses import replace
from datetime import datetime

from intents.progress.question import ProgressQuestion
from intents.progress.words import Spoken
from intents.reading import Reading
from intents.sources import Sources
from intents.targets.operation import PLAIN, Operation

_IT = re.compile("它|(?:这|那)(?:一?[家个](?:县市?|市|区|地方)?)(?=还|的|完成|差|落后|慢|快)")  # 它还差多少
_HOW_MUCH = re.compile(
    "(?:那么?)?(?:还|仍)?(?:差|缺|欠|落后|慢|领先|快|完成)了?(?:序时(?:进度)?)?(?:多少|几个(?:百分)?点)[了呢啊?？。]*"
)  # 还差多少
_AMONG = re.compile("其中|里面|里头|当中|这(?:些|几[个家])")  # 其中最低的是谁
_WORST = re.compile("最[慢差低快好高]")
_WHICH = re.compile("哪一?[个项](?!县|市|区|地|单位)")  # 哪个快


def narrowed(
    reading: Reading, before: ProgressQuestion | None, source: Sources, at: datetime
) -> ProgressQuestion | None:
    """The question before of those alone whom its answer picked out, where the message is about them: (谁最低) 它还差多少,
    (谁落后) 最慢的是谁. Raises StoreProblem."""
    if before is None or not _is_about_them(reading, before):
        return before
    facts = before.answer(source, at).facts
    names = tuple(dict.fromkeys(f.district for f in facts if f.measure in ("actual", "lead") and f.district))
    alone = replace(before.question, districts=names, groups=(), order=names, operation=PLAIN, conditions=())
    return replace(before, kind="figures", question=alone, bounded="", by_amount=False) if names else before


def _is_about_them(reading: Reading, before: ProgressQuestion) -> bool:
    """Whether a message is about those whom the answer before picked out of many."""
    question, text = before.question, reading.text
    operation = question.operation
    if (
        before.kind not in ("figures", "lagging")
        or len(question.metrics) > 3
        or any(c.than for c in question.conditions)
    ):
        return False
    if reading.of("district", "group", "total") or operation.reduce:
        return False
    if before.kind == "lagging":
        return bool(_WORST.search(text) or _AMONG.search(text))
    if _AMONG.search(text) and question.conditions:
        return True
    picked = bool(operation.order and (operation.n or operation.nth))
    return (
        bool(_IT.search(text))
        if question.conditions
        else picked and bool(_IT.search(text) or _AMONG.search(text) or _HOW_MUCH.fullmatch(text))
    )


def between(reading: Reading, words: Spoken, before: ProgressQuestion | None) -> ProgressQuestion | None:
    """Which of the two or three metrics of one district that were spoken of is the furthest: 哪个快; None for another."""
    if before is None or before.kind != "figures" or not _WHICH.search(reading.text) or words.periods:
        return None
    question, low, high = before.question, words.says("bottom", "worse"), words.says("top", "better")
    two = len(question.districts) == 1 and not question.groups and 1 < len(question.metrics) <= 3
    if not two or low == high or words.rest.of("district", "group", "total", "metric", "sector"):
        return None
    wanted = ("rate",) if "rate" in before.measures else ("lead",)
    end = Operation("asc" if low else "desc", 1)
    return replace(before, kind="own", measures=wanted, question=replace(question, operation=end), notes=())
