"""Buttons that give a register as CSV and XLSX."""

from __future__ import annotations

import re
from collections.abc import Sequence

import streamlit as st

from assistant.register_export import CSV_TYPE, XLSX_TYPE, children_table, risks_table, to_csv, to_xlsx
from assistant.registers import Held
from assistant.views.wording import count
from vectorstore.records import Record


def downloads(held: Held, shown: Sequence[Record], *, narrowed: bool) -> None:
    """The whole register, or only the risks that are shown, as files that are made when they are asked for."""
    st.subheader("Download", anchor=False)
    risks: Sequence[Record] = held.register.risks
    if narrowed and shown and st.checkbox(f"Only the {count(len(shown), 'risk')} shown", key="download-shown"):
        risks = shown
    name = file_name(held) + ("-selection" if len(risks) < len(held.register.risks) else "")
    with st.container(horizontal=True):
        st.download_button(
            "XLSX: everything",
            lambda: to_xlsx(held, risks),
            f"{name}.xlsx",
            XLSX_TYPE,
            icon=":material/download:",
            on_click="ignore",
        )
        st.download_button(
            "CSV: risks",
            lambda: to_csv(risks_table(held, risks)),
            f"{name}-risks.csv",
            CSV_TYPE,
            icon=":material/download:",
            on_click="ignore",
        )
        if any(risk.children for risk in risks):
            st.download_button(
                "CSV: controls and actions", lambda: to_csv(children_table(held, risks)), f"{name}-controls-and-actions.csv", CSV_TYPE,
                icon=":material/download:", on_click="ignore",
            )  # fmt: skip


def file_name(held: Held) -> str:
    """A name for a file, from the paper's title and the register's date: letters, digits and hyphens."""
    words = re.findall(r"[a-z0-9]+", held.name.lower())
    return "-".join([*words, *([held.as_at] if held.as_at else [])])[:100] or "register"
