"""Whether everybody can use the app: axe-core over every view, in both schemes of colour, wide and on a phone."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from .test_browser import OVERFLOWING, PHONE, POOR_CONTRAST, QUESTION, SLOW, WIDE, Visit, app, playwright, visit

__all__ = ["app", "playwright", "visit"]  # fixtures of the other browser tests

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
VIEWS = {
    "/registers": "table.risks",
    "/registers?part=heat-map": "table.heat-map",
    "/registers?part=changes": "table.moved",
    "/registers?risk=CE04": "h2.risk-name",
    "/commitments": "table.entries",
    "/commitments?part=timeline": "div.years",
    "/questions?about=SEND": "article",
    "/papers": "tbody",
    "/evaluation": "h1",
}
GRAVE = {"serious", "critical", "moderate"}


def found(visit: Visit) -> list[str]:
    """What axe-core finds that matters, and what runs off the side or cannot be read from its ground, once all of the view is there."""
    expect(visit.page.get_by_test_id("stStatusWidget")).to_have_count(0, timeout=SLOW)
    response = Axe().run(visit.page, options={"runOnly": {"type": "tag", "values": RULES}}).response
    faults = [
        f"{each['impact']} {each['id']}: {node['html'][:120]}"
        for each in response["violations"]
        if each["impact"] in GRAVE
        for node in each["nodes"]
    ]
    return [*faults, *visit.page.evaluate(OVERFLOWING), *visit.page.evaluate(POOR_CONTRAST)]


@pytest.mark.parametrize("visit", [(*WIDE, "light"), (*PHONE, "dark")], indirect=True)
def test_every_view_can_be_used_by_everybody(visit: Visit) -> None:
    for path, sign in VIEWS.items():
        visit.go(path)
        expect(visit.page.locator(sign).first).to_be_visible(timeout=SLOW)
        assert found(visit) == [], path


@pytest.mark.parametrize("visit", [(*WIDE, "dark"), (*PHONE, "light")], indirect=True)
def test_the_chat_can_be_used_by_everybody(visit: Visit) -> None:
    visit.go()
    expect(visit.page.get_by_test_id("stChatInputTextArea")).to_be_visible(timeout=SLOW)
    assert found(visit) == [], "welcome"
    visit.ask(QUESTION)
    expect(visit.page.get_by_role("heading", name="The papers also answer")).to_be_visible(timeout=SLOW)
    assert found(visit) == [], "answer"
    visit.page.locator("button.mark").first.click()
    expect(visit.page.locator("dialog.viewer .picture img")).to_be_visible(timeout=SLOW)
    assert found(visit) == [], "viewer"
    visit.page.get_by_role("button", name="Show as text").click()
    assert found(visit) == [], "text"
    visit.page.keyboard.press("Escape")
    visit.page.get_by_role("button", name="Scrutiny questions").click()
    expect(visit.page.locator("section.gaps")).to_be_visible(timeout=SLOW)
    assert found(visit) == [], "scrutiny questions"
    visit.ask("How many penguins live at the moon base?")
    assert found(visit) == [], "no answer"
