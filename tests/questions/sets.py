"""The sets of questions: what is asked, what any right answer holds, and where in the papers it stands."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.places import Place

FOLDER = Path(__file__).parent
NAMES = tuple(sorted(f.stem for f in FOLDER.glob("*.jsonl")))
KINDS = (
    "fact", "number", "who", "date", "reason", "list", "table", "comparison", "trend", "commitment", "minutes-decision", "aggregate",
)  # fmt: skip
SWAPS = ("year", "body", "place", "owner", "unit", "subject", "measure", "person", "event")


@dataclass(frozen=True, slots=True)
class Question:
    """A question of a pair. `must_include` are the literals of every right answer, `swap` what was exchanged to make the twin that
    the papers do not answer, `why` how that was seen. `part` is "open" to whoever improves answers, or "closed", for checking only.
    """

    id: str
    pair: str
    part: str
    answerable: bool
    kind: str
    question: str
    must_include: tuple[str, ...] = ()
    evidence: tuple[Place, ...] = ()
    swap: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """Questions and the papers, file names, that the library they are put to holds."""

    name: str
    papers: tuple[str, ...]
    questions: tuple[Question, ...]


def load(name: str) -> QuestionSet:
    """A set by its name. Its file has an object with its papers, then a question a line."""
    lines = (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    head, *rest = [json.loads(line) for line in lines if line.strip()]
    return QuestionSet(name, tuple(head["papers"]), tuple(_question(raw) for raw in rest))


def _question(raw: dict[str, Any]) -> Question:
    return Question(
        raw["id"], raw["pair"], raw["part"], raw["answerable"], raw["kind"], raw["question"], tuple(raw.get("must_include", ())),
        tuple(Place(**place) for place in raw.get("evidence", ())), raw.get("swap", ""), raw.get("why", ""),
    )  # fmt: skip


def of_part(questions: Iterable[Question], part: str) -> list[Question]:
    """The questions of a part, all for "both"."""
    return [q for q in questions if part in (q.part, "both")]


def paths(folder: Path, papers: Iterable[str]) -> list[Path]:
    """The files of papers that lie in `corpus` or `papers` below a folder. Raises FileNotFoundError for one that does not."""
    found = []
    for name in papers:
        path = next((p for p in (folder / "corpus" / name, folder / "papers" / name) if p.is_file()), None)
        if path is None:
            raise FileNotFoundError(f"{name} lies neither in {folder / 'corpus'} nor in {folder / 'papers'}")
        found.append(path)
    return found
