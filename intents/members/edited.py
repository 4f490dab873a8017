"""An edit of the message that a preview was read from ends the preview: what was edited away is never stored."""

import json
from dataclasses import replace

from data import previews
from intents.reply import Reply
from intents.sources import Sources
from intents.submission.preview import LASTS
from intents.turn import Turn

_ENDED = "您编辑了预览过的消息，编辑前的预览已经作废，不会存入。"


def ends(turn: Turn, source: Sources, offered: tuple[str, ...]) -> bool:
    """Ends the preview of the message that this turn replaces, or of one of the messages that were `offered` for it;
    whether one waited. Raises StoreProblem."""
    waiting = previews.latest(source.store, turn.sender, turn.chat) if turn.edits is not None else None
    if waiting is None:
        return False
    kept = json.loads(waiting.body)
    if turn.edits not in kept.get("of", ()) and kept.get("words") not in offered:
        return False
    return previews.end(source.store, waiting.key) and turn.at - waiting.at <= LASTS


def told(reply: Reply) -> Reply:
    """The reply to the message as edited, saying so."""
    return replace(reply, notes=(*reply.notes, _ENDED))
