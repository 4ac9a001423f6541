"""Copies of papers that were dropped on the app's page: where they lie, and that they go with their paper."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from vectorstore.errors import ScrutinyError

FOLDER = "uploads"
"""The folder below a library's in which each copy lies in a folder of its own, named by its content."""


def is_copy(library: Path, path: Path) -> bool:
    """Whether a file is a copy that was dropped; one that lies elsewhere, be it by a link, is not."""
    return path.resolve().parent.parent == (library / FOLDER).resolve()


def delete_copy(library: Path, path: Path) -> None:
    """Delete a file when it is a dropped copy, and leave any other where it is. Raises ScrutinyError when it cannot be deleted."""
    if not is_copy(library, path):
        return
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise ScrutinyError(f"{path}: the dropped copy could not be deleted ({error.strerror}); delete it yourself.") from error
    with suppress(OSError):  # another copy may lie beside it
        path.parent.rmdir()
