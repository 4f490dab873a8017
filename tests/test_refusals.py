"""What must not get a figure gets none, but a reply, and no fault: tests/refusals.txt has the messages."""

import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.wire import contract
from data.catalog.load import load_catalog
from data.model import District
from tests.desks import SHAOXING, ask, published, targets

KINDS = ("decline", "unclear", "choose", "help")
FIGURES = ("target", "actual", "rate", "gap", "share", "sum", "mean", "difference", "ratio")


def messages() -> Iterator[str]:
    """The messages of the file, escapes and repetitions undone."""
    for line in (Path(__file__).parent / "refusals.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith(("# ", "## ")):
            yield message(line)


def message(line: str) -> str:
    """One line of the file as the message it stands for."""
    number, times, text = line.partition(" × ")
    if times and number.isdecimal():
        return text * int(number)
    return str(json.loads(line)) if line.startswith('"') else line


def test_there_are_enough() -> None:
    found = list(messages())
    assert len(found) == len(set(found)) >= 320


@pytest.mark.parametrize("text", list(messages()))
def test_no_figure_but_a_reply(text: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):  # that a text is too long is a warning
        reply = ask(text)
    assert not caplog.records
    shown = contract(reply)
    assert not targets(reply) and not any(fact.measure in FIGURES for fact in reply.facts), shown["text"]
    assert reply.kind in KINDS, shown["text"]
    assert shown["text"].strip()


@pytest.mark.parametrize("district", load_catalog().of_city(SHAOXING), ids=lambda district: district.name)
def test_a_cell_that_the_tables_lack_is_no_zero(district: District) -> None:
    lacking = [
        metric for name, metric in published() if name == SHAOXING and (district.name, metric) not in published()
    ]
    for metric in lacking:
        reply = ask(f"{district.name}{metric}目标是多少")
        assert reply.kind == "decline", metric
        assert all(fact.district == SHAOXING for fact in reply.facts), metric
