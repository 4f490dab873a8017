"""What a store holds, in numbers, for those who look after it."""

from dataclasses import dataclass

from data import seal
from data.standing import pending
from data.store import Store

_DOCUMENTS = "SELECT COUNT(*) FROM document WHERE replaced_at = ''"
_MEMBERS = "SELECT role, COUNT(*) FROM member WHERE removed_at = '' GROUP BY role ORDER BY role"
_LEDGER = "SELECT entries, reports, hash FROM ledger_head"
_INBOX = "SELECT COUNT(*), COALESCE(MIN(at), '') FROM inbox WHERE finished_at = ''"
_OUTBOX = """SELECT COUNT(*), COALESCE(MIN(CASE WHEN attempts = 0 AND next_at > at THEN next_at ELSE at END), '')
FROM outbox WHERE sent_at = '' AND next_at NOT LIKE '9999%' AND recipient NOT LIKE 'local:%'"""
_FAILED = "SELECT COUNT(*) FROM outbox WHERE sent_at = '' AND next_at LIKE '9999%'"


@dataclass(frozen=True, slots=True)
class Queue:
    """How many wait, and since when the oldest (a moment as the store writes it, '' where none does): what is to go out
    when the offices open waits from then. Members of the terminal (local:) are sent nothing."""

    waiting: int
    oldest: str


@dataclass(frozen=True, slots=True)
class State:
    """Documents, members by role, the ledger's length and end, what waits. `failed`: messages given up for good."""

    documents: int
    members: dict[str, int]
    reports: int
    head: seal.Head
    reviews: int
    inbox: Queue
    outbox: Queue
    failed: int


def queues(store: Store) -> tuple[Queue, Queue, int]:
    """What waits in the inbox and in the outbox, and how many messages were given up. Raises StoreProblem."""
    return Queue(*store.rows(_INBOX)[0]), Queue(*store.rows(_OUTBOX)[0]), store.rows(_FAILED)[0][0]


def state(store: Store) -> State:
    """All of it. Raises StoreProblem."""
    entries, reports, hash_ = store.rows(_LEDGER)[0]
    return State(
        store.rows(_DOCUMENTS)[0][0],
        dict(store.rows(_MEMBERS)),
        reports,
        seal.Head(entries, hash_),
        len(pending(store)),
        *queues(store),
    )


def sealed(store: Store, head: seal.Head) -> str:
    """What is off between the ledger's end and the seal beside it, at one look ('' for nothing); `mubiao check` looks
    at all of it. Raises StoreProblem."""
    if head.count and seal.key(store.where) is None:
        return f"找不到台账密钥 {seal.key_path(store.where)}。"
    kept = seal.head(store.where)
    if head.count and kept is None:
        return f"账外的台账头文件 {seal.head_path(store.where).name} 缺失或读不出来。"
    same = kept is None or kept.count < head.count or kept == head
    return "" if same else "台账的末尾与账外记下的不符：请运行 mubiao check。"
