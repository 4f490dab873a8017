"""What may be told wherever it is read, as to a guest: published targets and nothing else."""

import logging

from bot.desk import clean
from data.report import Member
from intents.conversation import Conversation
from intents.reply import Reply
from intents.sources import Sources
from intents.turn import Turn
from intents.understand import understand
from intents.words.vocabulary import spoken

NOBODY = Member("", "", "guest")
REPORTED = {"actual", "rate", "pace", "lead", "gap"}  # measures that are no target
log = logging.getLogger(__name__)


def published(source: Sources, turn: Turn) -> Reply | None:
    """An answer that is published targets and nothing else, or none. Nothing is remembered of it. Never raises."""
    try:
        with spoken(turn, source):
            heard = understand(turn, clean(turn.text), NOBODY, Conversation(), source)
            reply = heard.act() if heard.needs == "ask" and not heard.durable else None
    except Exception:
        log.exception("inline")
        return None
    told = {fact.measure for fact in reply.facts} if reply and reply.kind == "answer" else set()
    return reply if told and not told & REPORTED else None
