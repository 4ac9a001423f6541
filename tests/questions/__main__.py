"""Asks a set of questions of the papers it is about and says how well they were answered and refused.

`python -m tests.questions FOLDER SET`, where FOLDER has the papers in `corpus` and `papers`.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import nullcontext
from datetime import date
from pathlib import Path
from typing import Any

from eval.places import stretch
from tests.questions.score import Judged, by, figures, judge, lengths
from tests.questions.sets import NAMES, Question, QuestionSet, load, of_part, paths
from vectorstore.library import Library
from vectorstore.models import Page
from vectorstore.settings import Settings

AS_OF = date(2026, 11, 22)
Answers = Mapping[str, Mapping[str, Any]]


def main() -> int:
    """Ask, score and print; with --write only write the questions down."""
    given = _arguments()
    chosen = load(given.set)
    questions = of_part(chosen.questions, given.part)
    if given.write:
        lines = [json.dumps({"id": q.id, "question": q.question}, ensure_ascii=False) for q in questions]
        given.write.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return 0
    with nullcontext(given.data) if given.data else tempfile.TemporaryDirectory() as data:
        library = Library(Settings.load(Path(data)))
        try:
            _fill(library, given.folder, chosen)
            answers = _read(given.answers) if given.answers else _ask(library, questions)
            judged = _judged(library, questions, answers)
        finally:
            library.close()
    _print(judged)
    if given.misses:
        _list(judged)
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.questions", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, help="where the papers lie, in folders `corpus` and `papers`")
    parser.add_argument("set", choices=NAMES)
    parser.add_argument(
        "--part", choices=("open", "closed", "both"), default="both", help="which half (the closed one is for checking)"
    )
    parser.add_argument("--misses", action="store_true", help="list what went wrong, of the open half alone")
    parser.add_argument(
        "--data", type=Path, help="a library's folder, filled if it lacks the papers (otherwise one is made and removed)"
    )
    parser.add_argument(
        "--answers", type=Path, help="judge these answers, as `scrutiny ask --batch` prints them, and ask nothing"
    )
    parser.add_argument("--write", type=Path, help="write the questions here for `scrutiny ask --batch` and end")
    return parser.parse_args()


def _fill(library: Library, folder: Path, chosen: QuestionSet) -> None:
    from ingest.job import ingest

    held = {name for document in library.holdings().documents() for name in document.sources}
    wanted = [path for path in paths(folder, chosen.papers) if path.name not in held]
    if wanted and (failed := ingest(wanted, library).failed):
        raise SystemExit(f"not read: {failed}")


def _ask(library: Library, questions: Iterable[Question]) -> Answers:
    from assistant.desk import Desk

    desk = Desk(library)
    return {q.id: desk.ask(q.question, as_of=AS_OF).model_dump(mode="json") for q in questions}


def _read(file: Path) -> Answers:
    return {raw["id"]: raw for raw in map(json.loads, filter(str.strip, file.read_text(encoding="utf-8").splitlines()))}


def _judged(library: Library, questions: Iterable[Question], answers: Answers) -> list[Judged]:
    """Judge each question by its answer. Exits when one has none: a share of fewer questions says nothing."""
    pages = _pages(library)
    judged = []
    for question in questions:
        answer = answers.get(question.id)
        if answer is None or "error" in answer:
            raise SystemExit(f"{question.id} has no answer")
        evidence = [stretch(place, pages[place.source]) for place in question.evidence]
        if None in evidence:
            raise SystemExit(f"{question.id}: its evidence is not in the library's pages")
        judged.append(judge(question, answer, [words for words in evidence if words]))
    return judged


def _pages(library: Library) -> dict[str, list[Page]]:
    holdings = library.holdings()
    return {name: holdings.pages(document.id) for document in holdings.documents() for name in document.sources}


def _print(judged: list[Judged]) -> None:
    answerable = [j for j in judged if j.question.answerable]
    for name, share in figures(judged).items():
        print(f"{name:20} {share}")
    for title, shares in (
        ("right, by kind", by(answerable, lambda q: q.kind)),
        ("refused, by swap", by((j for j in judged if not j.question.answerable), lambda q: q.swap)),
        ("refused, by kind", by((j for j in judged if not j.question.answerable), lambda q: q.kind)),
    ):
        print(title)
        for value, share in shares.items():
            print(f"    {value:16} {share}")
    median, most = lengths(answerable)
    print(f"characters of an answer: median {median}, 95th percentile {most}")


def _list(judged: list[Judged]) -> None:
    for j in judged:
        if not j.right and j.question.part == "open":
            wrong = "refused" if j.question.answerable and j.refused else f"lacks {list(j.lacking)}" if j.lacking else "answered"
            print(
                f"{j.question.id} [{j.question.kind}{f', {j.question.swap}' if j.question.swap else ''}] {wrong}: {j.question.question}"
            )
            print(f"    {' '.join(j.text.split())[:300]}")


if __name__ == "__main__":
    raise SystemExit(main())
