"""What goes on from an answer about progress: 最差的呢 of those just listed, 它还差多少 of the one just found, 哪个快 of two
metrics of one district."""

import re
from dataclasses import replace
from datetime import datetime

from data.problem import Problem, decline
from intents.conversation import Conversation
from intents.progress import summary
from intents.progress.question import ProgressQuestion
from intents.progress.words import Spoken
from intents.reading import Reading
from intents.sources import Sources
from intents.targets.draft import Draft
from intents.targets.operation import PAIRED, PLAIN, Operation
from intents.targets.question import EVERYONE, Question

_IT = re.compile("它|(?:这|那)(?:一?[家个](?:县市?|市|区|地方)?)(?=还|的|完成|差|落后|慢|快)")  # 它还差多少
_HOW_MUCH = re.compile(
    "(?:那么?)?(?:还|仍)?(?:差|缺|欠|落后|慢|领先|快|完成)了?(?:序时(?:进度)?)?(?:多少|几个(?:百分)?点)[了呢啊?？。]*"
)  # 还差多少
_AMONG = re.compile("其中|里面|里头|当中|这(?:些|几[个家])")  # 其中最低的是谁
_WORST = re.compile("最[慢差低快好高]")
_TARGET = re.compile(
    "(?:任务|目标|计划)(?:任务|数|额)?(?:量|值)?(?:必保|力争)?[是在为有达到了]*$"
)  # 外资任务(2亿美元以上)
_OF_ALL = re.compile("占(?:了)?(?:全市|全部|全绍兴)的?(?:任务|目标|计划)")  # 占全市任务的多少
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


def picked(conversation: Conversation) -> Question | None:
    """The question for targets before, of those alone whom its answer picked out: (任务2亿以上的有哪些) 完成率呢."""
    question, shown = conversation.question, conversation.shown
    if question is None or not shown or not (question.conditions or question.operation.n or question.operation.nth):
        return question
    return replace(question, districts=shown, groups=(), order=shown, operation=PLAIN, conditions=())


def against_another(question: Question, said: Draft) -> Question:
    """The first of two held against each other, where it is held against another: (上虞比诸暨慢多少) 比绍兴县呢."""
    two = len(question.districts) == 2 and not question.groups and question.operation.reduce in PAIRED
    if not two or len(said.where.names) != 1 or not said.compares_to(said.where.names[0]):
        return question
    first = (question.order or question.districts)[:1]
    return replace(question, districts=first, order=first)


def over_all(question: Question, said: Draft, before: ProgressQuestion | None) -> Question:
    """A condition or an order without any district is over all of them, whoever was spoken of before; 最慢的呢 is of
    those just listed."""
    among = before and len(question.districts) > 1 and not (said.conditions or said.metrics.names)
    open_ = not said.where.said and not said.them and not among
    if not open_ or not (said.conditions or (said.operation and said.operation.order)):
        return question
    taken = summary.expanded(said.where.without, question.city)
    everyone = tuple(d for d in summary.everyone(question.city) if d not in taken)
    return replace(question, districts=everyone, groups=(EVERYONE,)) if everyone else question


def at_once(reading: Reading, words: Spoken, before: ProgressQuestion | None) -> Problem | None:
    """Why a message that asks two things is asked to be put as two, or one that may mean two things plainly."""
    named = words.rest.of("district", "metric", "sector")
    if before and before.kind == "figures" and reading.cue("share") and not named and _OF_ALL.search(reading.text):
        return decline(
            "没看出是用完成数还是用任务数去占全市任务；上报的完成数不算占比，所以不作答。",
            "任务数占全市多少可以写全了问，例如“诸暨外资任务占全市多少”。",
        )
    if not _is_of_progress(words):
        return None
    if any(
        b.value.unit not in ("%", "百分点") and _TARGET.search(reading.text[: b.start]) for b in reading.of("bound")
    ):
        return decline(
            "按目标筛选和完成情况不能一次问。", "请先问目标，例如“外资任务2亿美元以上的有哪些”，再接着问“完成率呢”。"
        )
    rest = words.rest
    if rest.cue("sum") and rest.cue("compare") and len(rest.of("district")) > 2:
        return decline(
            "合计和差额不能一次问。", "请分开问，例如先问“绍兴县和诸暨外资一共完成多少”，再问另外几个的合计。"
        )
    ends = [m for m in rest.of("cue") if m.value in ("max", "min")]
    who = [*rest.of("who_of"), *(m for m in rest.of("cue") if m.value == "who")]
    if len(ends) > 1 and len(who) > 1 and words.says("most", "least") and words.says("rate"):
        return decline(
            "一次只能排一个名次，这里有完成数和完成率两个。",
            "请分开问，例如“外资完成最多的是谁”，再问“完成率最高的是谁”。",
        )
    return None


def _is_of_progress(words: Spoken) -> bool:
    """Whether a message has a word of progress, not only one of the pace or of a report."""
    return words.says("actual", "actual?", "rate", "gap", "lead", "state", "most", "least", "behind", "ahead", "needed")
