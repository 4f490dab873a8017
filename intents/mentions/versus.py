"""The two sides of a comparison, where one of them or both are to be added up first: 嵊州加新昌 比 袍江."""

from collections.abc import Iterator, Sequence

from intents.reading import Mention, Reading

THAN = (
    "高于",
    "大于",
    "多于",
    "超过",
    "低于",
    "小于",
    "少于",
    "不及",
    "不如",
    "比不上",
    "赶不上",
    "及不上",
)  # 低于(嵊州)
_HAS = ("有没有", "有没", "没有")  # (有没有)诸暨多
_PLUS = ("加", "加上")
_IS = ("是", "为", "等于", "相当于")  # 是(上虞)的几倍
_ENOUGH = "够"  # 加起来够(诸暨)吗
_AND = ("和", "跟", "与", "同")
_COMPARES = ("compare", "more", "less", "ratio", "difference")


def added_sides(reading: Reading, order: Sequence[Mention]) -> tuple[tuple[str, ...], ...]:
    """Who is added up before it is compared, a tuple a side; `order` are the places named. None where nothing is."""
    sums = [m for m in reading.of("cue") if m.value == "sum"]
    sums += [Mention(at, at + 1, "+", "cue", "sum") for at, char in enumerate(reading.text) if char == "+"]
    if not sums:
        return ()
    if (pivot := next(_pivots(reading, order), None)) is not None:
        return _split(reading, order, pivot, sums)
    joins = [m for m in reading.of("cue") if m.value == "and" and m.text in _AND and _between(m, order)]
    found = (_split(reading, order, pivot, sums) for pivot in reversed(joins) if reading.cue(*_COMPARES))
    return next((sides for sides in found if sides), ())


def _pivots(reading: Reading, order: Sequence[Mention]) -> Iterator[Mention]:
    """What may part the two sides, the surest first: 比, 超过, 抵几个, 有没有, 是."""
    cues = [m for m in reading.of("cue") if _between(m, order)]
    yield from (m for m in cues if m.value == "compare")
    yield from (m for m in cues if m.text in THAN)
    yield from (m for m in cues if m.value == "ratio")
    yield from (m for m in cues if m.text in (*_HAS, "还是"))
    for m in order[1:]:
        words = (*_IS, _ENOUGH) if reading.cue("ratio") else (_ENOUGH,)
        word = next((w for w in words if reading.text.endswith(w, 0, m.start)), "")
        if word:
            yield Mention(m.start - len(word), m.start, word, "cue", "compare")


def _between(cue: Mention, order: Sequence[Mention]) -> bool:
    return bool(order) and order[0].end <= cue.start and cue.end <= order[-1].start


def _split(
    reading: Reading, order: Sequence[Mention], pivot: Mention, sums: list[Mention]
) -> tuple[tuple[str, ...], ...]:
    left = [m for m in order if m.end <= pivot.start]
    right = [m for m in order if m.start >= pivot.end]
    before = [s for s in sums if s.end <= pivot.start]
    behind = [s for s in sums if s.start >= pivot.end]
    sides = [s for s, said in ((left, before), (right, behind)) if any(_adds(reading, cue, s) for cue in said)]
    return tuple(tuple(dict.fromkeys(m.value for m in side)) for side in sides if _many(side))


def _many(side: list[Mention]) -> bool:
    return len(side) > 1 or any(m.kind != "district" for m in side)


def _adds(reading: Reading, cue: Mention, side: list[Mention]) -> bool:
    """Whether a word of adding up is said of that side: behind all of it, or 加 between two of its places."""
    if cue.start >= side[-1].end:
        return True
    named = reading.of("district", "group", "total", "metric", "sector", "facet")
    follows = next((m for m in named if m.start >= cue.end), None)
    return side[0].end <= cue.start and (cue.text in (*_PLUS, "+")) and follows in side
