"""What people think of answers: a verdict and, if they say so, why, kept in the library's folder together with the whole answer.

A line of `feedback.jsonl` is one verdict; who changes their mind adds a line of the same id, and the last one holds. Nothing is sent anywhere.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from vectorstore.errors import LibraryError
from vectorstore.models import Role

FILE = "feedback.jsonl"
LONGEST_WHY = 1_000
"""Characters of a reason at the most."""
_PATIENCE = 10.0  # seconds that another program may take over its line

Verdict = Literal["up", "down"]


class Feedback(BaseModel):
    """One person's verdict on one answer.

    `at` is in UTC; `role` says on whose behalf was asked. `answer` is the whole answer as `--json` prints it, `earlier` are those before it in
    its conversation, in their order.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(min_length=1)
    at: Annotated[AwareDatetime, AfterValidator(lambda at: at.astimezone(UTC))] = Field(default_factory=lambda: datetime.now(UTC))
    verdict: Verdict
    why: Annotated[str, StringConstraints(strip_whitespace=True, max_length=LONGEST_WHY)] = ""
    role: Role = Role.READER
    answer: dict[str, Any]
    earlier: list[dict[str, Any]] = []

    @property
    def question(self) -> str:
        """What was asked."""
        return str(self.answer["question"])


def keep(data: Path, feedback: Feedback) -> None:
    """Add a verdict to those in a library's folder; it takes the place of an earlier one of the same id.

    Raises LibraryError when it cannot be written.
    """
    file = data / FILE
    with writing(data), file.open("a+b") as out:
        start = b"\n" if _cut(out.tell(), file) else b""
        out.write(start + feedback.model_dump_json().encode() + b"\n")
        out.flush()
        os.fsync(out.fileno())


@contextmanager
def writing(data: Path) -> Iterator[None]:
    """The right to change what readers said, which one program has at a time. Raises LibraryError when it cannot be had, or the disk fails."""
    from filelock import FileLock, Timeout

    try:
        data.mkdir(parents=True, exist_ok=True)
        with FileLock(data / "feedback.lock", timeout=_PATIENCE):
            yield
    except (OSError, Timeout) as error:
        raise LibraryError(f"{data / FILE}: what was said of answers could not be kept ({error}); try again.") from error


def _cut(size: int, file: Path) -> bool:
    """Whether a file's last line was cut short."""
    if not size:
        return False
    with file.open("rb") as written:
        written.seek(-1, os.SEEK_END)
        return written.read(1) != b"\n"


def kept(data: Path, role: Role = Role.READER) -> list[Feedback]:
    """The verdicts that a role may see, the earliest first: a reader sees those of readers, the others all.

    A line that was cut short is as if it had not been written. Raises LibraryError when the file cannot be read.
    """
    last = {feedback.id: feedback for feedback in _read(data / FILE)}
    seen = [each for each in last.values() if role.meets_exempt or not each.role.meets_exempt]
    return sorted(seen, key=lambda each: each.at)


def _read(file: Path) -> Iterator[Feedback]:
    try:
        lines = file.read_bytes().split(b"\n") if file.is_file() else []
    except OSError as error:
        raise LibraryError(f"{file}: cannot be read ({error}).") from error
    for line in lines:
        with suppress(ValidationError):
            yield Feedback.model_validate_json(line)
