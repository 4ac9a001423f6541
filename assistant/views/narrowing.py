"""What questions are narrowed to: chosen in the sidebar, and held until it is changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from assistant.retrieve import bodies_of
from assistant.views.question_place import EARLIEST, latest_day
from vectorstore.models import Document, Filters, Kind

DATES = "DD/MM/YYYY"


def chosen(documents: Sequence[Document]) -> Filters:
    """The sidebar's filters, and what is chosen in them."""
    titles = {document.id: document.title for document in documents}
    kinds = sorted({document.kind for document in documents})
    latest = latest_day(documents)
    st.subheader("Narrow the question to")
    papers = st.multiselect(
        "Papers",
        list(titles),
        format_func=lambda each: titles.get(each, each),
        key="papers",
        placeholder="All papers",
        persist_state="session",
    )
    chosen_kinds = st.multiselect(
        "Kinds of paper",
        kinds,
        format_func=lambda kind: str(kind).capitalize(),
        key="kinds",
        placeholder="All kinds",
        persist_state="session",
    )
    bodies = st.multiselect(
        "Committees", bodies_of(documents), key="bodies", placeholder="All committees", persist_state="session"
    )
    since = _date("Meetings from", "since", latest)
    until = _date("Meetings up to", "until", latest)
    if since and until and since > until:
        st.warning("The first date is after the second, so no meeting can match.")
    return Filters(tuple(papers), tuple(Kind(kind) for kind in chosen_kinds), since, until, tuple(bodies))


def put(filters: Filters) -> None:
    """Set the sidebar's filters, before it is made: what a link narrows to. Papers are by id, bodies as `bodies_of` gives them."""
    st.session_state.papers = list(filters.documents)
    st.session_state.kinds = list(filters.kinds)
    st.session_state.bodies = list(filters.bodies)
    st.session_state.since = filters.since
    st.session_state.until = filters.until


def _date(name: str, key: str, latest: date) -> date | None:
    value = st.date_input(
        name,
        value=None,
        min_value=EARLIEST,
        max_value=latest,
        key=key,
        format=DATES,
        persist_state="session",
    )
    return value if isinstance(value, date) else None
