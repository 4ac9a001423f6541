"""The Ask view: a conversation in which every sentence of an answer opens to its page."""

from __future__ import annotations

import time

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from assistant.desk import Desk
from assistant.views import library, narrowing, talks
from assistant.views.asking import Asking
from assistant.views.elements import element, show
from assistant.views.exchange import Exchange, answers, asked_view, exchange_view
from assistant.views.exchange_acts import acts
from assistant.views.people import person
from assistant.views.question_place import filters_of, question_of
from assistant.views.rating import rating
from assistant.views.talks import Talk
from assistant.views.wording import count, label, narrowed_to
from vectorstore.models import Document, Filters

WELCOME = "Ask your council’s papers. Every sentence of the answer is quoted from a page you can open."
EMPTY = "No papers are held yet."
ADD = "Add some on the Papers page, or from the command line:"
COMMAND = "scrutiny ingest FOLDER-OF-PAPERS"
LOOKING = "Looking through the papers …"
WRITING = "Being written; a sentence is shown when it has passed the check."
PATIENCE = 1.0  # seconds before a way to stop is offered
_LOOKS = 0.05  # seconds between two looks at whether there is something new


def view() -> None:
    """The conversation, its filters beside it and the box for the next question below it."""
    st.title("Scrutiny Desk", anchor=False)
    desk = library.desk()
    documents = desk.documents()
    if not documents:
        _empty()
        return
    for trouble in desk.holdings.troubles():
        st.warning(label(trouble), icon=":material/build:")
    linked = _linked(documents)
    talk = talks.current(desk)
    # The first of all below the title: the browser builds the page anew when it gets this box, and would close a source opened before.
    typed = st.chat_input("Ask about the papers", key="question", max_chars=desk.library.settings.question_chars)
    with st.sidebar:
        talks.begin_anew()
        own = st.container()
        filters = narrowing.chosen(documents)
        talks.kept_list(desk)
    asking = talk.asking  # before the exchanges are counted: what comes of it meanwhile is then drawn once, above or by _await
    drawn = len(talk.exchanges)
    for number in range(drawn):
        _exchange(desk, talk, number, filters)
    question = linked or st.session_state.pop("suggested", None) or typed
    # What is asked is answered where the next drawing of the page has it as the last exchange, so that it then stays as it is.
    waiting = st.container() if asking else None
    coming = st.empty().container() if question else None  # empty at once: what stood there was for the answer before
    below = st.empty()
    if asking and question:
        asking.stop()
    if asking and waiting:
        _await(desk, talk, asking, drawn, waiting)
    if question and coming:
        drawn = len(talk.exchanges)
        _await(desk, talk, talks.ask(desk, talk, question, filters), drawn, coming)
    if talk.exchanges:
        with own:
            talks.beside(desk, talk)
        with below.container():
            _next(desk, talk, documents, filters)
    else:
        with below.container():
            _welcome(desk, len(documents))


def _empty() -> None:
    show(element("p", EMPTY, class_="status"), element("p", ADD), key="empty")
    st.code(COMMAND, language=None, wrap_lines=True)


def _welcome(desk: Desk, held: int) -> None:
    show(element("p", WELCOME), element("p", f"{count(held, 'paper')} held. For example:", class_="searched"), key="welcome")
    for number, suggestion in enumerate(library.suggestions(desk)):
        st.button(label(suggestion), key=f"suggestion-{number}", on_click=_suggest, args=(suggestion,), width="stretch")


def _suggest(question: str) -> None:
    st.session_state.suggested = question


def _linked(documents: list[Document]) -> str | None:
    """The question of a link that was followed, for a new conversation with its filters; None when the address asks nothing."""
    query = {name: st.query_params.get_all(name) for name in st.query_params}
    question = question_of(query)
    if not question:
        return None
    filters, left = filters_of(query, documents)
    narrowing.put(filters)
    st.query_params.clear()
    talks.leave()
    if left:
        st.warning(label(left), icon=":material/link_off:")
    return question


def _exchange(desk: Desk, talk: Talk, number: int, filters: Filters) -> None:
    exchange = talk.exchanges[number]
    if talk.editing == number:
        _edited(desk, talk, number, filters)
        return
    with st.container():
        _show(desk, exchange)
        with st.container():
            _below(desk, talk, number)


def _show(desk: Desk, exchange: Exchange, *, arrived: bool = False) -> None:
    if not exchange.shown:
        exchange.shown = exchange_view(desk, exchange)
    show(asked_view(exchange.question), *exchange.shown, key=f"exchange-{exchange.name}", arrived=arrived)


def _below(desk: Desk, talk: Talk, number: int) -> None:
    exchange = talk.exchanges[number]
    acts(desk, talk, number)
    if exchange.answer:
        rating(desk.library.folder, person().role, exchange.name, exchange.answer, answers(talk.exchanges[:number]))


def _edited(desk: Desk, talk: Talk, number: int, filters: Filters) -> None:
    """The question as a field, to be asked again in its place; what came after it goes."""
    exchange, most = talk.exchanges[number], desk.library.settings.question_chars
    after = len(talk.exchanges) - number - 1
    with st.form(f"edit-{exchange.name}", border=False):
        text = st.text_area("Edit the question", exchange.question, max_chars=most, key=f"edited-{exchange.name}")
        if after:
            st.caption(f"It is asked with the filters beside it. {count(after, 'question')} after it will be taken out.")
        with st.container(horizontal=True):
            again = st.form_submit_button("Ask again", type="primary")
            kept = st.form_submit_button("Leave as it was")
    if again and text.strip():
        ask_again(desk, talk, number, text, filters)
        st.rerun()
    if kept:
        talk.editing = None
        st.rerun()


def ask_again(desk: Desk, talk: Talk, number: int, question: str, filters: Filters) -> None:
    """Ask in the place of a question of the conversation; that one and those after it are taken out."""
    talk.editing = None
    talks.ask(desk, talk, question, filters, at=number)


def _await(desk: Desk, talk: Talk, asking: Asking, number: int, waiting: DeltaGenerator) -> None:
    """Show a question that is being answered, what a language model has written of it so far, and at last what came of it in its place: the
    exchange `number` of the conversation, where there is one now.
    """
    with waiting:
        place, below = st.empty(), st.empty()
    written, offered, since = -1, False, time.monotonic()
    while not asking.wait(_LOOKS):
        if len(asking.sentences) != written:
            written = len(asking.sentences)
            with place:
                _under_way(asking, written)
        if not offered and time.monotonic() - since > PATIENCE:
            offered = True
            below.button("Stop", icon=":material/stop_circle:", on_click=asking.stop, key="stop")
    if talk.id:
        st.query_params[talks.PARAMETER] = talk.id
    if number >= len(talk.exchanges):
        place.empty()
        below.empty()
        return
    exchange = talk.exchanges[number]
    with place:
        _show(desk, exchange, arrived=True)
    with below.container():
        _below(desk, talk, number)
    if exchange.unkept:
        st.toast(label(exchange.unkept), icon=":material/warning:")


def _under_way(asking: Asking, drawn: int) -> None:
    written = element("div", *(element("p", each) for each in asking.sentences[:drawn]), class_="claims", aria_live="polite")
    said = element("p", WRITING if drawn else LOOKING, class_="notes", role="status")
    # A place takes a component's key once, so that each state of it has its own.
    show(asked_view(asking.question), written, said, key=f"asking-{id(asking)}-{drawn}", arrived=drawn == 0)


def _next(desk: Desk, talk: Talk, documents: list[Document], filters: Filters) -> None:
    """What can come after the last answer: the same question of other papers, or one that the papers answer too."""
    last = talk.exchanges[-1]
    number = len(talk.exchanges) - 1
    if filters != last.filters and talk.editing is None:
        said = narrowed_to(filters, documents) or "Not narrowed any more: all papers."
        with st.container(horizontal=True, vertical_alignment="center", key="other-filters"):
            show(element("p", said, class_="narrowed"), key="next-filters")
            st.button(
                "Ask the last question again so", key="again", on_click=ask_again,
                args=(desk, talk, number, last.question, filters),
            )  # fmt: skip
    if talk.editing is None and last.answer:
        _suggestions(desk, talk, last, filters)


def _suggestions(desk: Desk, talk: Talk, last: Exchange, filters: Filters) -> None:
    if last.suggestions is None:
        last.suggestions = talks.suggested(desk, talk, last)
    if not last.suggestions:
        return
    show(element("h3", "The papers also answer"), key=f"also-{last.name}")
    for number, suggestion in enumerate(last.suggestions):
        st.button(label(suggestion), key=f"next-{last.name}-{number}", on_click=_suggest, args=(suggestion,), width="stretch")
