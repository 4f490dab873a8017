"""How far a measure of a document is (措施进展), and the proofs kept with a report: entries of the ledger too."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from data.chain import append, writing
from data.connection import Row
from data.ledger import Refused, known
from data.report import Event
from data.store import Store, moment

STATES = ("未启动", "推进中", "已完成")
_STATE = """INSERT INTO measure_state (entry, document, place, point, state, note, sender, at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)"""
_COLUMNS = "document, place, point, state, note, sender, at, entry"
_STATES = f"SELECT {_COLUMNS} FROM measure_state WHERE document = ? AND at <= ?"
_PROOF = "INSERT INTO proof (entry, report, name, type, sha256, content) VALUES (?, ?, ?, ?, ?, ?)"
_PROOFS = "SELECT entry, report, name, type, sha256 FROM proof WHERE report = ? ORDER BY entry"
_CONTENT = "SELECT content FROM proof WHERE entry = ?"
_EVER = "9999"


@dataclass(frozen=True, slots=True)
class MeasureState:
    """How far a measure (三(五)4), or a point of it, is: 未启动, 推进中 or 已完成, with a note, by whom and when."""

    document: str
    place: str
    point: str
    state: str
    note: str
    sender: str
    at: datetime
    entry: int


@dataclass(frozen=True, slots=True)
class Proof:
    """A file kept with a report; its content by `content`."""

    entry: int
    report: int
    name: str
    type: str
    sha256: str


def set_measure(
    store: Store,
    document: str,
    place: str,
    point: str,
    state: str,
    note: str,
    sender: str,
    at: datetime,
    words: str = "",
) -> MeasureState:
    """Store how far a measure is; `point` is '' for all of it. Raises LedgerProblem for another state, StoreProblem."""
    if state not in STATES:
        raise Refused(f"没有“{state}”这种进展，可用：{'、'.join(STATES)}。")
    said = {"document": document, "place": place, "point": point, "state": state, "note": note}
    with writing(store):
        event = append(store, "measure", sender, at, 0, said | {"words": words})
        store.rows(_STATE, (event.seq, *said.values(), sender, moment(at)))
    return MeasureState(document, place, point, state, note, sender, at, event.seq)


def measure_state(
    store: Store, document: str, place: str, point: str = "", as_of: datetime | None = None
) -> MeasureState | None:
    """How far this measure or point is; None where nobody has said. Raises StoreProblem."""
    found = [each for each in measure_states(store, document, as_of) if (each.place, each.point) == (place, point)]
    return found[0] if found else None


def measure_states(store: Store, document: str, as_of: datetime | None = None) -> tuple[MeasureState, ...]:
    """What was said last of each measure and point of a document. Raises StoreProblem."""
    rows = store.rows(f"{_STATES} ORDER BY entry", (document, moment(as_of) if as_of else _EVER))
    return tuple({row[1:3]: _state(row) for row in rows}.values())


def add_proof(
    store: Store,
    number: int,
    sender: str,
    name: str,
    media: str,
    content: bytes,
    at: datetime,
) -> Event:
    """Keep a file with a report. Raises NoReport, StoreProblem."""
    with writing(store):
        digest = sha256(content).hexdigest()
        body = {"name": name, "type": media, "sha256": digest}
        known(store, number)
        event = append(store, "proof", sender, at, number, body)
        store.rows(_PROOF, (event.seq, number, name, media, digest, content))
    return event


def proofs(store: Store, number: int) -> tuple[Proof, ...]:
    """The files kept with a report, the first one first. Raises StoreProblem."""
    return tuple(Proof(*row) for row in store.rows(_PROOFS, (number,)))


def content(store: Store, entry: int) -> bytes:
    """A proof's content; b'' where there is none. Raises StoreProblem."""
    found = store.rows(_CONTENT, (entry,))
    return bytes(found[0][0]) if found else b""


def _state(row: Row) -> MeasureState:
    document, place, point, state, note, sender, at, entry = row
    return MeasureState(document, place, point, state, note, sender, datetime.fromisoformat(at), entry)
