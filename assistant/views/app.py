"""The app's frame: the views, what they are called, and what is shown when something goes wrong."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

import streamlit as st

from assistant.views import ask, commitments, evaluation, library, noted, papers, questions, registers
from assistant.views.people import Person, here, person
from assistant.views.wording import label
from vectorstore.errors import ScrutinyError

WIDE = {"commitments", "evaluation", "papers", "registers"}
ICON = Path(__file__).with_name("icon.svg")
STYLE = Path(__file__).with_name("page.css")
SIGN_IN = "Sign in to ask your council’s papers."
NOT_LET_IN = (
    "You are signed in, but too long ago, or you may not look at this library. Sign out and in again; if this comes back, ask whoever "
    "runs Scrutiny Desk here to let you in."
)
UNFORESEEN = "Something went wrong that should not have. The papers held are safe; the program’s log says more. Please try again."


def render() -> None:
    """Show the view that the reader has chosen. Runs anew at every click; what is costly is kept elsewhere."""
    # Before the navigation is made: it would otherwise make the tab's icon of a view's, and fetch that from a font service.
    st.set_page_config(page_title="Scrutiny Desk", page_icon=str(ICON))
    try:
        somebody = here()
    except ScrutinyError as error:  # nobody is let in by a list that cannot be read
        logging.getLogger(__name__).error("%s", error)
        somebody = None
    if somebody is None:
        _sign_in()
        return
    views = {
        "ask": st.Page(guarded(ask.view), title="Ask", icon=":material/forum:", url_path="ask", default=True),
        "questions": st.Page(guarded(questions.view), title="Scrutiny questions", icon=":material/quiz:", url_path="questions"),
        "commitments": st.Page(
            guarded(commitments.view), title="Commitments", icon=":material/checklist:", url_path="commitments"
        ),
        "registers": st.Page(guarded(registers.view), title="Registers", icon=":material/grid_on:", url_path="registers"),
        "papers": st.Page(guarded(papers.view), title="Papers", icon=":material/folder_open:", url_path="papers"),
        "evaluation": st.Page(guarded(evaluation.view), title="Evaluation", icon=":material/fact_check:", url_path="evaluation"),
    }
    chosen = st.navigation(list(views.values()))
    if wanted := st.session_state.pop("go_to", None):  # a view can lead to another
        st.switch_page(views[wanted])
    st.set_page_config(page_icon=str(ICON), layout="wide" if chosen.url_path in WIDE else "centered")
    st.html(STYLE)
    chosen.run()
    if somebody.key:
        with st.sidebar:
            _signed_in(somebody)


def _sign_in() -> None:
    """Nothing but the way to sign in."""
    st.html(STYLE)
    st.title("Scrutiny Desk", anchor=False)
    if st.user.is_logged_in:
        st.write(NOT_LET_IN)
        st.button("Sign out", on_click=st.logout)
    else:
        st.write(SIGN_IN)
        st.button("Sign in", type="primary", on_click=st.login)


def _signed_in(somebody: Person) -> None:
    st.caption(label(f"Signed in as {somebody.name} ({somebody.role})"))
    st.button("Sign out", icon=":material/logout:", on_click=st.logout, width="stretch")


def guarded(view: Callable[[], None]) -> Callable[[], None]:
    """The view, noted in the audit log as it is opened, with errors put in words instead of a trace."""

    def shown() -> None:
        try:
            noted.viewed(library.desk(), person(), view.__module__.rpartition(".")[2])
            view()
        except ScrutinyError as error:
            st.error(label(str(error)), icon=":material/error:")
        except Exception:
            logging.getLogger(__name__).exception("The view could not be shown")
            st.error(UNFORESEEN, icon=":material/error:")

    return shown
