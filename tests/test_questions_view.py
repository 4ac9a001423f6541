"""The Scrutiny questions view: its place in the address, each question as an article, and a sentence where there is none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from streamlit.testing.v1 import AppTest

from assistant.gap_kinds import NAMES, GapKind
from assistant.gaps import MOST
from assistant.views import library
from assistant.views.questions import EMPTY, WORDLESS
from assistant.views.questions_place import Place, from_query

from .test_app import checked, find, shown, words

DAY = "2026-04-30"


def questions_view() -> None:
    from assistant.views import questions

    questions.view()


@pytest.fixture
def open_view(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., AppTest]]:
    """The view on the library in a folder, at an address, run once."""

    def opened_at(data: Path, **query: str | list[str]) -> AppTest:
        monkeypatch.setenv("SCRUTINY_DATA", str(data))
        app = AppTest.from_function(questions_view, default_timeout=60)
        app.query_params.update({name.replace("_", "-"): value for name, value in query.items()})
        app = checked(app.run())
        assert not app.error
        return app

    yield opened_at
    library._opened.clear()


def test_a_place_comes_back_from_its_address() -> None:
    place = Place("SEND & funding", (GapKind.SCORE_ROSE, GapKind.ACTION_OVERDUE), date(2026, 4, 30))
    assert from_query(parse_qs(place.link().removeprefix("?"))) == place
    assert from_query({}) == Place()
    assert Place().query() == {}


def test_what_an_address_says_in_vain_counts_as_not_given() -> None:
    assert from_query({"gap": ["novel"], "as-of": ["2026-02-30"], "about": ["  "], "stranger": ["x"]}) == Place()


def test_without_papers_it_says_so_and_what_to_do(tmp_path: Path, open_view: Callable[..., AppTest]) -> None:
    app = open_view(tmp_path / "empty")
    assert EMPTY in words(shown(app))
    assert app.code[0].value.startswith("scrutiny ingest ")


def test_a_topic_in_the_address_shows_its_questions_with_whom_they_are_put_to_and_their_sources(
    sample_library: Path, open_view: Callable[..., AppTest]
) -> None:
    app = open_view(sample_library, about="cyber attack", as_of=DAY)
    articles = find(shown(app), "article", "question-card")
    assert len(articles) == 2
    first = words(articles[0])
    assert "Removal of unsupported servers" in words(find(articles[0], "h2", "question-put"))
    assert "To: Jarek Holloway" in first
    assert NAMES[GapKind.CONTROL_OVERDUE] in first
    assert find(articles[0], "button", "source")
    assert "2 questions about “cyber attack” as of 30 April 2026" in words(shown(app))
    assert app.text_input[0].value == "cyber attack"


def test_kinds_in_the_address_narrow_and_the_gravest_come_first(sample_library: Path, open_view: Callable[..., AppTest]) -> None:
    app = open_view(sample_library, gap=["score_rose", "control_overdue"], as_of=DAY)
    articles = find(shown(app), "article", "question-card")
    names = [words(find(article, "strong")).strip() for article in articles]
    assert names == [NAMES[GapKind.SCORE_ROSE]] + [NAMES[GapKind.CONTROL_OVERDUE]] * (len(names) - 1)
    assert len(names) > 2


def test_many_are_shown_when_they_are_asked_for(sample_library: Path, open_view: Callable[..., AppTest]) -> None:
    app = open_view(sample_library, as_of=DAY)
    assert len(find(shown(app), "article", "question-card")) == MOST
    app = checked(next(button for button in app.button if button.label == "Show all questions").click().run())
    assert len(find(shown(app), "article", "question-card")) > MOST


def test_nothing_found_is_said_in_a_sentence(sample_library: Path, open_view: Callable[..., AppTest]) -> None:
    said = words(shown(open_view(sample_library, about="penguin enclosures", as_of=DAY)))
    assert "No gap was found about “penguin enclosures” as of 30 April 2026." in said
    assert "Looked through: 13 papers" in said
    said = words(shown(open_view(sample_library, about="cyber attack", gap="papers_disagree", as_of=DAY)))
    assert "No gap of the kinds chosen was found about “cyber attack”" in said
    assert WORDLESS in words(shown(open_view(sample_library, about="?!", as_of=DAY)))


def test_a_topic_that_is_typed_goes_into_the_address(sample_library: Path, open_view: Callable[..., AppTest]) -> None:
    app = open_view(sample_library, as_of=DAY)
    app = checked(app.text_input[0].input("cyber attack").run())
    assert app.query_params["about"] == "cyber attack"
    assert {words(h).strip()[:4] for h in find(shown(app), "h2", "question-put")} == {"What"}
