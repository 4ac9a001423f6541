"""The app without a browser: what each view shows, through Streamlit's own test runner, over real libraries."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from assistant.desk import Desk, refusal
from assistant.views import library
from assistant.views.exchange import Exchange
from assistant.views.intake import FOLDER, take_in
from assistant.views.papers import outcome
from ingest.job import ingest
from vectorstore.library import Library
from vectorstore.models import Role
from vectorstore.settings import Settings

from .conftest import ROOT
from .viewing import marked, sources

QUESTION = "What controls exist for SEND funding risk?"
NASTY = "<script>alert(1)</script> [press](javascript:alert(1)) :smile: -> $x^2$ *starred* `code`"


class Dropped:
    """A file as the browser would send it."""

    def __init__(self, name: str, content: bytes) -> None:
        self.name = name
        self._content = content

    def getbuffer(self) -> memoryview:
        return memoryview(self._content)


@pytest.fixture
def open_app(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Path], AppTest]]:
    """The app on the library in a folder, run once."""

    def opened(data: Path) -> AppTest:
        monkeypatch.setenv("SCRUTINY_DATA", str(data))
        return checked(AppTest.from_file(str(ROOT / "app_ui.py"), default_timeout=60).run())

    yield opened
    library._opened.clear()


def papers_view() -> None:
    from assistant.views.app import guarded
    from assistant.views.papers import view

    guarded(view)()


@pytest.fixture
def open_papers(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Path], AppTest]]:
    """The Papers view on the library in a folder, run once."""

    def opened(data: Path) -> AppTest:
        monkeypatch.setenv("SCRUTINY_DATA", str(data))
        return checked(AppTest.from_function(papers_view, default_timeout=60).run())

    yield opened
    library._opened.clear()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk.open(Settings.load(tmp_path / "library"))
    yield made
    made.library.close()


def library_of(folder: Path, papers: dict[str, str]) -> Path:
    """A library's data folder, holding text papers with these contents."""
    source = folder / "papers"
    source.mkdir()
    for name, text in papers.items():
        (source / name).write_text(text, encoding="utf-8")
    made = Library(Settings.load(folder / "library"))
    report = ingest([source], made)
    made.close()
    assert not report.failed
    return folder / "library"


def checked(app: AppTest) -> AppTest:
    assert not app.exception, app.exception
    return app


def ask(app: AppTest, question: str) -> AppTest:
    return checked(app.chat_input[0].set_value(question).run())


def shown(app: AppTest) -> list[Any]:
    """The trees of everything that was handed to the page as words."""
    return [tree for part in app.get("bidi_component") for tree in json.loads(part.proto.json)["elements"]]


def words(tree: Any) -> str:
    if isinstance(tree, str):
        return tree
    if isinstance(tree, list) and tree and isinstance(tree[0], str) and isinstance(tree[1], dict):
        return "".join(map(words, tree[2:])) + " "
    return "".join(map(words, tree))


def find(tree: Any, tag: str, class_: str | None = None) -> list[Any]:
    if isinstance(tree, str):
        return []
    if not isinstance(tree[0], str):
        return [hit for each in tree for hit in find(each, tag, class_)]
    own = [tree] if tree[0] == tag and (class_ is None or tree[1].get("class") == class_) else []
    return own + [hit for child in tree[2:] for hit in find(child, tag, class_)]


def exchanges(app: AppTest) -> list[Exchange]:
    """What was asked and answered in the conversation that is open."""
    held: list[Exchange] = app.session_state["talk"].exchanges
    return held


def test_an_empty_library_says_what_to_do(tmp_path: Path, open_app: Callable[[Path], AppTest]) -> None:
    app = open_app(tmp_path)
    assert "No papers are held yet." in words(shown(app))
    assert app.code[0].value.startswith("scrutiny ingest ")
    assert not app.chat_input


def test_suggestions_are_offered_and_asked_when_pressed(sample_library: Path, open_app: Callable[[Path], AppTest]) -> None:
    app = open_app(sample_library)
    assert len(app.button) >= 2
    checked(app.button[0].click().run())
    assert len(find(shown(app), "h2", "question")) == 1
    assert list(sources(shown(app)))


def test_an_answer_is_shown_with_sources_that_open_at_the_quote(
    sample_library: Path, open_app: Callable[[Path], AppTest]
) -> None:
    app = ask(open_app(sample_library), QUESTION)
    tree = shown(app)
    assert words(find(tree, "h2", "question")[0]).strip() == QUESTION
    given = exchanges(app)[0].answer
    assert given.status == "answered"
    assert "High needs recovery plan" in words(find(tree, "div", "claims"))
    listed = [source for source in sources(tree) if source["quote"]]
    assert len(listed) == len(given.citations) > 0
    for source, citation in zip(listed, given.citations, strict=True):
        assert "".join(marked(source, library.desk().page)[""].split()) == "".join(citation.quote.split())
        assert source["title"] == citation.title
        assert source["pages"][0].startswith(f"/paper/{citation.document}/page/{citation.page}?")
    marks = {mark[1]["data-opens"] for mark in find(tree, "button", "mark") if "data-opens" in mark[1]}
    assert marks <= {source["name"] for source in listed}
    assert f"Searched {given.searched.documents} papers" in words(tree)


def test_the_date_of_a_meeting_is_written_out(sample_library: Path, open_app: Callable[[Path], AppTest]) -> None:
    app = ask(open_app(sample_library), "What was resolved about family hubs?")
    assert any(["Meeting date", "19 January 2026"] in source["facts"] for source in sources(shown(app)))


def test_no_answer_is_said_and_near_passages_are_offered_as_such(
    sample_library: Path, open_app: Callable[[Path], AppTest]
) -> None:
    app = ask(open_app(sample_library), "How many penguins live at the moon base?")
    tree = shown(app)
    assert words(find(tree, "p", "status")[0]).strip() == refusal()
    assert not find(tree, "div", "claims")
    assert "do not answer" in words(find(tree, "details", "nearest")[0][2])
    assert "could not be read" in words(find(tree, "p", "searched"))


def test_filters_hold_for_the_next_question(sample_library: Path, open_app: Callable[[Path], AppTest]) -> None:
    app = open_app(sample_library)
    checked(app.multiselect(key="kinds").select("minutes").run())
    for question in ("What was resolved about family hubs?", "What did the Committee ask about transport?"):
        ask(app, question)
        exchange = exchanges(app)[-1]
        assert exchange.answer.searched.documents == 2
        assert all("minutes" in citation.source for citation in exchange.answer.citations)
    assert words(shown(app)).count("Narrowed to kinds of paper: minutes.") == 2


def test_dates_narrow_and_papers_without_one_are_counted(sample_library: Path, open_app: Callable[[Path], AppTest]) -> None:
    app = open_app(sample_library)
    app.date_input(key="since").set_value(date(2026, 3, 1))
    app.date_input(key="until").set_value(date(2026, 3, 31))
    checked(app.run())
    ask(app, "What was agreed about transport?")
    answer = exchanges(app)[0].answer
    assert 0 < answer.searched.documents < 6
    assert "Narrowed to meetings from 1 March 2026; meetings up to 31 March 2026." in words(shown(app))
    assert answer.searched.undated_left_out > 0
    assert "without a date" in words(find(shown(app), "p", "searched"))


def test_dates_the_wrong_way_round_are_pointed_out(sample_library: Path, open_app: Callable[[Path], AppTest]) -> None:
    app = open_app(sample_library)
    app.date_input(key="since").set_value(date(2026, 3, 2))
    app.date_input(key="until").set_value(date(2026, 3, 1))
    checked(app.run())
    assert "first date is after the second" in app.warning[0].value


def test_a_new_conversation_begins_empty(sample_library: Path, open_app: Callable[[Path], AppTest]) -> None:
    app = ask(open_app(sample_library), QUESTION)
    button = next(each for each in app.button if each.label == "New conversation")
    checked(button.click().run())
    assert exchanges(app) == []
    assert not find(shown(app), "h2", "question")


def test_words_of_papers_and_questions_are_shown_as_they_are(tmp_path: Path, open_app: Callable[[Path], AppTest]) -> None:
    text = f"Library opening hours\n\nThe library in Saltgate is open from nine to five on weekdays {NASTY}.\n"
    app = open_app(library_of(tmp_path, {"hours *of* <b>opening.txt": text}))
    ask(app, "When is the library in Saltgate open?")
    ask(app, NASTY)
    tree = shown(app)
    assert NASTY in words(find(tree, "h2", "question")[1]), "the question"
    assert NASTY in words(find(tree, "div", "claims")), "the answer"
    assert any(NASTY in source["quote"] for source in sources(tree) if source["quote"]), "the quote"
    assert not app.markdown, "no word went through markdown"


def test_a_question_that_asks_nothing_is_refused_in_words(sample_library: Path, open_app: Callable[[Path], AppTest]) -> None:
    app = ask(open_app(sample_library), "???")
    assert "The question is empty" in words(find(shown(app), "p", "status"))
    assert exchanges(app)[0].answer is None


def test_the_box_takes_no_longer_question_than_can_be_asked(sample_library: Path, open_app: Callable[[Path], AppTest]) -> None:
    app = ask(open_app(sample_library), "Why " * 30_000)
    assert len(exchanges(app)[0].question) == Settings().question_chars


def test_a_library_that_cannot_be_opened_is_explained(tmp_path: Path, open_app: Callable[[Path], AppTest]) -> None:
    (tmp_path / "settings.toml").write_text("no_such_setting = 1\n")
    app = open_app(tmp_path)
    assert "no\\_such\\_setting" in app.error[0].value
    assert "Traceback" not in app.error[0].value


def test_vectors_that_are_gone_are_told_of_and_questions_answered(
    sample_library: Path, tmp_path: Path, open_app: Callable[[Path], AppTest]
) -> None:
    data = Path(shutil.copytree(sample_library, tmp_path / "data"))
    shutil.rmtree(data / "open" / "chroma")
    (warning,) = open_app(data).warning
    assert "the vectors are gone" in warning.value
    assert "scrutiny doctor" in warning.value


def test_a_catalogue_that_breaks_while_the_app_is_open_is_said_with_what_to_do(
    tmp_path: Path, open_app: Callable[[Path], AppTest]
) -> None:
    data = library_of(tmp_path, {"hours.txt": "The library in Saltgate is open from nine to five on weekdays.\n"})
    app = open_app(data)
    with sqlite3.connect(data / "open" / "catalogue.sqlite") as db:
        db.execute("ALTER TABLE documents RENAME TO lost")
    checked(app.run())
    assert "scrutiny doctor" in app.error[0].value


def test_what_was_not_foreseen_is_said_in_words(
    sample_library: Path, open_app: Callable[[Path], AppTest], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = open_app(sample_library)

    def fails(*_: object, **__: object) -> None:
        raise RuntimeError("something inside was lost")

    monkeypatch.setattr("assistant.views.narrowing.chosen", fails)
    checked(app.run())
    assert "Something went wrong" in app.error[0].value
    assert "lost" not in app.error[0].value


def test_the_library_is_opened_once_for_everybody(sample_library: Path, open_app: Callable[[Path], AppTest]) -> None:
    open_app(sample_library)
    first = library.desk()
    open_app(sample_library).run()
    assert library.desk() is first


def test_papers_lists_what_is_held(sample_library: Path, open_papers: Callable[[Path], AppTest]) -> None:
    app = open_papers(sample_library)
    tree = shown(app)
    rows = {words(find(row, "th")): words(row) for row in find(tree, "tbody")[0][2:]}
    register = next(row for name, row in rows.items() if "strategic-risk-register-q4" in name)
    for part in ("Risk register", "Audit and Governance Committee", "21 April 2026", "Open"):
        assert part in register
    letter = next(row for name, row in rows.items() if "letter-parent-carer-forum" in name)
    assert "1 and 2" in letter
    assert not any("exempt" in name for name in rows)


def test_papers_says_what_to_do_when_none_is_held(tmp_path: Path, open_papers: Callable[[Path], AppTest]) -> None:
    app = open_papers(tmp_path)
    assert "No papers are held yet." in words(shown(app))
    assert app.code[0].value.startswith("scrutiny ingest ")


def test_a_dropped_paper_is_read_and_can_be_asked_about(tmp_path: Path, open_papers: Callable[[Path], AppTest]) -> None:
    app = open_papers(tmp_path)
    text = b"Leisure report\n\nThe swimming pool at Harbour Row will reopen on 4 May 2026 after repairs.\n"
    app.file_uploader[0].set_value([("pool <b>report.txt", text, "text/plain")]).run()
    checked(next(each for each in app.button if each.label == "Read 1 paper").click().run())
    app.session_state["intake"].wait(90)
    checked(app.run())
    assert "pool <b>report.txt : added" in words(find(shown(app), "ul", "outcomes"))
    assert "pool <b>report.txt" in words(find(shown(app), "tbody"))
    answer = library.desk().ask("When will the swimming pool reopen?")
    assert "4 May 2026" in answer.citations[0].quote


def test_what_came_of_each_dropped_file_is_told(desk: Desk, tmp_path: Path) -> None:
    text = b"The swimming pool at Harbour Row will reopen on 4 May 2026 after repairs.\n"
    intake = take_in(
        [Dropped("pool.txt", text), Dropped("../../escape.txt", text + b"Again."), Dropped("broken.pdf", b"no")], desk
    )
    intake.wait(90)
    told = "".join(part.words() for part in outcome(intake))
    assert told.startswith("2 papers read, 1 not")
    assert "pool.txt: added\n" in told
    assert "escape.txt: added\n" in told
    assert "broken.pdf: not added: " in told
    kept = sorted(path.name for path in (desk.library.folder / FOLDER).rglob("*") if path.is_file())
    assert kept == ["escape.txt", "pool.txt"], "below the library's folder, and only what was read"
    assert not list(tmp_path.parent.glob("escape.txt"))
    assert [document.source for document in desk.documents()] == ["escape.txt", "pool.txt"]

    again = take_in([Dropped("pool.txt", text), Dropped("escape.txt", b"Another paper of the same name: the lido closes.")], desk)
    again.wait(90)
    told = "".join(part.words() for part in outcome(again))
    assert "pool.txt: already held, nothing changed" in told
    assert "escape.txt: added; another paper of this name is held too" in told
    assert len(desk.documents()) == 3


def test_a_dropped_paper_that_is_exempt_is_set_apart(desk: Desk, samples: Path) -> None:
    paper = samples / "exempt-transport-award-2026-03-10.pdf"
    intake = take_in([Dropped(paper.name, paper.read_bytes())], desk)
    intake.wait(90)
    assert "recognised as exempt (Part 2), so kept apart and not shown here" in "".join(part.words() for part in outcome(intake))
    assert desk.documents() == []
    assert len(Desk(desk.library, Role.OFFICER).documents()) == 1
