"""Five things that people do with the app, timed in a real browser: `python -m tests.tasks` prints a table for docs/benchmarks.md.

An action is a press of a mouse button, of Enter or of Escape, a text typed or a file chosen. Seconds are those of the machine: nobody reads or
hesitates here. Each task is done three times over the sample papers on a server that has answered before; the middle figure counts.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Locator, Page, expect, sync_playwright

from assistant.views.server import HEADLESS, serving
from ingest.job import ingest
from vectorstore.library import Library
from vectorstore.settings import Settings

SAMPLES = Path(__file__).resolve().parent.parent / "samples" / "papers"
SLOW = 60_000  # milliseconds
TIMES = 3


class Person:
    """Somebody at the app, whose actions are counted."""

    def __init__(self, page: Page, folder: Path) -> None:
        self.page, self.folder = page, folder
        self.actions = 0

    def press(self, what: Locator) -> None:
        """Press something with the mouse."""
        self.actions += 1
        what.click()

    def key(self, name: str) -> None:
        """Press a key."""
        self.actions += 1
        self.page.keyboard.press(name)

    def ask(self, question: str) -> Locator:
        """Type a question and send it; the answer, once it is there."""
        before = self.page.locator("h2.question").count()
        self.actions += 2
        box = self.page.get_by_test_id("stChatInputTextArea")
        box.fill(question)
        box.press("Enter")
        expect(self.page.locator(".view:has(h2.question) p.searched")).to_have_count(before + 1, timeout=SLOW)
        return self.page.locator(".view:has(h2.question)").last


def controls(person: Person) -> None:
    """Find all controls of a risk and open the page of the third."""
    answer = person.ask("what controls exist for SEND funding risk?")
    person.press(answer.locator("button.mark").nth(2))
    expect(person.page.locator("dialog.viewer .picture .box").first).to_be_in_viewport(timeout=SLOW)


def export(person: Person) -> None:
    """Take an answer along as a Word file."""
    person.ask("what controls exist for SEND funding risk?")
    with person.page.expect_download() as sent:
        person.press(person.page.get_by_role("button", name="Word").first)
    sent.value.save_as(person.folder / "pack.docx")
    assert (person.folder / "pack.docx").stat().st_size > 10_000


def overdue(person: Person) -> None:
    """See what is overdue, with who is to do it, and open the page of the first."""
    answer = person.ask("Which actions are overdue?")
    person.press(answer.locator("button.mark").first)
    expect(person.page.locator("dialog.viewer mark, dialog.viewer .box").first).to_be_visible(timeout=SLOW)


def compare(person: Person) -> None:
    """Compare a figure that two papers state differently, both on their pages."""
    answer = person.ask("How many EHC plans were there in January 2026?")
    person.press(answer.locator("button.mark").first)
    viewer = person.page.locator("dialog.viewer")
    mark = viewer.locator("mark, .box").first
    expect(mark).to_be_in_viewport(timeout=SLOW)
    title = viewer.locator("h2").inner_text()
    person.press(viewer.get_by_role("button", name="Next source"))
    expect(viewer.locator("h2")).not_to_have_text(title)
    expect(mark).to_be_in_viewport(timeout=SLOW)


def add(person: Person) -> None:
    """Add a paper of 9 pages and ask about it."""
    paper = person.folder / f"register {time.time_ns()}.pdf"
    paper.write_bytes((SAMPLES / "strategic-risk-register-q4-2025-26.pdf").read_bytes() + f"\n% {time.time_ns()}".encode())
    person.press(person.page.get_by_role("link", name="Papers"))
    person.page.locator("input[type=file]").set_input_files(paper)
    person.actions += 2  # the dialog that chooses a file, and the file
    person.press(person.page.get_by_role("button", name="Read 1 paper"))
    expect(person.page.locator("ul.outcomes")).to_contain_text("added", timeout=SLOW)
    person.press(person.page.get_by_role("link", name="Ask"))
    person.ask("What is the owner of the cyber attack risk?")


TASKS: dict[str, Callable[[Person], None]] = {
    "find all controls of a risk and open the page of the third": controls,
    "take an answer along as a Word file": export,
    "see what is overdue and open the page of the first": overdue,
    "compare a figure that two papers state differently, both on their pages": compare,
    "add a paper of nine pages and ask about it": add,
}


def main() -> int:
    """Do the tasks, print the table."""
    browser = next((found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None)
    if browser is None:
        print("No Chromium on this machine: scripts/system_packages.sh says how to install it.", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "library"
        library = Library(Settings.load(data))
        ingest([SAMPLES], library)
        library.close()
        print("| task | actions | seconds |\n|---|---|---|")
        with serving(data, Path(folder) / "server.log") as address, sync_playwright() as playwright:
            chromium = playwright.chromium.launch(executable_path=browser, args=HEADLESS)
            _once(chromium.new_page(), address, Path(folder), controls)  # the server has answered before
            for name, task in TASKS.items():
                done = [_once(chromium.new_page(), address, Path(folder), task) for _ in range(TIMES)]
                print(f"| {name} | {done[0][0]} | {statistics.median(seconds for _, seconds in done):.1f} |", flush=True)
            chromium.close()
    return 0


def _once(page: Page, address: str, folder: Path, task: Callable[[Person], None]) -> tuple[int, float]:
    """The actions and seconds of a task, from a page that stands open."""
    page.goto(address)
    page.get_by_test_id("stChatInputTextArea").wait_for(timeout=SLOW)
    page.wait_for_timeout(1_500)
    person = Person(page, folder)
    started = time.perf_counter()
    task(person)
    seconds = time.perf_counter() - started
    page.close()
    return person.actions, seconds


if __name__ == "__main__":
    sys.exit(main())
