"""What comes in: one message of one person at one moment."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Turn:
    """One message. `sender` is CHANNEL:ID, `chat` the conversation, `at` the moment that counts as now.

    `id` is the message's id in its channel, `edits` the id of the message that this one replaces; `button` is the label
    of a pressed choice, `key` what the button carried where the channel carries something; `file` a path.
    """

    text: str
    sender: str
    chat: str
    at: datetime
    id: str | None = None
    edits: str | None = None
    group: bool = False
    button: str | None = None
    key: str | None = None
    file: str | None = None
