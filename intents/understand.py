"""From a message to the one request it makes, or to the reason why there is none."""

import re
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Protocol

from data import problem
from data.problem import Problem
from data.amount import to_base
from data.query import Selection, figures
from intents import documents
from intents.answer import answer, sql_of
from intents.helping import examples_that_work, greeting, manual
from intents.mentions.metric import find_metrics
from intents.mentions.number import find_numbers
from intents.mentions.where import find_where
from intents.mentions.amount import Amount
from intents.question import Draft, Question, complete, draft, is_bare_year, restored
from intents.reading import LONGEST, Mention, Reading, read
from intents.reply import Reply
from intents.sources import Sources
from intents.talk import after_reset, kind_of_talk

_CHOICE = re.compile(r"(?:第|选|选第|要|就)?\s*([0-9]|[一二两三四五六七八九])\s*(?:个|项|条|号|吧|的|。|\.)*")  # 第二个, 1
_DEFINES = re.compile(
    "是什么|是啥|指什么|什么意思|包括|哪些内容|怎么回事|含义|指的是|名单|清单|具体是哪|是哪[0-9一二三四五六七八九十几]|分别是哪|都有哪些|有哪些$|是哪些$"
    "|哪个单位|哪个部门|谁来|谁办|归谁|哪家单位|干什么|怎么做"
)  # 双百计划(是什么), 50家企业(是哪50家)
_PLANNED = re.compile("(?:要|须|需|应|得|争取|力争|计划|预计|必须|该|至少|目标)(?:要)?(?:今年|全年)?(?:完成|做|达到|引进|实现|到位)")  # 争取完成
_CONNECTORS = ("和", "跟", "与", "、", "及", ",", "还有", "以及", "同", "比", ";", "。")


class Request(Protocol):
    """What a message asks for, answering itself."""

    def answer(self, source: Sources) -> Reply:
        """The reply. Raises StoreProblem."""
        ...


@dataclass(frozen=True, slots=True)
class Conversation:
    """What a conversation remembers of itself: the last question, whom it spoke of, what was offered to choose from, whom
    the last answer picked out, the metrics asked for one by one."""

    question: Question | None = None
    recent: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    spoken: tuple[str, ...] = ()

    def state(self) -> dict[str, Any]:
        """As JSON can hold it; `remembered` is the way back."""
        question = self.question.state() if self.question else None
        lists = {"recent": self.recent, "choices": self.choices, "shown": self.shown, "spoken": self.spoken}
        return {"question": question, **lists}


def remembered(state: dict[str, Any]) -> Conversation:
    """A conversation from its state."""
    question = restored(state["question"]) if state["question"] else None
    lists = (tuple(state[name]) for name in ("recent", "choices", "shown", "spoken"))
    return Conversation(question, *lists)


@dataclass(frozen=True, slots=True)
class Understood:
    """The reply to a message, what the conversation remembers after it, and what the asker must be allowed."""

    reply: Reply
    after: Conversation


def understand(text: str, at: datetime, conversation: Conversation, source: Sources) -> Understood:
    """The reply to a message at a moment of a conversation. Raises StoreProblem."""
    chosen = _chosen(text, conversation, at, source)
    if chosen is not None:
        conversation = replace(conversation, choices=())
        text = chosen
    if (rest := after_reset(text)) is not None:
        text, conversation = rest, Conversation()
    talk = kind_of_talk(text)
    if talk in ("greeting", "help", "thanks", "blank"):
        return Understood(_small(talk, source), conversation)
    if talk == "reset":
        return Understood(Reply("help", ("好的，前面的问题不再接续，请问新的问题。",)), Conversation())
    if talk == "explain" and conversation.question:
        return Understood(_explained(conversation.question, source), conversation)
    if len(text) > LONGEST:
        return Understood(_problem(problem.too_long(LONGEST)), conversation)
    home = conversation.question.city if conversation.question else source.home
    reading = read(text, at.date(), home)
    request = None if _is_figures(reading) else documents.read(reading)
    if request is not None:
        return Understood(request.answer(source), conversation)
    return _asked(reading, at, conversation, source)


def _is_figures(reading: Reading) -> bool:
    """Whether every word belongs to a question for figures, so that nothing in it is about a document's text."""
    if reading.leftover or reading.options or reading.of("elsewhere", "other_city"):
        return False
    if reading.of("stage") and not reading.of("programme"):
        return False
    named = reading.of("metric", "sector", "facet") or (reading.of("programme") and reading.of("unit"))
    return bool(named) and not _DEFINES.search(reading.text)


def _small(talk: str, source: Sources) -> Reply:
    if talk == "thanks":
        return Reply("help", ("不客气，有问题随时问。",))
    return greeting(source) if talk in ("greeting", "blank") else manual(source)


def _explained(question: Question, source: Sources) -> Reply:
    """How the last answer came about: the formula with its inputs, the cells cited, the SQL that ran."""
    reply = answer(question, source)
    cells = [note for note in reply.notes if note.startswith("依据")]
    lines = ("上一个回答是这样得来的：", *reply.lines[:1], *reply.working, *cells, "查询：", *sql_of(question, source).splitlines())
    return Reply("answer", lines, facts=reply.facts)


def _chosen(text: str, conversation: Conversation, at: datetime, source: Sources) -> str | None:
    """The complete message that an answer to a choice stands for: 1, 第二个, 在建的那个."""
    choices = conversation.choices
    if not choices:
        return None
    if match := _CHOICE.fullmatch(text.strip()):
        number = int(find_numbers(match[1].replace("两", "二"))[0].value)
        return choices[number - 1] if 0 < number <= len(choices) else None
    reading = read(text, at.date(), source.home)
    if (by_words := _by_words(reading, choices)) or reading.leftover or find_where(reading, source.catalog).said:
        return by_words
    meant = find_metrics(reading, source.catalog, one_district=True)
    names = set(meant.names or meant.rivals)
    fitting = [c for c in choices if names & set(find_metrics(read(c, at.date(), source.home), source.catalog).names)]
    return fitting[0] if len(fitting) == 1 else None


def _by_words(reading: Reading, choices: tuple[str, ...]) -> str | None:
    """The one choice that holds every name said: 新昌."""
    words = [m.text for m in reading.mentions if m.kind in ("sector", "metric", "district", "facet", "level")]
    fitting = [c for c in choices if words and all(word in c for word in words)]
    return fitting[0] if len(fitting) == 1 and not reading.leftover else None


def _asked(reading: Reading, at: datetime, conversation: Conversation, source: Sources) -> Understood:
    """A question for figures, or why it is none."""
    if is_progress(reading) and not reading.of("elsewhere"):
        return Understood(_not_for_guests(reading), _followed(reading, at, conversation, source))
    trouble = _trouble(reading, source)
    said = draft(reading, source, conversation.question)
    asks_who = reading.cue("who") and conversation.question is not None and conversation.question.conditions
    if trouble is None and said.says_nothing and not said.plain and not _says_year(reading) and not asks_who:
        trouble = Problem("unclear", "没看明白要问什么。")
    question = _complete(said, conversation, source) if not trouble else None
    if isinstance(question, Problem):
        trouble, question = question, None
    if trouble:
        return _declined(trouble, reading, said, conversation, source)
    assert question is not None
    reply = answer(question, source)
    if stray := _stray(said, question, reply, source):
        return _declined(problem.not_understood(stray, _near(reading, source)), reading, said, conversation, source)
    reply = _with_notes(reply, reading, source, question)
    after = replace(_after(question, conversation), choices=reply.choices if reply.kind == "choose" else ())
    return Understood(reply, replace(after, shown=_shown(question, reply)))


def _stray(said: Draft, question: Question, reply: Reply, source: Sources) -> tuple[str, ...]:
    """Amounts that are neither a condition, nor a year, nor one of the figures asked about."""
    amounts = [a for a in said.metrics.amounts if not is_bare_year(a) and not _counts(a, said)]
    if not amounts or any(c.low == c.high for c in question.conditions) or said.reading.cue("yesno"):
        return ()
    known = {to_base(f.value, f.unit) for f in reply.facts if f.measure == "target"}
    known |= {to_base(f.value, f.unit) for f in figures(source.store, Selection(question.city, question.year, question.metrics))}
    return tuple(said.reading.text[a.start : a.end] for a in amounts if a.value not in known)


def _counts(amount: Amount, said: Draft) -> bool:
    """Whether an amount only says how many are named: 三个目标, 四家."""
    counted = (len(said.where.names), len(said.metrics.names), said.them)
    return amount.unit in ("家", "个", "地", "县", "市", "区", "项", None) and amount.value in counted


def _complete(said: Draft, conversation: Conversation, source: Sources) -> Question | Problem:
    question = complete(said, conversation.question, source, conversation.recent, conversation.shown)
    return _both_metrics(question, said, conversation) if isinstance(question, Question) else question


def _both_metrics(question: Question, said: Draft, conversation: Conversation) -> Question:
    """两个差多少 after two metrics of the city: these two."""
    city = question.districts == (question.city,)
    if said.them == 2 and city and len(question.metrics) == 1 and len(conversation.spoken) > 1 and not said.metrics.names:
        return replace(question, metrics=conversation.spoken[-2:])
    return question


def _shown(question: Question, reply: Reply) -> tuple[str, ...]:
    """Those that an answer picked out of many."""
    if not question.operation.order and not question.conditions:
        return ()
    names = [f.district for f in reply.facts if f.measure == "target" and f.district and f.district != question.city]
    return tuple(dict.fromkeys(names))


def _followed(reading: Reading, at: datetime, conversation: Conversation, source: Sources) -> Conversation:
    """What a declined question did say is context for the next."""
    said = draft(reading, source, conversation.question)
    if reading.leftover or reading.options or not (said.metrics.names or said.where.said):
        return conversation
    question = _complete(said, conversation, source)
    return _after(question, conversation) if isinstance(question, Question) else conversation


def _says_year(reading: Reading) -> bool:
    return bool(reading.of("period"))


def _declined(
    trouble: Problem, reading: Reading, said: Draft, conversation: Conversation, source: Sources
) -> Understood:
    """A problem as a reply. What the question did say is context for the next."""
    reply = _problem(trouble, source)
    after = conversation
    if not said.says_nothing and not said.metrics.rivals:
        question = _complete(said, conversation, source)
        after = _after(question, conversation) if isinstance(question, Question) else conversation
    return Understood(reply, replace(after, choices=reply.choices if reply.kind == "choose" else ()))


def _after(question: Question, conversation: Conversation) -> Conversation:
    same = conversation.question and conversation.question.city == question.city
    recent = list(conversation.recent) if same else []
    if len(question.districts) <= 4 and question.districts != (question.city,):
        recent = [d for d in recent if d not in question.districts] + list(question.districts)
    spoken = [m for m in conversation.spoken if same and m not in question.metrics] + list(question.metrics[:2])
    return Conversation(question, tuple(recent[-6:]), spoken=tuple(spoken[-4:]))


def _trouble(reading: Reading, source: Sources) -> Problem | None:
    """Why a reading cannot be answered as it stands."""
    if reading.options:
        return problem.unsure(reading.leftover[0] if reading.leftover else reading.typed, reading.options)
    for mention in reading.of("ambiguous"):
        found = next(a for a in source.catalog.ambiguous if a.name == mention.value)
        return problem.unsure(found.name, tuple(reading.text.replace(found.name, c) for c in found.choices))
    elsewhere = reading.of("elsewhere")
    if elsewhere and not (find_where(reading, source.catalog).said and all(_listed(reading, m) for m in elsewhere)):
        return problem.not_covered(_place(elsewhere[0]), source.home, tuple(d.name for d in source.catalog.of_city(source.home)))
    if other := reading.of("other_city"):
        return problem.not_understood((other[0].text,), f"{reading.city}的文件里没有它。")
    if reading.leftover and not reading.of("district", "group", "total", "metric", "sector", "measure"):
        return problem.nothing_known(reading.leftover)
    if reading.leftover:
        return problem.not_understood(reading.leftover, _near(reading, source))
    empty = [m.text for m in reading.of("cue") if m.value == "except" and m.text != "不要"]
    if empty and not find_where(reading, source.catalog).without:
        return problem.not_understood(tuple(empty), _near(reading, source))
    if (stages := reading.of("stage")) and not reading.of("programme"):
        return problem.not_understood(tuple(m.text for m in stages), _near(reading, source))
    return _unknown(reading, source)


def _unknown(reading: Reading, source: Sources) -> Problem | None:
    said = draft(reading, source, None)
    if said.metrics.unknown:
        return problem.not_understood(said.metrics.unknown, _near(reading, source))
    return None


def _listed(reading: Reading, place: Mention) -> bool:
    """Whether a place stands in a list beside others (诸暨和义乌), rather than qualifying something (香港来的外资)."""
    before, after = reading.text[: place.start].rstrip(), reading.text[place.end :].lstrip()
    return before.endswith(_CONNECTORS) or after.startswith(_CONNECTORS)


def _place(mention: Mention) -> str:
    return str(mention.text)


def _near(reading: Reading, source: Sources) -> str:
    """What can be asked instead, as near as can be."""
    where = find_where(reading, source.catalog)
    subject = where.names[0] if where.names else "诸暨市" if reading.city == "绍兴市" else reading.city
    if reading.city != "绍兴市":
        return f"可以问{reading.city}的工业和信息化投资、技术改造投资、双百计划等目标。"
    return f"可以问{subject}的工业投资、服务业、农业、外资、内资、市内企业投资等目标，例如“{subject}外资目标多少”。"


def _not_for_guests(reading: Reading) -> Reply:
    """Progress is for members; guests are told so before anything else."""
    what, roles = ("上报、审核和汇总", "区县工作人员、审核人和领导") if reading.cue("office") else ("完成进度", "本市工作人员")
    return _problem(problem.not_permitted(what, roles))


def is_progress(reading: Reading) -> bool:
    """Whether what has been achieved is asked, not the target."""
    if reading.cue("rate", "gap", "lead", "pace", "office"):
        return True
    if reading.cue("actual"):
        return not _PLANNED.search(reading.text)
    ended = any(m.value.grain in ("month", "quarter", "half") for m in reading.of("period"))
    return (ended or reading.cue("actual?")) and not reading.cue("target")


def _problem(trouble: Problem, source: Sources | None = None) -> Reply:
    lines = (trouble.sentence, *((trouble.instead,) if trouble.instead else ()))
    if trouble.kind == "unclear" and source:
        lines += ("可以这样问：", *(f"· {text}" for text in examples_that_work(source)))
    kind: Any = trouble.kind
    return Reply(kind, lines, choices=trouble.choices)


def _with_notes(reply: Reply, reading: Reading, source: Sources, question: Question) -> Reply:
    """The reply with how the message was read where that is not plain."""
    notes = [f"“{typed}”按“{word}”理解。" for typed, word in reading.read_as]
    notes += [_later(m, source, question.year) for m in reading.of("district") if m.text in source.catalog.district(m.value).later]
    notes += [f"没有{m.text}的目标：现有文件不涉及该地。" for m in reading.of("elsewhere")]
    notes += _set(question, source)
    if "房地产" in reading.text and any("内资" in m for m in question.metrics):
        notes.append("文件的内资口径不含房地产项目。")
    if any(m.value.grain in ("month", "quarter", "half") for m in reading.of("period")):
        notes.append("目标按年下达，没有分月分季，以上是全年目标。")
    where = find_where(reading, source.catalog)
    choices = reply.choices
    if where.bare_city and reply.kind == "answer":
        choices = (reading.text.replace("绍兴", "绍兴县", 1),)
        notes.append("“绍兴”按绍兴市（全市）理解；如指绍兴县，请选下面一项。")
    return replace(reply, notes=(*reply.notes, *dict.fromkeys(notes)), choices=choices)


def _later(mention: Mention, source: Sources, year: int) -> str:
    district = source.catalog.district(mention.value)
    return f"{mention.text}在{year}年为{district.name}（{district.later_year}年起改名），按{district.name}回答。"


def _set(question: Question, source: Sources) -> list[str]:
    """Who is in the group that was named."""
    named = [g for g in source.catalog.groups if g.name in question.groups and g.name in ("区县", "开发区", "五县市")]
    return [f"{g.name}指：{'、'.join(g.members)}。" for g in named if len(question.districts) < 12]


__all__ = ["Conversation", "Request", "Understood", "remembered", "understand"]
