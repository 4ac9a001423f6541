"""What the model learns from: each question with the sentences, items and rows that the search finds for it, and those that answer, marked.

A line of `questions.jsonl` is one fact of a paper: two wordings of a question that asks for it, where it stands (`eval/places.py`), and
twins: questions that sound alike, with one thing exchanged, and that the paper does not answer.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from assistant.candidates import candidates
from assistant.question import understand, words
from assistant.relevance import stated
from assistant.retrieve import retrieve, scope
from eval.places import Place, stretch
from ingest.files import read
from vectorstore.library import Holdings
from vectorstore.models import Document, Filters, Hit, Page
from vectorstore.units import Unit, units

QUESTIONS = Path(__file__).with_name("questions.jsonl")
_PASSAGES = 60  # looked at for a question
_RUN = 3  # words: what two texts share is counted in runs of so many
ANSWERS = 0.5  # of the shorter one's runs that a unit and the evidence share: the unit answers


@dataclass(frozen=True, slots=True)
class Read:
    """A unit as the model reads it. `answers` is the share of runs (0..1) that it has in common with the evidence, by the shorter of the
    two, `holds` by the evidence; `score` how well it answers by all else. For a twin, the evidence is that of the question it is like.
    """

    text: str
    answers: float
    holds: float
    score: float


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with what was found for it, best first by score."""

    question: str
    answerable: bool
    found: tuple[Read, ...]


def asked(papers: Path, holdings: Holdings) -> Iterator[Asked]:
    """Every question of the file, put to a library that holds the folder `papers`. Raises ValueError for a place that is not in its paper."""
    documents = {Path(path).name: d for d in holdings.documents() for path in d.sources}
    for line in QUESTIONS.read_text(encoding="utf-8").splitlines():
        fact = json.loads(line)
        evidence, beside = [], []
        for raw in fact["evidence"]:
            place = Place(**raw)
            said = stretch(place, _pages(papers / place.source))
            if said is None:
                raise ValueError(
                    f"{fact['id']}: \u201c{place.first} ... {place.last}\u201d is not on page {place.page} of {place.source}"
                )
            evidence.append(_runs(said))
            beside += _on_page(documents[place.source], place.page, holdings)
        for question in fact["questions"]:
            yield Asked(question, True, _found(question, evidence, beside, holdings))
        for twin in fact["twins"]:
            yield Asked(twin["question"], False, _found(twin["question"], evidence, beside, holdings))


@cache
def _pages(path: Path) -> list[Page]:
    return list(read(path).pages)


def _on_page(document: Document, page: int | None, holdings: Holdings) -> list[Unit]:
    """What stands on a page of a document (on all of them, where it has none), and what begins there and runs on."""
    passages = [p for p in holdings.passages_of(document.id) if page is None or any(s.page == page for s in p.spans)]
    pages = holdings.pages_of(passages).get(document.id, {})
    return [u for p in passages for u in units(Hit(p, document, 0.0), pages)]


def _found(
    text: str, evidence: Sequence[frozenset[tuple[str, ...]]], beside: Sequence[Unit], holdings: Holdings
) -> tuple[Read, ...]:
    """What the search finds, best first, and behind it what holds the evidence and is not found."""
    question = understand(text, holdings.acronyms())
    within = scope(holdings, Filters())
    passages = sum(d.passage_count for d in within.documents.values())
    hits = retrieve(holdings, question, within, _PASSAGES)
    scored = candidates(question, hits, holdings, passages).scored if hits else []
    found = sorted((_compared(s.unit, evidence, s.score) for s in scored), key=lambda r: -r.score)
    said = {r.text for r in found}
    missed = (_compared(u, evidence, 0.0) for u in beside)
    return (*found, *(r for r in missed if r.answers >= ANSWERS and r.text not in said))


def _compared(unit: Unit, evidence: Sequence[frozenset[tuple[str, ...]]], score: float) -> Read:
    own = _runs(_said(unit))
    shared = [(len(own & e), e) for e in evidence]
    alike = max((n / min(len(own), len(e)) for n, e in shared if n >= min(2, len(e))), default=0.0)
    return Read(stated(unit), alike, max((n / len(e) for n, e in shared), default=0.0), score)


def _said(unit: Unit) -> str:
    return " ".join(c.text for c in unit.cells) if unit.kind == "row" else unit.text


def _runs(text: str) -> frozenset[tuple[str, ...]]:
    said = words(text)
    return frozenset(tuple(said[n : n + _RUN]) for n in range(max(1, len(said) - _RUN + 1)))
