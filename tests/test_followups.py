"""Whole conversations about targets: intents/targets/followups.examples.toml, whose head says how they are written."""

from tomllib import loads
from typing import Any

import pytest

from tests.desks import converse
from tests.examples import INTENTS, Example, faults_of

DIALOGUES = loads((INTENTS / "targets" / "followups.examples.toml").read_text(encoding="utf-8"))["dialogue"]


@pytest.mark.parametrize("dialogue", DIALOGUES, ids=lambda each: "…".join(turn[0] for turn in each["turns"]))
def test_dialogue(dialogue: dict[str, Any]) -> None:
    texts, meant = zip(*dialogue["turns"], strict=True)
    for text, means, reply in zip(texts, meant, converse(texts), strict=True):
        kind, *facts = means.split("; ")
        wanted = Example(text, kind, facts=tuple(facts), only=bool(facts))
        assert not faults_of(wanted, reply), text
