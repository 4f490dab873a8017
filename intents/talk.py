"""Messages that ask for no figure: greetings, thanks, help, 换个问题, 怎么算的."""

import re
import tomllib
from functools import cache
from pathlib import Path

from intents.mentions.cover import PARTICLES, PUNCTUATION
from intents.normal import normalise

_DROPPED = re.compile("[" + re.escape("".join(PUNCTUATION | PARTICLES - set("嗯哦哈"))) + "]+")  # 。, 呢
_FRONT = re.compile(r"^(?:请问|那么?|这个|麻烦|请|那个|哦|嗯|所以)")  # 请问, before 怎么算的
_BACK = re.compile(r"(?:一下|下|来的|的)$")


_PIECES = re.compile(r"[,;。.!?！？\n]+")  # 谢谢,再见


def kind_of_talk(text: str) -> str:
    """greeting, thanks, help, reset, explain; blank where there are no words at all; "" for anything else."""
    whole = _kind(text)
    if whole:
        return whole
    kinds = [_kind(piece) for piece in _PIECES.split(normalise(text).text)]
    kinds = [kind for kind in kinds if kind != "blank"]
    return kinds[-1] if kinds and all(kinds) else ""


def after_reset(text: str) -> str | None:
    """What follows 换个问题 at the beginning of a message (算了,换个问题,…); None where it does not begin so."""
    pieces = [(match.start(), match.group()) for match in re.finditer(r"[^,，;；。:：\s]+", text)]
    for at, (start, piece) in enumerate(pieces[:2]):
        if _kind(piece) == "reset":
            rest = text[start + len(piece) :].strip(" ,，;；。:：\n")
            return rest or None
        if at == 0 and _kind(piece) not in ("thanks", "greeting") and piece not in ("算了", "不对", "对了", "那"):
            return None
    return None


def _kind(text: str) -> str:
    normal = normalise(text).text
    bare = _DROPPED.sub("", normal)
    if not bare:
        return "blank"
    for said in (normal.strip(), bare, _FRONT.sub("", bare)):
        for form in (said, _BACK.sub("", said)):
            if form in _messages():
                return _messages()[form]
    return ""


@cache
def _messages() -> dict[str, str]:
    table = tomllib.loads(Path(__file__).with_name("mentions").joinpath("talk.toml").read_text(encoding="utf-8"))
    return {_DROPPED.sub("", message): kind for kind, messages in table.items() for message in messages}
