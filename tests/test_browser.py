"""The app in a real browser: asked, read and opened as a person would, on a server of its own."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from difflib import SequenceMatcher
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import pypdfium2
import pytest
from playwright.sync_api import BrowserContext, Locator, Page, Playwright, Route, expect, sync_playwright

from assistant.views.question_place import link
from assistant.views.server import HEADLESS, serving
from ingest.pdf_page import clean
from vectorstore.models import Filters

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

    def unfold(self, words: str) -> None:
        """Open what is folded away in the sidebar, and wait until it lies still: pressed while it moves, a button is missed."""
        self.page.get_by_text(words).click()
        self.page.locator("details", has_text=words).evaluate(
            """async details => {
                for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
                await Promise.allSettled(details.getAnimations({subtree: true}).map(each => each.finished));
            }"""
        )

    def ask(self, question: str) -> Locator:
        """Ask, and wait for the answer: the exchange as it stands on the page."""
        before = self.page.locator(".view:has(h2.question) p.searched").count()
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


def letters(text: str) -> str:
    """What of a text can be compared with what a PDF draws."""
    return "".join(clean(text).split())


def printed_below(boxes: Locator, picture: Locator, path: Path, number: int) -> str:
    """The letters that a PDF prints where boxes lie on the picture of its page, as the browser has laid them out."""
    frame = picture.bounding_box()
    assert frame
    pdf = pypdfium2.PdfDocument(path)
    page = pdf[number - 1]
    text, (width, height) = page.get_textpage(), page.get_size()
    found = ""
    for n in range(boxes.count()):
        box = boxes.nth(n).bounding_box()
        assert box
        # a marker pen is a little larger than the print: the middle of the line is what counts
        left, right = (box["x"] + 1 - frame["x"]) / frame["width"], (box["x"] + box["width"] - 1 - frame["x"]) / frame["width"]
        middle = (box["y"] + box["height"] / 2 - frame["y"]) / frame["height"]
        found += text.get_text_bounded(
            left=left * width, right=right * width, top=height * (1 - middle) + 2, bottom=height * (1 - middle) - 2
        )
    pdf.close()
    return letters(found)


def test_a_mark_opens_the_page_itself_with_the_quote_highlighted_where_it_is_printed(
    visit: Visit, samples: Path, tmp_path: Path
) -> None:
    visit.go()
    exchange = visit.ask(QUESTION)
    assert "Overdue" in exchange.locator(".claims").inner_text()
    exchange.locator("button.mark").nth(2).click()
    viewer = visit.page.locator("dialog.viewer")
    expect(viewer.locator(".picture img")).to_be_visible()
    expect(viewer.locator(".picture .box").first).to_be_in_viewport()
    expect(viewer.locator(".place").first).to_have_text("Page 2 of 9")
    quote = viewer.locator("blockquote").inner_text()
    assert quote.startswith("Review of banding and top-up rates")
    path = samples / "strategic-risk-register-q4-2025-26.pdf"
    below = printed_below(viewer.locator(".picture .box"), viewer.locator(".picture img"), path, 2)
    assert SequenceMatcher(None, letters(quote), below, autojunk=False).ratio() > 0.97
    particulars = viewer.locator("dl").inner_text()
    assert "21 April 2026" in particulars
    assert "Audit and Governance Committee" in particulars
    reference = viewer.locator(".reference").inner_text()
    assert "Audit and Governance Committee, 21 April 2026" in reference
    visit.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    viewer.get_by_role("button", name="Copy reference").click()
    expect(viewer.get_by_role("button", name="Copied")).to_be_visible()
    assert visit.page.evaluate("navigator.clipboard.readText()") == reference
    link = viewer.get_by_role("link", name="Open the PDF at page 2")
    assert (link.get_attribute("href") or "").endswith("/file#page=2")
    picture = tmp_path / "viewer.png"
    visit.page.screenshot(path=picture)
    assert picture.stat().st_size > 20_000


def test_the_viewer_turns_pages_and_sources_and_shows_the_words(visit: Visit) -> None:
    visit.go()
    exchange = visit.ask(QUESTION)
    exchange.locator("button.mark").first.click()
    viewer = visit.page.locator("dialog.viewer")
    place = viewer.locator(".place").first
    expect(place).to_have_text("Page 1 of 9")
    expect(viewer.get_by_role("button", name="Previous page")).to_be_disabled()
    viewer.get_by_role("button", name="Next page").click()
    expect(place).to_have_text("Page 2 of 9")
    expect(viewer.locator(".picture .box")).to_have_count(0)
    viewer.get_by_role("button", name="Previous page").click()
    expect(viewer.locator(".picture .box").first).to_be_visible()
    held: list[Route] = []
    visit.page.route("**/paper/*/page/*", lambda route: held.append(route))  # on a slow line
    viewer.get_by_role("button", name="Next source").click()
    expect(viewer.locator("blockquote")).to_contain_text("Monthly high needs finance board")
    expect(viewer.locator(".sources-bar .place")).to_have_text("2 of 4")
    expect(viewer.locator(".picture")).to_have_count(0)  # no page of the source before beside the words of this one
    viewer.get_by_role("button", name="Show as text").click()
    for route in held:
        route.continue_()
    marked = viewer.locator(".page-text mark")
    expect(marked.first).to_be_visible()
    assert letters("".join(marked.all_inner_texts())) == letters(viewer.locator("blockquote").inner_text())
    viewer.get_by_role("button", name="Close", exact=True).click()
    expect(viewer).to_be_hidden()


def document_id(data: Path, source: str) -> str:
    """A paper's id, straight from the catalogue."""
    with sqlite3.connect(data / "open" / "catalogue.sqlite") as db:
        found = db.execute("SELECT document_id FROM sources WHERE name = ?", (source,)).fetchone()
    return str(found[0])


@pytest.mark.parametrize(
    ("source", "question"),
    [
        ("councillor-briefing-send-transport.md", "How many pupils travel to school at the Council's cost?"),
        ("cabinet-send-places-2026-03-10.docx", "How many places will Larkfield School gain?"),
        ("budget-monitor-q3-2025-26.xlsx", "What is the forecast for home to school transport?"),
    ],
)
def test_a_link_asks_its_question_and_a_paper_without_pages_shows_the_passage_among_its_neighbours(
    visit: Visit, sample_library: Path, source: str, question: str
) -> None:
    visit.go("/" + link(Filters(documents=(document_id(sample_library, source),)), question))
    exchange = visit.page.locator(".view:has(h2.question)")
    expect(exchange.locator("h2.question")).to_have_text(question, timeout=SLOW)
    expect(exchange.locator("p.searched")).to_contain_text("Searched 1 paper ", timeout=SLOW)
    expect(exchange.locator("p.narrowed").first).to_contain_text("Narrowed to")
    exchange.locator("button.source").first.click()
    viewer = visit.page.locator("dialog.viewer")
    expect(viewer.locator(".page-text mark").first).to_be_in_viewport()
    quote = viewer.locator("blockquote").inner_text()
    assert letters("".join(viewer.locator(".page-text mark").all_inner_texts())) == letters(quote)
    assert len(viewer.locator(".page-text").inner_text()) > 2 * len(quote)
    expect(viewer.get_by_role("link", name="Save the file")).to_be_visible()


def test_an_open_viewer_outlives_a_rerun_and_the_next_answer_is_read_from_its_top(visit: Visit) -> None:
    visit.go()
    first = visit.ask(QUESTION)
    first.locator("button.mark").first.click()
    expect(visit.page.locator("dialog.viewer")).to_be_visible()
    visit.page.keyboard.press("Escape")
    expect(first.locator("button.mark").first).to_be_focused()
    second = visit.ask("what was resolved about family hubs?")
    expect(second.locator("h2.question")).to_be_in_viewport()
    expect(visit.page.locator(".claims").first).to_contain_text("High needs recovery plan")


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
  const scrolls = (each) => ["auto", "scroll"].includes(getComputedStyle(each).overflowX) && each.getBoundingClientRect().right <= innerWidth + 1;
  const clipped = (each) => each && (getComputedStyle(each).clipPath !== "none"
    || (each.matches(".sheet") && scrolls(each)) || clipped(each.parentElement));
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


def test_the_pages_are_reached_and_left_by_keyboard_alone(visit: Visit) -> None:
    visit.go()
    exchange = visit.ask(QUESTION)
    keyboard = visit.page.keyboard
    mark = exchange.locator("button.mark").first
    mark.focus()
    keyboard.press("Enter")
    viewer = visit.page.locator("dialog.viewer")
    expect(viewer.locator("h2")).to_be_focused()
    expect(viewer.locator(".place").first).to_have_text("Page 1 of 9")
    keyboard.press("PageDown")
    expect(viewer.locator(".place").first).to_have_text("Page 2 of 9")
    for _ in range(30):
        keyboard.press("Tab")
        assert visit.page.evaluate(FOCUS_IN_VIEWER), "the keys stay in what is open"
    keyboard.press("Escape")
    expect(viewer).to_be_hidden()
    expect(mark).to_be_focused()


FOCUS_IN_VIEWER = """() => {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  return at === document.body || at === null || Boolean(at.closest("dialog.viewer"));
}"""


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
        assert "minutes of 19 January 2026" in exchange.locator("button.source").first.inner_text()


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
