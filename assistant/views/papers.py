"""The Papers view: what is held, and where new papers are dropped."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from assistant.desk import Desk
from assistant.views import library
from assistant.views.elements import Element, element, show
from assistant.views.intake import Intake, safe_name, take_in
from assistant.views.wording import count, day, label, page_numbers
from ingest.files import READERS
from ingest.job import Failure
from vectorstore.models import Classification, Document

READ = [ending.removeprefix(".") for ending in READERS if ending != ".text"]  # "text" would mean text of every kind to Streamlit
EMPTY = "No papers are held yet. Drop some above, or add a folder of them from the command line:"
COMMAND = "scrutiny ingest FOLDER-OF-PAPERS"
SECONDS_BETWEEN_LOOKS = 0.5


def view() -> None:
    """The papers held, below the place to drop new ones."""
    st.title("Papers", anchor=False)
    desk = library.desk()
    _drop(desk)
    documents = desk.documents()
    if documents:
        show(_table(documents), key="held")
    else:
        show(element("p", EMPTY), key="held-none")
        st.code(COMMAND, language=None)


def _drop(desk: Desk) -> None:
    intake: Intake | None = st.session_state.get("intake")
    if intake and not intake.finished:
        _watch()
        return
    if intake:
        show(*outcome(intake), key="outcome")
    drops = st.session_state.setdefault("drops", 0)
    files = st.file_uploader(
        "Add papers: PDF, Word, Excel, CSV, web pages, Markdown or plain text. They stay on this computer.",
        READ,
        accept_multiple_files=True,
        max_upload_size=desk.library.settings.upload_mb,
        key=f"drop-{drops}",
    )
    if files and st.button(f"Read {count(len(files), 'paper')}", type="primary", icon=":material/library_add:"):
        st.session_state.intake = take_in(files, desk)
        st.session_state.drops = drops + 1
        st.rerun()


@st.fragment(run_every=SECONDS_BETWEEN_LOOKS)
def _watch() -> None:
    """How far the reading is; the whole view once it is done."""
    intake: Intake = st.session_state.intake
    if intake.finished:
        st.rerun()
    progress = intake.progress
    if progress is None or not progress.files_total:
        st.progress(0.0, f"About to read {count(len(intake.names), 'paper')} …")
        return
    words = [
        f"{progress.files_done} of {count(progress.files_total, 'paper')} read",
        f"{count(progress.pages_done, 'page')} and {count(progress.passages_done, 'passage')} so far",
    ]
    if progress.current:
        words.append(f"now reading {progress.current}")
    if progress.seconds_left is not None:
        words.append(f"about {count(max(1, round(progress.seconds_left)), 'second')} left")
    st.progress(min(1.0, progress.files_done / progress.files_total), label(", ".join(words)))


def outcome(intake: Intake) -> list[Element]:
    """What came of each paper, in a line each."""
    if intake.report is None:
        return [element("p", intake.error, class_="status", role="alert")]
    report = intake.report
    lines = dict.fromkeys(report.added, "added")
    lines |= dict.fromkeys(report.updated, "replaced an older version")
    lines |= dict.fromkeys(report.unchanged, "already held, nothing changed")
    lines |= {failure.source: f"not added: {_without_name(failure)}" for failure in report.failed}
    for unread in report.unread_pages:
        pages = unread.pages
        gave = f"{'page' if len(pages) == 1 else 'pages'} {page_numbers(pages)} gave no text and cannot be searched"
        lines[unread.source] = f"{lines.get(unread.source, 'held')}; {gave}"
    for source in intake.namesakes:
        lines[source] += "; another paper of this name is held too"
    for source in intake.set_apart:
        lines[source] += "; recognised as exempt (Part 2), so kept apart and not shown here"
    items = [element("li", element("span", source, class_="file"), f": {words}") for source, words in lines.items()]
    done = len(report.added) + len(report.updated) + len(report.unchanged)
    heading = f"{count(done, 'paper')} read" + (f", {len(report.failed)} not" if report.failed else "")
    return [element("p", heading, class_="status"), element("ul", *items, class_="outcomes")]


def _without_name(failure: Failure) -> str:
    """The reason alone: it begins with the file's name, as given or as it was put down."""
    names = (failure.source, safe_name(failure.source))
    return next(
        (failure.reason.removeprefix(f"{name}: ") for name in names if failure.reason.startswith(f"{name}: ")), failure.reason
    )


def _table(documents: Sequence[Document]) -> Element:
    columns = ["Paper", "Kind", "Body", "Meeting date", "Pages", "Pages not read", "Classification", "Read on"]
    names = [element("th", each, scope="col", role="columnheader") for each in columns]
    head = element("thead", element("tr", *names, role="row"))
    rows = [_row(document, columns) for document in documents]
    caption = element("caption", f"{count(len(documents), 'paper')} held")
    return element("table", caption, head, element("tbody", *rows), role="table")


def _row(document: Document, columns: Sequence[str]) -> Element:
    values = [
        str(document.kind).capitalize(),
        document.body or "–",
        day(document.meeting_date) if document.meeting_date else "not known",
        str(document.page_count) if document.page_count is not None else "–",
        page_numbers(document.unread_pages) or "none",
        "Exempt (Part 2)" if document.classification is Classification.EXEMPT else "Open",
        day(document.ingested_at) if document.ingested_at else "–",
    ]
    title = element("th", document.title, element("span", document.source, class_="file"), scope="row", role="rowheader")
    cells = [element("td", value, data_label=name, role="cell") for name, value in zip(columns[1:], values, strict=True)]
    return element("tr", title, *cells, role="row")
