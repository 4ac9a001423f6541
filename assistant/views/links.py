"""Links within a view: followed without leaving the session, and several side by side of which one is here."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import parse_qsl

import streamlit as st

from assistant.views.elements import element, show


def follow(link: str) -> None:
    """Go where a link ("?name=value") leads, within the session."""
    st.session_state.followed = True
    st.query_params.from_dict(dict(parse_qsl(link.removeprefix("?"))))


def side_by_side(name: str, among: Sequence[tuple[str, str, bool]], key: str) -> None:
    """Links (words, link, whether it leads here) as one row; `name` is what they choose between."""
    made = [element("a", words, href=link, aria_current="page" if here else None) for words, link, here in among]
    show(element("nav", *made, class_="parts", aria_label=name), key=key, follow=follow)
