"""Is the ledger whole, and do the rows say what it says? Finds what was done behind its back: an entry or a row
changed, removed, added or reordered, a cut tail, a full rewrite."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from data import replay, seal
from data.chain import canonical
from data.connection import Row
from data.standing import standing
from data.store import Store

SHOWN = 10
_ENTRIES = "SELECT seq, at, actor, action, report, body, hash FROM entry ORDER BY seq"
_HEAD = "SELECT entries, reports, hash FROM ledger_head"
_CITIES = "SELECT DISTINCT city FROM item ORDER BY city"
_PROOFS = "SELECT entry FROM proof ORDER BY entry"
_PROOF = "SELECT report, sha256, content FROM proof WHERE entry = ?"


@dataclass(frozen=True, slots=True)
class _Read:
    """All that is compared, as of one moment."""

    entries: list[Row]
    head: list[Row]
    tables: dict[str, list[Row]]
    standing: replay.Stands | None


def findings(store: Store) -> Iterator[str]:
    """Each thing that is off, in a sentence; where nothing is, the head is brought up to date. Raises StoreProblem."""
    key, head = seal.key(store.where), seal.head(store.where)
    with store.write():
        read = _read(store)
    found = [*_sealed(store, read, key, head), *_laid_out(read), *_stands(read), *_proofs(store)]
    yield from found
    if not found:
        seal.renew(store.where, store.rows)


def _read(store: Store) -> _Read:
    tables = {table.name: store.rows(table.sql) for table in replay.TABLES}
    return _Read(store.rows(_ENTRIES), store.rows(_HEAD), tables, _standing(store))


def _standing(store: Store) -> replay.Stands | None:
    """What questions are answered from, as `replay.standing` has it; None where a row cannot be read."""
    try:
        found = [each for (city,) in store.rows(_CITIES) for each in standing(store, city)]
    except (ArithmeticError, TypeError, ValueError):
        return None
    items = [(each, each.item) for each in found]
    return {
        (item.city, item.district, item.metric, item.period.isoformat()): (str(item.value), each.report, each.approved)
        for each, item in items
    }


def _sealed(store: Store, read: _Read, key: bytes | None, head: seal.Head | None) -> Iterator[str]:
    """The chain by its key, then its end by the rows and by the file."""
    if key is not None:
        yield from _shortened(list(_chain(read.entries, key)))
    elif read.entries:
        yield f"找不到台账密钥 {seal.key_path(store.where)}，台账无法校验：请从备份恢复。"
    last = (read.entries[-1][0], read.entries[-1][6]) if read.entries else (0, "")
    reports = sum(row[3] == "submit" for row in read.entries)
    if read.head != [(last[0], reports, last[1])]:
        yield "台账的末尾与库里记下的条数、上报数或校验值不符：末尾有记录被删除、插入或改动。"
    if key is not None or head is not None:
        yield from _end(seal.head_path(store.where).name, {row[0]: row[6] for row in read.entries}, last[0], head)


def _chain(entries: Iterable[Row], key: bytes) -> Iterator[str]:
    """Entries that do not follow from the one before."""
    before, previous = 0, ""
    for *values, hash_ in entries:
        seq = values[0]
        if seq != before + 1:
            yield f"台账第{before}条之后是第{seq}条，编号不连续：有记录被删除或插入。"
        elif seal.link(key, previous, canonical(values)) != hash_:
            yield f"台账第{seq}条（{values[1][:10]} {values[2]} {values[3]}）校验不符：被改动、插入或调换过。"
        before, previous = seq, hash_


def _end(file: str, hashes: dict[int, str], last: int, head: seal.Head | None) -> Iterator[str]:
    """The head that is kept apart: the chain has to have it, and may go on after it."""
    if head is None:
        yield f"账外的台账头文件 {file} 缺失或读不出来。"
    elif head.count > last:
        yield f"台账只有{last}条，账外记下的是{head.count}条（{file}）：末尾被删除，或数据库换成了旧的备份。"
    elif head.count and hashes.get(head.count) != head.hash:
        yield f"台账第{head.count}条与账外记下的校验值不符（{file}）：台账被改写过。"


def _laid_out(read: _Read) -> Iterator[str]:
    """Rows that are not what the entries say."""
    wanted = replay.rows(read.entries)
    for table in replay.TABLES:
        yield from _shortened(list(_compared(table, wanted[table.name], read.tables[table.name])))


def _compared(table: replay.Laid, wanted: Sequence[Row], there: Sequence[Row]) -> Iterator[str]:
    expected = {row[: table.key]: row for row in wanted}
    actual = {row[: table.key]: row for row in there}
    for key in sorted(expected.keys() | actual.keys(), key=str):
        if expected.get(key) != actual.get(key):
            what = "被删除" if key not in actual else "在台账里没有" if key not in expected else "与台账不符"
            yield f"{table.called(key)}{what}。"


def _stands(read: _Read) -> Iterator[str]:
    """Values that count now, but not by the entries, or the other way round."""
    wanted = replay.standing(read.entries)

    if read.standing is None:
        yield "库里有读不出来的上报数或日期。"
        return
    keys = sorted(key for key in wanted.keys() | read.standing.keys() if wanted.get(key) != read.standing.get(key))
    yield from _shortened([f"{'，'.join(key[1:])}：现在计入的数与台账推算的不同。" for key in keys])


def _proofs(store: Store) -> Iterator[str]:
    """Proofs whose content is not what was sent, read one at a time."""
    for (entry,) in store.rows(_PROOFS):
        for report, digest, content in store.rows(_PROOF, (entry,)):
            if sha256(content).hexdigest() != digest:
                yield f"上报{report}号的附件（台账第{entry}条）内容被改动过。"


def _shortened(found: list[str]) -> list[str]:
    """Not thousands of alike sentences."""
    return found if len(found) <= SHOWN else [*found[:SHOWN], f"……这样的问题共{len(found)}处。"]
