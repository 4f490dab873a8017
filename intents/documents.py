"""Questions about the documents themselves: responsibilities, measures, programmes, projects, rules, facts, exports."""

from collections.abc import Callable
from dataclasses import dataclass

from intents import award, documentfacts, export, measures, programme, project, responsibility
from intents.asked import Asked, ask
from intents.reading import Reading
from intents.reply import Reply
from intents.sources import Sources

Kind = tuple[str, Callable[[Asked], bool], Callable[[Asked, Sources], Reply]]

KINDS: tuple[Kind, ...] = (
    ("export", export.wants, export.answer),
    ("project", project.wants, project.answer),
    ("award", award.wants, award.answer),
    ("withheld", project.wants_withheld, project.answer_withheld),
    ("facts", documentfacts.wants, documentfacts.answer),
    ("statement", measures.wants_statement, measures.answer_statement),
    ("responsibility", responsibility.wants, responsibility.answer),
    ("unwritten", measures.wants_unwritten, measures.answer_unwritten),
    ("programme", programme.wants, programme.answer),
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


def read(reading: Reading) -> DocumentQuestion | None:
    """The question about the documents that a message asks, if it is one."""
    asked = ask(reading)
    if asked is None:
        return None
    for name, wants, _ in KINDS:
        if wants(asked):
            return DocumentQuestion(name, asked)
    return None
