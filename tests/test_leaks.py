"""Nothing of an exempt paper reaches a reader through any door, and what a reader gets is the same to the byte without them.

The library of the samples, with one more exempt paper that has what the sample's has not (a register, promises, an acronym, words that no other
paper has), and with what officers leave behind: conversations, feedback, an evaluation, a log. Beside it the same library without any of it.
"""

from __future__ import annotations

import io
import json
import re
import shutil
import sys
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest
from typer.testing import CliRunner

from assistant.answer import Answer
from assistant.cli import app
from assistant.conversations import FILE as TALKS
from assistant.conversations import Conversations, KeptExchange
from assistant.desk import Desk
from assistant.feedback import FILE as FEEDBACK
from assistant.feedback import Feedback, keep, kept
from assistant.next_questions import next_questions
from assistant.views import library
from assistant.views.originals import routes
from assistant.views.people import Person
from ingest.job import ingest
from vectorstore.library import Library
from vectorstore.models import Classification, Description, Filters, Role
from vectorstore.settings import Settings

from .test_app import checked
from .test_samples import TRUTH

DAY = date(2026, 4, 30)
SECRET = "zephyrine-quay-disposal.md"
EXEMPT_PAPER = """# Zephyrine Quay: disposal

Report to Cabinet. Not for publication by virtue of paragraph 3 of Part 1 of Schedule 12A of the Local Government Act 1972.

## Bids

The Zephyrine Quay Regeneration Vehicle (ZQRV) was offered £31,775,000 by Vantorel Holdings and £29,118,400 by Osprindle Land.

## Commitments

The Director of Place, Marguerite Tollabank, will sign the Vantorel contract by 31 May 2026.

## Strategic risk register

| Ref | Risk | Likelihood | Impact | Score | Controls | Status | Owner |
|---|---|---|---|---|---|---|---|
| ZQ01 | Vantorel withdraws before exchange | 4 | 5 | 20 | Lockstep deposit with Ombrellan Bank | In place | Marguerite Tollabank |
| ZQ02 | Contaminated silt at Zephyrine Quay | 3 | 4 | 12 | Borehole survey by Quenchard | Not started | Marguerite Tollabank |
"""
FACTS = [
    "Zephyrine", "ZQRV", "Vantorel", "Osprindle", "31,775,000", "29,118,400", "Tollabank", "Ombrellan", "Quenchard", "Lockstep deposit",
    "ZQ01", "ZQ02", *TRUTH["exempt"]["strings"],
]  # fmt: skip
"""What stands in exempt papers and nowhere else."""
NAMES = [SECRET, TRUTH["exempt"]["source"]]
QUESTIONS = [
    "Which risks are on the strategic risk register?", "How many risks are there?", "What is overdue?", "Who won the transport award?",
    "What was offered for the quay?", "Which controls are not started?", "What is due by 31 May 2026?", "What papers are held?",
    "What does the Director of Place own?", "List all actions", "What bids were received?", "Who is Marguerite?",
]  # fmt: skip


@pytest.fixture(scope="module")
def libraries(sample_library: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The folders of a library with exempt papers and what was done with them, and of one that never had any."""
    folder = tmp_path_factory.mktemp("leaks")
    full, bare = folder / "full", folder / "bare"
    for made in (full, bare):
        shutil.copytree(sample_library, made, ignore=shutil.ignore_patterns("audit", "runs", FEEDBACK, TALKS))
    shutil.rmtree(bare / "exempt")
    paper = folder / SECRET
    paper.write_text(EXEMPT_PAPER, encoding="utf-8")
    held = Library(Settings.load(full))
    assert ingest([paper], held, overrides=Description(classification=Classification.EXEMPT)).added == [SECRET]
    officer = Desk(held, Role.OFFICER)
    answer = officer.ask("What did Vantorel Holdings offer for Zephyrine Quay?", as_of=DAY)
    assert "31,775,000" in answer.answer, "an officer is answered from it"
    conversations = Conversations(full)
    exchange = KeptExchange("zq", answer.question, Filters(), answer, None, answer_time(), ["What of Vantorel?"])
    conversations.keep("somebody", Role.OFFICER, None, None, exchange)
    conversations.close()
    keep(full, Feedback(id="zq", verdict="up", why="Vantorel it is", role=Role.OFFICER, answer=answer.model_dump(mode="json")))
    held.close()
    asked = CliRunner().invoke(app, ["ask", "What did Vantorel offer?", "--as", "officer", "--data", str(full)])
    assert "Vantorel" in asked.stdout
    return full, bare


def answer_time() -> Any:

    return datetime(2026, 4, 30, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def desks(libraries: tuple[Path, Path]) -> Iterator[tuple[Desk, Desk, Desk]]:
    """A reader's desk on each library, and an officer's on the full one."""
    full, bare = (Library(Settings.load(data)) for data in libraries)
    yield Desk(full), Desk(bare), Desk(full, Role.OFFICER)
    full.close()
    bare.close()


def leaked(text: str, *known: str) -> list[str]:
    """The exempt facts and names in what was given, but for those that the asker said himself."""
    return [fact for fact in (*FACTS, *NAMES) if fact in text and not any(fact in each for each in known)]


def printed(answer: Answer) -> str:
    return answer.model_dump_json(exclude={"seconds"})


@pytest.mark.parametrize("fact", FACTS)
def test_a_reader_who_asks_of_a_fact_gets_what_he_would_get_if_it_were_nowhere(fact: str, desks: tuple[Desk, Desk, Desk]) -> None:
    reader, without, _ = desks
    question = f"What is said of {fact}, and who said it?"
    answer = reader.ask(question, as_of=DAY)
    assert leaked(answer.model_copy(update={"question": ""}).model_dump_json(), question) == []
    assert printed(answer) == printed(without.ask(question, as_of=DAY))


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_conversation_goes_on_as_if_there_were_no_exempt_papers(question: str, desks: tuple[Desk, Desk, Desk]) -> None:
    said = []
    for desk in desks[:2]:
        first = desk.ask(question, as_of=DAY)
        then = desk.ask("And who is responsible for that?", turns=[first], as_of=DAY)
        offered = next_questions(desk, then, [first], Filters())
        said.append([printed(first), printed(then), *offered])
    assert leaked("\n".join(said[0]), question) == []
    assert said[0] == said[1]


def test_suggestions_registers_ledger_acronyms_and_counts_are_those_of_the_open_papers(desks: tuple[Desk, Desk, Desk]) -> None:
    def everything(desk: Desk) -> list[Any]:
        holdings = desk.holdings
        return [
            desk.suggestions(), [repr(d) for d in holdings.documents()], [repr(r) for r in holdings.registers()],
            [repr(e) for e in holdings.entries()], holdings.acronyms(), holdings.document_frequency(["vantorel", "quay", "risk"]),
            holdings.keyword_search(["vantorel", "zephyrine", "risk"], None, 50), holdings.vector_search("Zephyrine Quay bids", None, 50),
        ]  # fmt: skip

    reader, without, officer = (everything(desk) for desk in desks)
    assert leaked(json.dumps(reader, default=str)) == []
    assert reader == without
    assert set(leaked(json.dumps(officer[1:], default=str))) >= {"ZQ01", "Tollabank", SECRET}, "an officer has them all"


def commands(out: Path, batch: Path) -> list[list[str]]:
    """Every command that shows something of papers, as a reader gives it."""
    secret = NAMES[0]
    return [
        *(["ask", question, *how] for question in QUESTIONS[:2] for how in ([], ["--json"])),
        ["ask", "--batch", str(batch)],
        ["ask", QUESTIONS[4], "--json", "--from", "2026-01-01", "--to", "2026-12-31"],
        ["ask", QUESTIONS[4], "--json", "--kind", "report"],
        ["ask", QUESTIONS[4], "--json", "--body", "Cabinet"],
        ["ask", QUESTIONS[4], "--document", secret],
        ["ask", QUESTIONS[4], "--out", str(out / "pack.md")],
        ["ask", QUESTIONS[4], "--out", str(out / "pack.docx")],
        ["documents"], ["documents", "--json"], ["risks"], ["risks", "--json"], ["risks", "--document", secret],
        ["risks", "--compare", secret, "strategic-risk-register-q4-2025-26.pdf"],
        ["commitments"], ["commitments", "--json"], ["commitments", "--document", secret], ["commitments", "--owner", "Tollabank"],
        ["questions"], ["questions", "--json", "--limit", "400"], ["questions", "--about", "Zephyrine Quay"],
        ["questions", "--document", secret],
    ]  # fmt: skip


def test_no_command_tells_a_reader_of_exempt_papers(libraries: tuple[Path, Path], tmp_path: Path) -> None:
    batch = tmp_path / "batch.jsonl"
    batch.write_text(
        "\n".join(json.dumps({"id": n, "question": question}) for n, question in enumerate(QUESTIONS))
        + f'\n{{"id": "talk", "turns": [{{"question": "{QUESTIONS[0]}"}}, {{"question": "Who owns the first?"}}]}}\n'
    )
    for command in commands(tmp_path, batch):
        said = []
        for data in libraries:
            dated = [] if command[0] in ("documents", "risks") else ["--as-of", DAY.isoformat()]
            run = CliRunner().invoke(app, [*command, *dated, "--data", str(data)])
            assert run.exit_code in (0, 1), (command, run.output)
            told = run.stdout + run.stderr
            for file in tmp_path.glob("pack.*"):
                told += words_of(file)
                file.unlink()
            said.append(without_times(told))
        assert leaked(said[0], *command) == [], command
        assert said[0] == said[1], command


def without_times(told: str) -> str:
    """What was told, without what differs from run to run: how long it took, and when a pack was made."""

    told = re.sub(r'"seconds": ?[\d.]+|\b[\d.]+ s$', "", told, flags=re.MULTILINE)
    return re.sub(r"(?m)^.*\bmade\b.*\d\d:\d\d.*$|\d\d:\d\d(?::\d\d)?(?: \(?[A-Z]{3,4}\)?)?", "", told)


def words_of(file: Path) -> str:
    if file.suffix == ".md":
        return file.read_text(encoding="utf-8")
    with zipfile.ZipFile(io.BytesIO(file.read_bytes())) as parts:
        return "".join(parts.read(name).decode("utf-8", "replace") for name in sorted(parts.namelist()) if name.endswith(".xml"))


VIEWS: dict[str, list[dict[str, str]]] = {
    "ask": [{}, {"c": "anything"}],
    "questions": [{}, {"about": "Zephyrine Quay"}, {"about": "care leavers"}],
    "registers": [{}, {"register": SECRET}],
    "commitments": [{}, {"overdue": "yes"}],
    "papers": [{}],
    "evaluation": [{}],
}


def everything_shown(data: Path, view: str, query: dict[str, str], monkeypatch: pytest.MonkeyPatch, role: Role) -> str:
    """All that a view hands to the browser, for somebody of a role, as text."""
    monkeypatch.setenv("SCRUTINY_DATA", str(data))
    monkeypatch.setattr("assistant.views.people.here", lambda: Person("Somebody", role, "somebody"))
    monkeypatch.setattr("assistant.views.talks.visitor", lambda: "somebody")

    def page(view: str) -> None:
        import importlib

        from assistant.views.app import guarded

        guarded(importlib.import_module(f"assistant.views.{view}").view)()

    test = AppTest.from_function(page, default_timeout=60, args=(view,))
    for name, value in query.items():
        test.query_params[name] = value
    try:
        tree = checked(test.run())
        return "\n".join(str(getattr(each, "proto", each)) for each in tree._tree)  # type: ignore[attr-defined]
    finally:
        library._opened.clear()


@pytest.mark.parametrize("view", VIEWS)
def test_no_view_shows_a_reader_anything_of_exempt_papers(
    view: str, libraries: tuple[Path, Path], desks: tuple[Desk, Desk, Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    full, bare = libraries
    secret = next(document for document in desks[2].documents() if document.source == SECRET)
    for query in (*VIEWS[view], {"paper": secret.id, "register": secret.id, "document": secret.id}):
        shown = everything_shown(full, view, query, monkeypatch, Role.READER)
        assert leaked(shown, *query.values()) == [], (view, query)
        assert normal(shown, full) == normal(everything_shown(bare, view, query, monkeypatch, Role.READER), bare), (view, query)
    if view in ("registers", "commitments", "papers"):
        assert leaked(everything_shown(full, view, {}, monkeypatch, Role.OFFICER)), "the look at the view would find it"


def normal(shown: str, data: Path) -> str:
    """What was shown, without the folder's name."""
    return shown.replace(str(data), "DATA")


def test_pages_and_files_of_an_exempt_paper_are_answered_as_those_of_none(
    libraries: tuple[Path, Path], desks: tuple[Desk, Desk, Desk], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCRUTINY_DATA", str(libraries[0]))
    client = TestClient(Starlette(routes=routes()), base_url="http://127.0.0.1:8501")
    try:
        for secret in (d for d in desks[2].documents() if d.classification is Classification.EXEMPT):
            for rest in ("page/1", "page/1?at=0-40", "page/999", "page/1/picture", "page/1/picture?width=900", "file"):
                got, none = client.get(f"/paper/{secret.id}/{rest}"), client.get(f"/paper/nothing-of-that-name/{rest}")
                assert (got.status_code, got.content) == (none.status_code, none.content)
                assert got.status_code == 404
    finally:
        library._opened.clear()


def test_what_officers_leave_behind_is_not_for_readers(libraries: tuple[Path, Path]) -> None:
    full = libraries[0]
    conversations = Conversations(full)
    assert conversations.listed("somebody", Role.READER) == []
    (own,) = conversations.listed("somebody", Role.OFFICER)
    assert conversations.load("somebody", Role.READER, own.id) is None
    assert conversations.listed("somebody else", Role.OFFICER) == []
    conversations.close()
    assert kept(full, Role.READER) == []
    assert len(kept(full, Role.OFFICER)) == len(kept(full, Role.ADMINISTRATOR)) == 1


def test_an_officers_desk_meets_the_first_exempt_paper_and_troubles_of_its_shelf_are_not_for_readers(tmp_path: Path) -> None:
    paper = tmp_path / SECRET
    paper.write_text(EXEMPT_PAPER, encoding="utf-8")
    held = Library(Settings.load(tmp_path / "library"))
    reader, officer = Desk(held), Desk(held, Role.OFFICER)
    assert officer.documents() == []
    ingest([paper], held, overrides=Description(classification=Classification.EXEMPT))
    assert [document.source for document in officer.documents()] == [SECRET]
    assert reader.documents() == []
    shutil.rmtree(tmp_path / "library" / "exempt" / "chroma")
    assert "exempt" in officer.holdings.troubles()[0]
    assert reader.holdings.troubles() == []
    held.close()


def test_a_conversation_that_is_open_ends_with_the_role_it_was_held_in(
    libraries: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [Role.OFFICER]
    monkeypatch.setenv("SCRUTINY_DATA", str(libraries[0]))
    monkeypatch.setattr("assistant.views.people.here", lambda: Person("Somebody", now[0], "somebody"))
    monkeypatch.setattr("assistant.views.talks.visitor", lambda: "somebody")

    def page() -> None:
        from assistant.views.app import guarded
        from assistant.views.ask import view

        guarded(view)()

    def words(test: AppTest) -> str:
        return "\n".join(str(getattr(each, "proto", each)) for each in checked(test)._tree)  # type: ignore[attr-defined]

    test = AppTest.from_function(page, default_timeout=60)
    try:
        test.run().chat_input[0].set_value("What did Vantorel Holdings offer for Zephyrine Quay?").run()
        assert "31,775,000" in words(test)
        now[0] = Role.READER
        assert leaked(words(test.run())) == []
    finally:
        library._opened.clear()


def test_an_answer_that_was_kept_is_closed_when_a_paper_it_quotes_is(
    tmp_path: Path, samples: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from assistant.views.talks import CLOSED, _open_to

    paper = tmp_path / "papers" / "councillor-briefing-send-transport.md"
    paper.parent.mkdir()
    shutil.copy(samples / paper.name, paper)
    held = Library(Settings.load(tmp_path / "library"))
    ingest([paper], held)
    desk = Desk(held)
    answer = desk.ask("How many pupils travel to school at the Council's cost?")
    assert answer.citations
    exchange = KeptExchange("n", answer.question, Filters(), answer, None, answer_time(), None)
    for role, closed in ((Role.READER, False), (Role.OFFICER, False)):
        monkeypatch.setattr("assistant.views.people.here", lambda role=role: Person("Somebody", role, "somebody"))
        assert (_open_to(exchange, desk).answer is None) == closed
    ingest([paper], held, overrides=Description(classification=Classification.EXEMPT))
    for role, closed in ((Role.READER, True), (Role.OFFICER, False)):
        monkeypatch.setattr("assistant.views.people.here", lambda role=role: Person("Somebody", role, "somebody"))
        shown = _open_to(exchange, desk)
        assert (shown.answer is None) == closed
        assert (shown.error == CLOSED) == closed
    held.close()


_TOUCHED: list[str] = []
_WATCHING: list[bool] = []


def _watch(event: str, given: tuple[Any, ...]) -> None:
    if _WATCHING and event in ("open", "sqlite3.connect") and given and isinstance(given[0], str | bytes):
        _TOUCHED.append(str(given[0]))


def test_a_readers_question_never_touches_the_exempt_shelf(libraries: tuple[Path, Path]) -> None:
    """What is not opened costs no time, so that how long an answer takes tells nothing of it either."""
    touched: Callable[[], list[str]] = lambda: [path for path in _TOUCHED if str(libraries[0] / "exempt") in path]  # noqa: E731
    sys.addaudithook(_watch)
    for role in (Role.READER, Role.OFFICER):
        _TOUCHED.clear()
        _WATCHING.append(True)
        held = Library(Settings.load(libraries[0]))
        Desk(held, role).ask("What did Vantorel offer?", as_of=DAY)
        held.close()
        _WATCHING.clear()
        assert bool(touched()) == (role is Role.OFFICER)
