"""How fast the bot writes of its own accord: so many messages a second in all, to a person, to a group in a minute."""

from collections import OrderedDict

from aiolimiter import AsyncLimiter

OVERALL = (30, 1.0)  # messages, seconds
PERSON = (20, 20.0)  # one a second, twenty at once after a silence
GROUP = (20, 60.0)
KNOWN = 4096  # chats whose pace is remembered


class Pace:
    """Who may be written to now."""

    def __init__(self) -> None:
        self._all = AsyncLimiter(*OVERALL)
        self._chats: OrderedDict[int, AsyncLimiter] = OrderedDict()

    def ready(self, chat: int) -> bool:
        """Whether this chat may have one more message by now."""
        return self._limiter(chat).has_capacity()

    async def turn(self, chat: int) -> None:
        """Counts a message to this chat, and comes back when it may go."""
        await self._limiter(chat).acquire()
        await self._all.acquire()

    def _limiter(self, chat: int) -> AsyncLimiter:
        limiter = self._chats.pop(chat, None) or AsyncLimiter(*(PERSON if chat > 0 else GROUP))
        self._chats[chat] = limiter
        if len(self._chats) > KNOWN:
            self._chats.popitem(last=False)
        return limiter
