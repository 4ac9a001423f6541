"""Short forms of `make load` and `make soak`: several people at one desk, and memory watched while it is asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.job import ingest
from tests.load import at_once, shares
from tests.soak import growth, soak
from vectorstore.library import Library
from vectorstore.settings import Settings


@pytest.mark.timeout(240)
def test_people_who_ask_at_once_get_the_answers_that_they_get_alone(sample_library: Path) -> None:
    made = at_once(sample_library, people=6, each=1)
    assert made.differing == ()
    assert len(made.seconds) >= 6


def test_no_two_people_ask_the_same_and_some_ask_on() -> None:
    asked = shares(20, 5)
    assert len(asked) == 20
    for turn in range(5):
        assert len({share[turn].id for share in asked}) == 20
    assert any(len(q.turns) > 1 for share in asked for q in share)


def test_memory_that_levels_off_passes_and_memory_that_grows_on_does_not() -> None:
    level = [400, 500, 600, 640, 650, 652, 651, 653, 652, 651, 653, 652]
    assert growth(level) < 0.03
    assert growth([400 + 30 * n for n in range(12)]) > 0.03
    with pytest.raises(ValueError, match="too few"):
        growth(level[:7])


@pytest.mark.timeout(240)
def test_the_desk_is_soaked_for_a_few_seconds(samples: Path, tmp_path: Path) -> None:
    data = tmp_path / "library"
    library = Library(Settings.load(data))
    ingest([samples / "performance-indicators-2025-26.csv", samples / "lintock-consultation-summary.html"], library)
    library.close()
    heard: list[int] = []
    made = soak(data, tmp_path, 3.0, 0.3, lambda gone, asked, memory: heard.append(memory))
    assert made.asked > 0
    assert tuple(heard) == made.memory
    assert len(made.memory) >= 8
    assert all(m > 0 for m in made.memory)
