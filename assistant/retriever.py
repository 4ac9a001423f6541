"""The library as parts of LangChain, for chains of one's own. Its own answers do without: importing these takes longer than answering."""

from __future__ import annotations

from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document as LangChainDocument
from langchain_core.embeddings import Embeddings
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import RunnableConfig
from langsmith import tracing_context
from pydantic import ConfigDict

from assistant.question import understand
from assistant.retrieve import retrieve, scope
from vectorstore.embedding import Embedder
from vectorstore.library import Holdings
from vectorstore.models import Filters, Hit


class PassageEmbeddings(Embeddings):
    """What passages and questions are embedded with. Vectors have unit length."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Vectors, one a text."""
        return self._embedder.embed_documents(texts)

    def embed_query(self, text: str) -> list[float]:
        """A question's vector."""
        return self._embedder.embed_query(text)


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
