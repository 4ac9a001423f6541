"""What people do in the app, noted in the audit log. Where people sign in, what cannot be noted is not shown."""

from __future__ import annotations

import logging
from typing import Any

import streamlit as st

from assistant.answer import Answer
from assistant.audit import Actor, AuditLog
from assistant.desk import Desk
from assistant.views.people import Person
from vectorstore.errors import LibraryError
from vectorstore.models import Filters

_DOOR = "app"


def asked(desk: Desk, person: Person, answer: Answer, filters: Filters) -> None:
    """Note an answer before it is shown. Raises LibraryError as `note` does."""
    with_hashes = desk.documents()
    _kept(person, lambda log, actor: log.asked(actor, answer, filters, with_hashes), desk)


def note(desk: Desk, person: Person, act: str, **what: Any) -> None:
    """Note an act before it is done. Raises LibraryError when that cannot be written and people sign in here."""
    _kept(person, lambda log, actor: log.note(actor, act, **what), desk)


def viewed(desk: Desk, person: Person, view: str) -> None:
    """Note that a view was opened at a place, once a session. Raises LibraryError as `note` does."""
    place = tuple((name, value) for name in sorted(st.query_params) for value in st.query_params.get_all(name))
    seen: set[object] = st.session_state.setdefault("noted", set())
    if (view, place) not in seen:
        note(desk, person, "viewed", what=view, place=dict(place))
        seen.add((view, place))


def _kept(person: Person, write: Any, desk: Desk) -> None:
    try:
        write(AuditLog(desk.library.settings), Actor(person.name, person.role, _DOOR))
    except LibraryError as error:
        if person.key:
            raise
        logging.getLogger(__name__).warning("%s", error)
