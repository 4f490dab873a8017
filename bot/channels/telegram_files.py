"""A document or photo that a person sends: fetched into a folder that goes away after it was looked at."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from telegram import Document, Message, PhotoSize
from telegram.error import BadRequest

from bot.channels.telegram_show import insist

LARGEST = 20 * 1024 * 1024  # what Telegram hands over to a bot
AT_ONCE = 2  # fetched at a time: a flood of uploads fills neither the disk nor the line
NAME = 60  # characters kept of a file's name

_fetching = asyncio.Semaphore(AT_ONCE)


class TooLargeError(Exception):
    """The file is larger than Telegram hands over."""


def sent_file(message: Message) -> Document | PhotoSize | None:
    """The file of a message: a document (no film), or a photo in its largest size."""
    return (message.document if not message.animation else None) or (message.photo[-1] if message.photo else None)


@asynccontextmanager
async def fetched(file: Document | PhotoSize | None) -> AsyncIterator[str | None]:
    """The path of the file, as long as it is needed; None where there is none. Raises TooLargeError, TelegramError."""
    if file is None:
        yield None
        return
    if (file.file_size or 0) > LARGEST:
        raise TooLargeError
    async with _fetching:
        with TemporaryDirectory(prefix="mubiao-") as folder:
            yield str(await _download(file, Path(folder) / name_of(file)))


async def _download(file: Document | PhotoSize, path: Path) -> Path:
    try:
        remote = await insist(file.get_file)
    except BadRequest as error:
        if "too big" in str(error).lower():
            raise TooLargeError from error
        raise
    return Path(await insist(lambda: remote.download_to_drive(path)))


def name_of(file: Document | PhotoSize) -> str:
    """The file's name as its sender knows it, fit to be one here."""
    given = (file.file_name or "") if isinstance(file, Document) else "照片.jpg"
    bare = re.sub(r"[\x00-\x1f\x7f/\\:]+", "_", given).strip(" .")
    path = Path(bare or "文件")
    return path.stem[:NAME] + path.suffix[:10]
