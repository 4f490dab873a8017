"""Why a message cannot be answered as it stands."""

from dataclasses import replace

from data import problem
from data.amount import to_base
from data.problem import Problem
from data.query import Selection, figures
from intents.mentions.amount import Amount
from intents.mentions.where import find_where
from intents.reading import Mention, Reading
from intents.reply import Reply
from intents.sources import Sources
from intents.targets.draft import Draft, is_bare_year
from intents.targets.question import Question
from intents.unheard import unheard

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


def trouble_with(reading: Reading, said: Draft, source: Sources) -> Problem | None:
    """Why a reading cannot be answered as it stands."""
    return (
        _several(reading, source)
        or _elsewhere(reading, said, source)
        or _other_city(reading, source)
        or _left_over(reading, source)
        or _unused(_as_drafted(reading, said), said, source)
    )


def _several(reading: Reading, source: Sources) -> Problem | None:
    """A word that may be several things."""
    if reading.options:
        return problem.unsure(reading.leftover[0] if reading.leftover else reading.typed, reading.options)
    for mention in reading.of("ambiguous"):
        found = next(a for a in source.catalog.ambiguous if a.name == mention.value)
        if whose := _whose_own(mention, reading, source):
            return problem.not_understood((whose,), nearest_question(reading, source))
        return problem.unsure(found.name, tuple(reading.text.replace(found.name, c) for c in found.choices))
    return None


def _whose_own(mention: Mention, reading: Reading, source: Sources) -> str:
    """上虞(经开区): a county's own zone, which is none of the city's."""
    before = [m for m in reading.of("district") if m.end == mention.start and m.end not in reading.breaks]
    county = next((m for m in before if source.catalog.district(m.value).kind != "city"), None)
    return county.text + mention.text if county else ""


def _elsewhere(reading: Reading, said: Draft, source: Sources) -> Problem | None:
    """A real place that no document covers, unless it only stands in a list beside covered ones."""
    places = reading.of("elsewhere")
    if not places or (said.where.said and all(_listed(reading, m) for m in places)):
        return None
    covered = tuple(d.name for d in source.catalog.of_city(source.home))
    others = tuple(c.name for c in source.catalog.cities if c.name != source.home)
    return problem.not_covered(places[0].text, (source.home, *others), covered)


def _other_city(reading: Reading, source: Sources) -> Problem | None:
    """A word that only another city's documents know."""
    others = reading.of("other_city")
    cities = {c.name for c in source.catalog.cities}
    if any(m.value.kind == "district" and m.value.value in cities for m in others):
        return problem.two_cities((reading.city, *(m.value.value for m in others if m.value.value in cities)))
    if any("区县" in m.text for m in others):
        return problem.no_districts(reading.city)
    return problem.not_understood((others[0].text,), f"{reading.city}的文件里没有它。") if others else None


def _left_over(reading: Reading, source: Sources) -> Problem | None:
    """Words that nothing explains."""
    if not reading.leftover:
        return None
    if not reading.of("district", "group", "total", "metric", "sector", "measure"):
        why = problem.nothing_known(reading.leftover)
    else:
        why = problem.not_understood(reading.leftover, nearest_question(reading, source))
    return replace(why, unknown=reading.leftover)


def _unused(reading: Reading, said: Draft, source: Sources) -> Problem | None:
    """Words that are known, but say nothing here."""
    excepts = [m for m in reading.of("cue") if m.value == "except" and m.start not in said.where.behind]
    words = [m.text for m in excepts if not said.where.without or _no_place_follows(reading, m)]
    words += [m.text for m in reading.of("fraction") if not reading.cue("share")]
    words += [m.text for m in reading.of("group_less") if not said.where.without]
    stages = [m for m in reading.of("stage") if not reading.of("programme")]
    words += [m.text for m in stages if not any(m.value in name for name in said.metrics.names)]
    words += [m.text for m in excepts if _takes_from_one(said)]
    words += unheard(reading, said, source.catalog)
    ranks = [m.text for m in reading.of("rank") if m.value.which == "nth"]
    words += ranks if len(ranks) > 1 else []
    words += said.metrics.unknown
    return problem.not_understood(tuple(words), nearest_question(reading, source)) if words else None


def _as_drafted(reading: Reading, said: Draft) -> Reading:
    """The reading without the words of exception that the draft has made use of: 除外资外还有哪些任务."""
    kept = set(said.reading.mentions)
    used = [m for m in reading.mentions if m not in kept and m.value in ("except", "besides")]
    return replace(reading, mentions=tuple(m for m in reading.mentions if m in kept)) if used else reading


def _no_place_follows(reading: Reading, cue: Mention) -> bool:
    """Whether what is to be left out is no place (不要内资, 除了内资); with 不要 it has to stand right behind, too."""
    after = next((m for m in reading.mentions if m.start >= cue.end), None)
    if after is None or after.kind not in ("district", "group", "total"):
        return True
    if cue.text != "不要":
        return False
    between = reading.text[cue.end : after.start].strip("把有算看报 ")  # 诸暨不要，上虞呢
    twice = "要" in reading.text[cue.end :] or reading.text[: cue.start].endswith("要")  # 不要诸暨要上虞, 要不要
    return bool(between) or twice


def _takes_from_one(said: Draft) -> bool:
    """Whether somebody is taken away from a single other district: 诸暨不含袍江."""
    where = said.where
    return len(where.names) == 1 and not where.groups and not where.total and bool(where.without)


def _listed(reading: Reading, place: Mention) -> bool:
    """Whether a place stands in a list beside others (诸暨和义乌), rather than qualifying something (香港来的外资)."""
    before, after = reading.text[: place.start].rstrip(), reading.text[place.end :].lstrip()
    return before.endswith(_CONNECTORS) or after.startswith(_CONNECTORS)


def of_progress(trouble: Problem) -> Problem:
    """The same trouble, with what can be asked of progress in place of targets."""
    instead = trouble.instead.replace("外资目标多少", "外资完成多少了").replace("等目标", "等的完成进度")
    return replace(trouble, instead=instead)


def nearest_question(reading: Reading, source: Sources) -> str:
    """What can be asked instead, as near as can be."""
    where = find_where(reading, source.catalog)
    subject = where.names[0] if where.names else "诸暨市" if reading.city == "绍兴市" else reading.city
    if reading.city != "绍兴市":
        return f"可以问{reading.city}的工业和信息化投资、技术改造投资、双百计划等目标。"
    return f"可以问{subject}的工业投资、服务业、农业、外资、内资、市内企业投资等目标，例如“{subject}外资目标多少”。"
