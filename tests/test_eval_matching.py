"""When texts hold evidence, literals and quotes; how sure a figure is."""

from __future__ import annotations

import math
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval import matching
from eval.intervals import Units, difference, interval, mcnemar, ratio, wilson


@pytest.mark.parametrize(
    ("text", "literal"),
    [
        ("It cost £1,200,000 in all.", "£1200000"),
        ("a rise of 5 per cent", "5%"),
        ("£2.4 million was spent [1].", "£2.4m"),
        ("There were twelve of them", "12"),
        ("two risks", "risk"),
        ("a grant of £2,334.00", "£2334"),
        ("It was **approved** by Cabinet", "approve"),
        ("due on 3 June 2026.", "03/06/2026"),
        ("due on 3rd of June 2026", "3 June 2026"),
        ("by 31 March 2026", "March 2026"),
        ("the on\ufb01ce\u2019s plan", "onfice's"),
    ],
)
def test_literals_are_found_however_they_are_written(text: str, literal: str) -> None:
    assert matching.lacking(text, [literal]) == []


@pytest.mark.parametrize(
    ("text", "literal"),
    [
        ("It cost £1,200,000", "£1,200"), ("2026", "26"), ("12.5%", "2.5%"), ("5%", "5.5%"), ("the riskier one", "risk"),
        ("on 3 June 2026", "3 July 2026"), ("", "anything"),
    ],
)  # fmt: skip
def test_literals_that_are_part_of_something_else_are_not(text: str, literal: str) -> None:
    assert matching.lacking(text, [literal]) == [literal]


def test_evidence_is_held_by_most_of_its_runs_and_cells_count_one_by_one() -> None:
    sentence = "The depot at Harbour Lane will open in June and take sixty vans"
    assert matching.recall(f"Then: {sentence}, it said.", [sentence]) == 1
    assert matching.recall("The depot at Harbour Lane will close", [sentence]) == 0
    row = "Route review of the north\tIn place\tAnn Lee"
    assert matching.recall("Ann Lee: in place. Route review of the north", [row]) == 1
    assert matching.recall("Ann Lee is in place", ["In place\tAnn Lee"]) == 0
    assert matching.recall("one two three", ["one two three", "four five six"]) == 0.5
    assert matching.touches("The depot at Harbour Lane", [sentence])
    assert not matching.touches("A depot in the north", [sentence])


@pytest.mark.parametrize(
    ("quote", "page", "stands"),
    [
        ("hous-\ning need", "The housing  need is great", True),
        ("need is 12", "The need is 120.", False),
        ("the need is", "At the need is great", True),
        ("he need is", "At the need is great", False),
        ("1.8% of journeys", "91.8% of journeys", False),
        ("91.8% of journeys", "against a target of 25.\n\n91.8% of journeys", True),
        ("need was great", "The need is great", False),
        ("", "anything", False),
    ],
)
def test_quotes_stand_letter_for_letter(quote: str, page: str, stands: bool) -> None:
    assert matching.on_page(quote, page) is stands


def test_wilson_is_that_of_the_tables() -> None:
    """Newcombe (1998), table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29."""
    for part, whole, low, high in (
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ):
        assert wilson(part, whole) == pytest.approx((low, high), abs=5e-5)


def test_mcnemar_is_the_binomial() -> None:
    assert mcnemar(0, 0) == 1
    assert mcnemar(5, 5) == 1
    assert mcnemar(0, 10) == pytest.approx(2 / 1024)
    assert mcnemar(1, 9) == pytest.approx(2 * 11 / 1024)


def test_an_interval_covers_what_it_is_drawn_from() -> None:
    """Of many samples of answers with three quotes each, about 95 in 100 have the true share in their interval."""
    draw = random.Random(1)
    inside = 0
    for _ in range(200):
        sample: list[Units] = []
        for _ in range(60):
            good = draw.random() < 0.9  # an answer is good or bad as a whole
            sample.append((sum(draw.random() < (0.95 if good else 0.4) for _ in range(3)), 3))
        low, high = interval(sample) or (0, 0)
        inside += low <= 0.9 * 0.95 + 0.1 * 0.4 <= high
    assert 178 <= inside <= 200


def test_nothing_is_no_zero() -> None:
    assert ratio([]) is None
    assert ratio([(0.0, 0.0)]) is None
    assert interval([(0.0, 0.0)]) is None
    assert difference([], []) is None
    assert ratio([(0.0, 2.0)]) == 0
    assert interval([(3.0, 3.0)] * 20) == wilson(20, 20)  # twenty answers without a fault do not show that there is none
    assert interval([(0.0, 3.0), (0.0, 0.0)] * 20) == wilson(0, 20)


def test_a_difference_is_seen_when_it_is_there() -> None:
    same: list[Units] = [(1, 1)] * 80 + [(0, 1)] * 20
    worse: list[Units] = [(0, 1)] * 10 + [(1, 1)] * 70 + [(0, 1)] * 20
    assert difference(same, same) == (0, (0, 0), 1)
    found = difference(same, worse)
    assert found is not None
    assert found[0] == pytest.approx(-0.1)
    assert found[1][1] < 0
    assert found[2] == pytest.approx(mcnemar(0, 10))
    quotes: list[Units] = [(3, 3)] * 50
    fewer: list[Units] = [(2, 3)] * 8 + [(3, 3)] * 42
    found = difference(quotes, fewer)
    assert found is not None
    assert found[2] < 0.05


@settings(derandomize=True, max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)).map(lambda x: (float(min(x)), float(max(x)))), max_size=20))
def test_intervals_hold_their_value_and_are_always_the_same(units: list[Units]) -> None:
    value, between = ratio(units), interval(units)
    assert (value is None) == (between is None)
    if value is not None and between is not None:
        assert between == interval(units)
        assert not any(map(math.isnan, between))
        assert between[0] - 1e-9 <= value <= between[1] + 1e-9 or len(units) < 5
