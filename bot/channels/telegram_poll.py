"""How messages are asked for: as the library does, and each answer is a sign of life."""

from typing import Any

from telegram.request import HTTPXRequest

from bot import metrics


class Polling(HTTPXRequest):
    """The library's way to Telegram, for getUpdates: `metrics` hears of each answer."""

    async def do_request(self, *given: Any, **named: Any) -> tuple[int, bytes]:
        """The status and content of the answer. Raises what the library's own does."""
        metrics.polling()
        status, content = await super().do_request(*given, **named)
        if status == 200:
            metrics.polled()
        return status, content
