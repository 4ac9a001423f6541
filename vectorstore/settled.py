"""What Chroma's index files were when the last writing had ended, noted beside them, so that files left half written are never opened.

Chroma keeps its newest vectors in an SQLite file, which is whole at any moment, and every thousand of them moves to index files, which it
writes in place without waiting for the disk. A program that is killed meanwhile, or a power cut, leaves index files of which Chroma loses
vectors or ends the program that opens them. So each writing ends with a note of them, flushed after they are; what differs from its note
is rebuilt from the catalogue instead of being opened. The note also has the catalogue's count of changes: a folder of vectors that belongs
to another state of the catalogue is known by it. A folder without a note was made by an older version and is taken as it is.
"""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass
from pathlib import Path

from vectorstore.disk import flush, write_whole

FILE = "settled.json"
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Settled:
    """The count of changes to the vectors, and of each index file (its path below the folder) size, time of change (ns) and CRC-32."""

    changes: int
    files: dict[str, tuple[int, int, int]]


def noted(folder: Path) -> Settled | None:
    """The note in a folder of vectors; None when there is none that can be read."""
    try:
        read = json.loads((folder / FILE).read_bytes())
        return Settled(int(read["changes"]), {name: (int(a), int(b), int(c)) for name, (a, b, c) in read["files"].items()})
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None


def settle(folder: Path, changes: int | None = None) -> None:
    """Note the index files as they are, once they are on the disk; `changes` None leaves the count as it was, and a folder without a
    note without one.

    What was noted and has not changed since is not read again.
    """
    before = noted(folder)
    if before is None:
        if changes is None:
            return
        before = Settled(changes, {})
    files = {}
    for name, file in _files(folder).items():
        stat, known = file.stat(), before.files.get(name)
        if known and known[:2] == (stat.st_size, stat.st_mtime_ns):
            files[name] = known
        else:
            flush(file)
            files[name] = (stat.st_size, stat.st_mtime_ns, _crc(file))
    after = Settled(before.changes if changes is None else changes, files)
    if after != before or not (folder / FILE).is_file():
        for below in {file.parent for file in _files(folder).values()}:
            flush(below)
        write_whole(folder / FILE, json.dumps({"changes": after.changes, "files": after.files}).encode())


def half_written(folder: Path, *, thorough: bool = False) -> str | None:
    """The name of an index file that is not as it was noted, None when all are, or nothing was noted.

    Files of the size and time noted are not read, unless `thorough`.
    """
    note = noted(folder)
    if note is None:
        return None
    found = _files(folder)
    for name in sorted(note.files.keys() | found.keys()):
        if name not in note.files or name not in found:
            return name
        size, changed, crc = note.files[name]
        try:
            stat = found[name].stat()
            if stat.st_size != size or ((thorough or stat.st_mtime_ns != changed) and _crc(found[name]) != crc):
                return name
        except FileNotFoundError:  # another program is at them
            return name
    return None


def _files(folder: Path) -> dict[str, Path]:
    """The index files: those in folders below."""
    return {p.relative_to(folder).as_posix(): p for p in sorted(folder.glob("*/**/*")) if p.is_file()}


def _crc(file: Path) -> int:
    crc = 0
    with file.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            crc = zlib.crc32(chunk, crc)
    return crc
