"""How the chat page is served: to this machine only, or to those who sign in."""

from __future__ import annotations

import stat
import sys
import tomllib
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from assistant.command_line import say
from assistant.roles import Roles
from vectorstore.errors import SettingsError
from vectorstore.settings import SECRETS, Settings

HERE_ONLY = "No sign-in is configured: the page answers this machine only, and whoever sits at it is a reader."
_NEEDED = ("redirect_uri", "cookie_secret")
_OWN_NAMES = ("127.0.0.1", "localhost", "::1")
_LONG_ENOUGH = 32  # characters of the secret that signs who is signed in


def options(settings: Settings, address: str, port: int, browser: bool) -> list[tuple[str, str]]:
    """Streamlit's options for serving the page; says in a line to whom it is served.

    Raises SettingsError when an address that others can reach is asked for without a sign-in, or the sign-in or the roles cannot be used.
    """
    sign_in = _sign_in(settings.data / SECRETS)
    if sign_in is None and not _is_loopback(address):
        raise SettingsError(
            f"--address {address}: others can reach it, and no sign-in is configured; put one into {settings.data / SECRETS} "
            "(docs/people.md), or leave the address as it is."
        )
    served = {
        "server.address": address, "server.port": str(port), "server.headless": str(not browser).lower(),
        "server.maxUploadSize": str(settings.upload_mb), "browser.gatherUsageStats": "false", "server.fileWatcherType": "none",
    }  # fmt: skip
    if sign_in is None:
        say(HERE_ONLY)
        return list(served.items())
    Roles.load(settings.data)
    host = urlsplit(sign_in["redirect_uri"]).hostname or ""
    say(f"People sign in; the page is served as {host}.")
    names = dict.fromkeys((host, *_OWN_NAMES))
    return [*served.items(), ("secrets.files", str(settings.data / SECRETS)), *(("server.allowedHosts", name) for name in names)]


def _sign_in(file: Path) -> dict[str, Any] | None:
    """The sign-in that a file configures; None when there is no file."""
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{file}: the sign-in cannot be read ({error}); mend the file.") from error
    try:
        section = tomllib.loads(text).get("auth")
    except tomllib.TOMLDecodeError as error:  # what stands in it is not repeated: it is secret
        raise SettingsError(f"{file}: is not readable as TOML; correct it.") from error
    if not isinstance(section, dict):
        raise SettingsError(f"{file}: has no [auth] section; docs/people.md shows one.")
    for key in _NEEDED:
        if not isinstance(section.get(key), str) or not section[key]:
            raise SettingsError(f"{file}: [auth] lacks '{key}'; docs/people.md shows one.")
    if len(section["cookie_secret"]) < _LONG_ENOUGH:
        raise SettingsError(f"{file}: 'cookie_secret' is shorter than {_LONG_ENOUGH} characters; make a longer one, at random.")
    if sys.platform != "win32" and file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise SettingsError(f"{file}: others on this machine can read it; make it yours alone (chmod 600).")
    return section


def _is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return address == "localhost"
