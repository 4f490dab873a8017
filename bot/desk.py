"""The desk: every channel brings its turns here and gets the reply; what is remembered is written here."""

import json
import logging
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from bot import metrics
from bot.permit import refusal
from bot.render.files import with_files
from bot.wire import from_json, to_json
from data import groups, kept_files, members, outbox, unanswered
from data.catalog.load import load_catalog
from data.kept_files import KeptFile
from data.ledger import writing
from data.library import load_documents
from data.seeding import seed
from data.settings_kept import USUAL, Kept, keep
from data.store import Store, StoreProblem, open_store
from data.workdays import NO_DAYS, Days
from intents.conversation import Conversation, remembered
from intents.helping import problem_reply
from intents.members import edited
from intents.reading import LONGEST
from intents.reply import File, Reply
from intents.sources import Sources
from intents.turn import Turn
from intents.understand import understand
from intents.words.masking import kept
from intents.words.vocabulary import spoken

SILENCE = timedelta(minutes=30)
REMEMBERED = timedelta(days=30)  # replies, for messages delivered again: Telegram does so for one day
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Desk:
    """Answers turns from one store."""

    source: Sources

    @property
    def store(self) -> Store:
        """The store that everything is read from and written to."""
        return self.source.store

    def respond(self, turn: Turn) -> Reply:
        """The reply to a turn, whole; the same reply again where the same message is delivered again. Never raises."""
        reply = self.begin(turn)
        return self.keep(turn, made(reply)) if reply.attach else reply

    def begin(self, turn: Turn) -> Reply:
        """The reply, which may ask for files still to be made (`made`) and then be kept (`keep`): so a channel lets
        nobody wait for them. Never raises."""
        began = time.perf_counter()
        try:
            with spoken(turn, self.source):
                reply = self._respond(turn)
        except Exception:
            log.exception("fault %s", number := secrets.token_hex(4))
            reply = _fault(number)
        taken = time.perf_counter() - began
        metrics.count_reply(reply.kind, taken)
        log.info("replied", extra={"kind": reply.kind, "milliseconds": round(taken * 1000)})
        return reply

    def keep(self, turn: Turn, reply: Reply) -> Reply:
        """Remembers the reply of a turn once it is whole, and its files where they are to be sent on. Never raises."""
        try:
            with self.store.write():
                if reply.keep:
                    kept_files.put(self.store, reply.keep, to_keep(reply), turn.at)
                self._keep(turn, reply)
        except StoreProblem:
            log.exception("fault %s", number := secrets.token_hex(4))
            return _fault(number)
        return reply

    def _respond(self, turn: Turn) -> Reply:
        if known := self._replied(turn):
            return known
        conversation = self._recall(turn)
        member = members.get(self.store, turn.sender)
        heard = understand(turn, clean(turn.text), member, conversation, self.source)
        trouble = refusal(heard.needs, member, turn.group, turn.group and groups.is_open(self.store, turn.chat))
        with writing(self.store) if heard.durable and not trouble else self.store.write():
            if heard.durable and (known := self._replied(turn)):
                return known  # a process that was given up has finished it meanwhile
            ended = edited.ends(turn, self.source, self._offered(turn))
            reply = problem_reply(trouble) if trouble else heard.act()
            reply = edited.told(reply) if ended else reply
            after = heard.after(reply)
            self._remember(turn, reply, _refused(conversation, after) if trouble else after, conversation)
            self._note(turn, reply)
        _count(turn, heard.needs, reply)
        return reply

    def _replied(self, turn: Turn) -> Reply | None:
        """What was replied to the same message before."""
        known = None if turn.id is None else self.store.replied(turn.sender, turn.chat, turn.id)
        return None if known is None else from_json(known)

    def _offered(self, turn: Turn) -> tuple[str, ...]:
        """What was offered to choose from for the message that this one replaces."""
        before = self._replied(replace(turn, id=turn.edits))
        return before.choices if before else ()

    @contextmanager
    def outgoing(self, at: datetime) -> Iterator[tuple[dict[str, Any], ...]]:
        """What is to be sent by then, but for what Telegram sends itself; marked as sent when the
        block around its sending ends without a fault, so that none is lost. Nobody else sends
        meanwhile. Raises StoreProblem."""
        if not outbox.due(self.store, at, 1, but="telegram:"):
            yield ()
            return
        with self.store.write(durable=True):
            waiting = outbox.due(self.store, at, but="telegram:")
            yield tuple({"to": m.to, "text": m.text, "files": [_shown(f) for f in m.files]} for m in waiting)
            for each in waiting:
                outbox.mark_sent(self.store, each.id, at)

    def _recall(self, turn: Turn) -> Conversation:
        """The conversation so far; a new one after half an hour of silence."""
        found = self.store.recall(turn.sender, turn.chat)
        if found is None or turn.at - found[0] > SILENCE or turn.at < found[0] - SILENCE:
            return Conversation()
        try:
            return remembered(json.loads(found[1]))
        except (TypeError, KeyError):
            return Conversation()  # written by another version of the program

    def _remember(self, turn: Turn, reply: Reply, after: Conversation, before: Conversation) -> None:
        if after != before or before != Conversation():
            state = json.dumps(after.state(), ensure_ascii=False, default=str)
            self.store.remember(turn.sender, turn.chat, turn.at, state)
        if not reply.attach:
            self._keep(turn, reply)

    def _note(self, turn: Turn, reply: Reply) -> None:
        """Count the words that were not known."""
        if not reply.unknown or reply.kind not in ("unclear", "decline"):
            return
        words, example = kept(clean(turn.text), reply.unknown, [each.name for each in members.everyone(self.store)])
        for word in words:
            unanswered.note(self.store, word, example, reply.kind, turn.at)

    def _keep(self, turn: Turn, reply: Reply) -> None:
        if turn.id is not None:
            self.store.keep_reply(turn.sender, turn.chat, turn.id, to_json(reply), turn.at)
            if reply.files:  # a bulletin is nearly 1 MB: what can no longer be delivered again makes room
                self.store.forget_replies(turn.sender, turn.chat, turn.at - REMEMBERED)


def _refused(before: Conversation, after: Conversation) -> Conversation:
    """The conversation behind a refusal: it goes on from the progress told before; else what was said is context."""
    return before if before.progress else replace(after, progress=None)


def open_desk(
    url: str, home: str, now: datetime, settings: Kept = USUAL, answers: bool = False, days: Days = NO_DAYS
) -> Desk:
    """A desk on a store, brought up to date with the shipped documents; where it `answers`, the settings that figures
    depend on are kept as in force from now on. Raises StoreProblem."""
    store = open_store(url, now)
    changed = seed(store, load_documents(), now)
    for number in changed.changed:
        log.info("文件 %s 的内容有变化，已重新载入", number)
    if answers:
        keep(store, settings, now)
    return Desk(Sources(store, load_catalog(), home, settings, days))


def to_keep(reply: Reply) -> tuple[KeptFile, ...]:
    """The files of a reply, as the store keeps them."""
    return tuple(KeptFile(file.name, file.type, file.content) for file in reply.files)


def _shown(file: KeptFile) -> File:
    return File(file.name, file.type, file.content)


def made(reply: Reply) -> Reply:
    """The reply with the files that it asks for. Uses no store; never raises."""
    try:
        return with_files(reply)
    except Exception:
        log.exception("fault %s", number := secrets.token_hex(4))
        return _fault(number)


def _fault(number: str) -> Reply:
    """What is said where the program is at fault; why is in the log, under the number."""
    metrics.count_fault()
    return Reply("unclear", (f"程序出错了（编号{number}），这条消息没有处理，请把编号告诉管理员。",))


def _count(turn: Turn, needs: str, reply: Reply) -> None:
    """Counts what was refused and may be an attack: never what it said."""
    reason = ""
    if len(turn.text) > LONGEST and reply.kind in ("decline", "unclear"):
        reason = "text_size"
    elif reply.kind == "decline" and (needs == "join" or (turn.key is not None and needs in ("report", "review"))):
        reason = "code" if needs == "join" else "button"
    if reason:
        metrics.count_refused(reason)
        log.info("refused: %s", reason)


def clean(text: str) -> str:
    """Without what no database can hold: lone surrogates and NUL."""
    return text.encode("utf-8", "ignore").decode().replace("\x00", "")
