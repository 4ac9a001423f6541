"""Rewrite a zipped Office file so that its bytes do not depend on the clock."""

from __future__ import annotations

import zipfile
from pathlib import Path

FIXED = (2026, 1, 1, 0, 0, 0)


def freeze(path: Path) -> None:
    """Write the members of the zip file at `path` again, in the same order, with one fixed time."""
    with zipfile.ZipFile(path) as archive:
        members = [(info.filename, archive.read(info)) for info in archive.infolist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            info = zipfile.ZipInfo(name, FIXED)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
