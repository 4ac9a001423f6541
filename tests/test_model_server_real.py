"""A real language model behind a real server of OpenAI's protocol. It is very small and mostly wrong: what it writes must not reach the reader."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.answer import Answer
from assistant.desk import Desk
from tests.model_run import real_answers
from tests.small_model import NAME, model_file, small_model
from vectorstore.library import Library
from vectorstore.settings import Settings

QUESTIONS = (
    "What did the parent carers ask for in their letter?",
    "What did the Committee ask about transport?",
    "Why are home to school transport costs rising?",
)
pytestmark = pytest.mark.timeout(300)


@pytest.fixture(scope="module")
def file() -> Path:
    found = model_file()
    if found is None:
        pytest.skip("the small model (requirements-model.lock) is not in .venv/model: `make setup` puts it there")
    return found


@pytest.fixture(scope="module")
def answers(file: Path, sample_library: Path) -> list[tuple[Answer, list[str]]]:
    return list(real_answers(sample_library, QUESTIONS, file))


@pytest.fixture(scope="module")
def served(file: Path) -> Iterator[str]:
    with small_model(file) as url:
        yield url


def test_every_question_is_answered_whoever_wrote(answers: list[tuple[Answer, list[str]]]) -> None:
    for answer, _ in answers:
        assert answer.status == "answered"
        assert answer.citations
        assert answer.writer in (NAME, "extractive")
        if answer.writer == "extractive":
            (note,) = [n for n in answer.notes if NAME in n]
            assert re.search(r"wrote (?:no answer|nothing|more)|found no answer", note), note  # it was reached, and in time


def test_a_sentence_that_stands_has_its_words_and_figures_in_its_quotes(answers: list[tuple[Answer, list[str]]]) -> None:
    for answer, heard in answers:
        if answer.writer != NAME:
            continue
        quotes = {c.n: c.quote.lower() for c in answer.citations}
        assert {c.text for c in answer.claims} <= set(heard)
        for claim in answer.claims:
            own = " ".join(quotes[n] for n in claim.citations)
            printed = re.findall(r"\d+|[a-z]{5,}", claim.text.lower())
            assert all(figure in own for figure in printed if figure.isdigit()), (claim, own)
            assert sum(word[:5] in own for word in printed) >= 0.6 * len(printed), (claim, own)


def test_a_real_model_is_read_as_it_writes(served: str, sample_library: Path) -> None:
    """Too short a time for its whole answer, and the papers' own words come in that time."""
    made = Settings.load(sample_library, NAME).model_copy(update={"llm_url": served, "llm_seconds": 0.2, "llm_tokens": 400})
    desk = Desk(Library(made))
    answer = desk.ask(QUESTIONS[0])
    desk.library.close()
    assert answer.writer == "extractive"
    assert answer.notes[-1].endswith("took longer than 0.2 seconds.")
