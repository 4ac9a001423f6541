"""The ingest job: find files, read, describe, cut into passages, embed and store, one document at a time, each as one unit."""

from __future__ import annotations

import hashlib
import os
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from pathlib import Path

from ingest.acronyms import find_acronyms
from ingest.commitments import read_commitments
from ingest.describe import describe, merged
from ingest.files import Found, check_size, find, open_file
from ingest.given import Given, as_json, digest
from ingest.limited_reader import LimitedReader
from ingest.passages import cut
from ingest.reading import Reading, as_heading
from ingest.reading_ahead import ReadingAhead
from ingest.reading_messages import Limits
from ingest.recognition import MISSING, RECOGNISABLE, TRIED, program
from ingest.registers import read_registers
from ingest.registers.headers import without_false_headers
from ingest.uploads import delete_copy
from vectorstore.catalogue import Content, Source
from vectorstore.errors import ReadError, ScrutinyError
from vectorstore.library import Library
from vectorstore.models import Classification, Description, Document, Kind, document_id
from vectorstore.processor import load_numpy
from vectorstore.records import Register
from vectorstore.units import shown_texts

READING_VERSION = (
    "7"  # raised when the readers, the cutting or what is kept of units change what they give: everything is then read again
)
# Papers with pages that are pictures say how these were read, so that they are read again when text recognition comes, or is turned off.
_WITH_OCR, _WITHOUT_OCR = f"{READING_VERSION} with text recognition", f"{READING_VERSION} without text recognition"


@dataclass(slots=True)
class Progress:
    """How far a job is. `seconds_left` is None until there is something to reckon it from."""

    files_done: int = 0
    files_total: int = 0
    pages_done: int = 0
    passages_done: int = 0
    current: str = ""
    seconds_left: float | None = None


@dataclass(slots=True)
class Failure:
    """A file that could not be read, and why, in one line."""

    source: str
    reason: str


@dataclass(slots=True)
class Unread:
    """A file's pages that gave no text, by number in the file."""

    source: str
    pages: list[int]


@dataclass(slots=True)
class IngestReport:
    """What a job did, by source name. `textless` names the documents in which not one page gave text."""

    added: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    failed: list[Failure] = field(default_factory=list)
    unread_pages: list[Unread] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    textless: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def as_json(self) -> dict[str, object]:
        """The report in the shape that `scrutiny ingest --json` prints."""
        whole = asdict(self)
        keys = ("added", "updated", "unchanged", "removed", "failed", "unread_pages")
        return {**{k: whole[k] for k in keys}, "seconds": round(self.seconds, 3)}


def ingest(
    paths: Sequence[Path],
    library: Library,
    *,
    progress: Callable[[Progress], None] | None = None,
    overrides: Description | None = None,
    names: dict[Path, str] | None = None,
    prune: bool = False,
    again: bool = False,
) -> IngestReport:
    """Take papers into the library; only what is new or changed is read, unless all is to be read `again`.

    `overrides` says of every paper what no sidecar may contradict, and holds for its file until other overrides are given;
    `names` gives a path's source name where it is not the file's own. With `prune`, papers whose file is gone from the given
    folders are taken out. A file that fails is reported and the rest goes on.
    """
    with library.writing(), LimitedReader(Limits.of(library.settings), program(library.settings.ocr)) as reader:
        job = _Job(library, reader, overrides or Description(), progress or (lambda _: None), names or {}, again=again)
        job.run(list(find(paths)))
        if prune:
            job.prune([_absolute(p) for p in paths])
    job.report.seconds = time.perf_counter() - job.started
    return job.report


class _ChangedError(ReadError):
    """A file is not what it was when its hash was taken."""


class _Job:
    def __init__(
        self,
        library: Library,
        reader: LimitedReader,
        overrides: Description,
        progress: Callable[[Progress], None],
        names: dict[Path, str],
        *,
        again: bool,
    ) -> None:
        self.library, self.reader, self.tell, self.names, self.again = library, reader, progress, names, again
        self._read: set[str] = set()
        self._ocr, self._ocr_off = program(library.settings.ocr), library.settings.ocr == "off"
        self._readings = [READING_VERSION]  # those that need not be done again
        self._readings += [_WITH_OCR] if self._ocr else [_WITHOUT_OCR] if self._ocr_off else [_WITH_OCR, _WITHOUT_OCR]
        self.report = IngestReport()
        self.progress = Progress()
        self.started = time.perf_counter()
        self.held = {key: source for key, (source, _) in library.sources().items()}
        self.given = Given(overrides, self.held, library.said())
        self._bytes_done = 0
        self._bytes_all = 0
        self._lacks_ocr = False
        self._coming: deque[Found] = deque()  # the files whose turn has not come, and that were not looked at before it
        self._ahead = ReadingAhead(reader.read)
        self._warming = threading.Thread(target=self._warm, name="warming", daemon=True)

    def run(self, found: list[Found | ReadError]) -> None:
        todo = []
        given: dict[Path, Found] = {}
        found = [e for e in found if isinstance(e, ReadError) or given.setdefault(e.path, e) is e]
        self.progress.files_total = len(found)
        for entry in found:
            if isinstance(entry, ReadError):
                self._fail(entry)
            elif self._is_unchanged(entry):
                self.report.unchanged.append(self._name(entry))
                self.progress.files_done += 1
            else:
                todo.append(entry)
        self._bytes_all = sum(_size(entry.path) for entry in todo)
        if todo:
            load_numpy()
            self._warming.start()
        self._coming = deque(todo)
        try:
            for entry in todo:
                if self._coming and self._coming[0] is entry:
                    self._coming.popleft()
                self.progress.current = self._name(entry)
                self.tell(self.progress)
                try:
                    try:
                        self._take(entry)
                    except _ChangedError:
                        self._take(entry)
                except ReadError as error:
                    self._fail(error, self._name(entry))
                else:
                    self.progress.files_done += 1
                self._reckon(entry)
        finally:
            self._ahead.close()
        if todo:
            self._warming.join()  # a program that ends while a library is being loaded is aborted
        if self._lacks_ocr and not self._ocr_off:
            self.report.notes.append(MISSING)
        if self.report.added or self.report.updated:
            self.library.embedder.export()
        self.progress.current = ""
        self.tell(self.progress)

    def _warm(self) -> None:
        with suppress(Exception):  # the same loading is done, and its error shown, where the vectors are needed
            self.library.embedder.prepare()

    def _name(self, entry: Found) -> str:
        return self.names.get(entry.path, entry.name)

    def _fail(self, error: ReadError, name: str | None = None) -> None:
        reason = str(error)
        self.report.failed.append(Failure(name or reason.split(": ", 1)[0], reason))
        self.progress.files_done += 1

    def _reckon(self, entry: Found) -> None:
        self._bytes_done += _size(entry.path)
        if self._bytes_done:
            spent = time.perf_counter() - self.started
            self.progress.seconds_left = spent * max(0, self._bytes_all - self._bytes_done) / self._bytes_done
        self.tell(self.progress)

    def _is_unchanged(self, entry: Found) -> bool:
        held = self.held.get(_key(entry.path))
        if held is None or self.again:
            return False
        try:
            stat = entry.path.stat()
            described_by = {digest(self.given.of_file(entry.path), reading) for reading in self._readings}
        except (OSError, ReadError):
            return False
        return (held.size, held.modified_ns) == (stat.st_size, stat.st_mtime_ns) and held.described_by in described_by

    def _take(self, entry: Found) -> None:
        """Read one file and put it on its shelf, or only note it as a further source of a paper that is held."""
        name = self._name(entry)
        source, sha256 = self._source(entry, name)
        given = self.given.of_document(entry.path, source.document_id)
        known = self.held.get(source.path)
        if as_it_is := self._held_as(source.document_id, given):
            reading, classification = as_it_is
            self.library.add_source(self._read_as(source, entry.path, reading), classification)
            unchanged = known is not None and known.document_id == source.document_id
            (self.report.unchanged if unchanged else self.report.updated if known else self.report.added).append(name)
        else:
            self._put(entry, name, source, sha256, given)
            (self.report.updated if known else self.report.added).append(name)
        self.held[source.path] = source

    def _held_as(self, document: str, given: Description) -> tuple[str, Classification] | None:
        """The version that a paper was read by and its shelf, when it is held as it would be read; None when it is to be read."""
        same = self.library.described(document)
        reading = next((r for r in self._readings if same and same[0] == digest(given, r)), None)
        return (reading, same[1]) if same and reading and not self._is_due(document) else None

    def _is_due(self, document: str) -> bool:
        """Whether a paper that is held as it would be read is to be read all the same: once, whatever number of files give it."""
        return self.again and document not in self._read

    def _source(self, entry: Found, name: str) -> tuple[Source, str]:
        """A file as a source, and its bytes' SHA-256. One that would be refused for its size is not gone through for that."""
        try:
            check_size(entry.path, self.library.settings.reading_characters)
            stat = entry.path.stat()
            with open_file(entry.path) as stream:
                sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
        except OSError as error:
            reason = error.strerror or error
            raise ReadError(f"{name}: cannot be read ({reason}); check that it exists and that you may open it.") from error
        key = _key(entry.path)
        described_by = digest(self.given.of_file(entry.path), READING_VERSION)
        said = as_json(self.given.said(key))
        return Source(key, name, document_id(sha256), stat.st_size, stat.st_mtime_ns, described_by, said), sha256

    def _reading(self, entry: Found, name: str, sha256: str) -> Reading:
        """The file's reading, if it has stayed as it was when its hash was taken: what is held must be of one state."""
        try:
            reading = self._ahead.take(entry.path, sha256)
            self._read_ahead(sha256)
            return reading.result()
        finally:
            if self._source(entry, name)[1] != sha256:
                raise _ChangedError(f"{name}: was changed while it was being read; ingest it again when nobody writes to it.")

    def _read_ahead(self, sha256: str) -> None:
        """Begin to read files whose turn comes, except those that have bytes which are being read, or are held already."""
        while self._coming and not self._ahead.full:
            entry = self._coming.popleft()
            try:
                source, its = self._source(entry, self._name(entry))
                given = self.given.of_document(entry.path, source.document_id)
            except ReadError:
                continue  # it is said in its turn
            if its != sha256 and not self._ahead.has(entry.path, its) and self._held_as(source.document_id, given) is None:
                self._ahead.begin(entry.path, its, source.size)

    def _read_as(self, source: Source, path: Path, version: str) -> Source:
        return replace(source, described_by=digest(self.given.of_file(path), version))

    def _version(self, reading: Reading) -> str:
        """The version of a reading: another one where pages are pictures, so that it is done again when they can be read, or no longer are."""
        lacking = not self._ocr and any(p.unread in RECOGNISABLE for p in reading.pages)
        seen = any(p.recognised or p.unread in TRIED for p in reading.pages)
        self._lacks_ocr |= lacking
        return _WITHOUT_OCR if lacking else _WITH_OCR if seen else READING_VERSION

    def _put(self, entry: Found, name: str, source: Source, sha256: str, given: Description) -> None:
        reading = self._reading(entry, name, sha256)
        self._warming.join()  # what comes needs the same libraries, and two threads that load one at once break it
        embedder = self.library.embedder
        try:
            said = merged(given, describe(reading, name))
            document, content = content_of(reading, said, sha256, name, embedder.count, embedder.limit)
        except (ValueError, ArithmeticError, LookupError, TypeError, AttributeError, RecursionError, MemoryError) as error:
            raise ReadError(
                f"{name}: was read, and what it says could not be put in order ({error!r}); save it in another format and retry."
            ) from error
        version = self._version(reading)
        self.library.put(document, content, self._read_as(source, entry.path, version), digest(given, version))
        self._read.add(document.id)
        self._note(document, name, reading)
        self._note_registers(content.registers, name)
        self.progress.pages_done += len(reading.pages)
        self.progress.passages_done += len(content.passages)

    def _note(self, document: Document, name: str, reading: Reading) -> None:
        if document.unread_pages:
            self.report.unread_pages.append(Unread(name, list(document.unread_pages)))
        if len(document.unread_pages) == len(reading.pages):
            self.report.textless.append(name)
        self.report.notes += [f"{name}: {note}" for note in reading.notes]
        if document.classification is Classification.EXEMPT:
            self.report.notes.append(f"{name}: taken as exempt, so readers do not see it; --classification open says otherwise")

    def _note_registers(self, registers: Sequence[Register], name: str) -> None:
        """Say what of a paper was read as a risk register, and what of it found no place."""
        for register in registers:
            children = [c for risk in register.risks for c in risk.children]
            counts = [(len(register.risks), "risk")]
            counts += [(n, kind) for kind in ("control", "action") if (n := sum(c.kind == kind for c in children))]
            said = ", ".join(f"{n} {kind}{'s' * (n != 1)}" for n, kind in counts)
            if left := register.leftovers:
                pages = ", ".join(str(p) for p in sorted({x.page for x in left}))
                said += (
                    f"; {len(left)} row{'s' * (len(left) != 1)} could not be placed (page {pages}), 'scrutiny risks' shows them"
                )
            self.report.notes.append(f"{name}: read as a risk register: {said}")

    def prune(self, given: list[Path]) -> None:
        """Take out papers whose file is gone from the folders given; a folder that is gone itself may only be out of reach."""
        for key, (source, _) in self.library.sources().items():
            path = Path(key)
            below = any(path.is_relative_to(g) if g.is_dir() else path == g and g.parent.is_dir() for g in given)
            if below and not path.exists():
                self.library.drop_source(key)
                self.report.removed.append(source.name)


def content_of(
    reading: Reading, said: Description, sha256: str, name: str, count: Callable[[str], int], limit: int
) -> tuple[Document, Content]:
    """A reading as the document that it is and all that is held of it. `count` says how long a text is to the embedder, `limit` how much
    it reads.
    """
    document = _document(reading, said, sha256, name)
    registers = read_registers(reading, document.id, document.title)
    rows = without_false_headers(reading, registers)
    entries = read_commitments(reading, document, registers)
    passages = cut(rows, document.id, document.title, count, limit)
    document = replace(document, passage_count=len(passages))
    shown = shown_texts(document, passages, reading.pages)
    return document, Content(reading.pages, passages, find_acronyms(p.text for p in passages), registers, entries, shown)


def _document(reading: Reading, said: Description, sha256: str, name: str) -> Document:
    paged = any(p.number is not None for p in reading.pages)
    return Document(
        id=document_id(sha256), sha256=sha256, title=as_heading(said.title or name), kind=said.kind or Kind.OTHER, sources=(name,),
        classification=said.classification or Classification.OPEN, body=said.body, meeting_date=said.meeting_date,
        period=said.period, page_count=len(reading.pages) if paged else None,
        unread_pages=tuple(p.number or p.ordinal for p in reading.pages if p.unread), notes=tuple(reading.notes),
        ingested_at=datetime.now().replace(microsecond=0),
    )  # fmt: skip


def remove(library: Library, name: str) -> list[str]:
    """Take out the paper given under a source name, a file path or an id, whatever other files gave it; the names it had.

    A copy that was dropped on the app's page is deleted with it; no other file is touched. Raises ScrutinyError when nothing held is
    called so, when a name fits several papers, or when a copy cannot be deleted.
    """
    with library.writing():
        held = {key: source for key, (source, _) in library.sources().items()}
        wanted = {name, _key(Path(name))}
        exact = [key for key, s in held.items() if wanted & {s.name, key, s.document_id}]
        fitting = exact or [key for key, s in held.items() if Path(s.name).name == name]
        documents = {held[key].document_id for key in fitting}
        if not documents:
            raise ScrutinyError(f"'{name}': no paper of that name is held; 'scrutiny documents' lists them.")
        if len(documents) > 1:
            raise ScrutinyError(f"'{name}': several papers are called so; give the path of one: {', '.join(sorted(fitting))}.")
        gone = [key for key, s in held.items() if s.document_id in documents]
        for key in gone:
            library.drop_source(key)
        for key in gone:
            delete_copy(library.folder, Path(key))
    return [held[key].name for key in gone]


def _absolute(path: Path) -> Path:
    return Path(os.path.abspath(path))  # noqa: PTH100 - links are kept as they were given


def _key(path: Path) -> str:
    return _absolute(path).as_posix()


def _size(path: Path) -> int:
    """A file's size in bytes; 0 when it has gone."""
    try:
        return path.stat().st_size
    except OSError:
        return 0
