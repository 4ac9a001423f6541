"""The score of support against people's judgement."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from eval.calibrate import area, calibrate, read
from eval.reporting.calibration import html
from vectorstore.errors import ScrutinyError

PLACES = ("Mill Lane", "Harbour Road", "Quay Street", "Northgate", "Orchard Way", "Station Hill")


def written(file: Path) -> Path:
    """Claims that people would call supported when they neither deny what the evidence says nor change its figure."""
    lines = []
    for n in range(60):
        place, cost = PLACES[n % 6], 10 + n
        will, said = [("will", cost), ("will", cost + 7), ("will not", cost)][n % 3]
        claim = f"The depot in {place} {will} cost £{said} million."
        other = {"id": f"c{n}", "label": "not_supported" if n % 3 else "supported", "claim": claim, "evidence": ["Nothing here."]}
        lines += [other, other | {"evidence": ["It was not a wet year.", f"The new depot in {place} will cost £{cost} million."]}]
    file.write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
    return file


def test_a_score_that_tells_claims_apart_is_ahead_of_words_alone(tmp_path: Path) -> None:
    found = calibrate(written(tmp_path / "claims.jsonl"))
    assert (found.claims, found.supported) == (60, 20)
    assert found.area == found.crossed == 1
    overlap = found.baselines["word overlap, less where a number is lacking"]
    assert overlap < 1
    assert found.ahead["word overlap, less where a number is lacking"][0] == pytest.approx(1 - overlap, abs=1e-3)
    assert sum(n for n, _, _ in found.reliability) == 60
    assert str(found).startswith("60 claims, 20 of them supported\n")
    assert json.loads(json.dumps(found.as_json()))["in_use"]["area"] == 1
    assert calibrate(tmp_path / "claims.jsonl") == found
    shown = html(found)
    assert "60 claims, 20 of them supported" in shown
    assert shown.count(">score 0.") == 10
    assert "http:" not in shown.replace("http-equiv", "")


def test_the_area_is_how_often_the_supported_claim_is_ahead() -> None:
    truth = np.array([True, True, False, False])
    assert area(truth, np.array([4.0, 3.0, 2.0, 1.0])) == 1
    assert area(truth, np.array([1.0, 1.0, 1.0, 1.0])) == 0.5
    assert area(truth, np.array([4.0, 1.0, 2.0, 3.0])) == 0.5


def test_lines_of_one_claim_are_its_pieces_of_evidence(tmp_path: Path) -> None:
    first = read(written(tmp_path / "claims.jsonl"))[0]
    assert first.supported
    assert [len(p) for p in first.pieces] == [1, 2]


@pytest.mark.parametrize(("line", "fault"), [("{", "line 2"), ('{"id": "x"}', "line 2"), ("[]", "line 2")])
def test_a_line_that_is_no_claim_is_named(tmp_path: Path, line: str, fault: str) -> None:
    good = {"id": "a", "label": "supported", "claim": "x", "evidence": ["x"]}
    (tmp_path / "c.jsonl").write_text(f"{json.dumps(good)}\n{line}\n", encoding="utf-8")
    with pytest.raises(ScrutinyError, match=fault):
        calibrate(tmp_path / "c.jsonl")


def test_claims_of_one_kind_say_nothing(tmp_path: Path) -> None:
    good = {"id": "a", "label": "supported", "claim": "x", "evidence": ["x"]}
    (tmp_path / "c.jsonl").write_text(f"{json.dumps(good)}\n", encoding="utf-8")
    with pytest.raises(ScrutinyError, match="claims that are not"):
        calibrate(tmp_path / "c.jsonl")


@pytest.mark.papers
@pytest.mark.timeout(300)
def test_support_is_ahead_of_words_on_claims_that_people_judged(papers: Path) -> None:
    found = calibrate(papers / "support" / "wice-oracle-dev.jsonl")
    assert found.crossed >= 0.82
    assert all(p < 0.05 and ahead > 0 for ahead, _, p in found.ahead.values())
