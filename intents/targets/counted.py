"""So many of a kind of place, without their names: 两个县, 三家."""

import re

from data import problem
from data.problem import Problem
from intents.sources import Sources
from intents.targets.draft import Draft
from intents.targets.question import Question

_COUNTED = re.compile("[两俩双二三四五六]个?(县级市|县市|县|市|区|地方|家|地)")
_KINDS = {"县": "县", "市": "市", "县级市": "市"}  # 两个县 are those whose names end so


def counted(
    said: Draft, before: Question | None, recent: tuple[str, ...], shown: tuple[str, ...], sources: Sources
) -> tuple[str, ...] | Problem:
    """Those that a count and a kind name together (两个县: there are two), none where nobody is counted or they were
    spoken of before; or why it is not clear who they are."""
    found = [m for each in said.reading.of("cue") if each.value == "them" and (m := _COUNTED.fullmatch(each.text))]
    spoken = len(recent) >= said.them or shown or (before and len(before.districts) == said.them)
    if not found or spoken or said.where.names or said.where.groups:
        return ()
    everyone = sources.catalog.of_city(said.reading.city)
    ending = _KINDS.get(found[0][1], "")
    names = tuple(d.name for d in everyone if d.kind == "county" and ending and d.name.endswith(ending))
    ranked = said.operation is not None and bool(said.operation.order)
    if len(names) == said.them and not ranked:
        return names
    return problem.who_are_they(found[0][0], names or tuple(d.name for d in everyone))
