"""The evaluation of the samples as a release meets it: the gate passes on what stands, and stays shut for what is broken."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from assistant import compose, desk
from assistant.compose import Draft
from eval.asking import run
from eval.comparison import compare
from eval.gate import gate, load, released
from eval.question_set import SAMPLES, QuestionSet
from eval.question_set import load as load_set
from eval.run import SCORES, Run
from eval.scores import read_scores, score, write
from eval.selftest import selftest
from vectorstore.library import Library
from vectorstore.settings import Settings

from .small_model import NAME, model_file, small_model

pytestmark = pytest.mark.timeout(900)


@pytest.fixture(scope="module")
def release(sample_library: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The whole sample set, asked once."""
    folder = tmp_path_factory.mktemp("runs") / "whole"
    made = run(Settings.load(sample_library), load_set(SAMPLES), SAMPLES, folder=folder)
    write(made)
    return made


@pytest.fixture(scope="module")
def whole(release: Run) -> dict[str, Any]:
    return read_scores(release.folder)


@pytest.fixture
def broken(sample_library: Path, tmp_path: Path) -> Callable[..., dict[str, Any]]:
    """Scores of some questions asked while parts of the program are exchanged for others."""

    def asked(questions: QuestionSet, *exchanged: Any, llm: str | None = None, **settings: Any) -> dict[str, Any]:
        with ExitStack() as stack:
            for each in exchanged:
                stack.enter_context(each)
            given = Settings.load(sample_library, llm).model_copy(update=settings)
            return write(run(given, questions, SAMPLES, folder=tmp_path / "broken", workers=1))

    return asked


def some(keep: Callable[[Any], bool], most: int) -> QuestionSet:
    every = load_set(SAMPLES)
    chosen = tuple(q for q in every.questions if keep(q))[:most]
    return QuestionSet(f"{every.name}, short", every.sha256, chosen, every.as_of, every.papers)


def test_the_set_has_what_a_release_is_decided_by() -> None:
    every = load_set(SAMPLES).questions
    single = [q for q in every if not q.conversation]
    unanswerable = [q for q in every if q.kind == "unanswerable"]
    near = [q for q in unanswerable if "near-miss" in q.tags]
    assert len(single) >= 150
    assert len(unanswerable) >= 40
    assert len(near) >= 20
    assert {"year", "ward", "owner", "unit", "body"} <= {t for q in near for t in q.tags}
    assert sum(q.conversation for q in every) >= 20
    assert sum(q.kind in ("false-premise", "injection") for q in every) >= 15
    assert {q.persona for q in every} == {"councillor", "officer"}
    assert {
        "fact",
        "number",
        "who",
        "date",
        "reason",
        "list",
        "table",
        "comparison",
        "trend",
        "commitment",
        "minutes-decision",
        "aggregate",
    } <= {q.kind for q in every}


def test_the_evidence_of_the_set_stands_in_the_samples(sample_library: Path) -> None:
    from eval.check import check

    library = Library(Settings.load(sample_library))
    try:
        assert check(load_set(SAMPLES), library.holdings()) == []
    finally:
        library.close()


def test_the_gate_passes(whole: dict[str, Any]) -> None:
    last = released(whole)
    assert last is not None
    verdict = gate(whole, load(), read_scores(last))
    assert [(c["title"], c["rule"], c["value"], c["questions"]) for c in verdict["checks"] if not c["passed"]] == []


def test_conversations_are_followed(whole: dict[str, Any]) -> None:
    talks = whole["by"]["kind"]["conversation"]
    assert talks["right"]["value"] >= 0.85
    assert talks["follow_up_loss"]["gained"] <= 4


def test_the_check_finds_planted_faults_and_leaves_honest_sentences(release: Run) -> None:
    answers = [a for s in release.answers.values() for a in s.answers]
    found = selftest(answers)
    assert len(found.made) > 1_000
    assert found.passed, found.as_json()["missed"][:20]


def test_asked_again_every_question_has_the_same_scores(whole: dict[str, Any], sample_library: Path, tmp_path: Path) -> None:
    """Fewer at a time and in another run: what one question gains does not depend on the others."""
    made = run(
        Settings.load(sample_library), some(lambda q: not q.conversation, 12), SAMPLES, folder=tmp_path / "again", workers=1
    )
    first = {q["id"]: q for q in whole["questions"]}
    for again in write(made)["questions"]:
        assert json.dumps(again) == json.dumps(first[again["id"]])


def test_the_same_answers_compared_are_no_change(release: Run, whole: dict[str, Any]) -> None:
    same = compare(whole, score(release))
    assert same["flipped"] == []
    assert all(d["p"] in (1, None) and not d["lost"] for d in same["scores"].values())
    assert gate(score(release), load(), whole)["passed"]
    assert (release.folder / SCORES).read_bytes() == (write(release) and (release.folder / SCORES).read_bytes())


def test_a_tenth_of_the_retrievals_replaced_is_found(release: Run, whole: dict[str, Any]) -> None:
    """Every tenth answerable question is given the passages that another one found."""
    stored = [s for s in release.answers.values() if len(s.answers) == 1 and s.answers[0].status != "not_found"]
    for n, each in enumerate(stored[::10]):
        other = stored[(n * 10 + 5) % len(stored)].answers[0]
        each.answers[0] = each.answers[0].model_copy(update={"passages": other.passages})
    try:
        worse = compare(whole, score(release))["scores"]["evidence_retrieved"]
    finally:
        release.__dict__.pop("answers")  # what was exchanged is read anew
    assert worse["difference"] < 0
    assert worse["p"] < 0.05


def test_the_gate_shuts_when_the_quote_check_is_off_and_quotes_are_made_up(
    whole: dict[str, Any], broken: Callable[..., dict[str, Any]]
) -> None:
    questions = some(lambda q: q.kind in ("fact", "reason"), 6)

    def made_up(self: desk.Desk, draft: Draft) -> Draft:
        return replace(draft, citations=[c.model_copy(update={"quote": f"{c.quote} Residents agreed."}) for c in draft.citations])

    scores = broken(questions, patch.object(desk.Desk, "_verified", made_up))
    at_fault = shut(scores, whole, "quote_on_page")
    answered = [q["id"] for q in scores["questions"] if q["status"] != "not_found"]
    assert at_fault == answered != []


def test_the_gate_shuts_when_a_writer_changes_figures(whole: dict[str, Any], broken: Callable[..., dict[str, Any]]) -> None:
    questions = some(lambda q: q.kind == "number", 6)

    def changed(self: desk.Desk, draft: Draft) -> Draft:
        def other(text: str) -> str:
            return re.sub(r"\d+", lambda n: str(int(n.group()) + 7), text)

        return replace(draft, claims=[c.model_copy(update={"text": other(c.text)}) for c in draft.claims])

    scores = broken(questions, patch.object(desk.Desk, "_verified", changed))
    at_fault = shut(scores, whole, "figures_in_quotes")
    with_figures = [q["id"] for q in scores["questions"] if q["status"] != "not_found"]
    assert at_fault
    assert set(at_fault) <= set(with_figures)


def test_the_gate_shuts_when_nothing_is_refused(whole: dict[str, Any], broken: Callable[..., dict[str, Any]]) -> None:
    refused = {q["id"] for q in whole["questions"] if q["kind"] == "unanswerable" and q["status"] == "not_found"}
    questions = some(lambda q: q.id in refused, 12)
    least = [patch.object(compose, name, -99.0) for name in ("_UNLIKELY", "_UNSTATED", "_DOUBTFUL")]
    always = patch.object(desk, "compose", _always_something)
    scores = broken(questions, *least, always)
    at_fault = shut(scores, whole, "refusal_recall")
    assert at_fault == [q["id"] for q in scores["questions"] if q["status"] != "not_found"]


def _always_something(question: Any, hits: Any, holdings: Any, passages: int, focus: Any = ()) -> Draft:
    """What composing gives, and the first sentence of the nearest passage where it gives nothing."""
    from assistant.quoting import sentence_quotes
    from assistant.rows import pages_of
    from vectorstore.units import units

    draft = compose.compose(question, hits, holdings, passages, focus)
    if not draft.claims and hits:
        pages = pages_of(hits[:1], holdings)[hits[0].document.id]
        unit = units(hits[0], pages)[0]
        draft.add(unit.text, unit, sentence_quotes(unit.spans, pages), pages, 1.0)
    return draft


def shut(scores: dict[str, Any], whole: dict[str, Any], name: str) -> list[str]:
    """The questions at fault for a gate that does not pass; all of them must be questions that were asked."""
    verdict = gate(scores, load(), whole)
    assert not verdict["passed"]
    failed = [c for c in verdict["checks"] if c["score"] == name and not c["passed"]]
    assert failed, [c["score"] for c in verdict["checks"] if not c["passed"]]
    at_fault = [q["id"] for q in scores["questions"] if q["id"] in {i for c in failed for i in c["questions"]}]
    return at_fault


def test_what_a_real_model_writes_is_held_to_the_same_gate(whole: dict[str, Any], broken: Callable[..., dict[str, Any]]) -> None:
    file = model_file()
    if file is None:
        pytest.skip("the small model is not installed: requirements-model.lock says how")
    with small_model(file) as url:
        scores = broken(some(lambda q: q.kind == "fact", 4), llm=NAME, llm_url=url, llm_characters=1_800, llm_tokens=120)
    assert scores["writer"] == NAME
    verdict = gate(scores, load(), whole)
    promised = [c for c in verdict["checks"] if c["score"] in ("quote_on_page", "figures_in_quotes")]
    assert len(promised) == 2
    assert all(c["passed"] for c in promised)
