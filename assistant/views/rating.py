"""The thumbs under an answer, and the reason that may be given: kept in the library, and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from assistant.answer import Answer
from assistant.feedback import LONGEST_WHY, Feedback, Verdict, keep
from assistant.views.elements import element, show
from assistant.views.wording import label
from vectorstore.errors import ScrutinyError
from vectorstore.models import Role

THUMBS: tuple[Verdict, Verdict] = ("down", "up")
"""The verdicts in the order in which Streamlit numbers its thumbs."""
WHY = "Why? (optional)"
STAYS = "Kept with the question and the answer in this library, on this machine. Nothing is sent anywhere."
KEPT = "Kept. Thank you."


@st.fragment
def rating(data: Path, role: Role, name: str, answer: Answer, earlier: Sequence[Answer]) -> None:
    """Thumbs for an answer whose feedback has the id `name`; `earlier` are the answers before it in its conversation.

    A verdict is kept when a thumb is pressed, and again with its reason. A fragment: pressing one runs no other part of the page.
    """
    said = st.session_state.setdefault(f"said-{name}", {"verdict": None, "saved": False})
    thumb = st.feedback("thumbs", key=f"thumb-{name}", on_change=_stays, args=(f"thumb-{name}", said), persist_state="session")
    if thumb is None:
        return
    verdict = THUMBS[thumb]

    def told(why: str) -> None:
        given = Feedback(
            id=name, verdict=verdict, why=why, role=role, answer=_whole(answer), earlier=[_whole(a) for a in earlier]
        )
        keep(data, given)

    try:
        if said["verdict"] != verdict:
            told("")
            said.update(verdict=verdict, saved=False)
        place = st.empty()
        if not said["saved"] and (why := _why(place, name)) is not None:
            told(why)
            said["saved"] = True
            place.empty()
    except ScrutinyError as error:
        st.error(label(str(error)), icon=":material/error:")
        return
    show(element("p", KEPT if said["saved"] else STAYS, class_="notes", role="status"), key=f"kept-{name}")


def _stays(key: str, said: Mapping[str, Any]) -> None:
    """Leave a thumb pressed when it is pressed again: what was kept can be changed and not unsaid."""
    if st.session_state[key] is None and said["verdict"]:
        st.session_state[key] = THUMBS.index(said["verdict"])


def _why(place: DeltaGenerator, name: str) -> str | None:
    """A line for the reason; what it says when that has just been saved."""
    with place, st.form(f"why-{name}", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        why = st.text_input(WHY, max_chars=LONGEST_WHY, key=f"why-text-{name}")
        saved = st.form_submit_button("Save", key=f"why-save-{name}")
    return (why or "") if saved else None


def _whole(answer: Answer) -> dict[str, Any]:
    return answer.model_dump(mode="json")
