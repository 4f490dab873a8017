"""Members, the codes by which one becomes one, and what waits for 确认."""

import re
from datetime import timedelta

import pytest

from data import invitations, members, previews
from data.invitations import invite, redeem
from data.members import MemberProblem
from data.problem import Problem
from data.report import Member
from data.store import Store
from tests.books import NOW, later, new_store

ZHAO = Member("local:zhao", "赵军", "staff", ("诸暨市",))


@pytest.fixture
def store(kind: str) -> Store:
    return new_store(kind)


def test_whoever_is_no_member_is_a_guest(store: Store) -> None:
    assert members.get(store, "local:zhao") == Member("local:zhao", "", "guest")
    members.add(store, ZHAO, NOW)
    assert members.get(store, "local:zhao") == ZHAO


def test_coming_changing_and_leaving(store: Store) -> None:
    members.add(store, ZHAO, NOW)
    members.add(store, Member("local:wang", "王市长", "leader"), later(1))
    members.add(store, Member("local:zhao", "赵军", "reviewer"), later(2))
    assert [member.role for member in members.everyone(store)] == ["leader", "reviewer"]
    assert members.remove(store, "local:zhao", later(3)).name == "赵军"
    assert members.get(store, "local:zhao").role == "guest"
    assert members.name_of(store, "local:zhao") == "赵军" and members.name_of(store, "local:x") == "local:x"
    with pytest.raises(MemberProblem, match="没有编号为 local:zhao 的成员"):
        members.remove(store, "local:zhao", later(4))
    members.add(store, ZHAO, later(5))
    assert members.get(store, "local:zhao") == ZHAO


def test_names_become_official(store: Store) -> None:
    given = Member("local:a", " 李  四 ", "staff", ("诸暨", "柯桥区", "诸暨市"), ("经信委", "市商务局"))
    added = members.add(store, given, NOW)
    assert added == Member("local:a", "李 四", "staff", ("诸暨市", "绍兴县"), ("市经信委", "市商务局"))
    assert members.get(store, "local:a") == added


@pytest.mark.parametrize(
    ("member", "sentence"),
    [
        (Member("local:a", "甲", "boss"), "没有“boss”这个角色，可用：official、staff、"),
        (Member("local:a", "甲", "guest"), "没有“guest”"),
        (Member("local:a", "甲", "staff"), "哪个地区（--district）或哪个部门"),
        (Member("local:a", "甲", "staff", ("义乌市",)), "没有“义乌市”这个地区，可用：绍兴县、诸暨市、"),
        (Member("local:a", "甲", "reviewer", (), ("气象局",)), "没有“气象局”这个部门，可用：市经信委、"),
        (Member("local:a", " ", "leader"), "请写明姓名"),
        (Member("local:a", "长" * 65, "leader"), "姓名太长"),
        (Member("zhang", "甲", "leader"), "渠道:编号"),
        (Member("local:", "甲", "leader"), "渠道:编号"),
        (Member("local:a b", "甲", "leader"), "渠道:编号"),
    ],
)
def test_what_a_member_cannot_be(store: Store, member: Member, sentence: str) -> None:
    with pytest.raises(MemberProblem, match=re.escape(sentence)):
        members.add(store, member, NOW)
    assert members.everyone(store) == ()


def why(given: Member | Problem) -> str:
    assert isinstance(given, Problem)
    return given.sentence


def test_a_code_makes_a_member_once(store: Store) -> None:
    code = invite(store, "staff", ["诸暨"], [], "", NOW)
    assert re.fullmatch(r"[A-Za-z0-9_-]{16,64}", code)
    assert redeem(store, f" {code} ", "telegram:7", "赵 军", later(1)) == Member(
        "telegram:7", "赵 军", "staff", ("诸暨市",)
    )
    assert members.get(store, "telegram:7").districts == ("诸暨市",)
    assert "您已经用这个邀请码加入了" in why(redeem(store, code, "telegram:7", "赵军", later(2)))
    assert "已经用过" in why(redeem(store, code, "telegram:8", "钱", later(2)))
    assert members.get(store, "telegram:8").role == "guest"


def test_the_invitations_name_wins(store: Store) -> None:
    code = invite(store, "leader", [], [], "王市长", NOW)
    assert redeem(store, code, "telegram:7", "Wang", NOW) == Member("telegram:7", "王市长", "leader")
    nameless = redeem(store, invite(store, "official", [], [], "", NOW), "telegram:9", "", NOW)
    assert nameless == Member("telegram:9", "telegram:9", "official")


def test_a_code_expires(store: Store) -> None:
    code = invite(store, "leader", [], [], "", NOW)
    assert "过期" in why(redeem(store, code, "telegram:7", "王", NOW + invitations.VALID + timedelta(seconds=1)))
    assert isinstance(redeem(store, code, "telegram:7", "王", NOW + invitations.VALID), Member)


def test_a_code_is_not_in_the_store() -> None:
    store = new_store()
    code = invite(store, "leader", [], [], "", NOW)
    store.rows("PRAGMA wal_checkpoint(TRUNCATE)")
    assert code.encode() not in store.where.path.read_bytes()
    assert code not in {invite(store, "leader", [], [], "", NOW) for _ in range(20)}


def test_an_unsound_invitation(store: Store) -> None:
    with pytest.raises(MemberProblem, match="义乌"):
        invite(store, "staff", ["义乌市"], [], "", NOW)
    with pytest.raises(MemberProblem, match="boss"):
        invite(store, "boss", [], [], "", NOW)


def test_guessing_is_slowed(store: Store) -> None:
    code = invite(store, "leader", [], [], "", NOW)
    for minutes in range(5):
        assert "没有这个邀请码" in why(redeem(store, f"guess{minutes}", "telegram:7", "x", later(minutes)))
    assert "请过59分钟再试" in why(redeem(store, code, "telegram:7", "x", later(5)))
    assert isinstance(redeem(store, invite(store, "leader", [], [], "", NOW), "telegram:8", "y", later(5)), Member)
    assert "请过1分钟再试" in why(redeem(store, code, "telegram:7", "x", later(63) + timedelta(seconds=1)))
    assert isinstance(redeem(store, code, "telegram:7", "x", later(64)), Member)


def test_slow_mistakes_are_no_guessing(store: Store) -> None:
    for number in range(8):
        assert "没有这个邀请码" in why(redeem(store, "x", "telegram:7", "x", later(16 * number)))


def test_an_admin_keeps_the_role(store: Store) -> None:
    members.add(store, Member("local:root", "管", "admin"), NOW)
    code = invite(store, "leader", [], [], "", NOW)
    assert "您是管理员" in why(redeem(store, code, "local:root", "管", NOW))
    assert isinstance(redeem(store, code, "local:wang", "王", NOW), Member)


def test_one_preview_waits_a_sender_and_chat(store: Store) -> None:
    assert previews.latest(store, "a", "c") is None
    previews.put(store, "a", "c", "k1", NOW, "1")
    previews.put(store, "a", "c", "k2", later(1), "2")
    previews.put(store, "b", "c", "k3", NOW, "3")
    assert previews.latest(store, "a", "c") == previews.Preview("k2", "a", "c", later(1), "2")
    assert not previews.end(store, "k1") and previews.end(store, "k2") and not previews.end(store, "k2")
    assert previews.latest(store, "a", "c") is None and previews.latest(store, "b", "c") is not None
