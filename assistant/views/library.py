"""The library, opened once for the whole process and shared by everybody who has the app open."""

from __future__ import annotations

import os
from pathlib import Path

import streamlit as st

from assistant.desk import Desk
from vectorstore.models import Role
from vectorstore.settings import Settings

ROLE = Role.READER
"""On whose behalf the app asks: nobody signs in, so that whoever opens it is a reader."""


def desk() -> Desk:
    """The desk at which questions are asked, on the library that SCRUTINY_DATA names."""
    return _opened(os.environ.get("SCRUTINY_DATA", ""))


@st.cache_resource(show_spinner="Opening the library …", on_release=lambda opened: opened.library.close())
def _opened(data: str) -> Desk:
    return Desk.open(Settings.load(Path(data) if data else None), ROLE)
