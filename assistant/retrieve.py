"""Finding passages: keyword and vector search, fused, within what the question's filters allow."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document as LangChainDocument
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import RunnableConfig
from langsmith import tracing_context
from pydantic import ConfigDict

from assistant.question import Question, understand, words
from vectorstore.errors import QuestionError
from vectorstore.library import Holdings
from vectorstore.models import Document, Filters, Hit

_DEPTH = 100  # passages taken from each search before fusing
_VECTOR_WEIGHT = 0.5
_JOINED_WEIGHT = 0.5  # of the papers' words for the question's plain ones, beside 1.0 for the question's own


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
    """What the filters leave. Raises QuestionError when a document named is not held."""
    held = holdings.documents()
    chosen = held
    if filters.documents:
        named = {name: [d for d in held if _is_called(d, name)] for name in filters.documents}
        if missing := [name for name, found in named.items() if not found]:
            raise QuestionError(f"'{missing[0]}': no paper of that name is held; 'scrutiny documents' lists them.")
        chosen = [d for d in held if any(d in found for found in named.values())]
    if filters.kinds:
        chosen = [d for d in chosen if d.kind in filters.kinds]
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


def _is_called(document: Document, name: str) -> bool:
    wanted = name.strip().lower()
    names = {document.id, document.title.lower(), *(s.lower() for s in document.sources)}
    names |= {s.rsplit("/", 1)[-1].lower() for s in document.sources}
    names |= {n.rsplit(".", 1)[0] for n in names if "." in n}
    return wanted in names


def retrieve(holdings: Holdings, question: Question, within: Scope, limit: int) -> list[Hit]:
    """The passages that speak most of what was asked, best first.

    Keyword scores (bm25, the question's own words and, at less weight, the papers' words for them) and vector scores (cosine) are each
    brought to 0..1 over what they found and added: convex fusion, which keeps how much better one hit is than the next.
    """
    keyword: dict[str, float] = defaultdict(float)
    for query, weight in ((_any_of([*question.terms, *question.phrases]), 1.0), (_any_of(question.joined), _JOINED_WEIGHT)):
        if query:
            found = holdings.keyword_search(query, within.ids, _DEPTH)
            top = max((score for _, score in found), default=1.0) or 1.0
            for passage, score in found:
                keyword[passage] += weight * score / top
    nearest = holdings.vector_search(_expanded_text(question), within.ids, _DEPTH)
    fused: dict[str, float] = defaultdict(float)
    best = max(keyword.values(), default=1.0) or 1.0
    for passage, score in keyword.items():
        fused[passage] += (1 - _VECTOR_WEIGHT) * score / best
    if nearest:
        low, high = nearest[-1][1], nearest[0][1]
        for passage, score in nearest:
            fused[passage] += _VECTOR_WEIGHT * (score - low) / ((high - low) or 1.0)
    cosine = dict(nearest)
    order = sorted(fused, key=lambda p: (-round(fused[p], 9), p))[:limit]
    held = holdings.passages(order)
    return [
        Hit(
            held[p],
            within.documents[held[p].document_id],
            fused[p],
            {"cosine": cosine.get(p, 0.0), "keyword": keyword.get(p, 0.0)},
        )
        for p in order
        if p in held and held[p].document_id in within.documents
    ]


def _expanded_text(question: Question) -> str:
    return " ".join([question.text, *(f"({p})" for p in question.phrases[:3])])


def _any_of(terms: Sequence[str]) -> str:
    """An FTS5 query for any of some words or phrases, all taken as plain text."""
    quoted = [" ".join(words(t)).replace('"', "") for t in terms]
    return " OR ".join(f'"{q}"' for q in dict.fromkeys(quoted) if q)


class PassageRetriever(BaseRetriever):
    """The library as a LangChain retriever, for chains of one's own: passages with their document, pages and section as metadata.

    It sends no trace to LangSmith, whatever the environment says; a chain around it that is traced sends what it is given.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    holdings: Holdings
    filters: Filters = Filters()
    k: int = 12

    def invoke(self, input: str, config: RunnableConfig | None = None, **kwargs: Any) -> list[LangChainDocument]:
        """The passages that speak most of a question, best first."""
        with tracing_context(enabled=False):
            return super().invoke(input, config, **kwargs)

    async def ainvoke(self, input: str, config: RunnableConfig | None = None, **kwargs: Any) -> list[LangChainDocument]:
        """The same, awaited."""
        with tracing_context(enabled=False):
            return await super().ainvoke(input, config, **kwargs)

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[LangChainDocument]:
        within = scope(self.holdings, self.filters)
        question = understand(query, self.holdings.acronyms())
        return [_as_langchain(hit) for hit in retrieve(self.holdings, question, within, self.k)]


def _as_langchain(hit: Hit) -> LangChainDocument:
    metadata: dict[str, Any] = {
        "document": hit.document.id, "title": hit.document.title, "source": hit.document.source, "pages": list(hit.passage.pages),
        "section": list(hit.passage.section), "paragraph": hit.passage.paragraph, "score": hit.score,
    }  # fmt: skip
    return LangChainDocument(page_content=hit.passage.text, metadata=metadata, id=hit.passage.id)
