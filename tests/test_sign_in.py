"""Signing in, in a real browser through a real OpenID Connect flow: who is let in, as what, and that nobody gets what is not theirs."""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Playwright, expect, sync_playwright

from assistant.views.server import serving

from .identity_provider import Provider, provider, secrets_toml
from .test_browser import SLOW, Visit, opened

ROLES = """
claim = "groups"
everybody = "nobody"

[reader]
people = ["Rea.Reader@council.example"]

[officer]
values = ["democratic-services"]

[administrator]
people = ["ada"]
"""
PEOPLE = {
    "rea": {"email": "rea.reader@council.example"},
    "rory": {"email": "rea.reader@council.example", "email_verified": False},
    "olu": {"email": "olu@council.example", "groups": ["everyone", "democratic-services"]},
    "ada": {"email": "ada@council.example", "email_verified": True},
    "stranger": {"email": "stranger@elsewhere.example", "groups": ["everyone"]},
}
QUESTION = "Which companies were awarded places on the transport framework?"
EXEMPT = "exempt-transport-award-2026-03-10.pdf"


@dataclass
class Served:
    """The app with a sign-in, on a library that holds an exempt paper."""

    address: str
    data: Path
    provider: Provider
    exempt: str


@pytest.fixture(scope="module")
def served(sample_library: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("signing-in")
    data = folder / "library"
    shutil.copytree(sample_library, data)
    (data / "roles.toml").write_text(ROLES)
    with closing(sqlite3.connect(data / "exempt" / "catalogue.sqlite")) as db:
        (exempt,) = db.execute("SELECT document_id FROM sources WHERE name = ?", (EXEMPT,)).fetchone()
    with provider(PEOPLE) as made:
        secrets = data / "secrets.toml"
        secrets.write_text(secrets_toml(made))
        secrets.chmod(0o600)
        with serving(data, folder / "log.txt") as address:
            yield Served(address, data, made, exempt)


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@contextmanager
def signed_in(playwright: Playwright, chromium: str, served: Served, folder: Path, name: str) -> Iterator[Visit]:
    """A browser of its own in which somebody has pressed "Sign in" and said who they are."""
    with opened(playwright, chromium, served.address, folder / name) as visit:
        visit.go()
        visit.page.get_by_role("button", name="Sign in").click()
        visit.page.get_by_role("link", name=name, exact=True).click()
        yield visit


def cookies(visit: Visit) -> dict[str, str]:
    return {cookie["name"]: cookie["value"] for cookie in visit.page.context.cookies()}  # type: ignore[typeddict-item]


def test_before_signing_in_there_is_nothing_to_see(playwright: Playwright, chromium: str, served: Served, tmp_path: Path) -> None:
    with opened(playwright, chromium, served.address, tmp_path) as visit:
        for view in ("/", "/papers", "/registers", "/commitments", "/questions", "/evaluation"):
            visit.go(view)
            expect(visit.page.get_by_role("button", name="Sign in")).to_be_visible(timeout=SLOW)
            assert "13" not in visit.page.locator("body").inner_text()
    for path in (f"/paper/{served.exempt}/page/1", f"/paper/{served.exempt}/file"):
        assert httpx.get(served.address + path).status_code == 401


def test_a_reader_signs_in_and_meets_no_exempt_paper(
    playwright: Playwright, chromium: str, served: Served, tmp_path: Path
) -> None:
    with signed_in(playwright, chromium, served, tmp_path, "rea") as visit:
        expect(visit.page.get_by_text(re.compile(r"Signed in as rea\.reader@.*\(reader\)"))).to_be_visible(timeout=SLOW)
        exchange = visit.ask(QUESTION)
        assert "Kestrelline" not in exchange.inner_text()
        held = cookies(visit)
        assert httpx.get(f"{served.address}/paper/{served.exempt}/page/1", cookies=held).status_code == 404
        forged = {**held, "_streamlit_user": held["_streamlit_user"][:-4] + "AAAA"}
        assert httpx.get(f"{served.address}/paper/{served.exempt}/page/1", cookies=forged).status_code == 401
        visit.go("/papers")
        expect(visit.page.get_by_text("Officers add papers.")).to_be_visible(timeout=SLOW)
        assert visit.page.locator("input[type=file]").count() == 0


def test_an_officer_by_claim_meets_the_exempt_paper_and_keeps_their_conversations_in_any_browser(
    playwright: Playwright, chromium: str, served: Served, tmp_path: Path
) -> None:
    with signed_in(playwright, chromium, served, tmp_path, "olu") as visit:
        expect(visit.page.get_by_text(re.compile(r"Signed in as olu@.*\(officer\)"))).to_be_visible(timeout=SLOW)
        said = visit.ask(QUESTION).inner_text()
        assert "Kestrelline" in said
        assert "exempt (Part 2): not to be read out or published." in said
        assert re.search(r"award of the operators' framework.*\bexempt\b", said)
        page = httpx.get(f"{served.address}/paper/{served.exempt}/page/1", cookies=cookies(visit))
        assert page.status_code == 200
        assert "Kestrelline" in page.text
        visit.go("/papers")
        expect(visit.page.locator("input[type=file]")).to_be_attached(timeout=SLOW)
        visit.go(f"/papers?paper={served.exempt}")
        expect(visit.page.get_by_role("button", name="Read again")).to_be_visible(timeout=SLOW)
        expect(visit.page.get_by_role("button", name=re.compile("Remove"))).to_have_count(0)
    with signed_in(playwright, chromium, served, tmp_path / "other", "olu") as visit:
        visit.unfold("Earlier conversations")
        expect(visit.page.get_by_role("button", name=QUESTION)).to_be_visible(timeout=SLOW)
    with signed_in(playwright, chromium, served, tmp_path, "ada") as visit:
        expect(visit.page.get_by_text("(administrator)")).to_be_visible(timeout=SLOW)
        visit.unfold("Earlier conversations")
        expect(visit.page.get_by_role("button", name=QUESTION)).to_have_count(0)
        visit.go(f"/papers?paper={served.exempt}")
        expect(visit.page.get_by_role("button", name=re.compile("Remove"))).to_be_visible(timeout=SLOW)


def test_who_is_named_nowhere_or_by_an_address_that_was_never_verified_is_not_let_in(
    playwright: Playwright, chromium: str, served: Served, tmp_path: Path
) -> None:
    for name in ("stranger", "rory"):
        with signed_in(playwright, chromium, served, tmp_path, name) as visit:
            expect(visit.page.get_by_text("you may not look at this library")).to_be_visible(timeout=SLOW)
            with visit.page.expect_response(lambda reply: "/auth/logout" in reply.url):  # the page is told before the cookie goes
                visit.page.get_by_role("button", name="Sign out").click()
            expect(visit.page.get_by_role("button", name="Sign in")).to_be_visible(timeout=SLOW)
            assert "_streamlit_user" not in cookies(visit)


def test_a_role_that_is_taken_away_ends_at_the_next_click_and_a_list_that_cannot_be_read_lets_nobody_in(
    playwright: Playwright, chromium: str, served: Served, tmp_path: Path
) -> None:
    with signed_in(playwright, chromium, served, tmp_path, "olu") as visit:
        expect(visit.page.get_by_text("(officer)")).to_be_visible(timeout=SLOW)
        held = cookies(visit)
        at = f"{served.address}/paper/{served.exempt}/page/1"
        roles = served.data / "roles.toml"
        try:
            roles.write_text(ROLES.replace("democratic-services", "nobody-is-in-this"))
            assert httpx.get(at, cookies=held).status_code == 401
            visit.page.get_by_role("link", name="Papers").click()
            expect(visit.page.get_by_text("you may not look at this library")).to_be_visible(timeout=SLOW)
            roles.write_text("this is = no toml [")
            assert httpx.get(at, cookies=held).status_code == 401
            visit.go()
            expect(visit.page.get_by_role("button", name="Sign out")).to_be_visible(timeout=SLOW)
        finally:
            roles.write_text(ROLES)


def test_a_sign_in_that_is_too_old_is_none(playwright: Playwright, chromium: str, served: Served, tmp_path: Path) -> None:
    served.provider.people["old"] = {**PEOPLE["ada"], "sub": "ada", "iat": 1_700_000_000}
    with signed_in(playwright, chromium, served, tmp_path, "old") as visit:
        expect(visit.page.get_by_role("button", name=re.compile("Sign (in|out)"))).to_be_visible(timeout=SLOW)
        assert visit.page.get_by_role("link", name="Papers").count() == 0
