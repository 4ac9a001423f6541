"""A paper's own page: what is known of it, what could not be read, and reading it again or taking it out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from assistant.desk import Desk
from assistant.views import noted
from assistant.views.elements import Element, element, show
from assistant.views.intake import BUSY, read_again, sources_of, take_out
from assistant.views.links import follow
from assistant.views.paper_list import classification, kind
from assistant.views.people import person
from assistant.views.wording import day, page_numbers
from ingest.uploads import is_copy
from vectorstore.catalogue import Source
from vectorstore.errors import ScrutinyError
from vectorstore.models import Document, Page

UNREAD = {
    "blank": "blank",
    "no text": "pictures of text, or drawings: no text in the file",
    "damaged": "damaged in the file",
    "garbled": "the file's fonts give wrong letters, so that its text is no language",
    "not legible": "a scan that text recognition could not read well enough to be quoted",
    "not read in time": "a scan that took text recognition too long",
    "a dynamic form": "a form that only Adobe Reader shows; open it there and print it to PDF",
}
"""Why a page gave no text, in words."""
_SHORT = 12  # signs of a SHA-256, enough to tell two files apart


def paper_page(document: Document, desk: Desk, *, busy: bool, arrived: bool) -> None:
    """The page of a paper that is held; while the library is `busy`, nothing can be done to it."""
    sources = sources_of(document, desk)
    unread = [page for page in desk.holdings.pages(document.id) if page.unread]
    back = element("nav", element("a", "\N{LEFTWARDS ARROW} All papers", href="?"), class_="between", aria_label="Papers")
    show(back, *facts(document, sources, unread, desk.library.folder), key=f"paper-{document.id}", arrived=arrived, follow=follow)
    if said := st.session_state.pop("paper-error", None):
        show(element("p", said, class_="status", role="alert"), key="paper-error-said")
    if st.session_state.get("removing") == document.id and person().may_remove:
        _asked(document, sources, desk)
        return
    why = BUSY if busy else None
    with st.container(horizontal=True):
        if person().may_add:
            st.button(
                "Read again", icon=":material/refresh:", on_click=_read_again, args=(document, desk), disabled=busy, help=why
            )
        if person().may_remove:
            st.button("Remove …", icon=":material/delete:", on_click=_ask, args=(document,), disabled=busy, help=why)


def facts(document: Document, sources: Sequence[Source], unread: Sequence[Page], library: Path) -> list[Element]:
    """What is known of a paper: its facts, what the reader left out, and which pages gave no text, with the reason."""
    known = [
        ("Kind", kind(document)),
        ("Body", document.body or "not known"),
        ("Meeting date", day(document.meeting_date) if document.meeting_date else "not known"),
        ("Period", document.period),
        ("Classification", classification(document)),
        ("Pages", f"{document.page_count:,}" if document.page_count is not None else "none: a format without pages"),
        ("Passages", f"{document.passage_count:,} that answers can draw on"),
        ("Read on", f"{day(document.ingested_at)}, {document.ingested_at:%H:%M}" if document.ingested_at else "not known"),
        ("SHA-256", f"{document.sha256[:_SHORT]}…"),
    ]
    rows = [element("div", element("dt", name), element("dd", value)) for name, value in known if value]
    rows += [element("div", element("dt", "File"), element("dd", *_where(source, library))) for source in sources]
    return [
        element("h2", document.title, class_="paper-name", tabindex="-1"),
        element("dl", *rows, class_="particulars"),
        *_section("Pages that gave no text", _unread(unread), "They are not searched, and no answer can draw on them."),
        *_section("What the reader left out or took for granted", document.notes),
    ]


def _where(source: Source, library: Path) -> list[Element | str]:
    path = Path(source.path)
    if not person().may_add:  # where files lie is for those who look after them
        return [source.name]
    where = "a copy that was dropped here" if is_copy(library, path) else path.as_posix()
    gone = "" if path.is_file() else "; the file is no longer there"
    return [source.name, element("span", f"{where}{gone}", class_="file")]


def _section(heading: str, lines: Sequence[str], below: str | None = None) -> list[Element]:
    if not lines:
        return []
    parts = [element("h3", heading), element("ul", *(element("li", line) for line in lines))]
    return [*parts, element("p", below, class_="searched")] if below else parts


def _unread(pages: Sequence[Page]) -> list[str]:
    """Pages by the reason why they gave no text."""
    reasons: dict[str, list[int]] = {}
    for page in pages:
        reasons.setdefault(page.unread or "", []).append(page.number or page.ordinal)
    return [
        f"{'Page' if len(numbers) == 1 else 'Pages'} {page_numbers(numbers)}: {UNREAD.get(reason, reason)}"
        for reason, numbers in reasons.items()
    ]


def question(document: Document, sources: Sequence[Source], library: Path) -> str:
    """What is asked before a paper is taken out."""
    copies = [source for source in sources if is_copy(library, Path(source.path))]
    if not copies:
        files = "The file itself stays where it is." if len(sources) < 2 else "The files themselves stay where they are."
    elif len(copies) == len(sources):
        files = "The file here is a copy that was dropped on this page, and is deleted with it."
    else:
        files = "The copy that was dropped on this page is deleted with it; files elsewhere stay where they are."
    return f"Remove \u2018{document.title}\u2019 from the library? Answers will no longer draw on it. {files}"


def _asked(document: Document, sources: Sequence[Source], desk: Desk) -> None:
    show(element("p", question(document, sources, desk.library.folder), class_="status", role="alert"), key="remove-question")
    with st.container(horizontal=True):
        st.button("Remove", type="primary", icon=":material/delete:", on_click=_remove, args=(document, desk))
        st.button("Keep", on_click=_keep)


def _ask(document: Document) -> None:
    st.session_state["removing"] = document.id


def _keep() -> None:
    st.session_state.pop("removing", None)


def _remove(document: Document, desk: Desk) -> None:
    _keep()
    if not person().may_remove:  # a callback runs before the page is made anew for somebody's role of now
        return
    try:
        noted.note(desk, person(), "removed a paper", document=document.id, sha256=document.sha256, what=document.source)
        take_out(document, desk)
    except ScrutinyError as error:
        if any(each.id == document.id for each in desk.documents()):
            st.session_state["paper-error"] = f"Nothing was removed. {error}"
            return
        st.session_state["removed"] = f"\u2018{document.title}\u2019 was removed. {error}"
    else:
        st.session_state["removed"] = f"\u2018{document.title}\u2019 was removed from the library."
    st.session_state.pop("intake", None)  # what it tells may be of this paper
    st.query_params.clear()


def _read_again(document: Document, desk: Desk) -> None:
    if not person().may_add:
        return
    try:
        noted.note(desk, person(), "had a paper read again", document=document.id, sha256=document.sha256, what=document.source)
        st.session_state["intake"] = read_again(document, desk)
    except ScrutinyError as error:
        st.session_state["paper-error"] = f"Nothing was read. {error}"
