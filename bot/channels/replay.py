"""JSON Lines in, one JSON reply a line out, in order: for scripts and acceptance."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any, TextIO

from bot.wire import contract
from intents.reply import File, Reply
from intents.turn import Turn


class LineProblem(Exception):
    """A line that is no message: the sentence says which and why."""


Outgoing = Callable[[datetime], AbstractContextManager[tuple[dict[str, Any], ...]]]
NOTHING = Reply("help")


def nothing_out(_at: datetime) -> AbstractContextManager[tuple[dict[str, Any], ...]]:
    """Where nothing is sent to others."""
    return nullcontext(())


def run(
    lines: Iterable[str],
    out: TextIO,
    respond: Callable[[Turn], Reply],
    zone: tzinfo,
    files: Path | None,
    outgoing: Outgoing = nothing_out,
    tick: Callable[[datetime], None] = lambda _at: None,
) -> None:
    """Plays each line and writes its reply at once, with what is due to others by then; a tick does what is due by the
    clock. Raises LineProblem for a line that is no message."""
    offered: dict[tuple[str, str], tuple[str, ...]] = {}
    for number, line in enumerate(lines, 1):
        if line.strip():
            said = _object(line, number)
            turn = _turn(said, zone, offered)
            if said.get("tick"):
                tick(turn.at)
            reply = NOTHING if said.get("tick") else respond(turn)
            if reply.choices:
                offered[turn.sender, turn.chat] = reply.choices
            with outgoing(turn.at) as sent:
                whole = contract(reply, _written(reply.files, files, str(number)))
                whole["sent"] = [*whole["sent"], *(_sent(each, files, number) for each in sent)]
                print(json.dumps(whole, ensure_ascii=False), file=out, flush=True)


def _object(line: str, number: int) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except ValueError as error:
        raise LineProblem(f"第{number}行不是 JSON：{error}") from None
    said = isinstance(found, dict) and any(isinstance(found.get(k), str) for k in ("text", "button", "file"))
    if not said and not (isinstance(found, dict) and found.get("tick") is True):
        raise LineProblem(f"第{number}行没有 text、button、file 或 tick")
    return dict(found)


def _turn(line: dict[str, Any], zone: tzinfo, offered: dict[tuple[str, str], tuple[str, ...]]) -> Turn:
    sender = str(line.get("from", "local:guest"))
    chat = str(line.get("chat", sender))
    button = line.get("button")
    choices = offered.get((sender, chat), ())
    pressed = next((c for c in choices if c == button), button)
    return Turn(
        text=str(line.get("text") or pressed or ""),
        sender=sender,
        chat=chat,
        at=moment(line.get("at"), zone),
        id=str(line["id"]) if line.get("id") is not None else None,
        edits=str(line["edits"]) if line.get("edits") is not None else None,
        group=bool(line.get("group", False)),
        button=pressed,
        file=line.get("file"),
    )


def moment(text: str | None, zone: tzinfo) -> datetime:
    """The moment that counts as now, in the time zone: the clock where none is given. Raises LineProblem."""
    if not text:
        return datetime.now(zone)
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise LineProblem(f"时间“{text}”看不懂，请写成 2012-06-18 或 2012-06-18T09:00:00+08:00") from None
    return found.replace(tzinfo=zone) if found.tzinfo is None else found.astimezone(zone)


def _sent(message: dict[str, Any], files: Path | None, number: int) -> dict[str, Any]:
    """A message to somebody, its files as the contract has them."""
    paths = _written(message["files"], files, f"{number}-sent")
    return message | {"files": [{"name": f.name, "type": f.type, "path": paths.get(f.name)} for f in message["files"]]}


def _written(given: Sequence[File], files: Path | None, folder: str) -> dict[str, str]:
    """Where these files were written, by name."""
    if files is None or not given:
        return {}
    paths = {}
    for file in given:
        path = files / folder / file.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.content)
        paths[file.name] = str(path)
    return paths


def lines_of(path: Path | None, stdin: TextIO) -> Iterator[str]:
    """The lines of a file or of standard input."""
    if path is None:
        yield from stdin
        return
    with path.open(encoding="utf-8") as file:
        yield from file
