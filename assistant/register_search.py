"""Which risks of a register a question is about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from assistant.question import STOP_WORDS, Question, stem, words
from assistant.registers import Held
from assistant.retrieve import plain_terms
from assistant.scoring import Selector
from vectorstore.library import Holdings
from vectorstore.models import Passage, Span
from vectorstore.records import Record

_DEPTH = 200  # passages of the registers' papers that are looked at
_TITLES = 14  # risks, the best by the rest, whose titles' meaning is weighed
_TITLE_WORDS = 14  # a longer title says more words by chance
_WEIGHT = {"title": 0.35, "words": 0.25, "own": 0.3, "below": 0.2, "keyword": 0.35, "near": 0.35, "phrase": 0.6}


@dataclass(slots=True)
class Match:
    """A risk, how well it is what a question is about (higher is better), and the parts of that. `named` is the share (0..1) of the subject's
    words that its title says, `said` that it says anywhere; `best_child` is its control or action that is nearest.
    """

    held: Held
    risk: Record
    score: float = 0.0
    named: float = 0.0
    said: float = 0.0
    parts: dict[str, float] = field(default_factory=dict)


def record_passages(passages: Iterable[Passage], record: Record) -> list[Passage]:
    """The passages that a record's row stands in."""
    return overlapping(passages, record.spans or tuple(s for f in record.fields.values() for s in f.spans))


def overlapping(passages: Iterable[Passage], spans: Sequence[Span]) -> list[Passage]:
    """The passages that some slices of their document stand in."""
    return [p for p in passages if any(a.page == b.page and a.start < b.end and b.start < a.end for a in spans for b in p.spans)]


class PassageIndex:
    """From a document's records to the passages that they stand in."""

    def __init__(self, holdings: Holdings) -> None:
        self._holdings = holdings
        self._passages: dict[str, list[Passage]] = {}
        self._found: dict[int, list[Passage]] = {}

    def of(self, held: Held, record: Record) -> list[Passage]:
        """The passages of one record, in reading order."""
        if held.document.id not in self._passages:
            self._passages[held.document.id] = [p for p in self._holdings.passages_of(held.document.id) if p.rows]
        key = id(record)
        if key not in self._found:
            self._found[key] = record_passages(self._passages[held.document.id], record)
        return self._found[key]


def matches(
    question: Question, text: str, registers: Sequence[Held], holdings: Holdings, selector: Selector, index: PassageIndex
) -> list[Match]:
    """Every risk of some registers with how well it fits a subject, best first. `text` is the question's own words, for their meaning."""
    among = list(dict.fromkeys(h.document.id for h in registers))
    cosine = dict(holdings.vector_search(text, among, _DEPTH))
    keyword = _keyword(question, among, holdings)
    pairs = _pairs(question.text)
    found = []
    for held in registers:
        for risk in held.register.risks:
            match = Match(held, risk)
            match.named = selector.subject(risk.name)
            match.said = selector.subject(" ".join(_words_of(risk)))
            own = [p.id for p in index.of(held, risk)]
            below = [p.id for c in risk.children for p in index.of(held, c)]
            match.parts = {
                "title": match.named * min(1.0, _TITLE_WORDS / (len(words(risk.name)) or 1)) ** 0.5,
                "words": match.said,
                "own": max((cosine.get(p, 0.0) for p in own), default=0.0),
                "below": max((cosine.get(p, 0.0) for p in below), default=0.0),
                "phrase": _phrased(
                    pairs, " ".join((risk.name, risk.text("description") or "", *(c.name for c in risk.children)))
                ),
                "keyword": max((keyword.get(p, 0.0) for p in (*own, *below)), default=0.0),
            }
            match.score = sum(_WEIGHT[k] * v for k, v in match.parts.items())
            found.append(match)
    found.sort(key=lambda m: -round(m.score, 9))
    looked_at = found[:_TITLES]
    for match, near in zip(looked_at, holdings.nearness(text, [m.risk.name for m in looked_at]), strict=True):
        match.parts["near"] = near
        match.score += _WEIGHT["near"] * near
    return sorted(found, key=lambda m: (-round(m.score, 9), m.held.document.id))


def _pairs(text: str) -> set[tuple[str, str]]:
    """Content words that stand side by side, by stem."""
    found = [stem(w) if w not in STOP_WORDS else "" for w in words(text)]
    return {(a, b) for a, b in pairwise(found) if a and b}


def _phrased(pairs: set[tuple[str, str]], text: str) -> float:
    """The share of a question's pairs of words that a text has side by side."""
    return len(pairs & _pairs(text)) / len(pairs) if pairs else 0.0


def _words_of(risk: Record) -> Iterable[str]:
    for record in (risk, *risk.children):
        yield from (record.text(n) or "" for n in ("ref", "title", "description", "cause", "group"))


def _keyword(question: Question, among: Sequence[str], holdings: Holdings) -> dict[str, float]:
    """bm25 of the registers' passages for the question's words, and at half the weight for the papers' words for them, 0 to 1."""
    scores: dict[str, float] = {}
    for terms, weight in (([*question.terms, *question.phrases], 1.0), (question.joined, 0.5)):
        hits = holdings.keyword_search(plain_terms(terms), among, _DEPTH)
        top = max((s for _, s in hits), default=1.0) or 1.0
        for passage, score in hits:
            scores[passage] = scores.get(passage, 0.0) + weight * score / top
    top = max(scores.values(), default=1.0) or 1.0
    return {p: s / top for p, s in scores.items()}


def covers(text: str, terms: Iterable[str]) -> float:
    """The share of some words (by stem) that a text says."""
    held = {stem(w) for w in words(text)}
    wanted = [stem(t) for t in terms]
    return sum(t in held for t in wanted) / len(wanted) if wanted else 0.0
