"""A Bot API server on loopback, stricter than the one it is built on, never laxer.

The server is the package lo-bot-api-emulator; HTML is parsed by tdjson, Telegram's own parser. Here they are joined:
what the bot sends is parsed, checked and recorded, faults are played, and a `User` speaks, presses and edits.
"""

import asyncio
import json
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import tdjson
from aiohttp import web
from lo_bot_api_emulator import ApiRefusal, LoBotApiEmulator, updates  # type: ignore[import-untyped]

updates.KINDS |= {"edited_message"}  # the emulator queues messages and presses only

TOKEN = "123456:TEST-token_abcdefghijklmnopqrstuvwxyz"
NAME = "target_test_bot"
BOT = {"id": 123456, "is_bot": True, "first_name": "目标通", "username": NAME}
LAX = ("link_preview_options", "message_thread_id")  # what Telegram takes and the emulator does not know

Object = dict[str, Any]


def _tdlib(query: Object) -> Object:
    answer = tdjson.td_execute(json.dumps(query).encode())
    return json.loads(answer) if answer else {}


_tdlib({"@type": "setLogVerbosityLevel", "new_verbosity_level": 0})


def parse(text: str) -> tuple[str, list[Object]]:
    """The text and its entities exactly as Telegram reads HTML, or a refusal in Telegram's words."""
    found = _tdlib({"@type": "parseTextEntities", "text": text, "parse_mode": {"@type": "textParseModeHTML"}})
    if found["@type"] == "error":
        raise ApiRefusal(f"Bad Request: {found['message']}")
    kinds = [{**e, "type": e["type"]["@type"].removeprefix("textEntityType").lower()} for e in found["entities"]]
    return found["text"], kinds


class Strict(LoBotApiEmulator):  # type: ignore[misc]
    """The emulator, with Telegram's parser, a record of calls, faults, and what a bot may not do refused."""

    def __init__(self) -> None:
        super().__init__(max_updates=100_000, max_assets=1000, max_history=10, allow_insecure_loopback_webhooks=True)
        self.calls: list[Object] = []
        self.called = threading.Condition()
        self.known: set[int] = set()
        self.answered: set[str] = set()
        self.faults: dict[
            str, list[int | str]
        ] = {}  # 0 (none), an error code, drop (not done), lost (done), hang (never answered)
        self.moved: dict[int, int] = {}  # groups that became supergroups
        self.blocked: set[int] = set()
        self.shown: dict[tuple[int, int], Object] = {}
        self.redelivering: asyncio.Task[None]

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """A request: refused for another token, failed while faults are left for its method, or answered."""
        method = request.match_info["method"]
        if request.match_info["token"] != TOKEN:
            return _failure(401, "Unauthorized")
        if self.faults.get(method) and (code := self.faults[method].pop(0)):
            if isinstance(code, str):
                return await self.broken(code, request)
            self.record(method, {}, False, f"fault {code}")
            return _failure(code, "Too Many Requests: retry after 1" if code == 429 else "Internal Server Error")
        response: web.StreamResponse = await super().handle(request)
        return response

    async def broken(self, how: str, request: web.Request) -> web.StreamResponse:
        """A request whose answer never comes."""
        if how == "lost":
            await super().handle(request)
        elif how == "hang":
            await asyncio.sleep(600)
        self.record(request.match_info["method"], {}, False, how)
        if request.transport:
            request.transport.close()
        return web.Response()

    async def redeliver(self) -> None:
        """Delivers again what the webhook did not take, as Telegram does; the emulator does so only when asked."""
        while True:
            await asyncio.sleep(0.3)
            with suppress(KeyError):
                await self.deliver_updates(token=TOKEN)

    def validate(self, method: str, fields: Object, uploads: Object) -> Any:
        """Checks a call and answers it; everything but polling is recorded."""
        if method == "getUpdates":
            return super().validate(method, fields, uploads)
        sent = dict(fields)
        try:
            result = self.checked(method, fields, uploads)
        except ApiRefusal as refusal:
            self.record(method, sent, False, refusal.description)
            raise
        self.record(method, sent, True, result)
        return result

    def checked(self, method: str, fields: Object, uploads: Object) -> Any:
        """The emulator's answer, made what Telegram's would be."""
        if method == "answerCallbackQuery":
            self.answer_once(str(fields["callback_query_id"]))
        if method.startswith("send"):
            self.may_write(int(fields["chat_id"]))
        if method == "answerInlineQuery":
            for found in json.loads(str(fields["results"])):
                parse(found["input_message_content"]["message_text"])
        if method == "setMyCommands":
            self.commands(fields)
        entities: list[Object] = []
        if fields.pop("parse_mode", None) == "HTML":
            part = "text" if "text" in fields else "caption"
            fields[part], entities = parse(fields[part])
        for name in LAX:
            fields.pop(name, None)
        result = super().validate(method, fields, uploads)
        if method == "getMe":
            return {
                **BOT,
                "can_join_groups": True,
                "can_read_all_group_messages": False,
                "supports_inline_queries": True,
            }
        if method == "getFile":
            return self.file(result)
        if "chat_id" not in fields or result is True:
            return result
        kind = "entities" if "text" in result else "caption_entities"
        message = {**result, **_envelope(int(fields["chat_id"])), kind: entities}
        if method.startswith("edit"):
            return self.edited(message)
        if "reply_markup" in fields:  # the emulator leaves out those of files
            message["reply_markup"] = self.decoded(fields["reply_markup"])
        return self.remembered(message)

    def may_write(self, chat: int) -> None:
        """A bot writes to nobody who has not written first, or who has stopped it."""
        if chat in self.moved:
            told = {"migrate_to_chat_id": self.moved[chat]}
            raise ApiRefusal("Bad Request: group chat was upgraded to a supergroup chat", 400, told)
        if chat not in self.known:
            raise ApiRefusal("Forbidden: bot can't initiate conversation with a user", 403)
        if chat in self.blocked:
            raise ApiRefusal("Forbidden: bot was blocked by the user", 403)

    def commands(self, fields: Object) -> None:
        """The names and descriptions of commands, as Telegram takes them."""
        for each in json.loads(str(fields["commands"])):
            if not re.fullmatch("[a-z0-9_]{1,32}", each["command"]):
                raise ApiRefusal("Bad Request: BOT_COMMAND_INVALID")
            if not 1 <= len(each["description"]) <= 256:
                raise ApiRefusal("Bad Request: BOT_COMMAND_DESCRIPTION_INVALID")
        scope = json.loads(str(fields.get("scope", "{}")))
        if scope.get("type") == "chat" and int(scope["chat_id"]) not in self.known:
            raise ApiRefusal("Bad Request: chat not found")

    def remembered(self, message: Object) -> Object:
        """A message as it is shown from now on."""
        self.shown[message["chat"]["id"], message["message_id"]] = message
        return message

    def edited(self, message: Object) -> Object:
        """A message with other buttons; the same ones again are refused."""
        old = self.shown.get((message["chat"]["id"], message["message_id"]))
        if old is None:
            raise ApiRefusal("Bad Request: message to edit not found")
        if old.get("reply_markup") == message.get("reply_markup"):
            raise ApiRefusal("Bad Request: message is not modified")
        return self.remembered({**old, "reply_markup": message.get("reply_markup")})

    def file(self, found: Object) -> Object:
        """A file's way; one over 20 MB is not handed over."""
        size = len(self.assets[found["file_id"]].get("data", b""))
        if size > 20 * 1024 * 1024:
            raise ApiRefusal("Bad Request: file is too big")
        return {**found, "file_size": size}

    def upload(self, name: str, data: bytes) -> Object:
        """A file of a person's."""
        reference = f"user-file-{len(self.assets)}"
        self.assets[reference] = {"filename": name, "data": data, "size": len(data)}
        return {"file_id": reference, "file_unique_id": f"{reference}-u", "file_name": name, "file_size": len(data)}

    def answer_once(self, query: str) -> None:
        """A press can be acknowledged once."""
        if query in self.answered:
            raise ApiRefusal("Bad Request: query is too old and response timeout expired or query ID is invalid")
        self.answered.add(query)

    def record(self, method: str, fields: Object, ok: bool, result: Any) -> None:
        """Remembers a call and wakes who waits for it."""
        with self.called:
            self.calls.append({"method": method, "fields": fields, "ok": ok, "result": result})
            within_limits(self.calls[-1])
            self.called.notify_all()


def units(text: str) -> int:
    """UTF-16 units, which Telegram's limits count."""
    return len(text.encode("utf-16-le")) // 2


def within_limits(call: Object) -> None:
    """Fails where a request of the bot's is over a limit of Telegram's or has text that is not marked as HTML."""
    sent, method = call["result"] if isinstance(call["result"], dict) else {}, call["method"]
    assert units(sent.get("text", "")) <= 4096 and units(sent.get("caption", "")) <= 1024, method
    if method in ("sendMessage", "sendPhoto", "sendDocument") and (call["fields"].get("caption") or "text" in sent):
        assert not call["ok"] or call["fields"].get("parse_mode") == "HTML" or "编号" in sent["text"], method
    markup = json.loads(call["fields"].get("reply_markup") or "{}") if call["ok"] else {}
    data = [button["callback_data"] for row in markup.get("inline_keyboard", ()) for button in row]
    assert all(1 <= len(each.encode()) <= 64 for each in data), data


def _failure(code: int, description: str) -> web.Response:
    body: Object = {"ok": False, "error_code": code, "description": description}
    if code == 429:
        body["parameters"] = {"retry_after": 1}
    return web.json_response(body, status=code)


def _chat(number: int) -> Object:
    return {"id": number, "type": "private"} if number > 0 else {"id": number, "type": "supergroup", "title": "督查群"}


def _envelope(chat: int) -> Object:
    return {"chat": _chat(chat), "date": int(time.time()), "from": BOT}


class TgServer:
    """The server as a test holds it: its address, what the bot did, and people who write to it."""

    def __init__(self, server: Strict, url: str, loop: asyncio.AbstractEventLoop) -> None:
        self.server, self.url, self._loop, self._number = server, url, loop, 1_000_000

    def mark(self) -> int:
        """How many calls there were: where to wait from."""
        return len(self.server.calls)

    def calls(self, after: int, method: str, n: int = 1, timeout: float = 10, **fields: Any) -> list[Object]:
        """The calls of a method after a mark, waited for until there are n."""

        def found() -> list[Object]:
            return [
                call
                for call in self.server.calls[after:]
                if call["method"] == method and all(call["fields"].get(k) == str(v) for k, v in fields.items())
            ]

        with self.server.called:
            self.server.called.wait_for(lambda: len(found()) >= n, timeout)
            return found()

    def push(self, update: Object) -> None:
        """Queues an update for the bot."""
        part = next(iter(update.values()))
        if chat := part.get("chat") or part.get("message", {}).get("chat"):
            self.server.known.add(int(chat["id"]))
        asyncio.run_coroutine_threadsafe(self.server.enqueue_update(update, token=TOKEN), self._loop).result(10)

    def number(self) -> int:
        """A number not used before."""
        self._number += 1
        return self._number

    def user(self, number: int, chat: int | None = None) -> "User":
        """A person, in a private chat with the bot unless a chat is named."""
        return User(self, number, chat or number)


class User:
    """Someone who writes to the bot."""

    def __init__(self, tg: TgServer, number: int, chat: int) -> None:
        self.tg, self.chat = tg, chat
        self.me = {"id": number, "is_bot": False, "first_name": "测试"}

    def message(self, **content: Any) -> Object:
        """A message of this person's, not yet sent."""
        return {"message_id": self.tg.number(), **_envelope(self.chat), "from": self.me, **content}

    def say(self, text: str, n: int = 1, timeout: float = 10, **more: Any) -> list[Object]:
        """Sends a text; gives the bot's messages in this chat, waited for until there are n."""
        return self.send({"message": self.message(text=text, **more)}, n, timeout)

    def upload(self, name: str, data: bytes, n: int = 1, timeout: float = 10, **more: Any) -> list[Object]:
        """Sends a document; gives the bot's messages."""
        return self.send({"message": self.message(document=self.tg.server.upload(name, data), **more)}, n, timeout)

    def press(self, message: Object, label: str, n: int = 1, timeout: float = 10) -> list[Object]:
        """Presses the button of a message that shows the label; gives the bot's messages."""
        rows = message["reply_markup"]["inline_keyboard"]
        data = next(button["callback_data"] for row in rows for button in row if label in button["text"])
        return self.send({"callback_query": self.pressing(message, data)}, n, timeout)

    def pressing(self, message: Object, data: str) -> Object:
        """A press of this person's, not yet sent."""
        return {"id": str(self.tg.number()), "from": self.me, "chat_instance": "1", "data": data, "message": message}

    def types(self, text: str, timeout: float = 10) -> tuple[list[Object], Object]:
        """Types behind the bot's name in some chat; what is offered, and the whole answer."""
        after, query = self.tg.mark(), str(self.tg.number())
        self.tg.push({"inline_query": {"id": query, "from": self.me, "query": text, "offset": ""}})
        answer = self.tg.calls(after, "answerInlineQuery", 1, timeout, inline_query_id=query)[0]
        return json.loads(answer["fields"]["results"]), answer["fields"]

    def send(self, update: Object, n: int = 1, timeout: float = 10) -> list[Object]:
        """Queues an update; gives what the bot sent to this chat after it."""
        after = self.tg.mark()
        self.tg.push(update)
        sent = self.tg.calls(after, "sendMessage", n, timeout, chat_id=self.chat)
        return [call["result"] for call in sent if call["ok"]]


@contextmanager
def serving() -> Iterator[TgServer]:
    """A server on a free port of this machine, in a thread of its own."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    server, runner, url = asyncio.run_coroutine_threadsafe(_open(), loop).result(10)
    try:
        yield TgServer(server, url, loop)
    finally:
        asyncio.run_coroutine_threadsafe(_close(server, runner), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


async def _close(server: Strict, runner: web.AppRunner) -> None:
    server.redelivering.cancel()
    await runner.cleanup()


async def _open() -> tuple[Strict, web.AppRunner, str]:
    server = Strict()
    runner = web.AppRunner(server.app(), access_log=None, shutdown_timeout=0.5)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    server.redelivering = asyncio.get_running_loop().create_task(server.redeliver())
    host, port = runner.addresses[0][:2]
    return server, runner, f"http://{host}:{port}"
