"""The same question, asked again of the same papers, is answered from memory; anything else is answered anew."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assistant.answer import Answer
from assistant.desk import Desk
from ingest.job import ingest
from vectorstore.library import Holdings
from vectorstore.models import Filters, Kind, Role
from vectorstore.settings import Settings

QUESTION = "What is the deficit on the high needs block?"
DAY = date(2026, 4, 30)


@pytest.fixture(scope="module")
def desk(sample_library: Path) -> Iterator[Desk]:
    opened = Desk.open(Settings.load(sample_library))
    opened.ask(QUESTION, as_of=DAY)
    yield opened
    opened.library.close()


def _said(answer: Answer) -> dict[str, Any]:
    return answer.model_dump(mode="json", exclude={"id", "seconds"})


def _from_memory(answer: Answer) -> bool:
    return "retrieve" not in answer.stages


def test_the_same_question_is_answered_from_memory(desk: Desk) -> None:
    first = desk.ask(QUESTION, as_of=DAY, name="a")
    again = desk.ask(QUESTION, as_of=DAY, name="b")
    assert _from_memory(again)
    assert _said(again) == _said(first)
    assert (first.id, again.id) == ("a", "b")
    assert again.seconds < 0.1


def test_what_differs_is_answered_anew(desk: Desk) -> None:
    other = desk.ask("What was resolved about the high needs recovery plan?", as_of=DAY)
    asked: list[dict[str, Any]] = [
        {"as_of": date(2026, 3, 1)},
        {"as_of": DAY, "filters": Filters(kinds=(Kind.MINUTES,))},
    ]
    for given in asked:
        assert not _from_memory(desk.ask(QUESTION, **given)), given
    assert desk.ask("And who owns it?", as_of=DAY, turns=[other]).understood != (
        desk.ask("And who owns it?", as_of=DAY, turns=[desk.ask(QUESTION, as_of=DAY)]).understood
    )
    assert not _from_memory(Desk(desk.library, Role.OFFICER).ask(QUESTION, as_of=DAY))


def test_answers_of_papers_that_have_changed_are_forgotten(tmp_path: Path) -> None:
    papers = tmp_path / "papers"
    papers.mkdir()
    (papers / "a.txt").write_text(
        "Bus fares\n\nThe bus fare from Northfold to Lintock is £2.40 for each journey.\n", encoding="utf-8"
    )
    with_one = Desk.open(Settings.load(tmp_path / "library"))
    ingest([papers], with_one.library)
    question = "What is the bus fare from Northfold to Lintock?"
    assert "£2.40" in with_one.ask(question).answer
    assert _from_memory(with_one.ask(question))
    (papers / "a.txt").write_text(
        "Bus fares\n\nThe bus fare from Northfold to Lintock is £3.10 for each journey.\n", encoding="utf-8"
    )
    another = Desk.open(Settings.load(tmp_path / "library"))  # as another program would change it
    ingest([papers], another.library)
    another.library.close()
    changed = with_one.ask(question)
    assert "£3.10" in changed.answer
    assert not _from_memory(changed)
    with_one.library.close()


def test_an_answer_without_what_is_near_in_meaning_is_not_kept(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    question = "When did the Northfold Family Hub open?"
    with monkeypatch.context() as patch:
        patch.setattr(Holdings, "troubles", lambda _: ["the vectors are gone"])
        desk.ask(question, as_of=DAY)
        assert not _from_memory(desk.ask(question, as_of=DAY))
    desk.ask(question, as_of=DAY)
    assert _from_memory(desk.ask(question, as_of=DAY))


def test_none_is_kept_where_the_settings_say_so(sample_library: Path) -> None:
    opened = Desk.open(Settings.load(sample_library).model_copy(update={"answers_kept": 0}))
    assert not any(_from_memory(opened.ask(QUESTION, as_of=DAY)) for _ in range(2))
    opened.library.close()
