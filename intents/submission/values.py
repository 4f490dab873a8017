"""The values of a line: amounts that are no threshold of a metric (1000万美元以上外资项目), 零报告, 本月无新增."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from data.model import Metric
from intents.mentions.amounts import find_amounts
from intents.mentions.lexicon import load_lexicon
from intents.mentions.quantity import Amount
from intents.mentions.words import WORDS as QUANTITIES
from intents.mentions.words import either
from intents.submission.words import SAME, ZERO

_ABOVE = re.compile(r" ?\(?(?:含|及|或)?\)?(?:以上|及以上|或以上)(?:的|\))?")  # 以上 after 1000万美元
_OVER = re.compile(r"(?:超过|超|大于|高于|不低于|不少于|≥|>=|>) ?$")  # 超过 before 1000万美元
_PROJECTS = re.compile(r"[ )]?的?(?:及以上|级)?(?:单体|重大|工业|在建|外资|内资|大)*项目")  # 的外资项目
_DIRECT = re.compile(r"\)?的?(?:级)?(?:在建|大)?项目")  # 项目 right after 1亿元
_OF_KIND = re.compile(r"(?:元|美元)?的?(?:级)?(?:外资|内资)项目")  # 内资项目 right after 5000万
_STOP = re.compile(r"[;。!]")
_VAGUE = re.compile(
    r"(?<![\d一二三四五六七八九第以])(?:几|好几|数|上|成|近)(?:[十百千][万亿]|[十百千万亿])(?:美元|元|只|个|家|项)?"
)  # 几千万美元
_RANGE = re.compile(r" ?(?:-|~|—|至|到|——|–) ?")  # between 9800 and 9900
_ROUGHLY = re.compile(f" ?(?:{either(QUANTITIES['inexact']['after'])})")  # 左右
_NOT_ROUGH = re.compile(r" ?来(?:自|源)|许可")  # 来 after 9800万美元 that does not say about


@dataclass(frozen=True, slots=True)
class Value:
    """A value in a line. `what` is figure, zero (零报告), same (本月无新增) or vague (几千万, 9800-9900万)."""

    start: int
    end: int
    what: str
    amount: Amount | None = None

    @property
    def inexact(self) -> bool:
        """Whether it does not name one figure."""
        return self.what == "vague" or (self.amount is not None and self.amount.inexact)


def find_values(text: str, metrics: tuple[Metric, ...]) -> tuple[Value, ...]:
    """The values of a line, left to right."""
    words = [
        Value(*m.span(), what) for what, pattern in (("zero", ZERO), ("same", SAME)) for m in pattern.finditer(text)
    ]
    words = [word for word in words if not any(_inside(word, other) for other in words)]
    amounts = [a for a in find_amounts(text) if not any(w.start < a.end and a.start < w.end for w in words)]
    figures = list(_figures(text, amounts, words, metrics))
    vague = [
        Value(*m.span(), "vague")
        for m in _VAGUE.finditer(text)
        if not any(v.start < m.end() and m.start() < v.end for v in (*words, *figures))
    ]
    return tuple(sorted((*words, *figures, *vague), key=lambda value: value.start))


def _inside(word: Value, other: Value) -> bool:
    return word != other and other.start <= word.start and word.end <= other.end


def _figures(text: str, amounts: list[Amount], words: list[Value], metrics: tuple[Metric, ...]) -> Iterator[Value]:
    """The amounts as values, a range as one that is vague, without thresholds and what belongs to a name."""
    named = _in_names(text, amounts)
    skip = -1
    for at, amount in enumerate(amounts):
        after = amounts[at + 1] if at + 1 < len(amounts) else None
        if amount.start < skip or amount in named:
            continue
        if after and _is_range(text, amount, after):
            skip = after.end
            yield Value(amount.start, after.end, "vague")
        elif not is_threshold(text, amount, after, words, metrics):
            exact = _exact(text, amount)
            rough = _ROUGHLY.match(text, amount.end) if exact.inexact else None
            yield Value(amount.start, rough.end() if rough else amount.end, "figure", exact)


def _is_range(text: str, amount: Amount, after: Amount) -> bool:
    """Whether two amounts are the ends of a range, not a sum and its growth: 11.6亿元 -2.1%."""
    growth = after.unit == "%" and (amount.scaled or amount.unit not in (None, "%"))
    return not growth and _RANGE.fullmatch(text, amount.end, after.start) is not None


def _exact(text: str, amount: Amount) -> Amount:
    """Without a 来 that begins another word."""
    return replace(amount, inexact=False) if amount.inexact and _NOT_ROUGH.match(text, amount.end) else amount


def _in_names(text: str, amounts: list[Amount]) -> list[Amount]:
    """Amounts inside a metric's own name that another amount follows: 100万元以上重大农业项目 12只."""
    if not amounts:
        return []
    spans = [
        (start, end)
        for start, end, meanings in load_lexicon().found(text)
        if any(m.kind == "metric" for m in meanings) and any(c.isdigit() for c in text[start:end])
    ]
    last = amounts[-1]
    return [a for a in amounts if a is not last and any(s <= a.start and a.end <= e for s, e in spans)]


def is_threshold(
    text: str, amount: Amount, after: Amount | None, words: list[Value], metrics: tuple[Metric, ...]
) -> bool:
    """Whether an amount belongs to the name of a metric, not to what was achieved."""
    if not any(fits(amount, metric) for metric in metrics):
        return False
    above = _ABOVE.match(text, amount.end)
    if above or _OVER.search(text, max(0, amount.start - 4), amount.start):
        end = above.end() if above else amount.end
        if above and text[: amount.start].rstrip().endswith("(") and text[end - 1 : end + 1].strip(" ").endswith(")"):
            return True
        return bool(_PROJECTS.match(text, end)) or _counted(text, end, after, words)
    begins = text[amount.start - 1 : amount.start] in tuple(" ,、;:。") or not amount.start
    return bool(_DIRECT.match(text, amount.end) or (begins and _OF_KIND.match(text, amount.end)))


def fits(amount: Amount, metric: Metric) -> bool:
    """Whether an amount is the threshold of a metric: 1000万 is that of 外资1000万美元以上项目数."""
    return amount.value == metric.threshold and amount.unit in (None, metric.currency) and amount.scaled


def _counted(text: str, end: int, after: Amount | None, words: list[Value]) -> bool:
    """Whether a count follows before the clause ends: 1000万美元以上 4只."""
    stop = _STOP.search(text, end)
    limit = stop.start() if stop else len(text)
    if any(end <= word.start < limit for word in words) and not (after and after.start < limit):
        return True
    return after is not None and after.start < limit and not (after.money or after.scaled)


def only_threshold(text: str, metrics: tuple[Metric, ...]) -> bool:
    """Whether a text names a threshold and no other amount: (1000万美元以上)."""
    amounts = find_amounts(text)
    return len(amounts) == 1 and any(fits(amounts[0], metric) for metric in metrics)
