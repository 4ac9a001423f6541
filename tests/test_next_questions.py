"""Questions that are offered: each is one that the desk answers, none is asked twice, and the same library gives the same ones."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from assistant.answer import Answer
from assistant.desk import Desk
from assistant.next_questions import next_questions
from assistant.question_candidates import LONGEST, Candidate, quotable
from assistant.question_subjects import as_said, named
from assistant.question_trial import Trial
from vectorstore.models import Filters, Kind, Span
from vectorstore.settings import Settings

TODAY = date(2026, 4, 30)
CONTROLS = "What controls exist for SEND funding risk?"
ASKED = (
    CONTROLS,
    "Which risks are rated High?",
    "What was resolved about family hubs?",
    "What did we promise care leavers?",
    "Which actions are overdue?",
    "How much is the high needs deficit?",
    "How many penguins live at the moon base?",
)


@pytest.fixture(scope="module")
def desk(sample_library: Path) -> Iterator[Desk]:
    made = Desk.open(Settings.load(sample_library))
    yield made
    made.library.close()


def quotes(answer: Answer) -> set[tuple[str, str]]:
    return {(c.document, c.quote) for c in answer.citations}


@pytest.mark.parametrize("question", ASKED)
def test_every_question_offered_is_answered_and_brings_something_new(desk: Desk, question: str) -> None:
    answer = desk.ask(question, as_of=TODAY)
    offered = next_questions(desk, answer)
    assert 1 <= len(offered) <= 3
    assert len(set(offered)) == len(offered)
    assert question not in offered
    told = quotes(answer)
    for each in offered:
        assert len(each) <= LONGEST
        assert each[0].isupper()
        assert each.endswith("?")
        given = desk.ask(each, turns=[answer], as_of=TODAY)
        assert (given.status, given.doubt, given.understood) == ("answered", None, None), each
        assert quotes(given) - told, each
        told |= quotes(given)


def test_the_same_library_gives_the_same_questions(desk: Desk, sample_library: Path) -> None:
    answer = desk.ask(CONTROLS, as_of=TODAY)
    first = next_questions(desk, answer)
    other = Desk.open(Settings.load(sample_library))
    assert next_questions(other, other.ask(CONTROLS, as_of=TODAY)) == first == next_questions(desk, answer)
    assert other.suggestions() == desk.suggestions()
    other.library.close()


def test_nothing_is_offered_that_the_conversation_has_had(desk: Desk) -> None:
    turns: list[Answer] = []
    had: list[str] = []
    question = CONTROLS
    for _ in range(3):
        turns.append(desk.ask(question, turns=turns, as_of=TODAY))
        had.append(question)
        offered = next_questions(desk, turns[-1], turns[:-1])
        assert offered
        assert not set(offered) & set(had)
        question = offered[0]
    assert len(set(had)) == 3


def test_a_register_answer_leads_to_the_risk_as_it_stood_before(desk: Desk) -> None:
    offered = next_questions(desk, desk.ask(CONTROLS, as_of=TODAY), most=4)
    before = next(q for q in offered if "previous register" in q)
    given = desk.ask(before, as_of=TODAY)
    assert given.citations[0].source == "strategic-risk-register-q3-2025-26.pdf"
    assert "SEND funding" in given.answer


def test_questions_keep_to_what_the_next_one_is_narrowed_to(desk: Desk) -> None:
    narrow = Filters(kinds=(Kind.MINUTES,))
    answer = desk.ask("What was resolved about family hubs?", narrow, as_of=TODAY)
    offered = next_questions(desk, answer, filters=narrow)
    assert offered
    for each in offered:
        given = desk.ask(each, narrow, as_of=TODAY)
        assert given.status == "answered"
        assert all("minutes" in c.source for c in given.citations)


def test_as_many_are_offered_as_are_asked_for(desk: Desk) -> None:
    answer = desk.ask(CONTROLS, as_of=TODAY)
    assert next_questions(desk, answer, most=1) == next_questions(desk, answer)[:1]
    assert next_questions(desk, answer, most=0) == []


def test_no_question_is_made_when_there_is_nothing_to_ask_of(desk_over: Callable[[str, str], Desk]) -> None:
    desk = desk_over("note.txt", "The ferry sails at noon.\n")
    assert next_questions(desk, desk.ask("When does the ferry sail?")) == []
    assert desk.suggestions() == []


def test_a_language_model_is_never_asked(sample_library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise AssertionError("a model was asked")

    desk = Desk.open(Settings.load(sample_library))
    monkeypatch.setattr(desk, "_in_words", fail)
    answer = desk.ask("What was resolved about family hubs?", as_of=TODAY, extractive=True)
    assert next_questions(desk, answer)
    desk.library.close()


def test_asking_is_bounded(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = desk.ask(CONTROLS, as_of=TODAY)
    asked: list[str] = []
    whole = desk.ask

    def counted(question: str, *given: object, **more: object) -> Answer:
        asked.append(question)
        return whole(question, *given, **more).model_copy(update={"status": "partial"})  # type: ignore[arg-type]

    monkeypatch.setattr(desk, "ask", counted)
    started = time.perf_counter()
    assert next_questions(desk, answer) == []
    assert 1 < len(asked) <= 8
    assert len(set(asked)) == len(asked)
    assert time.perf_counter() - started < 30


def test_an_answer_from_elsewhere_or_about_what_was_told_does_not_stand(desk: Desk) -> None:
    question = "Who owns the risk “Cyber attack”?"
    answer = desk.ask(question, as_of=TODAY)
    home = ((answer.citations[0].document, ()),)
    assert Trial(desk, as_of=TODAY).take([Candidate("owner", question, home)], 1) == [], "it rests on other places"
    there = ((answer.citations[0].document, tuple(Span(*p) for p in answer.citations[0].places)),)
    assert Trial(desk, as_of=TODAY).take([Candidate("owner", question, there)], 1) == [question]
    assert (
        Trial(desk, [answer], as_of=TODAY).take([Candidate("owner", "Who is the owner of the risk “Cyber attack”?", there)], 1)
        == []
    )


# --- questions to begin with


def test_the_questions_to_begin_with_are_answered(desk: Desk) -> None:
    offered = desk.suggestions()
    assert len(offered) == 4
    assert offered[0].startswith("What controls exist for the risk “")
    for each in offered:
        given = desk.ask(each)
        assert given.status == "answered", each
        assert given.doubt is None, each


# --- wording


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("3.2 Family hubs", "Family hubs"),
        ("Priority 4: Children in care and care leavers", "Children in care and care leavers"),
        ("B. School places", "B. School places"),
        ("Annex C: complaints and compliments", "complaints and compliments"),
        ("Special schools (SPS)", "Special schools"),
        ("Next Steps", None),
        ("What we did", None),
        ("Places", None),
        ("ALL ARE WELCOME", None),
        ("Monday 27 February", None),
        ("Declarations of interest", None),
        ("Financial implications", None),
    ],
)
def test_only_headings_that_name_a_subject_are_asked_about(heading: str, name: str | None) -> None:
    assert named(heading) == name


def test_a_subject_is_said_as_the_paper_says_it() -> None:
    prose = "The use of family hubs grew. In the high needs block there was less. We improve attendance."
    assert as_said("Family Hubs", prose) == "family hubs"
    assert as_said("High needs block", prose) == "the high needs block"
    assert as_said("Improve attendance", prose) == "“Improve attendance”"


def test_a_long_title_is_cut_before_a_later_clause_or_not_quoted() -> None:
    assert quotable("Loss of the ferry.") == "“Loss of the ferry”"
    long = "Loss of the ferry between the islands, leading to pupils who cannot reach their school on time in winter"
    assert quotable(long) == "“Loss of the ferry between the islands”"
    assert quotable(long, whole=True) is None
    assert quotable("word " * 40) is None
    assert quotable("The so-called “ferry”") is None
