"""The app's frame: the views, what they are called, and what is shown when something goes wrong."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

import streamlit as st

from assistant.views import ask, commitments, evaluation, papers, questions, registers
from assistant.views.wording import label
from vectorstore.errors import ScrutinyError

WIDE = {"commitments", "evaluation", "papers", "registers"}
ICON = Path(__file__).with_name("icon.svg")
STYLE = Path(__file__).with_name("page.css")
UNFORESEEN = "Something went wrong that should not have. The papers held are safe; the program’s log says more. Please try again."


def render() -> None:
    """Show the view that the reader has chosen. Runs anew at every click; what is costly is kept elsewhere."""
    # Before the navigation is made: it would otherwise make the tab's icon of a view's, and fetch that from a font service.
    st.set_page_config(page_title="Scrutiny Desk", page_icon=str(ICON))
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


def guarded(view: Callable[[], None]) -> Callable[[], None]:
    """The view, with errors put in words instead of a trace."""

    def shown() -> None:
        try:
            view()
        except ScrutinyError as error:
            st.error(label(str(error)), icon=":material/error:")
        except Exception:
            logging.getLogger(__name__).exception("The view could not be shown")
            st.error(UNFORESEEN, icon=":material/error:")

    return shown
