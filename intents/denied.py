"""What a message says is not meant: 内资，不是外资; 不要必保，要力争; 不是2011年，是2012年的. It is left out where what is meant stands
beside it; where it does not, the words stay, and are not answered as if they were asked for."""

import re
from datetime import datetime

from intents.conversation import Conversation
from intents.mentions.metric import find_metrics
from intents.reading import Mention, Reading, read
from intents.sources import Sources

_STOP = ",，。；;、!！?？\\s"
_NOT = (
    "(?<![是要])(?:而?不(?:是|要|看|问|用|查|想要|需要)|(?:也)?(?:没|没有)(?:问|要|说)|别(?:给|报|说|列|看|要))"
    "(?:说|指|问|看|要|给)?(?:我|你|您)?(?:的是)?"
)
_AFTER = re.compile(
    rf"{_NOT}(?P<what>[^{_STOP}]+?)(?=而?(?:是|要|想要|看|问|说|给|改成|换成)|[{_STOP}]|$)"
)  # 内资不是(外资的)
_BEFORE = re.compile(
    rf"(?P<what>[^{_STOP}]+?)(?:就|都|的)?(?:不要|不看|不用|别要|别报)了?(?=[{_STOP}])"
)  # (外资)不要，要内资
_WHAT = ("metric", "sector", "facet")
_WHO = ("district", "group", "total")
_HOW = ("rank", "max", "min", "share", "sum", "mean", "difference", "ratio", "position")
_BOUND = ("bound", "amount")
_KINDS = {"what": _WHAT, "who": _WHO, "how": _HOW, "bound": _BOUND, "level": ("level",), "period": ("period",)}


def undenied(text: str, at: datetime, conversation: Conversation, source: Sources) -> str:
    """The message without what it says is not meant, where it says what is."""
    for pattern in (_AFTER, _BEFORE):
        for match in pattern.finditer(text):
            rest = f"{text[: match.start()]}，{text[match.end() :]}".strip("，,；;。、 ")
            city = conversation.city(source.home)
            denied, others = read(match["what"], at.date(), city), read(rest, at.date(), city)
            if _replaced(denied, others, conversation, source):
                return rest
    return text


def _replaced(denied: Reading, rest: Reading, conversation: Conversation, source: Sources) -> bool:
    """Whether what is denied is names only, and the rest has others of the same kinds in their place."""
    names = [m for m in denied.mentions if m.value != "and"]
    kinds = {_kind(m) for m in names if m.kind != "measure"}
    if denied.leftover or denied.options or "" in kinds:
        return False
    return bool(kinds - {"who"}) and all(_others(kind, denied, rest, conversation, source) for kind in kinds)


def _others(kind: str, denied: Reading, rest: Reading, conversation: Conversation, source: Sources) -> bool:
    if kind == "what":
        before = conversation.question.metrics if conversation.question else ()
        named = find_metrics(rest, source.catalog, before)
        out = find_metrics(denied, source.catalog, before)
        return bool(rest.of(*_WHAT)) and not set(named.names) & set(out.names or out.rivals)
    said, out_of = ({m.text for m in reading.mentions if _kind(m) == kind} for reading in (rest, denied))
    return bool(said) and not said & out_of


def _kind(mention: Mention) -> str:
    """What a mention says: what, who, how, a bound, a level, a period; "" for anything else."""
    said = str(mention.value) if mention.kind == "cue" else mention.kind
    return next((kind for kind, words in _KINDS.items() if said in words), "")
