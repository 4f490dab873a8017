"""Choices become buttons that carry all that is needed to press them: nothing about them is kept in memory.

A button carries how its label is found, its number and the id of the turn that it answers, within 64 bytes. A label
that fits stands on the button; where one does not, all are listed in the message, numbered, and buttons are elided.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from bot.render.width import width

BUTTON = 36  # half-width columns that a button on a phone shows whole
KEY = 48  # bytes of a key: with how, number and colons under Telegram's 64


class Button(NamedTuple):
    """What a button shows and what it carries."""

    label: str
    data: str


class Choice(NamedTuple):
    """A pressed choice: its whole label, and the id of the turn whose reply offered it."""

    label: str
    key: str


def listed(choices: Sequence[str]) -> list[str]:
    """The choices as numbered lines where one of them is too long for a button; otherwise none."""
    if all(width(label) <= BUTTON for label in choices):
        return []
    return [f"{number}. {_one_line(label)}" for number, label in enumerate(choices, 1)]


def buttons(choices: Sequence[str], key: str) -> list[Button]:
    """The buttons of the choices, for the reply to the turn of this id."""
    lines = listed(choices)
    how, shown = ("l", [elided(line) for line in lines]) if lines else ("c", list(choices))
    return [Button(label, f"{how}:{number}:{_short(key)}") for number, label in enumerate(shown, 1)]


def pressed(data: str, on_button: str, message: str) -> Choice | None:
    """The choice behind a button's data, its label read from the button or the message; None where it is not there."""
    carried = re.fullmatch(r"([cl]):(\d{1,3}):(.*)", data)
    if carried is None:
        return None
    label = on_button if carried[1] == "c" else _from_list(message, carried[2])
    return Choice(label, carried[3]) if label else None


def elided(label: str, columns: int = BUTTON) -> str:
    """The label, its end replaced by … where it is wider than the columns."""
    if width(label) <= columns:
        return label
    return label[: next(end for end in range(len(label), -1, -1) if width(label[:end]) < columns)] + "…"


def _from_list(message: str, number: str) -> str:
    """The last line of that number: the list ends the message."""
    found: list[str] = re.findall(rf"^{number}\. (.+)$", message, re.MULTILINE)
    return found[-1] if found else ""


def _one_line(label: str) -> str:
    return " ".join(label.split())


def _short(key: str) -> str:
    return key.encode()[:KEY].decode(errors="ignore")
