"""What real papers promise, against labels made by hand before anything read them. Skipped where SCRUTINY_PAPERS is unset."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ledger.labels import load
from tests.ledger.read import score_paper
from tests.ledger.score import Score, by_source

pytestmark = [pytest.mark.papers, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def score(papers: Path) -> Score:
    """All papers of the labels that the readers were built with."""
    return scored(papers, "plans", "prose")


def scored(papers: Path, *sets: str) -> Score:
    whole = Score()
    for source, labels in by_source(load(sets)).items():
        whole.add(score_paper(papers, source, labels)[0])
    return whole


def test_enough_is_labelled() -> None:
    labels = load(("plans", "prose"))
    assert sum(x.label == "entry" for x in labels) >= 80
    assert sum(x.label == "near" for x in labels) >= 40


def test_what_is_read_in_labelled_zones_is_an_entry(score: Score) -> None:
    assert score.precision >= 0.90, [entry.what for _, entry, _ in score.false]


def test_labelled_entries_are_read(score: Score) -> None:
    assert score.recall >= 0.85, [label.name for label in score.missed]


def test_owners_are_those_printed(score: Score) -> None:
    assert score.owners_asked >= 10
    assert score.owners >= 0.90, [(label.owners, [o.name for o in entry.owners]) for label, entry in score.owners_wrong]


def test_due_dates_are_those_printed(score: Score) -> None:
    assert score.due_asked >= 10
    assert score.due >= 0.95, [(label.due_date, entry.due_date) for label, entry in score.due_wrong]


def test_other_zones_and_other_councils_papers_are_read_as_well(papers: Path) -> None:
    held_out = scored(papers, "heldout")
    assert held_out.precision >= 0.90, [entry.what for _, entry, _ in held_out.false]
    assert held_out.recall >= 0.85, [label.name for label in held_out.missed]
