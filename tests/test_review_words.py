"""What reviewers and reporters say of reports, and how they confirm; the examples beside the intents."""

from pathlib import Path
from tomllib import loads
from typing import Any

import pytest

from intents.members.confirmation_words import decision, nods
from intents.members.review_words import Word, word_of

EXAMPLES = loads((Path(__file__).parent.parent / "intents/members/review.examples.toml").read_text(encoding="utf-8"))
WORDS = EXAMPLES["confirmation"]


@pytest.mark.parametrize("said", EXAMPLES["said"], ids=lambda said: said["text"])
def test_what_is_wanted(said: dict[str, Any]) -> None:
    numbers, states = tuple(said.get("numbers", ())), tuple(said.get("states", ()))
    assert word_of(said["text"]) == Word(said["what"], numbers, said.get("reason", ""), states, said.get("sure", True))


@pytest.mark.parametrize("text", EXAMPLES["nothing"]["texts"])
def test_nothing_is_decided(text: str) -> None:
    assert word_of(text) is None


def test_confirmations() -> None:
    assert [text for text in WORDS["yes"] if decision(text, False) is not True] == []
    assert [text for text in WORDS["no"] if decision(text, False) is not False] == []
    assert [text for text in WORDS["neither"] if decision(text, True) is not None] == []


def test_bare_words_count_only_behind_a_preview() -> None:
    words = WORDS["only_behind_a_preview"]
    assert [text for text in words if decision(text, False) is not None or decision(text, True) is None] == []


def test_a_nod_is_no_confirmation() -> None:
    assert [text for text in WORDS["nods"] if decision(text, True) is not None or not nods(text)] == []
