"""The Registers view: every risk register held, its risks in a table and on a heat map, each risk's page, and what moved between versions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import streamlit as st

from assistant.desk import Desk
from assistant.registers import Held, series
from assistant.views import library, register_choice
from assistant.views.elements import Element, element, show
from assistant.views.links import follow
from assistant.views.register_downloads import downloads
from assistant.views.register_filters import narrowed, ordered
from assistant.views.register_map import map_view, placed, stages, usual_stage
from assistant.views.register_movements import Versions, changes_view
from assistant.views.register_place import Place, from_query, register_keys, risk_keys
from assistant.views.register_risk import risk_view
from assistant.views.register_since import since
from assistant.views.register_table import table_view, tally
from assistant.views.register_words import as_at, pages_words
from assistant.views.wording import count, label, listed
from vectorstore.records import Record

EMPTY = "No risk register is held yet."
ADD = (
    "Add one on the Papers page: a PDF, Word file, spreadsheet or CSV in which each risk has a row or a table of its own. "
    "Or from the command line:"
)
COMMAND = "scrutiny ingest FOLDER-OF-PAPERS"
GONE = "That risk is not in this register. It may be in another version."
SHOWN = 250
"""Rows of the table that are shown at first."""


@dataclass(frozen=True, slots=True)
class Open:
    """The register that is being read: all that are held by key, those of its series from the oldest on, and its risks by key."""

    held: Held
    key: str
    registers: Mapping[str, Held]
    versions: tuple[str, ...]
    risks: Mapping[str, Record]

    @property
    def risk_keys(self) -> dict[int, str]:
        """Each risk's key by the risk's `id()`."""
        return {id(risk): key for key, risk in self.risks.items()}

    @property
    def before(self) -> str | None:
        """The key of the version before this one."""
        at = self.versions.index(self.key)
        return self.versions[at - 1] if at else None


def view() -> None:
    """A register's risks, or one risk of it, as the address says."""
    desk = library.desk()
    registers = register_keys(desk.registers())
    place = from_query(st.query_params.to_dict())
    arrived = bool(st.session_state.pop("followed", False))
    if not registers:
        st.title("Registers", anchor=False)
        show(element("p", EMPTY, class_="status"), element("p", ADD), key="no-registers")
        st.code(COMMAND, language=None, wrap_lines=True)
        return
    opened = _open(registers, place, st.session_state.get("register-read"))
    st.session_state["register-read"] = opened.key
    place = replace(place, register=opened.key)  # so that every link says which register it leads to
    risk = opened.risks.get(place.risk or "")
    if risk is not None:
        _risk(desk, opened, place, risk, arrived=arrived)
        return
    st.title("Registers", anchor=False)
    if place.risk:
        show(element("p", GONE, class_="status", role="alert"), key="gone")
    register_choice.register(registers, _series(registers), opened.key, place)
    show(*about(opened.held), key=f"about-{opened.key}", arrived=arrived)
    part = register_choice.part(place, movable=len(opened.versions) > 1)
    if part == "heat-map":
        _heat_map(opened, place)
    elif part == "changes" and len(opened.versions) > 1:
        _changes(opened, place)
    else:
        _risks(opened, place)


def _series(registers: Mapping[str, Held]) -> list[tuple[str, ...]]:
    """The keys of the registers, versions of one together, oldest first."""
    keys = {id(each): key for key, each in registers.items()}
    return [tuple(keys[id(each)] for each in group) for group in series(registers.values())]


def _open(registers: Mapping[str, Held], place: Place, before: str | None) -> Open:
    """The register that the address names, else the one that was read `before`, else the latest version of the first."""
    groups = _series(registers)
    wanted = place.register if place.register in registers else before
    group = next((g for g in groups if wanted in g), groups[0])
    key = wanted if wanted in group else group[-1]
    return Open(registers[key], key, registers, group, risk_keys(registers[key].register))


def about(held: Held) -> list[Element]:
    """What a register is, and plainly what of it could not be read."""
    register = held.register
    records = [record for record, _ in register.records()]
    parts = [
        count(sum(r.kind == kind for r in records), kind)
        for kind in ("risk", "control", "action")
        if kind == "risk" or any(r.kind == kind for r in records)
    ]
    said = [element("p", f"{held.name}, {as_at(held)}: {listed(parts)}. File: {held.document.source}", class_="searched")]
    if register.leftovers:
        one = len(register.leftovers) == 1
        words = (
            f"{count(len(register.leftovers), 'row')} of this register could not be placed"
            f"{pages_words(held, (left.page for left in register.leftovers))}. Lists and counts may lack what {'it says' if one else 'they say'}."
        )
        items = [element("li", left.text, _page(held, left.page)) for left in register.leftovers]
        said.append(element("p", words, class_="warning", role="note"))
        said.append(element("details", element("summary", "What could not be placed"), element("ul", *items, class_="leftovers")))
    said += [element("p", note, class_="warning", role="note") for note in register.notes]
    if register.unknown:
        names = [f"\N{LEFT DOUBLE QUOTATION MARK}{name}\N{RIGHT DOUBLE QUOTATION MARK}" for name in register.unknown]
        columns, them = ("column was", "it") if len(names) == 1 else ("columns were", "them")
        said.append(
            element("p", f"{len(names)} {columns} not understood: {listed(names)}. What is in {them} stands on each risk’s page.", class_="warning",
                    role="note")
        )  # fmt: skip
    unread = held.document.unread_pages
    if unread:
        said.append(
            element(
                "p",
                f"{count(len(unread), 'page')} of the paper gave no text{pages_words(held, unread)}.",
                class_="warning",
                role="note",
            )
        )
    return said


def _page(held: Held, ordinal: int) -> Element | None:
    page = held.page(ordinal)
    return element("span", f" (p. {page})", class_="searched") if page is not None else None


def _risks(opened: Open, place: Place) -> None:
    today = date.today()
    register = opened.held.register
    left, right = st.columns([3, 2])
    with left:
        by = register_choice.narrowing(register, opened.key, place)
    with right:
        order = register_choice.order(opened.key)
    risks = narrowed(register, by, today)
    said = by.in_words()
    show(element("p", tally(len(risks), len(register.risks), said), class_="tally", role="status"), key="tally")
    if said:
        st.button("Show all risks", icon=":material/filter_alt_off:", on_click=register_choice.clear, args=(opened.key, place))
    if risks:
        most = None if st.session_state.get(f"all-{opened.key}") else SHOWN
        shown = ordered(risks, order, today)[:most]
        show(
            table_view(register, shown, opened.risk_keys, place, _caption(opened, order, today), today),
            key="risks",
            follow=follow,
        )
        if len(shown) < len(risks):
            st.button(f"Show all {len(risks):,}, not only the first {len(shown)}", on_click=_show_all, args=(opened.key,))
    downloads(opened.held, risks, narrowed=said is not None)


def _show_all(key: str) -> None:
    st.session_state[f"all-{key}"] = True


def _caption(opened: Open, order: str, today: date) -> str:
    due = any(child.due for risk in opened.held.register.risks for child in risk.children)
    late = f" Overdue: printed so, or due before {today.day} {today:%B %Y} and not completed." if due else ""
    return f"{order}. A risk’s name leads to its page; the side panel narrows the list.{late}"


def _heat_map(opened: Open, place: Place) -> None:
    register = opened.held.register
    among = stages(register)
    stage = register_choice.stage(among, place.stage if place.stage in among else usual_stage(among), place)
    show(*map_view(register, placed(register, stage, opened.risk_keys), stage, place), key="heat-map", follow=follow)


def _changes(opened: Open, place: Place) -> None:
    """What moved from the older to the newer of two versions, whichever of them is being read."""
    other = register_choice.other_version(opened.versions, opened.key, opened.registers, place)
    old, new = sorted((other, opened.key), key=opened.versions.index)
    between = Versions(opened.registers[old], opened.registers[new], old, new)
    show(*changes_view(between), key=f"changes-{old}-{new}", follow=follow)


def _risk(desk: Desk, opened: Open, place: Place, risk: Record, *, arrived: bool) -> None:
    """A risk's page, between its neighbours in the register."""
    keys = list(opened.risks)
    at = keys.index(place.risk or "")
    changes = since(opened.registers[opened.before], opened.held, risk) if opened.before else []
    document = opened.held.document.id
    neighbours = [(keys[n], words) for n, words in ((at - 1, "Risk before"), (at + 1, "Next risk")) if 0 <= n < len(keys)]
    nav = [element("a", "\N{LEFTWARDS ARROW} All risks", href=Place(opened.key).link())]
    nav += [
        element(
            "a",
            f"{words}: {opened.risks[key].text('ref') or f'No. {keys.index(key) + 1}'}",
            href=Place(opened.key, risk=key).link(),
        )
        for key, words in neighbours
    ]
    st.title("Registers", anchor=False)
    made = risk_view(opened.held, risk, at + 1, lambda ordinal: desk.page(document, ordinal), changes, date.today())
    show(element("nav", *nav, class_="between", aria_label="Between risks"), *made, key=f"risk-{opened.key}-{place.risk}", arrived=arrived,
         follow=follow)  # fmt: skip
    question = f"What controls and actions are there for the risk \N{LEFT DOUBLE QUOTATION MARK}{risk.name}\N{RIGHT DOUBLE QUOTATION MARK}?"
    if len(question) <= desk.library.settings.question_chars:
        st.button(
            "Ask about this risk",
            icon=":material/forum:",
            on_click=_ask,
            args=(question,),
            help=label(f"Asks: {question}"),
            key="ask-about",
        )


def _ask(question: str) -> None:
    """Put the question in the Ask view, which the frame of the app goes to."""
    st.session_state.suggested = question
    st.session_state.go_to = "ask"
