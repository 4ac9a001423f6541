"""Conversations in a real browser: followed up, narrowed, asked anew, kept, found again, shared, taken along; and the library changed meanwhile."""

from __future__ import annotations

import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from docx import Document as read_docx
from playwright.sync_api import Download, Playwright, expect

from assistant.desk import Desk
from assistant.views.originals import GONE
from assistant.views.server import serving
from ingest.job import ingest, remove
from vectorstore.library import Library
from vectorstore.settings import Settings

from .model_server import MODEL, Reply, scripted, until
from .test_browser import QUESTION, SLOW, Visit, app, opened, playwright, visit

__all__ = ["app", "playwright", "visit"]  # fixtures of the other browser tests

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

ANSWER = ".view:has(h2.question)"
# Hands on what the server says a message at a time, so that the page is drawn after each, as it is on a busy machine.
DRAWN_PIECEMEAL = """
const own = Object.getOwnPropertyDescriptor(WebSocket.prototype, 'onmessage');
const paced = (hear) => {
  let last = Promise.resolve();
  return (message) => (last = last.then(() => hear(message)).then(() => new Promise((go) => setTimeout(go, 60))));
};
Object.defineProperty(WebSocket.prototype, 'onmessage', { ...own, set(hear) { own.set.call(this, hear && paced(hear)); } });
const listen = WebSocket.prototype.addEventListener;
WebSocket.prototype.addEventListener = function (kind, hear, ...more) {
  return listen.call(this, kind, kind === 'message' ? paced(hear.handleEvent?.bind(hear) ?? hear) : hear, ...more);
};
"""


@pytest.fixture
def own_library(sample_library: Path, tmp_path: Path) -> Path:
    """A library that a test may change."""
    return Path(shutil.copytree(sample_library, tmp_path / "library", ignore=shutil.ignore_patterns("conversations.*")))


def kept_questions(data: Path) -> list[str]:
    """The questions of all conversations that a library keeps, sorted."""
    with closing(sqlite3.connect(data / "conversations.sqlite")) as db:
        return [question for (question,) in db.execute("SELECT question FROM exchanges ORDER BY question")]


def saved(download: Download, folder: Path) -> Path:
    path = folder / download.suggested_filename
    download.save_as(path)
    return path


def test_a_follow_up_is_understood_from_the_conversation(visit: Visit) -> None:
    visit.go()
    visit.ask("What controls exist for the cyber attack risk?")
    second = visit.ask("Who owns it?")
    expect(second.locator("p.narrowed")).to_contain_text("Understood as:")
    expect(second.locator(".claims")).to_contain_text("Marisol Etchells")


def test_a_question_is_edited_and_asked_again_in_its_place(visit: Visit) -> None:
    visit.go()
    visit.ask("What controls exist for the cyber attack risk?")
    visit.ask("Who owns it?")
    visit.page.get_by_role("button", name="Edit and ask again").first.click()
    field = visit.page.get_by_role("textbox", name="Edit the question")
    expect(field).to_have_value("What controls exist for the cyber attack risk?")
    expect(visit.page.get_by_text("1 question after it will be taken out.")).to_be_visible()
    field.fill(QUESTION)
    visit.page.get_by_role("button", name="Ask again", exact=True).click()
    expect(visit.page.locator("h2.question").first).to_have_text(QUESTION, timeout=SLOW)
    expect(visit.page.locator("h2.question")).to_have_count(1)
    expect(visit.page.locator(".claims").first).to_contain_text("High needs recovery plan", timeout=SLOW)


def test_other_filters_ask_the_last_question_again_without_retyping(visit: Visit) -> None:
    visit.go()
    visit.ask("what was resolved about family hubs?")
    visit.page.get_by_role("combobox", name="Kinds of paper").click()
    visit.page.get_by_role("option", name="Risk register").click()
    visit.page.keyboard.press("Escape")
    visit.page.get_by_role("button", name="Ask the last question again so").click()
    exchange = visit.page.locator(ANSWER)
    expect(exchange.locator(".narrowed").first).to_contain_text("kinds of paper: risk register", timeout=SLOW)
    expect(exchange).to_have_count(1)
    expect(exchange.locator(".searched").first).to_contain_text("Searched 2 papers")
    visit.page.get_by_role("button", name="Ask it of all papers").click()
    expect(visit.page.locator(ANSWER)).to_have_count(2, timeout=SLOW)
    expect(visit.page.locator(ANSWER).last.locator(".searched").first).to_contain_text("Searched 13 papers", timeout=SLOW)


def test_a_suggested_next_question_is_answered(visit: Visit) -> None:
    visit.go()
    visit.ask(QUESTION)
    heading = visit.page.get_by_role("heading", name="The papers also answer")
    expect(heading).to_be_visible(timeout=SLOW)
    offered = visit.page.locator("[class*='st-key-next-'] button").first
    question = offered.inner_text()
    offered.click()
    expect(visit.page.locator("h2.question")).to_have_count(2, timeout=SLOW)
    expect(visit.page.locator("h2.question").last).to_have_text(question)
    expect(visit.page.locator(ANSWER).last.locator("button.mark").first).to_be_visible(timeout=SLOW)


def test_a_source_that_is_opened_while_the_page_is_still_coming_stays_open(visit: Visit) -> None:
    visit.go()
    visit.ask(QUESTION)
    expect(visit.page).to_have_url(re.compile(r"[?&]c="))
    visit.page.add_init_script(DRAWN_PIECEMEAL)
    visit.page.reload()
    # pressed as the answer appears, at once
    visit.page.locator("button.mark").first.evaluate("mark => mark.click()")
    expect(visit.page.locator("dialog.viewer .picture .box").first).to_be_visible(timeout=SLOW)
    expect(visit.page.get_by_test_id("stChatInputTextArea")).to_be_attached(timeout=SLOW)
    expect(visit.page.get_by_text("The papers also answer")).to_be_attached(timeout=SLOW)
    expect(visit.page.locator("dialog.viewer .picture .box").first).to_be_visible()


def test_an_answer_stays_as_it_is_when_the_next_is_asked(visit: Visit) -> None:
    visit.page.add_init_script(DRAWN_PIECEMEAL)
    visit.go()
    first = visit.ask(QUESTION)
    first.evaluate(
        """(view, asked) => {
            window.first = view;
            window.most = 0;
            const here = (each) => each.matches('h2.question') && each.textContent === asked;
            const times = (root) => [...root.querySelectorAll('*')]
              .reduce((sum, each) => sum + here(each) + (each.shadowRoot ? times(each.shadowRoot) : 0), 0);
            const look = () => { window.most = Math.max(window.most, times(document)); requestAnimationFrame(look); };
            look();
        }""",
        QUESTION,
    )
    visit.ask("Who owns the housing risk?")
    expect(visit.page.get_by_role("heading", name="The papers also answer")).to_be_visible(timeout=SLOW)
    assert visit.page.evaluate("window.first.isConnected"), "it is not drawn anew"
    assert visit.page.evaluate("window.most") == 1, "nor twice"


def test_an_answer_is_stopped_before_its_model_has_said_a_word(
    sample_library: Path, chromium: str, playwright: Playwright, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with scripted(lambda _: Reply("The papers say so [1].", wait=100.0)) as model:
        monkeypatch.setenv("SCRUTINY_LLM", MODEL)
        monkeypatch.setenv("SCRUTINY_LLM_URL", model.url)
        with (
            serving(sample_library, tmp_path / "log.txt") as address,
            opened(playwright, chromium, address, tmp_path) as visit,
        ):
            visit.go()
            box = visit.page.get_by_test_id("stChatInputTextArea")
            box.fill("how is the deficit on high needs to be brought down?")
            box.press("Enter")
            stop = visit.page.get_by_role("main").get_by_role("button", name="Stop")
            expect(stop).to_be_visible(timeout=SLOW)
            assert until(lambda: bool(model.prompts), 60.0), "the answer waits for the model now, and for nothing else"
            # The page is drawn anew while the answer is awaited.
            visit.page.get_by_role("combobox", name="Kinds of paper").click()
            visit.page.get_by_role("option", name="Risk register").click()
            visit.page.keyboard.press("Escape")
            expect(stop).to_be_visible()
            stop.click()
            expect(visit.page.locator(f"{ANSWER} .notes", has_text="was stopped")).to_be_visible(timeout=10_000)
            expect(visit.page.locator("button.mark").first).to_be_visible()
            expect(visit.page.get_by_text("The papers also answer")).to_be_visible(timeout=SLOW)
            visit.page.reload()
            expect(visit.page.locator(f"{ANSWER} .notes", has_text="was stopped")).to_have_count(1, timeout=SLOW)


def test_an_answer_that_comes_after_its_reader_has_gone_on_is_kept_in_its_conversation(
    own_library: Path, chromium: str, playwright: Playwright, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited = "how is the deficit on high needs to be brought down?"
    with scripted(lambda _: Reply("The papers say so [1].", wait=4.0)) as model:
        monkeypatch.setenv("SCRUTINY_LLM", MODEL)
        monkeypatch.setenv("SCRUTINY_LLM_URL", model.url)
        with (
            serving(own_library, tmp_path / "log.txt") as address,
            opened(playwright, chromium, address, tmp_path) as visit,
        ):
            visit.go()
            box = visit.page.get_by_test_id("stChatInputTextArea")
            box.fill(waited)
            box.press("Enter")
            expect(visit.page.get_by_role("main").get_by_role("button", name="Stop")).to_be_visible(timeout=SLOW)
            visit.page.get_by_role("button", name="New conversation").click()
            expect(visit.page.locator("h2.question")).to_have_count(0)
            visit.ask(QUESTION)
            assert until(lambda: len(kept_questions(own_library)) == 2, 30.0)
            visit.page.reload()
            visit.unfold("Earlier conversations")
            visit.page.get_by_role("button", name=waited).click()
            expect(visit.page.locator("h2.question")).to_have_text([waited], timeout=SLOW)
            expect(visit.page.locator("button.mark").first).to_be_visible(timeout=SLOW)
            assert kept_questions(own_library) == sorted([waited, QUESTION])


def test_a_conversation_is_kept_for_its_browser_found_renamed_and_deleted(
    visit: Visit, app: str, chromium: str, playwright: Playwright, tmp_path: Path
) -> None:
    visit.go()
    visit.ask(QUESTION)
    expect(visit.page).to_have_url(re.compile(r"[?&]c="))
    address = visit.page.url
    visit.page.reload()
    expect(visit.page.locator(".claims").first).to_contain_text("High needs recovery plan", timeout=SLOW)
    visit.page.locator("button.mark").first.click()
    expect(visit.page.locator("dialog.viewer .picture .box").first).to_be_visible(timeout=SLOW)
    visit.page.keyboard.press("Escape")
    visit.unfold("This conversation")
    name = visit.page.get_by_role("textbox", name="Name")
    name.fill("For the meeting on Tuesday")
    name.press("Enter")
    visit.page.get_by_role("button", name="New conversation").click()
    expect(visit.page.locator("h2.question")).to_have_count(0)
    visit.unfold("Earlier conversations")
    search = visit.page.get_by_role("textbox", name="Find words in them")
    search.fill("penguins")
    search.press("Enter")
    expect(visit.page.get_by_text("None has these words.")).to_be_visible()
    search.fill("recovery tuesday")
    search.press("Enter")
    visit.page.get_by_role("button", name="For the meeting on Tuesday").click()
    expect(visit.page.locator("h2.question")).to_have_text(QUESTION, timeout=SLOW)

    with opened(playwright, chromium, app, tmp_path / "another") as stranger:
        stranger.page.goto(address)
        expect(stranger.page.get_by_text("That conversation is not kept for this browser")).to_be_visible(timeout=SLOW)
        expect(stranger.page.locator("h2.question")).to_have_count(0)

    visit.unfold("This conversation")
    visit.page.get_by_role("button", name="Delete …").click()
    expect(visit.page.get_by_text("It cannot be brought back.")).to_be_visible()
    visit.page.get_by_role("button", name="Delete", exact=True).click()
    expect(visit.page.locator("h2.question")).to_have_count(0)
    visit.page.goto(address)
    expect(visit.page.get_by_text("That conversation is not kept for this browser")).to_be_visible(timeout=SLOW)


def test_an_answer_is_taken_along_and_a_link_asks_it_again(visit: Visit, sample_library: Path, tmp_path: Path) -> None:
    visit.go()
    exchange = visit.ask(QUESTION)
    quotes = []
    for n in range(exchange.locator("button.source").count()):
        exchange.locator("button.source").nth(n).click()
        quotes.append(visit.page.locator("dialog.viewer blockquote").inner_text())
        visit.page.keyboard.press("Escape")
    with visit.page.expect_download() as sent:
        visit.page.get_by_role("button", name="Word").first.click()
    text = "\n".join(paragraph.text for paragraph in read_docx(str(saved(sent.value, tmp_path))).paragraphs)
    with visit.page.expect_download() as sent:
        visit.page.get_by_role("button", name="Markdown").first.click()
    assert saved(sent.value, tmp_path).read_text(encoding="utf-8").startswith("# ")
    assert len(quotes) == 4
    for quote in quotes:
        assert " ".join(quote.split()) in " ".join(text.split())
    library = Library(Settings.load(sample_library))
    register = next(d for d in library.holdings().documents() if "q4" in d.source)
    library.close()
    tables = "\n".join(cell.text for t in read_docx(str(tmp_path / sent.value.suggested_filename.replace(".md", ".docx"))).tables
                       for row in t.rows for cell in row.cells)  # fmt: skip
    assert register.sha256 in tables
    visit.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    exchange.get_by_role("button", name="Copy link to this question").click()
    expect(exchange.get_by_role("button", name="Copied")).to_be_visible()
    visit.page.goto(str(visit.page.evaluate("navigator.clipboard.readText()")))
    expect(visit.page.locator("h2.question")).to_have_text(QUESTION, timeout=SLOW)
    expect(visit.page.locator(".claims")).to_contain_text("High needs recovery plan", timeout=SLOW)


def test_scrutiny_questions_rest_on_what_the_answer_cites(visit: Visit) -> None:
    visit.go()
    visit.ask(QUESTION)
    visit.page.get_by_role("button", name="Scrutiny questions").click()
    gaps = visit.page.locator("section.gaps")
    expect(gaps.locator("article").first).to_be_visible(timeout=SLOW)
    expect(gaps).to_contain_text("Review of banding and top-up rates")
    gaps.locator("button.source").first.click()
    expect(visit.page.locator("dialog.viewer[open] .picture .box").first).to_be_visible(timeout=SLOW)


def test_the_library_may_be_changed_underneath(
    own_library: Path, samples: Path, playwright: Playwright, chromium: str, tmp_path: Path
) -> None:
    with serving(own_library, tmp_path / "log.txt") as address, opened(playwright, chromium, address, tmp_path) as visit:
        visit.go()
        visit.ask(QUESTION)
        library = Library(Settings.load(own_library))
        remove(library, "strategic-risk-register-q4-2025-26.pdf")
        (tmp_path / "lido.txt").write_text("Lido report\n\nThe lido at Harbour Row will reopen on 4 May 2026 after repairs.\n")
        ingest([tmp_path / "lido.txt"], library)
        assert len(Desk(library).documents()) == 13
        library.close()
        visit.page.locator("button.mark").first.click()
        expect(visit.page.locator("dialog.viewer .sheet")).to_contain_text(GONE)
        visit.page.keyboard.press("Escape")
        lido = visit.ask("When will the lido reopen?")
        expect(lido.locator(".claims")).to_contain_text("4 May 2026")
        register = visit.ask("What controls exist for the SEND funding risk in the strategic risk register?")
        expect(register.locator(".sources")).to_contain_text("Quarter 3")
        expect(register.locator(".sources")).not_to_contain_text("Quarter 4")


def test_asked_from_the_keyboard_alone(visit: Visit) -> None:
    visit.go()
    keyboard = visit.page.keyboard
    box = visit.page.get_by_test_id("stChatInputTextArea")
    expect(box).to_be_visible(timeout=SLOW)
    for _ in range(40):
        keyboard.press("Tab")
        if box.evaluate("box => box.matches(':focus')"):
            break
    expect(box).to_be_focused()
    keyboard.type(QUESTION)
    keyboard.press("Enter")
    exchange = visit.page.locator(ANSWER)
    expect(exchange.locator("p.searched")).to_be_visible(timeout=SLOW)
    for _ in range(60):
        keyboard.press("Tab" if _ == 0 else "Shift+Tab")
        if visit.page.evaluate(FOCUSED) == "[3]":
            break
    assert visit.page.evaluate(FOCUSED) == "[3]"
    keyboard.press("Enter")
    expect(visit.page.locator("dialog.viewer blockquote")).to_contain_text("Review of banding")
    keyboard.press("Escape")
    assert visit.page.evaluate(FOCUSED) == "[3]"


FOCUSED = """() => {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  return at?.textContent ?? "";
}"""
