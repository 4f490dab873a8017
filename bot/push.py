"""What is due by the clock: made when the offices are open, and put into the outbox, once.

A subscription says up to where it was served; that and the message are written in one transaction, so that neither a
restart nor a second process sends anything twice.
"""

import logging
from dataclasses import replace
from datetime import datetime

from bot.desk import Desk, to_keep
from bot.permit import refusal
from bot.render.files import with_files
from bot.render.text import plain
from bot.wire import to_json
from data import kept_files, members, outbox, reports, subscriptions, workdays
from data.progress import month_before
from data.store import moment
from data.subscriptions import INSPECTION, LAGGING, Subscription
from intents.conversation import Conversation
from intents.members.alerts import behind
from intents.members.subscribing import name
from intents.reply import Reply
from intents.turn import Turn
from intents.understand import understand
from intents.words.vocabulary import spoken

log = logging.getLogger(__name__)


def tick(desk: Desk, at: datetime) -> None:
    """Puts into the outbox what is due by then; out of working hours nothing. A fault with one subscription leaves it
    for the next tick and does not stop the others. Raises StoreProblem."""
    if workdays.working(at, desk.source.days) != at:
        return
    made: dict[str, Reply] = {}
    for each in subscriptions.running(desk.store):
        try:
            if each.kind == LAGGING:
                _alert(desk, each, at)
            else:
                _serve(desk, each, at, made)
        except Exception:
            log.exception("subscription %s", each.id)


def _serve(desk: Desk, found: Subscription, at: datetime, made: dict[str, Reply]) -> None:
    """A bulletin for each month missed; of inspections, which show what is so now, only the last one missed."""
    moments = subscriptions.due(found.kind, found.since, at, desk.source.days)
    for due in moments[-1:] if found.kind == INSPECTION else moments:
        key = f"{found.kind}@{moment(due)}"
        if key not in made and _may(desk, found):
            made[key] = composed(desk, _question(found.kind, due), found.member, at)
        files = f"{key}/{moment(at)}"  # a later look makes text and files anew, which then belong together
        if _put(desk, found, moment(due), made[key] if _may(desk, found) else None, at, files):
            found = replace(found, done=moment(due))


def composed(desk: Desk, text: str, sender: str, at: datetime) -> Reply:
    """What would be answered to this text, with its files; nothing is remembered. Raises StoreProblem."""
    turn, member = Turn(text, sender, "", at), members.get(desk.store, sender)
    with spoken(turn, desk.source), desk.store.write():  # all that it reads is of one moment
        reply = understand(turn, text, member, Conversation(), desk.source).act()
    return with_files(reply)


def _question(kind: str, due: datetime) -> str:
    """What somebody would ask at that moment."""
    month = month_before(due.date())
    return "督查" if kind == INSPECTION else f"{month.year}年{month.month}月通报"


def _alert(desk: Desk, found: Subscription, at: datetime) -> None:
    newest = reports.newest(desk.store)
    if newest > int(found.done):
        reply = behind(int(found.done), newest, at, desk.source) if _may(desk, found) else None
        _put(desk, found, str(newest), reply, at, "")


def _may(desk: Desk, found: Subscription) -> bool:
    """Whether the member may still have it: roles change."""
    return refusal("summary", members.get(desk.store, found.member), group=False) is None


def _put(desk: Desk, found: Subscription, done: str, reply: Reply | None, at: datetime, files: str) -> bool:
    """Serves a subscription up to there; False where that was done by somebody else."""
    with desk.store.write(durable=True):
        if not subscriptions.advance(desk.store, found, done):
            return False
        if reply:
            if reply.files:
                kept_files.put(desk.store, files, to_keep(reply), at)
            said = replace(reply, lines=(f"【{name(found.kind)}】", *reply.lines), files=(), working=(), keep="")
            key, kept = f"push/{found.id}/{done}", files if reply.files else ""
            outbox.enqueue(desk.store, key, found.member, plain(said), at, kept, reply=to_json(said))
    return True
