"""What is chosen in the Evaluation view: the part of a run, what its answers are narrowed to, the run that it is compared with."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import streamlit as st

from assistant.views.evaluation_answers import Question, short_of
from assistant.views.evaluation_place import PARTS, Part, Place
from assistant.views.evaluation_runs import Held
from assistant.views.links import side_by_side
from eval.scorers import SCORERS

PART_NAMES: dict[Part, str] = {"scores": "Scores", "answers": "Wrong answers", "compare": "Compare"}
ANY_KIND, WRONG = "Every kind", "Wrong answers"


def part(place: Place) -> None:
    """Links to the parts of a run."""
    links = [(PART_NAMES[each], place.of(each).link(), each == place.part) for each in PARTS]
    side_by_side("What is shown", links, "evaluation-part")


def narrowing(questions: Sequence[Question], place: Place) -> Place:
    """Boxes for the kind of question and for the score that answers fall short by; the place with nothing that is not there to choose."""
    kinds = dict.fromkeys(sorted({q["kind"] for q in questions}))
    short = {name for q in questions for name in short_of(q)}
    scores = {name: scorer.title for name, scorer in SCORERS.items() if name in short}
    place = replace(place, kind=place.kind if place.kind in kinds else None, score=place.score if place.score in scores else None)
    left, right = st.columns(2)
    with left:
        _box("Kind of question", {"": ANY_KIND, **{kind: kind for kind in kinds}}, place.kind or "", "evaluation-kind",
             lambda kind: replace(place, kind=kind or None))  # fmt: skip
    with right:
        _box("Show", {"": WRONG, **{name: f"Falls short: {title}" for name, title in scores.items()}}, place.score or "",
             "evaluation-score", lambda score: replace(place, score=score or None))  # fmt: skip
    return place


def other(others: Mapping[str, Held], usual: str, place: Place) -> str:
    """A box for the run that this one is compared with, the `usual` one unless the address names another; its key."""
    chosen = place.against if place.against and place.against in others else usual
    _box("Compared with", {key: each.name for key, each in others.items()}, chosen, "evaluation-against",
         lambda key: replace(place, against=key))  # fmt: skip
    return chosen


def _box(name: str, options: Mapping[str, str], chosen: str, key: str, lead: Callable[[str], Place]) -> None:
    """A box that shows what the address says and changes it."""
    st.session_state[key] = chosen

    def changed() -> None:
        st.query_params.from_dict(lead(st.session_state[key]).query())

    st.selectbox(name, list(options), format_func=lambda each: options.get(each, each), key=key, on_change=changed)
