"""`scrutiny doctor`: examine the library and say, or mend, what is wrong with it."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

from assistant.audit import FOLDER, AuditLog
from assistant.command_line import say
from assistant.doctor_files import examine_files
from vectorstore.catalogue import Catalogue, Source
from vectorstore.doctor import examining
from vectorstore.errors import LibraryError
from vectorstore.faults import Examination, Fault
from vectorstore.settings import Settings


def examine(settings: Settings, *, repair: bool = False) -> Examination:
    """Everything that is wrong with the library, mended where it is to be repaired. Raises LibraryError when there is no library,
    or another program is writing to one that is to be repaired.
    """
    with examining(settings, repair=repair) as found:
        sources = _sources(settings.data)
        if sources is None:
            found.notes.append(f"{settings.data}: dropped copies were not looked at, for a catalogue cannot be read.")
        examine_files(settings.data, sources, found, repair=repair)
        for wrong in AuditLog(settings).verify().faults:  # which nobody may mend
            found.found(f"the audit log is not whole: {wrong}", settings.data / FOLDER)
    return found


def tell(found: Examination, *, as_json: bool) -> int:
    """Print what was found; the exit status, 0 when the library is sound or has been mended."""
    if as_json:
        print(json.dumps(found.as_json(), ensure_ascii=False))
    else:
        for fault in found.faults:
            print(f"{_shown(fault)} {fault.where}: {fault.what}.")
        for note in found.notes:
            print(f"Note: {note}")
        print(_summary(found))
    if not found.sound:
        say("Not all is well with the library; 'scrutiny doctor --repair' mends what can be mended.")
    return 0 if found.sound else 1


def _shown(fault: Fault) -> str:
    return "Mended:" if fault.mended else "Fault:"


def _summary(found: Examination) -> str:
    count = len(found.faults)
    if not count:
        return "The library is sound."
    mended = sum(fault.mended for fault in found.faults)
    return f"{count} fault{'s' * (count != 1)} found, {mended} mended."


def _sources(folder: Path) -> list[Source] | None:
    """The files that gave the papers held; None when a catalogue cannot be read."""
    files: list[Source] = []
    for shelf in ("open", "exempt"):
        if (file := folder / shelf / "catalogue.sqlite").is_file():
            try:
                with closing(Catalogue(file)) as catalogue:
                    files += catalogue.sources()
            except LibraryError:
                return None
    return files
