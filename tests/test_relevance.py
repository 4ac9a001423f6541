"""The model that reads a question and a text together: what it tells apart, that it always says the same, and how it was trained."""

from __future__ import annotations

import json
import math
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from assistant.relevance import Relevance, relevance, stated
from eval.places import Place, stretch
from eval.relevance import pairs
from eval.relevance.pairs import ANSWERS, QUESTIONS, Asked, Read
from ingest.files import read
from ingest.job import ingest
from vectorstore.library import Library
from vectorstore.models import Cell, Document, Hit, Kind, Passage, Span
from vectorstore.settings import Settings
from vectorstore.units import Unit

_SMALL = 150_000  # bytes of a paper that is read in a second or two
# A question in plain words, a text that answers it, and texts that only speak of the same.
TOLD_APART = (
    (
        "how many kids wait for a nursery spot?",
        "At the end of May, 318 children were on the list for a place in early years provision.",
        (
            "Nurseries open at half past seven.",
            "A place in early years provision costs \u00a364 a day.",
            "The list is reviewed each term.",
        ),
    ),
    (
        "who looks after the bus contract?",
        "The passenger transport contract is managed by the Head of Highways.",
        ("The bus contract runs for six years.", "Passengers praised the new buses.", "The Head of Housing left in June."),
    ),
    (
        "why did the leisure centre shut early?",
        "Because of a failed boiler the swimming baths closed at noon on 3 March.",
        ("The leisure centre is open until ten.", "The baths had 41,000 visits in March.", "A new boiler costs \u00a380,000."),
    ),
    (
        "when will the new library be ready?",
        "The branch on Mill Lane is due to open its doors in autumn 2027.",
        ("The library on Mill Lane has 12,000 books.", "The branch was built by Harker Ltd.", "Libraries are open on Saturdays."),
    ),
    (
        "what did the street lights cost us?",
        "Renewing the lamp columns came to \u00a31.4m in all.",
        ("There are 9,200 lamp columns.", "Lamps are lit from dusk.", "The Council owns its street lights."),
    ),
    (
        "what is being done about damp in council flats?",
        "Surveyors now visit within five days of a report of mould, and fans are fitted in every bathroom that is renewed.",
        ("1,100 council flats were built before 1970.", "Damp was mentioned by nine tenants.", "Rents of flats rise in April."),
    ),
)


def test_what_answers_is_mostly_surer_than_what_is_about_the_same() -> None:
    told = [relevance().of(question, [answer, *others]) for question, answer, others in TOLD_APART]
    assert sum(first > max(rest) for first, *rest in told) >= len(TOLD_APART) - 1


def test_what_is_said_of_one_text_does_not_depend_on_the_others() -> None:
    question, answer, others = TOLD_APART[0]
    together = relevance().of(question, [*others, answer])
    assert together[-1:] == relevance().of(question, [answer])
    assert together == relevance().of(question, [*others, answer])
    assert relevance().of(question, []) == []


def test_a_text_of_any_length_is_read() -> None:
    assert all(map(math.isfinite, relevance().of("how much?", ["", "\u00a3", "word " * 5_000])))
    assert all(map(math.isfinite, relevance().of("how " * 6_000, ["A text.", "word " * 5_000])))


def _unit(kind: str, **more: Any) -> Unit:
    document = Document("d", "0", "Waste Report", Kind.REPORT, ("d.pdf",))
    passage = Passage("p", "d", 0, kind, "text", "text", (Span(1, 0, 4),), section=("Bins", "Missed bins"))
    return Unit("Fines rose.", (), Hit(passage, document, 1.0), 0, kind, **more)


def test_a_unit_is_read_behind_its_paper_and_headings() -> None:
    assert stated(_unit("text")) == "Waste Report > Bins > Missed bins: Fines rose."
    row = _unit("row", cells=(Cell("Ward", "Eastgate", ()), Cell(None, "12", ()), Cell("Note", "", ())))
    assert stated(row) == "Waste Report > Bins > Missed bins: Ward: Eastgate; 12"
    assert stated(_unit("cell", label="Update")) == "Waste Report > Bins > Missed bins: Update: Fines rose."


def facts() -> list[dict[str, Any]]:
    return [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]


def test_every_question_is_there_once() -> None:
    questions = [q for f in facts() for q in (*f["questions"], *(t["question"] for t in f["twins"]))]
    assert len(questions) > 2_500
    assert len(set(questions)) == len(questions)


def test_every_answer_stands_where_its_place_says(papers: Path) -> None:
    places = [Place(**e) for f in facts() for e in f["evidence"]]
    sources = sorted({p.source for p in places})
    small = [s for s in sources if (papers / "papers" / s).stat().st_size < _SMALL]
    assert len(small) > len(sources) / 3
    for source in small:
        pages = list(read(papers / "papers" / source).pages)
        for place in (p for p in places if p.source == source):
            said = stretch(place, pages)
            assert said is not None, place
            assert len(said) < 700, place


def _small_model() -> Any:
    import torch
    from transformers import BertConfig, BertForSequenceClassification

    torch.manual_seed(1)
    shape: dict[str, Any] = {
        "hidden_size": 32, "num_hidden_layers": 3, "num_attention_heads": 2, "intermediate_size": 64, "num_labels": 1,
        "hidden_dropout_prob": 0.0, "attention_probs_dropout_prob": 0.0, "attn_implementation": "eager",
    }  # fmt: skip
    return BertForSequenceClassification(BertConfig(**shape))


def test_training_learns_and_what_it_writes_is_read(tmp_path: Path) -> None:
    from eval.relevance.train import Trainer

    def said(word: str, answers: float) -> Read:
        return Read(f"paper: the {word} one", answers, answers, 0.5)

    tokenizer = Path(str(files("assistant").joinpath("relevance_model", "tokenizer.json")))
    trainer = Trainer(_small_model(), tokenizer)
    twins = [Asked("which is wanted?", False, (said("red", 0.0), said("blue", 0.0)))] * 4
    trainer.learn(
        [*[Asked("which is it?", True, (said("red", 0.0), said("green", 1.0), said("blue", 0.0)))] * 200, *twins], rate=2e-3
    )
    trainer.write(tmp_path / "made")
    assert b"site-packages" not in (tmp_path / "made" / "model.onnx").read_bytes()  # nor any other path of where it was made
    red, green, blue = Relevance(tmp_path / "made").of(
        "which is it?", ["paper: the red one", "paper: the green one", "paper: the blue one"]
    )
    assert green > max(red, blue)


def test_only_what_shares_half_with_the_evidence_is_shown_as_an_answer() -> None:
    from eval.relevance.train import _drawn

    found = tuple(Read(f"t{n}", share, share, 1 - n / 10) for n, share in enumerate((0.0, ANSWERS, 0.3, 0.1)))
    drawn, answered = _drawn(Asked("q?", True, found))
    assert answered
    assert drawn[0] == ("q?", "t1")
    assert {t for _, t in drawn[1:]} == {"t0", "t3"}  # what shares some is neither
    drawn, answered = _drawn(Asked("q?", False, found))
    assert not answered
    assert {t for _, t in drawn} < {r.text for r in found}


def test_a_twin_is_shown_what_answers_the_question_that_it_is_like() -> None:
    from eval.relevance.train import _drawn

    found = tuple(Read(f"t{n}", share, share, 1 - n / 10) for n, share in enumerate((0.0, 0.1, ANSWERS, 0.3)))
    drawn, answered = _drawn(Asked("twin?", False, found))
    assert not answered
    assert drawn[0] == ("twin?", "t2")
    assert {t for _, t in drawn[1:]} == {"t0", "t1"}


def test_evidence_that_search_does_not_find_is_learnt_from(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    papers = tmp_path / "papers"
    papers.mkdir()
    others = "\n\n".join(f"The hedge on lane {n} is cut in autumn." for n in range(90))
    (papers / "hedges.md").write_text(
        f"# Hedges\n\n{others}\n\n## Ponds\n\nZander were let in at Mill Water.\n", encoding="utf-8"
    )
    fact = {
        "id": "f", "kind": "fact", "questions": ["When is the hedge on lane 3 cut?", "hedge lane cut autumn"], "must_include": ["Zander"],
        "evidence": [{"source": "hedges.md", "page": None, "first": "Zander were", "last": "Mill Water."}],
        "twins": [{"question": "When is the hedge on lane 4 cut?", "swap": "place", "why": "it is not said"}],
    }  # fmt: skip
    (tmp_path / "questions.jsonl").write_text(json.dumps(fact) + "\n", encoding="utf-8")
    monkeypatch.setattr(pairs, "QUESTIONS", tmp_path / "questions.jsonl")
    library = Library(Settings.load(tmp_path / "library"))
    try:
        ingest([papers], library)
        first, second, twin = pairs.asked(papers, library.holdings())
    finally:
        library.close()
    for question in (first, second, twin):
        *_, last = question.found
        assert "Zander" in last.text
        assert last.answers >= ANSWERS
        assert last.score == 0
    assert (first.answerable, second.answerable, twin.answerable) == (True, True, False)
