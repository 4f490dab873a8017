"""How many messages a second the bot answers, by polling and by webhook, beside a bare echo bot on the same library.

Run `python -m benchmarks.telegram [--seconds 8] [--chats 64] [--transport library] [--json]`; README.md beside this
file says how to read it.
The server is the least that a Bot API server can do; each bot is a process of its own.
"""

import argparse
import asyncio
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from aiohttp import ClientSession, TCPConnector, web
from telegram.ext import Application, MessageHandler, filters
from telegram.request import HTTPXRequest

from benchmarks.questions import conversations
from bot.__main__ import main as mubiao
from bot.channels import telegram, telegram_bot
from bot.channels.telegram_bot import Connection, bot_of
from bot.channels.telegram_handlers import AT_ONCE
from bot.channels.telegram_watch import Watch
from bot.cli_telegram import hook_of
from bot.settings import load_settings

ROOT = Path(__file__).parents[1]
TOKEN = "1:bench"
SECRET = "bench_bench_bench_1"
WARM = 2.0  # seconds before measuring


@dataclass(frozen=True)
class Row:
    """One line: which bot, how updates come to it, messages a second, and how long one took."""

    bot: str
    by: str
    transport: str
    per_second: float
    median_ms: float
    p99_ms: float
    bot_cpu: float
    share: float | None = None


class Server:
    """Answers what a bot asks, hands out updates, and tells when a chat was answered."""

    def __init__(self) -> None:
        self.first, self.queue, self.came = 1, list[str](), asyncio.Event()
        self.ready = asyncio.Event()
        self.waiting: dict[int, asyncio.Future[None]] = {}

    async def handle(self, request: web.Request) -> web.Response:
        method, fields = request.match_info["method"], await request.post()
        if method == "getUpdates":
            return await self.updates(fields)
        if method in ("setWebhook", "deleteWebhook"):
            self.ready.set()
        return web.json_response({"ok": True, "result": self.result(method, fields)})

    def result(self, method: str, fields: Any) -> Any:
        if method == "getMe":
            return {"id": 1, "is_bot": True, "first_name": "b", "username": "bench_bot"}
        if method != "sendMessage":
            return True
        chat = int(fields["chat_id"])
        if (waiting := self.waiting.get(chat)) and not waiting.done():
            waiting.set_result(None)
        return {"message_id": 1, "date": 1, "chat": {"id": chat, "type": "private"}, "text": fields["text"]}

    async def updates(self, fields: Any) -> web.Response:
        offset = int(fields.get("offset") or 0)
        if offset > self.first:
            del self.queue[: offset - self.first]
            self.first = offset
        if not self.queue:
            self.came.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(self.came.wait(), float(fields.get("timeout") or 0))
        body = '{"ok":true,"result":[' + ",".join(self.queue[:100]) + "]}"
        return web.Response(text=body, content_type="application/json")

    async def queued(self, update: dict[str, Any]) -> None:
        self.queue.append(json.dumps(update))
        self.came.set()


def update(number: int, chat: int, text: str) -> dict[str, Any]:
    who = {"id": chat, "is_bot": False, "first_name": "x"}
    message = {"message_id": number, "date": 1339981200, "from": who, "chat": {"id": chat, "type": "private"}}
    return {"update_id": number, "message": {**message, "text": text}}


def texts() -> list[str]:
    """Questions for targets."""
    return [asked[-1] for asked in conversations()["lookup"]]


async def load(
    server: Server, give: Callable[[dict[str, Any]], Awaitable[None]], chats: int, seconds: float
) -> tuple[list[float], float]:
    """Each chat asks, waits for the answer, and asks again; how long each took, and how long all of it."""
    took, number, asked = list[float](), 0, texts()
    began = time.perf_counter() + WARM
    end = began + seconds

    async def chat(who: int) -> None:
        nonlocal number
        while time.perf_counter() < end:
            number += 1
            waiting = server.waiting[who] = asyncio.get_running_loop().create_future()
            start = time.perf_counter()
            await give(update(number, who, asked[number % len(asked)]))
            await asyncio.wait_for(waiting, 60)
            if start > began:
                took.append(time.perf_counter() - start)

    await asyncio.gather(*(chat(who) for who in range(1, chats + 1)))
    return took, time.perf_counter() - began


async def measured(bot: str, by: str, options: argparse.Namespace, folder: str) -> Row:
    server = Server()
    app = web.Application()
    app.router.add_post("/bot{token}/{method}", server.handle)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    port = runner.addresses[0][1]
    hook = f"http://127.0.0.1:{port + 1}/hook"
    process = subprocess.Popen(command(bot, options.transport), cwd=ROOT, env=environment(port, by, hook, folder))
    async with ClientSession(connector=TCPConnector(limit=40)) as session:

        async def delivered(body: dict[str, Any]) -> None:
            headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
            async with session.post(hook, json=body, headers=headers) as answer:
                assert answer.status == 200, answer.status

        try:
            await asyncio.wait_for(server.ready.wait(), 30)
            took, whole = await load(
                server, server.queued if by == "polling" else delivered, options.chats, options.seconds
            )
            took.sort()
            per_second, p99, used = len(took) / whole, took[int(len(took) * 0.99)], cpu(process.pid) / (whole + WARM)
            return Row(bot, by, options.transport, per_second, statistics.median(took) * 1e3, p99 * 1e3, used)
        finally:
            process.terminate()
            await asyncio.to_thread(process.wait, 30)  # its last requests are answered meanwhile
            await runner.cleanup()


def cpu(process: int) -> float:
    """Seconds of processor that a process and those it started have used (Linux; elsewhere not a number)."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
        started = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split()
    except OSError:
        return float("nan")
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK") + sum(cpu(int(each)) for each in started)


def command(bot: str, transport: str) -> list[str]:
    return [sys.executable, "-m", "benchmarks.telegram", "--serve", bot, "--transport", transport]


def environment(port: int, by: str, hook: str, folder: str) -> dict[str, str]:
    own = {name: value for name, value in os.environ.items() if not name.startswith("MUBIAO_")}
    own |= {"MUBIAO_TELEGRAM_API": f"http://127.0.0.1:{port}", "MUBIAO_TELEGRAM_TOKEN": TOKEN}
    own |= {"MUBIAO_DATABASE_URL": f"sqlite:///{folder}/{by}.db"}
    if by == "webhook":
        own |= {"MUBIAO_WEBHOOK_URL": hook, "MUBIAO_WEBHOOK_SECRET": SECRET}
        own |= {"MUBIAO_WEBHOOK_LISTEN": hook.removeprefix("http://").removesuffix("/hook")}
    return own


async def echo() -> None:
    """The bot to compare with: the library, the same transport and settings, and nothing behind it."""
    settings = load_settings()
    connection = Connection(settings.telegram_token, settings.zone, settings.telegram_api, hook=hook_of(settings))
    builder = Application.builder().bot(bot_of(connection, Watch(), None)).concurrent_updates(AT_ONCE)
    app: Any = (builder.updater(None) if connection.hook else builder).build()

    async def say(update: Any, _context: Any) -> None:
        await update.message.reply_text(update.message.text)

    app.add_handler(MessageHandler(filters.TEXT, say))
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    async with app:
        await app.start()
        await (
            telegram.delivered(app, connection, connection.hook, stop)
            if connection.hook
            else telegram.polled(app, stop)
        )
        await app.stop()


def serve(bot: str, transport: str) -> None:
    """Is one of the two bots, with the bot's own transport or the library's."""
    if transport == "library":
        telegram_bot.transport = lambda connections, _proxy: HTTPXRequest(connections, pool_timeout=30)
    if bot == "echo":
        asyncio.run(echo())
    else:
        sys.argv[1:] = ["telegram"]
        mubiao()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=8)
    parser.add_argument("--chats", type=int, default=64)
    parser.add_argument("--by", nargs="+", choices=("polling", "webhook"), default=("polling", "webhook"))
    parser.add_argument("--transport", choices=("aiohttp", "library"), default="aiohttp", help="of both bots")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--serve", choices=("echo", "mubiao"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        serve(options.serve, options.transport)
        return
    with tempfile.TemporaryDirectory(prefix="mubiao-bench-") as folder:
        for by in options.by:
            floor = asyncio.run(measured("echo", by, options, folder))
            ours = asyncio.run(measured("mubiao", by, options, folder))
            for each in (floor, Row(**{**asdict(ours), "share": ours.per_second / floor.per_second})):
                shown(each, options.json)


def shown(each: Row, as_json: bool) -> None:
    if as_json:
        print(json.dumps(asdict(each)), flush=True)
        return
    share = "" if each.share is None else f"{each.share:6.0%} of echo"
    print(
        f"{each.bot:7} {each.by:8} {each.transport:8} {each.per_second:7.0f} /s  median {each.median_ms:6.1f} ms  "
        f"p99 {each.p99_ms:7.1f} ms  cpu {each.bot_cpu:4.0%}  {share}",
        flush=True,
    )


if __name__ == "__main__":
    main()
