"""A question and its answer as they stand in a conversation, and what can be done with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from secrets import token_hex

from assistant.answer import Answer, Citation, Found
from assistant.desk import Desk
from assistant.retrieve import scope
from assistant.views.citations import answer_view, opening_source
from assistant.views.elements import Element, element
from assistant.views.originals import Mark
from assistant.views.page_text import found, holds
from assistant.views.question_place import link
from assistant.views.sources import viewed
from assistant.views.wording import count, narrowed_to, page_numbers
from vectorstore.errors import QuestionError
from vectorstore.models import Document, Filters, Passage, Span, fold_space

UNDERSTOOD = "Understood as: {}"
STOPPED = "Stopped before anything was found."


@dataclass
class Exchange:
    """A question as asked and what came of it: an answer, or an error in words.

    `shown` is made once and shown again at every rerun. `name` is the id of the exchange, and of what is said of it with a thumb. `suggestions` are
    the questions proposed after it, None as long as they are not known; `gaps` the scrutiny questions, once somebody has `pressed_on`; `unkept`
    says why it could not be kept with its conversation.
    """

    question: str
    filters: Filters
    answer: Answer | None = None
    error: str | None = None
    asked_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    name: str = field(default_factory=lambda: token_hex(8))
    suggestions: list[str] | None = None
    shown: list[Element] = field(default_factory=list)
    pressed_on: bool = False
    gaps: list[Element] | None = None
    unkept: str | None = None

    @property
    def lost(self) -> bool:
        """Whether it was stopped before there was anything to keep."""
        return self.answer is None and self.error is None

    @property
    def link(self) -> str:
        """The end of the address that asks the question again, as it was understood, of the same papers."""
        return link(self.filters, (self.answer and self.answer.understood) or self.question)


def asked_view(question: str) -> Element:
    """The question, at the head of its answer."""
    return element("h2", question, class_="question")


def exchange_view(desk: Desk, exchange: Exchange) -> list[Element]:
    """What stands below the question: how it was understood, the answer with its sources, what was searched."""
    answer = exchange.answer
    if answer is None:
        return [element("p", exchange.error or STOPPED, class_="status", role="alert")]
    documents = desk.documents()
    held = {document.id: document for document in documents}
    titles = {source: document.title for document in documents for source in document.sources}
    narrowed = narrowed_to(exchange.filters, documents)
    understood = answer.understood and UNDERSTOOD.format(answer.understood)
    above = [element("p", said, class_="narrowed") for said in (understood, narrowed) if said]
    passages = {passage.id: passage for passage in desk.passages_of(answer)}
    shown = answer_view(answer, partial(_source, desk, held), titles, partial(_opens, held, passages))
    return [*above, *shown, *_searched(desk, exchange, answer), _copies(exchange)]


def _source(desk: Desk, held: dict[str, Document], citation: Citation) -> Element:
    return opening_source(citation, held.get(citation.document), _marks(desk, citation))


def _marks(desk: Desk, citation: Citation) -> list[Mark]:
    """The slices that a quote was taken from; where its paper has been read anew since, where its words are found."""
    taken = [Span(*place) for place in citation.places]
    texts = {
        ordinal: page.text for ordinal in dict.fromkeys(s.page for s in taken) if (page := desk.page(citation.document, ordinal))
    }
    said = " ".join(texts.get(s.page, "")[s.start : s.end] for s in taken)
    if taken and fold_space(said) == fold_space(citation.quote):
        return [(span, None) for span in taken]
    ordinals = citation.pages or _sheet(desk, citation)
    pages = [(ordinal, page.text) for ordinal in ordinals if (page := desk.page(citation.document, ordinal))]
    slices = found([text for _, text in pages], citation.quote)
    marks: list[Mark] = [(Span(n, a, b), None) for (n, _), spans in zip(pages, slices, strict=True) for a, b in spans]
    return marks or [(Span(ordinal, 0, 0), None) for ordinal in ordinals[:1] or [1]]


def _sheet(desk: Desk, citation: Citation) -> list[int]:
    """In a paper without pages, the sheet that has the quote."""
    sheets = range(1, desk.last_page(citation.document) + 1)
    held = ((n, desk.page(citation.document, n)) for n in sheets)
    return next(([n] for n, page in held if page and holds(page.text, citation.quote)), [])


def _opens(held: dict[str, Document], passages: dict[str, Passage], given: Found) -> Element | None:
    passage = passages.get(given.id)
    document = held.get(passage.document_id) if passage else None
    if passage is None or document is None:
        return None
    marks: list[Mark] = [(span, None) for span in passage.spans]
    source = viewed(document.title, document.id, marks, [("Section", " › ".join(passage.section)), ("File", given.source)])
    return element("button", "Open the page", class_="mark", type="button", data_source=source)


def _searched(desk: Desk, exchange: Exchange, answer: Answer) -> list[Element]:
    """Which papers were looked through, by name, and which of their pages could not be read; nothing when others are held by now."""
    try:
        papers = list(scope(desk.holdings, exchange.filters).documents.values())
    except QuestionError:
        return []
    looked = (len(papers), sum(document.passage_count for document in papers))
    if not papers or looked != (answer.searched.documents, answer.searched.passages):
        return []
    items = [element("li", document.title, _unread(document)) for document in papers]
    return [element("details", element("summary", "Which papers were searched"), element("ul", *items), class_="nearest papers")]


def _unread(document: Document) -> Element | None:
    pages = document.unread_pages
    if not pages:
        return None
    which = f"{'page' if len(pages) == 1 else 'pages'} {page_numbers(pages)}"
    of = f" of {count(document.page_count, 'page')}" if document.page_count else ""
    return element("span", f": {which}{of} could not be read", class_="unread")


def _copies(exchange: Exchange) -> Element:
    """What is done without asking the server for anything."""
    return element(
        "p",
        element("button", "Copy link to this question", class_="act", type="button", data_shares=exchange.link),
        class_="acts",
    )


def answers(exchanges: Sequence[Exchange]) -> tuple[Answer, ...]:
    """The answers of a conversation so far."""
    return tuple(exchange.answer for exchange in exchanges if exchange.answer)
