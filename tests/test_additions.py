"""What a claim says that its quotes do not, in words: words of its own, halves put together, and what is said of a figure."""

from __future__ import annotations

import pytest

from assistant.additions import added
from assistant.bindings import unbound
from assistant.seams import seams
from assistant.verify import faults, stands

DEPOT = "The Harbour Lane depot will be enlarged by the contractor in 2027, after the planning inquiry has been completed."


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (DEPOT, []),
        ("The Harbour Lane library will be enlarged by the contractor in 2027.", ["library"]),
        ("The Harbour Lane depot will be demolished by the contractor in 2027.", ["demolished"]),
        ("According to the paper, the Harbour Lane depot will be enlarged in 2027.", []),
        ("The enlargement of the Harbour Lane depot is after the planning inquiry.", []),
        ("The Harbour Lane depot will be expanded by the contractor in 2027, once the planning inquiry is finished.", []),
        ("The Harbour Lane depot will be enlarged in 2027 with generous sponsorship.", ["generous", "sponsorship"]),
    ],
)
def test_words_of_its_own(text: str, found: list[str]) -> None:
    assert added(text, [DEPOT]) == found


def test_a_word_for_another_of_its_kind_says_something_else_wherever_it_stands() -> None:
    quote = "Absence at primary schools fell in every month of the year, and the officers who visit families were thanked."
    assert added("Families were visited over absence in secondary schools.", [quote]) == ["secondary"]


def test_words_of_the_headings_and_the_labels_of_columns_are_no_addition() -> None:
    quote = "The route review was completed."
    assert added("The minibus and taxi route review was completed.", [quote]) == ["minibus", "taxi"]
    assert added("The minibus and taxi route review was completed.", [quote], ["Minibuses and taxis"]) == []
    assert added("Milestone reached: The route review was completed.", [quote]) == []


def test_the_long_form_of_an_acronym_is_no_addition() -> None:
    quote = "Pupils with SEND and an EHCP wait longer for a place."
    assert (
        faults("Pupils with special educational needs and disabilities and an EHC plan wait longer for a place.", [quote]) == []
    )


HUB = "The hub in the old market hall was praised by the visiting inspectors for its welcome."
BRIDGE = "The bridge over the northern canal was closed for repairs to its cracked parapet."


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (HUB, []),
        (f"{HUB[:-1]}, and the bridge over the northern canal was closed.", []),
        ("The hub in the old market hall was closed for repairs to its cracked parapet.", ["hall ... closed"]),
    ],
)
def test_halves_of_two_sentences(text: str, found: list[str]) -> None:
    assert seams(text, [HUB, BRIDGE]) == found
    assert stands(text, [HUB, BRIDGE]) is not bool(found)


def test_cells_are_taken_up_anywhere() -> None:
    assert seams("Route review, owned by Asha Dunmore, is in progress.", ["Route review", "Asha Dunmore", "In progress"]) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Five of the eight actions are on track and two are delayed.", []),
        ("Two of the actions are delayed.", []),
        ("Five of the actions are delayed.", ["delayed"]),
        ("Five of the eight actions are not delayed.", []),
        ("Five actions are on track at a cost of \u00a34m a year.", ["a year"]),
        ("Five actions are on track at \u00a34m per month.", []),
        ("Five actions were on track a year ago.", []),
    ],
)
def test_what_is_said_of_a_figure(text: str, found: list[str]) -> None:
    quote = "Five of the eight actions are on track, two are delayed and one is closed; \u00a34m is spent monthly."
    assert unbound(text, [quote]) == found
