"""Members: who may do what, by the sender's id (CHANNEL:ID). Whoever is not one is a guest.

One that is removed keeps the row, so that the history can still name them. Codes to join by: `invitations`.
"""

import json
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any

from data import outbox
from data.catalog.load import HERE, load_catalog
from data.connection import Row
from data.report import ROLES, Member
from data.store import Store, moment

_COLUMNS = "id, name, role, districts, departments"
_GET = f"SELECT {_COLUMNS} FROM member WHERE id = ? AND removed_at = ''"
_ALL = f"SELECT {_COLUMNS} FROM member WHERE removed_at = '' ORDER BY added_at, id"
_NAME = "SELECT name FROM member WHERE id = ?"
_PUT = """INSERT INTO member (id, name, role, districts, departments, added_at, removed_at)
VALUES (?, ?, ?, ?, ?, ?, '')
ON CONFLICT (id) DO UPDATE SET name = excluded.name, role = excluded.role, districts = excluded.districts,
departments = excluded.departments, added_at = excluded.added_at, removed_at = ''"""
_REMOVE = "UPDATE member SET removed_at = ? WHERE id = ? AND removed_at = '' RETURNING id"
LONGEST = 64


class MemberProblem(Exception):
    """A member cannot be as given; the message is one sentence for a person."""


def get(store: Store, id: str) -> Member:  # noqa: A002
    """The member of this id; a guest where there is none. Raises StoreProblem."""
    found = store.rows(_GET, (id,))
    return _member(found[0]) if found else Member(id, "", "guest")


def name_of(store: Store, id: str) -> str:  # noqa: A002
    """How the person of this id is called, also after leaving; the id where nobody knows. Raises StoreProblem."""
    found = store.rows(_NAME, (id,))
    return str(found[0][0]) if found else id


def everyone(store: Store) -> tuple[Member, ...]:
    """All members, in the order in which they came. Raises StoreProblem."""
    return tuple(map(_member, store.rows(_ALL)))


def add(store: Store, member: Member, at: datetime) -> Member:
    """Take in a member, or change the one of this id; names of districts and departments become the official ones.
    Raises MemberProblem, StoreProblem."""
    _refuse_id(member.id)
    sound = checked(member)
    if not sound.name:
        raise MemberProblem("请写明姓名（--name）。")
    store.rows(_PUT, (sound.id, *columns(sound), moment(at)))
    return sound


def remove(store: Store, id: str, at: datetime) -> Member:  # noqa: A002
    """Let a member go; who it was. What waits for them is not sent any more. Raises MemberProblem where there is none
    of this id, StoreProblem."""
    with store.write():
        gone = get(store, id)
        if not store.rows(_REMOVE, (moment(at), id)):
            raise MemberProblem(f"没有编号为 {id} 的成员。")
        outbox.drop(store, id)
    return gone


def checked(member: Member) -> Member:
    """The member with official names, if role and names are sound. Raises MemberProblem."""
    if member.role not in ROLES[1:]:
        raise MemberProblem(f"没有“{member.role}”这个角色，可用：{'、'.join(ROLES[1:])}。")
    if len(name := " ".join(member.name.split())) > LONGEST:
        raise MemberProblem(f"姓名太长，最多{LONGEST}个字。")
    districts = tuple(dict.fromkeys(map(_district, member.districts)))
    departments = tuple(dict.fromkeys(map(_department, member.departments)))
    if member.role == "staff" and not districts and not departments:
        raise MemberProblem("报送人员（staff）要写明为哪个地区（--district）或哪个部门（--department）报送。")
    return replace(member, name=name, districts=districts, departments=departments)


def columns(member: Member) -> tuple[str, ...]:
    """Name, role, districts and departments as the store keeps them."""
    return (member.name, member.role, _listed(member.districts), _listed(member.departments))


def _listed(names: Sequence[str]) -> str:
    return json.dumps(list(names), ensure_ascii=False)


def _member(row: Row) -> Member:
    number, name, role, districts, departments = row
    return Member(number, name, role, tuple(json.loads(districts)), tuple(json.loads(departments)))


def _refuse_id(id: str) -> None:  # noqa: A002
    channel, colon, rest = id.partition(":")
    if not (channel and colon and rest) or any(c.isspace() or not c.isprintable() for c in id):
        raise MemberProblem(f"编号“{id}”不对，应写作“渠道:编号”，例如 telegram:12345 或 local:zhang。")


def _district(name: str) -> str:
    found = load_catalog().districts
    official = [d.name for d in found if name == d.name]
    named = official or list(dict.fromkeys(d.name for d in found if name in (*d.aliases, *d.later)))
    return _only(name, named, "地区", (d.name for d in found if d.kind != "city"))


def _department(name: str) -> str:
    found = _departments()
    official = [d["name"] for d in found if name == d["name"]]
    named = official or [d["name"] for d in found if name in (*d.get("aliases", ()), *d.get("later", ()))]
    return _only(name, named, "部门", (d["name"] for d in found if d["kind"] == "部门"))


def _only(name: str, found: Sequence[str], what: str, known: Iterable[str]) -> str:
    """The one official name that was meant."""
    if len(found) == 1:
        return found[0]
    if found:
        raise MemberProblem(f"“{name}”可能指{'或'.join(found)}，请写全称。")
    raise MemberProblem(f"没有“{name}”这个{what}，可用：{'、'.join(known)}。")


@cache
def _departments() -> tuple[dict[str, Any], ...]:
    return tuple(tomllib.loads((HERE / "departments.toml").read_text(encoding="utf-8"))["department"])
