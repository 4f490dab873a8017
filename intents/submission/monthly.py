"""当月 said behind the values: (当月数), 以上均为当月数. Of one value it is that value's; of several it is to be asked."""

import re
from dataclasses import replace

from intents.mentions.words import either
from intents.submission.gather import Gathered
from intents.submission.text import line
from intents.submission.words import CLOSING, CUMULATIVE, FILLER, MONTHLY, SEPARATORS, WORDS

_ALL = re.compile(either(WORDS["meaning"]["all"]))  # 以上均为
_ONLY = re.compile(r"(?:仅|只|单)(?:是|为|含|指|算)?\d{1,2}月份?(?:单月|当月|一个月|的|数)*")  # 仅5月


def says_monthly(piece: str) -> bool:
    """Whether a piece says of values that they are a month's own, and nothing else."""
    text = line(piece).text
    rest = _ONLY.sub(" ", MONTHLY.sub(" ", text))
    if rest == text or CUMULATIVE.search(text):
        return False
    return not CLOSING.sub("", FILLER.sub("", _ALL.sub("", rest))).strip(SEPARATORS + "()")


def settled(gathered: Gathered, reason: str) -> Gathered | str:
    """The values, a single one with what was said of it behind; the words where it is not known of which they are."""
    said = [piece for piece in (*gathered.unread, *gathered.late, reason) if piece and says_monthly(piece)]
    if not said or not gathered.found:
        return gathered
    if len(gathered.found) > 1:
        return said[0]
    only = gathered.found[0]
    named = replace(only.named, monthly=True, single=True)
    unread = tuple(piece for piece in gathered.unread if piece not in said)
    near = tuple(piece for piece in gathered.near if piece not in said)
    return replace(gathered, found=(replace(only, named=named),), unread=unread, near=near)
