"""Feedback from the chat turned into questions of a set: what people asked and judged is what a release should be held against."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, cast, get_args

from pydantic import ValidationError

from assistant.answer import Answer
from assistant.feedback import Feedback
from eval.question_set import UNANSWERABLE, Asked, Evidence, Expected, QuestionSetError, Turn, as_line, load
from vectorstore.errors import ScrutinyError
from vectorstore.models import fold_space

_TAG = "adopted"
_SHOWN = 100  # characters of a question or a reason in the listing


class AdoptError(ScrutinyError):
    """Feedback that cannot be made a question; says what is missing."""


def adopt(
    feedback: Sequence[Feedback],
    chosen: Iterable[str],
    file: Path,
    status: str | None = None,
    must_include: Sequence[str] = (),
    kind: str | None = None,
) -> list[Asked]:
    """Add the feedback with the `chosen` ids to a question set, which is begun if there is none; the questions that were added.

    Of a thumb up, what was answered is expected, on the evidence that it quotes. Of a thumb down, what is expected must be told: `status`, or
    `must_include` for what an answer has. Turns before it are asked before it. What the set asks already is not added again. Raises
    ScrutinyError, and leaves the set as it was, when an id is unknown, something is missing, nothing is new, or the set would not be valid.
    """
    wanted = _chosen(feedback, chosen)
    expected = _status(status, must_include)
    if must_include and len(wanted) > 1:
        raise AdoptError("What a right answer has is different for each question: adopt one at a time with --must-include.")
    before = _held(file)
    ids = {asked.id for asked in before}
    known = {_words(asked.turns) for asked in before}
    adopted: list[Asked] = []
    for each in wanted:
        asked = _asked(each, feedback, expected, tuple(must_include), kind, ids)
        if _words(asked.turns) not in known:
            adopted.append(asked)
            ids.add(asked.id)
            known.add(_words(asked.turns))
    if not adopted:
        raise AdoptError(f"{file}: asks {'that' if len(wanted) == 1 else 'all of these'} already; nothing was added.")
    _add(file, adopted)
    return adopted


def listing(feedback: Sequence[Feedback]) -> str:
    """Feedback for a terminal, a line each: id, date, verdict, question, and why where that was said."""
    if not feedback:
        return "No feedback was given yet."
    widest = max(len(each.id) for each in feedback)
    return "\n".join(
        f"{each.id:{widest}}  {each.at:%Y-%m-%d}  {each.verdict:4}  {_shown(each.question)}{f'  ({_shown(each.why)})' if each.why else ''}"
        for each in feedback
    )


def _shown(text: str) -> str:
    """A text's beginning on one line, without what a terminal would act on."""
    plain = fold_space("".join(c if c.isprintable() else " " for c in text))
    return plain if len(plain) <= _SHOWN else f"{plain[:_SHOWN].rstrip()} …"


def _chosen(feedback: Sequence[Feedback], chosen: Iterable[str]) -> list[Feedback]:
    by_id = {each.id: each for each in feedback}
    wanted = list(dict.fromkeys(chosen))
    if unknown := [name for name in wanted if name not in by_id]:
        raise AdoptError(f"There is no feedback with the id {unknown[0]!r}; `scrutiny eval adopt` lists what there is.")
    if not wanted:
        raise AdoptError("Name the feedback that is to be adopted; `scrutiny eval adopt` lists what there is.")
    return [by_id[name] for name in wanted]


def _status(status: str | None, must_include: Sequence[str]) -> Expected | None:
    """The status that is told to be expected; None where none is."""
    if status is not None and status not in get_args(Expected):
        raise AdoptError(f"{status!r} is no status of an answer: give {', '.join(get_args(Expected))}.")
    if status == "not_found" and must_include:
        raise AdoptError("A refusal says nothing: give --must-include or --status not_found, not both.")
    return cast(Expected | None, status)


def _held(file: Path) -> tuple[Asked, ...]:
    """The questions of a set; none where it is to be begun."""
    empty = not file.exists() or (file.is_file() and not file.stat().st_size)
    return () if empty else load(file).questions


def _asked(
    feedback: Feedback, among: Sequence[Feedback], status: Expected | None, must_include: tuple[str, ...], kind: str | None, ids: set[str]
) -> Asked:  # fmt: skip
    """The question, or the conversation that ends with it."""
    earlier = [_earlier(answer, feedback, among) for answer in feedback.earlier]
    try:
        turns = [*earlier, _last(feedback, status, must_include)]
    except ValidationError as error:
        raise AdoptError(f"{feedback.id}: cannot be a question ({error.errors()[0]['msg']}).") from error
    refused = turns[-1].status == "not_found"
    usual = "conversation" if len(turns) > 1 else UNANSWERABLE if refused else "fact"
    return Asked(
        id=_fresh(f"{_TAG}-{feedback.id}", ids), kind=kind or usual, tags=(_TAG,), turns=tuple(turns), conversation=len(turns) > 1
    )


def _fresh(name: str, ids: set[str]) -> str:
    number, fresh = 1, name
    while fresh in ids:
        number += 1
        fresh = f"{name}-{number}"
    return fresh


def _earlier(answer: Mapping[str, Any], feedback: Feedback, among: Sequence[Feedback]) -> Turn:
    """A turn before the one that was judged, taken as right unless it was judged wrong: then nobody has said what is expected of it."""
    if any(each.verdict == "down" and each.answer == answer for each in among):
        raise AdoptError(
            f"{feedback.id}: the answer before it, to “{_shown(str(answer['question']))}”, was judged wrong, so that what is expected of it is not "
            "known; write this conversation into the set by hand."
        )
    return _turn(answer, _read(answer).status, ())


def _last(feedback: Feedback, status: Expected | None, must_include: tuple[str, ...]) -> Turn:
    """The turn that was judged. What was judged wrong is evidence of nothing."""
    why = f"Said by a reader: {feedback.why}" if feedback.why else ""
    if feedback.verdict == "up":
        return _turn(feedback.answer, status or _read(feedback.answer).status, must_include, why)
    if status is None and not must_include:
        raise AdoptError(
            f"{feedback.id}: was judged wrong, so say what is expected of “{_shown(feedback.question)}”: --status not_found, or --status answered "
            "with or without --must-include WORDS."
        )
    return Turn(question=feedback.question, status=status or "answered", must_include=must_include, answer=why)


def _turn(raw: Mapping[str, Any], status: Expected, must_include: tuple[str, ...], why: str = "") -> Turn:
    """A question of which its answer is what is expected, with the quotes as evidence, each once."""
    answer = _read(raw)
    found = [Evidence(text=c.quote, source=c.source, page=c.page) for c in answer.citations] if status != "not_found" else []
    return Turn(
        question=answer.question,
        standalone=answer.understood,
        status=status,
        must_include=must_include,
        evidence=tuple(dict.fromkeys(found)),
        answer=why,
    )


def _read(raw: Mapping[str, Any]) -> Answer:
    try:
        return Answer.model_validate(raw)
    except ValidationError as error:
        raise AdoptError("The answer was kept by another version of this program and cannot be read; ask again.") from error


def _words(turns: Iterable[Turn]) -> tuple[tuple[str, ...], ...]:
    """What is asked, whatever its capitals, spaces and punctuation."""
    return tuple(tuple(re.findall(r"\w+", turn.question.casefold())) for turn in turns)


def _add(file: Path, adopted: Sequence[Asked]) -> None:
    """Put questions at the end of a set, once it is sure that they are read again as they are meant; else the set stays as it is."""
    before = file.read_bytes() if file.exists() else b""
    start = before if not before or before.endswith(b"\n") else before + b"\n"
    beside = file.with_name(f"{file.name}.part")
    try:
        beside.write_bytes(start + "".join(f"{as_line(asked)}\n" for asked in adopted).encode())
        try:
            read = {asked.id: asked for asked in load(beside).questions}
        except QuestionSetError as error:
            raise AdoptError(f"{file}: would not be a valid set with it, and is as it was ({error}).") from error
        if changed := [asked for asked in adopted if _meant(read[asked.id]) != _meant(asked)]:
            raise AdoptError(
                f"{file}: is as it was. A question of the kind {changed[0].kind!r} would be read as one of which something else is expected; give "
                "another --kind."
            )
        beside.replace(file)
    except OSError as error:
        raise AdoptError(f"{file}: cannot be written ({error}); nothing was added.") from error
    finally:
        beside.unlink(missing_ok=True)


def _meant(asked: Asked) -> tuple[Any, ...]:
    return asked.kind, asked.conversation, tuple(turn.model_dump() for turn in asked.turns)
