"""Questions about the documents themselves: responsibilities, measures, programmes, projects, rules, facts, exports."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from intents.documents import award, export, facts, measures, programme, project, responsibility, statements
from intents.documents.asked import Asked
from intents.documents.asking import ask
from intents.documents.resumed import remember, resumed
from intents.reading import Reading
from intents.reply import Reply
from intents.sources import Sources

Kind = tuple[str, Callable[[Asked], bool], Callable[[Asked, Sources], Reply]]

KINDS: tuple[Kind, ...] = (
    ("export", export.wants, export.answer),
    ("project", project.wants, project.answer),
    ("award", award.wants, award.answer),
    ("withheld", project.wants_withheld, project.answer_withheld),
    ("facts", facts.wants, facts.answer),
    ("responsibility", responsibility.wants, responsibility.answer),
    ("unwritten", statements.wants_unwritten, statements.answer_unwritten),
    ("programme", programme.wants, programme.answer),
    ("statement", statements.wants_statement, statements.answer_statement),
    ("measures", measures.wants, measures.answer),
)
ANSWERS = {name: answer for name, _, answer in KINDS}


@dataclass(frozen=True)
class DocumentQuestion:
    """A question about a document: its kind, and what it asks."""

    kind: str
    asked: Asked

    def answer(self, source: Sources) -> Reply:
        """The reply. Raises StoreProblem."""
        return ANSWERS[self.kind](self.asked, source)

    def state(self) -> dict[str, Any]:
        """As JSON can hold it, for the message that goes on from this one."""
        return remember(self.asked)


def read(reading: Reading, before: dict[str, Any] | None = None, home: str | None = None) -> DocumentQuestion | None:
    """The question about the documents that a message asks, if it is one.

    `before` is the state of the one before, `home` the city that is meant when none is said.
    """
    home = home or (str(before["city"]) if before else reading.city)
    if before is not None:
        going_on = resumed(reading, before, home)
        if going_on is not None and (question := _question(going_on)) is not None:
            return question
    asked = ask(reading, home)
    return _question(asked) if asked is not None else None


def _question(asked: Asked) -> DocumentQuestion | None:
    for name, wants, _ in KINDS:
        if wants(asked):
            return DocumentQuestion(name, asked)
    return None
