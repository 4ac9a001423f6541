"""Scrutiny questions: what could be put to those who are responsible, each question resting on a cited gap in the papers."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date

from assistant.answer import Answer, Claim
from assistant.compose import Draft
from assistant.desk import Desk, searched
from assistant.gap_figures import differing, indicator_gaps
from assistant.gap_kinds import GapKind
from assistant.gap_nouns import Candidate, Gap, ScrutinyQuestions
from assistant.gap_promises import promise_gaps
from assistant.gap_registers import register_gaps
from assistant.question import understand
from assistant.retrieve import scope
from assistant.scoring import Selector
from assistant.verify import figures, figures_stand, quote_stands
from vectorstore.errors import QuestionError
from vectorstore.models import Document, Filters, Span
from vectorstore.sentences import sentence_spans

ORDER = {kind: n for n, kind in enumerate(GapKind)}
MOST = 20
"""Questions that are given where nobody says how many."""
_FIGURES = "How much or how many: {}?"
"""What is asked of a topic, to see whether papers state a figure of it differently."""
_WORDS_APART = 2  # words for each of a topic's, and one more, within which they are said together
_ABOUT = 0.7  # of a topic's words, by rarity: the least that one sentence, name or heading of a gap must say


def scrutiny_questions(
    desk: Desk,
    about: str | None,
    as_of: date,
    limit: int | None = MOST,
    filters: Filters | None = None,
    kinds: Sequence[GapKind] = (),
) -> ScrutinyQuestions:
    """Questions about a topic, or about everything that the papers hold, the gravest first. Raises QuestionError as `Desk.ask` does."""
    within = scope(desk.holdings, filters or Filters())
    candidates = [c for c in _candidates(desk, as_of) if c.document in within.documents]
    if about is not None:
        if not any(character.isalnum() for character in about):
            raise QuestionError("The topic is empty; name one, such as: SEND funding.")
        candidates = _about(desk, about, candidates)
        candidates += differing(desk.ask(_FIGURES.format(about), filters, as_of=as_of, extractive=True), about)
    if kinds:
        candidates = [c for c in candidates if c.kind in kinds]
    made, left = _cited(desk, sorted(candidates, key=lambda c: ORDER[c.kind]), limit)
    return ScrutinyQuestions(about=about, as_of=as_of, questions=made, searched=searched(within), left_out=left)


def questions_of(desk: Desk, answer: Answer, as_of: date, limit: int | None = 5) -> ScrutinyQuestions:
    """Questions on what an answer rests on: gaps printed where it quotes first, then those of the same risk, the gravest first."""
    quoted: dict[str, list[Span]] = {}
    for citation in answer.citations:
        quoted.setdefault(citation.document, []).extend(Span(*place) for place in citation.places)
    candidates = _candidates(desk, as_of)
    own = [c for c in candidates if _meets(c.places, quoted.get(c.document, ()))]
    home = [c for c in candidates if c not in own and _meets(c.around, quoted.get(c.document, ()))]
    ranked = [
        *differing(answer, answer.understood or answer.question),
        *sorted(own, key=lambda c: ORDER[c.kind]),
        *sorted(home, key=lambda c: ORDER[c.kind]),
    ]
    made, left = _cited(desk, ranked, limit)
    within = scope(desk.holdings, Filters())
    return ScrutinyQuestions(about=None, as_of=as_of, questions=made, searched=searched(within), left_out=left)


def _candidates(desk: Desk, as_of: date) -> list[Candidate]:
    promises = desk.promises()
    return [
        *register_gaps(desk.registers(), desk.holdings, as_of),
        *promise_gaps(promises, desk.holdings, as_of),
        *indicator_gaps(desk.documents(), promises, desk.holdings),
    ]


def _about(desk: Desk, about: str, candidates: Iterable[Candidate]) -> list[Candidate]:
    """The candidates of which a sentence, a name or a heading says most of a topic's words, or others for them."""
    topic = understand(about, desk.holdings.acronyms())
    passages = sum(document.passage_count for document in desk.documents())
    selector = Selector(topic, desk.holdings.document_frequency(topic.terms), passages)
    room = _WORDS_APART * (len(selector.weights) + 1)
    return [c for c in candidates if any(_speaks_of(part, selector, room) for part in _parts(c))]


def _speaks_of(text: str, selector: Selector, room: int) -> bool:
    """Whether a text says most of a topic's, so near each other that they are meant together: not "parents and carers of the young"."""
    if selector.subject(text) < _ABOUT:
        return False
    said = text.split()
    return any(selector.subject(" ".join(said[n : n + room])) >= _ABOUT for n in range(max(1, len(said) - room + 1)))


def _parts(candidate: Candidate) -> list[str]:
    """What a gap and the risk or section that it is of say, each sentence, name and heading by itself."""
    return [line[a:b] for line in (*candidate.says, candidate.subject) for a, b in sentence_spans(line)]


def _meets(places: Sequence[Span], quoted: Sequence[Span]) -> bool:
    return any(a.page == b.page and a.start < b.end and b.start < a.end for a in places for b in quoted)


def _cited(desk: Desk, candidates: Sequence[Candidate], limit: int | None) -> tuple[list[Gap], int]:
    """Gaps with their evidence, as many as are wanted, and how many more there may be. What does not pass the check is left out."""
    held = {document.id: document for document in desk.documents()}
    made: dict[str, Gap] = {}
    for n, candidate in enumerate(candidates):
        if limit is not None and len(made) >= limit:
            return list(made.values()), len(candidates) - n
        if gap := _gap(desk, candidate, held):
            made.setdefault(gap.id, gap)
    return list(made.values()), 0


def _gap(desk: Desk, candidate: Candidate, held: dict[str, Document]) -> Gap | None:
    """A candidate with its citations, all of which stand on their pages and bear out what its sentences state; None: it does not stand."""
    if not candidate.stands():
        return None
    draft = Draft()
    candidate.cite(draft)
    quotes = [c.quote for c in draft.citations]
    for citation, ordinals in zip(draft.citations, draft.ordinals, strict=True):
        if not quote_stands(citation, lambda n, d=citation.document: desk.holdings.page(d, n), ordinals):  # type: ignore[misc]
            return None
    stated = f"{candidate.gap} {candidate.question}"
    for words in candidate.derived:
        stated = stated.replace(words, " ")
    claim = Claim(text=stated, citations=[c.n for c in draft.citations], support=1.0)
    titles = [words for c in draft.citations for words in (c.title, *c.section)]
    if not draft.citations or not figures_stand(claim, quotes) or not figures(stated) <= figures(" ".join((*quotes, *titles))):
        return None
    key = f"{candidate.kind}|{held[candidate.document].sha256}|{candidate.gap}"
    return Gap(
        id=hashlib.sha256(key.encode()).hexdigest()[:12],
        kind=candidate.kind,
        to=candidate.to,
        question=candidate.question,
        gap=candidate.gap,
        subject=candidate.subject,
        citations=draft.citations,
    )
