"""The library, opened once for the whole process and shared by everybody who has the app open."""

from __future__ import annotations

import logging
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from threading import Thread

import streamlit as st

from assistant.desk import Desk
from vectorstore.errors import ScrutinyError
from vectorstore.models import Role
from vectorstore.settings import Settings

ROLE = Role.READER
"""On whose behalf the app asks: nobody signs in, so that whoever opens it is a reader."""


def desk() -> Desk:
    """The desk at which questions are asked, on the library that SCRUTINY_DATA names."""
    return _opened(os.environ.get("SCRUTINY_DATA", ""))


@st.cache_resource(show_spinner=False, on_release=lambda opened: opened.library.close())
def _opened(data: str) -> Desk:
    return Desk.open(Settings.load(Path(data) if data else None), ROLE)


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
    Thread(target=_warm, name="warm", daemon=True).start()
    yield


def _warm() -> None:
    try:
        suggestions(desk())
    except ScrutinyError:
        pass  # the page says it in words to whoever opens it
    except Exception:
        logging.getLogger(__name__).exception("The library could not be opened beforehand")
