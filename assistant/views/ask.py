"""The Ask view: a conversation in which every sentence of an answer opens to its page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from secrets import token_hex

import streamlit as st

from assistant.answer import Answer, Citation
from assistant.desk import Desk
from assistant.views import library, narrowing
from assistant.views.citations import answer_view
from assistant.views.elements import Element, element, show
from assistant.views.page_text import holds
from assistant.views.rating import rating
from assistant.views.wording import count, label
from vectorstore.errors import ScrutinyError
from vectorstore.models import Filters

UNDERSTOOD = "Understood as: {}"
WELCOME = "Ask your council’s papers. Every sentence of the answer is quoted from a page you can open."
EMPTY = "No papers are held yet."
ADD = "Add some on the Papers page, or from the command line:"
COMMAND = "scrutiny ingest FOLDER-OF-PAPERS"
WRITING = "Being written; a sentence is shown when it has passed the check."


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question as asked, and what was shown for it (made once, shown again at every rerun). `name` is the id of what is said of it."""

    question: str
    answer: Answer | None
    shown: list[Element] = field(default_factory=list)
    name: str = field(default_factory=lambda: token_hex(4))


def view() -> None:
    """The conversation, its filters beside it and the box for the next question below it."""
    st.title("Scrutiny Desk", anchor=False)
    desk = library.desk()
    documents = desk.documents()
    if not documents:
        _empty()
        return
    exchanges: list[Exchange] = st.session_state.setdefault("exchanges", [])
    with st.sidebar:
        filters = narrowing.chosen(documents)
    for number, exchange in enumerate(exchanges):
        with st.empty():
            _show(exchange, number)
        with st.container():
            _rated(desk, exchange, exchanges[:number])
    typed = st.chat_input("Ask about the papers", key="question", max_chars=desk.library.settings.question_chars)
    question = st.session_state.pop("suggested", None) or typed
    if question:
        _ask(desk, question, filters, exchanges)
    elif not exchanges:
        _welcome(desk, len(documents))
    if exchanges:
        st.sidebar.button("New conversation", icon=":material/add_comment:", on_click=exchanges.clear, width="stretch")


def _empty() -> None:
    show(element("p", EMPTY, class_="status"), element("p", ADD), key="empty")
    st.code(COMMAND, language=None)


def _welcome(desk: Desk, held: int) -> None:
    show(element("p", WELCOME), element("p", f"{count(held, 'paper')} held. For example:", class_="searched"), key="welcome")
    for number, suggestion in enumerate(desk.suggestions()):
        st.button(label(suggestion), key=f"suggestion-{number}", on_click=_suggest, args=(suggestion,), width="stretch")


def _suggest(question: str) -> None:
    st.session_state.suggested = question


def _show(exchange: Exchange, number: int, *, arrived: bool = False) -> None:
    show(_asked(exchange.question), *exchange.shown, key=f"exchange-{number}", arrived=arrived)


def _rated(desk: Desk, exchange: Exchange, before: list[Exchange]) -> None:
    if exchange.answer:
        rating(desk.library.folder, library.ROLE, exchange.name, exchange.answer, _answers(before))


def _answers(exchanges: list[Exchange]) -> tuple[Answer, ...]:
    return tuple(each.answer for each in exchanges if each.answer)


def _asked(question: str) -> Element:
    return element("h2", question, class_="question")


def _ask(desk: Desk, question: str, filters: Filters, exchanges: list[Exchange]) -> None:
    """Answer in the place where the exchange will stand at every rerun, the question being shown meanwhile with what a model has written."""
    number = len(exchanges)
    place, below = st.empty(), st.container()
    with place:
        show(_asked(question), key=f"asked-{number}", arrived=True)
    sentences: list[str] = []

    def told(sentence: str) -> None:
        sentences.append(sentence)
        written = element("div", *(element("p", each) for each in sentences), class_="claims", aria_live="polite")
        with place:  # a place takes a component's key once, so that each state of it has its own
            show(_asked(question), written, element("p", WRITING, class_="notes"), key=f"asked-{number}-{len(sentences)}")

    with st.spinner("Looking through the papers …"):
        exchange = _exchange(desk, question, filters, exchanges, told)
    with place:
        _show(exchange, number, arrived=True)
    with below:
        _rated(desk, exchange, exchanges)
    exchanges.append(exchange)


def _exchange(desk: Desk, question: str, filters: Filters, before: list[Exchange], told: Callable[[str], None]) -> Exchange:
    try:
        answer = desk.ask(question, filters=filters, turns=_answers(before), told=told)
    except ScrutinyError as error:
        return Exchange(question, None, [element("p", str(error), class_="status", role="alert")])
    documents = desk.documents()
    titles = {source: document.title for document in documents for source in document.sources}
    narrowed = narrowing.in_words(filters, documents)
    understood = answer.understood and UNDERSTOOD.format(answer.understood)
    above = [element("p", said, class_="narrowed") for said in (understood, narrowed) if said]
    return Exchange(question, answer, [*above, *answer_view(answer, lambda citation: _pages(desk, citation), titles)])


def _pages(desk: Desk, citation: Citation) -> list[tuple[str | None, str]]:
    """The pages that a citation stands on, by name, with their text; in a workbook, the sheet that has the quote."""
    if citation.pages:
        held = [desk.page(citation.document, ordinal) for ordinal in citation.pages]
        return [(f"Page {page.number}", page.text) for page in held if page]
    ordinal = 1
    while page := desk.page(citation.document, ordinal):
        if holds(page.text, citation.quote):
            return [(page.label, page.text)]
        ordinal += 1
    return []
