"""Who is at the page: somebody who has signed in, with the role that roles.toml gives them; or, where no sign-in is configured, whoever sits at
this machine, as a reader.

Signing in is Streamlit's own (OpenID Connect, `[auth]` in its secrets); a signed cookie says who it was. A page finds the person in
Streamlit's session, an address that is answered beside the pages in the request's cookies.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.requests import HTTPConnection
from streamlit.auth_util import get_cookie_with_chunks, get_origin_from_redirect_uri, get_secrets_auth_section
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from assistant.roles import FILE, Roles
from vectorstore.models import Role
from vectorstore.settings import Settings

AT_THIS_MACHINE = "somebody at this machine"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may look: `name` as it is shown and noted, `key` tells them from everybody else, None for whoever sits at this machine."""

    name: str
    role: Role
    key: str | None = None

    @property
    def may_add(self) -> bool:
        """Whether they may add papers and have them read again."""
        return self.key is None or self.role is not Role.READER

    @property
    def may_remove(self) -> bool:
        """Whether they may take papers out of the library."""
        return self.key is None or self.role is Role.ADMINISTRATOR


def sign_in_is_configured() -> bool:
    """Whether people are to sign in: Streamlit's secrets have an `[auth]` section."""
    return bool(get_secrets_auth_section())


def here() -> Person | None:
    """Who looks at the page that is being made; None when they must sign in first, or are let in nowhere.

    Raises SettingsError when the roles cannot be read.
    """
    if not sign_in_is_configured():
        return Person(AT_THIS_MACHINE, Role.READER)
    return _person(st.user.to_dict()) if st.user.is_logged_in else None


def later() -> Callable[[], Person | None]:
    """Who looks at the page, to be asked when something is made for them out of the page's reach: by the roles of then; None as in `here`."""
    if not sign_in_is_configured():
        return here
    claims = st.user.to_dict() if st.user.is_logged_in else {}
    return lambda: _person(claims)


def person() -> Person:
    """Who looks at the page. The frame of the app shows a view only to somebody."""
    found = here()
    if found is None:
        raise PermissionError("Nobody is signed in.")
    return found


def asking(request: HTTPConnection) -> Person | None:
    """Who sends a request to an address beside the pages; None as in `here`. Raises SettingsError when the roles cannot be read."""
    if not sign_in_is_configured():
        return Person(AT_THIS_MACHINE, Role.READER)
    secret = get_cookie_secret()

    def signed(name: str) -> bytes | None:
        value = request.cookies.get(name)
        return decode_signed_value(secret, name, value.encode("latin-1", "replace")) if value else None

    held = get_cookie_with_chunks(signed, USER_COOKIE_NAME)
    claims = _claims(held) if held else {}
    if not claims.get("is_logged_in") or claims.get("origin") != get_origin_from_redirect_uri():
        return None
    return _person(claims)


def _claims(cookie: bytes) -> Mapping[str, Any]:
    try:
        found = json.loads(cookie)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _person(claims: Mapping[str, Any]) -> Person | None:
    """Somebody who has signed in, lately enough, and is let in."""
    settings = _settings()
    began = claims.get("iat")
    if not claims.get("sub") or not isinstance(began, int | float) or time.time() - began > settings.sign_in_hours * 3_600:
        return None
    role = _roles(settings.data, _state(settings.data)).of(claims)
    if role is None:
        return None
    return Person(
        str(claims.get("email") or claims.get("name") or claims["sub"]), role, f"{claims.get('iss', '')} {claims['sub']}"
    )


def _settings() -> Settings:
    data = os.environ.get("SCRUTINY_DATA")
    return Settings.load(Path(data) if data else None)


def _state(data: Path) -> tuple[int, int]:
    """What tells one state of the file of roles from another, so that a change holds from the next click on."""
    try:
        stat = (data / FILE).stat()
    except OSError:
        return 0, 0
    return stat.st_mtime_ns, stat.st_size


@lru_cache(maxsize=4)
def _roles(data: Path, state: tuple[int, int]) -> Roles:
    del state
    return Roles.load(data)
