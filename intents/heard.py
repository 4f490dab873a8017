"""What a message was heard to ask for: what it needs leave for, how it is answered, what is remembered after."""

from collections.abc import Callable
from dataclasses import dataclass

from intents.conversation import Conversation
from intents.reply import Reply


@dataclass(frozen=True, slots=True)
class Heard:
    """`needs` is ask, progress, summary, report, review or join (who may: bot/permit.py); `act` answers and stores,
    in one durable transaction where `durable`; `after` is what the conversation remembers once the reply is known."""

    needs: str
    act: Callable[[], Reply]
    after: Callable[[Reply], Conversation]
    durable: bool = False


def said(reply: Reply, conversation: Conversation) -> Heard:
    """A reply that anyone may have and that changes nothing."""
    return Heard("ask", lambda: reply, lambda _: conversation)
