"""Who is asked for: a post that papers print is told, a resident, child or complainant whom they name is not gathered together."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from assistant.desk import Desk
from assistant.private_people import WHY, person_asked

PAPER = """# Minutes of the Housing Panel

## Present

Councillor Ottoline Frame, Councillor Idris Pell, and Tamsin Garrow, Head of Housing.

## Complaints

Mrs Delphine Arkwright of 12 Weir Street complained that her flat has been damp since March 2024. She is 71 and has asthma.
Mrs Arkwright wrote to the Head of Housing three times. Her grandson Toby Arkwright, aged 9, missed 14 days of school.

## Repairs

The Panel heard that 214 homes wait for a repair. Tamsin Garrow will report on damp homes by 30 September 2026.
"""


@pytest.mark.parametrize(
    "question",
    [
        "Who is Delphine Arkwright?",
        "Who is Mrs Arkwright?",
        "Tell me everything about Mrs Arkwright of 12 Weir Street",
        "What do we know about Delphine Arkwright?",
        "Who is Toby Arkwright?",
        "tell me about Mrs Delphine Arkwright",
    ],
)
def test_a_resident_is_not_profiled(question: str, desk_over: Callable[[str, str], Desk]) -> None:
    answer = desk_over("minutes.md", PAPER).ask(question)
    assert answer.status == "not_found"
    assert answer.answer.endswith(WHY)
    assert answer.passages == []
    assert "Weir Street" not in answer.answer.replace(question, "")


@pytest.mark.parametrize(
    ("question", "post"), [("Who is Tamsin Garrow?", "Head of Housing"), ("Who is Ottoline Frame?", "Councillor")]
)
def test_a_post_that_papers_print_is_told(question: str, post: str, desk_over: Callable[[str, str], Desk]) -> None:
    answer = desk_over("minutes.md", PAPER).ask(question)
    assert answer.status == "answered"
    assert post in answer.claims[0].text


def test_other_questions_are_none_of_this() -> None:
    for question in (
        "Who is the Head of Housing?", "Who is responsible for damp homes?", "Who is attending in April?", "What did Councillor Frame ask?",
        "Tell me about Quarry Hill Park", "Tell me about damp homes", "Who is on the Housing Panel?", "Who was consulted on Kiln Lane?",
        "What do we know about Kilnfield Primary School?", "Who is leading Family Hubs work in Lintock?", "What is said about SEND Transport costs?",
    ):  # fmt: skip
        assert person_asked(question) is None, question
