"""The Papers view: what is held, each paper's own page, and where new papers are dropped."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from assistant.desk import Desk
from assistant.views import library, noted
from assistant.views.elements import Element, element, show
from assistant.views.intake import Intake, safe_name, shown_name, take_in, under_way
from assistant.views.links import follow
from assistant.views.paper_list import ORDERS, Order, Shown, narrowed, table
from assistant.views.paper_page import paper_page
from assistant.views.people import person
from assistant.views.wording import count, label, page_numbers
from ingest.files import READERS
from ingest.job import Failure
from vectorstore.models import Document, Kind

READ = [ending.removeprefix(".") for ending in READERS if ending != ".text"]  # "text" would mean text of every kind to Streamlit
ABOUT = "The papers that answers are drawn from."
APART = "Exempt papers are kept apart and not shown here."
AMONG = "Exempt papers are among them, and named as such."
ADDED_BY = "Officers add papers."
TOO_MANY = "{} were chosen; at most {} are read at once. Take some away, and drop them afterwards."
EMPTY = "No papers are held yet. Drop some above, or add a folder of them from the command line:"
COMMAND = "scrutiny ingest FOLDER-OF-PAPERS"
GONE = "That paper is not held under this address: it was removed, or its file has changed and was read as a new paper."
NOTHING_FITS = "No paper fits what is chosen."
WAITING = "Other papers are being read; {} will be read after them …"
BUSY = "Papers are being read …"
DROP_AGAIN = "Nothing was added; drop the papers again when that is mended."
SECONDS_BETWEEN_LOOKS = 0.5
FEW = 10
"""Papers up to which the list has no search."""
SHOWN = 250
"""Papers that are listed at first."""


def view() -> None:
    """The papers held, below the place to drop new ones; or one of them, as the address says."""
    desk = library.desk()
    documents = desk.documents()
    arrived = bool(st.session_state.pop("followed", False))
    st.title("Papers", anchor=False)
    wanted = st.query_params.get("paper")
    chosen = next((each for each in documents if each.id == wanted), None)
    reading = _reading(desk)
    if chosen:
        _outcome_of(chosen)
        paper_page(chosen, desk, busy=reading or under_way(desk) is not None, arrived=arrived)
        return
    about = [ABOUT, AMONG if person().role.meets_exempt else APART, *([] if person().may_add else [ADDED_BY])]
    show(element("p", " ".join(about), class_="searched"), key="about-papers", arrived=arrived)
    if said := st.session_state.pop("removed", None):
        show(element("p", said, class_="status", role="status"), key="removed-said")
    elif wanted:
        show(element("p", GONE, class_="status", role="alert"), key="paper-gone")
    if not reading and person().may_add:
        _drop(desk)
    if documents:
        _list(documents)
    elif not person().may_add:
        show(element("p", "No papers are held yet."), key="held-none")
    else:
        show(element("p", EMPTY), key="held-none")
        st.code(COMMAND, language=None, wrap_lines=True)


def _reading(desk: Desk) -> bool:
    """Show how far the reading is that goes on, of this reader's papers or another's; whether it is this reader's."""
    intake: Intake | None = st.session_state.get("intake")
    own = intake is not None and not intake.finished
    running = intake if own else under_way(desk)
    if running:
        st.session_state["watched"] = running
        _watch()
    return own


def _drop(desk: Desk) -> None:
    intake: Intake | None = st.session_state.get("intake")
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
    most = desk.library.settings.upload_files
    if files and len(files) > most:
        st.error(TOO_MANY.format(count(len(files), "file"), most), icon=":material/error:")
    elif files and st.button(f"Read {count(len(files), 'paper')}", type="primary", icon=":material/library_add:"):
        noted.note(desk, person(), "added papers", what=[shown_name(file.name) for file in files])
        st.session_state.intake = take_in(files, desk)
        st.session_state.drops = drops + 1
        st.rerun()


@st.fragment(run_every=SECONDS_BETWEEN_LOOKS)
def _watch() -> None:
    """How far the reading is; the whole view once it is done."""
    intake: Intake = st.session_state["watched"]
    if intake.finished:
        st.rerun()
    if not _may_name(intake):
        st.progress(0.0, BUSY)
        return
    progress = intake.progress
    papers = count(len(intake.names), "paper")
    if progress is None or not progress.files_total:
        st.progress(0.0, WAITING.format(papers) if intake.waiting else f"About to read {papers} …")
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


def _may_name(intake: Intake) -> bool:
    """Whether the reader may know of the files being read: those of somebody else may be exempt, and so what they are called and how many."""
    return intake is st.session_state.get("intake") or person().key is None or person().role.meets_exempt


def _outcome_of(document: Document) -> None:
    """What came of reading a paper again, on its page."""
    intake: Intake | None = st.session_state.get("intake")
    if intake and intake.finished and intake.again == document.id:
        show(*outcome(intake), key="outcome")


def outcome(intake: Intake) -> list[Element]:
    """What came of each paper, in a line each."""
    if intake.report is None:
        then = [] if intake.again else [element("p", DROP_AGAIN)]
        return [element("p", intake.error, class_="status", role="alert"), *then]
    report = intake.report
    lines = dict.fromkeys(report.added, "added")
    lines |= dict.fromkeys(report.updated, "read again" if intake.again else "replaced an older version")
    lines |= dict.fromkeys(report.unchanged, "already held, nothing changed")
    lines |= {failure.source: _failed(failure, intake) for failure in report.failed}
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


def _failed(failure: Failure, intake: Intake) -> str:
    if intake.again:
        return f"not read again: {_without_name(failure)} What was read of it before is still held."
    return f"not added: {_without_name(failure)}"


def _without_name(failure: Failure) -> str:
    """The reason alone: it begins with the file's name, as given or as it was put down."""
    names = (failure.source, safe_name(failure.source))
    return next(
        (failure.reason.removeprefix(f"{name}: ") for name in names if failure.reason.startswith(f"{name}: ")), failure.reason
    )


def _list(documents: Sequence[Document]) -> None:
    chosen = _chosen(documents)
    left = narrowed(documents, chosen)
    if not left:
        show(element("p", NOTHING_FITS, class_="status"), key="nothing-fits")
        return
    most = None if st.session_state.get("papers-all") else SHOWN
    show(table(left[:most], len(documents), chosen.order), key="held", follow=follow)
    if most and len(left) > most:
        st.button(f"Show all {len(left):,}, not only the first {most}", on_click=_show_all)


def _show_all() -> None:
    st.session_state["papers-all"] = True


def _chosen(documents: Sequence[Document]) -> Shown:
    """What the list shows: chosen above it, where there are more papers than a look takes in."""
    if len(documents) <= FEW:
        return Shown()
    words, kinds, order = st.columns([3, 2, 2])
    with words:
        said = st.text_input(
            "Words of the title or file name", key="papers-words", persist_state="session", icon=":material/search:"
        )
    with kinds:
        held = sorted({document.kind for document in documents})
        some = st.multiselect(
            "Kinds of paper", held, format_func=lambda kind: str(kind).capitalize(), key="papers-kinds", placeholder="All kinds",
            persist_state="session",
        )  # fmt: skip
    with order:
        by: Order | None = st.radio("Sort by", ORDERS, horizontal=True, key="papers-order", persist_state="session")
    return Shown(said or "", tuple(Kind(kind) for kind in some), by or ORDERS[0])
