"""Papers dropped on the page: put down under safe names, read in the background, and what came of each.

A dropped file is kept below the library's folder, in a folder named by its content: dropped again it is known, and another paper
that happens to have the same name neither replaces it nor is replaced.
"""

from __future__ import annotations

import hashlib
import logging
import re
import threading
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from vectorstore.errors import ScrutinyError

if TYPE_CHECKING:
    from assistant.desk import Desk
    from ingest.job import IngestReport, Progress

FOLDER = "uploads"
NAME_LENGTH = 120
_ONE_AT_A_TIME = threading.Lock()


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
    """One drop of papers. `report` or `error` is set when it has been read; until then `progress` says how far it is."""

    names: list[str]
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
    for upload, name in zip(uploads, distinct([shown_name(upload.name) for upload in uploads]), strict=True):
        content = upload.getbuffer()
        folder = desk.library.folder / FOLDER / hashlib.sha256(content).hexdigest()[:16]
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / safe_name(upload.name)
        if not path.exists():
            path.write_bytes(content)
        names[path.absolute()] = name
    intake = Intake(list(names.values()))
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
            before = {source for document in desk.documents() for source in document.sources}
            report = ingest(list(names), desk.library, progress=note, names=names)
        after = {source for document in desk.documents() for source in document.sources}
        intake.set_apart = [name for name in report.added if name not in after]
        intake.namesakes = [name for name in report.added if name in before]
        _clear_away(names, {failure.source for failure in report.failed})
        intake.report = report
    except ScrutinyError as error:
        intake.error = str(error)
    except Exception:
        logging.getLogger(__name__).exception("The dropped papers could not be read")
        intake.error = "The papers could not be read for a reason that was not foreseen; the program’s log says more."


def _clear_away(names: dict[Path, str], failed: set[str]) -> None:
    """What could not be read is not kept."""
    for path, name in names.items():
        if name in failed or path.name in failed:
            path.unlink(missing_ok=True)
