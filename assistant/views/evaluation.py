"""The Evaluation view: how good the answers were, run by run, which were wrong and why, what changed, and what people said of them.

The evaluation itself is imported when the view is opened: the chat starts without it.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

import streamlit as st

from assistant.feedback import kept
from assistant.views import library
from assistant.views.elements import element, show
from assistant.views.evaluation_place import Place, from_query
from assistant.views.links import follow
from assistant.views.people import person
from vectorstore.models import Role

if TYPE_CHECKING:
    from assistant.views.evaluation_runs import Held

EMPTY = "No run of the evaluation is held yet."
MAKES = "A run asks every question of a set and scores the answers. The command that makes one:"
GONE = "That run is not held here. It may have been removed."
GONE_ANSWER = "That answer is not in this run."
CLOSED = "This answer rests on a paper that is no longer open."
NO_OTHER = "No other run that is scored is held to compare this one with."
NO_ANSWER = "No answer fits what is chosen."
SHOWN = 250
"""Rows of the list of answers that are shown at first."""


def view() -> None:
    """The runs, or one of them, as the address says."""
    from assistant.views.evaluation_runs import held

    st.title("Evaluation", anchor=False)
    place = from_query(st.query_params.to_dict())
    arrived = bool(st.session_state.pop("followed", False))
    folder = library.desk().library.folder
    runs = held(folder / "runs", person().role)
    run = runs.get(place.run or "")
    if run is None:
        if place.run:
            show(element("p", GONE, class_="status", role="alert"), key="gone")
        _front(runs, folder)
    elif place.question:
        _answer(run, place, arrived=arrived)
    else:
        _run(runs, run, place, arrived=arrived)


def _front(runs: Mapping[str, Held], folder: Path) -> None:
    """The runs to choose from, and below them what people said."""
    from assistant.views.evaluation_feedback import feedback_view
    from assistant.views.evaluation_runs import runs_table

    if runs:
        show(runs_table(list(runs.values())), key="runs", follow=follow)
    else:
        show(element("p", EMPTY, class_="status"), element("p", MAKES), key="no-runs")
        st.code(_makes(folder), language=None, wrap_lines=True)
    if person().key is None or person().role is Role.ADMINISTRATOR:
        st.header("What people said of answers", anchor=False)
        show(*feedback_view(kept(folder, person().role)), key="feedback")


def _makes(data: Path) -> str:
    """The command that makes a run of a library."""
    return f"scrutiny eval run --data {quote(str(data))}"


def _run(runs: Mapping[str, Held], run: Held, place: Place, *, arrived: bool) -> None:
    """A run: its scores, its wrong answers, or what changed between it and another."""
    from assistant.views import evaluation_choice
    from assistant.views.evaluation_runs import about, unscored
    from assistant.views.evaluation_scores import scores_view

    back = element("a", "\N{LEFTWARDS ARROW} All runs", href=Place().link())
    show(element("nav", back, class_="between", aria_label="To the runs"), element("p", about(run), class_="searched"), key=f"run-{run.key}",
         arrived=arrived, follow=follow)  # fmt: skip
    if run.scores is None:
        run_folder, name = quote(str(run.run.folder)), quote(run.run.about.questions_file)
        goes_on = (
            f"scrutiny eval score {run_folder}"
            if run.run.complete
            else f"{_makes(run.run.folder.parent.parent)} --questions {name}"
        )
        show(element("p", f"This run was {unscored(run)}. The command that goes on with it:", class_="status"), key="unscored")
        st.code(goes_on, language=None, wrap_lines=True)
        return
    evaluation_choice.part(place)
    if place.part == "answers":
        _answers(run, place)
    elif place.part == "compare":
        _compare(runs, run, place)
    else:
        show(*scores_view(run.scores), key=f"scores-{run.key}")


def _answers(run: Held, place: Place) -> None:
    from assistant.views import evaluation_choice
    from assistant.views.evaluation_answers import answers_table, narrowed, tally

    assert run.scores is not None
    questions = run.scores["questions"]
    place = evaluation_choice.narrowing(questions, place)
    found = narrowed(questions, place)
    show(element("p", tally(len(found), len(questions), place), class_="tally", role="status"), key="tally")
    if not found:
        show(element("p", NO_ANSWER), key="no-answer")
        return
    whole = f"evaluation-all-{run.key}"
    most = None if st.session_state.get(whole) else SHOWN
    show(answers_table(found[:most], place), key="answers", follow=follow)
    if most and len(found) > most:
        st.button(f"Show all {len(found):,}, not only the first {most}", on_click=st.session_state.update, args=({whole: True},))


def _compare(runs: Mapping[str, Held], run: Held, place: Place) -> None:
    """What changed from the older to the newer of two runs, whichever of them is being read."""
    from assistant.views import evaluation_choice
    from assistant.views.evaluation_compare import compare_view

    others = {key: each for key, each in runs.items() if each.scores and key != run.key}
    if not others:
        show(element("p", NO_OTHER, class_="status"), key="no-other")
        return
    order = list(runs)  # the latest first
    older = [key for key in others if order.index(key) > order.index(run.key)]
    alike = [key for key in older if others[key].run.about.name == run.run.about.name]
    other = evaluation_choice.other(others, [*alike, *older, *others][0], place)
    after, before = sorted((runs[other], run), key=lambda each: order.index(each.key))
    show(*compare_view(before, after), key=f"compare-{before.key}-{after.key}", follow=follow)


def _answer(run: Held, place: Place, *, arrived: bool) -> None:
    """An answer of a run, with the way back to where it was listed."""
    from assistant.views.evaluation_answer import answer_page
    from assistant.views.evaluation_runs import answers

    scores = {q["id"]: q for q in run.scores["questions"]} if run.scores else {}
    given = next((each for each in answers(run) if each.id == place.question and each.id in scores), None)
    nav = element("a", "\N{LEFTWARDS ARROW} Back to the run", href=place.back().link())
    show(element("nav", nav, class_="between", aria_label="To the run"), key="back", follow=follow)
    if given is None:
        show(element("p", GONE_ANSWER, class_="status", role="alert"), key="gone-answer")
        return
    quoted = {citation.document for citation in given.answer.citations} | {document for document, _ in given.pages}
    passages = [passage.id for passage in given.answer.passages]
    if not person().role.meets_exempt and library.desk().library.made_exempt(quoted, passages):
        show(element("p", CLOSED, class_="status", role="alert"), key="closed-answer")
        return
    titles = {paper.source: paper.title for paper in run.run.about.documents}
    show(*answer_page(given, scores[given.id], titles), key=f"answer-{run.key}-{given.id}", arrived=arrived)
