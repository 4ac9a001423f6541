"""The sentences of a run that a model may judge, and why it may not judge others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from assistant.answer import Answer, Citation
from assistant.instructions import speaks_to_a_model
from assistant.verify import stands
from eval.run import Run
from eval.scorers import SCORERS
from eval.scores import givens
from eval.stated import stated
from vectorstore.library import Library
from vectorstore.models import Classification, Role
from vectorstore.settings import Settings

_EXEMPT = "a paper that it rests on is exempt"
_TO_A_MODEL = "its quotes speak to a model"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that states what papers say, as a reader has it, and what is cited for it.

    `barred` says why it is not put to a model, None where it may be; `scorer` is whether the scorer finds it borne out.
    """

    text: str
    citations: tuple[Citation, ...]
    barred: str | None
    scorer: bool

    @property
    def quotes(self) -> list[str]:
        """The words cited for it."""
        return [c.quote for c in self.citations]


def sentences(run: Run, settings: Settings) -> list[tuple[str, tuple[Sentence, ...] | str]]:
    """Each answer's id with its sentences, in order, those left out that were worked out; or with why none of them is to be judged.

    What rests on an exempt paper is barred unless the settings say that a model may read it. A paper that is no longer held is as open as it was to
    whoever asked: open to a reader, and to an officer not known. Raises LibraryError when the library cannot be opened.
    """
    may_read = _readable(run, settings)
    found: list[tuple[str, tuple[Sentence, ...] | str]] = []
    for given in givens(run):
        applies = SCORERS["claim_support"].score(given)
        found.append((given.id, applies if isinstance(applies, str) else _of(given.answer, may_read)))
    return found


def _of(answer: Answer, may_read: Callable[[str], bool]) -> tuple[Sentence, ...]:
    cited = {c.n: c for c in answer.citations}
    found = []
    for claim, scored in zip((c for c in answer.claims if c.derived is None), stated(answer), strict=True):
        text = claim.text.removesuffix(claim.remark).rstrip()
        citations = tuple(cited[n] for n in claim.citations if n in cited)
        found.append(Sentence(text, citations, _barred(text, citations, may_read), stands(scored.text, scored.quotes)))
    return tuple(found)


def _barred(text: str, citations: tuple[Citation, ...], may_read: Callable[[str], bool]) -> str | None:
    if not all(may_read(c.document) for c in citations):
        return _EXEMPT
    shown = [text, *(words for c in citations for words in (c.title, *c.section, c.quote))]
    return _TO_A_MODEL if any(map(speaks_to_a_model, shown)) else None


def _readable(run: Run, settings: Settings) -> Callable[[str], bool]:
    """Whether a model may read the paper with an id."""
    if settings.llm_exempt:
        return lambda document: True
    library = Library(settings)
    try:
        cited = {c.document for stored in run.answers.values() for answer in stored.answers for c in answer.citations}
        held = {document: library.described(document) for document in cited}
    finally:
        library.close()
    unheld = Classification.OPEN if run.about.role == Role.READER.value else Classification.EXEMPT
    standing = {document: described[1] if described else unheld for document, described in held.items()}
    return lambda document: standing[document] is Classification.OPEN
