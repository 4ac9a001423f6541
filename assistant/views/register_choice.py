"""What is chosen in the Registers view: the register and its version, the part that is shown, what the risks are narrowed to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import streamlit as st

from assistant.registers import Held
from assistant.views.links import side_by_side
from assistant.views.register_filters import SORTS, Narrowing, options
from assistant.views.register_place import PARTS, Part, Place
from assistant.views.register_words import as_at
from vectorstore.records import Register

PART_NAMES: dict[Part, str] = {"risks": "Risks", "heat-map": "Heat map", "changes": "Changes between versions"}
_WIDGETS = ("words", "ratings", "categories", "groups", "owners", "statuses", "flagged")


def register(registers: Mapping[str, Held], groups: Sequence[tuple[str, ...]], key: str, place: Place) -> None:
    """Boxes for the register and, where there are several, its version. A choice changes the address, which says what is shown."""
    group = next(g for g in groups if key in g)
    left, right = st.columns(2)
    with left:
        _box(
            "Register", {g[-1]: _register_name(registers[g[-1]], registers) for g in groups}, group[-1], place, "choice-register"
        )
    if len(group) > 1:
        with right:
            _box(
                "Version", {each: version_name(each, group, registers) for each in reversed(group)}, key, place, "choice-version"
            )


def _box(name: str, options: Mapping[str, str], chosen: str, place: Place, key: str) -> None:
    """A box that shows what the address says and changes it."""
    st.session_state[key] = chosen

    def changed() -> None:
        st.query_params.from_dict(place.of(st.session_state[key]).query())

    st.selectbox(name, list(options), format_func=lambda each: options.get(each, each), key=key, on_change=changed)


def _register_name(held: Held, registers: Mapping[str, Held]) -> str:
    """The paper's title; with its file where another paper has the same."""
    same = sum(each.name == held.name for each in registers.values()) > 1
    return f"{held.name} ({held.document.source})" if same else held.name


def version_name(key: str, group: Sequence[str], registers: Mapping[str, Held]) -> str:
    """A version's date and title; the last is called the latest only where its date is later than the others'."""
    held = registers[key]
    dates = [registers[each].as_at for each in group]
    is_latest = key == group[-1] and held.as_at is not None and dates.count(held.as_at) == 1
    when = as_at(held)
    return f"{when[0].upper()}{when[1:]}{' (latest)' if is_latest else ''}: {held.name}"


def part(place: Place, *, movable: bool) -> Part:
    """The part of the view that is shown: risks, heat map, and with several versions what changed."""
    parts: list[Part] = [each for each in PARTS if movable or each != "changes"]
    chosen: Part = place.part if place.part in parts else "risks"
    links = [(PART_NAMES[each], Place(place.register, part=each).link(), each == chosen) for each in parts]
    side_by_side("What is shown", links, "choice-part")
    return chosen


def stage(among: Sequence[str], chosen: str | None, place: Place) -> str | None:
    """Whose scores the heat map shows; nothing to choose where the register has but one stage."""
    if len(among) > 1:
        links = [(each.capitalize(), replace(place, stage=each).link(), each == chosen) for each in among]
        side_by_side("Scores", links, "choice-stage")
    return chosen


def other_version(versions: Sequence[str], key: str, registers: Mapping[str, Held], place: Place) -> str:
    """The version that one is compared with: the one before it unless another is chosen; for the oldest, the next."""
    others = [each for each in versions if each != key]
    at = versions.index(key)
    usual = versions[at - 1] if at else versions[1]
    chosen = place.before if place.before in others else usual
    if len(others) > 1:
        st.session_state["choice-before"] = chosen

        def changed() -> None:
            st.query_params.from_dict(replace(place, before=st.session_state["choice-before"]).query())

        st.selectbox(
            "Compared with",
            others[::-1],
            format_func=lambda each: version_name(each, versions, registers),
            key="choice-before",
            on_change=changed,
        )
    return chosen


def narrowing(of: Register, key: str, place: Place) -> Narrowing:
    """Filters beside the table, each held for its register."""
    given = options(of)
    words = st.text_input(
        "Find words in the risks, their controls, actions and notes",
        key=f"words-{key}",
        persist_state="session",
        icon=":material/search:",
    )
    with st.sidebar:
        st.subheader("Show only risks with")
        ratings = several("Rating", given.ratings, f"ratings-{key}")
        categories = several("Category", given.categories, f"categories-{key}")
        groups = several("Directorate or group", given.groups, f"groups-{key}")
        owners = several("Owner of the risk, a control or an action", [g[0] for g in given.owners], f"owners-{key}")
        statuses = several("A control or action that is", given.statuses, f"statuses-{key}")
        flagged = (
            st.checkbox("A flag: something wrong with the print", key=f"flagged-{key}", persist_state="session")
            if given.flagged
            else False
        )
    people = tuple(group for group in given.owners if group[0] in owners)
    return Narrowing(words or "", ratings, categories, groups, people, statuses, flagged, place.cell, place.stage)


def several(name: str, among: Sequence[str], key: str) -> tuple[str, ...]:
    """A box to choose several in; none where there is nothing to choose between."""
    if len(among) < 2:
        return ()
    return tuple(st.multiselect(name, among, key=key, placeholder="All", persist_state="session"))


def order(key: str) -> str:
    """The order of the table's rows."""
    return str(st.selectbox("Order", SORTS, key=f"order-{key}", persist_state="session"))


def clear(key: str, place: Place) -> None:
    """Take every filter of a register away."""
    empty: dict[str, object] = {"words": "", "flagged": False}
    for name in _WIDGETS:
        if f"{name}-{key}" in st.session_state:
            st.session_state[f"{name}-{key}"] = empty.get(name, [])
    st.query_params.from_dict(place.without_cell().query())
