"""Runs over the samples: kept whole, taken up again where they stopped, and scored to the same digit every time."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import types
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from eval.asking import run
from eval.question_set import load
from eval.run import ANSWERS, SCORES, Run, RunError, read, runs
from eval.scores import latency, score, write
from vectorstore.errors import ScrutinyError
from vectorstore.settings import Settings

REPORT = "children-education-annual-report-2024-25.pdf"
LINES: list[dict[str, Any]] = [
    {"set": "few", "as_of": "2026-04-30", "papers": [REPORT]},
    {"id": "n", "kind": "number", "question": "How many permanent exclusions were there in 2023/24?", "must_include": ["55"],
     "evidence": [{"source": REPORT, "text": "55 pupils"}]},
    {"id": "u", "kind": "unanswerable", "question": "How many swimming pools does the city of Leeds run?", "tags": ["near-miss"]},
    {"id": "c", "turns": [{"question": "Who owns the cyber attack risk?", "must_include": ["Marisol Etchells"]},
                          {"question": "What is it rated?", "standalone": "What is the cyber attack risk rated?", "must_include": ["High"]}]},
    {"id": "l", "kind": "list", "question": "What controls exist for the cyber attack risk?", "must_include": ["Patching"]},
    {"id": "e", "question": "why? " * 1_000},
]  # fmt: skip


@pytest.fixture
def few(tmp_path: Path) -> Path:
    file = tmp_path / "few.jsonl"
    file.write_text("".join(json.dumps(line) + "\n" for line in LINES), encoding="utf-8")
    return file


@pytest.fixture
def settings(sample_library: Path) -> Iterator[Settings]:
    yield Settings.load(sample_library)
    shutil.rmtree(sample_library / "runs", ignore_errors=True)


def test_a_run_keeps_what_is_needed_to_score_it_again(few: Path, settings: Settings, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    made = run(settings, load(few), few, workers=1, progress=lambda done, of: told.append((done, of)))
    assert told == [(n, 5) for n in range(6)]
    scores = write(made)
    elsewhere = shutil.copytree(made.folder, tmp_path / "elsewhere")
    (elsewhere / SCORES).unlink()
    assert write(read(elsewhere)) == scores
    assert (elsewhere / SCORES).read_bytes() == (made.folder / SCORES).read_bytes()
    about = made.about
    assert (about.as_of, about.writer, about.count, about.role) == (date(2026, 4, 30), "extractive", 5, "reader")
    assert REPORT in {p.source for p in about.documents}
    assert not any("exempt" in p.source for p in about.documents)
    assert scores["not_asked"] == {"e": "The question has 4,999 characters; ask it in 4,000 or fewer."}
    assert scores["scores"]["quote_on_page"]["value"] == 1
    assert scores["scores"]["follow_up_loss"]["answers"] == 1
    assert scores["scores"]["refusal_recall"] | {"low": 0} == {
        "value": 1, "low": 0, "high": 1, "answers": 1, "gained": 1, "of": 1, "unscored": {"the papers answer it": 4},
    }  # fmt: skip
    assert set(scores["by"]["kind"]) == {"number", "unanswerable", "conversation", "list"}
    assert latency(made)["stages"]["retrieve"]["median"] >= 0


def test_runs_are_scored_alike_whoever_asks_in_whichever_order(
    few: Path, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Processes that ask do not run the main module of whoever started them, be it the app or a program of somebody's own."""
    main = types.ModuleType("__main__")
    main.__file__ = str(tmp_path / "main.py")
    (tmp_path / "main.py").write_text("raise SystemExit('run again')", encoding="utf-8")
    monkeypatch.setitem(sys.modules, "__main__", main)
    alone = run(settings, load(few), few, folder=tmp_path / "a", workers=1)
    together = run(settings, load(few), few, folder=tmp_path / "b", workers=2)
    write(alone)
    write(together)
    assert (tmp_path / "a" / SCORES).read_bytes() == (tmp_path / "b" / SCORES).read_bytes()
    assert list(read(tmp_path / "b").answers) == ["n", "u", "c", "l", "e"]


def test_a_run_that_was_stopped_goes_on(few: Path, settings: Settings) -> None:
    class Stopped(Exception):
        pass

    def stop(done: int, of: int) -> None:
        if done == 2:
            raise Stopped

    with pytest.raises(Stopped):
        run(settings, load(few), few, workers=1, progress=stop)
    (begun,) = runs(settings.data / "runs")
    assert not begun.complete
    with pytest.raises(RunError, match="stopped before its end"):
        write(begun)
    with (begun.folder / ANSWERS).open("a", encoding="utf-8") as file:
        file.write('{"id": "c", "answ')  # as a kill leaves it
    told: list[int] = []
    ended = run(settings, load(few), few, workers=1, progress=lambda done, of: told.append(done))
    assert ended.folder == begun.folder
    assert told[0] == 2
    whole = run(settings, load(few), few, workers=1)
    assert whole.folder != ended.folder
    assert score(whole) == score(read(ended.folder))


def test_what_cannot_be_asked_is_said(few: Path, settings: Settings, tmp_path: Path) -> None:
    other = tmp_path / "other.jsonl"
    other.write_text(json.dumps({"set": "x", "papers": ["sold.pdf"]}) + "\n" + json.dumps(LINES[1]) + "\n", encoding="utf-8")
    with pytest.raises(ScrutinyError, match=r"lacks papers of the set 'x': sold\.pdf"):
        run(settings, load(other), other)
    with pytest.raises(ScrutinyError, match="library is empty"):
        run(Settings.load(tmp_path / "empty"), load(few), few)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(ScrutinyError, match="name another folder"):
        run(settings, load(few), few, folder=tmp_path / "full")
    with pytest.raises(RunError, match="holds no run"):
        read(tmp_path)
    (tmp_path / "run.json").write_text("{}", encoding="utf-8")
    with pytest.raises(RunError, match="is not what a run writes"):
        read(tmp_path)


def test_the_command_prints_scores_and_says_what_could_not_be_asked(few: Path, settings: Settings, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "assistant.cli", "eval"]
    asked = subprocess.run(
        [*command, "run", "--questions", str(few), "--data", str(settings.data), "--out", str(tmp_path / "made"), "--json", "--workers", "1"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert asked.returncode == 1, asked.stderr
    printed = json.loads(asked.stdout)
    assert printed["scores"] == json.loads((tmp_path / "made" / SCORES).read_text(encoding="utf-8"))
    again = subprocess.run(
        [*command, "compare", str(tmp_path / "made"), str(tmp_path / "made" / SCORES)], capture_output=True, text=True, check=True
    )
    assert "5 questions in common" in again.stdout
    none = subprocess.run([*command, "gate", str(tmp_path)], capture_output=True, text=True, check=False)
    assert none.returncode == 1
    assert "holds no run" in none.stderr
    bad = subprocess.run([*command, "run", "--as-of", "soon"], capture_output=True, text=True, check=False)
    assert (bad.returncode, bad.stdout) == (2, "")


def test_a_library_lists_its_runs_the_latest_first(few: Path, settings: Settings) -> None:
    made: list[Run] = [run(settings, load(few), few, workers=1, folder=settings.data / "runs" / name) for name in ("b", "a")]
    (settings.data / "runs" / "notes.txt").write_text("no run", encoding="utf-8")
    assert [r.folder.name for r in runs(settings.data / "runs")] == [m.folder.name for m in reversed(made)]
