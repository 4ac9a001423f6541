"""A library out of its backup: checked before anything is touched, written beside, and put in its place in one step."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
import stat
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext, suppress
from pathlib import Path, PurePosixPath

from pydantic import ValidationError

from vectorstore.backup import BELOW, FORMAT, MANIFEST, Manifest, Member, chunks, is_kept, is_passing
from vectorstore.disk import flush
from vectorstore.errors import LibraryError
from vectorstore.tables import SCHEMA_VERSION
from vectorstore.writing import only_writer

_LARGEST_MANIFEST = 64 << 20  # bytes
_SWELLING = 100  # times its own size that a backup may become; papers and vectors become some three times theirs
_SMALL = 64 << 20  # bytes that any backup may become
_FORBIDDEN = set('\\:*?"<>|') | {chr(n) for n in range(32)}


def restore(file: Path, folder: Path, *, replace: bool = False) -> Manifest:
    """Put the library of a backup into a folder, which must be empty unless its library is to be replaced; what the backup held.

    What is in no backup (secrets, copies of damaged files, hidden files) stays. Raises LibraryError when the backup is damaged, of a newer
    version or not one, when the folder is not empty or has no library to be replaced, or another program is writing to it. The folder is
    then as it was, or the message names where the library that stood there is.
    """
    target = folder.resolve()
    if target.exists() and (not target.is_dir() or (any(target.iterdir()) and not replace)):
        raise LibraryError(
            f"{folder}: is not empty; give another folder with --data, or take the backup's library instead with --replace."
        )
    if target.exists() and any(target.iterdir()) and not any(target.glob("*/catalogue.sqlite")):
        raise LibraryError(f"{folder}: holds other files and no library that could be replaced; give another folder with --data.")
    try:
        with _opened(file) as archive:
            manifest = _manifest(archive, file)
            _check_room(manifest, file, target)
            for name, member in manifest.members.items():
                _check(archive, name, member, file)
            _put(archive, manifest, file, target, replace=replace)
    except OSError as error:
        raise LibraryError(
            f"{file}: cannot be restored to {folder} ({error.strerror or error}); nothing was changed there."
        ) from error
    return manifest


@contextmanager
def _opened(file: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(file) as archive:
            yield archive
    except FileNotFoundError as error:
        raise LibraryError(f"{file}: there is no such file.") from error
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, UnicodeDecodeError) as error:
        raise LibraryError(f"{file}: is damaged, or no backup of a library ({error}); nothing was changed.") from error


def _manifest(archive: zipfile.ZipFile, file: Path) -> Manifest:
    """The manifest, held against the list of what the archive holds."""
    found = {info.filename: info for info in archive.infolist()}
    if MANIFEST not in found or found[MANIFEST].file_size > _LARGEST_MANIFEST:
        raise _refused(file, "it has no manifest")
    try:
        manifest = Manifest.model_validate_json(b"".join(chunks(archive, MANIFEST)))
    except ValidationError as error:
        raise _refused(file, "its manifest cannot be read") from error
    if manifest.format > FORMAT or manifest.schema_version > SCHEMA_VERSION:
        raise LibraryError(f"{file}: was made by a newer version of Scrutiny Desk ({manifest.program}); update the program.")
    if len(found) != len(archive.infolist()) or found.keys() - {MANIFEST} != {BELOW + name for name in manifest.members}:
        raise _refused(file, "it does not hold what its manifest says")
    for name, member in manifest.members.items():
        _check_member(found[BELOW + name], name, member, file)
    if len({name.casefold() for name in manifest.members}) != len(manifest.members):
        raise _refused(file, "two of its files have one name on some computers")
    return manifest


def _check_member(info: zipfile.ZipInfo, name: str, member: Member, file: Path) -> None:
    """Refuse what is no plain file below the folder, or not of the size that the manifest says."""
    kind = stat.S_IFMT(info.external_attr >> 16)
    parts = name.split("/")
    plain = kind in (0, stat.S_IFREG) and not info.is_dir()
    if (
        not plain
        or not is_kept(Path(name))
        or {"", ".", ".."} & set(parts)
        or _FORBIDDEN & set(name)
        or PurePosixPath(name).is_absolute()
    ):
        raise _refused(file, f"it holds {name!r}, which is no plain file of a library")
    if info.file_size != member.size:
        raise _refused(file, f"{name!r} is not of the size that its manifest says")


def _check_room(manifest: Manifest, file: Path, target: Path) -> None:
    """Refuse what becomes larger than any library does, or than there is room for."""
    whole = sum(member.size for member in manifest.members.values())
    if whole > max(_SMALL, _SWELLING * file.stat().st_size):
        raise _refused(file, f"it would become {whole >> 20} MB, more than any library in a file of its size")
    place = next(parent for parent in (target, *target.parents) if parent.exists())
    if whole > (free := shutil.disk_usage(place).free):
        raise LibraryError(
            f"{file}: needs {whole >> 20} MB, and {place} has room for {free >> 20} MB; make room, or give another --data folder."
        )


def _check(archive: zipfile.ZipFile, name: str, member: Member, file: Path, into: Path | None = None) -> None:
    """Hold a file's content against the manifest, writing it while doing so where it is to be written."""
    digest, size = hashlib.sha256(), 0
    made = os.open(into, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600) if into else None
    with os.fdopen(made, "wb") if made is not None else nullcontext() as out:
        for part in chunks(archive, BELOW + name):
            digest.update(part)
            if (size := size + len(part)) > member.size:
                break
            if out:
                out.write(part)
        if out:
            out.flush()
            os.fsync(out.fileno())
    if (size, digest.hexdigest()) != (member.size, member.sha256):
        raise _refused(file, f"{name!r} is not what was backed up")


def _put(archive: zipfile.ZipFile, manifest: Manifest, file: Path, target: Path, *, replace: bool) -> None:
    """Write the library beside its place, then put it there; what stood there is deleted last."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{target.name}.restored-", dir=target.parent) as beside:
        new = Path(beside) / "new"
        new.mkdir(mode=0o700)
        for name, member in manifest.members.items():
            path = new / name
            for folder in reversed([p for p in path.parents if p.is_relative_to(new)]):
                folder.mkdir(mode=0o700, exist_ok=True)
            _check(archive, name, member, file, into=path)
        _moved_copies(new, manifest.folder, target.as_posix())
        with only_writer(target) if target.exists() and replace else nullcontext():
            _carry_over(target, new)
            for folder in (new, *(p for p in new.rglob("*") if p.is_dir() and not p.is_symlink())):
                flush(folder)
            _swap(new, target)


def _carry_over(old: Path, new: Path) -> None:
    """Copy into the new library what no backup holds of the old one: secrets, copies of damaged files, hidden files, links."""
    for path in sorted(old.rglob("*")):
        below = path.relative_to(old)
        target = new / below
        apart = path.is_symlink() or (path.is_file() and not is_kept(below) and not is_passing(below))
        if apart and not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            shutil.copy2(path, target, follow_symlinks=False)
            if not path.is_symlink():
                flush(target)


def _swap(new: Path, target: Path) -> None:
    """Put the new library in its place. What stood there waits beside it, in a folder that nobody clears away, and is deleted last.

    Whatever happens, it is put back when the new one could not be; when even that fails, LibraryError names where it is.
    """
    if not target.exists():
        new.rename(target)
        flush(target.parent)
        return
    aside = Path(tempfile.mkdtemp(prefix=f".{target.name}.replaced-", dir=target.parent))
    old = aside / target.name
    try:
        target.rename(old)
        new.rename(target)
    except BaseException as error:
        try:
            if old.exists():
                old.rename(target)
        except OSError:
            raise LibraryError(
                f"{target}: the backup's library could not be put there ({error}); the one that stood there is now {old}, move it back."
            ) from error
        aside.rmdir()
        raise
    flush(target.parent)
    try:
        shutil.rmtree(aside)
    except OSError as error:
        raise LibraryError(
            f"{aside}: the backup's library is in place, but the one before it could not be deleted ({error.strerror}); delete it."
        ) from error


def _moved_copies(new: Path, was: str, now: str) -> None:
    """Papers that were dropped in the app have their file in the library's folder, which may be another than before; other files stay."""
    if was == now:
        return
    for catalogue in new.glob("*/catalogue.sqlite"):
        with closing(sqlite3.connect(catalogue)) as db, db:
            for table in ("sources", "said"):
                with suppress(sqlite3.DatabaseError):  # it was damaged when it was backed up, and is for the doctor
                    db.execute(
                        f"UPDATE {table} SET path = ? || substr(path, ?) WHERE substr(path, 1, ?) = ?",
                        (f"{now}/uploads/", len(f"{was}/uploads/") + 1, len(f"{was}/uploads/"), f"{was}/uploads/"),
                    )


def _refused(file: Path, why: str) -> LibraryError:
    return LibraryError(f"{file}: is damaged, or no backup of a library ({why}); nothing was changed.")
