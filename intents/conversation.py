"""What a conversation remembers from one message to the next."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from data.problem import Problem
from intents.asof import as_of_moment
from intents.reply import Reply
from intents.sources import Sources
from intents.targets.complete import complete
from intents.targets.draft import Draft
from intents.targets.operation import PAIRED
from intents.targets.question import Question, restored


@dataclass(frozen=True, slots=True)
class Conversation:
    """What a conversation remembers of itself: the last question, whom it spoke of, what was offered to choose from,
    whom the last answer picked out, the metrics asked for one by one, the state of the last question about a
    document and the sources of its answer, whether the last reply was a preview, the state of the last question
    for progress, the number of the report that was stored last, the levels of one figure asked for one by one."""

    question: Question | None = None
    recent: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    spoken: tuple[str, ...] = ()
    topic: dict[str, Any] | None = None
    sources: tuple[str, ...] = ()
    previewed: bool = False
    progress: dict[str, Any] | None = None
    reported: int = 0
    levels: tuple[str, ...] = ()

    def city(self, home: str) -> str:
        """The city spoken of, or home."""
        return self.question.city if self.question else home

    def state(self) -> dict[str, Any]:
        """As JSON can hold it; `remembered` is the way back."""
        question = self.question.state() if self.question else None
        lists = {
            "recent": self.recent,
            "choices": self.choices,
            "shown": self.shown,
            "spoken": self.spoken,
            "sources": self.sources,
            "levels": self.levels,
        }
        flags = {"previewed": self.previewed, "progress": self.progress, "reported": self.reported}
        return {"question": question, "topic": self.topic, **lists, **flags}


def remembered(state: dict[str, Any]) -> Conversation:
    """A conversation from its state."""
    question = restored(state["question"]) if state["question"] else None
    names = ("recent", "choices", "shown", "spoken", "sources")
    recent, choices, shown, spoken, sources = (tuple(state[name]) for name in names)
    rest = state["topic"], sources, state["previewed"], state["progress"], state["reported"]
    return Conversation(question, recent, choices, shown, spoken, *rest, tuple(state.get("levels", ())))


def completed(said: Draft, conversation: Conversation, source: Sources, at: datetime) -> Question | Problem:
    """The whole question of a message, what it leaves open taken from the conversation. Raises StoreProblem."""
    question = complete(said, conversation.question, source, conversation.recent, conversation.shown)
    if isinstance(question, Problem):
        return question
    last = conversation.question
    if (
        last
        and question.operation.reduce == "position"
        and not said.where.said
        and question.districts == last.districts
    ):
        question = replace(question, order=last.order)  # (嵊州外资在五县市里第几) 内资呢
    then = as_of_moment(said.reading.text, at)
    return with_those_before(replace(question, as_of=then.isoformat()) if then else question, said, conversation)


def with_those_before(question: Question, said: Draft, conversation: Conversation) -> Question:
    """两个差多少, 加起来 after one district's metrics, or one metric's districts, that were asked for one by one: these."""
    spoken = conversation.spoken[-said.them :] if said.them else conversation.spoken
    sums = said.operation is not None and said.operation.reduce == "sum"
    if _of_levels(question, said, conversation):
        last = conversation.question or question
        return replace(question, districts=last.districts, order=last.districts, levels=conversation.levels)
    alone = len(question.districts) == len(question.metrics) == 1 and not question.conditions
    if not alone or not (said.them == 2 or sums) or said.metrics.names or said.where.said:
        return question
    if len(spoken) > 1:
        return replace(question, metrics=spoken)
    recent = conversation.recent if question.districts[0] in conversation.recent else ()
    return replace(question, districts=recent, order=recent) if sums and len(recent) > 1 else question


def _of_levels(question: Question, said: Draft, conversation: Conversation) -> bool:
    """(力争) 必保呢, 差多少: the two levels of one figure."""
    pairs = said.operation is not None and said.operation.reduce in PAIRED and not said.operation.against
    named = said.where.said or said.metrics.names or said.levels or said.where.without
    return pairs and not named and len(conversation.levels) == 2 and not question.conditions and said.them in (0, 2)


def _levels(question: Question, conversation: Conversation) -> tuple[str, ...]:
    """The levels of one figure that were asked for one by one, this question's the last."""
    last = conversation.question
    one = len(question.districts) == len(question.metrics) == len(question.levels) == 1
    if not one or question.operation.reduce not in ("", *PAIRED):
        return ()
    same = last and replace(last, levels=question.levels, order=question.order, unit=question.unit) == question
    before = conversation.levels or (last.levels if last else ())
    return (*(x for x in before if x not in question.levels), *question.levels)[-2:] if same else question.levels


def spelt_out(text: str, conversation: Conversation) -> str:
    """前者, 后者 as the one of two districts, or of one district's two metrics, that it is."""
    question = conversation.question
    whom = (question.order or question.districts) if question else ()
    pair = whom if len(whom) == 2 else question.metrics if question and len(whom) == 1 else ()
    if len(pair) != 2 or (question and len(whom) == len(question.metrics) == 2):
        return text
    return text.replace("前者", pair[0]).replace("后者", pair[1])


def shown_in(question: Question, reply: Reply) -> tuple[str, ...]:
    """Those that an answer picked out of many."""
    if not (question.operation.order or question.operation.reduce == "extremes" or question.conditions):
        return ()
    names = [f.district for f in reply.facts if f.measure == "target" and f.district and f.district != question.city]
    return tuple(dict.fromkeys(names))


def following(question: Question, conversation: Conversation) -> Conversation:
    """What is remembered after a question for figures."""
    same = conversation.question and conversation.question.city == question.city
    recent = list(conversation.recent) if same else []
    if len(question.districts) <= 4 and question.districts != (question.city,):
        recent = [d for d in recent if d not in question.districts] + list(question.districts)
    last = conversation.question.districts if conversation.question else ()
    spoken = [m for m in conversation.spoken if same and last == question.districts and m not in question.metrics]
    spoken += question.metrics[:2]
    names, metrics, levels = tuple(recent[-6:]), tuple(spoken[-4:]), _levels(question, conversation)
    return Conversation(question, names, spoken=metrics, reported=conversation.reported, levels=levels)
