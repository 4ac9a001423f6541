"""To whom the app is served, and as what: without a browser."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect
from typer.testing import CliRunner

from assistant.cli import app
from assistant.roles import Roles
from assistant.serving import HERE_ONLY, options
from assistant.settings_text import REDACTED
from assistant.views import visitors
from assistant.views.people import Person
from vectorstore.errors import SettingsError
from vectorstore.models import Role
from vectorstore.settings import SECRETS, Settings

from .conftest import ROOT

SIGN_IN = (
    '[auth]\nredirect_uri = "https://papers.council.example/oauth2callback"\n'
    f'cookie_secret = "{"s3cret" * 8}"\nclient_id = "desk"\nclient_secret = "hush-hush"\n'
)
ANYWHERE = ("0.0.0.0", "192.0.2.7", "::", "papers.council.example")


def put(data: Path, text: str, mode: int = 0o600) -> Settings:
    file = data / SECRETS
    file.write_text(text)
    file.chmod(mode)
    return Settings(data=data)


def test_without_a_sign_in_it_is_served_to_this_machine_and_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    served = dict(options(Settings(data=tmp_path), "127.0.0.1", 8501, False))
    assert served["server.address"] == "127.0.0.1"
    assert HERE_ONLY in capsys.readouterr().err
    for address in ANYWHERE:
        with pytest.raises(SettingsError, match="no sign-in is configured"):
            options(Settings(data=tmp_path), address, 8501, False)


def test_with_one_it_is_served_anywhere_under_its_own_name_alone(tmp_path: Path) -> None:
    served = options(put(tmp_path, SIGN_IN), "0.0.0.0", 8501, False)
    assert ("secrets.files", str(tmp_path / SECRETS)) in served
    assert [value for name, value in served if name == "server.allowedHosts"][0] == "papers.council.example"  # noqa: RUF015
    assert "hush-hush" not in str(served)


@pytest.mark.parametrize(
    ("text", "mode", "said"),
    [
        (SIGN_IN, 0o644, "others on this machine can read it"),
        ("this is = no toml [", 0o600, "not readable as TOML"),
        ("[other]\n", 0o600, r"has no \[auth\] section"),
        ('[auth]\nredirect_uri = "https://x.example/oauth2callback"\n', 0o600, "lacks 'cookie_secret'"),
        (SIGN_IN.replace("s3cret" * 8, "short"), 0o600, "shorter than 32"),
    ],
)
def test_a_sign_in_that_cannot_be_used_is_an_error_that_tells_no_secret(tmp_path: Path, text: str, mode: int, said: str) -> None:
    with pytest.raises(SettingsError, match=said) as error:
        options(put(tmp_path, text, mode), "127.0.0.1", 8501, False)
    assert "hush-hush" not in str(error.value)
    assert "s3cret" not in str(error.value)


def guarded(client: str) -> TestClient:
    """An app behind what stands before ours, asked from an address."""

    async def socket(websocket: WebSocket) -> None:
        await websocket.accept()
        await websocket.close()

    inner = Starlette(routes=[Route("/", lambda _: PlainTextResponse("in")), WebSocketRoute("/socket", socket)])
    return TestClient(visitors.ThisMachine(inner), client=(client, 50_000))


@pytest.mark.parametrize("client", ["127.0.0.1", "127.9.9.9", "::1"])
def test_this_machine_is_let_in(client: str) -> None:
    assert guarded(client).get("/").text == "in"
    with guarded(client).websocket_connect("/socket"):
        pass


@pytest.mark.parametrize("client", ["10.0.0.7", "192.0.2.1", "2001:db8::1", "testclient"])
def test_another_machine_is_turned_away_until_people_sign_in(client: str, monkeypatch: pytest.MonkeyPatch) -> None:
    refused = guarded(client).get("/")
    assert (refused.status_code, refused.text) == (403, visitors.HERE_ONLY)
    with pytest.raises(WebSocketDisconnect), guarded(client).websocket_connect("/socket"):
        pass
    monkeypatch.setattr(visitors, "sign_in_is_configured", lambda: True)
    assert guarded(client).get("/").text == "in"


def behind_doors() -> TestClient:
    """An app that takes everything and sets two cookies, behind our doors."""

    def taken(_: Request) -> Response:
        response = PlainTextResponse("taken")
        response.headers.append("set-cookie", "_streamlit_user=x; Path=/; HttpOnly")
        response.headers.append("set-cookie", "other=y; Path=/; Secure")
        return response

    inner = Starlette(routes=[Route("/{path:path}", taken, methods=["GET", "POST", "PUT"])])
    return TestClient(visitors.Doors(inner), client=("127.0.0.1", 50_000))


@pytest.mark.parametrize("path", ["/_stcore/metrics", "/_stcore/metrics/", "/below/_stcore/metrics", "/_stcore/agent/interact"])
def test_what_the_server_has_beside_the_app_is_not_served(path: str) -> None:
    assert behind_doors().get(path).status_code == 404
    assert behind_doors().get("/_stcore/health").text == "taken"


@pytest.mark.parametrize(
    ("somebody", "status"),
    [
        (None, 403),
        (Person("Rea", Role.READER, "rea"), 403),
        (Person("Olu", Role.OFFICER, "olu"), 200),
        (Person("somebody at this machine", Role.READER), 200),
    ],
)
def test_files_are_taken_from_those_alone_who_may_add_papers(
    somebody: Person | None, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(visitors, "asking", lambda request: somebody)
    assert behind_doors().put("/_stcore/upload_file/session/file", content=b"x").status_code == status


def test_files_are_taken_from_nobody_while_roles_cannot_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    def unreadable(request: object) -> None:
        raise SettingsError("roles.toml: cannot be read")

    monkeypatch.setattr(visitors, "asking", unreadable)
    assert behind_doors().put("/_stcore/upload_file/session/file", content=b"x").status_code == 403


@pytest.mark.parametrize(("scheme", "secure"), [("https", True), ("http", False)])
def test_cookies_go_over_encrypted_connections_alone_where_people_come_by_them(
    scheme: str, secure: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        visitors, "get_secrets_auth_section", lambda: {"redirect_uri": f"{scheme}://papers.council.example/oauth2callback"}
    )
    signed, other = behind_doors().get("/").headers.get_list("set-cookie")
    assert signed.endswith("; Secure") is secure
    assert other == "other=y; Path=/; Secure"


ROLES = """
claim = "groups"
everybody = "nobody"
[reader]
people = ["Rea@Council.example", "sub-1"]
[officer]
values = ["officers"]
people = ["both@council.example"]
[administrator]
people = ["both@council.example"]
"""


@pytest.mark.parametrize(
    ("claims", "role"),
    [
        ({"sub": "x", "email": "rea@council.example"}, Role.READER),
        ({"sub": "x", "email": "REA@COUNCIL.EXAMPLE", "email_verified": True}, Role.READER),
        ({"sub": "x", "email": "rea@council.example", "email_verified": False}, None),
        ({"sub": "x", "email": "rea@council.example", "email_verified": "false"}, None),
        ({"sub": "sub-1"}, Role.READER),
        ({"sub": "x", "groups": ["others", "officers"]}, Role.OFFICER),
        ({"sub": "x", "groups": "officers"}, Role.OFFICER),
        ({"sub": "x", "groups": ["officers "]}, None),
        ({"sub": "x", "roles": ["officers"]}, None),
        ({"sub": "x", "email": "both@council.example", "email_verified": True}, Role.ADMINISTRATOR),
        ({"sub": "x", "email": "both@council.example"}, None),
        ({"sub": "x"}, None),
        ({}, None),
        ({"email": ""}, None),
    ],
)
def test_roles_come_from_the_file_by_person_or_by_claim(tmp_path: Path, claims: dict[str, Any], role: Role | None) -> None:
    (tmp_path / "roles.toml").write_text(ROLES)
    assert Roles.load(tmp_path).of(claims) == role


def test_without_a_file_everybody_who_signs_in_is_a_reader(tmp_path: Path) -> None:
    assert Roles.load(tmp_path).of({"sub": "x"}) is Role.READER


@pytest.mark.parametrize("text", ["this is = no toml [", 'chief = "me"', '[officer]\npeople = "me"', 'everybody = "officer"'])
def test_a_file_of_roles_that_cannot_be_understood_lets_nobody_in(tmp_path: Path, text: str) -> None:
    (tmp_path / "roles.toml").write_text(text)
    with pytest.raises(SettingsError, match=r"roles\.toml"):
        Roles.load(tmp_path)


def test_the_settings_are_printed_without_secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-very-secret")
    put(tmp_path, SIGN_IN)
    for how in ([], ["--json"]):
        told = CliRunner().invoke(app, ["settings", "--data", str(tmp_path), *how]).stdout
        assert REDACTED in told
        assert "sk-very-secret" not in told
        assert "hush-hush" not in told
    assert json.loads(told)["secrets"] == {"OPENAI_API_KEY": REDACTED, SECRETS: REDACTED}


def test_every_setting_is_named_where_people_read() -> None:
    told = "\n".join(file.read_text(encoding="utf-8") for file in (ROOT / "README.md", ROOT / "docs" / "model.md"))
    assert [name for name in Settings.model_fields if f"`{name}`" not in told] == []
