"""Papers, file names and questions that hold markup and script, in every view of the app: none of it becomes an element, a request or a script."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, expect, sync_playwright

from assistant.views.server import serving
from ingest.job import ingest
from tests.test_browser import SLOW, opened
from vectorstore.library import Library
from vectorstore.settings import Settings

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

SCRIPT = "<script>window.ran=1</script>"
PICTURE = "<img class=theirs src=https://example.invalid/x.png onerror=window.ran=1>"
FRAME = "<iframe class=theirs srcdoc='<script>parent.ran=1</script>'></iframe><svg class=theirs onload=window.ran=1>"
LINK = "[see](javascript:window.ran=1) ![x](https://example.invalid/y.png)"
VIEWS = (
    "/",
    "/questions",
    "/commitments",
    "/registers",
    "/papers",
    "/evaluation",
    "/papers?paper=nobody",
    f"/?question={PICTURE}",
)
PAPER = f"""# Review of the pool {PICTURE.replace("<", "&lt;")}

## Findings {SCRIPT.replace("<", "&lt;")}

The pool at Harrow Lane had 4,312 visits in May 2026 {FRAME.replace("<", "&lt;")} and a new roof. The rest is elsewhere: {LINK}.

## Actions

| Action {PICTURE.replace("<", "&lt;")} | Owner | Due date | Status |
|---|---|---|---|
| Mend the pump {FRAME.replace("<", "&lt;")} | Ada {SCRIPT.replace("<", "&lt;")} Marsh | 30 June 2026 | Open |
"""
REGISTER = (
    "Risk ref,Risk title,Risk description,Impact,Likelihood,Risk score,Risk owner,Controls\n"
    f'R1,"The pool leaks {PICTURE}","Water is lost {SCRIPT}",4,4,16,"Ada Marsh {FRAME}","Weekly check {LINK}"\n'
    f'R2,"The roof falls {SCRIPT}","Tiles are loose {PICTURE}",5,3,15,"Ada Marsh","Netting {FRAME}"\n'
)


def harmless(page: Page) -> None:
    """Nothing of the papers stands on the page as anything but words."""
    assert page.evaluate("window.ran") is None
    assert page.locator(".theirs, iframe[srcdoc], [onerror], [onload], a[href^=javascript]").count() == 0
    assert page.locator("img[src*='example.invalid'], script:text('window.ran')").count() == 0


def test_nothing_of_theirs_runs_in_any_view(chromium: str, tmp_path: Path) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "pool <img class=theirs src=x onerror=window.ran=1>.md").write_text(PAPER, encoding="utf-8")
    (folder / "risk register <svg class=theirs onload=window.ran=1>.csv").write_text(REGISTER, encoding="utf-8")
    data = tmp_path / "library"
    library = Library(Settings.load(data))
    report = ingest([folder], library)
    library.close()
    assert not report.failed
    with serving(data, tmp_path / "log.txt") as address, sync_playwright() as playwright:
        _visited(playwright, chromium, address, tmp_path)
    shutil.rmtree(data)


def _visited(playwright: Playwright, chromium: str, address: str, tmp_path: Path) -> None:
    with opened(playwright, chromium, address, tmp_path) as visit:
        visit.page.on("dialog", lambda dialog: visit.faults.append(dialog.message))
        visit.go()
        exchange = visit.ask(f"How many visits had the pool at Harrow Lane in May 2026? {PICTURE} {SCRIPT}")
        exchange = visit.ask("How many visits had the pool at Harrow Lane in May 2026?")
        assert "4,312" in exchange.inner_text()
        harmless(visit.page)
        exchange.locator("button.mark").first.click()
        expect(visit.page.locator("dialog.viewer")).to_be_visible()
        harmless(visit.page)
        for view in VIEWS:
            visit.go(view)
            expect(visit.page.get_by_test_id("stAppViewContainer")).to_be_visible(timeout=SLOW)
            visit.page.wait_for_load_state("networkidle")
            harmless(visit.page)
