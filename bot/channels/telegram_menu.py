"""The commands of the menu: their Latin names (Telegram takes no others), what each says in plain words, and who is
shown which. A menu opens no door: whoever sends a command is told what the role allows."""

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeDefault,
)
from telegram.error import TelegramError

OURS, PERSON = "telegram:", r"telegram:\d{1,15}"
EVERY = 60.0  # seconds between two looks at who has which role
INLINE = "inline"  # what the button of an empty inline result starts with
PAUSE = 0.05  # seconds between two menus set at the start, so that replies go first

log = logging.getLogger(__name__)
Roles = Callable[[], Awaitable[Sequence[tuple[str, str]]]]


@dataclass(frozen=True, slots=True)
class Command:
    """A command: what the menu says of it, what it says alone, and with words behind it ({})."""

    shown: str
    alone: str
    beside: str


COMMANDS = {
    "ask": Command("问目标,例如 /ask 诸暨外资", "怎么问", "{}"),
    "progress": Command("问进度,例如 /progress 诸暨外资", "帮助", "{} 进度"),
    "report": Command("上报进度:看格式,取填报模板", "怎么上报", "进度 {}"),
    "template": Command("取一份填报模板(Excel)", "填报模板", "填报模板 {}"),
    "due": Command("我还有什么没报", "我还有什么没报", "我还有什么没报 {}"),
    "mine": Command("我的上报", "我的上报", "我的上报 {}"),
    "pending": Command("待审核的上报", "待审核", "待审核 {}"),
    "summary": Command("全市进度汇总", "全市进度", "{} 进度"),
    "lagging": Command("谁落后", "谁落后", "{} 谁落后"),
    "missing": Command("谁没报", "谁没报", "{} 谁没报"),
    "bulletin": Command("来一份通报(Word 和 Excel)", "来一份通报", "来一份{}通报"),
    "open": Command("开放本群,在群里用", "开放本群", "开放本群 {}"),
    "id": Command("我的编号和角色", "我的ID", "我的ID"),
    "join": Command("用邀请码加入", "我的ID", "加入 {}"),
    "help": Command("能做什么,怎么问", "帮助", "帮助"),
    "start": Command("开始", "你好", "加入 {}"),
}
GUEST = ("ask", "help", "id", "start")
INSIDE = ("ask", "progress")
MENUS = {
    "guest": GUEST,
    "official": (*INSIDE, "help", "id"),
    "staff": (*INSIDE, "report", "template", "due", "mine", "help", "id"),
    "reviewer": (*INSIDE, "pending", "help", "id"),
    "leader": (*INSIDE, "summary", "lagging", "missing", "bulletin", "pending", "help", "id"),
    "admin": (*INSIDE, "pending", "open", "help", "id"),
}
GROUP = ("ask", "progress", "summary", "help")


def words_of(said: str) -> str | None:
    """What a command says in plain words; None for what is no command of ours."""
    found = re.fullmatch(r"\s*/([A-Za-z]+)(?:\s+(.*?))?\s*", said, re.DOTALL)  # /ask 诸暨外资
    command = COMMANDS.get(found[1].lower()) if found else None
    if found is None or command is None:
        return None
    behind = found[2]
    if found[1].lower() == "start" and (behind == INLINE or not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", behind or "")):
        return COMMANDS["help"].alone if behind == INLINE else command.alone
    return command.beside.format(behind) if behind else command.alone


class Menu:
    """Sets the menus: of everybody, of groups, and of each member in the private chat, as roles change."""

    def __init__(self, roles: Roles) -> None:
        self._roles, self._shown, self._strange = roles, dict[int, str](), set[int]()
        self._look = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def start(self, bot: Bot) -> None:
        """Sets all menus in the background, and looks for changed roles from then on."""
        self._task = asyncio.get_running_loop().create_task(self._run(bot))

    def stop(self) -> None:
        """Sets no more."""
        if self._task:
            self._task.cancel()

    def wake(self, chat: int) -> None:
        """This person may have another role now, or has written to the bot at last."""
        self._strange.discard(chat)
        self._look.set()

    def knows(self, chat: int) -> bool:
        """Whether this chat's menu could be set."""
        return chat not in self._strange

    async def _run(self, bot: Bot) -> None:
        for scope, names in (
            (BotCommandScopeDefault(), GUEST),
            (BotCommandScopeAllPrivateChats(), GUEST),
            (BotCommandScopeAllGroupChats(), GROUP),
        ):
            await _set(bot, scope, names)
        while True:
            self._look.clear()
            try:
                await self._renew(bot)
            except Exception:
                log.exception("the roles could not be read")
            with suppress(TimeoutError):
                await asyncio.wait_for(self._look.wait(), EVERY)

    async def _renew(self, bot: Bot) -> None:
        """Sets the menus of those whose role is another than it was."""
        roles = {int(id_.removeprefix(OURS)): role for id_, role in await self._roles() if re.fullmatch(PERSON, id_)}
        for chat in {*roles, *self._shown}:
            role = roles.get(chat, "guest")
            if chat not in self._strange and role != self._shown.get(chat):
                if await _set(bot, BotCommandScopeChat(chat), MENUS[role]):
                    self._shown[chat] = role
                else:
                    self._strange.add(chat)  # never wrote to the bot
                await asyncio.sleep(PAUSE)


async def _set(bot: Bot, scope: BotCommandScope, names: Sequence[str]) -> bool:
    """Whether the menu could be set; why not is logged."""
    try:
        await bot.set_my_commands([BotCommand(name, COMMANDS[name].shown) for name in names], scope)
    except TelegramError as error:
        log.info("menu: %s", error)
        return False
    return True
