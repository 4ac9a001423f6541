"""Takes a picture of each view of the app, wide and narrow, over the sample papers, into docs/pictures/ (`make pictures`)."""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from assistant.views.server import HEADLESS, serving
from ingest.job import ingest
from vectorstore.library import Library
from vectorstore.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
QUESTION = "what controls exist for SEND funding risk?"
SIZES = {"wide": (1440, 900), "narrow": (390, 844)}
COLOURS = 128  # of a picture; a view has few, and the files stay small
SLOW = 60_000  # milliseconds


def asked(page: Page) -> None:
    """A question with its answer."""
    box = page.get_by_test_id("stChatInputTextArea")
    box.fill(QUESTION)
    box.press("Enter")
    page.locator(".view:has(h2.question) p.searched").wait_for(timeout=SLOW)


def opened(page: Page) -> None:
    """A source of the answer, opened."""
    asked(page)
    page.locator("button.mark").nth(2).click()
    page.locator("dialog.viewer .picture img").wait_for(timeout=SLOW)


def shown(sign: str) -> Callable[[Page], None]:
    """A view that is there as soon as it has a part."""
    return lambda page: page.locator(sign).first.wait_for(timeout=SLOW)


VIEWS: dict[str, tuple[str, Callable[[Page], None]]] = {
    "ask": ("", asked),
    "page": ("", opened),
    "questions": ("questions?about=SEND", shown("article")),
    "registers": ("registers", shown("table.risks")),
    "heat-map": ("registers?part=heat-map", shown("table.heat-map")),
    "risk": ("registers?risk=CE04", shown("h2.risk-name")),
    "commitments": ("commitments?as-of=2026-04-30", shown("table.entries")),
    "timeline": ("commitments?part=timeline&as-of=2026-04-30", shown("div.years")),
    "papers": ("papers", shown("tbody")),
    "evaluation": ("evaluation", shown("table")),
}


def main() -> int:
    """Make a library of the samples with a run of the evaluation, serve it, take the pictures."""
    browser = next((found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None)
    if browser is None:
        print("No Chromium on this machine: scripts/system_packages.sh says how to install it.", file=sys.stderr)
        return 1
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "library"
        library = Library(Settings.load(data))
        ingest([ROOT / "samples" / "papers"], library)
        library.close()
        command = [sys.executable, "-m", "assistant.cli", "eval", "run", "--short", "--data", str(data)]
        subprocess.run(command, check=True, capture_output=True)
        with serving(data, Path(folder) / "server.log") as address, sync_playwright() as playwright:
            chromium = playwright.chromium.launch(executable_path=browser, args=HEADLESS)
            for name in sys.argv[1:] or VIEWS:
                for size in SIZES:
                    _take(chromium, address, name, size)
            chromium.close()
    return 0


def _take(browser: Browser, address: str, name: str, size: str) -> None:
    width, height = SIZES[size]
    path, ready = VIEWS[name]
    page = browser.new_page(viewport={"width": width, "height": height})
    page.goto(f"{address}/{path}")
    ready(page)
    page.wait_for_timeout(1500)
    image = Image.open(io.BytesIO(page.screenshot()))
    image.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(PICTURES / f"{name}-{size}.png", optimize=True)
    page.close()
    print(f"docs/pictures/{name}-{size}.png")


if __name__ == "__main__":
    sys.exit(main())
