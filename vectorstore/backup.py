"""A library in one file: a zip of every file in its folder as it stood at one moment, with a manifest that says what each must be.

Chroma's files are copied as they are, while nobody writes: vectors given back to Chroma would be normalised once more, which changes last
digits and so scores, and above a number of vectors its approximate index would be another one. Should a later Chroma not open them, they are
made anew from the catalogue, which is in the backup.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import stat
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from vectorstore.disk import flush
from vectorstore.doctor import examining
from vectorstore.errors import LibraryError
from vectorstore.faults import Examination
from vectorstore.salvage import raise_unless_damaged
from vectorstore.settings import SECRETS, Settings
from vectorstore.tables import SCHEMA_VERSION
from vectorstore.writing import is_being_written, only_writer

FORMAT = 1
MANIFEST = "manifest.json"
BELOW = "library/"
"""What the names of the library's files begin with in the archive."""
_SQLITE = b"SQLite format 3\x00"
_NOT_KEPT = (".lock", "-wal", "-shm", "-journal", ".saved", ".compared")
_DAMAGED = ".damaged-"  # what the names of damaged files' copies hold
_MADE_IN, _COPY, _ARCHIVE = ".scrutiny-backup-", "library", "backup.zip"
_A_DAY = 24 * 60 * 60.0  # seconds that a backup may take
_CHUNK = 1 << 20


class Member(BaseModel):
    """A file: its size in bytes and its SHA-256."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    size: int = Field(ge=0)
    sha256: str = Field(pattern="^[0-9a-f]{64}$")


class Manifest(BaseModel):
    """What a backup holds. `folder` is where the library lay; `members` are named as below that folder, with forward slashes."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: int
    schema_version: int
    program: str
    made_at: datetime
    folder: str
    members: dict[str, Member]


def back_up(settings: Settings, file: Path, told: Callable[[str], None]) -> Examination:
    """Write a backup of the library, while it may be asked; what the doctor finds wrong with what was backed up.

    An ingest is waited for, which `told` hears in a line, and what a backup that was cut off left where this one is to lie.
    Raises LibraryError when there is no library, the file exists, or it cannot be written; nothing is left behind then.
    """
    folder = settings.data
    if not (folder / "open").is_dir():
        raise LibraryError(f"{folder}: there is no library in this folder; name its folder with --data.")
    if file.exists():
        raise LibraryError(f"{file}: there is such a file already; give another name, or move it away.")
    for left in left_over(file.absolute().parent):
        told(f"{left}: was left by a backup that was cut off; delete it, exempt papers are in it.")
    if is_being_written(folder):
        told(f"{folder}: waiting for another program that is writing to this library.")
    try:
        with tempfile.TemporaryDirectory(prefix=_MADE_IN, dir=file.absolute().parent) as made:
            copy = Path(made) / _COPY
            with only_writer(folder, wait=True):
                _copied(folder, copy, file.absolute())
            with examining(settings.model_copy(update={"data": copy}), repair=False) as found:
                pass
            part = Path(made) / _ARCHIVE
            _archived(copy, part, folder)
            flush(part)
            part.replace(file)
            flush(file.absolute().parent)
    except OSError as error:
        raise LibraryError(
            f"{file}: the backup cannot be written ({error.strerror or error}); make room or give another file."
        ) from error
    return found


def is_kept(path: Path) -> bool:
    """Whether a file, given by its path below a library's folder, belongs in a backup: not locks, what is on its way, copies of damaged
    files, secrets, and what lies hidden.
    """
    hidden = any(part.startswith(".") for part in path.parts)
    return path.name != SECRETS and not hidden and not is_passing(path) and _DAMAGED not in path.name


def is_passing(path: Path) -> bool:
    """Whether a file means something only while a program has it, or only to the file beside it: locks, what is on its way, and what is
    made again from the file beside it."""
    return path.name.endswith(_NOT_KEPT) and _DAMAGED not in path.name


def _copied(folder: Path, copy: Path, but: Path) -> None:
    """Copy the library's files, each as it stands at one moment."""
    for path in sorted(folder.rglob("*")):
        if not stat.S_ISREG(path.lstat().st_mode) or not is_kept(path.relative_to(folder)) or path.absolute() == but:
            continue
        target = copy / path.relative_to(folder)
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if _is_sqlite(path):
            _copied_sqlite(path, target)
        else:
            shutil.copy2(path, target)
    for below in (copy, *(p for p in copy.rglob("*") if p.is_dir())):
        below.chmod(0o700)


def _copied_sqlite(path: Path, target: Path) -> None:
    """Copy an SQLite file as it stands at one moment; a damaged one, of which SQLite makes no copy, byte for byte with what was written ahead.

    Raises LibraryError when the file cannot be looked at.
    """
    try:
        with closing(sqlite3.connect(path, timeout=60.0)) as db, closing(sqlite3.connect(target)) as into:
            db.backup(into)
    except sqlite3.Error as error:
        raise_unless_damaged(error, path)
        shutil.copy2(path, target)
        ahead = path.with_name(f"{path.name}-wal")
        if ahead.is_file():
            shutil.copy2(ahead, target.with_name(f"{target.name}-wal"))
            with suppress(sqlite3.Error), closing(sqlite3.connect(target)) as copied:  # the archive has one file of the two
                copied.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def left_over(folder: Path) -> list[Path]:
    """What backups that were cut off left in a folder, more than a day ago: copies of a whole library, exempt papers among them."""
    return [
        found
        for found in sorted(folder.glob(f"{_MADE_IN}*"))
        if found.is_dir()
        and {each.name for each in found.iterdir()} <= {_COPY, _ARCHIVE}
        and time.time() - found.stat().st_mtime >= _A_DAY
    ]


def _is_sqlite(path: Path) -> bool:
    with path.open("rb") as stream:
        return stream.read(len(_SQLITE)) == _SQLITE


def _archived(copy: Path, part: Path, folder: Path) -> None:
    """Write the copy into an archive that nobody else may read, the manifest first."""
    files = [path for path in sorted(copy.rglob("*")) if path.is_file() and is_kept(path.relative_to(copy))]
    names = {path.relative_to(copy).as_posix(): path for path in files}
    members = {name: Member(size=path.stat().st_size, sha256=_sha256(path)) for name, path in names.items()}
    manifest = Manifest(
        format=FORMAT, schema_version=SCHEMA_VERSION, program=version("scrutiny-desk"), made_at=datetime.now(UTC),
        folder=folder.absolute().as_posix(), members=members,
    )  # fmt: skip
    with os.fdopen(os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as out, zipfile.ZipFile(out, "w") as archive:
        archive.writestr(_info(MANIFEST), manifest.model_dump_json(indent=1), zipfile.ZIP_DEFLATED)
        for name, path in names.items():
            info = _info(BELOW + name)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.file_size = path.stat().st_size
            with path.open("rb") as stream, archive.open(info, "w") as member:
                shutil.copyfileobj(stream, member, _CHUNK)


def _info(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, datetime.now().timetuple()[:6])
    info.external_attr = (stat.S_IFREG | 0o600) << 16
    return info


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def chunks(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """A member's content in parts."""
    with archive.open(name) as stream:
        while part := stream.read(_CHUNK):
            yield part
