"""What can be done with an answer: ask it otherwise, take it along, find what to press on."""

from __future__ import annotations

from datetime import date

import streamlit as st

from assistant.answer import Answer
from assistant.desk import Desk
from assistant.gaps import questions_of
from assistant.views import narrowing, packs
from assistant.views.elements import Element, element, show
from assistant.views.exchange import Exchange
from assistant.views.questions import gap_views
from assistant.views.talks import Talk
from vectorstore.models import Filters

NO_GAPS = "No gap was found in what these papers say about it: nothing overdue, without an update or at odds with another paper."


def acts(desk: Desk, talk: Talk, number: int) -> None:
    """A row of buttons below an exchange, and the scrutiny questions once they are asked for."""
    exchange = talk.exchanges[number]
    name, answer = exchange.name, exchange.answer
    with st.container(horizontal=True, key=f"acts-{name}"):
        st.button(
            "Edit and ask again", key=f"edit-{name}", type="tertiary", icon=":material/edit:", on_click=_edit, args=(talk, number)
        )
        if answer and answer.status == "not_found" and exchange.filters != Filters():
            st.button(
                "Ask it of all papers", key=f"all-{name}", type="tertiary", icon=":material/filter_alt_off:", on_click=_of_all,
                args=(exchange,),
            )  # fmt: skip
        if answer and answer.citations:
            st.button(
                "Scrutiny questions", key=f"gaps-{name}", type="tertiary", icon=":material/quiz:", on_click=_press_on,
                args=(exchange,), help="Questions to put to whoever is responsible, each from a gap in these papers",
            )  # fmt: skip
        if answer:
            packs.downloads(desk, exchange.question, [exchange], name)
    if exchange.pressed_on and answer:
        if exchange.gaps is None:
            with st.spinner("Looking for gaps in these papers …"):
                exchange.gaps = _gaps(desk, answer)
        heading = element("h3", "Questions you could put")
        show(element("section", heading, *exchange.gaps, class_="gaps"), key=f"gaps-shown-{name}")


def _gaps(desk: Desk, answer: Answer) -> list[Element]:
    return gap_views(desk, questions_of(desk, answer, date.today())) or [element("p", NO_GAPS, class_="notes")]


def _edit(talk: Talk, number: int) -> None:
    talk.editing = number
    narrowing.put(talk.exchanges[number].filters)


def _of_all(exchange: Exchange) -> None:
    narrowing.put(Filters())
    st.session_state.suggested = exchange.question


def _press_on(exchange: Exchange) -> None:
    exchange.pressed_on = True
