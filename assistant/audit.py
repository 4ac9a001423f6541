"""The audit log: who asked what, when, and what was shown. Lines are added and never changed; each carries the hash of the one before it.

A file of JSON lines a day (UTC), in the library's folder below `audit/`, readable by its owner alone. A line that is changed, taken out or put
in between breaks the chain of hashes from there on. Whoever may write the files can make the whole chain anew, so that the hash of the last
line should be noted elsewhere from time to time: `scrutiny audit verify --head HASH` then finds that out too. Days that are older than they are
to be kept are deleted whole, and a line says so.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from assistant.answer import Answer
from vectorstore.errors import LibraryError
from vectorstore.models import Document, Filters, Role
from vectorstore.settings import Settings

FOLDER = "audit"
BEGINNING = "0" * 64
"""What the first line of all has as the hash of the one before it."""
_PATIENCE = 10.0  # seconds that another program may take over its line
_TAIL = 1 << 16  # bytes, in which a last line is looked for first


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something: a name, on whose behalf the library is asked, and through which door ("app", "command line")."""

    name: str
    role: Role
    door: str


@dataclass(slots=True)
class Verified:
    """What came of going over the chain: how many lines, the hash of the last, what is wrong with it, and what only looks odd."""

    lines: int = 0
    head: str = BEGINNING
    faults: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


class AuditLog:
    """The log of a library. It keeps nothing where the settings say so (`audit_days` 0)."""

    def __init__(self, settings: Settings) -> None:
        self._folder = settings.data / FOLDER
        self._days = settings.audit_days
        self._settings = hashlib.sha256(settings.model_dump_json(exclude={"data", "cache"}).encode()).hexdigest()

    def asked(self, actor: Actor, answer: Answer, filters: Filters, documents: Iterable[Document]) -> None:
        """Note a question, and what was shown for it: its status, the papers and pages cited, those of the passages found, which can be
        opened below it, and a hash of the whole answer.
        """
        held = list(documents)
        hashes = {document.id: document.sha256 for document in held}
        shown: dict[str, set[int]] = {}
        for citation in answer.citations:
            shown.setdefault(citation.document, set()).update(citation.pages)
        cited = [
            {"document": document, "sha256": hashes.get(document), "pages": sorted(pages)} for document, pages in shown.items()
        ]
        of_source = {source: document.sha256 for document in held for source in document.sources}
        passages: dict[str, set[int]] = {}
        for passage in answer.passages:
            passages.setdefault(passage.source, set()).update([passage.page] if passage.page else [])
        found = [{"source": source, "sha256": of_source.get(source), "pages": sorted(p)} for source, p in passages.items()]
        whole = hashlib.sha256(answer.model_dump_json(exclude={"seconds"}).encode()).hexdigest()
        narrowed = {
            "documents": filters.documents, "kinds": filters.kinds, "bodies": filters.bodies, "from": filters.since,
            "to": filters.until,
        }  # fmt: skip
        said = {name: value for name, value in narrowed.items() if value}
        self.note(
            actor, "asked", question=answer.question, filters=said, as_of=answer.as_of, status=answer.status, writer=answer.writer,
            shown=cited, found=found, answer=whole,
        )  # fmt: skip

    def note(self, actor: Actor, act: str, **what: Any) -> None:
        """Add a line: somebody's act, with whatever else is to be known of it.

        Raises LibraryError when it cannot be written.
        """
        if not self._days:
            return
        from filelock import FileLock, Timeout

        now = datetime.now(UTC)
        said = {
            "at": now.isoformat(timespec="milliseconds"),
            "who": actor.name,
            "role": actor.role,
            "door": actor.door,
            "act": act,
        }
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with FileLock(self._folder / ".lock", timeout=_PATIENCE):
                held = self._files()
                day = max(
                    now.date().isoformat(), held[-1].stem if held else ""
                )  # a clock that was put back moves no line before another
                self._retire(now, day)
                self._add({**said, **what, "settings": self._settings}, day)
        except (OSError, Timeout) as error:
            raise LibraryError(
                f"{self._folder}: the audit log cannot be written ({error}); make room or mend its rights."
            ) from error

    def _add(self, line: Mapping[str, Any], day: str) -> None:
        last = self._last()
        whole = {"n": last["n"] + 1 if last else 1, **line, "before": last["hash"] if last else BEGINNING}
        whole["hash"] = _hash(whole)
        written = json.dumps(whole, default=str).encode() + b"\n"  # in ASCII, so that nothing else can end a line
        file = self._file(day)
        with os.fdopen(os.open(file, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600), "r+b") as out:
            size = out.seek(0, os.SEEK_END)
            if size:  # a line that was cut short by a loss of power is left as it is
                out.seek(size - 1)
                written = written if out.read(1) == b"\n" else b"\n" + written
            out.seek(0, os.SEEK_END)
            out.write(written)
            out.flush()
            os.fsync(out.fileno())

    def _retire(self, now: datetime, day: str) -> None:
        """Delete the days that are older than they are to be kept, having noted that."""
        oldest = now.date() - timedelta(days=self._days)
        gone = [file for file in self._files() if file.stem < oldest.isoformat()]
        if not gone:
            return
        last = next((line for file in reversed(gone) if (line := _last_line(file))), None)
        until = {"through": gone[-1].stem, "until": last["hash"] if last else BEGINNING, "lines": last["n"] if last else 0}
        said = {"at": now.isoformat(timespec="milliseconds"), "who": "the program", "role": None, "door": None, "act": "retired"}
        self._add({**said, **until}, day)
        for file in gone:
            file.unlink()

    def _file(self, day: str) -> Path:
        return self._folder / f"{day}.jsonl"

    def _files(self) -> list[Path]:
        return sorted(self._folder.glob("????-??-??.jsonl"))

    def _last(self) -> dict[str, Any] | None:
        """The last whole line of all; None when there is none."""
        return next((line for file in reversed(self._files()) if (line := _last_line(file))), None)

    def lines(self) -> Iterator[dict[str, Any]]:
        """Every line, the earliest first; what is no line is passed over. Raises LibraryError when the files cannot be read."""
        try:
            for file in self._files():
                for line in file.read_bytes().splitlines():
                    if found := _read(line):
                        yield found
        except OSError as error:
            raise LibraryError(f"{self._folder}: the audit log cannot be read ({error}).") from error

    def verify(self, head: str | None = None) -> Verified:
        """Go over the whole chain; `head` is the hash of a line that was noted elsewhere and must be there.

        Raises LibraryError when the files cannot be read.
        """
        made = Verified()
        hashes = {BEGINNING}
        first: dict[str, Any] | None = None
        retired: dict[str, str] = {}
        today = datetime.now(UTC).date().isoformat()
        for file in self._files():
            if file.stem > today:
                made.notes.append(f"{file.name}: is of a day to come; the clock was ahead, and lines go there until it has come")
            try:
                lines = file.read_bytes().splitlines()
            except OSError as error:
                raise LibraryError(f"{file}: the audit log cannot be read ({error}).") from error
            for number, raw in enumerate(lines, 1):
                line, place = _read(raw), f"{file.name}, line {number}"
                if line is None:
                    if _is_cut_short(raw):
                        made.notes.append(f"{place}: was cut short, as by a loss of power")
                    else:
                        made.faults.append(f"{place}: is no line that the log was given")
                    continue
                unsigned = {key: value for key, value in line.items() if key != "hash"}
                if raw != json.dumps(line).encode() or line["hash"] != _hash(unsigned):
                    made.faults.append(f"{place}: was changed after it was written")
                if first is None:
                    first = line
                elif line["before"] != made.head:
                    made.faults.append(f"{place}: does not follow the line before it; lines were taken out, put in or moved")
                if line.get("act") == "retired":
                    retired[str(line.get("until"))] = str(line.get("through"))
                made.head = line["hash"]
                made.lines += 1
                hashes.add(made.head)
        if first and first["before"] not in {BEGINNING, *retired}:
            made.faults.append("the beginning is missing, and no line says that it was old enough to be deleted")
        if head and head in retired and head not in hashes:
            made.faults.append(
                f"the line with the hash {head} is not there any more: by the log its day, {retired[head]} or earlier, was old enough to be "
                "deleted. If the hash was noted later than that, the log was made anew; what follows cannot be held against it"
            )
        elif head and head not in hashes:
            made.faults.append(f"the line with the hash {head} is not there: the log was cut or made anew")
        return made


def _hash(line: Mapping[str, Any]) -> str:
    """SHA-256 of a line's canonical JSON: keys in order, no white space, UTF-8."""
    return hashlib.sha256(
        json.dumps(line, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str).encode()
    ).hexdigest()


def _read(raw: bytes) -> dict[str, Any] | None:
    try:
        line = json.loads(raw)
    except ValueError:
        return None
    return line if isinstance(line, dict) and {"n", "before", "hash"} <= line.keys() else None


def _is_cut_short(raw: bytes) -> bool:
    """Whether it is the beginning of a line as the log writes them, and no whole one."""
    if not raw.startswith(b'{"n": '[: len(raw)]):
        return False
    try:
        json.loads(raw)
    except ValueError:
        return True
    return False


def _last_line(file: Path) -> dict[str, Any] | None:
    """The last whole line of a file, found from its end."""
    size = file.stat().st_size
    with file.open("rb") as held:
        for room in (_TAIL, size):
            held.seek(max(0, size - room))
            for raw in reversed(held.read().splitlines()):
                if (line := _read(raw)) is not None:
                    return line
            if room >= size:
                break
    return None
