"""The ingest job: find files, read, describe, cut into passages, embed and store, one document at a time, each as one unit."""

from __future__ import annotations

import hashlib
import json
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

from ingest.acronyms import find_acronyms
from ingest.describe import describe, merged, sidecar
from ingest.files import Found, find, read
from ingest.passages import cut
from ingest.reading import Reading
from vectorstore.catalogue import Source
from vectorstore.errors import ReadError, ScrutinyError
from vectorstore.library import Library
from vectorstore.models import Classification, Description, Document, Kind, document_id

READING_VERSION = "1"  # raised when the readers or the cutting change what they give: everything is then read again


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
) -> IngestReport:
    """Take papers into the library; only what is new or changed is read.

    `overrides` says of every paper what no sidecar may contradict; `names` gives a path's source name where it is not the file's own.
    With `prune`, papers whose file is gone from below the given paths are taken out. A file that fails is reported and the rest goes on.
    """
    job = _Job(library, overrides or Description(), progress or (lambda _: None), names or {})
    with library.writing():
        job.run(list(find(paths)))
        if prune:
            job.prune([Path(p).absolute() for p in paths])
    job.report.seconds = time.perf_counter() - job.started
    return job.report


class _Job:
    def __init__(
        self, library: Library, overrides: Description, progress: Callable[[Progress], None], names: dict[Path, str]
    ) -> None:
        self.library, self.overrides, self.tell, self.names = library, overrides, progress, names
        self.report = IngestReport()
        self.progress = Progress()
        self.started = time.perf_counter()
        self.held = library.sources()
        self._bytes_done = 0
        self._bytes_all = 0

    def run(self, found: list[Found | ReadError]) -> None:
        self.progress.files_total = len(found)
        todo = []
        for entry in found:
            if isinstance(entry, ReadError):
                self._fail(entry)
            elif self._is_unchanged(entry):
                self.report.unchanged.append(self._name(entry))
                self.progress.files_done += 1
            else:
                todo.append(entry)
        self._bytes_all = sum(f.path.stat().st_size for f in todo)
        if todo:
            threading.Thread(target=self._warm, daemon=True).start()
        for entry in todo:
            self.progress.current = self._name(entry)
            self.tell(self.progress)
            try:
                self._take(entry)
            except ReadError as error:
                self._fail(error, self._name(entry))
            else:
                self.progress.files_done += 1
            self._reckon(entry)
        if todo:
            self.library.embedder.export()
        self.progress.current = ""
        self.tell(self.progress)

    def _warm(self) -> None:
        try:
            self.library.embedder.prepare()
        except Exception:  # noqa: BLE001, S110 - the same loading is done, and its error shown, where the vectors are needed
            pass

    def _name(self, entry: Found) -> str:
        return self.names.get(entry.path, entry.name)

    def _fail(self, error: ReadError, name: str | None = None) -> None:
        reason = str(error)
        self.report.failed.append(Failure(name or reason.split(":", 1)[0], reason))
        self.progress.files_done += 1

    def _reckon(self, entry: Found) -> None:
        self._bytes_done += entry.path.stat().st_size if entry.path.exists() else 0
        if self._bytes_done:
            spent = time.perf_counter() - self.started
            self.progress.seconds_left = spent * (self._bytes_all - self._bytes_done) / self._bytes_done
        self.tell(self.progress)

    def _described_by(self, entry: Found) -> str:
        given = asdict(merged(self.overrides, sidecar(entry.path)))
        return hashlib.sha256(json.dumps([READING_VERSION, given], default=str, sort_keys=True).encode()).hexdigest()[:16]

    def _is_unchanged(self, entry: Found) -> bool:
        held = self.held.get(_key(entry.path))
        if held is None:
            return False
        stat = entry.path.stat()
        try:
            described_by = self._described_by(entry)
        except ReadError:
            return False
        return (held[0].size, held[0].modified_ns, held[0].described_by) == (stat.st_size, stat.st_mtime_ns, described_by)

    def _take(self, entry: Found) -> None:
        """Read one file and put it on its shelf, or only note it as a further source of a paper that is held."""
        name = self._name(entry)
        stat = entry.path.stat()
        digest = hashlib.file_digest(entry.path.open("rb"), "sha256").hexdigest()
        described_by = self._described_by(entry)
        source = Source(_key(entry.path), name, document_id(digest), stat.st_size, stat.st_mtime_ns, described_by)
        known = self.held.get(source.path)
        same = self.library.described(source.document_id)
        if same and same[0] == described_by:
            self.library.add_source(source, same[1])
            unchanged = known is not None and known[0].document_id == source.document_id
            (self.report.unchanged if unchanged else self.report.updated if known else self.report.added).append(name)
            return
        reading = read(entry.path)
        document = self._document(reading, entry, digest, name)
        passages = cut(reading, document.id, document.title, self.library.embedder.count, self.library.embedder.limit)
        document = _counted(document, len(passages))
        acronyms = find_acronyms(p.text for p in passages)
        self.library.put(document, reading.pages, passages, acronyms, source)
        (self.report.updated if known else self.report.added).append(name)
        self._note(document, name, reading)
        self.progress.pages_done += len(reading.pages)
        self.progress.passages_done += len(passages)

    def _document(self, reading: Reading, entry: Found, digest: str, name: str) -> Document:
        said = merged(self.overrides, sidecar(entry.path), describe(reading, name))
        paged = any(p.number is not None for p in reading.pages)
        return Document(
            id=document_id(digest), sha256=digest, title=said.title or name, kind=said.kind or Kind.OTHER, sources=(name,),
            classification=said.classification or Classification.OPEN, body=said.body, meeting_date=said.meeting_date, period=said.period,
            page_count=len(reading.pages) if paged else None, unread_pages=tuple(p.number or p.ordinal for p in reading.pages if p.unread),
            notes=tuple(reading.notes), ingested_at=datetime.now().replace(microsecond=0),
        )  # fmt: skip

    def _note(self, document: Document, name: str, reading: Reading) -> None:
        if document.unread_pages:
            self.report.unread_pages.append(Unread(name, list(document.unread_pages)))
        if len(document.unread_pages) == len(reading.pages):
            self.report.textless.append(name)
        self.report.notes += [f"{name}: {note}" for note in reading.notes]

    def prune(self, below: list[Path]) -> None:
        """Take out papers whose file was below one of some paths and is gone."""
        for key, (source, _) in self.library.sources().items():
            path = Path(key)
            if not path.exists() and any(path == b or path.is_relative_to(b) for b in below):
                self.library.drop_source(key)
                self.report.removed.append(source.name)


def remove(library: Library, name: str) -> list[str]:
    """Take out the papers given under a source name, a file path, a title or an id; the names taken out.

    Raises ScrutinyError when nothing held is called so, or when a title or name fits several papers.
    """
    held = library.sources()
    exact = [k for k, (s, _) in held.items() if name in (s.name, k, s.document_id) or str(Path(name).absolute()) == k]
    fitting = exact or [k for k, (s, _) in held.items() if Path(s.name).name == name]
    if not fitting:
        raise ScrutinyError(f"'{name}': no paper of that name is held; 'scrutiny documents' lists them.")
    if len({held[k][0].document_id for k in fitting}) > 1:
        names = ", ".join(sorted(held[k][0].name for k in fitting))
        raise ScrutinyError(f"'{name}': several papers are called so ({names}); give the name with its folder.")
    with library.writing():
        for key in fitting:
            library.drop_source(key)
    return [held[k][0].name for k in fitting]


def _key(path: Path) -> str:
    return path.absolute().as_posix()


def _counted(document: Document, passages: int) -> Document:
    from dataclasses import replace

    return replace(document, passage_count=passages)
