"""What is chosen in the Commitments view: the part that is shown, the day that overdue is reckoned on, what the entries are narrowed to."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import streamlit as st

from assistant.views.commitment_filters import Narrowing, Options
from assistant.views.commitment_place import PARTS, Part, Place
from assistant.views.links import side_by_side
from assistant.views.register_choice import several

PART_NAMES: dict[Part, str] = {"list": "List", "timeline": "Timeline"}
FIRST, LAST = date(1990, 1, 1), date(2099, 12, 31)
"""The days between which one can be chosen."""
_EMPTY: dict[str, object] = {
    "words": "",
    "kinds": [],
    "owners": [],
    "papers": [],
    "standings": [],
    "since": None,
    "until": None,
    "overdue": False,
}


def part(place: Place) -> None:
    """Links to the parts of the view, which keep what the address narrows the entries to."""
    side_by_side(
        "What is shown",
        [(PART_NAMES[each], place.of(each, place.due).link(), each == place.part) for each in PARTS],
        "commitments-part",
    )


def as_of(place: Place, today: date) -> date:
    """A box for the day that overdue is reckoned on: today unless the address says otherwise, which a choice changes."""
    chosen = place.as_of if place.as_of and FIRST <= place.as_of <= LAST else today
    st.session_state["commitments-as-of"] = chosen

    def changed() -> None:
        given = st.session_state["commitments-as-of"]
        st.query_params.from_dict(replace(place, as_of=given if given != today else None).query())

    st.date_input("As of", min_value=FIRST, max_value=LAST, format="DD/MM/YYYY", key="commitments-as-of", on_change=changed,
                  help="The day on which something is overdue or not; today unless you choose another.")  # fmt: skip
    return chosen


def words() -> str:
    """A box for what the entries are about."""
    given = st.text_input("What it is about", key=_key("words"), persist_state="session", icon=":material/search:")
    return given or ""


def overdue() -> bool:
    """A box to tick for what is overdue alone."""
    return st.checkbox("Only what is overdue", key=_key("overdue"), persist_state="session")


def narrowing(given: Options, place: Place, words: str, *, overdue: bool) -> Narrowing:
    """The filters of the sidebar, with what is chosen beside the table."""
    with st.sidebar:
        st.subheader("Show only")
        kinds = several("Kind", given.kinds, _key("kinds"))
        owners = several("Owner", [group[0] for group in given.owners], _key("owners"))
        papers = several("Paper that states it", list(given.papers.values()), _key("papers"))
        standings = several("How it stands, as last said", given.standings, _key("standings"))
        since, until = _day("Due from", "since"), _day("Due to", "until")
    people = tuple(group for group in given.owners if group[0] in owners)
    ids = tuple(key for key, name in given.papers.items() if name in papers)
    return Narrowing(words, kinds, people, ids, standings, since, until, place.due, overdue)


def _day(name: str, field: str) -> date | None:
    found = st.date_input(
        name, None, min_value=FIRST, max_value=LAST, format="DD/MM/YYYY", key=_key(field), persist_state="session"
    )
    return found if isinstance(found, date) else None


def clear(place: Place) -> None:
    """Take every filter away."""
    for name, empty in _EMPTY.items():
        if _key(name) in st.session_state:
            st.session_state[_key(name)] = empty
    st.query_params.from_dict(replace(place, due=None).query())


def _key(field: str) -> str:
    return f"commitments-{field}"
