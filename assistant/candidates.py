"""What an answer can be made of: the sentences, items and rows of the best passages, with how well each answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.evidence import Speaking, named_in
from assistant.instructions import for_readers
from assistant.question import Question, asked_parts, understand
from assistant.relevance import relevance, stated
from assistant.rows import pages_of
from assistant.scoring import Scored, Selector
from vectorstore.library import Holdings
from vectorstore.models import Hit, Page
from vectorstore.units import Unit, units

_LOOKED_AT = 40  # passages, the best ones, whose sentences are weighed
_WEIGHED = 64  # units, the best by their words, whose meaning is weighed too,
_READ = 24  # and of these the best by both, which are read together with the question,
_AT_A_TIME = 8  # so many at a time,
_ENOUGH = 3.0  # until one has such log-odds that it answers
_COMMON = 0.03  # of the passages: a name that so many hold is everywhere
_RELEVANT = 0.07  # of a unit's score for each unit of log-odds that it answers,
_SUREST = 8.0  # which is held within so much either way


@dataclass(frozen=True, slots=True)
class Candidates:
    """Units with their scores, best words first; the names of the question of which nothing speaks; the pages they stand on, by document and
    ordinal; and the selector that scored them.
    """

    scored: list[Scored]
    unnamed: list[str]
    pages: dict[str, dict[int, Page]]
    selector: Selector


def candidates(
    question: Question, hits: Sequence[Hit], holdings: Holdings, passages: int, focus: Sequence[str] = ()
) -> Candidates:
    """The units of the best passages that can hold what was asked for. `passages` is how many were searched; those in `focus` (ids) are looked at
    in any case.
    """
    selector = Selector(question, holdings.document_frequency(question.terms), passages)
    fitting = [hit for hit in hits if selector.of_period(hit)]
    looked_at = [hit for n, hit in enumerate(fitting) if n < _LOOKED_AT or hit.passage.id in focus]
    if not looked_at:
        return Candidates([], [], {}, selector)
    pages = pages_of(looked_at, holdings)
    top = looked_at[0].score or 1.0
    parts = [_of_part(part, selector, holdings) for part in asked_parts(question.text)]
    found = [
        u
        for hit in looked_at
        for u in for_readers(units(hit, pages[hit.document.id]), pages[hit.document.id])
        if selector.fits(u) or _fits_part(u, selector, parts)
    ]
    found = sorted(found, key=lambda u: -selector.by_words(u, top))
    found, unnamed = _about_the_named(found, question, fitting, holdings, passages)
    scored = _scored(parts, found[:_WEIGHED], top, selector, holdings)
    return Candidates(scored, unnamed, pages, selector)


def read(question: Question, scored: Sequence[Scored]) -> list[Scored]:
    """The units with what reading the best of them together with the question adds, until one is sure; what is not read counts like the
    least relevant.
    """
    if not scored:
        return []
    best = sorted(scored, key=lambda s: (-round(s.score, 9), s.unit.hit.passage.id, s.unit.order))[:_READ]
    odds: dict[int, float] = {}
    for some in (best[n : n + _AT_A_TIME] for n in range(0, len(best), _AT_A_TIME)):
        if max(odds.values(), default=-_SUREST) < _ENOUGH:
            odds |= zip(map(id, some), relevance().of(question.text, [stated(s.unit) for s in some]), strict=True)
    least = min(odds.values())
    found = [replace(s, odds=odds.get(id(s), least)) for s in scored]
    return [replace(s, score=s.score + _RELEVANT * max(-_SUREST, min(_SUREST, s.odds))) for s in found]


def _about_the_named(
    candidates: Sequence[Unit], question: Question, hits: Sequence[Hit], holdings: Holdings, passages: int
) -> tuple[list[Unit], list[str]]:
    """The units that speak of those whom the question names, and the names of which nothing speaks. Names that papers hold everywhere
    (the council's own) tell nothing apart.

    Of several things that are compared, a unit need speak of one; else a name that nothing speaks of leaves no unit.
    """
    asked = named_in(question.text, holdings.acronyms())
    frequency = holdings.document_frequency([n.printed for n in asked])
    asked = [n for n in asked if frequency[n.printed] < _COMMON * passages]
    speaking = Speaking(asked, hits)
    said = [speaking.of(u.hit) for u in candidates] if asked else []
    every = frozenset(n.printed for n in asked)
    missing = every.difference(*said)
    compared = question.want == "comparison" and missing < every
    if not asked or (missing and not compared):
        return ([] if asked else list(candidates)), sorted(missing)
    most = max(len(s) for s in said)
    wanted = 1 if compared else most
    return [u for u, s in zip(candidates, said, strict=True) if len(s) >= wanted], sorted(missing)


def _of_part(part: str, selector: Selector, holdings: Holdings) -> Selector:
    """A selector for one of the things that a question asks."""
    own = understand(part, holdings.acronyms())
    return selector.of(own, holdings.document_frequency(own.terms))


def _fits_part(unit: Unit, whole: Selector, parts: Sequence[Selector]) -> bool:
    """Whether a unit can hold one of the things asked, about the period that the whole question names."""
    return any(p.holds_value(unit) for p in parts) and whole.of_period(unit.hit, " ".join(c.label or "" for c in unit.cells))


def _scored(
    parts: Sequence[Selector], candidates: Sequence[Unit], top: float, selector: Selector, holdings: Holdings
) -> list[Scored]:
    """The units with their scores; of a question that asks two things, each unit's for the one that it answers better."""
    texts = [u.shown for u in candidates]
    found = _weighed(candidates, texts, top, selector, holdings)
    for part in parts:
        other = _weighed(candidates, texts, top, part, holdings)
        found = [max(a, b, key=lambda s: s.score) for a, b in zip(found, other, strict=True)]
    return [replace(s, score=s.score + more) for s, more in zip(found, selector.recency(candidates), strict=True)]


def _weighed(
    candidates: Sequence[Unit], texts: Sequence[str], top: float, selector: Selector, holdings: Holdings
) -> list[Scored]:
    speaking = holdings.speaking(selector.question.text, texts)
    return [selector.score(u, top, s) for u, s in zip(candidates, speaking, strict=True)]
