"""What a question about the documents can name: measures, programmes, projects, departments; and what is asked."""

import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import ahocorasick

from data import narrative
from data.library import load_documents
from intents.normal import normalise

WEAK = frozenset({"filler", "sector", "withheld", "stage", "within"})
CASUAL = frozenset({"who", "verb", "which", "duties", "carry", "money", "same", "where", "unwritten", "every"})


class Topic(NamedTuple):
    """What a word can mean: a kind (measure, programme, ask …), the thing named, and in which city ("" any).

    `general` words decide only where no other is found.
    """

    kind: str
    value: str
    city: str = ""
    general: bool = False


class Topics(NamedTuple):
    """Words with what they can mean, and an automaton that finds all of them in a text."""

    words: dict[str, tuple[Topic, ...]]
    automaton: Any

    def found(self, text: str) -> list[tuple[int, int, tuple[Topic, ...]]]:
        """Every occurrence of every word: start, end, topics."""
        return [(last + 1 - len(word), last + 1, self.words[word]) for last, word in self.automaton.iter(text)]


@cache
def load_topics() -> Topics:
    """The words of the shipped documents and of document_words.toml."""
    words: dict[str, list[Topic]] = {}
    table = _table()
    for word, topic in (
        *_asks(table),
        *_documents(),
        *_measures(table),
        *_narrative(),
        *_projects(),
        *_departments(table),
    ):
        _add(words, word, topic)
    automaton = ahocorasick.Automaton()
    for word in words:
        automaton.add_word(word, word)
    automaton.make_automaton()
    return Topics({word: tuple(topics) for word, topics in words.items()}, automaton)


def triggers(topics: Iterable[Topic]) -> bool:
    """Whether a word makes it worth while to look at a message more closely."""
    return any(t.kind not in WEAK and not t.general and not (t.kind == "ask" and t.value in CASUAL) for t in topics)


def _add(words: dict[str, list[Topic]], word: str, topic: Topic) -> None:
    topics = words.setdefault(normalise(word).text, [])
    shadowed = topic.kind in ("statement", "section") and any(t.kind == "ask" for t in topics)
    if not shadowed and not any(t[:3] == topic[:3] for t in topics):
        topics.append(topic)


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("document_words.toml").read_text("utf-8"))


def _asks(table: dict[str, Any]) -> Iterator[tuple[str, Topic]]:
    for kind in ("ask", "stage", "within", "filler"):
        for value, words in table[kind].items():
            yield from ((word, Topic(kind, value)) for word in words)
    for value, words in table["withheld"].items():
        yield from ((word, Topic("withheld", value, "重庆市")) for word in words)
    for value, words in table["sector"].items():
        yield from ((word, Topic("sector", value, "绍兴市")) for word in words)


@cache
def cities() -> dict[str, str]:
    """Document number -> the city whose document it is."""
    return {document.number: document.city for document in load_documents()}


def _documents() -> Iterator[tuple[str, Topic]]:
    for document in load_documents():
        for word in (document.number, document.title, document.short_title, *document.aliases):
            yield word, Topic("document", document.number, document.city)


def _measures(table: dict[str, Any]) -> Iterator[tuple[str, Topic]]:
    for section in narrative.sections():
        for word in (section.title, *section.words):
            yield word, Topic("section", section.place, cities()[section.document])
    for measure in narrative.measures():
        words = (measure.title, *measure.words, *(word for point in measure.points for word in point.words))
        for word in words:
            yield word, Topic("measure", measure.place, cities()[measure.document], word in measure.general)
    for more in table["also"]:
        kind = more.get("kind", "statement" if more["place"].startswith("四") else "measure")
        yield from ((word, Topic(kind, more["place"], more["city"])) for word in more["words"])


def _narrative() -> Iterator[tuple[str, Topic]]:
    for programme in narrative.programmes():
        for word in (programme.name, *programme.aliases):
            yield word, Topic("programme", programme.name, cities()[programme.document])
    for number, statement in enumerate(narrative.statements()):
        if statement.kind != "目标" and statement.title != "上年完成数和完成情况":
            value = f"#{number}" if statement.kind == "未载明" else statement.place
            for word in (statement.title, *statement.words):
                if word == "依据":
                    continue  # asked of any answer, not of the document
                yield word, Topic("statement", value, cities()[statement.document])
    for award in narrative.awards():
        for word in award.words:
            yield word, Topic("award", award.kind, cities()[award.document])


def _projects() -> Iterator[tuple[str, Topic]]:
    for project in narrative.projects():
        city = cities()[project.document]
        for word in (project.name, *project.aliases):
            yield word, Topic("project", project.name, city)
        if project.cluster:
            core = project.cluster.removesuffix("产业集群").removeprefix("千亿级").removeprefix("百亿级")
            for word in (project.cluster, f"{core}产业集群", f"{core}集群"):
                yield word, Topic("cluster", project.cluster, city)
    for programme in narrative.programmes():
        if programme.name in ("千亿级产业集群", "百亿级产业集群"):
            for part in programme.parts:
                for word in (f"{part}产业集群", f"{part}集群"):
                    yield word, Topic("cluster", f"{programme.name[:3]}{part}产业集群", cities()[programme.document])
    for group in narrative.project_groups():
        for word in (group.name, *group.aliases):
            yield word, Topic("group", group.name, cities()[group.document])


def _departments(table: dict[str, Any]) -> Iterator[tuple[str, Topic]]:
    for department in narrative.departments():
        for word in (department.name, *department.aliases, *department.later):
            yield word, Topic("department", department.name, department.city)
    for name in table["departments"]["words"]:
        yield name, Topic("stranger", name)
        yield f"市{name}", Topic("stranger", f"市{name}")
