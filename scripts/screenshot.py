"""Takes the picture in the README: the sample papers asked about, in a real browser, into docs/screenshot.png."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from assistant.views.server import HEADLESS, serving
from ingest.job import ingest
from vectorstore.library import Library
from vectorstore.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
QUESTION = "what controls exist for SEND funding risk?"


def main() -> int:
    """Make a library of the samples, ask, open the first source, take the picture."""
    browser = next((found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None)
    if browser is None:
        print("No Chromium on this machine: scripts/system_packages.sh says how to install it.", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "library"
        library = Library(Settings.load(data))
        ingest([ROOT / "samples" / "papers"], library)
        library.close()
        with serving(data, Path(folder) / "server.log") as address:
            _take(address, browser, Path(folder) / "profile")
    return 0


def _take(address: str, browser: str, profile: Path) -> None:
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            profile, executable_path=browser, args=HEADLESS, viewport={"width": 1280, "height": 1000}, device_scale_factor=1.5
        )
        page = context.new_page()
        page.goto(address)
        box = page.get_by_test_id("stChatInputTextArea")
        box.fill(QUESTION)
        box.press("Enter")
        page.locator("summary").first.wait_for(timeout=60_000)
        page.locator("button.mark").first.click()
        page.wait_for_timeout(1500)
        page.locator("h2.question").scroll_into_view_if_needed()
        page.wait_for_timeout(1000)
        page.screenshot(path=ROOT / "docs" / "screenshot.png")
        context.close()


if __name__ == "__main__":
    sys.exit(main())
