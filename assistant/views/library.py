"""The library, opened once for the whole process and shared by everybody who has the app open, each asking it by their own rights."""

from __future__ import annotations

import logging
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from threading import Lock, Thread

import streamlit as st

from assistant.desk import Desk
from assistant.views.people import person
from vectorstore.errors import ScrutinyError
from vectorstore.library import Library
from vectorstore.models import Role
from vectorstore.processor import load_numpy
from vectorstore.settings import Settings


class Desks:
    """One library, and a desk for each role that somebody asks it in."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self._desks: dict[Role, Desk] = {}
        self._lock = Lock()

    def of(self, role: Role) -> Desk:
        """The desk of a role."""
        with self._lock:
            if role not in self._desks:
                self._desks[role] = Desk(self.library, role)
            return self._desks[role]


def desk() -> Desk:
    """The desk at which whoever looks at the page asks, on the library that SCRUTINY_DATA names."""
    return desk_of(person().role)


def desk_of(role: Role) -> Desk:
    """The desk of a role, for what is asked beside the pages."""
    return _opened(os.environ.get("SCRUTINY_DATA", "")).of(role)


@st.cache_resource(show_spinner=False, on_release=lambda opened: opened.library.close())
def _opened(data: str) -> Desks:
    return Desks(Library(Settings.load(Path(data) if data else None)))


def suggestions(desk: Desk) -> list[str]:
    """Questions to begin with, found once as long as the same papers are held."""
    return _suggestions(tuple(document.id for document in desk.documents()), desk)


@st.cache_data(show_spinner=False, max_entries=8)
def _suggestions(held: tuple[str, ...], _desk: Desk) -> list[str]:
    del held  # tells one state of the library from another
    return _desk.suggestions()


@asynccontextmanager
async def warmed(app: object) -> AsyncIterator[None]:
    """While the server runs. As it starts, the library is opened and asked, so that nobody's first question waits for the models."""
    del app
    load_numpy()
    Thread(target=_warm, name="warm", daemon=True).start()
    yield


def _warm() -> None:
    try:
        suggestions(desk_of(Role.READER))
    except ScrutinyError:
        pass  # the page says it in words to whoever opens it
    except Exception:
        logging.getLogger(__name__).exception("The library could not be opened beforehand")
