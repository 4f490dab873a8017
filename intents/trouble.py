"""Why a message cannot be answered as it stands."""

from data import problem
from data.amount import to_base
from data.problem import Problem
from data.query import Selection, figures
from intents.draft import Draft, draft, is_bare_year
from intents.mentions.quantity import Amount
from intents.mentions.where import find_where
from intents.question import Question
from intents.reading import Mention, Reading
from intents.reply import Reply
from intents.sources import Sources

_CONNECTORS = ("和", "跟", "与", "、", "及", ",", "还有", "以及", "同", "比", ";", "。")


def stray_amounts(said: Draft, question: Question, reply: Reply, source: Sources) -> tuple[str, ...]:
    """Amounts that are neither a condition, nor a year, nor one of the figures asked about."""
    amounts = [a for a in said.metrics.amounts if not is_bare_year(a) and not _counts(a, said)]
    if not amounts or any(c.low == c.high for c in question.conditions) or said.reading.cue("yesno"):
        return ()
    known = {to_base(f.value, f.unit) for f in reply.facts if f.measure == "target"}
    known |= {
        to_base(f.value, f.unit)
        for f in figures(source.store, Selection(question.city, question.year, question.metrics))
    }
    return tuple(said.reading.text[a.start : a.end] for a in amounts if a.value not in known)


def _counts(amount: Amount, said: Draft) -> bool:
    """Whether an amount only says how many are named: 三个目标, 四家."""
    counted = (len(said.where.names), len(said.metrics.names), said.them)
    return amount.unit in ("家", "个", "地", "县", "市", "区", "项", None) and amount.value in counted


def trouble_with(reading: Reading, source: Sources) -> Problem | None:
    """Why a reading cannot be answered as it stands."""
    if reading.options:
        return problem.unsure(reading.leftover[0] if reading.leftover else reading.typed, reading.options)
    for mention in reading.of("ambiguous"):
        found = next(a for a in source.catalog.ambiguous if a.name == mention.value)
        return problem.unsure(found.name, tuple(reading.text.replace(found.name, c) for c in found.choices))
    elsewhere = reading.of("elsewhere")
    if elsewhere and not (find_where(reading, source.catalog).said and all(_listed(reading, m) for m in elsewhere)):
        return problem.not_covered(
            _place(elsewhere[0]), source.home, tuple(d.name for d in source.catalog.of_city(source.home))
        )
    if any(m.text and "区县" in m.text for m in reading.of("other_city")):
        return problem.no_districts(reading.city)
    if other := reading.of("other_city"):
        return problem.not_understood((other[0].text,), f"{reading.city}的文件里没有它。")
    if reading.leftover and not reading.of("district", "group", "total", "metric", "sector", "measure"):
        return problem.nothing_known(reading.leftover)
    if reading.leftover:
        return problem.not_understood(reading.leftover, nearest_question(reading, source))
    empty = [m.text for m in reading.of("cue") if m.value == "except" and m.text != "不要"]
    if empty and not find_where(reading, source.catalog).without:
        return problem.not_understood(tuple(empty), nearest_question(reading, source))
    if reading.of("fraction") and not reading.cue("share"):
        return problem.not_understood(tuple(m.text for m in reading.of("fraction")), nearest_question(reading, source))
    lacking = [m.text for m in reading.of("group_less")]
    if lacking and not find_where(reading, source.catalog).without:
        return problem.not_understood(tuple(lacking), nearest_question(reading, source))
    if (stages := reading.of("stage")) and not reading.of("programme"):
        return problem.not_understood(tuple(m.text for m in stages), nearest_question(reading, source))
    return _unknown(reading, source)


def _unknown(reading: Reading, source: Sources) -> Problem | None:
    said = draft(reading, source, None)
    if said.metrics.unknown:
        return problem.not_understood(said.metrics.unknown, nearest_question(reading, source))
    return None


def _listed(reading: Reading, place: Mention) -> bool:
    """Whether a place stands in a list beside others (诸暨和义乌), rather than qualifying something (香港来的外资)."""
    before, after = reading.text[: place.start].rstrip(), reading.text[place.end :].lstrip()
    return before.endswith(_CONNECTORS) or after.startswith(_CONNECTORS)


def _place(mention: Mention) -> str:
    return str(mention.text)


def nearest_question(reading: Reading, source: Sources) -> str:
    """What can be asked instead, as near as can be."""
    where = find_where(reading, source.catalog)
    subject = where.names[0] if where.names else "诸暨市" if reading.city == "绍兴市" else reading.city
    if reading.city != "绍兴市":
        return f"可以问{reading.city}的工业和信息化投资、技术改造投资、双百计划等目标。"
    return f"可以问{subject}的工业投资、服务业、农业、外资、内资、市内企业投资等目标，例如“{subject}外资目标多少”。"
