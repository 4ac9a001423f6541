"""What the model learns from: each question with the sentences, items and rows that the search finds for it, those that answer marked.

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
from vectorstore.models import Filters, Page
from vectorstore.units import Unit

QUESTIONS = Path(__file__).with_name("questions.jsonl")
_PASSAGES = 60  # looked at for a question
_RUN = 3  # words: what two texts share is counted in runs of so many
ANSWERS = 0.5  # of the shorter one's runs that a unit and the evidence share: the unit answers


@dataclass(frozen=True, slots=True)
class Read:
    """A unit as the model reads it. `answers` is the share of runs (0..1) that it has in common with the evidence, by the shorter of the
    two, `holds` by the evidence; `score` how well it answers by all else.
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
    for line in QUESTIONS.read_text(encoding="utf-8").splitlines():
        fact = json.loads(line)
        evidence = []
        for raw in fact["evidence"]:
            place = Place(**raw)
            said = stretch(place, _pages(papers / place.source))
            if said is None:
                raise ValueError(
                    f"{fact['id']}: \u201c{place.first} ... {place.last}\u201d is not on page {place.page} of {place.source}"
                )
            evidence.append(_runs(said))
        for question in fact["questions"]:
            yield Asked(question, True, _found(question, evidence, holdings))
        for twin in fact["twins"]:
            yield Asked(twin["question"], False, _found(twin["question"], [], holdings))


@cache
def _pages(path: Path) -> list[Page]:
    return list(read(path).pages)


def _found(text: str, evidence: Sequence[frozenset[tuple[str, ...]]], holdings: Holdings) -> tuple[Read, ...]:
    question = understand(text, holdings.acronyms())
    within = scope(holdings, Filters())
    passages = sum(d.passage_count for d in within.documents.values())
    hits = retrieve(holdings, question, within, _PASSAGES)
    scored = candidates(question, hits, holdings, passages).scored if hits else []
    found = []
    for s in scored:
        own = _runs(_said(s.unit))
        shared = [(len(own & e), e) for e in evidence]
        alike = max((n / min(len(own), len(e)) for n, e in shared if n >= min(2, len(e))), default=0.0)
        found.append(Read(stated(s.unit), alike, max((n / len(e) for n, e in shared), default=0.0), s.score))
    return tuple(sorted(found, key=lambda r: -r.score))


def _said(unit: Unit) -> str:
    return " ".join(c.text for c in unit.cells) if unit.kind == "row" else unit.text


def _runs(text: str) -> frozenset[tuple[str, ...]]:
    said = words(text)
    return frozenset(tuple(said[n : n + _RUN]) for n in range(max(1, len(said) - _RUN + 1)))
