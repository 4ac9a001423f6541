"""A run: a folder with every answer to a question set, and all that is needed to compute its scores again without the library.

`run.json` says what was asked of what, by which program; `questions.jsonl` holds the questions, `answers.jsonl` the answers in their order,
`pages.jsonl` the text of the pages that they cite.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.answer import Answer
from eval.question_set import Asked, QuestionSet, as_line, load
from vectorstore.errors import ScrutinyError

ABOUT, QUESTIONS, ANSWERS, PAGES, SCORES, LATENCY = (
    "run.json", "questions.jsonl", "answers.jsonl", "pages.jsonl", "scores.json", "latency.json",
)  # fmt: skip
_FORMAT = 1


class RunError(ScrutinyError):
    """A run's folder cannot be used; names the folder and what to do."""


class Paper(BaseModel):
    """A paper that was held when the questions were asked."""

    model_config = ConfigDict(frozen=True)

    source: str
    sha256: str
    title: str


class About(BaseModel):
    """What a run asked, of what, with what. Times are UTC; `finished` is None until every question is answered.

    `program` is the hash of the program's own files, `settings_hash` that of the settings that answers depend on. `identity` has what must be
    the same for answers of two runs to be comparable word for word.
    """

    model_config = ConfigDict(frozen=True)

    format: int = _FORMAT
    name: str
    started: datetime
    finished: datetime | None = None
    questions_file: str
    questions_sha256: str
    count: int
    as_of: date
    role: str
    writer: str
    settings: dict[str, Any]
    settings_hash: str
    program: str
    documents: tuple[Paper, ...]
    documents_hash: str
    versions: dict[str, str]
    workers: int
    cores: int

    @property
    def identity(self) -> tuple[Any, ...]:
        """What a run that is continued must have in common with the one that was begun."""
        return (
            self.questions_sha256, self.count, self.as_of, self.role, self.writer, self.settings_hash, self.program, self.documents_hash,
        )  # fmt: skip


class Stored(BaseModel):
    """The answers to one question: one a turn, and for each later turn the answer to what it means by itself (`alone`).

    `error` says why it could not be asked; there are no answers then.
    """

    id: str
    answers: list[Answer] = []
    alone: list[Answer | None] = []
    error: str | None = None

    def as_line(self) -> str:
        """The answers as a line of `answers.jsonl`."""
        return json.dumps(
            {"id": self.id, "answers": [a.whole() for a in self.answers], "alone": [a and a.whole() for a in self.alone], "error": self.error},
            ensure_ascii=False,
        )  # fmt: skip


@dataclass(frozen=True)
class Run:
    """A run as it lies in its folder."""

    folder: Path
    about: About

    @cached_property
    def questions(self) -> QuestionSet:
        """What was asked."""
        return load(self.folder / QUESTIONS)

    @cached_property
    def answers(self) -> dict[str, Stored]:
        """What was answered so far, by the questions' ids. A last line that was cut short is as if it had not been written.

        Raises RunError when answers are not in the shape that this program writes.
        """
        found: dict[str, Stored] = {}
        file = self.folder / ANSWERS
        for line in file.read_text(encoding="utf-8").split("\n") if file.is_file() else ():
            with suppress(json.JSONDecodeError):
                raw = json.loads(line)
                try:
                    found[raw["id"]] = Stored.model_validate(raw)
                except ValidationError as error:
                    raise RunError(f"{file}: {raw['id']} was written by another version of this program; run again.") from error
        return found

    @cached_property
    def pages(self) -> dict[tuple[str, int | None], str]:
        """The text of the pages cited, by document id and page; page None for a paper without pages."""
        file = self.folder / PAGES
        lines = file.read_text(encoding="utf-8").split("\n") if file.is_file() else ()
        return {(p["document"], p["page"]): p["text"] for p in map(json.loads, filter(None, lines))}

    @property
    def complete(self) -> bool:
        """Whether every question has been answered."""
        return self.about.finished is not None

    def begin(self, questions: Iterable[Asked]) -> None:
        """Write down what is asked."""
        self.folder.mkdir(parents=True, exist_ok=True)
        put(self.folder / QUESTIONS, "".join(f"{as_line(q)}\n" for q in questions))
        self._describe(self.about)

    def add(self, stored: Stored) -> None:
        """Write down the answers to one question."""
        with (self.folder / ANSWERS).open("a", encoding="utf-8") as file:
            file.write(stored.as_line() + "\n")
            file.flush()

    def finish(self, answers: Iterable[Stored], pages: Iterable[dict[str, Any]], finished: datetime) -> Run:
        """Write the answers in the questions' order, the pages that they cite, and that all is done; the finished run."""
        put(self.folder / ANSWERS, "".join(f"{s.as_line()}\n" for s in answers))
        put(self.folder / PAGES, "".join(f"{json.dumps(p, ensure_ascii=False)}\n" for p in pages))
        about = self.about.model_copy(update={"finished": finished})
        self._describe(about)
        return Run(self.folder, about)

    def _describe(self, about: About) -> None:
        put(self.folder / ABOUT, about.model_dump_json(indent=1) + "\n")


def read(folder: Path) -> Run:
    """The run in a folder. Raises RunError when there is none, or none that this program reads."""
    file = folder / ABOUT
    try:
        about = About.model_validate_json(file.read_bytes())
    except FileNotFoundError:
        raise RunError(f"{folder}: holds no run; `scrutiny eval run` makes one.") from None
    except (OSError, ValidationError) as error:
        raise RunError(f"{file}: is not what a run writes ({_brief(error)}); remove the folder and run again.") from error
    if about.format != _FORMAT:
        raise RunError(f"{folder}: was made by another version of this program; run again.")
    return Run(folder, about)


def runs(folder: Path) -> list[Run]:
    """The runs in a folder, the latest first; what is no run is passed over."""
    return sorted(_runs(folder), key=lambda r: (r.about.started, r.folder.name), reverse=True)


def _runs(folder: Path) -> Iterator[Run]:
    for each in sorted(folder.iterdir()) if folder.is_dir() else ():
        with suppress(RunError):
            yield read(each)


def put(file: Path, text: str) -> None:
    """Write a file whole or not at all."""
    beside = file.with_name(f"{file.name}.part")
    beside.write_text(text, encoding="utf-8")
    beside.replace(file)


def _brief(error: Exception) -> str:
    return str(error).partition("\n")[0]
