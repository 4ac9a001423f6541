"""Whether the desk answers a question that is to be offered: each is asked before anybody sees it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from assistant.answer import Answer, Citation
from assistant.desk import Desk
from assistant.question import content_words, stem
from assistant.question_candidates import LONGEST, Candidate
from vectorstore.errors import ScrutinyError
from vectorstore.models import Filters, Span, fold_space

_EFFORT = 8  # what may be spent on asking: an answer from records takes one,
_PROSE = 3  # and one from sentences, which a model has to read, as long as so many
_SAID = 2  # questions of what papers say of a subject that are offered together; of every other form, one
_NEW = 0.5  # of an answer's citations: the least that no earlier answer has
_LIKE = 0.75  # of two questions' words: from this share in common on one is the other again


class Trial:
    """Asks the desk what could be asked next, in the conversation as it stands; a language model is never asked.

    How much is asked is counted and not timed: the same library gives the same questions on any machine.
    """

    def __init__(
        self,
        desk: Desk,
        turns: Sequence[Answer] = (),
        filters: Filters | None = None,
        as_of: date | None = None,
        effort: int = _EFFORT,
        said: int = _SAID,
    ) -> None:
        self._desk, self._turns, self._filters, self._as_of = desk, list(turns), filters, as_of
        self._effort, self._most_said = effort, said
        self._told = [c for turn in turns for c in turn.citations]
        self._asked = [text for turn in turns for text in (turn.question, turn.understood or "")]
        self._tried: set[str] = set()
        self._forms: Counter[str] = Counter()
        self.standing: list[str] = []

    def take(self, candidates: Iterable[Candidate], most: int) -> list[str]:
        """The questions that the desk answers, in order, until there are `most`."""
        for candidate in candidates:
            if len(self.standing) >= most or not self._effort:
                break
            if self._is_worth_asking(candidate) and (answer := self._answer(candidate)) and self._stands(candidate, answer):
                self.standing.append(candidate.question)
                self._forms[candidate.form] += 1
                self._told += answer.citations
        return self.standing

    def _is_worth_asking(self, candidate: Candidate) -> bool:
        asked = [*self._asked, *self.standing]
        return (
            len(candidate.question) <= LONGEST
            and candidate.question not in self._tried
            and self._forms[candidate.form] < (self._most_said if candidate.subject else 1)
            and self._effort >= (_PROSE if candidate.subject else 1)
            and not any(_alike(candidate.question, each) or _says(each, candidate.subject) for each in asked)
        )

    def _answer(self, candidate: Candidate) -> Answer | None:
        self._tried.add(candidate.question)
        try:
            answer = self._desk.ask(candidate.question, self._filters, self._turns, self._as_of, extractive=True)
        except ScrutinyError:
            self._effort -= 1
            return None
        self._effort = max(0, self._effort - (1 if answer.odds is None else _PROSE))
        return answer

    def _stands(self, candidate: Candidate, answer: Answer) -> bool:
        """Whether a question was answered without doubt, as it stands, from where it came from and mostly with what was not told yet."""
        if answer.status != "answered" or answer.doubt or answer.understood or not answer.citations:
            return False
        new = [c for c in answer.citations if not self._is_told(c)]
        where = answer.citations if candidate.subject else answer.citations[:1]
        return any(_rests_on(c, candidate) for c in where) and len(new) >= _NEW * len(answer.citations)

    def _is_told(self, citation: Citation) -> bool:
        return any(
            citation.document == other.document
            and (fold_space(citation.quote) == fold_space(other.quote) or _touch(_spans(citation), _spans(other)))
            for other in self._told
        )


def _rests_on(citation: Citation, candidate: Candidate) -> bool:
    return any(citation.document == document and _touch(_spans(citation), spans) for document, spans in candidate.home)


def _spans(citation: Citation) -> list[Span]:
    return [Span(*place) for place in citation.places]


def _touch(some: Sequence[Span], others: Sequence[Span]) -> bool:
    return any(a.page == b.page and a.start < b.end and b.start < a.end for a in some for b in others)


def _alike(one: str, other: str) -> bool:
    """Whether two questions say nearly the same words."""
    a, b = _stems(one), _stems(other)
    return bool(a and b) and len(a & b) >= _LIKE * len(a | b)


def _says(question: str, subject: str) -> bool:
    """Whether a question says a subject."""
    return bool(subject) and _stems(subject) <= _stems(question)


def _stems(text: str) -> set[str]:
    return {stem(w) for w in re.findall(r"\w+", " ".join(content_words(text)))}
