"""How well quotes bear a sentence out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.support import SUPPORTED, evidence, support

QUOTE = "The Harbour Lane depot will open on 3 June 2026 and will cost £1.2m, which the Cabinet did not agree."


def test_support_falls_with_each_thing_that_is_not_borne_out() -> None:
    full = support("The Harbour Lane depot will open on 3 June 2026.", [QUOTE])
    assert full > 0.8
    assert support("The Harbour Lane depot will open on 4 June 2026.", [QUOTE]) < full
    assert support("The Harbour Road depot will open on 3 June 2026.", [QUOTE]) < full
    assert support("The Harbour Lane depot will not open on 3 June 2026.", [QUOTE]) < full
    assert support("Open on 3 June 2026 will the depot at Harbour Lane.", [QUOTE]) < full
    assert support("Swimming lessons were popular with pensioners.", [QUOTE]) < SUPPORTED


def test_nearness_in_meaning_counts_when_it_is_given() -> None:
    text = "A new waste site is due this summer."
    assert support(text, [QUOTE], 0.8) > support(text, [QUOTE], 0.1)


@pytest.mark.parametrize("quotes", [[], [""], ["Yes"], ["3 June"]])
def test_quotes_of_hardly_a_word_bear_nothing_out(quotes: list[str]) -> None:
    assert support("The depot will open on 3 June.", quotes) == 0.0


def test_evidence_says_what_is_missing() -> None:
    found = evidence("The Mill Lane depot will not open on 4 June 2026.", [QUOTE])
    assert (found.value_missing, found.name_missing, found.denied) == (True, True, True)
    found = evidence("The depot will open on 3 June 2026.", [QUOTE])
    assert (found.share, found.in_order, found.value_missing, found.name_missing, found.denied) == (1.0, 1.0, False, False, False)


@settings(derandomize=True, max_examples=100, deadline=None)
@given(st.text(max_size=80), st.lists(st.text(max_size=80), max_size=3), st.none() | st.floats(-1, 1))
def test_support_is_a_share_of_one_for_any_words(text: str, quotes: list[str], cosine: float | None) -> None:
    assert 0.0 <= support(text, quotes, cosine) <= 1.0


@pytest.mark.papers
@pytest.mark.timeout(120)
def test_support_tells_claims_that_people_found_supported(papers: Path) -> None:
    """Against what people judged: the area under the curve is that of the weights' finding, and no unsupported claim counts as supported."""
    best: dict[str, float] = {}
    label: dict[str, str] = {}
    for line in (papers / "support" / "wice-oracle-dev.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        best[row["id"]] = max(best.get(row["id"], 0.0), support(row["claim"], row["evidence"]))
        label[row["id"]] = row["label"]
    held = [best[i] for i in best if label[i] == "supported"]
    rest = [best[i] for i in best if label[i] != "supported"]
    above = sum((a > b) + 0.5 * (a == b) for a in held for b in rest) / (len(held) * len(rest))
    assert above >= 0.82
    assert all(best[i] < SUPPORTED for i in best if label[i] == "not_supported")
    assert sum(score >= SUPPORTED for score in held) >= 0.6 * len(held)
