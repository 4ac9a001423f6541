"""The runs that the library holds: what each asked and how it came out, in a table from which one is chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import streamlit as st

from assistant.views.elements import Element, element
from assistant.views.evaluation_place import Place
from assistant.views.wording import count, day
from eval.reporting.markup import table
from eval.reporting.words import counted, moment, value_of
from eval.run import Run, RunError, runs
from eval.scorers import Given
from eval.scores import givens, read_scores
from vectorstore.models import Role

CHIEF = {"right": "Right answers", "claim_support": "Faithfulness", "quote_on_page": "Quotes on their page"}
"""The scores by which runs are told apart at a glance."""


@dataclass(frozen=True, slots=True)
class Held:
    """A run of the library with its scores; None of one that was stopped, or that was not scored."""

    run: Run
    scores: Mapping[str, Any] | None

    @property
    def key(self) -> str:
        """What it is called in an address."""
        return self.run.folder.name

    @property
    def name(self) -> str:
        """Its set, when it was begun, and who wrote its answers."""
        about = self.run.about
        return f"{about.name}, {moment(about.started)}, {writer(about.writer)}"


def held(folder: Path, role: Role) -> dict[str, Held]:
    """The runs in a folder that a role may see, by key, the latest first: what was asked on behalf of an officer is not for readers."""
    seen = [run for run in runs(folder) if role.meets_exempt or run.about.role == Role.READER]
    return {run.folder.name: Held(run, _scores(run)) for run in seen}


def answers(each: Held) -> list[Given]:
    """Every answer of a run with what was expected of it: read once for the runs that were opened last."""
    return _answers(str(each.run.folder), str(each.run.about.finished), each.run)


@st.cache_resource(max_entries=2, show_spinner="Reading the run …")
def _answers(folder: str, finished: str, _run: Run) -> list[Given]:
    return givens(_run)


def _scores(run: Run) -> Mapping[str, Any] | None:
    if run.complete:
        with suppress(RunError):
            return read_scores(run.folder)
    return None


def writer(name: str) -> str:
    """Who wrote the answers of a run."""
    return "the papers’ own words" if name == "extractive" else f"written by {name}"


def runs_table(among: Sequence[Held]) -> Element:
    """A row for each run, its name leading to it."""
    heads = ["Questions asked", "When", "Answers are", "Questions", *CHIEF.values()]
    return table(f"{count(len(among), 'run')} held, the latest first", heads, [_row(each) for each in among], "runs")


def _row(each: Held) -> list[Element | str]:
    about = each.run.about
    name = element("a", about.name, href=Place(each.key).link())
    return [name, moment(about.started), writer(about.writer), f"{about.count:,}", *_chief(each)]


def _chief(each: Held) -> list[Element | str]:
    if each.scores is None:
        return [unscored(each), *[""] * (len(CHIEF) - 1)]
    return [_figure(each.scores["scores"][name]) for name in CHIEF]


def _figure(found: Mapping[str, Any]) -> Element:
    return element("span", value_of(found), " ", element("span", counted(found), class_="file"))


def unscored(each: Held) -> str:
    """Why a run has no scores."""
    return "not scored" if each.run.complete else "stopped before its end"


def about(each: Held) -> str:
    """What a run asked, of what, for the line above its scores."""
    said = each.run.about
    return (
        f"{count(said.count, 'question')} of the set “{said.name}”, asked on {moment(said.started)}, of {count(len(said.documents), 'paper')} "
        f"on behalf of {'a reader' if said.role == Role.READER else f'an {said.role}'}; {day(said.as_of)} counted as today. "
        f"Answers are {writer(said.writer)}. Folder: {each.key}"
    )
