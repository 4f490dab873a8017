"""Every example beside the intents, played through the desk; known gaps fail once they work."""

from collections import Counter

import pytest

from tests.examples import Example, examples, known_gaps

EXAMPLES = list(examples())
GAPS = known_gaps()


@pytest.mark.parametrize("example", [pytest.param(example, id=example.text) for example in EXAMPLES])
def test_example(example: Example) -> None:
    faults = example.faults()
    if example.text in GAPS:
        assert faults, "works now: take it out of intents/known_gaps.toml"
    else:
        assert not faults


def test_there_are_enough_and_none_twice() -> None:
    texts = Counter(example.text for example in EXAMPLES)
    assert texts.total() >= 600
    assert [text for text, times in texts.items() if times > 1] == []


def test_answers_state_facts_and_others_say_why() -> None:
    empty = [each.text for each in EXAMPLES if each.kind == "answer" and not (each.facts or each.says or each.only)]
    assert empty == []


def test_a_known_gap_is_an_example() -> None:
    assert set(GAPS) <= {example.text for example in EXAMPLES}
