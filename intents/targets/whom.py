"""Whom a question is about, once what the question before said is taken into account."""

from intents.mentions.where import Where
from intents.sources import Sources
from intents.targets.draft import Draft
from intents.targets.operation import PAIRED, Operation
from intents.targets.question import EVERYONE, Question


def whom(
    said: Draft,
    before: Question | None,
    recent: tuple[str, ...],
    shown: tuple[str, ...],
    operation: Operation,
    sources: Sources,
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The districts meant, and the groups among them."""
    city, where = said.reading.city, said.where
    if where.said or where.without:
        return _named(said, before, shown, operation, sources)
    if said.them and len(recent) >= min(said.them, 2) and not (before and len(before.districts) == said.them):
        return recent[-said.them :], ()
    if operation.reduce in PAIRED and said.operation and before and not operation.needs_many:
        if len(before.districts) < 2 and len(recent) > 1 and len(before.metrics) == 1 and len(said.levels) < 2:
            return recent[-2:], ()
        return before.districts, before.groups
    several = len(shown) > 1 or operation.reduce == "share"  # the mean of the one at the top says nothing
    if before and shown and said.operation and operation.reduce in ("sum", "mean", "share") and not operation.order:
        return (shown, ()) if several else (before.districts, before.groups)
    about_it = before is not None and said.reading.cue("yesno") and "有" not in said.reading.text
    over_many = operation.needs_many or bool(said.conditions and not about_it)
    if before and not (over_many and len(before.districts) == 1 and operation.reduce != "position"):
        return before.districts, before.groups
    if over_many and sources.catalog.of_city(city):
        return _everyone(city, sources), (EVERYONE,)
    return (city,), ()


def _named(
    said: Draft, before: Question | None, shown: tuple[str, ...], operation: Operation, sources: Sources
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    city, where = said.reading.city, said.where
    if before and not where.said and set(where.without) < set(before.districts) and not before.groups:
        return tuple(d for d in before.districts if d not in where.without), ()  # (四家合计)不含上虞的话
    names = [n for n in where.names if n != city or len(where.names) + len(where.groups) > 1]
    groups = _groups(where, names, operation, sources, city)
    over_all = operation.needs_many or said.conditions or (operation.reduce == "sum" and where.without)
    among = operation.reduce == "position" and (groups or where.total) and not names
    if among and before and (spoken := _ranked(before, shown)):
        return spoken, groups
    if operation.reduce == "share" and names and groups and not where.of:
        return tuple(names), ()
    if operation.reduce == "position" and names and not groups and not where.total and _ordered_in(before, said, names):
        return tuple(names), before.groups if before else ()
    if not names and not groups and (over_all or where.without) and sources.catalog.of_city(city):
        groups = (EVERYONE,)
        if before and before.groups and where.without and not where.total and not where.names:
            groups = before.groups
    if where.total and not over_all and (not names or operation.reduce in ("compare", "difference", "ratio", "")):
        names.append(city)
    if len(names) == 1 and before and said.operation and operation.reduce in PAIRED and not groups:
        against_one = said.compares_to(names[0]) and len(before.districts) == 1 and before.districts != (city,)
        if before.metrics and (against_one or not said.metrics.names) and names[0] not in before.districts:
            names = [*_held(before, said.compares_to(names[0])), *names]
    elif names and before and said.operation is None and operation.reduce in PAIRED and len(before.districts) == 2:
        names = list(dict.fromkeys([before.districts[0], *names])) if len(names) == 1 else names
    for group in groups:
        names.extend(m for m in sources.catalog.group(group, city).members if m not in names)
    names = [n for n in names if n not in _expanded(where.without, city, sources)]
    return tuple(names) or (city,), groups


def _ordered_in(before: Question | None, said: Draft, names: list[str]) -> bool:
    """Whether those named are among a group that was just put in order: (五县市外资排名) 嵊州排第几."""
    if before is None or said.metrics.names or not before.operation.order or before.operation.n or before.operation.nth:
        return False
    return len(before.groups) == 1 and before.groups != (EVERYONE,) and set(names) <= set(before.districts)


def _held(before: Question, than: bool) -> tuple[str, ...]:
    """Who is held against another: (绍兴县比诸暨高多少) 比上虞呢 goes on with the first, not with both."""
    two = len(before.districts) == 2 and before.operation.reduce in PAIRED and not before.groups
    return before.districts[:1] if than and two else before.districts


def _ranked(before: Question, shown: tuple[str, ...]) -> tuple[str, ...]:
    """Whose rank is asked where only among whom is said: (诸暨在五县市第几) 在全市呢."""
    if not before.groups:
        return before.districts
    named = tuple(d for d in before.order if d in before.districts)
    return named or shown or (before.districts if before.operation.reduce == "position" else ())


def _groups(where: Where, names: list[str], operation: Operation, sources: Sources, city: str) -> tuple[str, ...]:
    """The groups asked about; one that only says where the districts named are (开发区里袍江…) is none."""
    if operation.reduce in ("position", "share") or operation.against or not names or where.without or where.added:
        return where.groups
    if operation.reduce in ("sum", "mean") and not where.within:
        return where.groups
    return tuple(g for g in where.groups if not set(names) <= set(sources.catalog.group(g, city).members))


def _everyone(city: str, sources: Sources) -> tuple[str, ...]:
    return tuple(d.name for d in sources.catalog.of_city(city))


def _expanded(names: tuple[str, ...], city: str, sources: Sources) -> set[str]:
    """Districts, with the members of groups in place of the groups."""
    groups = {g.name: g.members for g in sources.catalog.groups if g.city == city}
    return {member for name in names for member in groups.get(name, (name,))}
