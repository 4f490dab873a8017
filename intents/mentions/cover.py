"""Covers a text with words: as few characters left over as can be, and as few words as can be."""

from collections.abc import Iterable
from typing import Any, NamedTuple

LEFT_OVER = 10.0
PARTICLES = frozenset("的了着过吧呢啊呀哦噢哈嘛哇啦咯喽哩嘞诶欸唉哎嗯呃额唔喔滴哪吗么")
JOINERS = frozenset("谁和跟与及或比占差各都也还共均")
PUNCTUATION = frozenset(" ,.?!:;()、。…—-/\\|#&@<>[]{}《》【】〔〕·=+^$%")
_ADVERBS, _VERBS = "都也还又就才再先只则便共", "是有要在给会能到把对让为须需应算"
PAIRS = frozenset(
    {a + v for a in _ADVERBS for v in _VERBS}
    | {a + b for a in "这那" for b in "个里些块边项位是就也都"}
    | {a + b for a in "是有" for b in "多高大低少小几个"}
    | {
        a + b
        for a in "要得须需能该可应想来再去会"
        for b in "拿签选填记做办搞干弄引招投交报讲说问查看有到达上下定分摊压领背扛开评编抓"
    }
    | {
        a + b
        for a in "拿签选填记做办搞干弄引招投交报讲说问查看有到达上下定分摊压领背扛开评编抓"
        for b in "几到在给个下出来上"
    }
    | {
        "就是",
        "也就",
        "不是",
        "是不",
        "会不",
        "要不",
        "能不",
        "不能",
        "不要",
        "要在",
        "是在",
        "就把",
        "再给",
        "先给",
        "再把",
        "先把",
        "给我",
        "该是",
        "应该",
        "还是",
        "要给",
        "个是",
        "以上",
        "以下",
    }
)


class Segment(NamedTuple):
    """A candidate: text[start:end] read as `what`; `cost` is what using it costs."""

    start: int
    end: int
    cost: float
    what: Any


def cover(text: str, candidates: Iterable[Segment]) -> tuple[float, list[Segment]]:
    """The cheapest way to read the whole text, and its cost; characters that no candidate covers stand for None."""
    length = len(text)
    ending: list[list[Segment]] = [[] for _ in range(length + 1)]
    for candidate in candidates:
        ending[candidate.end].append(candidate)
    best: list[float] = [0.0] * (length + 1)
    chosen: list[Segment | None] = [None] * (length + 1)
    for end in range(1, length + 1):
        char = text[end - 1]
        cheapest = Segment(end - 1, end, 0.0 if char in PUNCTUATION else LEFT_OVER, "" if char in PUNCTUATION else None)
        cost = best[end - 1] + cheapest.cost
        for candidate in ending[end]:
            total = best[candidate.start] + candidate.cost
            if total < cost:
                cheapest, cost = candidate, total
        best[end], chosen[end] = cost, cheapest
    return best[length], _backwards(chosen)


def _backwards(chosen: list[Segment | None]) -> list[Segment]:
    path: list[Segment] = []
    end = len(chosen) - 1
    while end > 0 and (segment := chosen[end]):
        path.append(segment)
        end = segment.start
    return path[::-1]


def doubtful(text: str, path: list[Segment]) -> set[int]:
    """Indices of neighbouring one-character words that may well be one word unknown to us: 用地, 重点, 对外."""
    found: set[int] = set()
    for i in range(1, len(path)):
        pair = text[path[i - 1].start : path[i].end]
        if len(pair) == 2 and pair not in PAIRS and _may_join(path[i - 1], pair[0]) and _may_join(path[i], pair[1]):
            found |= {i - 1, i}
    return found


def _may_join(segment: Segment, char: str) -> bool:
    loose = char in PARTICLES or char in PUNCTUATION or char in JOINERS
    return not loose and bool(segment.what) and not char.isascii()
