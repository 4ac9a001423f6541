"""The Commitments view: what the papers promise, agree, recommend and resolve, as a list and on a timeline, and each entry's own page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import streamlit as st

from assistant.desk import Desk
from assistant.ledger import Commitment, Narrowed, ledger
from assistant.ledger import narrowed as in_order_of_dates
from assistant.views import commitment_choice, library
from assistant.views.commitment_downloads import downloads
from assistant.views.commitment_entry import entry_view
from assistant.views.commitment_filters import Options, narrowed, options
from assistant.views.commitment_place import Place, from_query
from assistant.views.commitment_table import table_view, tally
from assistant.views.commitment_timeline import timeline_view
from assistant.views.elements import element, show
from assistant.views.links import follow
from assistant.views.register_words import shortened
from assistant.views.wording import count, day
from vectorstore.library import Holdings

EMPTY = "No papers are held yet."
NONE = "No commitment, action, recommendation or decision was found in the papers held."
ADD = "Add papers on the Papers page: action plans, minutes, cabinet reports, strategies. Or from the command line:"
COMMAND = "scrutiny ingest FOLDER-OF-PAPERS"
GONE = "That entry is not in the ledger. Its paper may have been replaced or removed."
NOTHING_FITS = "No entry fits what is chosen."
ABOUT = (
    "What the papers promise, agree, recommend and resolve, in their own words, each promise once. Overdue: due before the day chosen, "
    "and no paper held says that it was completed or dropped."
)
SHOWN = 250
"""Rows of the table that are shown at first."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """Every entry of the papers `held`, what they can be narrowed by, and the papers' acronyms (short, long)."""

    held: str
    entries: tuple[Commitment, ...]
    options: Options
    acronyms: tuple[tuple[str, str], ...]


def view() -> None:
    """The entries, or one of them, as the address says."""
    desk = library.desk()
    place = from_query(st.query_params.to_dict())
    arrived = bool(st.session_state.pop("followed", False))
    st.title("Commitments", anchor=False)
    held = _held(desk)
    made = _ledger(held, desk.holdings) if held else None
    if made is None or not made.entries:
        _empty(desk)
        return
    chosen = next((each for each in made.entries if each.id == place.entry), None)
    if chosen:
        _entry(desk, made.entries, chosen, place, arrived=arrived)
        return
    if place.entry:
        show(element("p", GONE, class_="status", role="alert"), key="gone")
    show(element("p", ABOUT, class_="searched"), key="about-commitments", arrived=arrived)
    commitment_choice.part(place)
    _entries(made, place)


def _held(desk: Desk) -> str:
    """What the library holds, as a key that changes with it; empty when nothing is held."""
    return ";".join(f"{document.id} {document.ingested_at}" for document in desk.documents())


@st.cache_resource(max_entries=2, show_spinner="Reading the ledger …")
def _ledger(held: str, _holdings: Holdings) -> Ledger:
    """Every entry, read once for what is held: which names are one person's takes long to say of hundreds."""
    entries = tuple(ledger(_holdings))
    return Ledger(held, entries, options(entries), tuple(_holdings.acronyms()))


def _empty(desk: Desk) -> None:
    papers = len(desk.documents())
    words = f"{NONE} Looked through: {count(papers, 'paper')}." if papers else EMPTY
    show(element("p", words, class_="status"), element("p", ADD), key="no-commitments")
    st.code(COMMAND, language=None, wrap_lines=True)


def _entries(made: Ledger, place: Place) -> None:
    """The filters, how many are shown of how many, and the part of the view that is chosen."""
    today, entries, given = date.today(), made.entries, made.options
    left, right = st.columns([3, 1])
    with left:
        words = commitment_choice.words()
    with right:
        as_of = commitment_choice.as_of(place, today)
    by = commitment_choice.narrowing(given, place, words, overdue=commitment_choice.overdue())
    shown = narrowed(entries, by, as_of, made.acronyms)
    said = by.in_words(as_of, given.papers)
    show(element("p", tally(len(shown), len(entries), said), class_="tally", role="status"), key="tally")
    if said:
        st.button("Show all entries", icon=":material/filter_alt_off:", on_click=commitment_choice.clear, args=(place,))
    if not shown:
        show(element("p", NOTHING_FITS, class_="status"), key="nothing-fits")
        return
    if place.part == "timeline":
        show(*timeline_view(shown, place, as_of), key="timeline", follow=follow)
    else:
        _table(shown, place, as_of)
    downloads(shown, made.held, as_of)


def _table(shown: Sequence[Commitment], place: Place, as_of: date) -> None:
    most = None if st.session_state.get("commitments-all") else SHOWN
    late = sum(each.overdue(as_of) for each in shown)
    caption = f"By due date, what has none last. {late:,} overdue on {day(as_of)}. An entry leads to its page; the side panel narrows the list."
    show(table_view(shown[:most], place, caption, as_of), key="entries", follow=follow)
    if most and len(shown) > most:
        st.button(f"Show all {len(shown):,}, not only the first {most}", on_click=_show_all)


def _show_all() -> None:
    st.session_state["commitments-all"] = True


def _entry(desk: Desk, entries: Sequence[Commitment], chosen: Commitment, place: Place, *, arrived: bool) -> None:
    """An entry's page, between its neighbours in the order of due dates."""
    ordered = in_order_of_dates(entries, Narrowed())
    at = next(n for n, each in enumerate(ordered) if each.id == chosen.id)
    nav = [element("a", "\N{LEFTWARDS ARROW} All entries", href=place.of("list").link())]
    nav += [
        element("a", f"{words}: {shortened(ordered[n].entry.what, 40)}", href=place.at(ordered[n].id).link())
        for n, words in ((at - 1, "Due before"), (at + 1, "Due next"))
        if 0 <= n < len(ordered)
    ]
    made = entry_view(chosen, desk.page, place.as_of or date.today())
    show(element("nav", *nav, class_="between", aria_label="Between entries"), *made, key=f"entry-{chosen.id}", arrived=arrived,
         follow=follow)  # fmt: skip
