"""Buttons that give a register as CSV and XLSX."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import streamlit as st

from assistant.register_export import children_table, risks_table, to_xlsx
from assistant.registers import Held
from assistant.spreadsheet import CSV_TYPE, XLSX_TYPE, to_csv
from assistant.views import library, noted
from assistant.views.people import later
from assistant.views.wording import count
from vectorstore.records import Record

Content = bytes | Callable[[], bytes]
AT_ONCE = 500
"""Risks, controls and actions of which a workbook is made before anybody asks for it."""


def downloads(held: Held, shown: Sequence[Record], *, narrowed: bool) -> None:
    """The whole register, or only the risks that are shown, as files that are made when they are asked for."""
    st.header("Download", anchor=False)
    risks: Sequence[Record] = held.register.risks
    if narrowed and shown and st.checkbox(f"Only the {count(len(shown), 'risk')} shown", key="download-shown"):
        risks = shown
    name = file_name(held) + ("-selection" if len(risks) < len(held.register.risks) else "")
    with st.container(horizontal=True):
        button("XLSX: everything", _workbook_of(held, risks), f"{name}.xlsx", XLSX_TYPE)
        button("CSV: risks", to_csv(risks_table(held, risks)), f"{name}-risks.csv", CSV_TYPE)
        if any(risk.children for risk in risks):
            button("CSV: controls and actions", to_csv(children_table(held, risks)), f"{name}-controls-and-actions.csv", CSV_TYPE)


def button(name: str, content: Content, file: str, kind: str) -> None:
    """A button that sends a file: its content, or what makes it when it is asked for. That it was pressed is noted."""
    desk, who = library.desk(), later()

    def note() -> None:
        someone = who()
        if someone is None or someone.role is not desk.role:
            raise PermissionError("The page was made for a role that whoever presses its buttons no longer has.")
        noted.note(desk, someone, "took a file", what=file)

    def made() -> bytes:
        assert callable(content)
        note()
        return content()

    if callable(content):
        st.download_button(name, made, file, kind, icon=":material/download:", on_click="ignore")
    else:
        st.download_button(name, content, file, kind, icon=":material/download:", on_click=note)


def _workbook_of(held: Held, risks: Sequence[Record]) -> Content:
    """The workbook, made once; that of a big register only when it is asked for.

    A file that is made at the click is lost when the page is being drawn anew at that moment, so it is not done without need.
    """
    if sum(1 + len(risk.children) for risk in risks) > AT_ONCE:
        return lambda: to_xlsx(held, risks)
    places = {id(risk): n for n, risk in enumerate(held.register.risks)}
    return _workbook(
        (held.document.id, held.register.title, str(held.document.ingested_at), *(places[id(risk)] for risk in risks)),
        held,
        risks,
    )


@st.cache_data(max_entries=16, show_spinner=False)
def _workbook(key: tuple[str | int, ...], _held: Held, _risks: Sequence[Record]) -> bytes:
    del key  # what the cache knows it by
    return to_xlsx(_held, _risks)


def file_name(held: Held) -> str:
    """A name for a file, from the paper's title and the register's date: letters, digits and hyphens."""
    words = re.findall(r"[a-z0-9]+", held.name.lower())
    return "-".join([*words, *([held.as_at] if held.as_at else [])])[:100] or "register"
