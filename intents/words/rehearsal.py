"""The shipped examples, played by the program itself: which would mean something else with another word known."""

import tomllib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

from data.aliases import Alias
from data.catalog.load import load_catalog
from data.library import load_documents
from data.report import Member
from data.seeding import seed
from data.store import open_store
from intents.conversation import Conversation
from intents.mentions.lexicon import speaking
from intents.sources import Sources
from intents.turn import Turn
from intents.understand import understand

NOW = datetime(2012, 6, 18, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
HOME = "绍兴市"
INTENTS = Path(__file__).parents[1]
GUEST = Member("rehearsal:guest", "", "guest")
LEADER = Member("rehearsal:leader", "领导", "leader")
STAFF = {
    "诸暨": Member("rehearsal:staff", "填报员", "staff", ("诸暨市",)),
    "两地": Member("rehearsal:two", "填报员", "staff", ("诸暨市", "上虞市")),
    "绍兴县": Member("rehearsal:county", "填报员", "staff", ("绍兴县",)),
    "滨海": Member("rehearsal:zone", "填报员", "staff", ("滨海新城",)),
    "经信": Member("rehearsal:works", "填报员", "staff", (), ("市经信委",)),
    "金融": Member("rehearsal:finance", "填报员", "staff", (), ("市金融办",)),
    "访客": GUEST,
}
_WHO = {"progress": LEADER, "submission": STAFF["诸暨"]}


@dataclass(frozen=True, slots=True)
class Scene:
    """What somebody says in one conversation on a day."""

    who: Member
    texts: tuple[str, ...]
    at: datetime = NOW


def scenes() -> tuple[Scene, ...]:
    """All that the examples beside the intents say."""
    found: list[Scene] = []
    for path in sorted(each for each in INTENTS.glob("*/*.examples.toml") if each.parent.name != "mentions"):
        who = _WHO.get(path.name.partition(".")[0], GUEST)
        found.extend(_scenes(tomllib.loads(path.read_text(encoding="utf-8")), who))
    return tuple(found)


def _scenes(table: dict[str, Any], who: Member) -> Iterator[Scene]:
    """Those of a table and of the tables in it: `text`, `texts`, `phrases` with a meaning, `turns` of a dialogue."""
    if "text" in table:
        yield Scene(STAFF.get(table.get("from", ""), who), (table["text"],), _moment(table.get("at")))
    yield from (Scene(who, (text,)) for text in table.get("texts", ()))
    yield from (Scene(who, (phrase[0],)) for phrase in table.get("phrases", ()))
    if "turns" in table:
        yield Scene(who, tuple(turn[0] for turn in table["turns"]))
    for inner in table.values():
        for each in inner if isinstance(inner, list) else [inner]:
            if isinstance(each, dict):
                yield from _scenes(each, who)


def _moment(day: object) -> datetime:
    if isinstance(day, datetime):
        return day if day.tzinfo else day.replace(tzinfo=NOW.tzinfo)
    return datetime.combine(day, time(9), NOW.tzinfo) if isinstance(day, date) else NOW


def changed(known: tuple[Alias, ...], new: Alias, told: Callable[[int, int], None]) -> str | None:
    """The first example that would mean something else with one word more; `told` hears how many of how many were
    played. Raises StoreProblem."""
    with TemporaryDirectory(prefix="mubiao-rehearsal-") as folder:
        store = open_store(f"sqlite:///{Path(folder) / 'rehearsal.db'}")
        try:
            seed(store, load_documents(), NOW)
            source, all_of_them = Sources(store, load_catalog(), HOME), scenes()
            for number, scene in enumerate(all_of_them, 1):
                if _differs(scene, source, known, (*known, new)):
                    return scene.texts[0] if len(scene.texts) == 1 else " → ".join(scene.texts)
                told(number, len(all_of_them))
            return None
        finally:
            store.close()


def _differs(scene: Scene, source: Sources, known: tuple[Alias, ...], more: tuple[Alias, ...]) -> bool:
    with speaking(more):
        after = meaning(scene, source)
    with speaking(known):
        return meaning(scene, source) != after


def meaning(scene: Scene, source: Sources) -> tuple[object, ...]:
    """What is replied to each of the texts, and what is then remembered; nothing is stored. Raises StoreProblem."""
    played = list[object]()
    with suppress(_PlayedError), source.store.write():
        played += _played(scene, source)
        raise _PlayedError
    return tuple(played)


class _PlayedError(Exception):
    """The scene is over: what it stored is taken back."""


def _played(scene: Scene, source: Sources) -> Iterator[object]:
    conversation = Conversation()
    for text in scene.texts:
        turn = Turn(text, scene.who.id, scene.who.id, scene.at)
        heard = understand(turn, text, scene.who, conversation, source)
        reply = heard.act()
        conversation = heard.after(reply)
        yield heard.needs, replace(reply, files=tuple(replace(f, content=b"") for f in reply.files))
    yield conversation.state()
