"""Answers to take along: an evidence pack of one or of a whole conversation, as a Word or a Markdown file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Literal

import streamlit as st

from assistant.desk import Desk
from assistant.evidence_pack import Pack, Packed, packed
from assistant.pack_docx import as_docx
from assistant.pack_markdown import as_markdown
from assistant.views import noted
from assistant.views.exchange import Exchange
from assistant.views.people import Person, later
from assistant.views.wording import narrowed_to

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_NAME = 60  # characters of a file's name


def downloads(
    desk: Desk, title: str, exchanges: Sequence[Exchange], key: str, *, width: Literal["content", "stretch"] = "content"
) -> None:
    """A button for each format. What they give is made when one is pressed."""
    kind: Literal["tertiary", "secondary"] = "tertiary" if width == "content" else "secondary"
    name, who = _file_name(title), later()
    st.download_button(
        "Word", lambda: as_docx(_pack(desk, who(), title, exchanges)), f"{name}.docx", WORD, key=f"docx-{key}", type=kind,
        icon=":material/description:", on_click="ignore", help="Evidence pack: quotes, references, hashes of the papers",
        width=width,
    )  # fmt: skip
    st.download_button(
        "Markdown", lambda: as_markdown(_pack(desk, who(), title, exchanges)), f"{name}.md", "text/markdown", key=f"md-{key}", type=kind,
        icon=":material/markdown:", on_click="ignore", help="The same as a text file", width=width,
    )  # fmt: skip


def _pack(desk: Desk, someone: Person | None, title: str, exchanges: Sequence[Exchange]) -> Pack:
    if someone is None or someone.role is not desk.role:
        raise PermissionError("The page was made for a role that whoever presses its buttons no longer has.")
    noted.note(desk, someone, "took an evidence pack", what=title, answers=[each.name for each in exchanges])
    documents = desk.documents()
    made = [
        Packed(each.question, narrowed_to(each.filters, documents, None), each.answer, each.error, each.asked_at)
        for each in exchanges
    ]
    return packed(title, made, {document.id: document for document in documents}, datetime.now().astimezone())


def _file_name(title: str) -> str:
    """A name that any disk takes: letters, digits and hyphens."""
    stem = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")
    return stem[:_NAME].rstrip("-") or "answer"
