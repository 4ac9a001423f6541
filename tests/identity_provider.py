"""An OpenID Connect provider on this machine, for tests of signing in: it asks who you are and believes the answer.

It speaks the authorization code flow (RFC 6749, section 4.1; OpenID Connect Core 1.0, section 3.1) with codes that hold once and tokens signed
with a key of its own.
"""

from __future__ import annotations

import html
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from secrets import token_urlsafe
from typing import Any
from urllib.parse import urlencode

import uvicorn
from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from assistant.views.server import ADDRESS, free_port

CLIENT, SECRET = "scrutiny-desk", "only-for-tests"


class Provider:
    """`people` are those who can sign in, each with the claims that are made of them; they can be changed at any time."""

    def __init__(self, port: int, people: Mapping[str, Mapping[str, Any]]) -> None:
        self.address = f"http://{ADDRESS}:{port}"
        self.people = {name: dict(claims) for name, claims in people.items()}
        self._key = RSAKey.generate_key(2048, {"kid": "test", "use": "sig"})
        self._codes: dict[str, tuple[str, str | None]] = {}

    def app(self) -> Starlette:
        """The provider as an ASGI application."""
        return Starlette(
            routes=[
                Route("/.well-known/openid-configuration", self._metadata),
                Route("/authorize", self._authorize),
                Route("/token", self._token, methods=["POST"]),
                Route("/jwks", self._keys),
            ]
        )

    def _metadata(self, _: Request) -> Response:
        at = self.address
        return JSONResponse(
            {
                "issuer": at, "authorization_endpoint": f"{at}/authorize", "token_endpoint": f"{at}/token", "jwks_uri": f"{at}/jwks",
                "response_types_supported": ["code"], "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["RS256"],
            }
        )  # fmt: skip

    def _authorize(self, request: Request) -> Response:
        """A page with a button for everybody who can sign in; pressing one sends the browser back with a code."""
        asked = dict(request.query_params)
        chosen = asked.pop("as", None)
        if chosen is None:
            buttons = "".join(
                f'<a href="/authorize?{html.escape(urlencode({**asked, "as": name}))}">{html.escape(name)}</a> '
                for name in self.people
            )
            return HTMLResponse(f"<!doctype html><title>Who are you?</title>{buttons}")
        code = token_urlsafe(8)
        self._codes[code] = (chosen, asked.get("nonce"))
        return RedirectResponse(f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}")

    async def _token(self, request: Request) -> Response:
        form = await request.form()
        found = self._codes.pop(str(form.get("code")), None)
        if found is None:
            return JSONResponse({"error": "invalid_grant"}, 400)
        name, nonce = found
        now = int(time.time())
        claims = {
            "iss": self.address,
            "aud": CLIENT,
            "sub": name,
            "iat": now,
            "exp": now + 600,
            "nonce": nonce,
            **self.people[name],
        }
        signed = jwt.encode({"alg": "RS256", "kid": "test"}, claims, self._key)
        return JSONResponse({"access_token": token_urlsafe(8), "token_type": "Bearer", "expires_in": 600, "id_token": signed})

    def _keys(self, _: Request) -> Response:
        return JSONResponse({"keys": [self._key.as_dict(private=False)]})


@contextmanager
def provider(people: Mapping[str, Mapping[str, Any]]) -> Iterator[Provider]:
    """The provider, served while the context lasts."""
    port = free_port()
    made = Provider(port, people)
    server = uvicorn.Server(uvicorn.Config(made.app(), host=ADDRESS, port=port, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        while not server.started:
            time.sleep(0.01)
        yield made
    finally:
        server.should_exit = True
        thread.join(10)


def secrets_toml(made: Provider) -> str:
    """The sign-in's configuration, as Streamlit takes it."""
    return (
        f'[auth]\nredirect_uri = "http://{ADDRESS}:{{port}}/oauth2callback"\ncookie_secret = "{token_urlsafe(40)}"\n'
        f'client_id = "{CLIENT}"\nclient_secret = "{SECRET}"\n'
        f'server_metadata_url = "{made.address}/.well-known/openid-configuration"\n'
    )
