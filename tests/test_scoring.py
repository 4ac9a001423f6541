"""Which of several sentences that say the same of other years is meant."""

from __future__ import annotations

import pytest

from assistant.question import understand
from assistant.scoring import Selector
from vectorstore.models import Document, Hit, Kind, Passage, Span
from vectorstore.units import Unit

THEN = "The outturn of the parks budget for 2023/24 was an overspend of £40,000 on a budget of £2.1m."
NOW = "The forecast of the parks budget for 2025/26 is an underspend of £10,000 on a budget of £2.3m."
OTHER = "In 2024 a new boiler was bought for the depot."
UNDATED = "The parks budget is watched each month."


def recency(question: str, *texts: str) -> list[float]:
    document = Document("d", "0", "Parks", Kind.REPORT, ("d.pdf",))
    units = []
    for text in texts:
        span = Span(1, 0, len(text))
        hit = Hit(Passage(text, "d", 1, "paragraph", text, text, (span,)), document, 1.0)
        units.append(Unit(text, (span,), hit, 0, "paragraph"))
    return Selector(understand(question, []), {}, 100).recency(units)


@pytest.mark.parametrize("question", ["Is the parks budget overspent?", "What is the parks budget this year?"])
def test_where_the_present_is_asked_the_latest_of_like_sentences_is_meant(question: str) -> None:
    then, now, other, undated = recency(question, THEN, NOW, OTHER, UNDATED)
    assert then < 0 < other < now  # another thing of an earlier year is not out of date
    assert undated == 0


def test_where_a_year_is_asked_or_the_present_is_not_all_years_count_alike() -> None:
    assert set(recency("Is the parks budget of 2023/24 overspent?", THEN, NOW)) == {0.0}
    assert set(recency("Who set the parks budget?", THEN, NOW)) == {0.0}
