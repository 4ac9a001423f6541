"""Files that must be on the disk before something else says that they are."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def flush(path: Path) -> None:
    """Wait until a file, or a folder's list of names, is on the disk. A system that cannot do so for a folder is asked for files only."""
    if os.name == "nt" and path.is_dir():
        return
    number = os.open(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def write_whole(file: Path, *content: bytes | memoryview) -> None:
    """Write a file of these parts so that it is there whole or not at all, whatever happens, and is on the disk when this returns."""
    number, part = tempfile.mkstemp(prefix=f".{file.stem}.", suffix=file.suffix, dir=file.parent)
    try:
        with os.fdopen(number, "wb") as out:
            for part_of in content:
                out.write(part_of)
            out.flush()
            os.fsync(out.fileno())
        Path(part).replace(file)
    except OSError:
        Path(part).unlink(missing_ok=True)
        raise
    flush(file.parent)


def writable(folder: Path) -> bool:
    """Whether files may be written in a folder: it is not read-only, nor on a disk that is."""
    return os.access(folder, os.W_OK | os.X_OK)


@contextmanager
def readable(file: Path) -> Iterator[Path]:
    """An SQLite file that can be opened: the file itself or, where nobody may write, which SQLite wants to, a copy with what was written ahead."""
    if writable(file.parent):
        yield file
        return
    with tempfile.TemporaryDirectory(prefix="scrutiny-") as folder:
        for name in (file.name, f"{file.name}-wal"):
            if (each := file.with_name(name)).is_file():
                shutil.copyfile(each, Path(folder) / name)
        yield Path(folder) / file.name
