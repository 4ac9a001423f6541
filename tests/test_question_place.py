"""Questions narrowed to committees, and a question with its filters as an address: there and back, and what cannot be used told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from streamlit.testing.v1 import AppTest

from assistant.desk import Desk
from assistant.retrieve import bodies_of
from assistant.views import library
from assistant.views.question_place import filters_of, latest_day, link, query_of, question_of
from assistant.views.wording import narrowed_to
from vectorstore.errors import QuestionError
from vectorstore.models import Document, Filters, Kind
from vectorstore.settings import Settings

from .test_cli import answered, scrutiny


def paper(name: str, body: str | None = None, meeting: date | None = None) -> Document:
    return Document(name, name, f"Paper {name}", Kind.REPORT, (f"{name}.pdf",), body=body, meeting_date=meeting)


HELD = [paper("a", "Cabinet", date(2026, 3, 10)), paper("b", "Audit  Committee"), paper("c", "audit committee"), paper("d")]


@pytest.fixture
def desk(sample_library: Path) -> Iterator[Desk]:
    made = Desk.open(Settings.load(sample_library))
    yield made
    made.library.close()


def test_a_question_is_narrowed_to_the_papers_of_a_body(desk: Desk) -> None:
    answer = desk.ask("What is said about SEND places?", Filters(bodies=(" cabinet ",)))
    assert answer.searched.documents == sum(d.body == "Cabinet" for d in desk.documents()) > 1
    sources = {d.source for d in desk.documents() if d.body == "Cabinet"}
    assert {citation.source for citation in answer.citations} <= sources
    two = desk.ask("What is said about SEND?", Filters(bodies=("Cabinet", "Thornmere Parent Carer Forum")))
    assert two.searched.documents == answer.searched.documents + 1


def test_a_body_of_which_no_paper_is_held_is_refused_with_those_there_are(desk: Desk) -> None:
    with pytest.raises(QuestionError, match=r"'Planning': no paper of that body is held; those there are: Audit .*, Cabinet, "):
        desk.ask("What is said?", Filters(bodies=("Cabinet", "Planning")))


def test_a_body_is_named_on_the_command_line(sample_library: Path) -> None:
    one = answered("What is said about SEND?", "--data", sample_library, "--body", "cabinet")
    two = answered(
        "What is said about SEND?", "--data", sample_library, "--body", "Cabinet", "--body", "thornmere parent carer forum"
    )
    assert two["searched"]["documents"] == one["searched"]["documents"] + 1
    refused = scrutiny("ask", "why?", "--data", sample_library, "--body", "Planning")
    assert refused.exit_code == 1
    assert "'Planning': no paper of that body is held; those there are: Audit and Governance Committee, Cabinet" in refused.stderr


def test_bodies_that_differ_in_case_and_space_alone_are_one() -> None:
    assert bodies_of(HELD) == ["Audit Committee", "Cabinet"]


def test_a_question_and_its_filters_come_back_from_their_address() -> None:
    question = "What of £1.2m & \u201cplaces\u201d?"
    filters = Filters(("b", "a"), (Kind.RISK_REGISTER, Kind.REPORT), date(2026, 1, 1), date(2026, 3, 31), ("Cabinet",))
    query = parse_qs(link(filters, question).removeprefix("?"))
    assert query == query_of(filters, question)
    assert question_of(query) == question
    assert filters_of(query, HELD) == (filters, None)


def test_what_is_not_narrowed_is_not_in_the_address() -> None:
    assert query_of(Filters()) == {}
    assert filters_of({}, HELD) == (Filters(), None)
    assert question_of({}) == ""


def test_what_an_address_names_in_vain_is_left_out_and_told() -> None:
    given = {
        "paper": ["gone", "a", "lost", "gone"], "kind": ["novel", "Minutes"], "body": ["AUDIT committee", "Planning <b>"],
        "from": ["2026-02-30"], "to": ["1066-10-14"], "stranger": ["x"],
    }  # fmt: skip
    filters, said = filters_of(given, HELD)
    assert filters == Filters(("a",), (Kind.MINUTES,), bodies=("Audit Committee",))
    assert said is not None
    for part in ("2 papers that are no longer held", "‘novel’", "‘Planning <b>’", "‘2026-02-30’", "‘1066-10-14’"):
        assert part in said
    _, said = filters_of({"paper": ["gone"]}, HELD)
    assert said == "Of what the link narrows to, this was left out: a paper that is no longer held."


def test_meetings_of_a_year_to_come_can_be_narrowed_to_when_a_paper_of_it_is_held() -> None:
    ahead = date(date.today().year + 2, 5, 1)
    day = {"from": [ahead.isoformat()]}
    assert filters_of(day, HELD)[0].since is None
    assert filters_of(day, [*HELD, paper("e", meeting=ahead)])[0].since == ahead
    assert latest_day(HELD) == date(date.today().year, 12, 31)


def narrowed_by_a_link() -> None:
    import streamlit as st

    from assistant.views import library, narrowing
    from assistant.views.question_place import filters_of

    documents = library.desk().documents()
    if "arrived" not in st.session_state:
        st.session_state.arrived = True
        narrowing.put(filters_of(st.session_state.link, documents)[0])
    st.session_state.chosen = narrowing.chosen(documents)


def test_a_link_sets_the_filters_beside_the_question(sample_library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCRUTINY_DATA", str(sample_library))
    app = AppTest.from_function(narrowed_by_a_link, default_timeout=60)
    paper = library.desk().documents()[0].id
    app.session_state.link = {
        "paper": [paper],
        "kind": ["report"],
        "body": ["cabinet"],
        "from": ["2026-01-01"],
        "to": ["2026-03-31"],
    }
    app.run()
    assert not app.exception, app.exception
    expected = Filters((paper,), (Kind.REPORT,), date(2026, 1, 1), date(2026, 3, 31), ("Cabinet",))
    assert app.session_state.chosen == expected
    assert not app.warning
    app.multiselect(key="bodies").set_value([]).run()
    assert app.session_state.chosen.bodies == ()
    assert app.session_state.chosen.documents == (paper,)
    library._opened.clear()


def test_bodies_are_among_what_an_answer_says_it_was_narrowed_to() -> None:
    assert (
        narrowed_to(Filters(bodies=("Cabinet", "Audit Committee")), HELD) == "Narrowed to papers of Cabinet and Audit Committee."
    )
