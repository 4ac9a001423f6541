"""Finding passages: keyword and vector search, fused, within what the question's filters allow."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from assistant.question import Question, words
from vectorstore.errors import QuestionError
from vectorstore.library import Holdings
from vectorstore.models import Document, Filters, Hit, fold_space
from vectorstore.processor import load_numpy

_AT_ONCE = 4  # questions whose vectors are compared at a time
_DEPTH = 100  # passages taken from each search before fusing
# What follows was found on questions of the development set: of the answers' evidence, what stands in the first 12,000 characters found.
_FIRST_WEIGHTS = {"keyword": 0.6, "cosine": 0.4}  # to choose the passages whose sentences are weighed,
_SPEAKING = 100  # so many,
_FLOOR = 40  # of which the best counts 1 and the one of this rank, like all behind it, 0
_WEIGHTS = {"keyword": 0.4, "cosine": 0.3, "speaking": 0.3}
_JOINED_WEIGHT = 0.5  # of the papers' words for the question's plain ones, beside 1.0 for the question's own
_beside = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="nearest")  # vectors are compared while words are looked up


@dataclass(frozen=True, slots=True)
class Scope:
    """The documents that a question may be answered from, and how many papers a date filter left out for having no date."""

    documents: dict[str, Document]
    narrowed: bool
    undated: int

    @property
    def ids(self) -> list[str] | None:
        """Ids for a search, None when nothing narrows it."""
        return list(self.documents) if self.narrowed else None


def scope(holdings: Holdings, filters: Filters) -> Scope:
    """What the filters leave. Raises QuestionError when a document named is not held, or no paper of a body named."""
    held = holdings.documents()
    chosen = held
    if filters.documents:
        named = {name: [d for d in held if _is_called(d, name)] for name in filters.documents}
        if missing := [name for name, found in named.items() if not found]:
            raise QuestionError(f"'{missing[0]}': no paper of that name is held; 'scrutiny documents' lists them.")
        chosen = [d for d in held if any(d in found for found in named.values())]
    if filters.kinds:
        chosen = [d for d in chosen if d.kind in filters.kinds]
    if filters.bodies:
        wanted = {folded_name(body): body for body in filters.bodies}
        bodies = bodies_of(held)
        if missing := [body for name, body in wanted.items() if name not in map(folded_name, bodies)]:
            known = f"those there are: {', '.join(bodies)}" if bodies else "no paper held says which body it is of"
            raise QuestionError(f"'{missing[0]}': no paper of that body is held; {known}.")
        chosen = [d for d in chosen if d.body and folded_name(d.body) in wanted]
    undated = 0
    if filters.since or filters.until:
        undated = sum(d.meeting_date is None for d in chosen)
        chosen = [
            d
            for d in chosen
            if d.meeting_date
            and (not filters.since or d.meeting_date >= filters.since)
            and (not filters.until or d.meeting_date <= filters.until)
        ]
    return Scope({d.id: d for d in chosen}, len(chosen) < len(held), undated)


def bodies_of(documents: Iterable[Document]) -> list[str]:
    """The bodies that papers are of, in order, each once and as its first paper prints it."""
    printed: dict[str, str] = {}
    for document in documents:
        if document.body:
            printed.setdefault(folded_name(document.body), fold_space(document.body))
    return [printed[name] for name in sorted(printed)]


def folded_name(name: str) -> str:
    """A name by which two that differ in case and white space alone are one."""
    return fold_space(name).casefold()


def _is_called(document: Document, name: str) -> bool:
    wanted = name.strip().lower()
    names = {document.id, document.title.lower(), *(s.lower() for s in document.sources)}
    names |= {s.rsplit("/", 1)[-1].lower() for s in document.sources}
    names |= {n.rsplit(".", 1)[0] for n in names if "." in n}
    return wanted in names


def retrieve(holdings: Holdings, question: Question, within: Scope, limit: int) -> list[Hit]:
    """The passages that speak most of what was asked, best first.

    Keyword scores (bm25, the question's own words and, at less weight, the papers' words for them), vector scores (cosine) and, of the
    first passages by these two, how much of the question their best sentence, item or row speaks of (`Holdings.speaking`) are each
    brought to 0..1 over what they found and added: convex fusion, which keeps how much better one hit is than the next.
    """
    load_numpy()
    near = _beside.submit(holdings.vector_search, expanded := _expanded_text(question), within.ids, _DEPTH)
    if expanded != question.text:  # whose pieces come with the vector
        _beside.submit(holdings.embedder.embed_pieces_again, [question.text])
    keyword = _by_keywords(holdings, question, within)
    cosine = dict(near.result())
    parts = {"keyword": _scaled(keyword, 0.0), "cosine": _scaled(cosine, min(cosine.values(), default=0.0))}
    first = _best(_fused(parts, _FIRST_WEIGHTS), max(_SPEAKING, limit))
    held = {p: passage for p, passage in holdings.passages(first).items() if passage.document_id in within.documents}
    weighed = [Hit(held[p], within.documents[held[p].document_id], 0.0) for p in first[:_SPEAKING] if p in held]
    speaking = _by_units(holdings, question, weighed)
    parts["speaking"] = _scaled(speaking, min(sorted(speaking.values(), reverse=True)[:_FLOOR], default=0.0))
    fused = _fused(parts, _WEIGHTS)
    return [
        Hit(
            held[p],
            within.documents[held[p].document_id],
            fused[p],
            {"cosine": cosine.get(p, 0.0), "keyword": keyword.get(p, 0.0), "speaking": speaking.get(p, 0.0)},
        )
        for p in _best({p: fused[p] for p in held}, limit)
    ]


def _by_keywords(holdings: Holdings, question: Question, within: Scope) -> dict[str, float]:
    """The bm25 score of each passage found by words, as a share of the best."""
    keyword: dict[str, float] = defaultdict(float)
    for terms, weight in (([*question.terms, *question.phrases], 1.0), (question.joined, _JOINED_WEIGHT)):
        found = holdings.keyword_search(plain_terms(terms), within.ids, _DEPTH)
        top = max((score for _, score in found), default=1.0) or 1.0
        for passage, score in found:
            keyword[passage] += weight * score / top
    return keyword


def _by_units(holdings: Holdings, question: Question, hits: Sequence[Hit]) -> dict[str, float]:
    """How much of a question the best unit of each passage speaks of; passages without units are left out."""
    shown = holdings.shown(hits)
    texts = list(dict.fromkeys(text for of_passage in shown.values() for text in of_passage))
    speaking = dict(zip(texts, holdings.speaking(question.text, texts), strict=True))
    return {passage: max(speaking[text] for text in own) for passage, own in shown.items() if own}


def _scaled(scores: Mapping[str, float], low: float) -> dict[str, float]:
    """Scores brought to 0..1: 0 for `low` and below, 1 for the best."""
    high = max(scores.values(), default=low)
    return {p: max(0.0, score - low) / ((high - low) or 1.0) for p, score in scores.items()}


def _fused(parts: Mapping[str, Mapping[str, float]], weights: Mapping[str, float]) -> dict[str, float]:
    fused: dict[str, float] = defaultdict(float)
    for name, weight in weights.items():
        for passage, score in parts[name].items():
            fused[passage] += weight * score
    return fused


def _best(scores: Mapping[str, float], limit: int) -> list[str]:
    return sorted(scores, key=lambda p: (-round(scores[p], 9), p))[:limit]


def _expanded_text(question: Question) -> str:
    return " ".join([question.text, *(f"({p})" for p in question.phrases[:3])])


def plain_terms(terms: Iterable[str]) -> list[str]:
    """Words and phrases as they are looked up: in lower case, without signs, each once."""
    return [plain for plain in dict.fromkeys(" ".join(words(term)).replace('"', "") for term in terms) if plain]
