"""The sets of questions: what is asked, what any right answer holds, and where in the papers it stands."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.ledger.labels import Text
from vectorstore.models import Page

_SIGNS = re.compile(r"[^\w\s]*")  # what belongs to the last word: a percent sign, a full stop

FOLDER = Path(__file__).parent
NAMES = tuple(sorted(f.stem for f in FOLDER.glob("*.jsonl")))
KINDS = (
    "fact", "number", "who", "date", "reason", "list", "table", "comparison", "trend", "commitment", "minutes-decision", "aggregate",
)  # fmt: skip
SWAPS = ("year", "body", "place", "owner", "unit", "subject", "measure", "person", "event")
_RUNS_ON = 2  # pages behind the one that a stretch begins on


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of a paper: its first words and its last, and the page (from 1, None where the format has none) it begins on."""

    source: str
    page: int | None
    first: str
    last: str


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


def stretch(place: Place, pages: Sequence[Page]) -> str | None:
    """The words of a place in its paper's pages, None when they are not there or begin on another page."""
    near = [p for p in pages if place.page is None or place.page <= p.ordinal <= place.page + _RUNS_ON]
    found = Text(near).between(place.first, place.last, place.page or 1)
    if found is None:
        return None
    (page, start), (last_page, last_letter) = found
    if place.page is not None and page != place.page:
        return None
    texts = {p.ordinal: p.text for p in pages}
    signs = _SIGNS.match(texts[last_page], last_letter + 1)
    end = signs.end() if signs else last_letter + 1
    if page == last_page:
        return texts[page][start:end]
    between = [texts[n] for n in range(page + 1, last_page)]
    return "\n".join([texts[page][start:], *between, texts[last_page][:end]])
