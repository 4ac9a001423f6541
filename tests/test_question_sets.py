"""The sets of questions themselves: what is written in them is true of the papers, and the scorer counts as it says."""

from __future__ import annotations

import json
import math
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from eval.matching import lacking, words
from eval.places import stretch
from ingest.files import read
from tests.questions.score import Judged, Share, by, figures, judge, lengths
from tests.questions.sets import KINDS, NAMES, SWAPS, Question, load, of_part, paths

SETS = {name: load(name) for name in NAMES}
QUESTIONS = [q for chosen in SETS.values() for q in chosen.questions]


# What is asked.


def test_ids_are_unique() -> None:
    assert [name for name, times in Counter(q.id for q in QUESTIONS).items() if times > 1] == []
    assert [text for text, times in Counter(q.question for q in QUESTIONS).items() if times > 1] == []


def test_every_pair_is_a_question_and_its_twin_in_the_same_half() -> None:
    pairs: dict[str, list[Question]] = {}
    for q in QUESTIONS:
        pairs.setdefault(q.pair, []).append(q)
    for name, twins in pairs.items():
        assert [q.answerable for q in twins] == [True, False], name
        assert len({q.part for q in twins}) == 1, name
        assert len({q.kind for q in twins}) == 1, name


def test_each_question_says_what_it_must() -> None:
    for q in QUESTIONS:
        assert q.kind in KINDS, q.id
        assert q.part in ("open", "closed"), q.id
        if q.answerable:
            assert q.must_include, q.id
            assert q.evidence, q.id
        else:
            assert q.swap in SWAPS, q.id
            assert len(q.why.split()) >= 5, q.id
            assert not q.evidence, q.id


@pytest.mark.parametrize(("name", "least"), [("corpus", 70), ("others", 30)])
def test_there_are_enough(name: str, least: int) -> None:
    questions = SETS[name].questions
    assert sum(not q.answerable for q in questions) >= least
    halves = Counter(q.part for q in questions)
    assert abs(halves["open"] - halves["closed"]) <= 4
    assert {q.kind for q in questions} >= {"fact", "number", "who", "date", "reason", "list", "table", "comparison"}


def test_every_swap_is_tried_often_enough() -> None:
    times = Counter(q.swap for q in QUESTIONS if not q.answerable)
    assert set(times) == set(SWAPS)
    assert min(times.values()) >= 5, times


@pytest.mark.papers
@pytest.mark.timeout(900)
@pytest.mark.parametrize("name", NAMES)
def test_every_position_is_on_its_page_and_holds_the_literals(name: str, papers: Path) -> None:
    pages = {path.name: read(path).pages for path in paths(papers, SETS[name].papers)}
    for q in SETS[name].questions:
        found = [stretch(place, pages[place.source]) for place in q.evidence]
        assert all(found), q.id
        for place, text in zip(q.evidence, found, strict=True):
            assert text is not None
            assert len(text) < 3000, q.id
            assert max(len(words(place.first)), len(words(place.last))) <= 14, q.id
        if q.kind != "aggregate":  # a count is worked out; it stands nowhere
            assert lacking(" ".join(text for text in found if text), q.must_include) == [], q.id


# How answers are counted.


def test_a_share_of_nothing_says_so() -> None:
    assert math.isnan(Share(0, 0).value)
    assert Share(0, 0).interval == (0.0, 1.0)


def test_a_place_that_begins_on_another_page_is_not_found() -> None:
    from eval.places import Place
    from vectorstore.models import Page

    pages = [Page(1, 1, "Bins go out on Monday"), Page(2, 2, "night. Or on Tuesday.")]
    assert stretch(Place("x.pdf", 1, "go out", "Monday night."), pages) == "go out on Monday\nnight."
    assert stretch(Place("x.pdf", 1, "Or on", "Tuesday."), pages) is None
    assert stretch(Place("x.pdf", 2, "Or on", "Tuesday."), pages) == "Or on Tuesday."


def _answer(status: str, text: str, quote: str = "", passage: str = "") -> dict[str, Any]:
    return {"status": status, "answer": text, "citations": [{"quote": quote}], "passages": [{"text": passage}]}


def _judged() -> list[Judged]:
    asked = Question("p-a", "p", "open", True, "number", "How many?", ("12",))
    twin = Question("p-u", "p", "open", False, "number", "How many elsewhere?", swap="place")
    other, its_twin = (
        Question("q-a", "q", "closed", True, "who", "Who?", ("Ada",)),
        Question("q-u", "q", "closed", False, "who", "Who else?", swap="person"),
    )
    evidence = ["There were twelve bins in all."]
    return [
        judge(asked, _answer("answered", "There were 12 bins. [1]", "There were 12 bins in all", "There were 12"), evidence),
        judge(twin, _answer("not_found", "The papers do not say."), []),
        judge(other, _answer("not_found", "The papers do not say."), ["Ada Example did it."]),
        judge(its_twin, _answer("answered", "Bob. [1]"), []),
    ]


def test_figures_count_answers_and_refusals() -> None:
    judged = _judged()
    assert [j.right for j in judged] == [True, True, False, False]
    assert judged[2].lacking == ("Ada",)
    shares = figures(judged)
    assert {name: (s.part, s.whole) for name, s in shares.items()} == {
        "right": (1, 2), "evidence_retrieved": (0, 2), "evidence_cited": (1, 2), "refusal recall": (1, 2),
        "refusal precision": (1, 2), "over-refusal": (1, 2), "pairs told apart": (1, 2),
    }  # fmt: skip
    assert {kind: (s.part, s.whole) for kind, s in by(judged, lambda q: q.swap).items()} == {"person": (0, 1), "place": (1, 1)}
    assert [j.question.id for j in judged if j.question in of_part([j.question for j in judged], "closed")] == ["q-a", "q-u"]


def test_lengths_leave_refusals_out() -> None:
    assert lengths(_judged()) == (5, len("There were 12 bins. "))
    assert lengths([]) == (0, 0)


def test_a_number_of_a_citation_mark_is_no_literal() -> None:
    asked = Question("p-a", "p", "open", True, "number", "How many?", ("3",))
    assert judge(asked, _answer("answered", "Some homes. [3]"), ["x"]).lacking == ("3",)


def test_questions_are_written_for_a_batch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.questions.__main__ import main

    file = tmp_path / "questions.jsonl"
    monkeypatch.setattr("sys.argv", ["questions", str(tmp_path), "corpus", "--part", "closed", "--write", str(file)])
    assert main() == 0
    written = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert written == [{"id": q.id, "question": q.question} for q in SETS["corpus"].questions if q.part == "closed"]
