"""Buttons that give the entries shown as CSV and XLSX."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from assistant.commitment_export import commitments_table, to_xlsx
from assistant.ledger import Commitment
from assistant.spreadsheet import CSV_TYPE, XLSX_TYPE, to_csv
from assistant.views.register_downloads import AT_ONCE, Content, button
from assistant.views.wording import count


def downloads(shown: Sequence[Commitment], held: str, as_of: date) -> None:
    """The entries shown, in their order, as files. `held` changes with what the library holds."""
    st.header("Download", anchor=False)
    st.caption(f"What is shown: {count(len(shown), 'entry', 'entries')}, with every source and all that later papers say.")
    name = f"commitments-as-of-{as_of.isoformat()}"
    with st.container(horizontal=True):
        button("XLSX: what is shown", _workbook_of(shown, held, as_of), f"{name}.xlsx", XLSX_TYPE)
        button("CSV: what is shown", to_csv(commitments_table(shown, as_of)), f"{name}.csv", CSV_TYPE)


def _workbook_of(shown: Sequence[Commitment], held: str, as_of: date) -> Content:
    """The workbook, made once; a big one only when it is asked for."""
    if len(shown) > AT_ONCE:
        return lambda: to_xlsx(shown, as_of)
    return _workbook((held, as_of.isoformat(), *(each.id for each in shown)), shown, as_of)


@st.cache_data(max_entries=16, show_spinner=False)
def _workbook(key: tuple[str, ...], _shown: Sequence[Commitment], _as_of: date) -> bytes:
    del key  # what the cache knows it by
    return to_xlsx(_shown, _as_of)
