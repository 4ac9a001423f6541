"""Papers dropped on the page: put down under safe names, read in the background. Also papers read again, and taken out.

A dropped file is kept below the library's folder, in a folder named by its content: dropped again it is known, and another paper
that happens to have the same name neither replaces it nor is replaced.
"""

from __future__ import annotations

import hashlib
import logging
import os
import re
import threading
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from ingest.uploads import FOLDER, delete_copy, is_copy
from vectorstore.catalogue import Source
from vectorstore.errors import LibraryError, ReadError, ScrutinyError

if TYPE_CHECKING:
    from assistant.desk import Desk
    from ingest.job import IngestReport, Progress
    from vectorstore.models import Document

NAME_LENGTH = 120
BUSY = "Papers are being read into the library just now; wait until that is done, then try again."
_ONE_AT_A_TIME = threading.Lock()
_UNDER_WAY: list[Intake] = []


class Upload(Protocol):
    """A file as the browser sent it."""

    @property
    def name(self) -> str:
        """The name that the browser gives, which may be anything."""

    def getbuffer(self) -> memoryview:
        """Its bytes."""


def shown_name(given: str) -> str:
    """The last part of a name, without the control and direction characters that could make it read as another."""
    last = unicodedata.normalize("NFC", given).replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(character for character in last if character.isprintable()).strip() or "paper"


def safe_name(given: str) -> str:
    """A name that can do no harm on a disk: letters, digits and plain signs, no leading dot, cut short, the ending kept."""
    stem, dot, ending = shown_name(given).rpartition(".")
    if not dot:
        stem, ending = ending, ""
    stem = re.sub(r"[^\w ,()&'+-]", "_", stem).strip(" _")[:NAME_LENGTH]
    ending = re.sub(r"\W", "", ending)[:10]
    return (stem or "paper") + (f".{ending}" if ending else "")


def distinct(names: Sequence[str]) -> list[str]:
    """The names, later ones that are taken already (in whatever case) numbered: `a.pdf`, `a (2).pdf`."""
    taken: set[str] = set()
    out = []
    for name in names:
        path, new, n = Path(name), name, 1
        while new.casefold() in taken:
            n += 1
            new = f"{path.stem} ({n}){path.suffix}"
        taken.add(new.casefold())
        out.append(new)
    return out


@dataclass
class Intake:
    """One drop of papers. `report` or `error` is set when it has been read; until then `progress` says how far it is.

    `library` is the library's folder, `again` the id of the paper that is read again from where it lies, instead of a drop.
    """

    names: list[str]
    library: Path
    again: str | None = None
    waiting: bool = True
    """Whether others are being read before it."""
    progress: Progress | None = None
    report: IngestReport | None = None
    error: str | None = None
    set_apart: list[str] = field(default_factory=list)
    """Papers that turned out to be exempt and so are not among those shown."""
    namesakes: list[str] = field(default_factory=list)
    """Papers of which another was held under the same name."""
    _thread: threading.Thread | None = field(default=None, repr=False)

    @property
    def finished(self) -> bool:
        """Whether there is an outcome to show."""
        return self.report is not None or self.error is not None

    def wait(self, seconds: float) -> None:
        """Wait for the outcome, no longer than this."""
        if self._thread:
            self._thread.join(seconds)


def take_in(uploads: Sequence[Upload], desk: Desk) -> Intake:
    """Begin to read the uploads. A rerun of the page, or its closing, does not stop it; drops are read one after another."""
    names: dict[Path, str] = {}
    kept = Path(os.path.abspath(desk.library.folder / FOLDER))  # noqa: PTH100 - as the library notes where a file lies
    for upload, name in zip(uploads, distinct([shown_name(upload.name) for upload in uploads]), strict=True):
        content = upload.getbuffer()
        folder = kept / hashlib.sha256(content).hexdigest()[:16]
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / safe_name(upload.name)
        if not path.exists():
            _put_down(path, content)
        names[path] = name
    return _begun(Intake(list(names.values()), desk.library.folder), names, desk)


def _put_down(path: Path, content: memoryview) -> None:
    """Write a file that is there whole or not at all: its folder says what it holds, and another drop of it is not written again."""
    part = path.with_name(f".{path.name}.{threading.get_ident()}")
    try:
        part.write_bytes(content)
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise LibraryError(
            f"{path.name}: could not be put into the library's folder ({error.strerror}); make room or mend its rights, then drop it again."
        ) from error


def sources_of(document: Document, desk: Desk) -> list[Source]:
    """The files that gave a paper, with where each lies."""
    return [source for source, _ in desk.library.sources().values() if source.document_id == document.id]


def read_again(document: Document, desk: Desk) -> Intake:
    """Begin to read a paper again from where its files are. Raises ReadError when none is there any more."""
    sources = sources_of(document, desk)
    names = {Path(source.path): source.name for source in sources if Path(source.path).is_file()}
    if not names:
        path = sources[0].path if sources else document.source
        if is_copy(desk.library.folder, Path(path)):
            raise ReadError(f"{document.source}: the copy that was dropped here is gone ({path}); drop the file again.")
        raise ReadError(
            f"{document.source}: the file is no longer where it was read from ({path}); put it back, or drop it on this page."
        )
    return _begun(Intake(list(names.values()), desk.library.folder, document.id), names, desk)


def take_out(document: Document, desk: Desk) -> None:
    """Take a paper out of the library, with the copy of it that was dropped here. Raises ScrutinyError when that cannot be done now."""
    from ingest.job import remove

    if not _ONE_AT_A_TIME.acquire(blocking=False):
        raise LibraryError(BUSY)
    try:
        remove(desk.library, document.id)
    finally:
        _ONE_AT_A_TIME.release()


def under_way(desk: Desk) -> Intake | None:
    """What is being read into the library at this moment, whoever began it."""
    return next((each for each in _UNDER_WAY if each.library == desk.library.folder and not each.waiting), None)


def _begun(intake: Intake, names: dict[Path, str], desk: Desk) -> Intake:
    # A daemon: the server can be stopped at any moment, for reading that is cut off leaves nothing half done.
    intake._thread = threading.Thread(target=_read, args=(intake, names, desk), name="intake", daemon=True)
    intake._thread.start()
    return intake


def _read(intake: Intake, names: dict[Path, str], desk: Desk) -> None:
    from ingest.job import ingest

    def note(progress: Progress) -> None:
        intake.progress = progress

    try:
        with _ONE_AT_A_TIME:
            intake.waiting = False
            _UNDER_WAY.append(intake)
            before = {source for document in desk.documents() for source in document.sources}
            try:
                report = ingest(list(names), desk.library, progress=note, names=names, again=intake.again is not None)
            finally:
                _UNDER_WAY.remove(intake)
                _clear_away(names, desk)
        after = {source for document in desk.documents() for source in document.sources}
        read = [*report.added, *report.updated] if intake.again else report.added
        intake.set_apart = [name for name in read if name not in after]
        intake.namesakes = [name for name in report.added if name in before]
        intake.report = report
    except ScrutinyError as error:
        intake.error = str(error)
    except Exception:
        logging.getLogger(__name__).exception("The dropped papers could not be read")
        intake.error = "The papers could not be read for a reason that was not foreseen; the program’s log says more."


def _clear_away(names: dict[Path, str], desk: Desk) -> None:
    """What was dropped and is not held is not kept."""
    held = desk.library.sources()
    for path in names:
        if path.as_posix() not in held:
            try:
                delete_copy(desk.library.folder, path)
            except ScrutinyError as error:  # what came of the others is still to be told
                logging.getLogger(__name__).warning("%s", error)
