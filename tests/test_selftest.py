"""The check of support tried on planted faults: what is planted, what is found of it, and what honest sentences are flagged."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import date

import pytest

import eval.selftest as module
from assistant.answer import Answer, Citation, Claim, Derivation, Searched
from assistant.verify import stands
from eval.planting.corruptions import KINDS, Corruption, Stated, corrupted, honest
from eval.planting.text import figures, naming
from eval.selftest import selftest, supported

TEXTS = (
    "The Harbour Lane depot was opened on 3 June 2026 and has cost £1.2m, which the Cabinet had approved in full.",
    "Attendance at primary schools has increased from 93.1% to 94.2% since April 2025, and absence is below the target.",
    "Councillor Asha Dunmore told members that foster carers will be paid 8 per cent more within six weeks of the decision.",
    "The review of home to school transport was completed in March 2026, and its 12 recommendations were accepted.",
    "Councillor Peter Marlow said that the repairs backlog in council homes was not expected to fall before December 2027.",
    "The Director of Housing reported that rent arrears are now £340,000, and that 14 evictions were avoided last winter.",
)


def claim(text: str, *quotes: str) -> Stated:
    return Stated(text, quotes or (text,), "q", "paper.pdf")


def planted(kind: str) -> list[Corruption]:
    return [c for c in corrupted([claim(t) for t in TEXTS]) if c.kind == kind]


def answer(*claims: tuple[str, Sequence[str]], derived: bool = False, status: str = "answered") -> Answer:
    quotes = list(dict.fromkeys(q for _, own in claims for q in own))
    op = Derivation.model_validate({"op": "count", "value": 1, "from": [1]}) if derived else None
    return Answer.model_validate(
        {
            "question": "What?", "status": status, "answer": "", "passages": [], "writer": "extractive", "as_of": date(2026, 8, 1), "seconds": 0.1,
            "searched": Searched(documents=1, passages=1, unread_pages=0),
            "claims": [Claim(text=t, citations=[quotes.index(q) + 1 for q in own], support=1.0, derived=op) for t, own in claims],
            "citations": [
                Citation(
                    n=n, document="d", title="T", source="paper.pdf", page=1, printed_page=None, pages=[1], section=[], paragraph=None, quote=q,
                    meeting_date=None,
                )
                for n, q in enumerate(quotes, 1)
            ],
        }
    )  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_planted_and_found(kind: str) -> None:
    made = planted(kind)
    assert made
    assert [c.text for c in made if stands(c.text, c.quotes)] == []


def test_a_corruption_says_what_no_quote_says() -> None:
    for made in planted("number"):
        assert figures([made.text]) - figures(made.quotes)
    for made in planted("date"):
        assert set(re.findall(r"\w+", made.text)) - set(re.findall(r"\w+", " ".join(made.quotes)))
    for kind in ("owner", "status", "subject", "invented"):
        for made in planted(kind):
            assert set(naming(made.text)) - set(naming(" ".join(made.quotes))), made.text


def test_a_sentence_that_denies_is_made_to_say_it_and_another_to_deny() -> None:
    made = {c.of.text: c.text for c in planted("negation")}
    assert "was expected to fall" in made[TEXTS[4]]
    assert all(re.search(r"\b(?:not|never|no longer|failed to)\b", made[t]) for t in TEXTS if t != TEXTS[4] and t in made)


def test_halves_of_two_sentences_are_cited_to_both() -> None:
    for made in planted("stitched"):
        assert len(made.quotes) == 2
        assert made.text not in made.quotes


def test_a_wrong_citation_leaves_the_sentence_as_it_is() -> None:
    for made in planted("citation"):
        assert made.text == made.of.text
        assert not set(made.quotes) & set(made.of.quotes)


def test_what_is_planted_is_the_same_every_time() -> None:
    claims = [claim(t) for t in TEXTS]
    assert list(corrupted(claims)) == list(corrupted(claims))


def test_labels_of_cells_are_left_alone() -> None:
    row = claim(
        "Recommended: a written account of the exclusions at each school. Status: In progress.",
        "a written account of the exclusions at each school In progress",
    )
    assert all(
        c.text.startswith("Recommended: ") for c in corrupted([row, claim(TEXTS[0])]) if c.of is row and c.kind == "status"
    )


def test_honest_ways_of_putting_a_sentence_stand() -> None:
    put = list(honest([claim(t) for t in TEXTS]))
    assert {h.kind for h in put} == {"quoted", "reworded", "rewritten", "reported"}
    assert [h.text for h in put if not stands(h.text, h.quotes)] == []


def test_claims_are_taken_that_are_their_quotes_own_words() -> None:
    own = "The Harbour Lane depot will open on 3 June 2026."
    other = "The Harbour Lane depot will open on 3 July 2026."
    row = "Control: Route review of all journeys. Owner: Asha Dunmore. Status: In progress."
    assert [c.text for c in supported([answer((own, [own]), (other, [own]))])] == [own]
    assert [c.text for c in supported([answer((row, ["Route review of all journeys Asha Dunmore In progress"]))])] == [row]
    assert supported([answer((own, [own]), derived=True)]) == []
    assert supported([answer(("Annex A.", ["Annex A."]))]) == []


def test_claims_are_spread_over_answers() -> None:
    one, two = answer(*((t, [t]) for t in TEXTS[:3])), answer(*((t, [t]) for t in TEXTS[3:]))
    assert [c.text for c in supported([one, two], most=3)] == [TEXTS[0], TEXTS[3], TEXTS[1]]
    assert len(supported([one, one])) == 3


def test_a_check_that_passes_everything_or_nothing_does_not_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = [answer(*((t, [t]) for t in TEXTS))]
    assert selftest(answers).passed
    monkeypatch.setattr(module, "stands", lambda text, quotes: True)
    lenient = selftest(answers)
    assert (len(lenient.missed), lenient.passed) == (len(lenient.made), False)
    monkeypatch.setattr(module, "stands", lambda text, quotes: False)
    strict = selftest(answers)
    assert (strict.missed, len(strict.flagged), strict.passed) == ((), len(strict.honest), False)


def test_one_kind_that_is_missed_fails_all(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = [answer(*((t, [t]) for t in TEXTS))]
    dated = {c.text for c in selftest(answers).made if c.kind == "unit"}
    monkeypatch.setattr(module, "stands", lambda text, quotes: text in dated or stands(text, quotes))
    found = selftest(answers)
    assert {c.kind for c in found.missed} == {"unit"}
    assert not found.passed


def test_nothing_to_plant_is_no_pass() -> None:
    assert not selftest([]).passed
    assert not selftest([answer()]).passed


def test_the_report_is_the_same_every_time_and_lists_what_was_missed(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = [answer(*((t, [t]) for t in TEXTS))]
    assert json.dumps(selftest(answers).as_json()) == json.dumps(selftest(answers).as_json())
    monkeypatch.setattr(module, "stands", lambda text, quotes: True)
    found = selftest(answers).as_json()
    assert found["kinds"]["number"] == {"made": sum(c["kind"] == "number" for c in found["missed"]), "caught": 0}
    assert found["missed"] == sorted(found["missed"], key=lambda c: (c["kind"], c["text"], c["quotes"]))
    assert {"kind", "text", "quotes", "original", "question", "source"} == set(found["missed"][0])
