"""Question sets: JSON lines that say what is asked, what a right answer holds, and where in the papers it stands.

A line is a question, or a conversation under `turns`. The first line may describe the set instead: `{"set": NAME, "as_of": DATE, "papers": [FILE]}`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator
from rapidfuzz import fuzz, process

from vectorstore.errors import ScrutinyError

SAMPLES = Path(__file__).resolve().parent / "sets" / "samples.jsonl"
"""The set on the sample papers."""

Expected = Literal["answered", "partial", "not_found"]
Persona = Literal["councillor", "officer"]
UNANSWERABLE, FALSE_PREMISE, INJECTION = "unanswerable", "false-premise", "injection"
_ALIKE = 80  # of 100: a key that is so near one that is known is a slip of the pen
_ASIDE = {"source", "section", "unanswerable", "like", "why"}  # what else lines may say
_SHORT_EACH = 4  # questions of a kind in the short form


class QuestionSetError(ScrutinyError):
    """A question set that cannot be used; names the file and the line."""


class Evidence(BaseModel):
    """Words of a paper that an answer rests on. Tabs part the cells of a row; `source` names a file, `page` counts from 1; either may be unknown."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str = Field(min_length=1)
    source: str | None = None
    page: int | None = Field(default=None, ge=1)


class Turn(BaseModel):
    """One question and what is expected of its answer. `standalone` is what it means outside of its conversation."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    question: str = Field(min_length=1)
    standalone: str | None = None
    status: Expected = "answered"
    answer: str = ""
    must_include: tuple[str, ...] = ()
    must_not_include: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    sources: tuple[str, ...] = ()

    @field_validator("must_include", "must_not_include")
    @classmethod
    def _no_blank(cls, literals: tuple[str, ...]) -> tuple[str, ...]:
        if not all(any(c.isalnum() for c in x) for x in literals):
            raise ValueError("has a literal without a letter or a figure")
        return literals

    @model_validator(mode="after")
    def _nothing_expected_of_a_refusal(self) -> Turn:
        if self.status == "not_found" and self.must_include:
            raise ValueError("status not_found goes with no must_include: a refusal says nothing")
        return self

    @property
    def papers(self) -> tuple[str, ...]:
        """The files that the evidence stands in, each once."""
        return tuple(dict.fromkeys([*self.sources, *(e.source for e in self.evidence if e.source)]))


class Asked(BaseModel):
    """A question of a set, a conversation if it has several turns."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str = Field(min_length=1)
    kind: str = Field(default="fact", min_length=1)
    persona: Persona = "councillor"
    tags: tuple[str, ...] = ()
    turns: tuple[Turn, ...] = Field(min_length=1)
    conversation: bool = False


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """Questions, with the SHA-256 of their file; `as_of` and `papers` (file names) are those they were written for, if that is said."""

    name: str
    sha256: str
    questions: tuple[Asked, ...]
    as_of: date | None = None
    papers: tuple[str, ...] = ()

    def short(self) -> QuestionSet:
        """A few questions of every kind, always the same ones: the four whose ids have the lowest hashes."""
        kinds: dict[str, list[Asked]] = {}
        for q in sorted(self.questions, key=lambda q: sha256(q.id.encode()).hexdigest()):
            kinds.setdefault(q.kind, []).append(q)
        chosen = {q.id for of_kind in kinds.values() for q in of_kind[:_SHORT_EACH]}
        return QuestionSet(
            f"{self.name}, short", self.sha256, tuple(q for q in self.questions if q.id in chosen), self.as_of, self.papers
        )


def load(file: Path) -> QuestionSet:
    """Read and validate a question set. Raises QuestionSetError naming the first line that is wrong, and how."""
    try:
        raw = file.read_bytes()
        lines = raw.decode("utf-8-sig").split("\n")
    except FileNotFoundError:
        raise QuestionSetError(f"{file}: there is no such file; give a file with a question a line.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionSetError(f"{file}: cannot be read ({error}); save it as UTF-8 text.") from error
    head: Mapping[str, Any] = {}
    questions: list[Asked] = []
    for number, given in _objects(lines, file):
        if "set" in given and not questions and not head:
            head = given
            continue
        try:
            question = _question(given)
        except ValidationError as error:
            raise QuestionSetError(f"{file}, line {number}: {_fault(error)}") from error
        except ValueError as error:
            raise QuestionSetError(f"{file}, line {number}: {error}") from error
        if any(q.id == question.id for q in questions):
            raise QuestionSetError(f"{file}, line {number}: the id {question.id!r} stands in an earlier line too.")
        questions.append(question)
    if not questions:
        raise QuestionSetError(f"{file}: holds no question.")
    try:
        as_of = date.fromisoformat(head["as_of"]) if head.get("as_of") else None
    except (TypeError, ValueError):
        raise QuestionSetError(f"{file}, line 1: as_of {head['as_of']!r} is no date; write it as 2026-01-26.") from None
    return QuestionSet(
        str(head.get("set", file.stem)), sha256(raw).hexdigest(), tuple(questions), as_of, tuple(head.get("papers", ()))
    )


def as_line(question: Asked) -> str:
    """A question as a line of a set, what is empty left out."""
    whole = question.model_dump(mode="json", exclude_defaults=True)
    turns = whole.pop("turns")
    whole.pop("conversation", None)
    return json.dumps({**whole, **({"turns": turns} if question.conversation else turns[0])}, ensure_ascii=False)


def _objects(lines: Iterable[str], file: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            given = json.loads(line)
        except json.JSONDecodeError as error:
            raise QuestionSetError(f"{file}, line {number}: is not JSON: {error.msg} at column {error.colno}.") from error
        if not isinstance(given, dict):
            raise QuestionSetError(f"{file}, line {number}: is not a JSON object.")
        yield number, given


def _question(given: dict[str, Any]) -> Asked:
    whole = dict(given)
    _known(whole, {*Asked.model_fields, *Turn.model_fields, *_ASIDE} - {"conversation"})
    turns = whole.pop("turns", None)
    if turns is not None:
        if not isinstance(turns, list) or not all(isinstance(t, dict) for t in turns):
            raise ValueError("turns: is no list of questions")
        for turn in turns:
            _known(turn, {*Turn.model_fields, *_ASIDE})
        return Asked(
            **{
                "kind": "conversation",
                **whole,
                "turns": tuple(_turn(t, whole.get("kind", "")) for t in turns),
                "conversation": True,
            }
        )
    own = {k: whole.pop(k) for k in {*Turn.model_fields, *_ASIDE} & whole.keys()}
    return Asked(**{**whole, "turns": (_turn(own, whole.get("kind", "")),)})


def _turn(given: Mapping[str, Any], kind: str) -> Turn:
    whole = dict(given)
    source = whole.pop("source", None)
    sources = [*([source] if isinstance(source, str) else source or []), *whole.pop("sources", ())]
    if whole.pop("unanswerable", False) or kind == UNANSWERABLE:
        whole.setdefault("status", "not_found")
    evidence = [
        Evidence(text=e, source=sources[0] if len(sources) == 1 else None) if isinstance(e, str) else e
        for e in whole.pop("evidence", ())
    ]
    return Turn(**{**whole, "sources": tuple(sources), "evidence": tuple(evidence)})


def _known(given: Mapping[str, Any], known: set[str]) -> None:
    """Refuse a key that looks like a slip for a known one; others are the set's own business."""
    for key in given:
        if key not in known and (near := process.extractOne(key, known, scorer=fuzz.ratio, score_cutoff=_ALIKE)):
            raise ValueError(f"{key!r} is no key of a question; is {near[0]!r} meant?")


def _fault(error: ValidationError) -> str:
    first = error.errors()[0]
    place = ".".join(str(x) for x in first["loc"])
    return f"{place}: {first['msg']}" if place else str(first["msg"])
