"""The app in a real browser: asked, read and opened as a person would, on a server of its own."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, Playwright, expect, sync_playwright

from assistant.views.server import HEADLESS, serving

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

QUESTION = "what controls exist for SEND funding risk?"
ColourScheme = Literal["light", "dark"]
WIDE, PHONE = (1600, 1000), (360, 740)
SLOW = 60_000  # milliseconds that a first answer may take on a busy machine


@pytest.fixture(scope="module")
def app(chromium: str, sample_library: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the app, served over the samples."""
    del chromium  # without a browser there is no need of a server
    with serving(sample_library, tmp_path_factory.mktemp("server") / "log.txt") as address:
        yield address


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


class Visit:
    """A page open in a browser of its own, with everything that it asked for on the network."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.requests: list[str] = []
        self.faults: list[str] = []
        self.address = address
        context.on("request", lambda request: self.requests.append(request.url))
        self.page: Page = context.pages[0] if context.pages else context.new_page()
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("websocket", lambda socket: self.requests.append(socket.url))

    def drop(self, *files: Path) -> None:
        """Give files to the Papers view and have them read."""
        self.page.locator("input[type=file]").set_input_files(files)
        self.page.get_by_role("button", name=re.compile(r"Read \d+ papers?")).click()

    def go(self, path: str = "/") -> None:
        self.page.goto(self.address + path)

    def ask(self, question: str) -> Locator:
        """Ask, and wait for the answer: the exchange as it stands on the page."""
        before = self.page.locator("p.searched").count() if self.page.locator("h2.question").count() else 0
        box = self.page.get_by_test_id("stChatInputTextArea")
        box.fill(question)
        box.press("Enter")
        exchange = self.page.locator(".view", has=self.page.locator("h2.question")).last
        expect(self.page.locator(".view:has(h2.question) p.searched")).to_have_count(before + 1, timeout=SLOW)
        return exchange


@pytest.fixture
def visit(request: pytest.FixtureRequest, app: str, chromium: str, playwright: Playwright, tmp_path: Path) -> Iterator[Visit]:
    """A browser with an empty profile; parametrised by (width, height) or (width, height, colour scheme)."""
    width, height, *scheme = getattr(request, "param", WIDE)
    with opened(playwright, chromium, app, tmp_path, (width, height), *scheme) as visit:
        yield visit


@contextmanager
def opened(
    playwright: Playwright,
    chromium: str,
    address: str,
    folder: Path,
    size: tuple[int, int] = WIDE,
    scheme: ColourScheme = "light",
) -> Iterator[Visit]:
    """A browser at an address; at the end no script may have failed and nothing may have been asked of another machine."""
    context = playwright.chromium.launch_persistent_context(
        folder / "profile",
        executable_path=chromium,
        args=HEADLESS,
        viewport={"width": size[0], "height": size[1]},
        color_scheme=scheme,
    )
    visit = Visit(context, address)
    yield visit
    context.close()
    assert visit.faults == []
    assert {urlsplit(url).hostname for url in visit.requests if not url.startswith(("data:", "blob:"))} == {"127.0.0.1"}


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_a_question_is_answered_and_its_source_opens_at_the_quote(visit: Visit, sample_library: Path, tmp_path: Path) -> None:
    visit.go()
    exchange = visit.ask(QUESTION)
    assert "Overdue" in exchange.locator(".claims").inner_text()
    mark = exchange.locator("button.mark").first
    source = exchange.locator("details").first
    expect(source.locator(".page-text")).to_be_hidden()
    mark.click()
    expect(source.locator(".page-text").first).to_be_visible()
    highlighted = source.locator("mark").first
    expect(highlighted).to_be_in_viewport()
    quote = "".join(source.locator("mark").all_inner_texts())
    assert squeezed(quote) in squeezed(page_text(sample_library, source.locator("summary").inner_text()))
    assert re.search(r"p\.\s\d+", source.locator("summary").inner_text())
    assert "2026" in source.locator("dl").inner_text()
    picture = tmp_path / "answer.png"
    visit.page.screenshot(path=picture)
    assert picture.stat().st_size > 20_000


def page_text(data: Path, summary: str) -> str:
    """The text held of the page that a source's line names, straight from the catalogue."""
    found = re.search(r"\[\d+\]\s*(.*?)\s*p\. (\d+)", " ".join(summary.split()))
    assert found
    with sqlite3.connect(data / "open" / "catalogue.sqlite") as db:
        query = "SELECT pages.text FROM pages JOIN documents ON documents.id = pages.document_id WHERE title = ? AND ordinal = ?"
        row = db.execute(query, (found[1], int(found[2]))).fetchone()
    assert row, f"no page for {summary}"
    text: str = row[0]
    return text


def test_what_is_open_stays_open_when_the_next_question_is_asked(visit: Visit) -> None:
    visit.go()
    first = visit.ask(QUESTION)
    first.locator("button.mark").first.click()
    expect(visit.page.locator("details[open]")).to_have_count(1)
    second = visit.ask("what was resolved about family hubs?")
    expect(visit.page.locator("details[open]")).to_have_count(1)
    expect(second.locator("h2.question")).to_be_in_viewport()


@pytest.mark.parametrize("visit", [(*PHONE, "light"), (*PHONE, "dark")], indirect=True)
def test_on_a_phone_nothing_runs_off_the_side_and_the_answer_is_read_from_its_top(visit: Visit, tmp_path: Path) -> None:
    visit.go()
    exchange = visit.ask(QUESTION)
    visit.page.wait_for_timeout(600)
    expect(exchange.locator("h2.question")).to_be_in_viewport()
    exchange.locator("button.mark").first.click()
    visit.page.wait_for_timeout(600)
    for path in ("/", "/papers"):
        if path != "/":
            visit.go(path)
            expect(visit.page.locator("tbody")).to_be_visible(timeout=SLOW)
        wide = visit.page.evaluate(OVERFLOWING)
        assert wide == [], f"{path} at {PHONE[0]} px"
    visit.page.screenshot(path=tmp_path / "phone.png")


# What reaches beyond the right edge of the window, shadow roots included, but for what is clipped out of sight.
OVERFLOWING = """() => {
  const found = [];
  const clipped = (each) => each && (getComputedStyle(each).clipPath !== "none" || clipped(each.parentElement));
  const walk = (root) => {
    for (const each of root.querySelectorAll("*")) {
      if (each.shadowRoot) walk(each.shadowRoot);
      const box = each.getBoundingClientRect();
      if (box.width && box.right > innerWidth + 1 && !clipped(each)) found.push(each.outerHTML.slice(0, 80));
    }
  };
  walk(document.querySelector("[data-testid=stMainBlockContainer]"));
  if (document.documentElement.scrollWidth > innerWidth + 1) found.push("the page scrolls sideways");
  return found;
}"""


def test_the_sources_are_reached_and_opened_by_keyboard_alone(visit: Visit) -> None:
    visit.go()
    exchange = visit.ask(QUESTION)
    keyboard = visit.page.keyboard
    exchange.locator("button.mark").first.focus()
    keyboard.press("Enter")
    summary = exchange.locator("summary").first
    expect(summary).to_be_focused()
    expect(exchange.locator("details").first).to_have_attribute("open", "")
    keyboard.press("Enter")
    expect(exchange.locator("details[open]")).to_have_count(0)


def test_filters_narrow_the_question_and_hold(visit: Visit) -> None:
    visit.go()
    box = visit.page.get_by_role("combobox", name="Kinds of paper")
    box.click()
    visit.page.get_by_role("option", name="Minutes").click()
    visit.page.keyboard.press("Escape")
    exchange = visit.ask("what was resolved about family hubs?")
    expect(exchange.locator(".narrowed")).to_have_text("Narrowed to kinds of paper: minutes.")
    assert "Searched 2 papers" in exchange.locator(".searched").inner_text()
    visit.page.get_by_role("link", name="Papers").click()
    expect(visit.page.locator("tbody")).to_be_visible(timeout=SLOW)
    visit.page.get_by_role("link", name="Ask").click()
    assert "Searched 2 papers" in visit.ask("what was asked about transport?").locator(".searched").inner_text()


def test_from_an_empty_library_to_an_answer_from_a_dropped_paper(
    playwright: Playwright, chromium: str, samples: Path, tmp_path: Path
) -> None:
    broken = tmp_path / "broken *report*.pdf"
    broken.write_bytes(b"%PDF-1.7 and no more")
    with serving(tmp_path / "library", tmp_path / "log.txt") as address, opened(playwright, chromium, address, tmp_path) as visit:
        visit.go()
        expect(visit.page.get_by_text("No papers are held yet.")).to_be_visible(timeout=SLOW)
        visit.page.get_by_role("link", name="Papers").click()
        visit.drop(samples / "cyp-scrutiny-minutes-2026-01-19.pdf", broken)
        outcomes = visit.page.locator("ul.outcomes")
        expect(outcomes).to_be_visible(timeout=2 * SLOW)
        assert "cyp-scrutiny-minutes-2026-01-19.pdf: added" in outcomes.inner_text()
        assert "broken *report*.pdf: not added:" in outcomes.inner_text()
        assert "_report.pdf" not in outcomes.inner_text()
        expect(visit.page.locator("tbody tr")).to_have_count(1)
        assert (visit.page.locator("table").bounding_box() or {})["width"] > 1000, "the list has the width of the window"
        visit.page.screenshot(path=tmp_path / "papers.png")
        visit.page.get_by_role("link", name="Ask").click()
        exchange = visit.ask("what was resolved about family hubs?")
        assert "minutes of 19 January 2026" in exchange.locator("summary").first.inner_text()


def test_markup_in_a_question_stays_text(visit: Visit) -> None:
    nasty = "<img src=x onerror=alert(1)> **bold** [link](https://example.org) :smile: -> $x^2$"
    visit.page.on("dialog", lambda dialog: visit.faults.append(dialog.message))
    visit.go()
    heading = visit.ask(f"what controls exist {nasty}").locator("h2.question")
    assert heading.inner_text() == f"what controls exist {nasty}"
    assert heading.locator("*").count() == 0


@pytest.mark.parametrize("visit", [(*WIDE, "light"), (*WIDE, "dark")], indirect=True)
def test_words_stand_out_from_their_ground(visit: Visit) -> None:
    """WCAG 2.2 AA: 4.5 to 1 for text, measured from the colours that the browser computed."""
    visit.go()
    exchange = visit.ask(QUESTION)
    exchange.locator("button.mark").first.click()
    poor = visit.page.evaluate(POOR_CONTRAST)
    assert poor == []
    visit.go("/papers")
    expect(visit.page.locator("tbody")).to_be_visible(timeout=SLOW)
    assert visit.page.evaluate(POOR_CONTRAST) == []


# Colours are painted on a canvas to have them as numbers, whatever notation the browser gives them in.
POOR_CONTRAST = """() => {
  const brush = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const over = (colours) => {
    brush.clearRect(0, 0, 1, 1);
    for (const colour of colours) { brush.fillStyle = colour; brush.fillRect(0, 0, 1, 1); }
    return [...brush.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const light = (rgb) => rgb.map((v) => v / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    .reduce((sum, v, n) => sum + v * [0.2126, 0.7152, 0.0722][n], 0);
  const grounds = (each) => {
    const found = [];
    for (let at = each; at; at = at.parentElement ?? at.getRootNode().host) found.unshift(getComputedStyle(at).backgroundColor);
    return found;
  };
  const poor = [];
  const walk = (root) => {
    for (const each of root.querySelectorAll("*")) {
      if (each.shadowRoot) walk(each.shadowRoot);
      const words = [...each.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
      if (!words || !each.checkVisibility({ visibilityProperty: true })) continue;
      if (each.closest("[disabled], style, script, [data-testid=stIconMaterial]")) continue;
      const under = grounds(each);
      const [a, b] = [light(over([...under, getComputedStyle(each).color])), light(over(under))];
      const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
      if (ratio < 4.5) poor.push(`${ratio.toFixed(2)} ${each.tagName} ${each.textContent.trim().slice(0, 40)}`);
    }
  };
  walk(document.querySelector("[data-testid=stApp]"));
  return poor;
}"""
