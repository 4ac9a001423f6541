"""Whose conversations are whose: every browser has a token of its own, in a cookie that no script of a page can read."""

from __future__ import annotations

import re
from secrets import token_urlsafe

import streamlit as st
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE = "scrutiny_browser"
YEAR = 365 * 24 * 60 * 60  # seconds
_TOKEN = re.compile(r"[\w-]{32,64}")


def visitor() -> str:
    """The token of the browser that the page is shown in; one that ends with the page where the browser keeps no cookies."""
    held = str(st.context.cookies.get(COOKIE, ""))
    if not _TOKEN.fullmatch(held):
        held = str(st.session_state.setdefault("visitor", token_urlsafe(24)))
    return held


def middleware() -> list[Middleware]:
    """What stands before the app: it gives a browser its token with the first page."""
    return [Middleware(Tokens)]


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
