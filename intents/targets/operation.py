"""What is to be done with the figures: shown, ordered, cut to the first few, reduced to one number."""

import re
from dataclasses import dataclass

from intents.mentions.where import MINUS, Where
from intents.reading import Reading

_NO_TASK = re.compile("(?:没有|没|无|未)[^,。?有完达]{0,12}(?:任务|目标|指标)")  # 没有农业产业化任务
_ALL = re.compile(
    "(?:都|均|同时|双双)(?:是|能|要|排|在|列|居|位居|位列|排在|排名|进|进入|挤进)*$"
)  # 外资和内资都(前五)
PAIRED = ("difference", "ratio", "compare")


@dataclass(frozen=True, slots=True)
class Operation:
    """`order` desc or asc ("" as published), `n` how many from its front (0 all), `nth` only that one; `reduce` one of
    sum mean count share difference ratio compare position no_task extremes ("" the figures themselves); `against` mean
    where something is held against an average, ends where the highest is held against the lowest; `added` where the
    figures are to be added up first (合计占全市多少); `each` where each group is asked by itself; `common` where only
    those are wanted that are in front by every metric (外资和内资都排前五)."""

    order: str = ""
    n: int = 0
    nth: int = 0
    reduce: str = ""
    against: str = ""
    added: bool = False
    each: bool = False
    common: bool = False

    @property
    def needs_many(self) -> bool:
        """Whether it makes sense only over several districts."""
        return (
            bool(self.order)
            or self.against == "ends"
            or self.reduce in ("mean", "count", "no_task", "extremes", "position")
        )


PLAIN = Operation()


def find_operation(reading: Reading, where: Where, filtered: bool, paired: bool) -> Operation | None:
    """The operation a message asks for; None where it has no word of one. `filtered`: it has a condition; `paired`: it
    names two things that can be compared."""
    order, n, nth = _order(reading, where, paired)
    reduce = _reduce(reading, where, filtered, paired, bool(order))
    if reduce == "position" and order:
        order, n, nth = "", 0, 0
    if _ends(reading):
        order, n, nth = "", 0, 0
    if not order and not reduce:
        return None
    against = (
        "ends" if reduce in PAIRED and _ends(reading) else "mean" if reduce in PAIRED and reading.cue("mean") else ""
    )
    if reduce == "share" and reading.cue("difference"):
        against = "difference"
    if reduce == "no_task" and reading.cue("count", "count?"):
        against = "count"
    added = (reduce in ("sum", "share") and reading.cue("sum")) or (reduce == "share" and reading.cue("them"))
    each = reading.cue("each") or any(m.text[0] in "各每" for m in reading.of("group"))
    return Operation(order, n, nth, reduce, against, added, each, bool(order) and _common(reading))


def _common(reading: Reading) -> bool:
    """Whether a place in the order is one by every metric: 都排前五, 都最高."""
    ranks = [m for m in reading.mentions if m.kind == "rank" or (m.kind == "cue" and m.value in ("max", "min"))]
    return any(_ALL.search(reading.text[: m.start]) for m in ranks)


def _ends(reading: Reading) -> bool:
    """Whether both the highest and the lowest are spoken of: 第一名跟最后一名相差多少."""
    if "极差" in reading.text:
        return True
    first = reading.cue("max") or any(m.value.which in ("nth", "top") and m.value.n == 1 for m in reading.of("rank"))
    last = reading.cue("min") or any(
        m.value.which in ("nth_bottom", "bottom") and m.value.n == 1 for m in reading.of("rank")
    )
    return first and last


def _order(reading: Reading, where: Where, paired: bool) -> tuple[str, int, int]:
    n = nth = 0
    order = ""
    for mention in reading.of("rank"):
        rank = mention.value
        if rank.which == "who_n":
            n = rank.n
            continue
        order = "asc" if rank.which in ("bottom", "nth_bottom", "low_nth") else "desc"
        n, nth = (0, rank.n) if "nth" in rank.which else (rank.n, 0)
    if reading.cue("min"):
        order = order or "asc"
        order = "asc" if not nth else order
    elif reading.cue("max"):
        order = order or "desc"
    if order and not n and not nth:
        n = 1
    if not order:
        order, n = _sorted(reading, n)
    if not order and reading.cue("who") and not paired:
        order, n = ("desc", n or 1) if reading.cue("more") else ("asc", n or 1) if reading.cue("less") else ("", 0)
    return order, n if order else 0, nth


def _sorted(reading: Reading, n: int) -> tuple[str, int]:
    if reading.cue("sort_up"):
        return "asc", 0
    if reading.cue("sort"):
        return ("asc" if reading.cue("less") and not reading.cue("more") else "desc"), 0
    return "", n


def _reduce(reading: Reading, where: Where, filtered: bool, paired: bool, ordered: bool) -> str:
    one = len(where.names) == 1 and not where.groups
    if reading.cue("no_task") or (reading.cue("who") and _NO_TASK.search(reading.text)):
        return "no_task"
    if reading.cue("position") or (reading.cue("sort") and one and not reading.cue("who")):
        return "position"
    if _ends(reading):
        return "difference" if reading.cue("difference") else "ratio" if reading.cue("ratio") else "extremes"
    if reading.cue("max", "min") and one and not reading.cue("who") and not reading.of("rank"):
        return "position"
    if where.added and not reading.cue("ratio", "difference", "share"):
        return "compare"
    if paired and reading.cue("more", "less") and reading.of("unit") and not reading.cue("who", "share", "ratio"):
        return "difference"
    if reading.cue("share") and reading.cue("difference") and paired and "占" in reading.text:
        return "share"
    if where.without and ("剩" in reading.text or _taken_from_group(reading, where)):
        return "sum"
    if where.of and any(m.value == "%" for m in reading.of("unit")):
        return "share"
    for cue in ("ratio", "difference", "share", "mean"):
        if reading.cue(cue):
            return cue
    if (reading.cue("count") or (filtered and reading.cue("count?"))) and not one:
        return "count"
    together = paired and any(m.value == "count?" and m.text.startswith("一共") for m in reading.of("cue"))
    if reading.cue("sum") or together or (where.without and _of_the_rest(reading, where, ordered)):
        return "sum"
    if paired and reading.cue("compare", "more", "less") and not ordered:
        return "compare"
    return "compare" if paired and ordered and reading.cue("compare") and not reading.of("rank") else ""


def _taken_from_group(reading: Reading, where: Where) -> bool:
    """五县市减去诸暨: 减去 is no difference where it takes a member away."""
    minus = [m.text for m in reading.of("cue") if m.value == "difference"]
    return bool(where.groups) and bool(minus) and all(text in MINUS for text in minus)


def _of_the_rest(reading: Reading, where: Where, ordered: bool) -> bool:
    """全市不算绍兴县是多少: what is left of the total, added up."""
    alone = where.total and not where.groups and not where.names
    return alone and not ordered and not reading.cue("who", "each", "share", "count", "count?")
