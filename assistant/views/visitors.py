"""What stands before the app: who may reach it, and whose conversations are whose.

Where people sign in, conversations are a person's; else every browser has a token of its own, in a cookie that no script of a page can read,
and nobody but this machine is answered.
"""

from __future__ import annotations

import re
from ipaddress import ip_address
from secrets import token_urlsafe

import streamlit as st
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.auth_util import get_secrets_auth_section

from assistant.views.people import asking, person, sign_in_is_configured
from vectorstore.errors import SettingsError

COOKIE = "scrutiny_browser"
HERE_ONLY = (
    "No sign-in is configured, so that Scrutiny Desk answers nobody but the machine it runs on (docs/people.md says how to)."
)
NOT_TAKEN = "Papers are added by officers who have signed in."
_CLOSED = ("/_stcore/metrics", "/_stcore/agent/")  # figures of the server, and a way to drive the app without a browser
_UPLOADS = "/_stcore/upload_file/"
YEAR = 365 * 24 * 60 * 60  # seconds
_TOKEN = re.compile(r"[\w-]{32,64}")


def visitor() -> str:
    """What is known to nobody but whoever the conversations are for: the person who is signed in, or the token of their browser.

    Where the browser keeps no cookies the token ends with the page.
    """
    if key := person().key:
        return f"person {key}"
    held = str(st.context.cookies.get(COOKIE, ""))
    if not _TOKEN.fullmatch(held):
        held = str(st.session_state.setdefault("visitor", token_urlsafe(24)))
    return held


def middleware() -> list[Middleware]:
    """What every request passes on its way to the app."""
    return [Middleware(ThisMachine), Middleware(Doors), Middleware(Tokens)]


class ThisMachine:
    """Turns away whoever asks from another machine as long as no sign-in is configured, however the server was started."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what comes from this machine, and everything once people sign in."""
        if scope["type"] not in ("http", "websocket") or _is_here(scope.get("client")) or sign_in_is_configured():
            await self.app(scope, receive, send)
        elif scope["type"] == "http":
            await PlainTextResponse(HERE_ONLY, 403)(scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": 1008, "reason": "no sign-in"})


class Doors:
    """Closes what Streamlit serves beside the app and nobody here needs, takes files from those alone who may add papers, and has the cookie
    of a sign-in sent over encrypted connections alone where people come by them.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what may pass."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        path = f"/{scope['path'].strip('/')}"
        if any(closed in path for closed in _CLOSED):
            await PlainTextResponse("Not served here.", 404)(scope, receive, send)
        elif _UPLOADS in path and scope["method"] not in ("OPTIONS", "GET", "HEAD") and not _may_add(Request(scope)):
            await PlainTextResponse(NOT_TAKEN, 403)(scope, receive, send)
        else:
            await self.app(scope, receive, _secured(send) if _encrypted() else send)


def _may_add(request: Request) -> bool:
    try:
        somebody = asking(request)
    except SettingsError:  # nobody is let in by a list that cannot be read
        return False
    return somebody is not None and somebody.may_add


def _encrypted() -> bool:
    """Whether people sign in at an address that is reached over encrypted connections."""
    return str(get_secrets_auth_section().get("redirect_uri", "")).startswith("https://")


def _secured(send: Send) -> Send:
    async def with_secure_cookies(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            cookies = headers.getlist("set-cookie")
            if cookies:
                del headers["set-cookie"]
            for cookie in cookies:
                headers.append("set-cookie", cookie if "; secure" in cookie.lower() else f"{cookie}; Secure")
        await send(message)

    return with_secure_cookies


def _is_here(client: tuple[str, int] | None) -> bool:
    """Whether a connection comes from this machine: over a loopback address, or a socket file."""
    if client is None or not client[0]:
        return True
    try:
        return ip_address(client[0].partition("%")[0]).is_loopback
    except ValueError:
        return False


class Tokens:
    """Sets the cookie on a page that is asked for without one. It lives for a year from the last visit."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on; a page gets its cookie on the way back."""
        headers = Headers(scope=scope) if scope["type"] == "http" else None
        if headers is None or scope["method"] != "GET" or "text/html" not in headers.get("accept", ""):
            await self.app(scope, receive, send)
            return
        held = Request(scope).cookies.get(COOKIE, "")
        token = held if _TOKEN.fullmatch(held) else token_urlsafe(24)
        secure = "; Secure" if scope.get("scheme") == "https" else ""

        async def with_cookie(message: Message) -> None:
            if message["type"] == "http.response.start":
                said = f"{COOKIE}={token}; Path=/; Max-Age={YEAR}; HttpOnly; SameSite=Lax{secure}"
                MutableHeaders(scope=message).append("set-cookie", said)
            await send(message)

        await self.app(scope, receive, with_cookie)
