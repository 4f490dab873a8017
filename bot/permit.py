"""Who may do what. The role is looked at first: a guest does not learn whether something was reported."""

from data.problem import Problem, decline
from data.report import ROLE_NAMES, Member

INSIDE = ("official", "staff", "reviewer", "leader", "admin")
ROLES = {
    "ask": ("guest", *INSIDE),
    "join": ("guest", *INSIDE),
    "progress": INSIDE,
    "summary": ("leader",),
    "subscribe": ("leader",),
    "urge": ("leader",),
    "report": ("staff",),
    "review": ("reviewer",),
    "waiting": ("reviewer", "leader", "admin"),
    "groups": ("admin",),
}
IN_GROUPS = ("ask", "groups")
IN_OPENED_GROUPS = (*IN_GROUPS, "progress", "summary")
_WHAT = {
    "progress": "完成进度",
    "summary": "各地进度的汇总、排名和通报",
    "subscribe": "订阅",
    "urge": "催报",
    "report": "上报、更正和撤回",
    "review": "审核（通过、退回）",
    "waiting": "待审核清单",
    "join": "邀请码",
    "groups": "开放和关闭群",
}


def refusal(needs: str, member: Member, group: bool, opened: bool = False) -> Problem | None:
    """Why this member may not have that; None where it is allowed. In a group progress is told only where an admin has
    opened it; what is one person's own (reports, reviews, codes) never is."""
    if member.role not in ROLES[needs]:
        who = "、".join(ROLE_NAMES[role] for role in ROLES[needs])
        return decline(f"{_WHAT[needs]}只对{who}开放，您的身份是“{ROLE_NAMES[member.role]}”。", _instead(member))
    if not group or needs in (IN_OPENED_GROUPS if opened else IN_GROUPS):
        return None
    if needs in IN_OPENED_GROUPS:
        return decline(
            f"{_WHAT[needs]}不在群里公布，请私聊我。",
            "已公布的目标可以在群里直接问；要在群里问进度，须由管理员发“开放本群”。",
        )
    return decline(f"{_WHAT[needs]}不在群里办，请私聊我。", "已公布的目标可以在群里直接问。")


def _instead(member: Member) -> str:
    if member.role == "guest":
        return "已公布的目标、举措和牵头部门可以直接问，例如“诸暨市外资目标多少”；要成为成员，请发“我的ID”并把编号交给管理员。"
    return "已公布的目标和您权限内的进度可以直接问。"
