"""What questions are narrowed to: chosen in the sidebar, and held until it is changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from assistant.views.wording import count, day, listed
from vectorstore.models import Document, Filters, Kind

DATES = "DD/MM/YYYY"
EARLIEST = date(1974, 4, 1)  # when the councils of today began


def chosen(documents: Sequence[Document]) -> Filters:
    """The sidebar's filters, and what is chosen in them."""
    titles = {document.id: document.title for document in documents}
    kinds = sorted({document.kind for document in documents})
    dates = sorted(document.meeting_date for document in documents if document.meeting_date)
    latest = max([date.today(), *dates[-1:]])
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
    since = _date("Meetings from", "since", latest)
    until = _date("Meetings up to", "until", latest)
    if since and until and since > until:
        st.warning("The first date is after the second, so no meeting can match.")
    return Filters(documents=tuple(papers), kinds=tuple(Kind(kind) for kind in chosen_kinds), since=since, until=until)


def _date(name: str, key: str, latest: date) -> date | None:
    value = st.date_input(
        name,
        value=None,
        min_value=EARLIEST,
        max_value=latest.replace(month=12, day=31),
        key=key,
        format=DATES,
        persist_state="session",
    )
    return value if isinstance(value, date) else None


def in_words(filters: Filters, documents: Sequence[Document]) -> str | None:
    """What the filters leave, for the line above an answer; None when they leave everything."""
    parts: list[str] = []
    titles = {document.id: document.title for document in documents}
    if filters.documents:
        names = [titles.get(each, each) for each in filters.documents]
        parts.append(listed(names) if len(names) <= 3 else count(len(names), "paper"))
    if filters.kinds:
        parts.append("kinds of paper: " + listed([str(kind) for kind in filters.kinds]))
    if filters.since:
        parts.append(f"meetings from {day(filters.since)}")
    if filters.until:
        parts.append(f"meetings up to {day(filters.until)}")
    return f"Narrowed to {'; '.join(parts)}." if parts else None
