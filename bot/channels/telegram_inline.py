"""@BOT 诸暨外资, typed into any chat: a published target as a message to send there. Who will read it is unknown, so
nothing else is offered, and nothing is remembered."""

from dataclasses import replace
from datetime import datetime

from telegram import (
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    LinkPreviewOptions,
)
from telegram.constants import ParseMode

from bot.channels.telegram_menu import INLINE
from bot.render.choices import elided
from bot.render.text import messages
from intents.reply import Reply
from intents.turn import Turn

LASTS = 10  # seconds that Telegram may show the same answer again
TITLE, BELOW = 60, 120  # half-width columns
HINT = "这里只答已公布的目标,其他请私聊我"


def inline_turn(query: InlineQuery, at: datetime) -> Turn:
    """The turn of what is typed: of nobody known, in a conversation of its own."""
    return Turn(query.query, f"inline:{query.from_user.id}", f"inline:{query.id}", at)


async def offer(query: InlineQuery, reply: Reply | None) -> None:
    """Offers the answer, or says where to ask instead. Raises TelegramError."""
    pages = messages(replace(reply, choices=())) if reply else []
    if reply is None or len(pages) != 1:
        button = InlineQueryResultsButton(HINT, start_parameter=INLINE)
        await query.answer([], cache_time=LASTS, is_personal=False, button=button)
        return
    content = InputTextMessageContent(pages[0], ParseMode.HTML, link_preview_options=LinkPreviewOptions(True))
    source = next((note for note in reply.notes if note.startswith("依据")), "")
    article = InlineQueryResultArticle("1", elided(reply.lines[0], TITLE), content, description=elided(source, BELOW))
    await query.answer([article], cache_time=LASTS, is_personal=False)
