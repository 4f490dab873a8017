"""One way to write: whatever is typed, and where each character was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intents.normal import normalise

MIXED = st.text(st.sampled_from("诸暨萬億İßＡａ１２~～ \u3000\t\n5月亿%①⑳\u200b\ufeff“’*_😀é,。"), max_size=24)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("诸暨外资目标", "诸暨外资目标"),
        ("２０１２年１—５月", "2012年1—5月"),
        ("ＦＤＩ　Abc", "fdi abc"),
        ("（外资），多少？", "(外资),多少?"),
        ("諸暨市實際引進外資", "诸暨市实际引进外资"),
        ("三萬億", "三万亿"),
        ("诸暨 外资\t目标", "诸暨外资目标"),
        ("9800  万\n美元", "9800万美元"),
        ("a  b", "a b"),
        (" 诸暨 ", "诸暨"),
        ("诸\u200b暨\ufeff外\u2060资", "诸暨外资"),
        ("“诸暨”的'外资'", "诸暨的外资"),
        ("**诸暨** `外资`", "诸暨外资"),
        ("诸暨😀外资👍🏻", "诸暨外资"),
        ("①诸暨②上虞⑳新昌", "、诸暨、上虞、新昌"),
        ("İstanbul", "istanbul"),
        ("", ""),
    ],
)
def test_one_way_to_write(typed: str, text: str) -> None:
    assert normalise(typed).text == text


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("1~5月", "1~5月"),
        ("1～5月", "1~5月"),
        ("5亿～10亿", "5亿~10亿"),
        ("10%~20%", "10%~20%"),
        ("三～五月", "三~五月"),
        ("1 ～ 5月", "1 ~ 5月"),
        ("3月 ～ 5月", "3月~ 5月"),
        ("1～～5月", "1~5月"),
        ("1\u200b~5月", "15月"),
        ("你好~", "你好"),
        ("诸暨外资呢~~", "诸暨外资呢"),
        ("~5亿", "5亿"),
        ("2012年~外资", "2012年外资"),
        ("~~5~~", "5"),
    ],
)
def test_a_tilde_between_numbers_is_a_word(typed: str, text: str) -> None:
    assert normalise(typed).text == text


def test_the_place_in_the_text_as_typed() -> None:
    typed = "请问“諸暨”　２０１２年 1～5月"
    normal = normalise(typed)
    assert normal.text == "请问诸暨2012年1~5月"
    start = normal.text.index("诸暨")
    assert typed[slice(*normal.span(start, start + 2))] == "諸暨"
    assert typed[slice(*normal.span(4, len(normal.text)))] == "２０１２年 1～5月"
    assert normal.span(3, 3) == (0, 0)


@given(MIXED | st.text(max_size=40))
def test_places_rise_and_lie_in_the_text(typed: str) -> None:
    normal = normalise(typed)
    assert len(normal.places) == len(normal.text)
    assert all(0 <= place < len(typed) for place in normal.places)
    assert all(a < b for a, b in zip(normal.places, normal.places[1:], strict=False))


@given(MIXED | st.text(max_size=40))
def test_what_is_normal_stays(typed: str) -> None:
    text = normalise(typed).text
    assert normalise(text).text == text
