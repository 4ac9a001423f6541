"""What each step of answering is worth: the development questions asked with one step left out at a time.

usage: SCRUTINY_PAPERS=FOLDER python -m eval.ablation DATA

DATA is a library that holds the folder's `corpus`. Prints a table in Markdown, the whole first; each line takes a minute or two.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any
from unittest.mock import patch

from assistant import candidates, compose, desk, question, retrieve, scoring, selection
from assistant.desk import Desk
from vectorstore.settings import Settings

AS_OF = date(2026, 11, 22)
SHOWN = (
    "right", "evidence_retrieved", "evidence_cited", "citations_relevant", "refusal_recall", "over_refusal", "answer_chars_median",
    "answer_chars_p95", "seconds_median",
)  # fmt: skip


def _without(weights: dict[str, float], name: str) -> Any:
    return patch.dict(weights, {name: 0.0})


def _never(place: Any, name: str, gives: Any) -> Any:
    return patch.object(place, name, lambda *_, **__: gives)


# What is left out, and how: context managers under which the step does nothing.
STEPS: dict[str, Callable[[], list[Any]]] = {
    "nothing": list,
    "keyword search": lambda: [_without(retrieve._FIRST_WEIGHTS, "keyword"), _without(retrieve._WEIGHTS, "keyword")],
    "vector search": lambda: [_without(retrieve._FIRST_WEIGHTS, "cosine"), _without(retrieve._WEIGHTS, "cosine")],
    "word-by-word meaning, of passages": lambda: [_without(retrieve._WEIGHTS, "speaking")],
    "word-by-word meaning, of sentences": lambda: [_without(scoring.W, "speaking")],
    "reading sentences with the question": lambda: [patch.object(compose, "read", lambda _, scored: list(scored))],
    "no answer where none is likely": lambda: [patch.object(compose, "_UNLIKELY", -99.0)],
    "what a sentence stands under": lambda: [_without(scoring.W, "around")],
    "how well its passage was found": lambda: [_without(scoring.W, "passage")],
    "the kind of value, in the ranking": lambda: [_without(scoring.W, "fits")],
    "the kind of value, as a condition": lambda: [patch.object(scoring.Selector, "fits", lambda *_: True)],
    "the papers' words for plain ones": lambda: [_never(question, "_plain_words", ())],
    "acronyms": lambda: [_never(question, "_expanded", ())],
    "those that a question names": lambda: [_never(candidates, "named_in", [])],
    "papers that a question names": lambda: [patch.object(desk, "papers_named", lambda text, _: (frozenset(), text))],
    "sentences of one passage together": lambda: [patch.object(selection, "_BESIDE", 0.0)],
    "registers": lambda: [_never(desk, "register_draft", None), _never(desk, "focus", [])],
    "the ledger": lambda: [_never(desk, "commitment_draft", None), _never(desk, "promise_focus", [])],
}


def scored(asked: Desk, papers: Path) -> dict[str, float]:
    """The figures that the papers' own scorer gives the answers to its development questions."""
    questions = papers / "questions" / "dev.jsonl"
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as answers:
        for line in questions.read_text(encoding="utf-8").splitlines():
            given = json.loads(line)
            answers.write(asked.ask(given["question"], as_of=AS_OF, name=given["id"]).model_dump_json() + "\n")
        answers.flush()
        command = [sys.executable, str(papers / "scoring" / "score_answers.py"), answers.name, str(questions)]
        printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found: dict[str, float] = json.loads(printed.splitlines()[-1])
    return found


def main() -> int:
    """Print the table."""
    papers = Path(os.environ["SCRUTINY_PAPERS"])
    asked = Desk.open(Settings.load(Path(sys.argv[1])))
    print(f"| left out | {' | '.join(name.replace('_', ' ') for name in SHOWN)} |\n|---|{'---|' * len(SHOWN)}")
    for step in STEPS:
        with ExitStack() as left_out:
            for patched in STEPS[step]():
                left_out.enter_context(patched)
            figures = scored(asked, papers)
        print(f"| {step} | {' | '.join(f'{figures[name]:g}' for name in SHOWN)} |", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
