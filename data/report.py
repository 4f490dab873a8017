"""The nouns of reporting: who may report, what was reported, what stands now."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

ROLES = ("guest", "official", "staff", "reviewer", "leader", "admin")


ROLE_NAMES = {
    "guest": "访客",
    "official": "工作人员",
    "staff": "填报员",
    "reviewer": "审核人",
    "leader": "领导",
    "admin": "管理员",
}


@dataclass(frozen=True, slots=True)
class Member:
    """Who a sender is. `districts` are those staff report for, `departments` those staff belong to or a reviewer
    reviews for (none: all)."""

    id: str
    name: str
    role: str
    districts: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """One reported figure: cumulative from 1 January to the day `period`, in the metric's published unit."""

    city: str
    district: str
    metric: str
    period: date
    value: Decimal
    unit: str


@dataclass(frozen=True, slots=True)
class Report:
    """One confirmed message. `late`: confirmed after the due day; `reason` what was given for a doubtful value."""

    number: int
    sender: str
    at: datetime
    words: str
    items: tuple[Item, ...]
    reason: str = ""
    late: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """The value that counts for a district, metric and period: the newest item neither withdrawn nor returned."""

    item: Item
    report: int
    sender: str
    at: datetime
    approved: bool
    late: bool = False


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of the ledger: submit, withdraw, approve, return, measure, proof."""

    seq: int
    at: datetime
    actor: str
    action: str
    report: int
    body: str
    hash: str
