"""Choices: whatever the labels, a pressed button gives its whole label back, and Telegram's limits hold."""

from hypothesis import given
from hypothesis import strategies as st

from bot.render.choices import BUTTON, buttons, elided, listed, pressed
from bot.render.text import messages
from bot.render.width import width
from intents.reply import Reply
from tests.e2e.tgserver import parse

LONG = "2012年诸暨市实际引进外资力争目标比新昌县多多少?"
labels = st.lists(
    st.text("诸暨市外资ab1.<& ", min_size=1, max_size=30).filter(str.strip).map(str.strip), min_size=1, max_size=9
)


def test_short_labels_stand_on_the_buttons() -> None:
    assert buttons(("确认", "取消"), "77") == [("确认", "c:1:77"), ("取消", "c:2:77")]
    assert listed(("确认", "取消")) == []


def test_long_labels_are_listed() -> None:
    assert listed(("短", LONG)) == ["1. 短", "2. " + LONG]
    assert [button.label for button in buttons(("短", LONG), "")] == ["1. 短", "2. 2012年诸暨市实际引进外资力争目标…"]


def test_what_is_no_choice() -> None:
    assert pressed("", "确认", "") is pressed("x:1:2", "确认", "") is pressed("l:3:2", "3. 长…", "1. 甲\n2. 乙") is None


@given(labels, st.text())
def test_a_press_gives_the_label_back(choices: list[str], key: str) -> None:
    shown = parse(messages(Reply("choose", ("1. 开头",), choices=tuple(choices)))[-1])[0]
    for label, button in zip(choices, buttons(choices, key), strict=True):
        choice = pressed(button.data.replace("\n", " "), button.label, shown)
        assert choice and choice.label.split() == label.split()


@given(labels, st.text())
def test_limits(choices: list[str], key: str) -> None:
    for button in buttons(choices, key):
        assert 1 <= len(button.data.encode()) <= 64 and width(button.label) <= BUTTON


@given(st.text(), st.integers(1, 20))
def test_elided(label: str, columns: int) -> None:
    short = elided(label, columns)
    assert width(short) <= columns
    assert short == label or (short.endswith("…") and label.startswith(short[:-1]))
