"""The right to change a library, which one program has at a time. Nobody waits for it unless told to: a second ingest is refused."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from vectorstore.disk import writable
from vectorstore.errors import BusyError, LibraryError

LOCK = "writing.lock"
"""The lock's file in a library's folder. It stays when nobody has the lock: the system lets go of it when a program ends, however it does."""

READ_ONLY = "this folder may not be written to; it can be asked, but nothing can be put in."


@contextmanager
def only_writer(folder: Path, *, wait: bool = False) -> Iterator[None]:
    """Hold the right to change the library in a folder. Raises LibraryError when another program has it, unless it is to be waited for."""
    from filelock import FileLock, Timeout

    if not writable(folder):
        raise LibraryError(f"{folder}: {READ_ONLY}")
    lock = FileLock(folder / LOCK, timeout=-1 if wait else 0)
    try:
        lock.acquire()
    except Timeout as error:
        raise BusyError(f"{folder}: another ingest is writing to this library; wait until it has ended.") from error
    except OSError as error:
        raise LibraryError(
            f"{folder}: the right to change the library cannot be had ({error.strerror}); see who may write there."
        ) from error
    try:
        yield
    finally:
        lock.release()


def is_being_written(folder: Path) -> bool:
    """Whether another program has the right to change the library at this moment."""
    if not (folder / LOCK).exists() or not writable(folder):
        return False
    try:
        with only_writer(folder):
            return False
    except BusyError:
        return True
