"""`scrutiny backup` and `scrutiny restore`: the whole library in one file, and out of it."""

from __future__ import annotations

from pathlib import Path

from assistant.command_line import say
from vectorstore.backup import back_up
from vectorstore.restore import restore
from vectorstore.settings import Settings


def make_backup(settings: Settings, file: Path) -> int:
    """Write a backup and say what it holds; the exit status, 1 when what was backed up has faults."""
    found = back_up(settings, file, say)
    for fault in found.faults:
        say(f"{fault.where}: {fault.what}.")
    say(
        f"{file}: the library's backup, {max(1, file.stat().st_size >> 20)} MB; keep it where only you can read it, exempt papers are in it"
    )
    if found.faults:
        say(
            "Not all was well with the library, and the backup has it as it is; 'scrutiny doctor --repair' mends what can be mended."
        )
    return 1 if found.faults else 0


def take_back(settings: Settings, file: Path, *, replace: bool) -> None:
    """Put a backup's library into the folder and say so."""
    manifest = restore(file, settings.data, replace=replace)
    day = manifest.made_at.astimezone().strftime("%Y-%m-%d %H:%M")
    say(f"{settings.data}: the library of {day}, {len(manifest.members)} files; start a chat page that was open anew")
