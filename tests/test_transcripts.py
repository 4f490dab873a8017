"""Whole conversations word for word: tests/transcripts/*.md, which are the manual too.

A heading of the second level opens a conversation; a line that begins with > is what a person sends, the block below
it the reply, choices in brackets. A line in asterisks says who speaks from there on (*乙*), in which chat
(*另一处聊天*), or when (*09:45*, *6月3日 09:00*). Each file has a desk of its own, and CAST are its members: everyone
else is a guest. `UPDATE_TRANSCRIPTS=1 pytest tests/test_transcripts.py` writes the replies anew.
"""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import groupby
from pathlib import Path

import pytest

from bot.desk import Desk, open_desk
from bot.render.text import plain
from data.members import add
from data.report import Member
from intents.reply import Reply
from intents.turn import Turn
from tests.books import new_store
from tests.desks import NOW, SHAOXING, new_chat

FILES = sorted((Path(__file__).parent / "transcripts").glob("*.md"))
CAST = (
    Member("test:小张", "小张", "staff", ("诸暨市",)),
    Member("test:小王", "小王", "staff", ("上虞市",)),
    Member("test:老李", "老李", "reviewer"),
    Member("test:王市长", "王市长", "leader"),
)
RECEIPT = re.compile(r"(?<=\d-)[0-9a-f]{8}\b")  # 台账回执 1-1689a0cd: another one each time
FENCE = "```"
STAGE = re.compile(r"\*(.+)\*")


@dataclass(frozen=True)
class Scene:
    """Who speaks where and when."""

    chat: str = ""
    other: str = ""
    sender: str = "甲"
    at: datetime = NOW

    def turned(self, direction: str) -> "Scene":
        """The scene after a line in asterisks."""
        if match := re.fullmatch(r"(?:(\d+)月(\d+)日 )?(\d\d):(\d\d)", direction):  # 6月3日 09:00
            month, day, hour, minute = (int(part) for part in match.groups(default="0"))
            at = self.at.replace(hour=hour, minute=minute)
            return replace(self, at=at.replace(month=month, day=day) if month else at)
        if direction.endswith("聊天"):
            return replace(self, other="" if direction.startswith("原来") else direction)
        return replace(self, sender=direction)

    def says(self, text: str, desk: Desk) -> Reply:
        """The reply to what is said here."""
        return desk.respond(Turn(text, f"test:{self.sender}", self.chat + self.other, self.at))


def without_replies(text: str) -> Iterator[str]:
    """The lines of a transcript, replies and the blank lines before them left out."""
    inside = False
    for line in text.splitlines():
        if line == FENCE:
            inside = not inside
        elif not inside:
            yield line


def played(text: str, desk: Desk) -> str:
    """The transcript with the replies that come today."""
    lines = [line for block in blocks(text, desk) for line in block]
    return "\n".join(lines).rstrip() + "\n"


def blocks(text: str, desk: Desk) -> Iterator[list[str]]:
    """Headings, prose and questions, each question with its reply, blank lines between."""
    scene = Scene()
    for blank, group in groupby(without_replies(text), key=lambda line: not line.strip()):
        block = list(group)
        if blank:
            continue
        scene = entered(scene, block[0])
        yield [*block, ""]
        if block[0].startswith("> "):
            yield [*answer(scene.says("\n".join(line.removeprefix("> ") for line in block), desk)), ""]
            scene = replace(scene, at=scene.at + timedelta(minutes=1))


def entered(scene: Scene, line: str) -> Scene:
    """The scene from a heading or a line in asterisks on; the same for any other line."""
    if line.startswith("## "):
        return Scene(new_chat())
    direction = STAGE.fullmatch(line)
    return scene.turned(direction[1]) if direction else scene


def answer(reply: Reply) -> list[str]:
    """A reply as the transcript shows it."""
    text = RECEIPT.sub("…", plain(reply))
    return [FENCE, *text.splitlines(), *(f"[{choice}]" for choice in reply.choices), FENCE]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_transcript(path: Path, kind: str) -> None:
    desk = open_desk(new_store(kind).where.url, SHAOXING, NOW)
    for member in CAST:
        add(desk.store, member, NOW)
    written = path.read_text(encoding="utf-8")
    today = played(written, desk)
    desk.store.close()
    if os.environ.get("UPDATE_TRANSCRIPTS"):
        path.write_text(today, encoding="utf-8")
        return
    assert today.splitlines() == written.splitlines()


def test_they_are_a_manual() -> None:
    texts = [path.read_text(encoding="utf-8") for path in FILES]
    assert sum(text.count("\n## ") for text in texts) >= 25
    assert all(re.match(r"# .+\n\n[^#>`\n]+\n\n## ", text) for text in texts)
    assert not any("程序出错" in text for text in texts)
