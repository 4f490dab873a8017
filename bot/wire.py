"""Replies as JSON: the form of the contract, and the way back for a reply that was kept."""

import base64
import json
from decimal import Decimal
from typing import Any

from bot.render.text import plain
from data.amount import show
from intents.reply import Fact, File, Reply, Table
from intents.wording import rounded


def contract(reply: Reply, paths: dict[str, str] | None = None) -> dict[str, Any]:
    """The reply as the contract has it; `paths` are where its files were written, by name."""
    files = [{"name": f.name, "type": f.type, "path": (paths or {}).get(f.name)} for f in reply.files]
    return {
        "kind": reply.kind,
        "text": plain(reply),
        "facts": [_fact(f) for f in reply.facts],
        "choices": list(reply.choices),
        "files": files,
        "sent": list(reply.sent),
    }


def _fact(f: Fact) -> dict[str, Any]:
    return {
        "district": f.district,
        "metric": f.metric,
        "period": f.period,
        "level": f.level,
        "measure": f.measure,
        "value": show(f.value if f.measure in ("target", "actual") else rounded(f.value)),
        "unit": f.unit,
        "source": f.source,
    }


def to_json(reply: Reply) -> str:
    """A reply as it is kept, complete."""
    table = [reply.table.header, reply.table.rows] if reply.table else None
    files = [[f.name, f.type, base64.b64encode(f.content).decode()] for f in reply.files]
    kept = {
        "kind": reply.kind,
        "lines": reply.lines,
        "table": table,
        "notes": reply.notes,
        "facts": [_fact(f) for f in reply.facts],
        "choices": reply.choices,
        "files": files,
        "sent": reply.sent,
    }
    return json.dumps(kept, ensure_ascii=False)


def from_json(kept: str) -> Reply:
    """A reply that was kept."""
    found = json.loads(kept)
    facts = tuple(Fact(**f | {"value": Decimal(f["value"])}) for f in found["facts"])
    table = Table(tuple(found["table"][0]), tuple(tuple(row) for row in found["table"][1])) if found["table"] else None
    files = tuple(File(name, media, base64.b64decode(content)) for name, media, content in found["files"])
    return Reply(
        found["kind"],
        tuple(found["lines"]),
        table,
        tuple(found["notes"]),
        facts,
        tuple(found["choices"]),
        files,
        tuple(found["sent"]),
    )
