"""Asks a question set of a library and keeps what comes of it as a run: on several processors, and again from where it was stopped."""

from __future__ import annotations

import importlib.metadata
import json
import os
import platform
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from assistant.answer import Answer
from assistant.desk import Desk
from eval.question_set import Asked, QuestionSet
from eval.run import About, Paper, Run, Stored, runs
from vectorstore.errors import ScrutinyError
from vectorstore.library import Holdings, Library
from vectorstore.models import Role
from vectorstore.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
_ROOMS = ("assistant", "ingest", "prompts", "vectorstore")
_NOT_CODE = {".pyc", ".css", ".js", ".svg"}
_ASIDE = {  # settings that answers do not depend on
    "data", "cache", "upload_mb", "llm_seconds", "llm_url",
    "reading_memory_mb", "reading_page_seconds", "reading_file_seconds", "reading_characters",
}  # fmt: skip
_LIBRARIES = ("chromadb", "langchain", "onnxruntime", "pypdf", "sentence-transformers", "tokenizers", "streamlit")

Progress = Callable[[int, int], None]
"""Is told how many questions are answered, of how many."""


def run(
    settings: Settings,
    questions: QuestionSet,
    file: Path,
    as_of: date | None = None,
    folder: Path | None = None,
    role: Role = Role.READER,
    workers: int | None = None,
    progress: Progress = lambda done, of: None,
) -> Run:
    """Ask every question and keep the answers; a run of the same questions, papers and program that was stopped is taken up again.

    `as_of` is the day that counts as today; without it that of the set, else today. `workers` processes ask at a time: as many as there are
    processors, one with a language model. A question that cannot be asked is kept with its reason. Raises ScrutinyError when the library lacks a
    paper that the set is on, or a model that cannot be asked is named.
    """
    library = Library(settings)
    try:
        holdings = library.holdings(role)
        _papers_held(holdings, questions)
        wanted = workers or (1 if settings.llm else min(os.cpu_count() or 1, 4))
        about = _about(settings, holdings, questions, file, as_of or questions.as_of or date.today(), role, wanted)
        current = _begun(folder, settings.data / "runs", about)
        current.begin(questions.questions)
        answers = dict(current.answers)
        left = [q for q in questions.questions if q.id not in answers]
        progress(len(answers), len(questions.questions))
        for stored in _asked(settings, role, left, about.as_of, min(wanted, len(left)), library):
            current.add(stored)
            answers[stored.id] = stored
            progress(len(answers), len(questions.questions))
        ordered = [answers[q.id] for q in questions.questions]
        return current.finish(ordered, _pages(holdings, ordered), datetime.now(UTC))
    finally:
        library.close()


def _papers_held(holdings: Holdings, questions: QuestionSet) -> None:
    held = {Path(name).name for d in holdings.documents() for name in d.sources}
    if not held:
        raise ScrutinyError("The library is empty; `scrutiny ingest` the papers that the questions are on.")
    missing = sorted({Path(p).name for p in questions.papers} - held)
    if missing:
        more = f" and {len(missing) - 3} more" if len(missing) > 3 else ""
        raise ScrutinyError(
            f"The library lacks papers of the set {questions.name!r}: {', '.join(missing[:3])}{more}; ingest them first."
        )


def _about(
    settings: Settings, holdings: Holdings, questions: QuestionSet, file: Path, as_of: date, role: Role, workers: int
) -> About:
    used = {k: v for k, v in settings.model_dump(mode="json").items() if k not in _ASIDE}
    papers = tuple(Paper(source=Path(d.source).name, sha256=d.sha256, title=d.title) for d in holdings.documents())
    return About(
        name=questions.name, started=datetime.now(UTC), questions_file=file.name, questions_sha256=questions.sha256,
        count=len(questions.questions), as_of=as_of, role=role.value, writer=settings.llm or "extractive", settings=used,
        settings_hash=_hash(used), program=_program(), documents=papers, documents_hash=_hash(sorted(p.sha256 for p in papers)),
        versions={"python": platform.python_version(), **{n: importlib.metadata.version(n) for n in _LIBRARIES}},
        workers=workers, cores=os.cpu_count() or 1,
    )  # fmt: skip


def _hash(value: Any) -> str:
    return sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()


def _program() -> str:
    """The hash of all files that answers depend on."""
    whole = sha256()
    for file in sorted(f for room in _ROOMS for f in (ROOT / room).rglob("*") if f.is_file() and f.suffix not in _NOT_CODE):
        whole.update(str(file.relative_to(ROOT)).encode() + b"\0" + sha256(file.read_bytes()).digest())
    return whole.hexdigest()


def _begun(folder: Path | None, among: Path, about: About) -> Run:
    """The run to go on with, one that was stopped if it asks the same, else a new one. Raises ScrutinyError when the folder holds another."""
    if folder is None:
        for earlier in runs(among):
            if not earlier.complete and earlier.about.identity == about.identity:
                return earlier
        return Run(among / f"{about.started:%Y%m%dT%H%M%S}-{_hash(list(map(str, about.identity)))[:8]}", about)
    if folder.is_dir() and any(folder.iterdir()):
        earlier_here = next((r for r in runs(folder.parent) if r.folder.name == folder.name), None)
        if earlier_here is None or earlier_here.complete or earlier_here.about.identity != about.identity:
            raise ScrutinyError(
                f"{folder}: is not empty and holds no run of the same questions that could go on; name another folder."
            )
        return earlier_here
    return Run(folder, about)


def _asked(
    settings: Settings, role: Role, questions: Sequence[Asked], as_of: date, workers: int, library: Library
) -> Iterator[Stored]:
    """The answers as they come: from this process when one is enough, else from several."""
    if workers <= 1:
        desk = Desk(library, role) if questions else None
        for question in questions:
            assert desk is not None
            yield _answered(desk, question, as_of)
        return
    from joblib import Parallel, delayed
    from joblib.externals.loky import get_reusable_executor

    try:
        # joblib's own processes: those of the standard library would run the program's main module again
        pool = Parallel(workers, return_as="generator_unordered", batch_size=1)
        yield from pool(delayed(_answered_there)(settings, role, question, as_of) for question in questions)
    finally:
        get_reusable_executor().shutdown(wait=True)


@cache
def _desk(settings: str, role: Role) -> Desk:
    """The desk of a process that asks, opened with its first question. Settings come as JSON."""
    return Desk.open(Settings.model_validate_json(settings), role)


def _answered_there(settings: Settings, role: Role, question: Asked, as_of: date) -> Stored:
    return _answered(_desk(settings.model_dump_json(), role), question, as_of)


def _answered(desk: Desk, question: Asked, as_of: date) -> Stored:
    """The answers to a question's turns, and to what each later turn means by itself where that is known."""
    answers: list[Answer] = []
    alone: list[Answer | None] = []
    try:
        for turn in question.turns:
            later = turn.standalone if answers else None
            answers.append(desk.ask(turn.question, turns=answers, as_of=as_of, name=question.id))
            alone.append(desk.ask(later, as_of=as_of, name=question.id) if later else None)
    except ScrutinyError as error:
        return Stored(id=question.id, error=str(error))
    return Stored(id=question.id, answers=answers, alone=alone)


def _pages(holdings: Holdings, answers: Iterable[Stored]) -> Iterator[dict[str, Any]]:
    """The pages that answers cite, with their running lines left out, in order; a paper without pages is one."""
    cited: dict[str, set[int | None]] = {}
    for stored in answers:
        for answer in [*stored.answers, *(a for a in stored.alone if a)]:
            for c in answer.citations:
                cited.setdefault(c.document, set()).update(c.pages or [c.page])
    for document, numbers in sorted(cited.items()):
        held = holdings.pages(document)
        for number in sorted(numbers, key=lambda n: n or 0):
            text = "\n".join(p.body_text for p in held if p.number == number)
            yield {"document": document, "page": number, "text": text}
