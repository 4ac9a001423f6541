"""The examination of what the library's folder holds beside its shelves: conversations, feedback, dropped copies, files cut off half written."""

from __future__ import annotations

import hashlib
import re
import shutil
import sqlite3
import time
from collections.abc import Sequence
from contextlib import closing, nullcontext
from pathlib import Path

from pydantic import ValidationError
from sqlalchemy import Table

from assistant import conversations, feedback
from assistant.conversation_tables import SCHEMA_VERSION, ConversationFile, metadata
from ingest.uploads import FOLDER as UPLOADS
from ingest.uploads import delete_copy
from vectorstore.backup import left_over
from vectorstore.catalogue import Source
from vectorstore.disk import write_whole
from vectorstore.errors import LibraryError, ScrutinyError
from vectorstore.faults import Examination
from vectorstore.models import document_id
from vectorstore.salvage import complaints, insert, replaced, rows
from vectorstore.settled import FILE as SETTLED

_SPOILT = "feedback.damaged.jsonl"
_WRITTEN = "|".join(re.escape(name) for name in (feedback.FILE, _SPOILT, SETTLED))  # as write_whole names what it writes
_REPLACED = "|".join(re.escape(name) for name in ("catalogue.sqlite", conversations.FILE))  # as a repair names what it makes
_ON_ITS_WAY = re.compile(rf"\.(?:{_WRITTEN})\.[a-z0-9_]{{8}}|(?:{_REPLACED})\.saved(?:-wal|-shm|-journal)?")
_PUT_DOWN = re.compile(r"\..+\.\d+")  # a dropped copy that is being written
_A_DAY = 24 * 60 * 60.0  # seconds that a dropped copy may wait to be read, and a file be on its way


def examine_files(folder: Path, sources: Sequence[Source] | None, found: Examination, *, repair: bool) -> None:
    """Examine the library's folder; `sources` are the files that gave the papers held, None when that cannot be said."""
    _conversations(folder / conversations.FILE, found, repair=repair)
    _feedback(folder, found, repair=repair)
    if sources is not None:
        _copies(folder, sources, found, repair=repair)
    _half_written(folder, found, repair=repair)


def _conversations(file: Path, found: Examination, *, repair: bool) -> None:
    if not file.is_file():
        return
    if not (wrong := complaints(file)):
        try:
            ConversationFile(file).close()
        except LibraryError as error:
            found.found(str(error).removeprefix(f"{file}: ").rstrip("."), file)
        return
    fault = found.found(f"the conversations' file is damaged ({'; '.join(wrong[:2])})", file)
    if repair:
        kept = replaced(file, lambda new: _save_conversations(file, new))
        fault.what += f"; what could be read was put into a new one, the damaged one is kept as {kept.name}; start a chat page that was open anew"
        fault.mended = True


def _save_conversations(file: Path, new: Path) -> None:
    """Put what can be read of a damaged file of conversations into a new one."""
    ConversationFile(new).close()
    with closing(sqlite3.connect(new)) as db, db:
        for table in metadata.sorted_tables:
            columns = [column.name for column in table.columns]
            insert(db, table.name, columns, (row for row in rows(file, table.name, columns)[0] if _complete(table, row)))
        db.execute("DELETE FROM exchanges WHERE conversation NOT IN (SELECT id FROM conversations)")
        db.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")


def _complete(table: Table, row: tuple[object, ...]) -> bool:
    return all(value is not None or column.nullable for column, value in zip(table.columns, row, strict=True))


def _feedback(folder: Path, found: Examination, *, repair: bool) -> None:
    file = folder / feedback.FILE
    if not file.is_file():
        return
    with feedback.writing(folder) if repair else nullcontext():  # what a reader says meanwhile must not be lost
        lines = [line for line in file.read_bytes().split(b"\n") if line.strip()]
        bad = [line for line in lines if not _is_feedback(line)]
        if not bad:
            return
        fault = found.found(f"{len(bad)} line{'s' * (len(bad) != 1)} of what readers said of answers cannot be read", file)
        if repair:
            kept = file.with_name(_SPOILT)
            before = kept.read_bytes() if kept.is_file() else b""
            write_whole(kept, before + b"".join(line + b"\n" for line in bad))
            write_whole(file, b"".join(line + b"\n" for line in lines if line not in bad))
            fault.what += f"; kept in {kept.name}"
            fault.mended = True


def _is_feedback(line: bytes) -> bool:
    try:
        feedback.Feedback.model_validate_json(line)
    except ValidationError:
        return False
    return True


def _copies(folder: Path, sources: Sequence[Source], found: Examination, *, repair: bool) -> None:
    """Dropped copies that gave no paper: their reading was cut off, or their paper was taken out while they could not be deleted.

    The library may have been moved, or be named by a link, since they were dropped: they are known by their place below its folder, and
    by their bytes.
    """
    places = {Path(source.path).parts[-3:] for source in sources}
    documents = {source.document_id for source in sources}
    for copy in sorted((folder / UPLOADS).glob("*/*")):
        if not copy.is_file() or copy.name.startswith(".") or copy.parts[-3:] in places or _document(copy) in documents:
            continue
        if time.time() - copy.stat().st_mtime < _A_DAY:
            found.notes.append(f"{copy}: this dropped copy gave no paper yet; if nobody is reading it, drop it again.")
            continue
        fault = found.found("a dropped copy that gives no paper is left over", copy)
        if repair:
            try:
                delete_copy(folder, copy)
            except ScrutinyError:
                continue
            fault.mended = True


def _document(file: Path) -> str:
    """The id of the document that a file's bytes are."""
    with file.open("rb") as stream:
        return document_id(hashlib.file_digest(stream, "sha256").hexdigest())


def _half_written(folder: Path, found: Examination, *, repair: bool) -> None:
    """What was on its way to take another's place when its program was ended: what this program names so, and nothing else."""
    places = [folder, folder / "open", folder / "exempt", *(folder / shelf / "chroma" for shelf in ("open", "exempt"))]
    left = [file for place in places for file in place.glob("*") if _ON_ITS_WAY.fullmatch(file.name)]
    left += [file for file in (folder / UPLOADS).glob("*/.*") if _PUT_DOWN.fullmatch(file.name)]
    for file in sorted(left):
        if file.is_file() and time.time() - file.stat().st_mtime >= _A_DAY:
            fault = found.found("a file that was left half written", file)
            if repair:
                file.unlink()
                fault.mended = True
    for copy in (*left_over(folder), *left_over(folder.parent)):
        fault = found.found("a backup that was cut off left a copy of the library here, its exempt papers with it", copy)
        if repair:
            shutil.rmtree(copy, ignore_errors=True)
            fault.mended = not copy.exists()
