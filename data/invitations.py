"""One-time codes by which a person becomes a member: only a keyed hash of each is kept, each works once and for a
while, and who tries five wrong ones within an hour waits an hour."""

import json
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from data import members, seal
from data.connection import Row
from data.problem import Problem, decline
from data.report import Member
from data.store import Store, moment

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789"  # nothing that is read for something else
LENGTH = 20
VALID, TRIES, WAIT = timedelta(days=7), 5, timedelta(hours=1)

_PUT = """INSERT INTO invitation (hash, name, role, districts, departments, made_at, expires_at)
VALUES (?, ?, ?, ?, ?, ?, ?)"""
_GET = "SELECT name, role, districts, departments, expires_at, used_by FROM invitation WHERE hash = ?"
_USED = "UPDATE invitation SET used_at = ?, used_by = ? WHERE hash = ?"
_WRONG = "INSERT INTO attempt (sender, at) VALUES (?, ?)"
_TRIED = f"SELECT at FROM attempt WHERE sender = ? ORDER BY at DESC, id DESC LIMIT {TRIES}"
_PRUNE = "DELETE FROM attempt WHERE sender = ? AND at < ?"
_ENTRIES = "SELECT entries FROM ledger_head WHERE id = 1"
_ASK = "请向管理员再要一个邀请码。"


def invite(
    store: Store,
    role: str,
    districts: Sequence[str],
    departments: Sequence[str],
    name: str,
    now: datetime,
    valid: timedelta = VALID,
) -> str:
    """A new code for whoever is to have this role; fit for a link (letters and digits). Raises MemberProblem,
    StoreProblem."""
    sound = members.checked(Member("", name, role, tuple(districts), tuple(departments)))
    code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    with store.write():
        store.rows(_PUT, (_hash(store, code), *members.columns(sound), moment(now), moment(now + valid)))
    return code


def redeem(store: Store, code: str, sender: str, name: str, now: datetime) -> Member | Problem:
    """The member that the sender has become by this code, named as the invitation says or else `name`; or why not.
    Raises StoreProblem, and MemberProblem for an id or name that nobody can have."""
    with store.write(durable=True):
        if until := _waits(store, sender, now):
            return decline(f"邀请码输错{TRIES}次，请过{_minutes(until - now)}分钟再试。", _ASK)
        hashed = _hash(store, code.strip())
        found = store.rows(_GET, (hashed,))
        if why := _refused(store, found, sender, now):
            return why
        member = members.add(store, _invited(found[0], sender, name), now)
        store.rows(_USED, (moment(now), sender, hashed))
    return member


def _refused(store: Store, found: list[Row], sender: str, now: datetime) -> Problem | None:
    """Why this code is of no use to the sender; a wrong one is counted."""
    if not found:
        store.rows(_PRUNE, (sender, moment(now - 2 * WAIT)))
        store.rows(_WRONG, (sender, moment(now)))
        return decline("没有这个邀请码，请核对是否抄错。", _ASK)
    _, _, _, _, expires, used_by = found[0]
    if used_by:
        return decline("您已经用这个邀请码加入了。" if used_by == sender else "这个邀请码已经用过了。", _ASK)
    if moment(now) > expires:
        return decline("这个邀请码已经过期。", _ASK)
    if members.get(store, sender).role == "admin":
        return decline("您是管理员，没有使用这个邀请码：它会改变您的角色。", "请把它发给要加入的人。")
    return None


def _invited(row: Row, sender: str, name: str) -> Member:
    given, role, districts, departments = row[:4]
    shown = given or " ".join(name.split())[: members.LONGEST] or sender
    return Member(sender, shown, role, tuple(json.loads(districts)), tuple(json.loads(departments)))


def _waits(store: Store, sender: str, now: datetime) -> datetime | None:
    """Until when this sender has to wait, if so."""
    tried = [datetime.fromisoformat(at) for (at,) in store.rows(_TRIED, (sender,))]
    if len(tried) < TRIES or tried[0] - tried[-1] > WAIT:
        return None
    return tried[0] + WAIT if now < tried[0] + WAIT else None


def _minutes(left: timedelta) -> int:
    """Whole minutes, rounded up."""
    return (
        -(-left // timedelta(minutes=1))
        if left % timedelta(minutes=1) == timedelta(0)
        else left // timedelta(minutes=1) + 1
    )


def _hash(store: Store, code: str) -> str:
    """What is kept of a code; within a transaction that writes."""
    key = seal.made_key(store.where, fresh=store.rows(_ENTRIES)[0][0] == 0)
    return seal.link(key, "invitation", code)
