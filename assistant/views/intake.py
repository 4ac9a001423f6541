"""Papers dropped on the page: put down under safe names, read in the background, and what came of each."""

from __future__ import annotations

import logging
import re
import tempfile
import threading
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from vectorstore.errors import ScrutinyError
from vectorstore.models import Description

if TYPE_CHECKING:
    from assistant.desk import Desk
    from ingest.job import IngestReport, Progress

NAME_LENGTH = 120
_ONE_AT_A_TIME = threading.Lock()


class Upload(Protocol):
    """A file as the browser sent it."""

    @property
    def name(self) -> str: ...
    def getbuffer(self) -> memoryview: ...


def safe_name(given: str) -> str:
    """A file name that can do no harm: the last part of the given one, without control characters or leading dots, cut short."""
    last = unicodedata.normalize("NFC", given).replace("\\", "/").rsplit("/", 1)[-1]
    kept = re.sub(r"[^\w .,()&'+\N{EN DASH}\N{RIGHT SINGLE QUOTATION MARK}-]", "_", last).strip(" .")
    stem, dot, suffix = kept.rpartition(".")
    if not dot:
        return kept[:NAME_LENGTH] or "paper"
    return f"{stem[:NAME_LENGTH].strip(' .') or 'paper'}.{suffix[:10]}"


def distinct(names: Sequence[str]) -> list[str]:
    """The names, later ones that are taken already (whatever their case) numbered: `a.pdf`, `a (2).pdf`."""
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
    names = distinct([safe_name(each.name) for each in uploads])
    folder = tempfile.TemporaryDirectory(prefix="scrutiny-")
    paths = []
    for name, upload in zip(names, uploads, strict=True):
        paths.append(Path(folder.name) / name)
        paths[-1].write_bytes(upload.getbuffer())
    intake = Intake(names)
    intake._thread = threading.Thread(target=_read, args=(intake, paths, folder, desk), name="intake", daemon=False)
    intake._thread.start()
    return intake


def _read(intake: Intake, paths: list[Path], folder: tempfile.TemporaryDirectory[str], desk: Desk) -> None:
    from ingest.job import ingest

    def note(progress: Progress) -> None:
        intake.progress = progress

    try:
        with _ONE_AT_A_TIME, folder:
            intake.report = ingest(paths, desk.library, desk.settings, progress=note, overrides=Description())
    except ScrutinyError as error:
        intake.error = str(error)
    except Exception:
        logging.getLogger(__name__).exception("The dropped papers could not be read")
        intake.error = "The papers could not be read for a reason that was not foreseen; the log of the program says more."
